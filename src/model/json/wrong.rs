//! What is said about a value that is another than was expected, in the words of serde, which `exchange` turns into
//! sentences. A file of its own because all readers say it.

use serde::de::{self, Unexpected};
use serde_json::{Map, Value};

use super::Unreadable;

pub(super) fn unexpected(value: &Value) -> Unexpected<'_> {
    match value {
        Value::Null => Unexpected::Unit,
        Value::Bool(value) => Unexpected::Bool(*value),
        Value::Number(number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
            (Some(number), _, _) => Unexpected::Unsigned(number),
            (_, Some(number), _) => Unexpected::Signed(number),
            (_, _, number) => Unexpected::Float(number.unwrap_or(f64::NAN)),
        },
        Value::String(text) => Unexpected::Str(text),
        Value::Array(_) => Unexpected::Seq,
        Value::Object(_) => Unexpected::Map,
    }
}

#[inline(never)]
pub(super) fn wrong(value: &Value, expected: &str) -> Unreadable {
    de::Error::invalid_type(unexpected(value), &expected)
}

pub(super) fn only(object: &Map<String, Value>) -> Option<(&String, &Value)> {
    let mut fields = object.iter();
    fields.next().filter(|_| fields.next().is_none())
}
