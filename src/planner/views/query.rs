//! The typed query of the table of changes: `kind:emergency risk>=high env:prod free words`.
//!
//! A file of its own because reading it is text work with errors that name the word and what is allowed.

use thiserror::Error;

use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::{Change, ChangeKind, ChangeStatus, Plan, RecordRef, Risk, Severity};
use crate::planner::Workbench;

use super::findings::mark;

/// A query that was understood: a change matches when every part does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    parts: Vec<Part>,
}

/// Why a query is not understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum QueryError {
    /// A word before `:` that is no field.
    #[error("\"{0}\" is no field; write one of {FIELD_NAMES}")]
    NoField(String),
    /// A value that the field does not have.
    #[error("\"{value}\" is no {field}; write one of {allowed}")]
    NoValue {
        /// The field.
        field: &'static str,
        /// What was written.
        value: String,
        /// What may be written.
        allowed: String,
    },
    /// A comparison that the field does not know.
    #[error("{field} has no order; write {field}:{value}")]
    NoOrder {
        /// The field.
        field: &'static str,
        /// What was written.
        value: String,
    },
    /// A field without a value.
    #[error("{0} has no value; write it after the sign, such as {0}:{1}")]
    Empty(&'static str, &'static str),
}

/// The fields of a query, each with an example.
pub const FIELDS: &[(&str, &str)] = &[
    ("kind", "emergency"),
    ("status", "scheduled"),
    ("risk", "high"),
    ("env", "prod"),
    ("release", "REL-0001"),
    ("owner", "ann"),
    ("by", "ann"),
    ("item", "billing-db"),
    ("service", "billing"),
    ("label", "pci"),
    ("category", "database"),
    ("is", "blocked"),
];

const FIELD_NAMES: &str = "kind, status, risk, env, release, owner, by, item, service, label, category, is";

const IS: &[(&str, Is)] = &[
    ("blocked", Is::Blocked),
    ("warned", Is::Warned),
    ("clean", Is::Clean),
    ("unscheduled", Is::Unscheduled),
    ("held", Is::Held),
    ("live", Is::Live),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Is {
    Blocked,
    Warned,
    Clean,
    Unscheduled,
    Held,
    Live,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Is,
    AtLeast,
    AtMost,
    Above,
    Below,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Word(String),
    Kind(ChangeKind),
    Status(Vec<ChangeStatus>),
    Risk(Sign, Risk),
    Named(&'static str, String),
    Is(Is),
    Not(Box<Part>),
}

impl Query {
    /// Reads a query. `-` before a part turns it round; quotes keep words together.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let parts: Result<Vec<Part>, QueryError> = words(text).iter().map(|word| part(word)).gather();
        Ok(Query { parts: parts? })
    }

    /// True when the query asks for nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// True for a change that every part matches.
    #[must_use]
    pub fn matches(&self, bench: &Workbench, change: &Change) -> bool {
        self.parts.iter().all(|part| holds(part, bench, change))
    }
}

/// What the last, unfinished word of a query could become, for completion.
#[must_use]
pub fn completions(plan: &Plan, text: &str) -> Vec<String> {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let before = text.get(..text.len() - last.len()).unwrap_or_default();
    let whole = |end: String| format!("{before}{end}");
    let Some((field, typed)) = last.split_once(':') else {
        let fields = FIELDS.iter().filter(|(name, _)| !last.is_empty() && name.starts_with(last));
        return fields.map(|(name, _)| whole(format!("{name}:"))).gather();
    };
    let typed = lowercase(typed);
    let values: Vec<String> = match field {
        "kind" => ChangeKind::ALL.iter().map(|kind| kind.word().to_ascii_lowercase()).gather(),
        "status" => ChangeStatus::ALL.iter().map(|status| status.word().to_ascii_lowercase()).gather(),
        "risk" => Risk::ALL.iter().map(|risk| risk.word().to_ascii_lowercase()).gather(),
        "is" => IS.iter().map(|(word, _)| (*word).to_owned()).gather(),
        "env" => plan.environments.keys().map(ToString::to_string).gather(),
        "release" => plan.releases.keys().map(ToString::to_string).gather(),
        "owner" | "by" => plan.people.keys().map(ToString::to_string).gather(),
        "item" => plan.cis.keys().map(ToString::to_string).gather(),
        "service" => plan.services.keys().map(ToString::to_string).gather(),
        _ => Vec::new(),
    };
    let fitting = values.into_iter().filter(|value| lowercase(value).starts_with(&typed));
    fitting.take(12).map(|value| whole(format!("{field}:{}", quoted(&value)))).gather()
}

fn quoted(value: &str) -> String {
    if value.contains(char::is_whitespace) { format!("\"{value}\"") } else { value.to_owned() }
}

/// The words of a query; quotes keep blanks inside a word and are dropped.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut is_quoted = false;
    for letter in text.chars() {
        match letter {
            '"' => is_quoted = !is_quoted,
            letter if letter.is_whitespace() && !is_quoted => words.push(std::mem::take(&mut word)),
            letter => word.push(letter),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

fn part(word: &str) -> Result<Part, QueryError> {
    if let Some(rest) = word.strip_prefix('-').filter(|rest| !rest.is_empty()) {
        return Ok(Part::Not(Box::new(part(rest)?)));
    }
    let signs = [
        (">=", Sign::AtLeast),
        ("<=", Sign::AtMost),
        (">", Sign::Above),
        ("<", Sign::Below),
        (":", Sign::Is),
    ];
    let split = signs.iter().filter_map(|(mark, sign)| Some((word.find(mark)?, *mark, *sign)));
    let Some((at, mark, sign)) = split.min_by_key(|(at, mark, _)| (*at, std::cmp::Reverse(mark.len())))
    else {
        return Ok(Part::Word(lowercase(word)));
    };
    let (name, value) = (word.get(..at).unwrap_or_default(), word.get(at + mark.len()..).unwrap_or_default());
    let known = FIELDS.iter().find(|(field, _)| field.eq_ignore_ascii_case(name));
    let Some((field, example)) = known.copied() else { return Err(QueryError::NoField(name.to_owned())) };
    if value.is_empty() {
        return Err(QueryError::Empty(field, example));
    }
    if sign != Sign::Is && field != "risk" {
        return Err(QueryError::NoOrder { field, value: value.to_owned() });
    }
    match field {
        "kind" => Ok(Part::Kind(one_of(field, value, ChangeKind::ALL, ChangeKind::word)?)),
        "risk" => Ok(Part::Risk(sign, one_of(field, value, Risk::ALL, Risk::word)?)),
        "is" => {
            let states: Vec<&str> = IS.iter().map(|(word, _)| *word).gather();
            let found = IS.iter().find(|(word, _)| word.eq_ignore_ascii_case(value));
            found.map(|(_, state)| Part::Is(*state)).ok_or_else(|| QueryError::NoValue {
                field,
                value: value.to_owned(),
                allowed: states.join(", "),
            })
        }
        "status" => {
            let each = value.split(',').map(|one| one_of(field, one, ChangeStatus::ALL, ChangeStatus::word));
            Ok(Part::Status(each.gather::<Result<_, _>>()?))
        }
        field => Ok(Part::Named(field, lowercase(value))),
    }
}

fn one_of<T: Copy>(
    field: &'static str,
    value: &str,
    all: &[T],
    word: fn(T) -> &'static str,
) -> Result<T, QueryError> {
    let wanted = lowercase(&value.replace([' ', '-', '_'], ""));
    all.iter().copied().find(|one| word(*one).to_ascii_lowercase() == wanted).ok_or_else(|| {
        let allowed: Vec<String> = all.iter().map(|one| word(*one).to_ascii_lowercase()).gather();
        QueryError::NoValue { field, value: value.to_owned(), allowed: allowed.join(", ") }
    })
}

fn holds(part: &Part, bench: &Workbench, change: &Change) -> bool {
    match part {
        Part::Not(part) => !holds(part, bench, change),
        Part::Kind(kind) => change.kind == *kind,
        Part::Status(any) => any.contains(&change.status),
        Part::Risk(Sign::Is, risk) => change.risk == *risk,
        Part::Risk(Sign::AtLeast, risk) => change.risk >= *risk,
        Part::Risk(Sign::AtMost, risk) => change.risk <= *risk,
        Part::Risk(Sign::Above, risk) => change.risk > *risk,
        Part::Risk(Sign::Below, risk) => change.risk < *risk,
        Part::Is(state) => is(*state, bench, change),
        Part::Named(field, wanted) => names(field, change, bench.plan(), wanted),
        Part::Word(word) => has_word(bench.plan(), change, word),
    }
}

fn is(state: Is, bench: &Workbench, change: &Change) -> bool {
    let worst = || mark(bench, &RecordRef::from(&change.id)).map(|(severity, _)| severity);
    match state {
        Is::Blocked => worst() == Some(Severity::Blocker),
        Is::Warned => worst() == Some(Severity::Warning),
        Is::Clean => worst().is_none(),
        Is::Unscheduled => change.planned.is_none(),
        Is::Held => change.on_hold,
        Is::Live => change.status.is_live(),
    }
}

/// True when one of the records or words that a field holds has the wanted text in its id or name.
fn names(field: &str, change: &Change, plan: &Plan, wanted: &str) -> bool {
    let named =
        |of: RecordRef| lowercase(&of.id).contains(wanted) || lowercase(plan.title(&of)).contains(wanted);
    match field {
        "env" => change.environments.iter().any(|id| named(RecordRef::from(id))),
        "release" => change.release.iter().any(|id| named(RecordRef::from(id))),
        "owner" => change.owner.iter().any(|id| named(RecordRef::from(id))),
        "by" => change.implementers.iter().any(|id| named(RecordRef::from(id))),
        "item" => change.cis.iter().any(|id| named(RecordRef::from(id))),
        "service" => change.services.iter().any(|id| named(RecordRef::from(id))),
        "label" => change.labels.iter().any(|label| lowercase(label).contains(wanted)),
        "category" => lowercase(&change.category).contains(wanted),
        _ => false,
    }
}

fn has_word(plan: &Plan, change: &Change, word: &str) -> bool {
    let has = |text: &str| lowercase(text).contains(word);
    has(change.id.as_str())
        || has(&change.title)
        || has(&change.description)
        || change.labels.iter().any(|label| has(label))
        || change.release.as_ref().is_some_and(|id| has(plan.title(&RecordRef::from(id))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;

    const PLAN: &str = "
        environment prod Controlled
        environment test Open
        person ann
        blackout freeze 20..25 env=prod
        change C1 21..22 env=prod kind=Emergency risk=High owner=ann
        change C2 1..2 env=test risk=VeryHigh status=Draft
        change C3 env=test status=Closed
    ";

    #[track_caller]
    fn found(query: &str) -> Vec<String> {
        let bench = Workbench::of_notation(PLAN, None);
        let query = Query::parse(query).unwrap();
        let changes = bench.plan().changes.values().filter(|change| query.matches(&bench, change));
        changes.map(|change| change.id.to_string()).collect()
    }

    #[test]
    fn every_part_narrows() {
        assert_eq!(found(""), ["C1", "C2", "C3"]);
        assert_eq!(found("kind:emergency"), ["C1"]);
        assert_eq!(found("risk>=high"), ["C1", "C2"]);
        assert_eq!(found("risk>high"), ["C2"]);
        assert_eq!(found("risk:very-high env:test"), ["C2"]);
        assert_eq!(found("status:draft,closed"), ["C2", "C3"]);
        assert_eq!(found("-env:test owner:ANN"), ["C1"]);
        assert_eq!(found("is:blocked kind:emergency"), ["C1"]);
        assert_eq!(found("-is:blocked status:closed"), ["C3"]);
        assert_eq!(found("is:unscheduled"), ["C3"]);
        assert_eq!(found("c2"), ["C2"]);
    }

    #[test]
    fn what_is_not_understood_is_named_with_what_is_allowed() {
        let says = |query: &str| Query::parse(query).unwrap_err().to_string();
        assert!(says("color:red").starts_with("\"color\" is no field; write one of kind, status"));
        assert_eq!(says("risk:huge"), "\"huge\" is no risk; write one of low, moderate, high, veryhigh");
        assert!(says("kind>=normal").contains("has no order"));
        assert!(says("env:").contains("env:prod"));
        assert!(says("is:odd").contains("blocked"));
    }

    #[test]
    fn names_of_fields_match_their_list() {
        let names: Vec<&str> = FIELDS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names.join(", "), FIELD_NAMES);
        for (name, example) in FIELDS {
            assert!(Query::parse(&format!("{name}:{example}")).is_ok(), "{name}");
        }
    }

    #[test]
    fn the_last_word_is_completed() {
        let plan = notation::parse(PLAN).unwrap().plan;
        assert_eq!(completions(&plan, "risk:high en"), ["risk:high env:"]);
        assert_eq!(completions(&plan, "env:p"), ["env:prod"]);
        assert_eq!(completions(&plan, "kind:em"), ["kind:emergency"]);
        assert!(completions(&plan, "").is_empty());
    }
}
