//! `Writer`: JSON text, on one line or with a line for each field, as `serde_json` lays it out.
//!
//! A file of its own because the layout of the document is a promise.

use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::Formatter;

use super::Json;

/// Collects the text of a value.
pub struct Writer {
    bytes: Vec<u8>,
    layout: Layout,
    /// True when the object that is open has no field yet.
    is_first: bool,
    fault: Option<serde_json::Error>,
}

impl Writer {
    /// A writer of nothing yet; `is_pretty` gives each field a line.
    #[must_use]
    pub fn new(is_pretty: bool) -> Writer {
        let layout = Layout { is_pretty, depth: 0, has_value: false };
        Writer { bytes: Vec::new(), layout, is_first: true, fault: None }
    }

    /// The text.
    ///
    /// # Errors
    /// When a value had something that JSON has no word for.
    pub fn finish(self) -> serde_json::Result<Vec<u8>> {
        self.fault.map_or(Ok(self.bytes), Err)
    }

    fn step(&mut self, step: impl FnOnce(&mut Layout, &mut Vec<u8>) -> io::Result<()>) {
        if let Err(fault) = step(&mut self.layout, &mut self.bytes) {
            self.fault.get_or_insert(serde_json::Error::io(fault));
        }
    }

    /// Writes a value that serde can write.
    pub fn plain(&mut self, value: &(impl Serialize + ?Sized)) {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.bytes, Lent(&mut self.layout));
        if let Err(fault) = value.serialize(&mut serializer) {
            self.fault.get_or_insert(fault);
        }
    }

    /// Writes a text.
    pub fn word(&mut self, word: &str) {
        self.plain(word);
    }

    /// Opens an object.
    pub fn begin_object(&mut self) {
        self.step(|layout, bytes| layout.begin_object(bytes));
        self.is_first = true;
    }

    /// Closes the object that was opened last.
    pub fn end_object(&mut self) {
        self.step(|layout, bytes| layout.end_object(bytes));
        self.is_first = false;
    }

    /// Writes a field of the object that is open.
    #[inline(never)]
    pub fn field(&mut self, name: &str, value: &dyn Json) {
        self.field_with(name, &mut |writer| value.write(writer));
    }

    /// Writes a field of the object that is open; `write` writes its value.
    pub fn field_with(&mut self, name: &str, write: &mut dyn FnMut(&mut Writer)) {
        let is_first = self.is_first;
        self.step(|layout, bytes| layout.begin_object_key(bytes, is_first));
        self.word(name);
        self.step(|layout, bytes| layout.begin_object_value(bytes));
        write(self);
        self.step(|layout, bytes| layout.end_object_value(bytes));
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
        self.step(|layout, bytes| layout.begin_array(bytes));
        let mut is_first = true;
        for item in items {
            self.step(|layout, bytes| layout.begin_array_value(bytes, is_first));
            item.write(self);
            self.step(|layout, bytes| layout.end_array_value(bytes));
            is_first = false;
        }
        self.step(|layout, bytes| layout.end_array(bytes));
    }
}

impl Json for Value {
    fn blank() -> Value {
        Value::Null
    }

    fn fill(&mut self, value: &Value) -> Result<(), super::Unreadable> {
        *self = value.clone();
        Ok(())
    }

    fn write(&self, writer: &mut Writer) {
        writer.plain(self);
    }
}

/// Where blanks and line ends go.
struct Layout {
    is_pretty: bool,
    depth: usize,
    has_value: bool,
}

impl Layout {
    fn line(&self, bytes: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        if self.is_pretty {
            bytes.write_all(b"\n")?;
            (0..self.depth).try_for_each(|_| bytes.write_all(b"  "))?;
        }
        Ok(())
    }

    fn begin(&mut self, bytes: &mut (impl io::Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.has_value = false;
        bytes.write_all(bracket)
    }

    fn end(&mut self, bytes: &mut (impl io::Write + ?Sized), bracket: &[u8]) -> io::Result<()> {
        self.depth = self.depth.saturating_sub(1);
        if self.has_value {
            self.line(bytes)?;
        }
        bytes.write_all(bracket)
    }

    fn next(&mut self, bytes: &mut (impl io::Write + ?Sized), is_first: bool) -> io::Result<()> {
        if !is_first {
            bytes.write_all(b",")?;
        }
        self.line(bytes)
    }

    fn begin_object(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.begin(bytes, b"{")
    }

    fn end_object(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.end(bytes, b"}")
    }

    fn begin_object_key(&mut self, bytes: &mut Vec<u8>, is_first: bool) -> io::Result<()> {
        self.next(bytes, is_first)
    }

    fn begin_object_value(&mut self, bytes: &mut (impl io::Write + ?Sized)) -> io::Result<()> {
        bytes.write_all(if self.is_pretty { b": " } else { b":" })
    }

    fn end_object_value(&mut self, _: &mut Vec<u8>) -> io::Result<()> {
        self.has_value = true;
        Ok(())
    }

    fn begin_array(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.begin(bytes, b"[")
    }

    fn end_array(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.end(bytes, b"]")
    }

    fn begin_array_value(&mut self, bytes: &mut Vec<u8>, is_first: bool) -> io::Result<()> {
        self.next(bytes, is_first)
    }

    fn end_array_value(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        self.end_object_value(bytes)
    }
}

/// The layout for the time that serde writes.
struct Lent<'a>(&'a mut Layout);

impl Formatter for Lent<'_> {
    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end(writer, b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.next(writer, first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.has_value = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end(writer, b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.next(writer, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.0.has_value = true;
        Ok(())
    }
}
