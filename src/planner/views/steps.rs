//! The way of a change as the lifecycle's table has it: where it is, which steps lead on, and what each of them lacks;
//! and the same of a template of standard changes.
//!
//! Apart from the inspector, because the page of a change, the table of changes and the templates offer the same steps.

use crate::gather::Gather;
use crate::model::altered;
use crate::model::lifecycle::change::{may_hold, path, ways};
use crate::model::lifecycle::template::{self, TemplateGuard};
use crate::model::lifecycle::{ChangeVerb, Guard, TemplateVerb};
use crate::model::{Change, ChangeStatus, ChangeTemplate, Command, Id, Outcome, RecordRef};
use crate::planner::{Missing, Place, Workbench};

/// Why a command cannot be carried out now; `None` when it can.
#[inline(never)]
pub(super) fn why_not(bench: &Workbench, command: &Command) -> Option<String> {
    bench.can(command).err().map(|refusal| refusal.to_string())
}

/// The command, or why it cannot be carried out now.
#[inline(never)]
pub(super) fn possible(bench: &Workbench, command: Command) -> Result<Command, String> {
    why_not(bench, &command).map_or(Ok(command), Err)
}

/// Where a station is for a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StationState {
    /// Behind it.
    Passed,
    /// It is here.
    Current,
    /// Still to come.
    Ahead,
}

/// A state of the lifecycle as it is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Station {
    /// Its name.
    pub name: &'static str,
    /// The verb that leads to it from the station before; empty for the first.
    pub verb: &'static str,
    /// Where it is for the change.
    pub state: StationState,
}

/// The states of the change's usual way in their order. A change that left it (rejected, withdrawn, cancelled) has its
/// own state at the end, and nothing before it counts as passed.
#[must_use]
pub fn stations(change: &Change) -> Vec<Station> {
    let path = path(change.kind);
    let here = path.iter().position(|status| *status == change.status);
    let before = |place: usize| place.checked_sub(1).and_then(|before| path.get(before));
    let verb = |from: Option<&ChangeStatus>, to: ChangeStatus| {
        let from = altered!(change.clone(), status: *from?, on_hold: false);
        ways(&from).find(|row| row.to == to && row.verb.is_forward()).map(|row| row.verb.label())
    };
    let mut stations: Vec<Station> = path
        .iter()
        .enumerate()
        .map(|(place, status)| Station {
            name: status.label(),
            verb: verb(before(place), *status).unwrap_or_default(),
            state: match here.map(|here| place.cmp(&here)) {
                Some(std::cmp::Ordering::Less) => StationState::Passed,
                Some(std::cmp::Ordering::Equal) => StationState::Current,
                Some(std::cmp::Ordering::Greater) | None => StationState::Ahead,
            },
        })
        .gather();
    if here.is_none() {
        stations.push(Station { name: change.status.label(), verb: "", state: StationState::Current });
    }
    stations
}

/// What can be asked of a change that takes it along its way, or holds it there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// A step of the table.
    Advance(ChangeVerb),
    /// Holding it.
    Hold,
    /// Releasing it from hold.
    ReleaseHold,
    /// A step of a template of standard changes.
    Template(TemplateVerb),
}

impl Act {
    /// What its button says.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Act::Advance(verb) => verb.label(),
            Act::Hold => "Put on hold",
            Act::ReleaseHold => "Release from hold",
            Act::Template(verb) => verb.label(),
        }
    }

    /// What it asks of the plan about a record; `None` when the record is of another table.
    #[must_use]
    pub fn command(self, of: &RecordRef, note: &str, outcome: Option<Outcome>) -> Option<Command> {
        let note = note.to_owned();
        Some(match self {
            Act::Advance(verb) => Command::Advance { change: of.id_of()?, verb, note, outcome },
            Act::Hold => Command::Hold { change: of.id_of()?, reason: note },
            Act::ReleaseHold => Command::ReleaseHold { change: of.id_of()? },
            Act::Template(verb) => Command::AdvanceTemplate { template: of.id_of()?, verb, note },
        })
    }
}

/// What is said with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Nothing.
    Nothing,
    /// A reason.
    Reason,
    /// How it ended.
    Outcome,
}

/// A step that leads on from where a record is.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The record.
    pub of: RecordRef,
    /// What is done.
    pub act: Act,
    /// Where it is then; empty where it stays.
    pub to: &'static str,
    /// It leads to the end for which such records are made.
    pub is_forward: bool,
    /// What is said with it.
    pub asks: Asks,
    /// What stands in the way, each with where it is mended; empty when the step can be taken.
    pub missing: Vec<Missing>,
}

/// The way of a change with what can be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// The states.
    pub stations: Vec<Station>,
    /// The steps.
    pub offers: Vec<Offer>,
    /// Why it is on hold; empty when it is not.
    pub hold: String,
}

/// The way of a change; `None` when it is gone.
#[must_use]
pub fn way(bench: &Workbench, change: &Id<Change>) -> Option<Way> {
    let change = bench.plan().changes.get(change)?;
    let hold = match (change.on_hold, change.hold_reason.is_empty()) {
        (false, _) => String::new(),
        (true, true) => "No reason was given.".to_owned(),
        (true, false) => change.hold_reason.clone(),
    };
    Some(Way { stations: stations(change), offers: offers(bench, change), hold })
}

/// Stands for the reason that somebody has yet to write.
const SOME_REASON: &str = "…";

/// The steps of a change, the usual one first; none while looking back. What a step asks for itself, a reason or an
/// outcome, is not missing.
#[must_use]
pub fn offers(bench: &Workbench, change: &Change) -> Vec<Offer> {
    if bench.looks_back_at().is_some() {
        return Vec::new();
    }
    let of = RecordRef::from(&change.id);
    let mut offers: Vec<Offer> = ways(change)
        .map(|row| {
            let ends = matches!(row.verb, ChangeVerb::Finish | ChangeVerb::Close) && change.outcome.is_none();
            let asks = match row.guards.contains(&Guard::Reason) {
                true => Asks::Reason,
                false if ends => Asks::Outcome,
                false => Asks::Nothing,
            };
            let to = if row.to == row.from { "" } else { row.to.label() };
            offer(bench, &of, Act::Advance(row.verb), to, asks)
        })
        .gather();
    if change.on_hold {
        offers.insert(0, offer(bench, &of, Act::ReleaseHold, "", Asks::Nothing));
    } else if may_hold(change.status) {
        offers.push(offer(bench, &of, Act::Hold, "", Asks::Reason));
    }
    offers
}

/// The steps of a template of standard changes, the usual one first; none while looking back.
#[must_use]
pub fn template_offers(bench: &Workbench, template: &ChangeTemplate) -> Vec<Offer> {
    if bench.looks_back_at().is_some() {
        return Vec::new();
    }
    let of = RecordRef::from(&template.id);
    let offers = template::ways(template.status).map(|row| {
        let needs_reason = row.guards.contains(&TemplateGuard::Reason);
        let asks = if needs_reason { Asks::Reason } else { Asks::Nothing };
        let to = if row.to == row.from { "" } else { row.to.label() };
        offer(bench, &of, Act::Template(row.verb), to, asks)
    });
    offers.gather()
}

fn offer(bench: &Workbench, of: &RecordRef, act: Act, to: &'static str, asks: Asks) -> Offer {
    let outcome = (asks == Asks::Outcome).then_some(Outcome::Successful);
    let note = if asks == Asks::Reason { SOME_REASON } else { "" };
    let asked = act.command(of, note, outcome);
    let missing = match asked.map(|command| bench.can(&command)) {
        Some(Ok(_)) | None => Vec::new(),
        Some(Err(refusal)) if refusal.missing().is_empty() => {
            vec![Missing::at(Place::Record(*of), refusal.to_string())]
        }
        Some(Err(refusal)) => refusal.missing().to_vec(),
    };
    let is_forward = match act {
        Act::Advance(verb) => verb.is_forward(),
        Act::Template(verb) => matches!(verb, TemplateVerb::Propose | TemplateVerb::Publish),
        Act::ReleaseHold => true,
        Act::Hold => false,
    };
    Offer { of: *of, act, to, is_forward, asks, missing }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        environment prod Controlled
        person ann
        blackout freeze 20..25 env=prod
        ci db env=prod
        change C1 21..22 on=db env=prod owner=ann status=Authorised authorised=2
        change C2 10..11 on=db owner=ann status=InReview actual=10..10T12
        change C3 status=Requested kind=Standard
        change C4 status=Withdrawn
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    fn change<'a>(bench: &'a Workbench, id: &str) -> &'a Change {
        bench.plan().changes.get(&Id::lenient(id)).unwrap()
    }

    #[test]
    fn a_step_says_what_it_lacks_and_leads_there() {
        let bench = bench();
        let offers = |id: &str| offers(&bench, change(&bench, id));
        let schedule = offers("C1").into_iter().next().unwrap();
        assert_eq!((schedule.act.label(), schedule.to), ("Schedule", "Scheduled"));
        assert!(schedule.missing.iter().any(|one| one.place == Place::Findings), "{schedule:?}");
        let close = offers("C2").into_iter().next().unwrap();
        assert_eq!((close.act.label(), close.asks, close.missing), ("Close", Asks::Outcome, Vec::new()));
        let labels: Vec<&str> = offers("C3").iter().map(|offer| offer.act.label()).collect();
        assert_eq!(
            labels,
            ["Schedule", "Reject", "Revert", "Withdraw", "Cancel", "Record as found", "Put on hold"]
        );
        let reject = offers("C3").into_iter().nth(1).unwrap();
        assert_eq!((reject.asks, reject.missing), (Asks::Reason, Vec::new()));
    }

    #[test]
    fn on_hold_a_change_is_released_or_cancelled() {
        let mut bench = bench();
        let hold = Act::Hold.command(&"changes/C1".parse().unwrap(), "Waits for the vendor", None);
        bench.run(&hold.unwrap()).unwrap();
        let offers = offers(&bench, change(&bench, "C1"));
        let labels: Vec<&str> = offers.iter().map(|offer| offer.act.label()).collect();
        assert_eq!(labels, ["Release from hold", "Cancel"]);
    }

    #[test]
    fn the_way_is_drawn_from_the_table() {
        let bench = bench();
        let drawn = |id: &str| {
            let stations = stations(change(&bench, id));
            stations.into_iter().map(|one| (one.verb, one.name, one.state)).collect::<Vec<_>>()
        };
        let normal = drawn("C1");
        assert_eq!(normal.first(), Some(&("", "Draft", StationState::Passed)));
        assert_eq!(normal.get(3), Some(&("Authorise", "Authorised", StationState::Current)));
        assert_eq!(normal.get(4), Some(&("Schedule", "Scheduled", StationState::Ahead)));
        assert_eq!(drawn("C3").get(2), Some(&("Schedule", "Scheduled", StationState::Ahead)));
        let withdrawn = drawn("C4");
        assert_eq!(withdrawn.last(), Some(&("", "Withdrawn", StationState::Current)));
        assert!(withdrawn.iter().all(|(_, _, state)| *state != StationState::Passed));
    }
}
