//! Letters of all scripts, and their capitals. A file of its own because the tables of the standard library for them are
//! a hundredth of the page, and the browser has its own.

#![allow(clippy::disallowed_methods)]

/// The text in small letters.
#[must_use]
pub fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { lowercase_of_any(text) }
}

/// The text with a capital first.
#[must_use]
pub fn capitalized(text: &str) -> String {
    let mut rest = text.chars();
    match rest.next() {
        None => String::new(),
        Some(first) if first.is_ascii() => format!("{}{}", first.to_ascii_uppercase(), rest.as_str()),
        Some(first) => uppercase_of_any(first.encode_utf8(&mut [0; 4])) + rest.as_str(),
    }
}

/// True for a letter or digit of any script.
#[must_use]
pub fn is_alphanumeric(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (!letter.is_ascii() && is_any_alphanumeric(letter))
}

#[cfg(not(target_arch = "wasm32"))]
fn is_any_alphanumeric(letter: char) -> bool {
    letter.is_alphanumeric()
}

#[cfg(not(target_arch = "wasm32"))]
fn lowercase_of_any(text: &str) -> String {
    text.to_lowercase()
}

#[cfg(not(target_arch = "wasm32"))]
fn uppercase_of_any(text: &str) -> String {
    text.to_uppercase()
}

#[cfg(target_arch = "wasm32")]
fn is_any_alphanumeric(letter: char) -> bool {
    thread_local! {
        static ALPHANUMERIC: js_sys::RegExp = js_sys::RegExp::new(r"[\p{Alphabetic}\p{Number}]", "u");
    }
    ALPHANUMERIC.with(|pattern| pattern.test(letter.encode_utf8(&mut [0; 4])))
}

#[cfg(target_arch = "wasm32")]
fn lowercase_of_any(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

#[cfg(target_arch = "wasm32")]
fn uppercase_of_any(text: &str) -> String {
    js_sys::JsString::from(text).to_upper_case().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_all_scripts_have_both_cases() {
        assert_eq!(lowercase("CHG-1 Amélie ÉTÉ ΟΔΟΣ Ж"), "chg-1 amélie été οδος ж");
        assert_eq!(capitalized("éclair Éclair"), "Éclair Éclair");
        assert_eq!(capitalized("it is"), "It is");
        assert_eq!(capitalized("straße"), "Straße");
        assert_eq!(capitalized(""), "");
    }

    #[test]
    fn letters_and_digits_of_all_scripts_are_told_from_signs() {
        assert!("azAZ09éßΣж中한٣½".chars().all(is_alphanumeric));
        assert!(!" -_.,\u{a0}–“”€😀\u{300}".chars().any(is_alphanumeric));
    }
}
