//! Takes a record away, with what belongs to it and with the references to it.

use std::collections::BTreeSet;

use super::called;
use crate::gather::Gather;
use crate::model::{AnyRecord, Diff, Links, Plan, RecordRef, Table};
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, subject: &RecordRef) -> Result<Step, Refusal> {
    if !plan.has(subject) {
        return Err(Refusal::Missing(*subject));
    }
    let records: Vec<AnyRecord> =
        Table::ALL.iter().flat_map(|table| plan.refs(*table)).filter_map(|of| plan.record(&of)).gather();
    let gone = with_what_belongs(&records, subject);
    let mut diff = Diff::default();
    for of in &gone {
        diff.unset(plan, of);
    }
    for record in records.into_iter().filter(|record| !gone.contains(&record.reference())) {
        let detached =
            gone.iter().fold(record.clone(), |record, of| Links::without(&record, of).unwrap_or(record));
        diff.set(plan, detached);
    }
    let label = match gone.len() {
        1 => format!("Remove {}", called(subject)),
        more => format!("Remove {} and {} that belong to it", called(subject), more - 1),
    };
    Ok(Step { label, diff })
}

/// The record and all that mean nothing without it: phases and gates of a release, bookings of an environment.
fn with_what_belongs(records: &[AnyRecord], subject: &RecordRef) -> BTreeSet<RecordRef> {
    let owned: Vec<(RecordRef, RecordRef)> = records
        .iter()
        .flat_map(|record| {
            let holder = record.reference();
            let required = Links::of(record).into_iter().filter(|link| link.required);
            required.map(move |link| (link.to, holder)).gather::<Vec<_>>()
        })
        .gather();
    let mut gone = BTreeSet::from([*subject]);
    loop {
        let more: Vec<RecordRef> = owned
            .iter()
            .filter(|(to, holder)| gone.contains(to) && !gone.contains(holder))
            .map(|(_, holder)| *holder)
            .gather();
        if more.is_empty() {
            return gone;
        }
        gone.extend(more);
    }
}
