//! A change as one page in the order of the work, and as a board reads it: in the meeting and in the printed pack.

use super::approvals::{AuthoriseView, authorise, missing_for};
use super::findings_proof::Named;
use super::frame::to_minute;
use super::waiting::review_due;
use crate::authority::needs_review;
use crate::gather::Gather;
use crate::model::json;
use crate::model::{
    AnyRecord, Change, ChangeStatus, Command, Diff, Id, Incident, IncidentPriority, Link, Links, Outcome,
    Person, RecordRef, ReviewAction, Severity, Table,
};
use crate::order::Arrange;
use crate::planner::{Missing, Workbench, title_of};
use crate::rules::wording;
use crate::time::{Instant, Zone};

/// What is said about a change before anybody decides about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Brief {
    /// The change.
    pub of: RecordRef,
    /// What it is.
    pub title: String,
    /// Kind, risk and status.
    pub kind: &'static str,
    /// Its risk, for its colour.
    pub risk: crate::model::Risk,
    /// Where it is.
    pub status: ChangeStatus,
    /// The planned window.
    pub window: String,
    /// The outage, with its length.
    pub outage: String,
    /// Where it is deployed.
    pub environments: String,
    /// What is changed.
    pub items: String,
    /// The services that it can stop, the most critical first.
    pub services: String,
    /// Who asked for it.
    pub requester: String,
    /// Who answers for it.
    pub owner: String,
    /// Who does it.
    pub implementers: String,
    /// What it is, at length.
    pub description: String,
    /// How it is done.
    pub implementation_plan: String,
    /// How it is taken back.
    pub backout_plan: String,
    /// What shows that it was tested.
    pub test_evidence: String,
    /// What is wrong with it, the worst first.
    pub findings: Vec<(Severity, String)>,
}

/// What a board reads about a change.
#[must_use]
pub fn brief(bench: &Workbench, change: &Change) -> Brief {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let of = RecordRef::from(&change.id);
    let names = |list: &[Id<Person>]| named(bench, list.iter().map(RecordRef::from));
    let reached = super::inspector::impact(bench, change);
    let services = reached.into_iter().map(|one| one.service.name).gather::<Vec<_>>();
    let mut findings: Vec<(Severity, u64, String)> = bench
        .checker()
        .concerning(&of)
        .filter(|finding| finding.waived.is_none())
        .map(|finding| (finding.severity, finding.harm, finding.sentence.clone()))
        .gather();
    findings.arrange_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    findings.dedup_by(|a, b| a.2 == b.2);
    Brief {
        title: change.title.clone(),
        kind: change.kind.label(),
        risk: change.risk,
        status: change.status,
        window: change.planned.map_or_else(String::new, |window| {
            format!("{}, {}", wording::span(window, zone), wording::duration(window.seconds()))
        }),
        outage: change.outage.map_or_else(String::new, |outage| {
            format!("{}, {}", wording::span(outage, zone), wording::duration(outage.seconds()))
        }),
        environments: named(bench, change.environments.iter().map(RecordRef::from)),
        items: named(bench, change.cis.iter().map(RecordRef::from)),
        services: services.join(", "),
        requester: named(bench, change.requester.iter().map(RecordRef::from)),
        owner: named(bench, change.owner.iter().map(RecordRef::from)),
        implementers: names(&change.implementers),
        description: change.description.clone(),
        implementation_plan: change.implementation_plan.clone(),
        backout_plan: change.backout_plan.clone(),
        test_evidence: change.test_evidence.clone(),
        findings: findings.into_iter().map(|(severity, _, sentence)| (severity, sentence)).gather(),
        of,
    }
}

fn named(bench: &Workbench, list: impl Iterator<Item = RecordRef>) -> String {
    list.map(|of| title_of(bench.plan(), of)).gather::<Vec<_>>().join(", ")
}

/// The page of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangePage {
    /// The change.
    pub of: RecordRef,
    /// What it is.
    pub title: String,
    /// Kind, risk and template, between dots.
    pub over: String,
    /// Where it is.
    pub status: ChangeStatus,
    /// Its risk.
    pub risk: crate::model::Risk,
    /// Why it was rejected, withdrawn or cancelled, while it is.
    pub reason: String,
    /// The services that it can stop.
    pub services: usize,
    /// Who authorises it.
    pub authorise: AuthoriseView,
    /// The runbooks that say how it is done, with where they are.
    pub runbooks: Vec<(Named, &'static str)>,
    /// Its review.
    pub review: ReviewView,
}

/// The review of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewView {
    /// It has to be finished before the change is closed.
    pub is_needed: bool,
    /// Until when; empty where nobody says.
    pub due: String,
    /// It is late.
    pub is_late: bool,
    /// What was found.
    pub findings: String,
    /// What is to be done about it.
    pub actions: Vec<ReviewAction>,
    /// Who finished it and when; empty while it goes on.
    pub finished: String,
    /// Why it cannot be written now; empty when it can.
    pub refusal: Vec<Missing>,
    /// Incidents that the change caused.
    pub incidents: Vec<Incident>,
    /// Why no incident can be recorded now; empty when one can.
    pub incident_refusal: Vec<Missing>,
}

/// The page of a change; `None` when there is no such change.
#[must_use]
pub fn page(bench: &Workbench, id: &Id<Change>) -> Option<ChangePage> {
    let plan = bench.plan();
    let change = plan.changes.get(id)?;
    let template = change.template.as_ref().map(|id| title_of(plan, id));
    let risk = format!("{} risk", change.risk.label());
    let mut over = vec![change.id.to_string(), change.kind.label().to_owned(), risk];
    over.extend(template);
    over.extend(change.found_unauthorised.then(|| "found unauthorised".to_owned()));
    over.extend(change.outcome.map(|outcome: Outcome| outcome.label().to_owned()));
    let is_back = matches!(
        change.status,
        ChangeStatus::Draft | ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled
    );
    let runbooks = plan.runbooks.values().filter(|runbook| runbook.change.as_ref() == Some(id));
    Some(ChangePage {
        of: RecordRef::from(id),
        title: change.title.clone(),
        over: over.join(" · "),
        status: change.status,
        risk: change.risk,
        reason: if is_back { change.reason.clone() } else { String::new() },
        services: super::inspector::impact(bench, change).len(),
        authorise: authorise(bench, change),
        runbooks: runbooks
            .map(|runbook| {
                let of = RecordRef::from(&runbook.id);
                (Named { record: of, name: runbook.name.clone() }, runbook.status.label())
            })
            .gather(),
        review: review(bench, change),
    })
}

pub(super) fn review(bench: &Workbench, change: &Change) -> ReviewView {
    let plan = bench.plan();
    let zone = plan.settings.zone;
    let written = change.review.clone().unwrap_or_default();
    let by = written.by.as_ref().map(|id| title_of(plan, id));
    let is_needed = needs_review(plan, change);
    let due = review_due(plan, change).filter(|_| is_needed && written.finished_at.is_none());
    let finished = written.finished_at.map(|at| match by {
        Some(by) => format!("{by}, {}", wording::moment(to_minute(at), zone)),
        None => wording::moment(to_minute(at), zone),
    });
    let write = Command::Review {
        change: change.id,
        findings: written.findings.clone(),
        actions: written.actions.clone(),
        finish: false,
    };
    let record = Command::RecordIncident { change: change.id, incident: incident("INC-0", "", "") };
    ReviewView {
        is_needed,
        due: due.map_or_else(String::new, |due| wording::moment(due, zone)),
        is_late: due.is_some_and(|due| due <= bench.now()),
        findings: written.findings,
        actions: written.actions,
        finished: finished.unwrap_or_default(),
        refusal: missing_for(bench, &write, &change.id),
        incidents: change.incidents.clone(),
        incident_refusal: missing_for(bench, &record, &change.id),
    }
}

/// An incident as a form has it; the mildest priority for a word that is none.
#[must_use]
pub fn incident(number: &str, priority: &str, title: &str) -> Incident {
    Incident {
        number: number.trim().to_owned(),
        priority: IncidentPriority::from_word(priority).unwrap_or(IncidentPriority::P4),
        title: title.trim().to_owned(),
        extra: Default::default(),
    }
}

/// An action of a review as a form has it; `due` is a date as a date field writes it.
#[must_use]
pub fn action(text: &str, owner: &str, due: &str, zone: Zone) -> ReviewAction {
    let due = crate::time::parse_date(due).ok().map(|date| zone.day(date).end);
    ReviewAction {
        text: text.trim().to_owned(),
        owner: Id::parse(owner).ok(),
        due,
        done: false,
        extra: Default::default(),
    }
}

/// One step of a record's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// When, to look back at.
    pub at: Instant,
    /// When.
    pub when: String,
    /// Who; empty where nobody was chosen.
    pub who: String,
    /// What it was called.
    pub words: String,
    /// The fields that it changed: name, before, after.
    pub changed: Vec<(String, String, String)>,
}

/// One step of a plan as its journal has it: when, by whom, in which words, and what it changed.
pub type Entry<'a> = (Instant, &'a str, &'a str, &'a Diff);

/// The steps that changed a record or what is part of it, such as the approvals of a change; the last one first.
#[must_use]
pub fn history<'a>(of: &RecordRef, zone: Zone, entries: impl Iterator<Item = Entry<'a>>) -> Vec<HistoryLine> {
    let mut lines: Vec<HistoryLine> = entries
        .filter_map(|(at, who, words, diff)| {
            let touched = touched(diff, of, &mut Links::of);
            if touched.is_empty() {
                return None;
            }
            let changed = touched.iter().flat_map(|one| differences(diff, one, of)).gather();
            let (who, words) = (who.to_owned(), words.to_owned());
            Some(HistoryLine { at, when: wording::moment(to_minute(at), zone), who, words, changed })
        })
        .gather();
    lines.reverse();
    lines
}

/// The records that a diff touches and that are `of`, or mean nothing without it.
///
/// Whether a record can be a part of another is the same for all of its table, so one says it of those that are no part
/// of anything: a step that imports a hundred thousand changes is not looked through.
fn touched(diff: &Diff, of: &RecordRef, links: &mut dyn FnMut(&AnyRecord) -> Vec<Link>) -> Vec<RecordRef> {
    let mut touched: Vec<RecordRef> = diff.before(of).map(|_| *of).into_iter().gather();
    for table in Table::ALL {
        for (one, edit) in diff.edits(*table) {
            let sides = edit.before.iter().chain(&edit.after);
            let to: Vec<RecordRef> =
                sides.flat_map(&mut *links).filter(|link| link.required).map(|link| link.to).gather();
            if to.is_empty() {
                break;
            }
            if to.contains(of) && one != of {
                touched.push(*one);
            }
        }
    }
    touched
}

/// The fields of a record that a diff changes; those of a part of `of` are named with what it is.
fn differences(diff: &Diff, touched: &RecordRef, of: &RecordRef) -> Vec<(String, String, String)> {
    let json = |record: Option<Option<AnyRecord>>| record.flatten().map(|one| one.to_json());
    let (Some(before), Some(after)) = (json(diff.before(touched)), json(diff.after(touched))) else {
        return Vec::new();
    };
    let mut fields = changed_fields(&before, &after);
    if touched != of {
        fields.iter_mut().for_each(|field| field.0 = format!("{}: {}", touched.table.singular(), field.0));
    }
    fields
}

fn changed_fields(before: &serde_json::Value, after: &serde_json::Value) -> Vec<(String, String, String)> {
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return Vec::new() };
    let mut names: Vec<&String> = before.keys().chain(after.keys()).gather();
    names.arrange();
    names.dedup();
    names.retain(|name| before.get(*name) != after.get(*name));
    let shown = |value: Option<&serde_json::Value>| match value {
        None | Some(serde_json::Value::Null) => String::new(),
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => json::to_string(other),
    };
    let line = |name: &String| (name.replace('_', " "), shown(before.get(name)), shown(after.get(name)));
    names.into_iter().map(line).gather()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Plan, notation};
    use crate::planner::Place;

    const PLAN: &str = "
        now 12T10
        environment prod Controlled
        ci db env=prod
        service shop on=db
        person ann
        change C1 20T20..20T22 on=db env=prod owner=ann status=Assessed plan=x backout=y outage=20T20..20T21
        change C2 3T20..3T22 on=db env=prod owner=ann status=InReview actual=3T20..3T22 outcome=Failed
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, Some("ann"))
    }

    #[test]
    fn a_brief_says_what_a_board_asks() {
        let bench = bench();
        let brief = brief(&bench, bench.plan().changes.get(&Id::lenient("C1")).unwrap());
        assert_eq!((brief.services.as_str(), brief.owner.as_str()), ("shop", "ann"));
        assert!(brief.outage.ends_with(", 1 h"), "{}", brief.outage);
    }

    #[test]
    fn a_review_is_written_once_the_change_is_done_and_says_until_when() {
        let mut bench = bench();
        let page = |bench: &Workbench, id| page(bench, &Id::lenient(id)).unwrap();
        assert!(!page(&bench, "C1").review.refusal.is_empty());
        let review = page(&bench, "C2").review;
        assert!(review.is_needed && review.refusal.is_empty() && !review.due.is_empty());
        let zone = bench.plan().settings.zone;
        let write = Command::Review {
            change: Id::lenient("C2"),
            findings: "The disk was full".to_owned(),
            actions: vec![action(" Watch the disk ", "ann", "2026-01-20", zone)],
            finish: true,
        };
        bench.run(&write).unwrap();
        let review = page(&bench, "C2").review;
        assert!(review.finished.starts_with("ann, ") && review.due.is_empty(), "{review:?}");
        assert_eq!(review.actions.first().map(|action| action.text.as_str()), Some("Watch the disk"));
    }

    #[test]
    fn history_has_the_steps_of_the_record_alone() {
        let mut bench = bench();
        let first =
            Change { title: "Other".to_owned(), ..bench.plan().changes.values().next().unwrap().clone() };
        let step = bench.run(&Command::Edit(first.into())).unwrap();
        let zone = bench.plan().settings.zone;
        let entries = [(bench.now(), "Ann", step.label.as_str(), &step.diff)];
        let lines = history(&"changes/C1".parse().unwrap(), zone, entries.into_iter());
        let changed = ("title".to_owned(), "C1".to_owned(), "Other".to_owned());
        assert_eq!(
            lines.first().map(|line| (line.who.as_str(), &line.changed)),
            Some(("Ann", &vec![changed]))
        );
        assert!(history(&"changes/C2".parse().unwrap(), zone, entries.into_iter()).is_empty());
    }

    #[test]
    fn a_large_step_about_other_records_is_not_looked_through() {
        let mut text = PLAN.to_owned();
        (0..500).for_each(|number| text.push_str(&format!("change N{number} 21..22\n")));
        let plan =
            notation::parse(&format!("{text}approval A1 change=C1\napproval A2 change=N7")).unwrap().plan;
        let empty = Plan::new(plan.id, plan.settings.clone());
        let mut import = Diff::default();
        let records = plan.changes.clone().into_rows().chain(plan.approvals.clone().into_rows());
        records.for_each(|record| import.set(&empty, record));
        let mut looked_at = 0;
        let mut links = |record: &AnyRecord| {
            looked_at += 1;
            Links::of(record)
        };
        let found = touched(&import, &"changes/C1".parse().unwrap(), &mut links);
        assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["changes/C1", "approvals/A1"]);
        assert_eq!(looked_at, 3, "a change, and both approvals");
    }

    #[test]
    fn history_has_the_steps_of_the_approvals_too() {
        let mut bench = bench();
        let of: RecordRef = "changes/C1".parse().unwrap();
        let asked = notation::parse(&format!("{PLAN}approval A1 change=C1")).unwrap().plan;
        let approval = asked.approvals.values().next().unwrap().clone();
        let add = bench.run(&Command::Add(approval.clone().into())).unwrap();
        let note = "Until noon".to_owned();
        let edit = bench.run(&Command::Edit(crate::model::Approval { note, ..approval }.into())).unwrap();
        let entries = [&add, &edit].map(|step| (bench.now(), "Ann", step.label.as_str(), &step.diff));
        let lines = history(&of, bench.plan().settings.zone, entries.into_iter());
        let changed: Vec<_> = lines.iter().map(|line| line.changed.clone()).collect();
        let noted = ("approval: note".to_owned(), String::new(), "Until noon".to_owned());
        assert_eq!(changed, [vec![noted], Vec::new()]);
    }

    #[test]
    fn nobody_asked_leads_to_the_approvals() {
        let bench = bench();
        let page = page(&bench, &Id::lenient("C1")).unwrap();
        assert_eq!(page.authorise.headline, "Not asked for yet");
        assert!(page.authorise.ask.is_empty(), "{:?}", page.authorise.ask);
        let offers = super::super::steps::offers(&bench, bench.plan().changes.values().next().unwrap());
        let authorise = offers.into_iter().next().unwrap();
        assert!(authorise.missing.iter().any(|one| one.place == Place::Approvals), "{authorise:?}");
    }
}
