//! The command line: the same engine as the page, for pipelines.

fn main() {}
