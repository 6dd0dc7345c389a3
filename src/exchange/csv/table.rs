//! Bytes to a table of texts: encoding, delimiter, quoted newlines. A file of its own because it knows no change.

use crate::gather::Gather;

use super::super::ImportNote;
use super::super::document::Limits;
use super::super::import::Notes;
use super::super::text::{Encoding, decode};
use super::CsvError;
use super::guard::unguarded;

/// A table as a file holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The column names, blanks at their ends dropped.
    pub headers: Vec<String>,
    /// The rows that are not blank.
    pub rows: Vec<Row>,
    /// What stood between the cells: comma, semicolon or tab.
    pub delimiter: char,
    /// What was met on the way: another encoding, rows that are too short or too long, an open quote.
    pub notes: Vec<ImportNote>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which it starts, counted from 1.
    pub line: usize,
    /// As many cells as there are headers, and any that go beyond them.
    pub cells: Vec<String>,
}

impl Row {
    /// The cell of a column, empty when the row is too short.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

/// Reads a table: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab (or what `sep=` says); RFC 4180 quotes.
///
/// An apostrophe that was put before a cell so that no spreadsheet takes it for a formula is taken away.
pub fn sniff(bytes: &[u8]) -> Result<Table, CsvError> {
    sniff_within(bytes, &Limits::usual())
}

/// As [`sniff`], with limits of one's own; a row counts as a record, and its cells as values.
pub fn sniff_within(bytes: &[u8], limits: &Limits) -> Result<Table, CsvError> {
    if limits.bytes < bytes.len() {
        return Err(CsvError::TooLarge { found: bytes.len(), limit: limits.bytes });
    }
    let mut notes = Notes::default();
    let (text, encoding) = decode(bytes);
    if encoding == Encoding::Windows1252 {
        let problem = "the file is not UTF-8".to_owned();
        notes.note(
            None,
            None,
            problem,
            "read as Windows-1252; look at accented letters, or save it as UTF-8",
        );
    }
    let (declared, skipped_lines, body) = declared_delimiter(&text);
    let delimiter = declared.unwrap_or_else(|| likely_delimiter(body));
    let mut rows = read_rows(body, delimiter, skipped_lines, limits, &mut notes)?.into_iter();
    let headers: Vec<String> = match rows.next() {
        Some(row) => row.cells.iter().map(|cell| cell.trim().to_owned()).gather(),
        None => return Err(CsvError::Empty),
    };
    let mut table = Table { headers, rows: Vec::new(), delimiter, notes: Vec::new() };
    for mut row in rows.filter(|row| row.cells.iter().any(|cell| !cell.is_empty())) {
        let (have, want) = (row.cells.len(), table.headers.len());
        if have < want {
            notes.note(
                Some(row.line),
                None,
                format!("the row has {have} cells, the header {want}"),
                "the missing ones are taken as empty; look for a missing delimiter",
            );
            row.cells.resize(want, String::new());
        } else if have > want {
            let surplus = row.cells.get(want..).unwrap_or_default().join(" | ");
            notes.note(
                Some(row.line),
                None,
                format!("the row has {have} cells, the header {want}"),
                &format!(
                    "the rest (\"{surplus}\") is kept beside the change; look for a delimiter without quotes"
                ),
            );
        }
        table.rows.push(row);
    }
    table.notes = notes.into_vec();
    Ok(table)
}

/// The delimiter that the first line declares to Excel (`sep=;`), how many lines that took, and the rest.
fn declared_delimiter(text: &str) -> (Option<char>, usize, &str) {
    if let Some(rest) = text.strip_prefix("sep=").or_else(|| text.strip_prefix("SEP=")) {
        let (line, body) = rest.split_once('\n').unwrap_or((rest, ""));
        if let Some(delimiter @ (',' | ';' | '\t')) = line.chars().next() {
            return (Some(delimiter), 1, body);
        }
    }
    (None, 0, text)
}

/// The candidate that stands most often outside quotes in the header row; comma when none does.
fn likely_delimiter(text: &str) -> char {
    let mut counts = [(',', 0), (';', 0), ('\t', 0)];
    let mut quoted = false;
    for c in text.trim_start_matches(['\r', '\n']).chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted => break,
            _ if !quoted => {
                for (_, count) in counts.iter_mut().filter(|(candidate, _)| *candidate == c) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(candidate, _)| *candidate)
}

fn read_rows(
    text: &str,
    delimiter: char,
    skipped_lines: usize,
    limits: &Limits,
    notes: &mut Notes,
) -> Result<Vec<Row>, CsvError> {
    let mut rows: Vec<Row> = Vec::new();
    let (mut rest, mut line) = (text, 1 + skipped_lines);
    let mut last = text;
    let mut cells = 0;
    loop {
        let row = rest.trim_start_matches(['\r', '\n']);
        line += line_ends(rest) - line_ends(row);
        if row.is_empty() {
            break;
        }
        let (found, length) = row_of(row, delimiter);
        cells += found.len();
        if limits.records < rows.len() || limits.values < cells {
            return Err(CsvError::TooMany { line, rows: limits.records, cells: limits.values });
        }
        rows.push(Row { line, cells: found.iter().map(|cell| unguarded(cell).to_owned()).gather() });
        last = row;
        let (read, after) = row.split_at_checked(length).unwrap_or((row, ""));
        line += line_ends(read);
        rest = after;
    }
    if let Some(row) = rows.last()
        && last.matches('"').count() % 2 == 1
        && last.trim_end().contains(['\n', '\r'])
    {
        notes.note(
            Some(row.line),
            None,
            "a quote is opened and never closed".to_owned(),
            "the rest of the file is one cell; close the quote",
        );
    }
    Ok(rows)
}

fn line_ends(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Where in a cell a letter stands.
#[derive(Clone, Copy)]
enum Inside {
    Start,
    Plain,
    Quotes,
    /// Behind a quote inside quotes, which ends them unless another one follows.
    Quote,
}

/// The cells of the row that a text begins with, and how many bytes it takes without the end of its line. As RFC 4180
/// has it; quotes that it does not allow stand for themselves.
fn row_of(text: &str, delimiter: char) -> (Vec<String>, usize) {
    let (mut cells, mut cell, mut inside) = (Vec::new(), String::new(), Inside::Start);
    for (place, letter) in text.char_indices() {
        match (inside, letter) {
            (Inside::Start, '"') => inside = Inside::Quotes,
            (Inside::Quotes, '"') => inside = Inside::Quote,
            (Inside::Quotes, _) => cell.push(letter),
            (Inside::Quote, '"') => {
                cell.push('"');
                inside = Inside::Quotes;
            }
            (_, '\r' | '\n') => {
                cells.push(cell);
                return (cells, place);
            }
            (_, letter) if letter == delimiter => {
                cells.push(std::mem::take(&mut cell));
                inside = Inside::Start;
            }
            (_, letter) => {
                cell.push(letter);
                inside = Inside::Plain;
            }
        }
    }
    cells.push(cell);
    (cells, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the crate `csv` reads: its lines and cells.
    #[cfg(not(target_arch = "wasm32"))]
    fn expected(text: &str) -> Vec<Vec<String>> {
        let mut reader =
            ::csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
    }

    /// All texts of five of the letters that matter.
    #[cfg(not(target_arch = "wasm32"))]
    #[test]
    fn rows_are_those_of_the_crate_csv() {
        const LETTERS: [char; 6] = ['a', ',', '"', '\r', '\n', 'é'];
        for number in 0..6_usize.pow(5) {
            let text: String = (0..5).map(|place| LETTERS[number / 6_usize.pow(place) % 6]).collect();
            for text in [text.as_str(), text.trim_end_matches('a')] {
                let rows = read_rows(text, ',', 0, &Limits::usual(), &mut Notes::default()).unwrap();
                let found: Vec<Vec<String>> = rows.into_iter().map(|row| row.cells).collect();
                assert_eq!(found, expected(text), "{text:?}");
            }
        }
    }

    fn cells(text: &[u8]) -> Vec<Vec<String>> {
        sniff(text).unwrap().rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn comma_semicolon_and_tab_are_told_apart() {
        for (text, delimiter) in [
            ("a,b;c,d\n1,2,3", ','),
            ("a;b,c;d\n1;2;3", ';'),
            ("a\tb\n1\t2", '\t'),
            ("\"a;b;c\",d\n", ','),
            ("a\n", ','),
        ] {
            assert_eq!(sniff(text.as_bytes()).unwrap().delimiter, delimiter, "{text}");
        }
        assert_eq!(cells(b"sep=;\r\na;b\r\n1,5;2\r\n"), vec![vec!["1,5", "2"]]);
    }

    #[test]
    fn a_quoted_newline_belongs_to_its_cell_and_lines_are_still_counted() {
        let table =
            sniff(b"\xEF\xBB\xBFid,text\r\n1,\"two\r\nlines, \"\"quoted\"\"\"\r\n\r\n\r\n2,x\r\n").unwrap();
        assert_eq!(table.headers, ["id", "text"]);
        assert_eq!(table.rows[0].cells[1], "two\r\nlines, \"quoted\"");
        assert_eq!((table.rows[0].line, table.rows[1].line), (2, 6));
        assert_eq!(table.notes, vec![]);
    }

    #[test]
    fn what_is_odd_about_a_file_is_noted_with_its_line() {
        let table = sniff(b"a,b\n1\n1,2,caf\xE9\n3,\"open\n4,5\n").unwrap();
        let notes: Vec<String> = table.notes.iter().map(ToString::to_string).collect();
        for start in ["the file is not UTF-8", "line 2, the row has 1 cells", "line 3, the row has 3 cells"] {
            assert!(notes.iter().any(|note| note.starts_with(start)), "{start}: {notes:?}");
        }
        assert!(notes.iter().any(|note| note.contains("café")), "{notes:?}");
        assert!(notes.iter().any(|note| note.starts_with("line 4, a quote")), "{notes:?}");
    }

    #[test]
    fn a_table_beyond_the_limits_is_refused_with_the_limit() {
        let limits = Limits { bytes: 20, records: 2, values: 100, ..Limits::usual() };
        assert_eq!(sniff_within(b"a\n1\n2\n", &limits).unwrap().rows.len(), 2);
        let error = CsvError::TooMany { line: 4, rows: 2, cells: 100 };
        assert_eq!(sniff_within(b"a\n1\n2\n3\n", &limits), Err(error));
        assert_eq!(sniff_within(&[b'a'; 21], &limits), Err(CsvError::TooLarge { found: 21, limit: 20 }));
    }

    #[test]
    fn an_empty_file_is_refused() {
        assert_eq!(sniff(b""), Err(CsvError::Empty));
        assert_eq!(sniff(b"\n\r\n"), Err(CsvError::Empty));
    }
}
