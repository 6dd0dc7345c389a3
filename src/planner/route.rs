//! `Route`: what the address says: the screen, the record that is open, and how it is looked at.
//!
//! Here and not in `ui`, because reading and writing an address is plain text work that tests can hold.

use std::fmt::Write as _;

use crate::gather::Gather;
use crate::model::RecordRef;
use crate::sorted::SortedMap;

/// A screen of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// The timeline.
    Schedule,
    /// The table of changes.
    Changes,
    /// The releases, or one of them.
    Releases,
    /// The environments.
    Environments,
    /// Services and configuration items.
    Services,
    /// Boards and their meetings, or one meeting.
    Board,
    /// What waits for whom.
    Waiting,
    /// What is wrong.
    Findings,
    /// Freezes, and the exceptions from them.
    Freezes,
    /// The policy, with its backtest.
    Policy,
    /// What others read: the change schedule, projected outages.
    Reports,
    /// The plans of this browser, and what makes new ones.
    Plans,
}

impl Screen {
    /// All screens.
    pub const ALL: &'static [Screen] = &[
        Screen::Schedule,
        Screen::Changes,
        Screen::Releases,
        Screen::Environments,
        Screen::Services,
        Screen::Board,
        Screen::Waiting,
        Screen::Findings,
        Screen::Freezes,
        Screen::Policy,
        Screen::Reports,
        Screen::Plans,
    ];

    /// The word in the address.
    #[must_use]
    pub fn slug(self) -> &'static str {
        match self {
            Screen::Schedule => "schedule",
            Screen::Changes => "changes",
            Screen::Releases => "releases",
            Screen::Environments => "environments",
            Screen::Services => "services",
            Screen::Board => "board",
            Screen::Waiting => "waiting",
            Screen::Findings => "findings",
            Screen::Freezes => "freezes",
            Screen::Policy => "policy",
            Screen::Reports => "reports",
            Screen::Plans => "plans",
        }
    }
}

/// An address, `#/releases/REL-0001?select=changes/CHG-1042`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// What of it: an id after the screen's word; empty for the whole.
    pub item: String,
    /// Group, zoom, filter, selection: whatever the screen wants to be shareable.
    pub params: SortedMap<String, String>,
}

impl Route {
    /// A screen as it is first seen.
    #[must_use]
    pub fn to(screen: Screen) -> Route {
        Route { screen, item: String::new(), params: SortedMap::new() }
    }

    /// A screen with one thing of it open.
    #[must_use]
    pub fn item(screen: Screen, item: &str) -> Route {
        Route { item: item.to_owned(), ..Route::to(screen) }
    }

    /// The same with a parameter; an empty value takes it away.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Route {
        if value.is_empty() {
            self.params.remove(name);
        } else {
            self.params.insert(name.to_owned(), value.to_owned());
        }
        self
    }

    /// A parameter; empty when it is not there.
    #[must_use]
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).map_or("", String::as_str)
    }

    /// The record in the inspector.
    #[must_use]
    pub fn selected(&self) -> Option<RecordRef> {
        self.param("select").parse().ok()
    }

    /// Reads the part of an address after `#`; an unknown screen is the schedule.
    #[must_use]
    pub fn parse(hash: &str) -> Route {
        let text = hash.trim_start_matches('#').trim_start_matches('/');
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let (slug, item) = path.split_once('/').unwrap_or((path, ""));
        let screen =
            Screen::ALL.iter().copied().find(|screen| screen.slug() == slug).unwrap_or(Screen::Schedule);
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let params = pairs.map(|(name, value)| (decoded(name), decoded(value))).gather();
        Route { screen, item: decoded(item), params }
    }

    /// The address, from `#` on.
    #[must_use]
    pub fn address(&self) -> String {
        let mut text = format!("#/{}", self.screen.slug());
        if !self.item.is_empty() {
            let _ = write!(text, "/{}", encoded(&self.item));
        }
        for (place, (name, value)) in self.params.iter().enumerate() {
            let _ =
                write!(text, "{}{}={}", if place == 0 { '?' } else { '&' }, encoded(name), encoded(value));
        }
        text
    }
}

/// Percent-encodes what would end a part of the address.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@!,;*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match hex {
            Some(byte) if *first == b'%' => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_back() {
        let route = Route::item(Screen::Releases, "Ünïcode & co/1")
            .with("select", "changes/CHG 1")
            .with("q", "a=b&c%");
        assert_eq!(Route::parse(&route.address()), route);
    }

    #[test]
    fn an_unknown_address_is_the_schedule() {
        assert_eq!(Route::parse("#/nonsense?x").screen, Screen::Schedule);
        assert_eq!(Route::parse("").screen, Screen::Schedule);
        assert_eq!(Route::parse("#/changes?q=%zz").param("q"), "%zz");
    }
}
