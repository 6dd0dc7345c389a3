//! Files in and out, in the formats that the engine knows.

use std::io::{ErrorKind, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use slipway::exchange::document::{self, Limits};
use slipway::exchange::{Imported, csv, ics, merge};
use slipway::model::{Id, Plan, Settings, Table};
use slipway::time::{Instant, Zone};

/// A form of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A plan: JSON.
    Json,
    /// A table of changes.
    Csv,
    /// A calendar.
    Ics,
    /// The change schedule as a page; written only.
    Html,
}

impl Format {
    const ALL: [(&'static str, Format); 4] =
        [("json", Format::Json), ("csv", Format::Csv), ("ics", Format::Ics), ("html", Format::Html)];

    /// The format of this word.
    pub fn named(word: &str) -> Result<Format, String> {
        let found = Self::ALL.into_iter().find(|(name, _)| *name == word.to_ascii_lowercase());
        found
            .map(|(_, format)| format)
            .ok_or_else(|| format!("\"{word}\" is no format; write json, csv, ics or html"))
    }

    /// The format that a file's name ends with.
    pub fn of_name(file: &str) -> Option<Format> {
        let extension = Path::new(file).extension()?.to_str()?;
        Self::named(extension).ok()
    }

    /// The format that a text looks like.
    fn of_text(bytes: &[u8]) -> Format {
        let text = String::from_utf8_lossy(bytes.get(..64).unwrap_or(bytes))
            .trim_start_matches('\u{feff}')
            .trim_start()
            .to_ascii_uppercase();
        match text {
            text if text.starts_with('{') => Format::Json,
            text if text.starts_with("BEGIN:V") => Format::Ics,
            _ => Format::Csv,
        }
    }
}

/// How an input is to be read.
#[derive(Debug)]
pub struct Wanted {
    /// Its format, when it was said.
    pub format: Option<Format>,
    /// The zone of its local times.
    pub zone: Option<Zone>,
    /// What the events of a calendar become.
    pub kind: ics::As,
}

/// A plan from a file.
#[derive(Debug)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// What was not read as it stands in the file.
    pub notes: Vec<String>,
    /// False when a record was left out.
    pub is_complete: bool,
}

/// Reads a file, or standard input for `-`.
pub fn load(file: &str, wanted: &Wanted) -> Result<Loaded, String> {
    let bytes = read(file)?;
    let format = wanted.format.or(Format::of_name(file)).unwrap_or_else(|| Format::of_text(&bytes));
    let stem = Path::new(file).file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
    let name = stem.unwrap_or("Imported");
    let imported = match format {
        Format::Html => {
            return Err(format!("{file}: a page is written, never read; give a plan, a table or a calendar"));
        }
        Format::Json => {
            let convert = match Format::of_text(&bytes) {
                Format::Json => "",
                _ => "; of a table or a calendar, \"slipway convert\" makes a plan",
            };
            let reading = document::read(&bytes, &Limits::usual())
                .map_err(|error| format!("{file}: {error}{convert}"))?;
            let is_complete = reading.is_complete();
            let notes = reading.notes.iter().map(ToString::to_string).collect();
            return Ok(Loaded { plan: reading.plan, notes, is_complete });
        }
        Format::Csv => table(&bytes, file, wanted).map_err(|error| match error {
            csv::CsvError::NeedsZone { .. } => format!("{file}, {error}: --zone Europe/Amsterdam, say"),
            error => format!("{file}: {error}"),
        })?,
        Format::Ics => {
            let options = ics::Options { kind: wanted.kind, zone: wanted.zone, name: name.to_owned() };
            ics::read(&bytes, &options).map_err(|error| match error {
                ics::IcsError::NeedsZone { .. } => format!("{file}, {error}: --zone Europe/Amsterdam, say"),
                error => format!("{file}: {error}"),
            })?
        }
    };
    let notes = imported.notes.iter().map(ToString::to_string).collect();
    let settings = Settings::new(name, wanted.zone.unwrap_or(Zone::UTC));
    Ok(Loaded { plan: imported.into_plan(Id::lenient(name), settings), notes, is_complete: true })
}

/// Reads a further file into a plan. What the plan has otherwise stays as it is, with a note.
pub fn load_into(loaded: &mut Loaded, file: &str, wanted: &Wanted) -> Result<(), String> {
    let next = load(file, wanted)?;
    loaded.is_complete &= next.is_complete;
    loaded.notes.extend(next.notes.iter().map(|note| format!("{file}: {note}")));
    let records = Table::ALL.iter().flat_map(|table| next.plan.refs(*table));
    let merged = merge(&loaded.plan, records.filter_map(|of| next.plan.record(&of)).collect());
    for conflict in merged.conflicts {
        let of = conflict.existing.reference();
        loaded.notes.push(format!("{file}: {of} is in a file before with other content; that one is kept"));
    }
    merged.additions.into_iter().chain(merged.completions).for_each(|record| loaded.plan.put(record));
    Ok(())
}

fn table(bytes: &[u8], file: &str, wanted: &Wanted) -> Result<Imported, csv::CsvError> {
    let table = csv::sniff(bytes)?;
    let mapping = csv::Mapping::recognise(&table.headers).of_file(if file == "-" { "" } else { file });
    let mapping = csv::Mapping { zone: wanted.zone, ..mapping };
    csv::import(&table, &mapping)
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|content| bytes = content)
    };
    read.map_err(|error| format!("{file} cannot be read: {error}"))?;
    Ok(bytes)
}

/// Writes a file, or standard output for `-`.
pub fn write(file: &str, text: &str) -> Result<ExitCode, String> {
    if file == "-" {
        return print(text);
    }
    std::fs::write(file, text).map_err(|error| format!("{file} cannot be written: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes to standard output. Who reads it may stop when they have seen enough, as `head` does: that is no failure.
pub fn print(text: &str) -> Result<ExitCode, String> {
    let mut out = std::io::stdout().lock();
    let written = match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    };
    written.map_err(|error| format!("standard output cannot be written: {error}"))?;
    Ok(ExitCode::SUCCESS)
}

/// The moment that `--at` gives, or now.
pub fn moment(given: Option<&str>) -> Result<Instant, String> {
    if let Some(text) = given {
        return Instant::parse(text).map_err(|error| format!("--at: {error}"));
    }
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Ok(Instant::saturating_from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX)))
}

/// The zone that `--zone` gives.
pub fn zone(given: Option<&str>) -> Result<Option<Zone>, String> {
    given.map(|name| Zone::parse(name).map_err(|error| format!("--zone: {error}"))).transpose()
}
