//! Cells that no spreadsheet takes for a formula. A file of its own because writing and reading must agree on it.
//!
//! A cell that starts with a trigger gets an apostrophe before it, and so does one that starts with an apostrophe,
//! so that taking the apostrophe away again is exact (OWASP, CSV injection).

use crate::gather::Gather;

fn is_trigger(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\'' | '＝' | '＋' | '－' | '＠')
}

/// The cell as it is written.
pub(super) fn guarded(text: String) -> String {
    if text.starts_with(is_trigger) { format!("'{text}") } else { text }
}

/// The cell as it was meant.
pub(super) fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(is_trigger) => rest,
        _ => cell,
    }
}

/// Several values in one cell, with `;` between them; `\` makes `;` and `\` part of a value.
pub(super) fn joined<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let escaped: Vec<String> =
        values.into_iter().map(|value| value.replace('\\', "\\\\").replace(';', "\\;")).gather();
    escaped.join(";")
}

/// The values of a cell that [`joined`] wrote; empty ones are dropped.
pub(super) fn parted(cell: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut characters = cell.chars();
    while let Some(c) = characters.next() {
        let taken = match c {
            ';' => {
                values.push(String::new());
                continue;
            }
            '\\' => characters.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(value) = values.last_mut() {
            value.push(taken);
        }
    }
    values.retain(|value| !value.is_empty());
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trigger_is_neutralised_and_restored() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x", "'", "''",
            "'=x", "'a",
        ] {
            let cell = guarded(text.to_owned());
            assert!(cell.starts_with('\''), "{text:?}");
            assert_eq!(unguarded(&cell), text);
        }
        for text in ["", "a=b", "1-2", " =1", "it's"] {
            assert_eq!(guarded(text.to_owned()), text);
            assert_eq!(unguarded(text), text);
        }
        assert_eq!(unguarded("'quoted by hand"), "'quoted by hand");
    }

    #[test]
    fn values_with_separators_are_joined_and_parted() {
        let values = ["a;b", "c\\", "\\;", "d"];
        assert_eq!(parted(&joined(values)), values);
    }
}
