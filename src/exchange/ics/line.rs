//! Content lines: unfolding, names, parameters, values (RFC 5545, 3.1). A file of its own because it knows no event.

use crate::gather::Gather;

use super::super::import::Notes;
use super::super::text::decode;

/// One content line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line of the file on which it starts, counted from 1.
    pub number: usize,
    /// In upper case.
    pub name: String,
    /// Names in upper case, values without their quotes.
    pub parameters: Vec<(String, String)>,
    /// As it stands there.
    pub value: String,
}

impl Line {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value as text, its escapes undone.
    pub fn text(&self) -> String {
        unescaped(&self.value)
    }

    /// The values of a list of texts.
    pub fn texts(&self) -> Vec<String> {
        let mut parts = Vec::new();
        let mut from = 0;
        let mut escaped = false;
        for (place, c) in self.value.char_indices() {
            if c == ',' && !escaped {
                parts.push(self.value.get(from..place).unwrap_or_default());
                from = place + 1;
            }
            escaped = c == '\\' && !escaped;
        }
        parts.push(self.value.get(from..).unwrap_or_default());
        parts.into_iter().map(unescaped).filter(|text| !text.is_empty()).gather()
    }
}

/// The content lines of a file, `None` when there are more than `most`. Lines end with CR LF, LF or CR; what is no
/// content line is noted.
pub(super) fn lines(bytes: &[u8], most: usize, notes: &mut Notes) -> Option<Vec<Line>> {
    let mut found = Vec::new();
    for (number, bytes) in unfolded(bytes, most)? {
        let (text, _) = decode(&bytes);
        match line(number, &text) {
            Some(line) => found.push(line),
            None if text.trim().is_empty() => {}
            None => {
                let start: String = text.chars().take(40).gather();
                let problem = format!("\"{start}\" is no line of a calendar");
                notes.note(Some(number), None, problem, "it is not read; a line is written NAME:value");
            }
        }
    }
    Some(found)
}

/// Joins a line with those that continue it. On bytes, because a line may have been folded inside a character.
fn unfolded(bytes: &[u8], most: usize) -> Option<Vec<(usize, Vec<u8>)>> {
    let mut lines: Vec<(usize, Vec<u8>)> = Vec::new();
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut number = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        number += 1;
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(rest.len());
        let (physical, after) = rest.split_at(end);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.get(1..)).unwrap_or_default();
        let count = lines.len();
        match (physical, lines.last_mut()) {
            ([b' ' | b'\t', continued @ ..], Some((_, line))) => line.extend_from_slice(continued),
            ([], _) => {}
            _ if count == most => return None,
            _ => lines.push((number, physical.to_vec())),
        }
    }
    Some(lines)
}

fn line(number: usize, text: &str) -> Option<Line> {
    let end = text.find([':', ';'])?;
    let (name, mut rest) = text.split_at(end);
    let name = name.trim();
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')) {
        return None;
    }
    let mut parameters = Vec::new();
    while let Some(parameter) = rest.strip_prefix(';') {
        let end = outside_quotes(parameter, &[';', ':'])?;
        let (parameter, after) = parameter.split_at(end);
        if let Some((key, value)) = parameter.split_once('=') {
            let value =
                value.trim().trim_matches('"').replace("^n", "\n").replace("^'", "\"").replace("^^", "^");
            parameters.push((key.trim().to_ascii_uppercase(), value));
        }
        rest = after;
    }
    let value = rest.strip_prefix(':')?.to_owned();
    Some(Line { number, name: name.to_ascii_uppercase(), parameters, value })
}

fn outside_quotes(text: &str, wanted: &[char]) -> Option<usize> {
    let mut quoted = false;
    text.char_indices().find_map(|(place, c)| {
        quoted ^= c == '"';
        (!quoted && wanted.contains(&c)).then_some(place)
    })
}

fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        if c != '\\' {
            plain.push(c);
            continue;
        }
        match characters.next() {
            Some('n' | 'N') => plain.push('\n'),
            Some(c @ ('\\' | ';' | ',')) => plain.push(c),
            Some(c) => plain.extend(['\\', c]),
            None => plain.push('\\'),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Vec<Line> {
        lines(text, 100, &mut Notes::default()).unwrap()
    }

    #[test]
    fn folded_lines_are_joined_even_inside_a_character() {
        let found = read(b"SUMMARY:caf\xC3\r\n \xA9 and\n\tmore\r\n\r\nUID:1");
        assert_eq!(found[0].value, "café andmore");
        assert_eq!((found[1].number, found[1].name.as_str()), (5, "UID"));
    }

    #[test]
    fn quoted_parameters_may_hold_what_parts_lines() {
        let found = read(b"organizer;CN=\"Doe; Jane: x, y\";X=^^a:mailto:j@example.org");
        assert_eq!(found[0].name, "ORGANIZER");
        assert_eq!(found[0].parameter("CN"), Some("Doe; Jane: x, y"));
        assert_eq!(found[0].parameter("X"), Some("^a"));
        assert_eq!(found[0].value, "mailto:j@example.org");
    }

    #[test]
    fn escapes_are_undone_and_lists_are_parted_outside_them() {
        let found = read(b"CATEGORIES:a\\,b,c\\\\,d\\;\\n");
        assert_eq!(found[0].texts(), ["a,b", "c\\", "d;\n"]);
    }

    #[test]
    fn what_is_no_line_is_noted_with_its_number() {
        let mut notes = Notes::default();
        assert_eq!(lines(b"UID:1\nnonsense\nA;B=\"open:1\n", 3, &mut notes).unwrap().len(), 1);
        assert_eq!(lines(b"A:1\nA:2\nA:3\nA:4\n", 3, &mut notes), None);
        let notes: Vec<String> = notes.into_vec().iter().map(ToString::to_string).collect();
        assert!(notes[0].starts_with("line 2, \"nonsense\" is no line"), "{notes:?}");
        assert!(notes[1].starts_with("line 3"), "{notes:?}");
    }
}
