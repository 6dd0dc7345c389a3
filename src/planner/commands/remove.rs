//! Takes a record away, with what belongs to it and with the references to it.

use std::collections::BTreeSet;

use super::called;
use crate::gather::Gather;
use crate::model::{AnyRecord, Board, Diff, Id, Links, Plan, RecordRef, Table};
use crate::planner::{Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, subject: &RecordRef) -> Result<Step, Refusal> {
    if !plan.has(subject) {
        return Err(Refusal::Missing(*subject));
    }
    let gone = with_what_belongs(plan, subject);
    let mut diff = Diff::default();
    for of in &gone {
        diff.unset(plan, of);
    }
    for record in records(plan).filter(|record| !gone.contains(&record.reference())) {
        let named = Links::of(record).into_iter().filter(|link| gone.contains(&link.to));
        let detached = named.fold(None, |detached: Option<AnyRecord>, link| {
            Links::without(detached.as_ref().unwrap_or(record), &link.to).or(detached)
        });
        detached.into_iter().for_each(|record| diff.set(plan, record));
    }
    without_boards(plan, &gone, &mut diff);
    let label = match gone.len() {
        1 => format!("Remove {}", called(subject)),
        more => format!("Remove {} and {} that belong to it", called(subject), more - 1),
    };
    Ok(Step { label, diff })
}

fn records(plan: &Plan) -> impl Iterator<Item = &AnyRecord> {
    Table::ALL.iter().flat_map(|table| plan.rows(*table).values())
}

/// Rows of the policy that name a board which goes ask the plan's first one from then on.
fn without_boards(plan: &Plan, gone: &BTreeSet<RecordRef>, diff: &mut Diff) {
    let is_gone = |board: &Id<Board>| gone.contains(&RecordRef::from(board));
    let mut settings = plan.settings.clone();
    for row in &mut settings.policy.rows {
        row.board = row.board.filter(|board| !is_gone(board));
    }
    diff.set_settings(plan, settings);
}

/// The record and all that mean nothing without it: phases and gates of a release, bookings of an environment.
fn with_what_belongs(plan: &Plan, subject: &RecordRef) -> BTreeSet<RecordRef> {
    let owned: Vec<(RecordRef, RecordRef)> = records(plan)
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
