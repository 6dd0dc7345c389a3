//! Asks those whom the policy asks to authorise a change.

use super::called;
use crate::authority::{Answers, AskedAuthority, Unaskable, content_hash, content_of, to_ask};
use crate::gather::Gather;
use crate::model::altered;
use crate::model::{
    Approval, ApprovalStatus, Authority, Change, ChangeKind, Diff, Id, Plan, RecordRef, Table,
};
use crate::planner::naming::fresh_ids;
use crate::planner::{Context, Refusal, Step};
use crate::rules::wording::list;

#[inline(never)]
pub(in crate::planner) fn step(plan: &Plan, id: &Id<Change>, context: &Context) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let change = plan.changes.get(id).ok_or(Refusal::Missing(of))?;
    let authorities =
        to_ask(plan, change, &Answers::of(plan, id), context.now).map_err(|why| refusal(change, why))?;
    let mut diff = Diff::default();
    for (authority, id) in authorities.iter().zip(fresh_ids(plan, Table::Approvals)) {
        diff.set(plan, request(plan, change, authority, Id::lenient(&id), context).into());
    }
    Ok(Step { label: format!("Ask for approval of {}", called(&of)), diff })
}

fn refusal(change: &Change, why: Unaskable) -> Refusal {
    let title = change.title.clone();
    match why {
        Unaskable::OnHold => Refusal::AskedOnHold(title),
        Unaskable::NotRequested => Refusal::not_requested(&title, change.status.label()),
        Unaskable::NobodyToAsk => Refusal::nobody_to_ask(&title),
        Unaskable::EvidenceMissing(missing) => {
            let names: Vec<String> =
                missing.iter().map(|evidence| evidence.label().to_ascii_lowercase()).gather();
            Refusal::evidence_missing(&title, &list(&names))
        }
        Unaskable::AlreadyAsked => Refusal::already_asked(&title),
    }
}

fn request(
    plan: &Plan,
    change: &Change,
    authority: &AskedAuthority,
    id: Id<Approval>,
    context: &Context,
) -> Approval {
    let content = content_of(change);
    let hours = i64::from(plan.settings.policy.retrospective_hours);
    let from = change.actual_start.unwrap_or(context.now);
    let board = match authority {
        AskedAuthority::Board(board) => Some(*board),
        _ => None,
    };
    let environment = match authority {
        AskedAuthority::EnvironmentManager(environment) => Some(*environment),
        _ => None,
    };
    let asked = if environment.is_some() { Authority::EnvironmentManager } else { Authority::Board };
    altered!(
        Approval::requested(id, change.id, asked, context.now),
        board,
        environment,
        status: ApprovalStatus::Requested,
        content_hash: content_hash(&content),
        content: Some(content),
        due: (change.kind == ChangeKind::Emergency).then(|| from.plus_minutes(hours * 60)),
    )
}
