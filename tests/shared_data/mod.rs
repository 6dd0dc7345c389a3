//! Real inputs that are no part of the project: read from `SLIPWAY_SHARED` or the folder `shared` beside the clone.
//! Where there is none, a test says so and passes.

use std::path::PathBuf;

/// The path of a file of the shared data, or a line that says it is absent.
pub fn shared_path(path: &str) -> Option<PathBuf> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    let folders =
        [std::env::var("SLIPWAY_SHARED").ok(), Some(beside.to_owned()), Some("/work/shared".to_owned())];
    let files = folders.into_iter().flatten().map(|folder| PathBuf::from(folder).join("data").join(path));
    let found = files.into_iter().find(|file| file.exists());
    if found.is_none() {
        eprintln!("skipped: the shared data has no {path}");
    }
    found
}

/// The bytes of a file of the shared data.
#[allow(dead_code)]
pub fn shared(path: &str) -> Option<Vec<u8>> {
    shared_path(path).and_then(|path| std::fs::read(path).ok())
}
