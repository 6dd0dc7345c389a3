//! Announcements: who is told what about a change or release, how long before, and whether it was sent.

use super::json::Json;

use crate::time::{Instant, Interval};

use super::{Change, Extra, Id, Person, Release, altered, is_default, record, words};

words! {
    /// How it is told.
    Channel {
        /// By mail.
        Mail "Mail",
        /// In a chat room.
        Chat "Chat",
        /// On a status page.
        StatusPage "Status page",
        /// As an entry in a calendar.
        Calendar "Calendar",
        /// In another way.
        Other "Other",
    }
}

words! {
    /// What the time of an announcement is counted from.
    Anchor {
        /// The start of the window; the go-live of a release.
        Start "Start",
        /// The end of the window; the go-live of a release.
        End "End",
    }
}

/// How far from the anchor: working days in the plan's calendar, then minutes. Before when negative.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct Offset {
    /// Counted from where.
    pub anchor: Anchor,
    /// Working days.
    #[serde(default, skip_serializing_if = "is_default")]
    pub working_days: i32,
    /// Minutes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub minutes: i32,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Something to be told about a change or release.
#[derive(Debug, Clone, Json)]
pub struct Announcement {
    /// The key.
    pub id: Id<Announcement>,
    /// What it is about, in a line; the subject of a mail.
    pub title: String,
    /// The change that it is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub change: Option<Id<Change>>,
    /// The release that it is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release: Option<Id<Release>>,
    /// Who is told.
    pub audience: String,
    /// Addresses of the audience, separated by commas.
    #[serde(default, skip_serializing_if = "is_default")]
    pub addresses: String,
    /// How.
    pub channel: Channel,
    /// When.
    pub offset: Offset,
    /// What it says, with fields in braces: `{title}`, `{window}`, `{outage}`, `{services}`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub text: String,
    /// When it was sent.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sent_at: Option<Instant>,
    /// Who sent it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sent_by: Option<Id<Person>>,
    /// The window that it told of; when the window is another now, it is to be sent again.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sent_for: Option<Interval>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Announcement {
    /// A mail at the start of the window, without a text.
    #[must_use]
    pub fn new(id: Id<Announcement>, title: String) -> Announcement {
        altered!(
            Announcement::blank(),
            id,
            title,
            channel: Channel::Mail,
            offset: Offset { anchor: Anchor::Start, working_days: 0, minutes: 0, extra: Extra::new() },
        )
    }
}

record!(Announcement, title, |this, links| {
    links.optional("change", &mut this.change);
    links.optional("release", &mut this.release);
    links.optional("sent_by", &mut this.sent_by);
});
