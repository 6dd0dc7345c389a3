//! Changes and other tables to CSV (RFC 4180), exact and safe to open in a spreadsheet.
//!
//! Every cell is quoted, so that a spreadsheet which expects another delimiter does not part it.

use crate::gather::Gather;
use crate::model::{Change, Id, VersionReference};
use crate::time::{Instant, Interval};

use super::field::Field;
use super::guard::{guarded, joined};

/// A column of the export: what it holds and how it is read from a change.
type Column = (Field, fn(&Change) -> String);

/// The columns of the export. Together they are how our own export is recognised.
pub(super) const COLUMNS: &[Column] = &[
    (Field::Id, |change| change.id.to_string()),
    (Field::Title, |change| change.title.clone()),
    (Field::Description, |change| change.description.clone()),
    (Field::Kind, |change| change.kind.word().to_owned()),
    (Field::Status, |change| change.status.word().to_owned()),
    (Field::Risk, |change| change.risk.word().to_owned()),
    (Field::OnHold, |change| if change.on_hold { "yes".to_owned() } else { String::new() }),
    (Field::Category, |change| change.category.clone()),
    (Field::Requester, |change| one(change.requester.as_ref())),
    (Field::Owner, |change| one(change.owner.as_ref())),
    (Field::Group, |change| one(change.group.as_ref())),
    (Field::Implementers, |change| list(&change.implementers)),
    (Field::Cis, |change| list(&change.cis)),
    (Field::Services, |change| list(&change.services)),
    (Field::Environments, |change| list(&change.environments)),
    (Field::PlannedStart, |change| start(change.planned)),
    (Field::PlannedEnd, |change| end(change.planned)),
    (Field::OutageStart, |change| start(change.outage)),
    (Field::OutageEnd, |change| end(change.outage)),
    (Field::ActualStart, |change| moment(change.actual_start)),
    (Field::ActualEnd, |change| moment(change.actual_end)),
    (Field::RequestedAt, |change| moment(change.requested_at)),
    (Field::AuthorisedAt, |change| moment(change.authorised_at)),
    (Field::Release, |change| one(change.release.as_ref())),
    (Field::OtherReleases, |change| list(&change.other_releases)),
    (Field::ImplementationPlan, |change| change.implementation_plan.clone()),
    (Field::BackoutPlan, |change| change.backout_plan.clone()),
    (Field::Version, |change| version(change, |deploys| &deploys.version)),
    (Field::Repository, |change| version(change, |deploys| &deploys.repository)),
    (Field::Commit, |change| version(change, |deploys| &deploys.commit)),
    (Field::Outcome, |change| change.outcome.map_or(String::new(), |outcome| outcome.word().to_owned())),
    (Field::Labels, |change| joined(change.labels.iter().map(String::as_str))),
];

/// Changes as a table that [`super::import`] reads back. Dependencies and unknown fields are not in it.
#[must_use]
pub fn write_changes<'a>(changes: impl IntoIterator<Item = &'a Change>) -> String {
    let headers: Vec<&str> = COLUMNS.iter().map(|(field, _)| field.name()).gather();
    write_table(
        &headers,
        changes.into_iter().map(|change| COLUMNS.iter().map(|(_, cell)| cell(change)).gather()),
    )
}

/// Any table as CSV in UTF-8: lines end with CR LF, every cell is quoted, and none is a formula to a spreadsheet.
#[must_use]
pub fn write_table(headers: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut text = String::new();
    write_row(&mut text, headers.iter().map(|header| (*header).to_owned()));
    for row in rows {
        write_row(&mut text, row);
    }
    text
}

fn write_row(text: &mut String, cells: impl IntoIterator<Item = String>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        text.push('"');
        text.push_str(&guarded(cell).replace('"', "\"\""));
        text.push('"');
    }
    text.push_str("\r\n");
}

fn one<T>(id: Option<&Id<T>>) -> String {
    id.map_or(String::new(), ToString::to_string)
}

fn list<T>(ids: &[Id<T>]) -> String {
    joined(ids.iter().map(Id::as_str))
}

fn moment(instant: Option<Instant>) -> String {
    instant.map_or(String::new(), |instant| instant.to_string())
}

fn start(window: Option<Interval>) -> String {
    moment(window.map(|window| window.start))
}

fn end(window: Option<Interval>) -> String {
    moment(window.map(|window| window.end))
}

fn version(change: &Change, part: fn(&VersionReference) -> &String) -> String {
    change.deploys.as_ref().map_or(String::new(), |deploys| part(deploys).clone())
}
