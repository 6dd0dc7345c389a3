//! Content lines as they are written: escaped, folded at 75 octets, ended by CR LF (RFC 5545, 3.1 and 3.3.11).

use crate::gather::Gather;

/// A growing calendar text.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// Adds a line whose value is written as it is: a date, a rule, a word.
    pub fn raw(&mut self, name: &str, value: &str) {
        const LONGEST: usize = 75;
        let mut octets = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if octets + c.len_utf8() > LONGEST {
                self.text.push_str("\r\n ");
                octets = 1;
            }
            octets += c.len_utf8();
            self.text.push(c);
        }
        self.text.push_str("\r\n");
    }

    /// Adds a line of text; nothing when the text is empty.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.raw(name, &escaped(text));
        }
    }

    /// Adds a line with several texts; nothing when there are none.
    pub fn texts(&mut self, name: &str, texts: &[String]) {
        if !texts.is_empty() {
            let escaped: Vec<String> = texts.iter().map(|text| escaped(text)).gather();
            self.raw(name, &escaped.join(","));
        }
    }

    pub fn into_text(self) -> String {
        self.text
    }
}

/// The text as a TEXT value. Any line end is `\n`; other control characters, which no calendar may hold, are dropped.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\r' => value.push_str("\\n"),
            '\n' if after_return => {}
            '\n' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\t' => value.push(c),
            c if c.is_control() => {}
            c => value.push(c),
        }
        after_return = c == '\r';
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_character_is_split() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"🚀é".repeat(100));
        for line in lines.into_text().split("\r\n") {
            assert!(line.len() <= 75, "{line}");
        }
    }

    #[test]
    fn a_text_cannot_end_its_line() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", "a\r\nEND:VEVENT\rb\n\u{0}c;d,e\\");
        assert_eq!(lines.into_text(), "SUMMARY:a\\nEND:VEVENT\\nb\\nc\\;d\\,e\\\\\r\n");
    }
}
