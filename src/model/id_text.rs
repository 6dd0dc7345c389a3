//! `IdText`: the text of an id, of which there is one in memory. Comparing two is comparing two addresses, and copying one
//! is copying an address, where every record and every finding is full of them.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{LazyLock, Mutex, PoisonError};

/// A text that is kept for as long as the program runs: as many as there were different ids, and no more.
#[derive(Clone, Copy)]
pub struct IdText(&'static &'static str);

static EMPTY: &str = "";
static TEXTS: LazyLock<Mutex<HashSet<IdText>>> =
    LazyLock::new(|| Mutex::new(HashSet::from([IdText::empty()])));

impl IdText {
    /// The one with this text.
    #[must_use]
    pub fn of(text: &str) -> IdText {
        let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = texts.get(text) {
            return *known;
        }
        let text: &'static str = Box::leak(Box::from(text));
        let new = IdText(Box::leak(Box::new(text)));
        texts.insert(new);
        new
    }

    /// The one of no letters.
    #[must_use]
    pub fn empty() -> IdText {
        IdText(&EMPTY)
    }

    /// It as a text.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl Deref for IdText {
    type Target = str;

    fn deref(&self) -> &str {
        self.0
    }
}

impl Borrow<str> for IdText {
    fn borrow(&self) -> &str {
        self.0
    }
}

impl PartialEq for IdText {
    fn eq(&self, other: &IdText) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for IdText {}

impl PartialOrd for IdText {
    fn partial_cmp(&self, other: &IdText) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// In the order of the texts.
impl Ord for IdText {
    #[inline(never)]
    fn cmp(&self, other: &IdText) -> Ordering {
        if self == other { Ordering::Equal } else { self.0.cmp(other.0) }
    }
}

impl Hash for IdText {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Display for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.0, f)
    }
}
