//! Mail drafts: a file that a mail program opens as an unsent message (RFC 5322), and a `mailto:` address.

use crate::gather::Gather;

use std::fmt::Write;

/// A mail that somebody is about to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft<'a> {
    /// The addresses of who gets it.
    pub to: &'a [String],
    /// Its subject.
    pub subject: &'a str,
    /// Its text.
    pub body: &'a str,
}

impl Draft<'_> {
    /// The message as a file with the ending `.eml`; mail programs open it as a draft.
    #[must_use]
    pub fn message(&self) -> String {
        let to: Vec<&str> = self.addresses().gather();
        let mut message = String::new();
        if !to.is_empty() {
            message.push_str(&format!("To: {}\r\n", to.join(",\r\n ")));
        }
        message.push_str(&format!("Subject: {}\r\n", header(self.subject)));
        message.push_str(
            "X-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n",
        );
        message.push_str(&quoted_printable(self.body));
        message
    }

    /// The `mailto:` address that opens the draft.
    #[must_use]
    pub fn mailto(&self) -> String {
        let to: Vec<String> = self.addresses().map(escaped).gather();
        let body = self.body.replace("\r\n", "\n").replace('\n', "\r\n");
        format!("mailto:{}?subject={}&body={}", to.join(","), escaped(self.subject), escaped(&body))
    }

    /// The addresses that can be addresses: nothing in them ends a header.
    fn addresses(&self) -> impl Iterator<Item = &str> {
        let addresses = self.to.iter().map(|address| address.trim());
        addresses.filter(|one| one.contains('@') && one.chars().all(|c| c.is_ascii_graphic() && c != ','))
    }
}

/// The text of a header: as it is when it is ASCII, and in encoded words (RFC 2047) of at most 75 letters otherwise.
fn header(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).gather();
    // What looks like an encoded word would be read as one.
    if text.is_ascii() && text.len() < 900 && !text.contains("=?") {
        return text;
    }
    const MOST: usize = 50;
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for letter in text.chars() {
        let encoded = if letter == ' ' {
            "_".to_owned()
        } else if letter.is_ascii_alphanumeric() {
            letter.to_string()
        } else {
            let mut buffer = [0; 4];
            hex(letter.encode_utf8(&mut buffer).as_bytes(), '=')
        };
        if word.len() + encoded.len() > MOST {
            words.push(std::mem::take(&mut word));
        }
        word.push_str(&encoded);
    }
    words.push(word);
    let words: Vec<String> = words.into_iter().map(|word| format!("=?utf-8?Q?{word}?=")).gather();
    words.join("\r\n ")
}

/// Text as RFC 2045 sends it: lines of at most 76 letters, all else as `=` and two digits.
fn quoted_printable(text: &str) -> String {
    const MOST: usize = 75;
    let mut written = String::with_capacity(text.len());
    for line in text.lines() {
        let mut length = 0;
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            let is_last = letters.peek().is_none();
            let is_plain = letter != '=' && (letter.is_ascii_graphic() || (letter == ' ' && !is_last));
            let mut buffer = [0; 4];
            let bytes = letter.encode_utf8(&mut buffer);
            let encoded = if is_plain { bytes.to_owned() } else { hex(bytes.as_bytes(), '=') };
            if length + encoded.len() > MOST {
                written.push_str("=\r\n");
                length = 0;
            }
            length += encoded.len();
            written.push_str(&encoded);
        }
        written.push_str("\r\n");
    }
    written
}

/// Text in the query of an address.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.' | '_' | '~' | '@') {
            written.push(letter);
        } else {
            let mut buffer = [0; 4];
            written.push_str(&hex(letter.encode_utf8(&mut buffer).as_bytes(), '%'));
        }
    }
    written
}

fn hex(bytes: &[u8], mark: char) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{mark}{byte:02X}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_a_message_and_an_address() {
        let to = ["a@example.org".to_owned(), " b@example.org ".to_owned(), "c@x\r\nBcc: d@x".to_owned()];
        let draft = Draft { to: &to, subject: "Billing – down", body: "From 20:00 = 1 h\nBye " };
        assert_eq!(
            draft.message(),
            "To: a@example.org,\r\n b@example.org\r\n\
             Subject: =?utf-8?Q?Billing_=E2=80=93_down?=\r\n\
             X-Unsent: 1\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n\
             From 20:00 =3D 1 h\r\nBye=20\r\n"
        );
        assert_eq!(
            draft.mailto(),
            "mailto:a@example.org,b@example.org?subject=Billing%20%E2%80%93%20down&body=From%2020%3A00%20%3D%201%20h%0D%0ABye%20"
        );
    }

    #[test]
    fn nothing_in_a_subject_ends_the_header_and_lines_stay_short() {
        let subject = format!("é{}\r\nBcc: x@example.org", "ü".repeat(300));
        let body = "ü".repeat(400) + &"x".repeat(400);
        let message = Draft { to: &[], subject: &subject, body: &body }.message();
        assert!(!message.contains("\r\nBcc"));
        assert!(message.split("\r\n").all(|line| line.len() <= 78), "{message}");
        assert!(!message.replace("\r\n", "").contains(['\r', '\n']), "every line ends with both");
        let alike = Draft { to: &[], subject: "=?utf-8?Q?a?=", body: "one\rtwo" }.message();
        assert!(alike.contains("Subject: =?utf-8?Q?=3D=3Futf=2D8=3FQ=3Fa=3F=3D?=\r\n"), "{alike}");
        assert!(alike.ends_with("one=0Dtwo\r\n"), "{alike}");
    }
}
