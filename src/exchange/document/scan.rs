//! What serde does not see: how large and deep a text is before it costs memory, names that occur twice in an object
//! (a map keeps the last and says nothing), and numbers that a machine number cannot hold exactly.
//!
//! A file of its own because it reads bytes and not values.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;

use super::entries::shortened;
use super::{DocumentError, Limits};
use crate::model::json::text::value;

/// Refuses a text that is deeper or has more values than the limits say. It need not be JSON.
pub(super) fn measure(text: &str, limits: &Limits) -> Result<(), DocumentError> {
    let deepest = limits.depth.min(Limits::DEEPEST);
    let (mut depth, mut objects, mut values) = (0_usize, 0_usize, 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    for (offset, byte) in text.bytes().enumerate() {
        if in_text {
            in_text = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'{' | b'[' => {
                depth += 1;
                values += 1;
                objects += usize::from(byte == b'{');
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => continue,
        }
        if deepest < depth {
            let (line, column) = position(text.as_bytes(), offset);
            return Err(DocumentError::TooDeep { line, column, limit: deepest });
        }
        for (what, found, limit) in [("objects", objects, limits.objects), ("values", values, limits.values)]
        {
            if limit < found {
                let (line, column) = position(text.as_bytes(), offset);
                return Err(DocumentError::TooMany { line, column, what, limit });
            }
        }
    }
    Ok(())
}

/// Line and column of a byte, both counted from 1, the column in bytes.
pub(super) fn position(bytes: &[u8], offset: usize) -> (usize, usize) {
    let before = bytes.get(..offset).unwrap_or(bytes);
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    (1 + before.iter().filter(|byte| **byte == b'\n').count(), before.len() - line_start + 1)
}

/// Something in a value that serde would pass over.
pub(super) struct Flaw {
    /// The path inside the value, starting with `.` or `[`.
    pub(super) path: String,
    /// Where it stands in the value's text, in bytes.
    pub(super) offset: usize,
    /// What it is.
    pub(super) kind: FlawKind,
}

/// See [`Flaw`].
pub(super) enum FlawKind {
    /// The object has a field of this name already.
    Twice,
    /// The number is kept as another one.
    Inexact {
        /// As it is written.
        written: String,
        /// As it is kept.
        kept: String,
    },
}

/// The first flaws of a value, at most ten, in their order. The text is JSON and within [`Limits::DEEPEST`].
pub(super) fn flaws(value: &str) -> Vec<Flaw> {
    let mut walk = Walk { text: value, at: 0, path: String::new(), flaws: Vec::new() };
    walk.value();
    walk.flaws
}

struct Walk<'a> {
    text: &'a str,
    at: usize,
    path: String,
    flaws: Vec<Flaw>,
}

impl<'a> Walk<'a> {
    const MOST: usize = 10;

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_while(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.bytes().position(|byte| !wanted(byte)).unwrap_or(rest.len());
        self.at += length;
        rest.get(..length).unwrap_or_default()
    }

    /// Skips blanks and the one byte that separates two values.
    fn skip_separators(&mut self) {
        self.skip_while(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t' | b',' | b':'));
    }

    fn value(&mut self) {
        self.skip_separators();
        match self.peek() {
            Some(b'{') => self.object(),
            Some(b'[') => self.list(),
            Some(b'"') => {
                self.quoted();
            }
            _ => self.plain(),
        }
    }

    fn object(&mut self) {
        let mut names = HashSet::new();
        self.at += 1;
        loop {
            self.skip_separators();
            if self.peek() != Some(b'"') {
                self.at += 1;
                return;
            }
            let offset = self.at;
            let name = unescaped(self.quoted());
            let length = self.path.len();
            self.path.push('.');
            self.path.push_str(&shortened(&name, 60));
            if !names.insert(name) {
                self.report(offset, FlawKind::Twice);
            }
            self.value();
            self.path.truncate(length);
        }
    }

    fn list(&mut self) {
        self.at += 1;
        for index in 0_usize.. {
            self.skip_separators();
            if matches!(self.peek(), Some(b']') | None) {
                self.at += 1;
                return;
            }
            let length = self.path.len();
            self.path.push_str(&format!("[{index}]"));
            self.value();
            self.path.truncate(length);
        }
    }

    /// The text with its quotes.
    fn quoted(&mut self) -> &'a str {
        let start = self.at;
        self.at += 1;
        loop {
            self.skip_while(|byte| byte != b'"' && byte != b'\\');
            let Some(byte) = self.peek() else { break };
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn plain(&mut self) {
        let offset = self.at;
        let written =
            self.skip_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.'));
        if let Some(kept) = kept_otherwise(written) {
            self.report(offset, FlawKind::Inexact { written: shortened(written, 60), kept });
        }
    }

    fn report(&mut self, offset: usize, kind: FlawKind) {
        if self.flaws.len() < Self::MOST {
            self.flaws.push(Flaw { path: self.path.clone(), offset, kind });
        }
    }
}

fn unescaped(quoted: &str) -> Cow<'_, str> {
    let inner = quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default();
    match value(quoted) {
        Ok(Value::String(name)) if inner.contains('\\') => Cow::Owned(name),
        _ => Cow::Borrowed(inner),
    }
}

/// The number that is kept for one that a machine number cannot hold; `None` when it can, when it is refused on
/// reading anyway, or is no number.
fn kept_otherwise(written: &str) -> Option<String> {
    if written.parse::<u64>().is_ok() || written.parse::<i64>().is_ok() {
        return None;
    }
    let Value::Number(kept) = value(written).ok()? else { return None };
    // As it will be written, not as Rust shows it: two shortest texts may mean one number, and what we write is exact.
    let kept = kept.to_string();
    (significant(written) != significant(&kept)).then_some(kept)
}

/// The digits of a number without zeros at either end, and the power of ten of the last one.
fn significant(number: &str) -> (String, i64) {
    let (digits, power) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = format!("{}{fraction}", whole.trim_start_matches('-'));
    let kept = all.trim_end_matches('0');
    let last = (all.len() - kept.len()) as i64 - fraction.len() as i64;
    let kept = kept.trim_start_matches('0');
    if kept.is_empty() {
        return (String::new(), 0);
    }
    (kept.to_owned(), power.parse::<i64>().unwrap_or_default().saturating_add(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &[&str]) {
        let found: Vec<String> = flaws(value)
            .into_iter()
            .map(|flaw| match flaw.kind {
                FlawKind::Twice => format!("{} at {}", flaw.path, flaw.offset),
                FlawKind::Inexact { written, kept } => format!("{} {written} as {kept}", flaw.path),
            })
            .collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn a_name_that_occurs_twice_is_found_however_it_is_written() {
        check(r#"{"a":1,"b":{"a":2},"a":3}"#, &[".a at 19"]);
        check(r#"{"a":1,"\u0061":3}"#, &[".a at 7"]);
        check(r#" { "x" : [ 0 , { "q\"" : 1 , "q\"" : [ ] } ] } "#, &[r#".x[1].q" at 29"#]);
        check(r#"{"a":"{\"a\":1,\"a\":2}","b":[],"c":{},"d":"\\"}"#, &[]);
    }

    #[test]
    fn a_number_that_cannot_be_kept_exactly_is_found() {
        check("[0.1, 1e2, -0, 1.50, 18446744073709551615, 1e999, 0e99999999999999999999]", &[]);
        check("[18446744073709551616]", &["[0] 18446744073709551616 as 1.8446744073709552e+19"]);
        check("[true, 1e-400]", &["[1] 1e-400 as 0.0"]);
        check("0.12345678901234567891", &[" 0.12345678901234567891 as 0.12345678901234568"]);
    }

    #[test]
    fn a_number_as_we_write_it_is_exact() {
        check("-922976132782040.2", &[]);
        check("922976132782040.3", &[" 922976132782040.3 as 922976132782040.2"]);
    }

    #[test]
    fn at_most_ten_flaws_are_told() {
        assert_eq!(flaws(&format!("[{}]", vec!["1e-999"; 99].join(","))).len(), 10);
    }

    #[test]
    fn a_position_counts_lines_and_bytes() {
        assert_eq!(position(b"ab\ncd", 0), (1, 1));
        assert_eq!(position(b"ab\ncd", 4), (2, 2));
        assert_eq!(position(b"ab\n", 9), (2, 1));
    }

    #[test]
    fn brackets_in_a_text_are_no_nesting() {
        let limits = Limits { depth: 2, ..Limits::usual() };
        assert_eq!(measure(r#"[["[[[[\"[[[\\"],{}]"#, &limits), Ok(()));
        let error = measure("[[\n [", &limits);
        assert_eq!(error, Err(DocumentError::TooDeep { line: 2, column: 2, limit: 2 }));
    }
}
