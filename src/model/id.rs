//! `Id`: the typed key of a record. A file of its own because every record and every reference uses it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

use crate::gather::Gather;

use super::id_text::IdText;
use super::json;

/// The key of a record of type `T`, as people read it: `CHG-1042`, `billing-db`.
///
/// Not empty, at most 200 characters, no control characters, no blank at either end. Cheap to copy.
pub struct Id<T> {
    text: IdText,
    of: PhantomData<fn() -> T>,
}

/// Why a text is no [`Id`].
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdError {
    /// Nothing, or only blanks.
    #[error("an id is empty; give the record a short name that no other record of its table has")]
    Empty,
    /// Longer than 200 characters.
    #[error("the id that starts with \"{0}\" is longer than 200 characters")]
    TooLong(String),
    /// Has a control character or a blank at an end.
    #[error("the id {} has a blank at an end or a control character", json::to_string(.0))]
    BadCharacter(String),
}

impl<T> Id<T> {
    const LONGEST: usize = 200;

    /// Reads an id.
    pub fn parse(text: &str) -> Result<Id<T>, IdError> {
        if text.trim().is_empty() {
            return Err(IdError::Empty);
        }
        if text.chars().count() > Self::LONGEST {
            return Err(IdError::TooLong(text.chars().take(30).gather()));
        }
        if text.trim() != text || text.chars().any(char::is_control) {
            return Err(IdError::BadCharacter(text.to_owned()));
        }
        Ok(Id::from_text(IdText::of(text)))
    }

    /// The id a text comes nearest to: blanks at the ends and control characters dropped, cut at the longest;
    /// an empty text becomes `unnamed`. For importers, which must not lose a record over its name.
    #[must_use]
    pub fn lenient(text: &str) -> Id<T> {
        let cleaned: String = text.trim().chars().filter(|c| !c.is_control()).take(Self::LONGEST).gather();
        let cleaned = cleaned.trim();
        Id::from_text(IdText::of(if cleaned.is_empty() { "unnamed" } else { cleaned }))
    }

    pub(super) fn from_text(text: IdText) -> Id<T> {
        Id { text, of: PhantomData }
    }

    pub(super) fn text(self) -> IdText {
        self.text
    }

    /// The id as people read it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.text.as_str()
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Id::parse(&text).map_err(de::Error::custom)
    }
}
