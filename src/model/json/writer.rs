//! `Writer`: JSON text, on one line or with a line for each field, as `serde_json` lays it out.
//!
//! A file of its own because the layout of the document is a promise.

use serde_json::Value;

use super::Json;

/// Collects the text of a value.
pub struct Writer {
    text: String,
    is_pretty: bool,
    depth: usize,
    /// True when the object or list that is open has no field or item yet.
    is_first: bool,
}

impl Writer {
    /// A writer of nothing yet; `is_pretty` gives each field a line.
    #[must_use]
    pub fn new(is_pretty: bool) -> Writer {
        Writer { text: String::new(), is_pretty, depth: 0, is_first: true }
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    /// Writes a text.
    pub fn word(&mut self, word: &str) {
        self.bare("\"");
        let mut rest = word;
        while let Some(place) = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')) {
            let (plain, escaped) = rest.split_at(place);
            self.bare(plain);
            let mut letters = escaped.chars();
            match letters.next().unwrap_or_default() {
                '"' => self.bare("\\\""),
                '\\' => self.bare("\\\\"),
                '\n' => self.bare("\\n"),
                '\r' => self.bare("\\r"),
                '\t' => self.bare("\\t"),
                '\u{8}' => self.bare("\\b"),
                '\u{c}' => self.bare("\\f"),
                letter => self.bare(&format!("\\u{:04x}", u32::from(letter))),
            }
            rest = letters.as_str();
        }
        self.bare(rest);
        self.bare("\"");
    }

    /// Writes what is JSON already: a number, `true`, `null`.
    pub(super) fn bare(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Writes any value.
    pub(super) fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.bare("null"),
            Value::Bool(value) => value.write(self),
            Value::Number(number) => self.bare(&number.to_string()),
            Value::String(text) => self.word(text),
            Value::Array(items) => self.list(&mut items.iter().map(|item| -> &dyn Json { item })),
            Value::Object(fields) => {
                self.begin_object();
                fields.iter().for_each(|(name, value)| self.field(name, value));
                self.end_object();
            }
        }
    }

    fn begin(&mut self, bracket: &str) {
        self.bare(bracket);
        self.depth += 1;
        self.is_first = true;
    }

    fn end(&mut self, bracket: &str) {
        self.depth = self.depth.saturating_sub(1);
        if !self.is_first {
            self.line();
        }
        self.bare(bracket);
        self.is_first = false;
    }

    fn next(&mut self) {
        if !self.is_first {
            self.bare(",");
        }
        self.line();
    }

    fn line(&mut self) {
        if self.is_pretty {
            self.bare("\n");
            (0..self.depth).for_each(|_| self.bare("  "));
        }
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.begin("{");
    }

    /// Closes the object that was opened last.
    pub fn end_object(&mut self) {
        self.end("}");
    }

    /// Writes a field of the object that is open.
    pub fn field(&mut self, name: &str, value: &dyn Json) {
        self.field_with(name, &mut |writer| value.write(writer));
    }

    /// Writes a field of the object that is open; `write` writes its value.
    pub fn field_with(&mut self, name: &str, write: &mut dyn FnMut(&mut Writer)) {
        self.next();
        self.word(name);
        self.bare(if self.is_pretty { ": " } else { ":" });
        write(self);
        self.is_first = false;
    }

    /// Writes the fields that nobody knows into the object that is open.
    pub fn rest(&mut self, fields: &crate::model::Extra) {
        fields.iter().for_each(|(name, value)| self.field(name, value));
    }

    /// Writes a word that is followed by a value: an object of one field.
    pub fn variant(&mut self, word: &str, content: &dyn Json) {
        self.begin_object();
        self.field(word, content);
        self.end_object();
    }

    /// Writes a list.
    pub fn list(&mut self, items: &mut dyn Iterator<Item = &dyn Json>) {
        self.begin("[");
        for item in items {
            self.next();
            item.write(self);
            self.is_first = false;
        }
        self.end("]");
    }
}
