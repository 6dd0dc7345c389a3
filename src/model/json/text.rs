//! JSON text to values.
//!
//! A file of its own, and by hand, because `serde_json` reads a text anew for each type that is read from it, and brings
//! tables for numbers that the browser has. The tests hold it to `serde_json`, in what it says about a fault too.

use std::borrow::Cow;
use std::fmt;

use serde_json::{Map, Number, Value};

use super::{Step, Unreadable};

/// Why a text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotJson {
    /// The line, counted from 1.
    pub line: usize,
    /// How many bytes of the line were read.
    pub column: usize,
    /// What is wrong there.
    pub problem: &'static str,
    /// From the innermost step outwards.
    steps: Vec<Step>,
}

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.problem, self.line, self.column)
    }
}

impl NotJson {
    /// The same as the fault of a value, with the path to it.
    #[must_use]
    pub fn into_unreadable(self) -> Unreadable {
        let message = self.to_string();
        Unreadable { steps: self.steps, message }
    }
}

type Parsed<T> = Result<T, NotJson>;

/// A field of an object: its name, and its value still as text.
pub type Entry<'a> = (Cow<'a, str>, &'a str);

/// The value of a text. Of two fields of the same name the last is kept.
///
/// # Errors
/// When the text is no JSON, or has a number beyond those of a machine.
pub fn value(text: &str) -> Parsed<Value> {
    let mut reader = Reader::new(text);
    let value = reader.value(true)?;
    reader.end()?;
    Ok(value)
}

/// The fields of an object in the order of the text, equal names included, each value still as text; `None` for any
/// other value. Numbers and escapes in the values are not looked at.
///
/// # Errors
/// When the text is no JSON.
pub fn entries(text: &str) -> Parsed<Option<Vec<Entry<'_>>>> {
    let mut found = Vec::new();
    let mut reader = Reader::new(text);
    let is_object = reader.peek_token() == Some(b'{');
    if is_object {
        reader.object(&mut |reader| {
            let name = reader.text(true)?;
            reader.colon()?;
            found.push((name, reader.part()?));
            Ok(())
        })?;
    } else {
        reader.value(false)?;
    }
    reader.end()?;
    Ok(is_object.then_some(found))
}

/// The items of a list, each still as text; `None` for any other value.
///
/// # Errors
/// When the text is no JSON.
pub fn items(text: &str) -> Parsed<Option<Vec<&str>>> {
    let mut found = Vec::new();
    let mut reader = Reader::new(text);
    let is_list = reader.peek_token() == Some(b'[');
    if is_list {
        reader.list(&mut |reader| {
            found.push(reader.part()?);
            Ok(())
        })?;
    } else {
        reader.value(false)?;
    }
    reader.end()?;
    Ok(is_list.then_some(found))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    const DEEPEST: usize = 127;

    fn new(text: &'a str) -> Reader<'a> {
        Reader { text, at: 0, depth: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn peek_token(&mut self) -> Option<u8> {
        self.skip(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\r'));
        self.peek()
    }

    fn skip(&mut self, wanted: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !wanted(*byte)).unwrap_or(rest.len());
    }

    fn next(&mut self) -> Option<u8> {
        let next = self.peek();
        self.at += usize::from(next.is_some());
        next
    }

    fn slice(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// A fault in what was read last.
    #[cold]
    fn fault(&self, problem: &'static str) -> NotJson {
        let read = self.text.as_bytes().get(..self.at).unwrap_or_default();
        let start = read.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let line = 1 + read.iter().filter(|byte| **byte == b'\n').count();
        NotJson { line, column: read.len() - start, problem, steps: Vec::new() }
    }

    /// A fault in what comes next: `at_end` when that is the end of the text.
    #[cold]
    fn unexpected(&mut self, problem: &'static str, at_end: &'static str) -> NotJson {
        match self.next() {
            Some(_) => self.fault(problem),
            None => self.fault(at_end),
        }
    }

    fn end(&mut self) -> Parsed<()> {
        match self.peek_token() {
            Some(_) => Err(self.unexpected("trailing characters", "")),
            None => Ok(()),
        }
    }

    /// The text of the next value.
    fn part(&mut self) -> Parsed<&'a str> {
        self.peek_token();
        let start = self.at;
        self.value(false)?;
        Ok(self.slice(start))
    }

    /// The next value; nothing when it need not be kept, and then neither the size of numbers nor escapes are looked at.
    fn value(&mut self, keep: bool) -> Parsed<Value> {
        match self.peek_token() {
            Some(b'n') => self.word("null").map(|()| Value::Null),
            Some(b't') => self.word("true").map(|()| Value::Bool(true)),
            Some(b'f') => self.word("false").map(|()| Value::Bool(false)),
            Some(b'-' | b'0'..=b'9') => self.number(keep),
            Some(b'"') => self.text(keep).map(|text| Value::String(text.into_owned())),
            Some(b'[') => {
                let mut values = Vec::new();
                self.list(&mut |reader| {
                    let value =
                        reader.value(keep).map_err(|fault| below(fault, Step::Place(values.len())))?;
                    if keep {
                        values.push(value);
                    }
                    Ok(())
                })?;
                Ok(Value::Array(values))
            }
            Some(b'{') => {
                let mut fields = Map::new();
                self.object(&mut |reader| {
                    let name = reader.text(keep)?;
                    reader.colon()?;
                    let value =
                        reader.value(keep).map_err(|fault| below(fault, Step::Field(name.to_string())))?;
                    if keep {
                        fields.insert(name.into_owned(), value);
                    }
                    Ok(())
                })?;
                Ok(Value::Object(fields))
            }
            _ => Err(self.unexpected("expected value", "EOF while parsing a value")),
        }
    }

    fn word(&mut self, word: &str) -> Parsed<()> {
        for expected in word.bytes() {
            match self.next() {
                None => return Err(self.fault("EOF while parsing a value")),
                Some(next) if next != expected => return Err(self.fault("expected ident")),
                Some(_) => {}
            }
        }
        Ok(())
    }

    /// Reads a list, of which `item` reads one item.
    fn list(&mut self, item: &mut dyn FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.enclosed(b']', "expected `,` or `]`", "EOF while parsing a list", &mut |reader| item(reader))
    }

    /// Reads an object, of which `field` reads one field from its name on.
    fn object(&mut self, field: &mut dyn FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.enclosed(b'}', "expected `,` or `}`", "EOF while parsing an object", &mut |reader| match reader
            .peek_token()
        {
            Some(b'"') => field(reader),
            _ => Err(reader.unexpected("key must be a string", "EOF while parsing a value")),
        })
    }

    fn enclosed(
        &mut self,
        end: u8,
        expected: &'static str,
        at_end: &'static str,
        one: &mut dyn FnMut(&mut Self) -> Parsed<()>,
    ) -> Parsed<()> {
        if self.depth == Self::DEEPEST {
            return Err(self.unexpected("recursion limit exceeded", ""));
        }
        self.depth += 1;
        self.at += 1;
        let mut is_first = true;
        loop {
            match self.peek_token() {
                Some(byte) if byte == end => break,
                Some(b',') if !is_first => {
                    self.at += 1;
                    match self.peek_token() {
                        Some(byte) if byte == end => return Err(self.unexpected("trailing comma", "")),
                        Some(_) => {}
                        None => return Err(self.fault("EOF while parsing a value")),
                    }
                }
                Some(_) if is_first => {}
                _ => return Err(self.unexpected(expected, at_end)),
            }
            is_first = false;
            one(self)?;
        }
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    fn colon(&mut self) -> Parsed<()> {
        match self.peek_token() {
            Some(b':') => {
                self.at += 1;
                Ok(())
            }
            _ => Err(self.unexpected("expected `:`", "EOF while parsing an object")),
        }
    }

    /// A text, from its quote on; borrowed where it has no escapes.
    fn text(&mut self, keep: bool) -> Parsed<Cow<'a, str>> {
        self.at += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            if keep {
                let plain = self.slice(start);
                if text.is_empty() { text = Cow::Borrowed(plain) } else { text.to_mut().push_str(plain) }
            }
            match self.next() {
                Some(b'"') => return Ok(text),
                Some(b'\\') => {
                    let letter = self.escape(keep)?;
                    if keep {
                        text.to_mut().push(letter);
                    }
                }
                Some(_) => {
                    return Err(
                        self.fault("control character (\\u0000-\\u001F) found while parsing a string")
                    );
                }
                None => return Err(self.fault("EOF while parsing a string")),
            }
        }
    }

    /// What an escape stands for, from after its backslash on.
    fn escape(&mut self, keep: bool) -> Parsed<char> {
        Ok(match self.next() {
            Some(letter @ (b'"' | b'\\' | b'/')) => char::from(letter),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(keep),
            Some(_) => return Err(self.fault("invalid escape")),
            None => return Err(self.fault("EOF while parsing a string")),
        })
    }

    fn unicode(&mut self, keep: bool) -> Parsed<char> {
        let first = self.hex()?;
        if !keep {
            return Ok(' ');
        }
        if let Some(letter) = char::from_u32(first) {
            return Ok(letter);
        }
        if 0xDC00 <= first {
            return Err(self.fault("lone leading surrogate in hex escape"));
        }
        for expected in [b'\\', b'u'] {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return Err(self.fault("unexpected end of hex escape")),
                None => return Err(self.fault("EOF while parsing a string")),
            }
        }
        let second = self.hex()?;
        let letter = (0xDC00..0xE000).contains(&second).then(|| ((first - 0xD800) << 10) + (second - 0xDC00));
        let letter = letter.and_then(|letter| char::from_u32(letter + 0x1_0000));
        letter.ok_or_else(|| self.fault("lone leading surrogate in hex escape"))
    }

    fn hex(&mut self) -> Parsed<u32> {
        let Some(digits) = self.text.as_bytes().get(self.at..self.at + 4) else {
            self.at = self.text.len();
            return Err(self.fault("EOF while parsing a string"));
        };
        let mut digits = digits.iter().map(|digit| char::from(*digit).to_digit(16));
        self.at += 4;
        let number = digits.try_fold(0, |number, digit| Some(number * 16 + digit?));
        number.ok_or_else(|| self.fault("invalid escape"))
    }

    fn number(&mut self, keep: bool) -> Parsed<Value> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        match self.next() {
            Some(b'0') if self.peek().is_some_and(|byte| byte.is_ascii_digit()) => {
                return Err(self.unexpected("invalid number", ""));
            }
            Some(b'0') => {}
            Some(b'1'..=b'9') => self.digits(),
            Some(_) => return Err(self.fault("invalid number")),
            None => return Err(self.fault("EOF while parsing a value")),
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            if !self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                return Err(self.unexpected("invalid number", "EOF while parsing a value"));
            }
            self.digits();
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            match self.next() {
                Some(byte) if byte.is_ascii_digit() => self.digits(),
                Some(_) => return Err(self.fault("invalid number")),
                None => return Err(self.fault("EOF while parsing a value")),
            }
        }
        if !keep {
            return Ok(Value::Null);
        }
        let text = self.slice(start);
        // There is no whole number -0.
        let whole = text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from));
        let number = whole.ok().filter(|_| text != "-0").or_else(|| Number::from_f64(float(text)));
        number.map(Value::Number).ok_or_else(|| self.fault("number out of range"))
    }

    fn digits(&mut self) {
        self.skip(|byte| byte.is_ascii_digit());
    }
}

fn below(mut fault: NotJson, step: Step) -> NotJson {
    fault.steps.push(step);
    fault
}

#[cfg(not(target_arch = "wasm32"))]
fn float(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Both round to the nearest, but the browser has the tables for it already.
#[cfg(target_arch = "wasm32")]
fn float(text: &str) -> f64 {
    js_sys::parse_float(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `serde_json` says of a text.
    fn expected(text: &str) -> Result<String, String> {
        let value: serde_json::Result<Value> = serde_json::from_str(text);
        value.map(|value| value.to_string()).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn check(text: &str) {
        let found = value(text).map(|value| value.to_string()).map_err(|fault| fault.to_string());
        let expected = expected(text);
        if expected.as_ref().is_err_and(|error| error.starts_with("number out of range")) {
            assert!(found.is_err_and(|fault| fault.starts_with("number out of range")), "{text}");
            return;
        }
        assert_eq!(found, expected, "{text:?}");
    }

    const TEXTS: [&str; 12] = [
        r#" { "a" : [ 1 , -2, 0, -0, 1.5e3, 1E+2, 2e-7, -0.0 ] , "b" : { } , "a" : [ ] , "c": null }"#,
        r#"["\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é😀", true, false, "", "a\u0041b\u0000"]"#,
        "[18446744073709551615, 18446744073709551616, -9223372036854775808, -9223372036854775809]",
        "[0.1, 922976132782040.3, -922976132782040.2, 5e-324, 1.7976931348623157e308, 0.12345678901234567891]",
        "[1e999, 2]",
        "{\"a\": {\"b\": [-1e400]}}",
        "0e99999999999999999999",
        "\"\\ud800\"",
        "\"\\ud800\\n\"",
        "\"\\udc00\\ud800\"",
        "\n\n  {\"one\":\n [1,\n2 3]}",
        "[[[[[[1]]]]]]",
    ];

    #[test]
    fn values_and_faults_are_those_of_serde_json() {
        for text in TEXTS {
            check(text);
        }
        check(&"[".repeat(127));
        check(&"[".repeat(128));
        check(&format!("{}1{}", "[".repeat(127), "]".repeat(127)));
    }

    /// Cut at each place, and with each letter of JSON in each place.
    #[test]
    fn broken_texts_are_broken_alike() {
        for text in TEXTS {
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            for place in places {
                let (before, after) = text.split_at(place);
                check(before);
                check(after);
                let rest: String = after.chars().skip(1).collect();
                for letter in "{}[]\",:\\u0-.e+tn \n\u{1}é".chars() {
                    check(&format!("{before}{letter}{rest}"));
                    check(&format!("{before}{letter}{after}"));
                }
            }
        }
    }

    #[test]
    fn a_number_beyond_all_is_named_by_its_path() {
        let fault = value("{\"a\": [1, {\"b\": 1e999}]}").unwrap_err().into_unreadable();
        assert_eq!(fault.path_text(), "a[1].b");
        assert!(fault.message().starts_with("number out of range at line 1 column "));
    }

    #[test]
    fn parts_keep_their_text() {
        let found = entries(r#" {"a": [1, 1e999] , "a":"\ud800", "\u0062" :{"c" : 2}} "#).unwrap().unwrap();
        let found: Vec<(&str, &str)> = found.iter().map(|(name, part)| (&**name, *part)).collect();
        assert_eq!(found, [("a", "[1, 1e999]"), ("a", r#""\ud800""#), ("b", r#"{"c" : 2}"#)]);
        assert_eq!(items(" [1 , [2], {}]").unwrap().unwrap(), ["1", "[2]", "{}"]);
        assert_eq!((entries("[1]"), items("{}")), (Ok(None), Ok(None)));
        assert!(entries("{\"a\":01}").is_err() && entries("{} x").is_err() && items("[1,]").is_err());
    }
}
