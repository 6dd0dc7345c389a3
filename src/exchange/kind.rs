//! What sort of file some bytes are. A file of its own because names lie and contents do not.

/// A sort of file that can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A plan as JSON.
    Document,
    /// iCalendar.
    Calendar,
    /// Rows and columns.
    Table,
}

/// What the beginning of a file says that it is: JSON begins with a brace or bracket, a calendar with its name, and
/// anything else may be a table.
#[must_use]
pub fn kind_of(bytes: &[u8]) -> FileKind {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = bytes.trim_ascii_start();
    let begins = |word: &[u8]| text.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    if begins(b"{") || begins(b"[") {
        FileKind::Document
    } else if begins(b"BEGIN:") {
        FileKind::Calendar
    } else {
        FileKind::Table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_how_it_begins() {
        assert_eq!(kind_of(b"\xEF\xBB\xBF \n{\"format\""), FileKind::Document);
        assert_eq!(kind_of(b"[]"), FileKind::Document);
        assert_eq!(kind_of(b"begin:vcalendar\r\n"), FileKind::Calendar);
        assert_eq!(kind_of(b"number,title\n"), FileKind::Table);
        assert_eq!(kind_of(b""), FileKind::Table);
    }
}
