//! `approval-outdated`.

use super::rule::rule;
use super::wording::difference;
use super::{Finding, Fix, Proof, View, free, harm};
use crate::authority::{requirement, still_covers};
use crate::gather::Gather;
use crate::model::{Approval, ApprovalStatus, Change, ChangeStatus, Record, RecordRef};
use crate::time::Interval;

rule! {
    /// What is done is what was approved: the same window, configuration items, environments, plans and risk.
    ///
    /// # Why
    /// A board says yes to one change at one time. When the change becomes another, nobody has said yes to it. The
    /// policy can tolerate that it starts a little later inside the same maintenance window.
    ///
    /// # Fails
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann
    /// change C1 12T20..12T22 env=prod status=Scheduled    #! approval-outdated
    /// approval A1 change=C1 board=cab status=Approved votes=ann:Approve of=11T20..11T22
    /// change C2 12T20..12T22 env=prod status=Scheduled    #! approval-outdated
    /// approval A2 change=C2 board=cab status=Void votes=ann:Approve
    /// ```
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann
    /// window night 12T20..13T04
    /// change C1 12T20:40..12T22:40 env=prod status=Scheduled    #! approval-outdated
    /// approval A1 change=C1 board=cab status=Approved votes=ann:Approve of=12T20..12T22
    /// change C2 12T20..12T22 env=prod status=Scheduled          #! approval-outdated
    /// approval A2 change=C2 board=cab status=Approved votes=ann:Approve of=12T20:10..12T22:10
    /// ```
    /// # Passes
    /// ```plan
    /// now 6T10
    /// environment prod Controlled
    /// board cab members=ann
    /// window night 12T20..13T04
    /// change C1 12T20:30..12T22:30 env=prod status=Scheduled
    /// approval A1 change=C1 board=cab status=Approved votes=ann:Approve of=12T20..12T22
    /// change C2 12T20..12T22 env=prod status=Closed
    /// approval A2 change=C2 board=cab status=Approved votes=ann:Approve of=11T20..11T22
    /// change C3 12T20..12T22 env=prod status=Assessed
    /// approval A3 change=C3 board=cab status=Void votes=ann:Approve of=11T20..11T22
    /// ```
    "approval-outdated", "Approved for something else than it is now", Blocker,
    Change => check, mend,
}

fn check(view: &View, change: &Change, found: &mut Vec<Finding>) {
    if !change.status.is_before_implementation() && change.status != ChangeStatus::Implementing {
        return;
    }
    let answers = view.index.answers(view.plan, &change.id);
    if answers.approvals.is_empty() {
        return;
    }
    for authority in requirement(view.plan, change).authorities {
        let Some(approval) = answers.latest(&authority) else { continue };
        let why = match approval.status {
            ApprovalStatus::Void if !change.status.is_before_authorisation() => void_reason(view, approval),
            status if status.is_given() => match still_covers(view.plan, approval, change) {
                Ok(()) => continue,
                Err(found) => found.iter().map(|it| difference(it, view.zone())).gather(),
            },
            _ => continue,
        };
        let of = RecordRef::from(&approval.id);
        let sentence =
            format!("{} is not what {} approved; {}.", change.title(), approval.id, why.join("; "));
        let proof = why.into_iter().map(|text| Proof::Fact { of, text }).gather();
        let finding = view.report(&RULE, RecordRef::from(&change.id), sentence, found);
        finding.related.push(of);
        finding.span = change.planned;
        finding.proof = proof;
        finding.harm = harm(view.weight(change), change.planned.map_or(3600, |planned| planned.seconds()));
    }
}

fn void_reason(view: &View, approval: &Approval) -> Vec<String> {
    let when = approval.voided_at.map(|at| format!(" since {}", view.moment(at))).unwrap_or_default();
    let reason =
        if approval.void_reason.is_empty() { String::new() } else { format!(": {}", approval.void_reason) };
    vec![format!("it is void{when}{reason}")]
}

/// Back to the window that was approved, where nothing else differs and it is still free; or ask anew.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let change = view.change(&finding.subject).filter(|change| change.status.is_before_implementation());
    let Some(change) = change else { return Vec::new() };
    let approval = finding.related.first().and_then(|of| view.plan.approvals.get(&of.id_of()?));
    let back = approval.and_then(|approval| back_to_approved(view, change, approval));
    let mut fixes = Vec::new();
    fixes.extend(back.map(|window| view.move_to(finding.subject, window, false)));
    fixes.extend(view.ask_approval(change, "Ask for approval again"));
    fixes
}

fn back_to_approved(view: &View, change: &Change, approval: &Approval) -> Option<Interval> {
    let window = approval.content.as_ref().filter(|_| approval.status.is_given())?.planned?;
    let by = change.planned.map_or(0, |planned| window.start.seconds_since(planned.start));
    let outage = change.outage.map(|outage| outage.shifted_by_seconds(by));
    let mut moved = change.clone();
    moved.planned = Some(window);
    moved.outage = outage;
    let is_free = free::earliest(view, change, window.seconds(), window.start) == Some(window);
    (is_free && still_covers(view.plan, approval, &moved).is_ok()).then_some(window)
}
