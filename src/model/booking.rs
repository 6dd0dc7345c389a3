//! Bookings: who uses which environment when.

use serde::{Deserialize, Serialize};

use crate::time::Interval;

use super::{Change, Environment, Extra, Id, Person, Phase, is_default, record, words};

words! {
    /// Where a booking is on its way.
    BookingStatus {
        /// Asked for.
        Requested "Requested",
        /// Granted.
        Approved "Approved",
        /// Refused.
        Rejected "Rejected",
        /// Given back.
        Released "Released",
    }
}

impl BookingStatus {
    /// True while the booking takes capacity.
    #[must_use]
    pub fn takes_capacity(self) -> bool {
        matches!(self, BookingStatus::Requested | BookingStatus::Approved)
    }
}

words! {
    /// What is done with the environment.
    BookingUse {
        /// Code is changed.
        CodeChange "Code change",
        /// Configuration is changed.
        ConfigurationChange "Configuration change",
        /// Nothing is changed.
        TestOnly "Test only",
    }
}

/// An environment taken for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Booking {
    /// The key.
    pub id: Id<Booking>,
    /// What for, in a line.
    #[serde(default, skip_serializing_if = "is_default")]
    pub title: String,
    /// The environment.
    pub environment: Id<Environment>,
    /// When.
    pub window: Interval,
    /// Where it is on its way.
    pub status: BookingStatus,
    /// What is done with the environment.
    #[serde(rename = "use")]
    pub usage: BookingUse,
    /// The phase that it is for; the booking then stands for the phase.
    #[serde(default, skip_serializing_if = "is_default")]
    pub phase: Option<Id<Phase>>,
    /// The change that it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub change: Option<Id<Change>>,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requester: Option<Id<Person>>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

record!(Booking, title, |this, links| {
    links.required("environment", &this.environment);
    links.optional("phase", &mut this.phase);
    links.optional("change", &mut this.change);
    links.optional("requester", &mut this.requester);
});
