//! Bytes to text, whatever encoding they came in. A file of its own because spreadsheets and calendars alike
//! arrive in UTF-8, UTF-16 and Windows-1252.

use crate::gather::Gather;

/// How a text was encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

/// Decodes bytes: by byte order mark, as UTF-8, or else as Windows-1252, which reads anything.
pub(super) fn decode(bytes: &[u8]) -> (String, Encoding) {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_without_mark(rest),
        [0xFF, 0xFE, rest @ ..] => (utf16(rest, u16::from_le_bytes), Encoding::Utf16),
        [0xFE, 0xFF, rest @ ..] => (utf16(rest, u16::from_be_bytes), Encoding::Utf16),
        _ => decode_without_mark(bytes),
    }
}

fn decode_without_mark(bytes: &[u8]) -> (String, Encoding) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), Encoding::Utf8),
        Err(_) => (bytes.iter().map(|byte| windows_1252(*byte)).gather(), Encoding::Windows1252),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.as_chunks().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER)).gather()
}

fn windows_1252(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    byte.checked_sub(0x80)
        .and_then(|offset| FROM_0X80.get(usize::from(offset)).copied())
        .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_read() {
        assert_eq!(decode("caf\u{e9}".as_bytes()), ("café".to_owned(), Encoding::Utf8));
        assert_eq!(decode(b"\xEF\xBB\xBFid"), ("id".to_owned(), Encoding::Utf8));
        assert_eq!(decode(b"caf\xE9 \x80\x93"), ("café €“".to_owned(), Encoding::Windows1252));
        assert_eq!(decode(b"\xFF\xFEi\0d\0"), ("id".to_owned(), Encoding::Utf16));
        assert_eq!(decode(b"\xFE\xFF\0i\0d"), ("id".to_owned(), Encoding::Utf16));
    }
}
