//! The items of a list, each still as text, and how a value is quoted. A file of its own because notes and the reader say
//! it alike.

use crate::gather::Gather;
use crate::model::json::text;

/// The items of a list as text; `None` when the text is no list.
pub(super) fn items(list: &str) -> Option<Vec<&str>> {
    text::items(list).ok()?
}

/// What a value is, short enough for a sentence: `a list`, `"text"`, `12`.
pub(super) fn described(value: &str) -> String {
    const LONGEST: usize = 60;
    let value = value.trim();
    match value.as_bytes().first() {
        Some(b'[') => "a list".to_owned(),
        Some(b'{') => "an object".to_owned(),
        _ => shortened(value, LONGEST),
    }
}

/// A text short enough to be quoted.
pub(super) fn shortened(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => text.get(..end).unwrap_or_default().chars().chain(['…']).gather(),
        None => text.to_owned(),
    }
}
