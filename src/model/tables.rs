//! The list of tables, once: `Table`, `Plan` and `AnyRecord` are made from it.
//!
//! A file of its own so that adding a table is one line here and one record type.

use std::fmt;
use std::mem;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::gather::Gather;

use super::diff::{Diff, Edits};
use super::id_text::IdText;
use super::json::{self, Json, Unreadable};
use super::links::Links;
use super::records::{Records, Rows};
use super::{
    Announcement, Approval, Blackout, Board, Booking, Change, ChangeTemplate, ConfigurationItem, Environment,
    EnvironmentGroup, Extra, FreezeException, Gate, Group, Id, MaintenanceWindow, Meeting, Person, Phase,
    Release, ReleaseTemplate, Runbook, Service, Settings, Waiver,
};

/// A record of a plan: something with an id in one table.
pub trait Record: HasTable + Clone + PartialEq + fmt::Debug + Json + Into<AnyRecord> {
    /// The table it lives in.
    const TABLE: Table;
    /// Its key in that table.
    fn id(&self) -> &Id<Self>;
    /// What people call it; the id where it has no name of its own.
    fn title(&self) -> &str;
    /// Names every reference to another record, in one place, so that removing and checking need no list of their own.
    fn links(&mut self, links: &mut Links);
}

macro_rules! tables {
    ($($(#[$doc:meta])* $variant:ident $record:ident $field:ident $name:literal $one:literal $prefix:literal;)*) => {
        /// The tables of a plan, in the order in which they are written.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $($(#[$doc])* $variant,)* }

        impl Table {
            /// All tables, in the order in which they are written.
            pub const ALL: &'static [Table] = &[$(Table::$variant),*];

            /// The table's name in the document: `changes`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Table::$variant => $name,)* }
            }

            /// What one record of it is called in a sentence: `change`.
            #[must_use]
            pub fn singular(self) -> &'static str {
                match self { $(Table::$variant => $one,)* }
            }

            /// What a new id of this table starts with: `CHG`.
            #[must_use]
            pub fn id_prefix(self) -> &'static str {
                match self { $(Table::$variant => $prefix,)* }
            }
        }

        /// Everything that is planned: settings and one table for each kind of record.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Plan {
            /// The key of the plan among other plans; it travels with the file.
            pub id: Id<Plan>,
            /// Name, zone, working calendar, policy.
            pub settings: Settings,
            $($(#[$doc])* pub $field: Records<$record>,)*
            /// Fields of the document that this version does not know; kept and written back.
            pub extra: Extra,
        }

        impl Plan {
            /// A plan without records.
            #[must_use]
            pub fn new(id: Id<Plan>, settings: Settings) -> Plan {
                Plan { id, settings, $($field: Records::new(),)* extra: Extra::new() }
            }

            /// The records of a table, whichever it is.
            #[must_use]
            pub fn rows(&self, table: Table) -> &Rows {
                match table { $(Table::$variant => self.$field.rows(),)* }
            }

            pub(super) fn rows_mut(&mut self, table: Table) -> &mut Rows {
                match table { $(Table::$variant => self.$field.rows_mut(),)* }
            }
        }

        impl Diff {
            $($(#[$doc])* #[must_use] pub fn $field(&self) -> Edits<'_, $record> { Edits::in_diff(self) })*

            /// What the table is called in a stored diff.
            pub(super) fn field(table: Table) -> &'static str {
                match table { $(Table::$variant => stringify!($field),)* }
            }
        }

        /// A record of any table. Plan, diffs and history share it: a clone is the same record until one of them alters it.
        #[derive(Debug, Clone)]
        pub enum AnyRecord { $($(#[$doc])* $variant(Arc<$record>),)* }

        impl AnyRecord {
            /// Where it lives.
            #[must_use]
            pub fn reference(&self) -> RecordRef {
                match self { $(AnyRecord::$variant(record) => RecordRef::from(record.id()),)* }
            }

            /// What people call it.
            #[must_use]
            pub fn title(&self) -> &str {
                match self { $(AnyRecord::$variant(record) => record.title(),)* }
            }

            /// The record as a visitor of its references leaves it; see [`Record::links`].
            #[must_use]
            pub(super) fn visited(&self, links: &mut Links) -> AnyRecord {
                match self {
                    $(AnyRecord::$variant(record) => {
                        let mut visited = <$record>::clone(record);
                        visited.links(links);
                        visited.into()
                    })*
                }
            }

            /// The record as it is written in the document.
            #[must_use]
            pub fn to_json(&self) -> serde_json::Value {
                json::to_value(self.json())
            }

            /// The record of a table from its form in the document; the error names the path inside it.
            pub fn from_json(table: Table, value: &serde_json::Value) -> Result<AnyRecord, Unreadable> {
                match table { $(Table::$variant => <$record>::read(value).map(AnyRecord::from),)* }
            }
        }

        $(impl From<$record> for AnyRecord {
            fn from(record: $record) -> AnyRecord { AnyRecord::$variant(Arc::new(record)) }
        })*

        impl AnyRecord {
            /// The record, to be written.
            #[must_use]
            pub fn json(&self) -> &dyn Json {
                match self { $(AnyRecord::$variant(record) => &**record,)* }
            }
        }

        $(impl HasTable for $record {
            const OF: Table = Table::$variant;

            fn inside(any: &AnyRecord) -> Option<&$record> {
                if let AnyRecord::$variant(record) = any { Some(record) } else { None }
            }

            fn inside_mut(any: &mut AnyRecord) -> Option<&mut $record> {
                if let AnyRecord::$variant(record) = any { Some(Arc::make_mut(record)) } else { None }
            }

            fn taken_from(any: AnyRecord) -> Option<$record> {
                if let AnyRecord::$variant(record) = any { Some(Arc::unwrap_or_clone(record)) } else { None }
            }
        })*
    };
}

impl PartialEq for AnyRecord {
    fn eq(&self, other: &AnyRecord) -> bool {
        mem::discriminant(self) == mem::discriminant(other) && json::same(self.json(), other.json())
    }
}

/// Ties a record type to its table without asking more of it; see [`Record::TABLE`].
pub trait HasTable: Clone {
    /// The table of the type.
    const OF: Table;
    /// The record, when it is of this type.
    fn inside(any: &AnyRecord) -> Option<&Self>;
    /// See [`HasTable::inside`].
    fn inside_mut(any: &mut AnyRecord) -> Option<&mut Self>;
    /// See [`HasTable::inside`].
    fn taken_from(any: AnyRecord) -> Option<Self>;
}

tables! {
    /// Who requests, owns, implements and approves.
    People Person people "people" "person" "PER";
    /// Teams and boards.
    Groups Group groups "groups" "group" "GRP";
    /// What customers use.
    Services Service services "services" "service" "SVC";
    /// What is changed: servers, databases, applications.
    ConfigurationItems ConfigurationItem cis "configuration_items" "configuration item" "CI";
    /// Where changes are deployed, from development to production.
    Environments Environment environments "environments" "environment" "ENV";
    /// Environments that are booked as one.
    EnvironmentGroups EnvironmentGroup environment_groups "environment_groups" "environment group" "EGR";
    /// Who authorises changes together.
    Boards Board boards "boards" "board" "BRD";
    /// When changes are not to be deployed.
    Blackouts Blackout blackouts "blackouts" "blackout" "BLK";
    /// When changes are to be deployed.
    MaintenanceWindows MaintenanceWindow maintenance_windows "maintenance_windows" "maintenance window" "MNT";
    /// Standard changes that were authorised in advance.
    ChangeTemplates ChangeTemplate change_templates "change_templates" "change template" "TPL";
    /// The changes.
    Changes Change changes "changes" "change" "CHG";
    /// Who authorised which change, and what exactly.
    Approvals Approval approvals "approvals" "approval" "APR";
    /// When boards meet, and what they decide.
    Meetings Meeting meetings "meetings" "meeting" "MTG";
    /// Changes that ask to be done during a blackout.
    FreezeExceptions FreezeException freeze_exceptions "freeze_exceptions" "freeze exception" "FRX";
    /// What releases of one sort have in common.
    ReleaseTemplates ReleaseTemplate release_templates "release_templates" "release template" "RTP";
    /// Collections of changes that go together.
    Releases Release releases "releases" "release" "REL";
    /// Periods of a release, usually in an environment.
    Phases Phase phases "phases" "phase" "PHS";
    /// Decision points of a release.
    Gates Gate gates "gates" "gate" "GAT";
    /// Who uses which environment when.
    Bookings Booking bookings "bookings" "booking" "BKG";
    /// The steps of a deployment.
    Runbooks Runbook runbooks "runbooks" "runbook" "RBK";
    /// Who is told what, and when.
    Announcements Announcement announcements "announcements" "announcement" "ANN";
    /// Findings that somebody accepted.
    Waivers Waiver waivers "waivers" "waiver" "WVR";
}

/// A reference to a record of any table; written `changes/CHG-1042`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// The table.
    pub table: Table,
    /// The id's text.
    pub id: IdText,
}

impl RecordRef {
    /// A reference from a table and an id's text.
    #[must_use]
    pub fn new(table: Table, id: &str) -> RecordRef {
        RecordRef { table, id: IdText::of(id) }
    }

    /// The typed id; the caller knows that the table is `T`'s.
    #[must_use]
    pub(super) fn typed<T>(&self) -> Id<T> {
        Id::from_text(self.id)
    }

    /// The typed id, when the reference is to a record of this type.
    #[must_use]
    pub fn id_of<T: HasTable>(&self) -> Option<Id<T>> {
        (T::OF == self.table).then(|| self.typed())
    }
}

impl<T: HasTable> From<&Id<T>> for RecordRef {
    fn from(id: &Id<T>) -> RecordRef {
        RecordRef { table: T::OF, id: id.text() }
    }
}

impl fmt::Display for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.table.name(), self.id)
    }
}

impl fmt::Debug for RecordRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for RecordRef {
    type Err = String;

    fn from_str(text: &str) -> Result<RecordRef, String> {
        let (table, id) = text.split_once('/').unwrap_or(("", text));
        let table = Table::from_str(table)?;
        let id = Id::<()>::parse(id).map_err(|error| error.to_string())?;
        Ok(RecordRef { table, id: id.text() })
    }
}

impl FromStr for Table {
    type Err = String;

    fn from_str(text: &str) -> Result<Table, String> {
        Table::ALL.iter().copied().find(|table| table.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).gather();
            format!(
                "\"{text}\" is no table of a plan; a reference is written table/id, with one of {}",
                names.join(", ")
            )
        })
    }
}

impl Serialize for RecordRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}
