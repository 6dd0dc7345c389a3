//! The house keeps to ARCHITECTURE.md.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(here) = waiting.pop() {
        for entry in fs::read_dir(here).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                waiting.push(entry);
            } else if entry.extension().is_some_and(|extension| extension == "rs") {
                files.push(entry);
            }
        }
    }
    files.sort();
    files
}

/// The cells in backquotes of the table below a heading, by row.
fn table(heading: &str) -> Vec<Vec<String>> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let section = text.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| row.split('`').skip(1).step_by(2).map(str::to_owned).collect()).collect()
}

/// The modules of this crate that a text names, after `crate::` or `slipway::`.
fn named_modules(text: &str) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let starts = ["crate::", "slipway::"].into_iter().flat_map(|prefix| text.split(prefix).skip(1));
    for rest in starts {
        let Some(inside) = rest.strip_prefix('{') else {
            named.insert(word(rest));
            continue;
        };
        let mut depth = 1;
        let mut at_name = true;
        for (place, letter) in inside.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_name = true,
                letter if at_name && letter.is_ascii_alphabetic() => {
                    named.insert(word(&inside[place..]));
                    at_name = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    named
}

fn word(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '_').collect()
}

#[test]
fn modules_name_only_what_the_table_allows() {
    let allowed: BTreeMap<String, BTreeSet<String>> = table("Allowed directions")
        .into_iter()
        .map(|row| (row[0].clone(), row.into_iter().skip(1).collect()))
        .collect();
    let mut wrong = Vec::new();
    for (module, may) in &allowed {
        for file in rust_files(&root().join("src").join(module)) {
            let named = named_modules(&fs::read_to_string(&file).unwrap());
            let others = named.iter().filter(|name| allowed.contains_key(*name) && *name != module);
            wrong.extend(
                others.filter(|name| !may.contains(*name)).map(|name| format!("{file:?} names {name}")),
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_reader_of_names_sees_nested_uses() {
    let text = "use crate::{model::{Plan, Diff}, time::Zone}; crate::rules::named(\"x\")";
    let expected: BTreeSet<String> = ["model", "time", "rules"].into_iter().map(str::to_owned).collect();
    assert_eq!(named_modules(text), expected);
}

#[test]
fn folders_of_the_source_are_those_of_the_reading_order() {
    let named: BTreeSet<String> =
        table("Reading order").into_iter().map(|row| row[0].trim_start_matches("src/").to_owned()).collect();
    let there: BTreeSet<String> = fs::read_dir(root().join("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    assert_eq!(named, there);
}

#[test]
fn every_file_says_what_it_is() {
    let folders = ["src", "tests", "benches"].map(|folder| root().join(folder));
    let files = folders.iter().filter(|folder| folder.is_dir()).flat_map(|folder| rust_files(folder));
    let silent: Vec<PathBuf> =
        files.filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!")).collect();
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn no_module_is_named_after_nothing() {
    let empty_names = ["utils", "util", "common", "helpers", "helper", "misc", "manager", "managers"];
    let stem = |file: &PathBuf| file.file_stem().unwrap().to_string_lossy().into_owned();
    let folder = |file: &PathBuf| file.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    let wrong: Vec<PathBuf> = rust_files(&root().join("src"))
        .into_iter()
        .filter(|file| {
            empty_names.contains(&stem(file).as_str()) || empty_names.contains(&folder(file).as_str())
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_rule_file_is_listed_and_named_after_its_rule() {
    let calls_the_macro = |file: &PathBuf| fs::read_to_string(file).unwrap().contains("\nrule! {");
    let files: BTreeSet<String> = rust_files(&root().join("src/rules"))
        .iter()
        .filter(|file| calls_the_macro(file))
        .map(|file| file.file_stem().unwrap().to_string_lossy().replace('_', "-"))
        .collect();
    let listed: BTreeSet<String> = slipway::rules::ALL.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(files, listed);
}
