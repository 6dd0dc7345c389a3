//! Versions of the document: how one of an earlier version becomes one of this version.
//!
//! A file of its own because it grows for ever while the rest knows one version only. The promises:
//! - What a version wrote opens in every later one. `tests/documents/` has a frozen sample of each released version,
//!   and what it has to become, byte for byte.
//! - A new field that may be absent, a new table or a new word in an enum needs no new version: an older Slipway keeps
//!   what it does not know, and leaves out, with a note, the record whose word it does not know.
//! - Whatever else changes is a new version: a step is added at the end of `STEPS`, and steps are never edited. A step
//!   works on JSON and not on the types of the model, because those go on changing.

use serde_json::{Map, Value};

use super::DocumentError;
use crate::model::json::text::value;
use crate::model::json::to_string;

/// Turns the object of a whole document of one version into one of the next, the field `version` aside; the error
/// says what the document lacks.
type Step = fn(&mut Map<String, Value>) -> Result<(), String>;

/// The first leads from version 1 to version 2.
const STEPS: &[Step] = &[];

/// The version that is written.
pub const VERSION: u32 = STEPS.len() as u32 + 1;

/// The text of a document of this version from one of version `from`.
pub(super) fn to_current(text: &str, from: u32) -> Result<String, DocumentError> {
    migrated(STEPS, text, from)
}

fn migrated(steps: &[Step], text: &str, from: u32) -> Result<String, DocumentError> {
    let refused = |from: u32, problem: String| DocumentError::NotMigrated { from, problem };
    let mut document = match value(text) {
        Ok(Value::Object(document)) => document,
        Ok(_) => return Err(refused(from, "it is no object".to_owned())),
        Err(fault) => return Err(refused(from, fault.to_string())),
    };
    for (version, step) in (1_u32..).zip(steps).filter(|(version, _)| from <= *version) {
        step(&mut document).map_err(|problem| refused(version, problem))?;
        document.insert("version".to_owned(), Value::from(version + 1));
    }
    Ok(to_string(&Value::Object(document)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_to_title(document: &mut Map<String, Value>) -> Result<(), String> {
        let name = document.remove("name").ok_or("there is no name")?;
        document.insert("title".to_owned(), name);
        Ok(())
    }

    fn title_to_list(document: &mut Map<String, Value>) -> Result<(), String> {
        let title = document.remove("title").ok_or("there is no title")?;
        document.insert("titles".to_owned(), Value::Array(vec![title]));
        Ok(())
    }

    const TWO_STEPS: &[Step] = &[name_to_title, title_to_list];

    #[track_caller]
    fn check(from: u32, text: &str, expected: &str) {
        assert_eq!(migrated(TWO_STEPS, text, from), Ok(expected.to_owned()));
    }

    #[test]
    fn every_step_from_the_documents_version_on_is_taken() {
        check(1, r#"{"name":"A","version":1}"#, r#"{"titles":["A"],"version":3}"#);
        check(2, r#"{"title":"A","version":2}"#, r#"{"titles":["A"],"version":3}"#);
        check(3, r#"{"titles":["A"],"version":3}"#, r#"{"titles":["A"],"version":3}"#);
    }

    #[test]
    fn a_step_that_fails_names_its_version() {
        let error = migrated(TWO_STEPS, r#"{"version":1}"#, 1).unwrap_err();
        assert_eq!(error, DocumentError::NotMigrated { from: 1, problem: "there is no name".to_owned() });
    }
}
