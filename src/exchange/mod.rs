//! Bytes to plan and back, one file or folder a format.

pub mod document;
