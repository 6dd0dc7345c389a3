//! Bookings: who uses which environment when.

use super::json::Json;

use crate::time::{Instant, Interval};

use super::{
    Change, Environment, EnvironmentGroup, Extra, Id, Person, Phase, altered, is_default, record, words,
};

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
#[derive(Debug, Clone, Json)]
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
    /// The group that was booked as one; its bookings move together.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environment_group: Option<Id<EnvironmentGroup>>,
    /// Holds the place for something that is not planned yet.
    #[serde(default, skip_serializing_if = "is_default")]
    pub placeholder: bool,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requester: Option<Id<Person>>,
    /// Who granted or refused it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_by: Option<Id<Person>>,
    /// When it was granted or refused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decided_at: Option<Instant>,
    /// Why it was granted or refused, or under which conditions it was granted.
    #[serde(default, skip_serializing_if = "is_default")]
    pub note: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Booking {
    /// A requested booking for tests of which only this is known.
    #[must_use]
    pub fn requested(
        id: Id<Booking>,
        title: String,
        environment: Id<Environment>,
        window: Interval,
    ) -> Booking {
        altered!(
            Booking::blank(),
            id,
            title,
            environment,
            window,
            status: BookingStatus::Requested,
            usage: BookingUse::TestOnly,
        )
    }
}

record!(Booking, title, |this, links| {
    links.required("environment", &this.environment);
    links.optional("phase", &mut this.phase);
    links.optional("change", &mut this.change);
    links.optional("environment_group", &mut this.environment_group);
    links.optional("requester", &mut this.requester);
    links.optional("decided_by", &mut this.decided_by);
});
