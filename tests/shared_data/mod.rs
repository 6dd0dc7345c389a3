//! Real inputs that are no part of the project: read from `SLIPWAY_SHARED`, or, where that is not set, from the folder
//! `shared` beside the clone or in `/work`. Where there is none, a test says so and passes; `make test` says at its end
//! which were missing.

use std::io::Write;
use std::path::PathBuf;

/// The path of a file of the shared data, or a line that says it is absent.
pub fn shared_path(path: &str) -> Option<PathBuf> {
    let usual =
        || vec![concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned(), "/work/shared".to_owned()];
    let folders = std::env::var("SLIPWAY_SHARED")
        .ok()
        .filter(|folder| !folder.is_empty())
        .map_or_else(usual, |folder| vec![folder]);
    let files = folders.into_iter().map(|folder| PathBuf::from(folder).join("data").join(path));
    let found = files.into_iter().find(|file| file.exists());
    if found.is_none() {
        eprintln!("skipped: the shared data has no {path}");
        note(path);
    }
    found
}

/// Leaves a line with the file and the test that looks at nothing, where `make test` asks for it.
fn note(path: &str) {
    let Some(list) = std::env::var_os("SLIPWAY_MISSING") else { return };
    let test = std::thread::current().name().unwrap_or_default().to_owned();
    let line = format!("{path}\t{}::{test}\n", env!("CARGO_CRATE_NAME"));
    let mut list = std::fs::File::options().create(true).append(true).open(list).unwrap();
    list.write_all(line.as_bytes()).unwrap();
}

/// The bytes of a file of the shared data.
#[allow(dead_code)]
pub fn shared(path: &str) -> Option<Vec<u8>> {
    shared_path(path).and_then(|path| std::fs::read(path).ok())
}
