//! Looks whether a step of a change may be taken, and says what is missing and where it is mended.
//!
//! Apart from the command, because the guards are the longest part of it and each is a sentence or two.

use crate::authority::{self, AskedAuthority, Authorisation};
use crate::gather::Gather;
use crate::model::lifecycle::fields::{field_row, lacking};
use crate::model::lifecycle::template::{departures, failures, has_lost_authority};
use crate::model::lifecycle::{ChangeVerb, Guard, Row};
use crate::model::{Blackout, Change, ChangeKind, ChangeStatus, Evidence, Plan, RecordRef, TemplateStatus};
use crate::planner::title_of;
use crate::rules::{Checker, Finding};

use super::refusal::{Missing, Place};
use super::update::Context;

/// What a step lacks: first the fields that its state needs, then its guards in the order of the table.
pub(super) fn missing(
    plan: &Plan,
    row: &Row,
    before: &Change,
    after: &Change,
    note: &str,
    context: &Context,
) -> Vec<Missing> {
    let is_bound = row.verb.is_forward() || row.verb == ChangeVerb::RecordFound;
    let needed = if is_bound { lacking(after, row.to) } else { Vec::new() };
    let mut missing = Vec::new();
    for needed in needed {
        let first = needed.fields.first().and_then(|name| field_row(name));
        missing.push(Missing::at(Place::Field(first.map_or("title", |field| field.name)), needed.sentence));
    }
    for guard in row.guards {
        let lacking = match guard {
            Guard::Reason if note.is_empty() => {
                Some(Missing::at(Place::Note, "it needs a reason; say why, for who asked for it"))
            }
            Guard::Requester => not_requester(plan, before, context),
            Guard::Authorised => unauthorised(plan, before, context),
            Guard::MayBegin => not_to_begin(plan, before, context),
            Guard::NoBlockers => blockers(plan, before, context),
            Guard::Reviewed => unreviewed(plan, after),
            Guard::Answered => unanswered(plan, before, context),
            Guard::Evidence => {
                missing.extend(evidence(plan, before));
                None
            }
            Guard::OnTemplate if before.kind == ChangeKind::Standard => {
                missing.extend(off_template(plan, before));
                None
            }
            Guard::Reason | Guard::OnTemplate => None,
        };
        missing.extend(lacking);
    }
    missing
}

/// The lockdown that holds a change, while the plan has it.
pub(super) fn holding_lockdown<'a>(plan: &'a Plan, change: &Change) -> Option<&'a Blackout> {
    change.held_by.as_ref().and_then(|id| plan.blackouts.get(id))
}

/// How a change gets off hold.
pub(super) fn way_off_hold(plan: &Plan, change: &Change) -> Missing {
    match holding_lockdown(plan, change).filter(|lockdown| lockdown.lifted_at.is_none()) {
        Some(lockdown) => {
            let name = &lockdown.name;
            let what = format!("the lockdown \"{name}\" holds it; lift that, or ask for a freeze exception");
            Missing::at(Place::Record(RecordRef::from(&lockdown.id)), what)
        }
        None => Missing::at(Place::Hold, "release it from hold first"),
    }
}

/// Withdrawing is for who asked for the change or answers for it; as far as that is known.
fn not_requester(plan: &Plan, change: &Change, context: &Context) -> Option<Missing> {
    let actor = context.actor.as_ref()?;
    let requester = change.requester.as_ref()?;
    if requester == actor || change.owner.as_ref() == Some(actor) {
        return None;
    }
    let of = RecordRef::from(requester);
    let what = format!("only {} can withdraw it, who asked for it; cancel it instead", plan.title(&of));
    Some(Missing::at(Place::Step(ChangeVerb::Cancel), what))
}

fn off_template(plan: &Plan, change: &Change) -> Vec<Missing> {
    let or_normal = "or make it a normal change while it is a draft";
    let template = change.template.as_ref().and_then(|id| plan.change_templates.get(id));
    let Some(template) = template else {
        let what =
            format!("it follows no template, which is what pre-authorises it; choose one, {or_normal}");
        return vec![Missing::at(Place::Field("template"), what)];
    };
    let (name, of) = (&template.name, RecordRef::from(&template.id));
    let mut missing = Vec::new();
    if template.status != TemplateStatus::Published {
        let status = template.status.label().to_ascii_lowercase();
        let what = format!("its template \"{name}\" is {status}; publish that, {or_normal}");
        missing.push(Missing::at(Place::Record(of), what));
    }
    if has_lost_authority(plan, template) {
        let failed = failures(plan, template);
        let failed: Vec<&str> = failed.iter().map(|change| change.id.as_str()).gather();
        let what = format!(
            "its template \"{name}\" failed with impact {} times ({}) and pre-authorises nothing until it is reviewed; \
             review it, {or_normal}",
            failed.len(),
            failed.join(", "),
        );
        missing.push(Missing::at(Place::Record(of), what));
    }
    for field in departures(template, change).into_iter().filter_map(field_row) {
        let label = field.label;
        let what = format!("its {label} is not what its template \"{name}\" says; set it back, {or_normal}");
        missing.push(Missing::at(Place::Field(field.name), what));
    }
    missing
}

fn evidence(plan: &Plan, change: &Change) -> Vec<Missing> {
    let missing = authority::missing_evidence(plan, change).into_iter().map(|evidence| {
        let (field, what) = match evidence {
            Evidence::ImplementationPlan => ("implementation_plan", "an implementation plan; write one"),
            Evidence::BackoutPlan => ("backout_plan", "a backout plan; write one"),
            Evidence::BackoutTested => ("backout_tested", "a tested backout; try it and say so"),
            Evidence::TestEvidence => ("test_evidence", "test evidence; write what was tested and where"),
            Evidence::Rehearsal => ("runbook", "a rehearsal; rehearse its runbook"),
            Evidence::RiskAssessment => ("answers", "all risk questions answered; answer them"),
        };
        Missing::at(Place::Field(field), format!("the policy asks for {what}"))
    });
    missing.gather()
}

fn unauthorised(plan: &Plan, change: &Change, context: &Context) -> Option<Missing> {
    let authorisation = authority::authorisation(plan, change, context.now);
    (!authorisation.is_enough()).then(|| says(plan, change, &authorisation, false))
}

/// Whether it may be begun; an emergency whose board was asked may, with the answer to come.
fn not_to_begin(plan: &Plan, change: &Change, context: &Context) -> Option<Missing> {
    let is_emergency = change.kind == ChangeKind::Emergency;
    authority::may_begin(plan, change, context.now)
        .err()
        .map(|authorisation| says(plan, change, &authorisation, is_emergency))
}

/// What is missing for the authorisation, in words.
fn says(plan: &Plan, change: &Change, authorisation: &Authorisation, before_answer: bool) -> Missing {
    let what = match authorisation {
        Authorisation::Given | Authorisation::NotNeeded => String::new(),
        Authorisation::Pending(open) => {
            let unasked: Vec<String> = open
                .iter()
                .filter(|shortfall| shortfall.approval.is_none())
                .map(|shortfall| name_of(plan, &shortfall.authority))
                .gather();
            let waiting: Vec<String> =
                open.iter().map(|shortfall| name_of(plan, &shortfall.authority)).gather();
            if unasked.is_empty() {
                format!("{} has not answered yet; vote, or remind who has not", waiting.join(" and "))
            } else {
                format!("{} was not asked for approval yet; ask", unasked.join(" and "))
            }
        }
        Authorisation::Rejected => {
            "its approval was refused; revert it, mend it and ask again, or cancel it".to_owned()
        }
        Authorisation::Void => {
            "its approval was given for something else than what it is now; ask again, or set it back"
                .to_owned()
        }
        Authorisation::Missing => {
            let asked = authority::requirement(plan, change).authorities;
            let asked: Vec<String> = asked.iter().map(|authority| name_of(plan, authority)).gather();
            let and_begin =
                if before_answer { "; an emergency may be begun before the answer comes" } else { "" };
            format!("{} has not approved it; ask for approval{and_begin}", asked.join(" and "))
        }
    };
    Missing::at(Place::Approvals, what)
}

/// What people call somebody whom the policy asks.
pub(super) fn name_of(plan: &Plan, authority: &AskedAuthority) -> String {
    match authority {
        AskedAuthority::Nobody => "nobody".to_owned(),
        AskedAuthority::Board(id) => title_of(plan, id),
        AskedAuthority::UnnamedBoard => "the board".to_owned(),
        AskedAuthority::EnvironmentManager(id) => {
            format!("the manager of {}", plan.title(&RecordRef::from(id)))
        }
    }
}

fn blockers(plan: &Plan, change: &Change, context: &Context) -> Option<Missing> {
    checked(plan, context, |checker| {
        let about = checker.about(&RecordRef::from(&change.id));
        // A step that mends a finding is not stopped by it: whether it is authorised is a guard of its own.
        let is_other = |finding: &&Finding| finding.rule != "unauthorised-in-controlled-environment";
        in_the_way(&mut about.iter().filter(is_other))
    })
}

/// Asks the findings of a plan: those that came with the context, or those that are worked out for it.
pub(super) fn checked<T>(plan: &Plan, context: &Context, ask: impl FnOnce(&Checker) -> T) -> T {
    match context.checker {
        Some(checker) => ask(checker),
        None => ask(&Checker::check(plan, context.now)),
    }
}

/// What of these findings blocks, as one thing to be mended.
pub(super) fn in_the_way(findings: &mut dyn Iterator<Item = &Finding>) -> Option<Missing> {
    let blocking: Vec<&str> =
        findings.filter(|finding| finding.blocks()).map(|finding| finding.sentence.as_str()).gather();
    let what = match blocking.as_slice() {
        [] => return None,
        [one] => format!("a blocker stands in the way; mend or waive it: {one}"),
        [first, rest @ ..] => {
            let count = rest.len() + 1;
            format!("{count} blockers stand in the way; mend or waive them, first: {first}")
        }
    };
    Some(Missing::at(Place::Findings, what.trim_end_matches('.')))
}

/// Failed, backed out, emergency and found changes need a finished review, and those for which the policy wants one.
fn unreviewed(plan: &Plan, change: &Change) -> Option<Missing> {
    let is_finished = change.review.as_ref().is_some_and(|review| review.finished_at.is_some());
    if is_finished || !authority::needs_review(plan, change) {
        return None;
    }
    let why = match change.outcome {
        _ if change.found_unauthorised => "it was found unauthorised".to_owned(),
        _ if change.kind == ChangeKind::Emergency => "it is an emergency".to_owned(),
        Some(outcome) if outcome >= crate::model::Outcome::BackedOut => {
            format!("its outcome is {}", outcome.label().to_ascii_lowercase())
        }
        _ => "the policy asks for it".to_owned(),
    };
    Some(Missing::at(Place::Review, format!("its review is not finished, and {why}; write and finish it")))
}

/// An emergency is closed only after its board has answered, be it with a rejection.
fn unanswered(plan: &Plan, change: &Change, context: &Context) -> Option<Missing> {
    let is_emergency = change.kind == ChangeKind::Emergency && !change.found_unauthorised;
    if !is_emergency || change.authorised_at.is_some() || change.status != ChangeStatus::InReview {
        return None;
    }
    let authorisation = authority::authorisation(plan, change, context.now);
    let is_answered = authorisation.is_enough() || authorisation == Authorisation::Rejected;
    (!is_answered).then(|| says(plan, change, &authorisation, false))
}
