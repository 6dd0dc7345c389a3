//! `RuleDoc`: a rule's doc comment taken apart. A file of its own because the rule pages of the app and the tests of
//! the examples must say the same.

use crate::model::json::Json;
use crate::model::json::text::value;

/// Where the docs of all rules lie, from the page: by name, each as a [`RuleDoc`]. `tests/rules.rs` writes the file and
/// holds it equal.
pub const DOCS_PATH: &str = "rules.json";

/// What a rule's doc says, by section.
#[derive(Debug, Clone, PartialEq, Eq, Json)]
pub struct RuleDoc {
    /// What is to be so, in a sentence or two.
    pub summary: String,
    /// Why the rule exists.
    pub why: String,
    /// Plans in which it finds something, in the `.plan` notation with `#!` marks.
    pub fails: Vec<String>,
    /// Plans in which it finds nothing.
    pub passes: Vec<String>,
}

impl RuleDoc {
    /// The doc of the rule of that name in the file at [`DOCS_PATH`]; `None` when it is not in there.
    #[must_use]
    pub fn in_file(file: &str, rule: &str) -> Option<RuleDoc> {
        let docs = value(file).ok()?;
        RuleDoc::read(docs.get(rule)?).ok()
    }

    /// Takes the Markdown of `Rule::doc` apart.
    #[cfg(any(test, not(target_arch = "wasm32")))]
    #[must_use]
    pub fn parse(doc: &str) -> RuleDoc {
        let mut parsed =
            RuleDoc { summary: String::new(), why: String::new(), fails: Vec::new(), passes: Vec::new() };
        let mut section = "";
        let mut block: Option<String> = None;
        for line in doc.lines() {
            let line = line.strip_prefix(' ').unwrap_or(line);
            match (&mut block, line) {
                (Some(_), "```") => {
                    let plans = if section == "Passes" { &mut parsed.passes } else { &mut parsed.fails };
                    plans.extend(block.take());
                }
                (Some(text), _) => {
                    text.push_str(line);
                    text.push('\n');
                }
                (None, "```plan") => block = Some(String::new()),
                (None, _) if line.starts_with("# ") => section = line.trim_start_matches("# "),
                (None, _) if section.is_empty() => add_line(&mut parsed.summary, line),
                (None, _) if section == "Why" => add_line(&mut parsed.why, line),
                (None, _) => {}
            }
        }
        parsed
    }
}

#[cfg(any(test, not(target_arch = "wasm32")))]
fn add_line(text: &mut String, line: &str) {
    if !text.is_empty() && !line.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_plan_blocks_come_apart() {
        let doc = " One\n two.\n\n # Why\n So.\n\n # Fails\n ```plan\n change A 1..2 #! x\n ```\n # Passes\n ```plan\n a\n b\n ```\n ```plan\n c\n ```\n";
        let parsed = RuleDoc::parse(doc);
        assert_eq!((parsed.summary.as_str(), parsed.why.as_str()), ("One two.", "So."));
        assert_eq!(parsed.fails, ["change A 1..2 #! x\n"]);
        assert_eq!(parsed.passes, ["a\nb\n", "c\n"]);
    }
}
