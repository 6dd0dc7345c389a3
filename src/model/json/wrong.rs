//! What is said about a value that is another than was expected, in the words of serde, which `exchange` turns into
//! sentences. A file of its own because all readers say it.

use serde_json::{Map, Value};

use super::{Unreadable, to_string};

/// What a value is, in the words of serde.
fn named(value: &Value) -> String {
    match value {
        Value::Null => "unit value".to_owned(),
        Value::Bool(value) => format!("boolean `{value}`"),
        Value::Number(number) if number.is_f64() => format!("floating point `{number}`"),
        Value::Number(number) => format!("integer `{number}`"),
        Value::String(text) => format!("string {}", to_string(text)),
        Value::Array(_) => "sequence".to_owned(),
        Value::Object(_) => "map".to_owned(),
    }
}

#[inline(never)]
pub(super) fn wrong(value: &Value, expected: &str) -> Unreadable {
    fault(format!("invalid type: {}, expected {expected}", named(value)))
}

/// A value of the right type that is none of those that are expected.
pub(super) fn invalid(value: &Value, expected: &str) -> Unreadable {
    fault(format!("invalid value: {}, expected {expected}", named(value)))
}

pub(super) fn fault(message: String) -> Unreadable {
    Unreadable::new(Vec::new(), message)
}

pub(super) fn only(object: &Map<String, Value>) -> Option<(&String, &Value)> {
    let mut fields = object.iter();
    fields.next().filter(|_| fields.next().is_none())
}
