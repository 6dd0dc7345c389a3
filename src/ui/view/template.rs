//! The texts of templates, as `derive/src/view.rs` writes them: steps, each a control character and its operand.

/// A step on the way from a template to elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// An element begins, of HTML or, when it is drawn, of SVG.
    Open { name: &'a str, is_drawn: bool },
    /// The element that began last ends.
    Close,
    /// An attribute that always has this value.
    Attribute { name: &'a str, value: &'a str },
    /// A text.
    Text(&'a str),
    /// A hole between tags.
    Child,
    /// A hole for a value.
    Value(Target<'a>),
    /// A hole for what an event runs.
    Event(&'a str),
    /// A hole for what keeps the element.
    Reference,
}

/// What a value is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target<'a> {
    Attribute(&'a str),
    Class(&'a str),
    Style(&'a str),
    Property(&'a str),
}

impl Target<'_> {
    /// True when what it was set to last says nothing about what it is: the person changes properties too.
    pub fn is_of_person(self) -> bool {
        matches!(self, Target::Property(_))
    }
}

/// The steps of a template.
pub fn steps(text: &str) -> impl Iterator<Item = Step<'_>> {
    let mut parts = parts(text).peekable();
    std::iter::from_fn(move || {
        let (step, operand) = parts.next()?;
        Some(match step {
            '\u{1}' | '\u{2}' => Step::Open { name: operand, is_drawn: step == '\u{2}' },
            '\u{3}' => Step::Close,
            '\u{4}' => {
                let value = parts.next_if(|(step, _)| *step == '\u{5}').map_or("", |(_, value)| value);
                Step::Attribute { name: operand, value }
            }
            '\u{7}' => Step::Child,
            '\u{e}' => Step::Value(Target::Attribute(operand)),
            '\u{f}' => Step::Value(Target::Class(operand)),
            '\u{10}' => Step::Value(Target::Style(operand)),
            '\u{11}' => Step::Value(Target::Property(operand)),
            '\u{12}' => Step::Event(operand),
            '\u{13}' => Step::Reference,
            _ => Step::Text(operand),
        })
    })
}

/// The control characters of a text, each with what follows it.
fn parts(text: &str) -> impl Iterator<Item = (char, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut letters = rest.chars();
        let step = letters.next()?;
        let operand = letters.as_str();
        let end = operand.find(|letter| letter < ' ').unwrap_or(operand.len());
        let (operand, left) = operand.split_at(end);
        rest = left;
        Some((step, operand))
    })
}
