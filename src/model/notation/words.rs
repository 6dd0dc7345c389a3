//! One line of the notation taken apart: words, `key=value` parts, flags and times.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::time::{Instant, Interval, Zone};

/// A line after its keyword: an id, perhaps a time, flags, and `key=value` parts.
pub(super) struct Words<'a> {
    pub(super) plain: Vec<&'a str>,
    keyed: BTreeMap<&'a str, &'a str>,
    zone: Zone,
}

impl<'a> Words<'a> {
    pub(super) fn parse(text: &'a str, zone: Zone) -> Result<Words<'a>, String> {
        let mut plain = Vec::new();
        let mut keyed = BTreeMap::new();
        for word in text.split_whitespace() {
            match word.split_once('=') {
                Some((key, value)) => {
                    if keyed.insert(key, value).is_some() {
                        return Err(format!("{key}= stands twice"));
                    }
                }
                None => plain.push(word),
            }
        }
        Ok(Words { plain, keyed, zone })
    }

    /// The next word without `=`.
    pub(super) fn next(&mut self, what: &str) -> Result<&'a str, String> {
        if self.plain.is_empty() { Err(format!("{what} is missing")) } else { Ok(self.plain.remove(0)) }
    }

    /// Takes a plain word out of the line if it is there.
    pub(super) fn flag(&mut self, flag: &str) -> bool {
        let found = self.plain.iter().position(|word| *word == flag);
        found.map(|place| self.plain.remove(place)).is_some()
    }

    /// Takes the first plain word that `read` understands out of the line.
    pub(super) fn word_that<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let (place, value) =
            self.plain.iter().enumerate().find_map(|(place, word)| Some((place, read(word)?)))?;
        self.plain.remove(place);
        Some(value)
    }

    pub(super) fn value(&mut self, key: &str) -> Option<&'a str> {
        self.keyed.remove(key)
    }

    pub(super) fn list(&mut self, key: &str) -> Vec<&'a str> {
        self.value(key).map(|value| value.split(',').collect()).unwrap_or_default()
    }

    pub(super) fn number(&mut self, key: &str) -> Result<Option<u32>, String> {
        self.value(key)
            .map(|value| value.parse().map_err(|_| format!("{key}={value} is not a whole number")))
            .transpose()
    }

    pub(super) fn word<T>(
        &mut self,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, String> {
        self.value(key)
            .map(|value| read(value).ok_or_else(|| format!("{key}={value} is not a word of the model")))
            .transpose()
    }

    pub(super) fn instant(&mut self, key: &str) -> Result<Option<Instant>, String> {
        let zone = self.zone;
        self.value(key).map(|value| instant(value, zone)).transpose()
    }

    pub(super) fn interval(&mut self, key: &str) -> Result<Option<Interval>, String> {
        let zone = self.zone;
        self.value(key).map(|value| interval(value, zone)).transpose()
    }

    /// The plain `a..b` word.
    pub(super) fn window(&mut self) -> Result<Option<Interval>, String> {
        let Some(place) = self.plain.iter().position(|word| word.contains("..")) else { return Ok(None) };
        interval(self.plain.remove(place), self.zone).map(Some)
    }

    /// Nothing may be left over.
    pub(super) fn done(self) -> Result<(), String> {
        if let Some(word) = self.plain.first() {
            return Err(format!("\"{word}\" is not understood here"));
        }
        if let Some(key) = self.keyed.keys().next() {
            return Err(format!("\"{key}=\" is not understood here"));
        }
        Ok(())
    }
}

fn interval(text: &str, zone: Zone) -> Result<Interval, String> {
    let (start, end) =
        text.split_once("..").ok_or_else(|| format!("\"{text}\" is no window; write 20..30"))?;
    Ok(Interval::new(instant(start, zone)?, instant(end, zone)?))
}

pub(super) fn instant(text: &str, zone: Zone) -> Result<Instant, String> {
    local(text).map(|local| zone.resolve(local))
}

/// A local time: `20`, `20T22`, `20T22:30` or `2026-03-28T22:30`.
pub(super) fn local(text: &str) -> Result<NaiveDateTime, String> {
    let wrong = || format!("\"{text}\" is no time; write 20, 20T22:30 or 2026-03-28T22:30");
    let (date, time) = text.split_once('T').unwrap_or((text, "00"));
    let date = match date.parse::<u64>() {
        Ok(day) => {
            NaiveDate::from_ymd_opt(2025, 12, 31).and_then(|base| base.checked_add_days(Days::new(day)))
        }
        Err(_) => NaiveDate::parse_from_str(date, "%Y-%m-%d").ok(),
    };
    let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
    let hour: u32 = hour.parse().map_err(|_| wrong())?;
    let minute: u32 = minute.parse().map_err(|_| wrong())?;
    date.zip(NaiveTime::from_hms_opt(hour, minute, 0))
        .map(|(date, time)| date.and_time(time))
        .ok_or_else(wrong)
}
