//! `Limits`: how large a document may be. A file of its own because the person can adjust them.

/// How much a document may ask of the reader; beyond it the document is refused before memory is spent on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes.
    pub bytes: usize,
    /// The most records, all tables together, and entries of lists and fields that this version does not know.
    pub records: usize,
    /// The deepest nesting of objects and lists; more than [`Limits::DEEPEST`] counts as that.
    pub depth: usize,
    /// The most objects, nested ones included.
    pub objects: usize,
    /// The most values: numbers, texts, lists, objects, nested ones included.
    pub values: usize,
}

impl Limits {
    /// The nesting that the reader itself can follow.
    pub const DEEPEST: usize = 120;

    /// 25 MB, 100,000 records, depth 64; 500,000 objects and 5,000,000 values keep a hostile file within a few hundred
    /// megabytes of memory.
    #[must_use]
    pub fn usual() -> Limits {
        Limits { bytes: 25_000_000, records: 100_000, depth: 64, objects: 500_000, values: 5_000_000 }
    }
}
