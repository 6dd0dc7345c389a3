//! What the tests of the document share: a plan with everything in it, and random documents that the schema allows.
#![allow(dead_code)]

pub mod full;
pub mod random;

use std::sync::LazyLock;

use serde_json::Value;

/// The published schema.
pub fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> =
        LazyLock::new(|| serde_json::from_str(include_str!("../../public/plan.schema.json")).unwrap());
    &SCHEMA
}

/// The schema that a `$ref` names, or the schema itself.
pub fn resolved<'a>(schema: &'a Value, node: &'a Value) -> &'a Value {
    match node.get("$ref").and_then(Value::as_str) {
        Some(reference) => schema.pointer(reference.trim_start_matches('#')).unwrap(),
        None => node,
    }
}
