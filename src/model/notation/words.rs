//! One line of the notation taken apart: words, `key=value` parts, flags, quoted text and times.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::time::{Instant, Interval, Zone, parse_date};

/// What a time in the notation is counted from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    /// Day 1.
    pub(super) base: NaiveDate,
    pub(super) zone: Zone,
}

/// A line after its keyword: an id, perhaps a title and a time, flags, and `key=value` parts.
pub(super) struct Words<'a> {
    plain: Vec<&'a str>,
    title: Option<&'a str>,
    keyed: BTreeMap<&'a str, &'a str>,
    clock: Clock,
}

impl<'a> Words<'a> {
    pub(super) fn parse(text: &'a str, clock: Clock) -> Result<Words<'a>, String> {
        let mut words = Words { plain: Vec::new(), title: None, keyed: BTreeMap::new(), clock };
        for word in split(text, char::is_whitespace).filter(|word| !word.is_empty()) {
            if word.starts_with('"') {
                if words.title.replace(unquoted(word)?).is_some() {
                    return Err(format!("{word} is a second title"));
                }
            } else if let Some((key, value)) = word.split_once('=') {
                if words.keyed.insert(key, unquoted(value)?).is_some() {
                    return Err(format!("{key}= stands twice"));
                }
            } else if word.contains('"') {
                return Err(format!("the quote in {word} is to stand after a blank or after ="));
            } else {
                words.plain.push(word);
            }
        }
        Ok(words)
    }

    /// The next word without `=`.
    pub(super) fn next(&mut self, what: &str) -> Result<&'a str, String> {
        if self.plain.is_empty() { Err(format!("{what} is missing")) } else { Ok(self.plain.remove(0)) }
    }

    /// The text in quotes that stands by itself.
    pub(super) fn title(&mut self) -> Option<&'a str> {
        self.title.take()
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

    /// True when the line has the key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.keyed.contains_key(key)
    }

    pub(super) fn value(&mut self, key: &str) -> Option<&'a str> {
        self.keyed.remove(key)
    }

    /// The text of a key; empty without it.
    pub(super) fn text(&mut self, key: &str) -> String {
        self.value(key).unwrap_or_default().to_owned()
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
        let clock = self.clock;
        self.value(key).map(|value| clock.instant(value)).transpose()
    }

    pub(super) fn interval(&mut self, key: &str) -> Result<Option<Interval>, String> {
        let clock = self.clock;
        self.value(key).map(|value| Ok(clock.interval(clock.local_window(value)?))).transpose()
    }

    /// The windows of a key, separated by commas.
    pub(super) fn windows(&mut self, key: &str) -> Result<Vec<Interval>, String> {
        let clock = self.clock;
        let windows = self.list(key).into_iter().map(|word| Ok(clock.interval(clock.local_window(word)?)));
        windows.collect()
    }

    /// The plain `a..b` word.
    pub(super) fn window(&mut self) -> Result<Option<Interval>, String> {
        let clock = self.clock;
        Ok(self.local_window()?.map(|window| clock.interval(window)))
    }

    /// The plain `a..b` word as the clock on the wall shows it.
    pub(super) fn local_window(&mut self) -> Result<Option<(NaiveDateTime, NaiveDateTime)>, String> {
        let Some(place) = self.plain.iter().position(|word| word.contains("..")) else { return Ok(None) };
        self.clock.local_window(self.plain.remove(place)).map(Some)
    }

    /// Nothing may be left over.
    pub(super) fn done(self) -> Result<(), String> {
        if let Some(word) = self.plain.first().or(self.title.as_ref()) {
            return Err(format!("\"{word}\" is not understood here"));
        }
        if let Some(key) = self.keyed.keys().next() {
            return Err(format!("\"{key}=\" is not understood here"));
        }
        Ok(())
    }
}

/// A line without its comment, and the comment.
pub(super) fn without_comment(line: &str) -> (&str, Option<&str>) {
    let content = split(line, |c| c == '#').next().unwrap_or(line);
    (content.trim(), line.get(content.len() + 1..))
}

/// Splits where `at` says so outside quotes.
fn split(text: &str, at: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    let mut in_quotes = false;
    text.split(move |c| {
        in_quotes ^= c == '"';
        !in_quotes && at(c)
    })
}

/// A word without the quotes around it.
fn unquoted(word: &str) -> Result<&str, String> {
    let Some(rest) = word.strip_prefix('"') else {
        return if word.contains('"') {
            Err(format!("the quote in {word} is to stand after ="))
        } else {
            Ok(word)
        };
    };
    match rest.split_once('"') {
        None => Err(format!("the quote in {word} is not closed")),
        Some((text, "")) => Ok(text),
        Some((_, after)) => Err(format!("a blank is missing before {after}")),
    }
}

impl Clock {
    fn interval(self, (start, end): (NaiveDateTime, NaiveDateTime)) -> Interval {
        Interval::new(self.zone.resolve(start), self.zone.resolve(end))
    }

    fn local_window(self, text: &str) -> Result<(NaiveDateTime, NaiveDateTime), String> {
        let (start, end) =
            text.split_once("..").ok_or_else(|| format!("\"{text}\" is no window; write 20..30"))?;
        Ok((self.local(start)?, self.local(end)?))
    }

    pub(super) fn instant(self, text: &str) -> Result<Instant, String> {
        self.local(text).map(|local| self.zone.resolve(local))
    }

    /// A local time: `20`, `20T22`, `20T22:30` or `2026-03-28T22:30`.
    pub(super) fn local(self, text: &str) -> Result<NaiveDateTime, String> {
        let wrong = || format!("\"{text}\" is no time; write 20, 20T22:30 or 2026-03-28T22:30");
        let (date, time) = text.split_once('T').unwrap_or((text, "00"));
        let date = match date.parse::<u64>() {
            Ok(day) => self.base.pred_opt().and_then(|eve| eve.checked_add_days(Days::new(day))),
            Err(_) => parse_date(date).ok(),
        };
        let (hour, minute) = time.split_once(':').unwrap_or((time, "00"));
        let hour: u32 = hour.parse().map_err(|_| wrong())?;
        let minute: u32 = minute.parse().map_err(|_| wrong())?;
        date.zip(NaiveTime::from_hms_opt(hour, minute, 0))
            .map(|(date, time)| date.and_time(time))
            .ok_or_else(wrong)
    }
}
