//! The list of tables, once: `Table`, `Plan`, `Diff` and `AnyRecord` are made from it.
//!
//! A file of its own so that adding a table is one line here and one record type.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::diff::{Edit, Edits, Mismatch, apply_edits, check_edits, invert_edits, squash_edits};
use super::links::Links;
use super::{
    Announcement, Approval, Blackout, Board, Booking, Change, ChangeTemplate, ConfigurationItem, Environment,
    EnvironmentGroup, Extra, FreezeException, Gate, Group, Id, MaintenanceWindow, Meeting, Person, Phase,
    Release, ReleaseTemplate, Runbook, Service, Settings, Waiver,
};

/// A record of a plan: something with an id in one table.
pub trait Record:
    Clone + PartialEq + fmt::Debug + Serialize + de::DeserializeOwned + Into<AnyRecord>
{
    /// The table it lives in.
    const TABLE: Table;
    /// Its key in that table.
    fn id(&self) -> &Id<Self>;
    /// What people call it; the id where it has no name of its own.
    fn title(&self) -> &str;
    /// Names every reference to another record, in one place, so that removing and checking need no list of their own.
    fn links(&mut self, links: &mut Links);
}

/// The records of one table by id; the order is the order of the ids.
pub type Records<T> = BTreeMap<Id<T>, T>;

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

            /// How many records a table has.
            #[must_use]
            pub fn count(&self, table: Table) -> usize {
                match table { $(Table::$variant => self.$field.len(),)* }
            }

            /// The record, if the plan has it.
            #[must_use]
            pub fn record(&self, of: &RecordRef) -> Option<AnyRecord> {
                match of.table {
                    $(Table::$variant => self.$field.get(&of.typed()).map(|record| record.clone().into()),)*
                }
            }

            /// What people call the record; its id when the plan does not have it.
            #[must_use]
            pub fn title<'a>(&'a self, of: &'a RecordRef) -> &'a str {
                match of.table {
                    $(Table::$variant => self.$field.get(&of.typed()).map_or(&*of.id, |record| record.title()),)*
                }
            }

            /// Lets a visitor read the records of a table.
            pub fn visit<V: TableVisitor>(&self, table: Table, visitor: V) -> V::Output {
                match table { $(Table::$variant => visitor.visit(&self.$field),)* }
            }

            /// Lets an editor change the records of a table. For building a plan that nobody watches yet, as
            /// [`Plan::put`].
            pub fn edit<E: TableEditor>(&mut self, table: Table, editor: E) -> E::Output {
                match table { $(Table::$variant => editor.edit(&mut self.$field),)* }
            }

            /// True when the plan has the record.
            #[must_use]
            pub fn has(&self, of: &RecordRef) -> bool {
                match of.table { $(Table::$variant => self.$field.contains_key(&of.typed()),)* }
            }

            /// References to all records of a table, in the order of their ids.
            #[must_use]
            pub fn refs(&self, table: Table) -> Vec<RecordRef> {
                match table { $(Table::$variant => self.$field.keys().map(RecordRef::from).collect(),)* }
            }

            /// Puts a record in its place, replacing one of the same id. For building a plan that nobody
            /// watches yet (importers, samples, tests); a plan in use changes by [`Diff`] alone.
            pub fn put(&mut self, record: AnyRecord) {
                match record { $(AnyRecord::$variant(record) => { self.$field.insert(record.id().clone(), *record); })* }
            }
        }

        /// What changed between two states of a plan: per table, id to before and after.
        ///
        /// Undo is [`Diff::inverse`]; storage, checking and the interface read the same value.
        #[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
        pub struct Diff {
            /// The settings before and after, when they changed.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub settings: Option<Box<(Settings, Settings)>>,
            $($(#[$doc])* #[serde(default, skip_serializing_if = "BTreeMap::is_empty", bound = "")] pub $field: Edits<$record>,)*
        }

        impl Diff {
            /// True when nothing changes.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.settings.is_none() $(&& self.$field.is_empty())*
            }

            /// The diff that takes this one back.
            #[must_use]
            pub fn inverse(self) -> Diff {
                Diff {
                    settings: self.settings.map(|both| Box::new((both.1, both.0))),
                    $($field: invert_edits(self.$field),)*
                }
            }

            /// This diff and then `next`, as one.
            #[must_use]
            pub fn then(self, next: Diff) -> Diff {
                Diff {
                    settings: match (self.settings, next.settings) {
                        (Some(first), Some(second)) => (first.0 != second.1).then(|| Box::new((first.0, second.1))),
                        (first, second) => first.or(second),
                    },
                    $($field: squash_edits(self.$field, next.$field),)*
                }
            }

            /// Changes the plan, or leaves it as it is when it is not in the state that the diff starts from.
            pub fn apply(&self, plan: &mut Plan) -> Result<(), Mismatch> {
                if let Some(both) = &self.settings && plan.settings != both.0 {
                    return Err(Mismatch::Settings);
                }
                $(check_edits(&plan.$field, &self.$field)?;)*
                if let Some(both) = &self.settings {
                    plan.settings = both.1.clone();
                }
                $(apply_edits(&mut plan.$field, &self.$field);)*
                Ok(())
            }

            /// The records that it adds, edits or removes.
            #[must_use]
            pub fn touched(&self) -> Vec<RecordRef> {
                let mut touched = Vec::new();
                $(touched.extend(self.$field.keys().map(RecordRef::from));)*
                touched
            }

            /// Records that `record` is to be as it is now; `before` is what the plan has under its id.
            /// Nothing is recorded when both are the same.
            pub fn set(&mut self, plan: &Plan, record: AnyRecord) {
                match record {
                    $(AnyRecord::$variant(record) => {
                        let id = record.id().clone();
                        let before = plan.$field.get(&id).cloned();
                        let edit = Edit { before, after: Some(*record) };
                        if edit.before != edit.after { self.$field.insert(id, edit); } else { self.$field.remove(&id); }
                    })*
                }
            }

            /// Records that the plan is to lose this record; nothing when it does not have it.
            pub fn unset(&mut self, plan: &Plan, of: &RecordRef) {
                match of.table {
                    $(Table::$variant => {
                        let id: Id<$record> = of.typed();
                        if let Some(before) = plan.$field.get(&id).cloned() {
                            self.$field.insert(id, Edit { before: Some(before), after: None });
                        }
                    })*
                }
            }

            /// The record as it is to be: `Some(None)` when it is removed, `None` when the diff does not touch it.
            #[must_use]
            pub fn after(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
                match of.table {
                    $(Table::$variant => self.$field.get(&of.typed()).map(|edit| edit.after.clone().map(AnyRecord::from)),)*
                }
            }

            /// The record as it was: `Some(None)` when it is added, `None` when the diff does not touch it.
            #[must_use]
            pub fn before(&self, of: &RecordRef) -> Option<Option<AnyRecord>> {
                match of.table {
                    $(Table::$variant => self.$field.get(&of.typed()).map(|edit| edit.before.clone().map(AnyRecord::from)),)*
                }
            }
        }

        /// A record of any table.
        #[derive(Debug, Clone, PartialEq)]
        pub enum AnyRecord { $($(#[$doc])* $variant(Box<$record>),)* }

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

            /// See [`Record::links`].
            pub fn links(&mut self, links: &mut Links) {
                match self { $(AnyRecord::$variant(record) => record.links(links),)* }
            }

            /// The record as it is written in the document.
            pub fn to_json(&self) -> serde_json::Result<serde_json::Value> {
                match self { $(AnyRecord::$variant(record) => serde_json::to_value(record),)* }
            }

            /// The record of a table from its form in the document; the error names the path inside it.
            pub fn from_json<'de, D: Deserializer<'de>>(
                table: Table,
                json: D,
            ) -> Result<AnyRecord, serde_path_to_error::Error<D::Error>> {
                match table {
                    $(Table::$variant => serde_path_to_error::deserialize::<_, $record>(json).map(AnyRecord::from),)*
                }
            }
        }

        $(impl From<$record> for AnyRecord {
            fn from(record: $record) -> AnyRecord { AnyRecord::$variant(Box::new(record)) }
        })*

        $(impl HasTable for $record { const OF: Table = Table::$variant; })*
    };
}

/// Reads the records of one table, whichever it is; see [`Plan::visit`].
pub trait TableVisitor {
    /// What it makes of them.
    type Output;
    /// Called once, with the records of the table.
    fn visit<T: Record>(self, records: &Records<T>) -> Self::Output;
}

/// Changes the records of one table, whichever it is; see [`Plan::edit`].
pub trait TableEditor {
    /// What it makes of them.
    type Output;
    /// Called once, with the records of the table.
    fn edit<T: Record>(self, records: &mut Records<T>) -> Self::Output;
}

/// Ties a record type to its table without asking more of it; see [`Record::TABLE`].
pub trait HasTable {
    /// The table of the type.
    const OF: Table;
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
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef {
    /// The table.
    pub table: Table,
    /// The id's text.
    pub id: Arc<str>,
}

impl RecordRef {
    /// A reference from a table and an id's text.
    #[must_use]
    pub fn new(table: Table, id: &str) -> RecordRef {
        RecordRef { table, id: Arc::from(id) }
    }

    /// The typed id; the caller knows that the table is `T`'s.
    #[must_use]
    pub(super) fn typed<T>(&self) -> Id<T> {
        Id::from_text(Arc::clone(&self.id))
    }

    /// The typed id, when the reference is to a record of this type.
    #[must_use]
    pub fn id_of<T: HasTable>(&self) -> Option<Id<T>> {
        (T::OF == self.table).then(|| self.typed())
    }
}

impl<T: HasTable> From<&Id<T>> for RecordRef {
    fn from(id: &Id<T>) -> RecordRef {
        RecordRef { table: T::OF, id: Arc::clone(id.text()) }
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
        Ok(RecordRef { table, id: Arc::clone(id.text()) })
    }
}

impl FromStr for Table {
    type Err = String;

    fn from_str(text: &str) -> Result<Table, String> {
        Table::ALL.iter().copied().find(|table| table.name() == text).ok_or_else(|| {
            let names: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
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
