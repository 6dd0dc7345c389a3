//! Arguments to options and files, by hand: three commands need no parser from elsewhere.

use std::collections::BTreeMap;

/// What was given after the command.
#[derive(Debug)]
pub struct Arguments {
    files: Vec<String>,
    options: BTreeMap<&'static str, String>,
}

impl Arguments {
    /// Reads `--name value`, `--name=value` and files; `known` are the options, all of which take a value.
    pub fn parse(arguments: &[String], known: &[&'static str]) -> Result<Arguments, String> {
        let mut parsed = Arguments { files: Vec::new(), options: BTreeMap::new() };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if argument == "--" {
                parsed.files.extend(rest.cloned());
                break;
            }
            if argument == "-" || !argument.starts_with('-') {
                parsed.files.push(argument.clone());
                continue;
            }
            let (name, value) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            let Some(name) = known.iter().copied().find(|option| *option == name) else {
                return Err(format!("\"{name}\" is no option here; there are {}", known.join(", ")));
            };
            let value = value.or_else(|| rest.next().cloned());
            let value = value.ok_or_else(|| format!("{name} needs a value"))?;
            if parsed.options.insert(name, value).is_some() {
                return Err(format!("{name} is given twice; give it once"));
            }
        }
        Ok(parsed)
    }

    /// The value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }

    /// The value of an option that has to be one of these words; without it the first.
    pub fn choice<'a>(&self, name: &str, words: &[&'a str]) -> Result<&'a str, String> {
        let first = words.first().copied().unwrap_or_default();
        let Some(given) = self.option(name) else { return Ok(first) };
        let known = words.iter().copied().find(|word| *word == given);
        known.ok_or_else(|| format!("{name} {given} is not possible; write {}", words.join(" or ")))
    }

    /// The one file; `what` says which, for the error.
    pub fn file(&self, what: &str) -> Result<&str, String> {
        match self.files.as_slice() {
            [file] => Ok(file),
            [] => Err(format!("{what} is missing; name a file, or - for standard input")),
            [_, second, ..] => Err(format!("\"{second}\" is one file too many; one is read at a time")),
        }
    }

    /// All files, at least one; `what` says which, for the error.
    pub fn files(&self, what: &str) -> Result<&[String], String> {
        match self.files.as_slice() {
            [] => Err(format!("{what} is missing; name a file, or - for standard input")),
            files => Ok(files),
        }
    }

    /// Refuses files where none is read.
    pub fn no_file(&self) -> Result<(), String> {
        self.files.first().map_or(Ok(()), |file| Err(format!("\"{file}\" is not read by this command")))
    }
}
