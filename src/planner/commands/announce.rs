//! Notes that an announcement was sent, by whom, and for which window.

use super::called;
use crate::model::{Announcement, Diff, Id, Plan, RecordRef};
use crate::planner::{Context, Refusal, Step};
use crate::rules::announced;

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<Announcement>,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let announcement = plan.announcements.get(id).ok_or(Refusal::Missing(of))?;
    let Some(window) = announced::window(plan, announcement) else {
        let title = &announcement.title;
        return Err(Refusal::NotYet(format!("what \"{title}\" is about has no date yet; plan it first")));
    };
    if announcement.sent_at.is_some() && announcement.sent_for == Some(window) {
        return Err(Refusal::Nothing);
    }
    let mut sent = announcement.clone();
    sent.sent_at = Some(context.now);
    sent.sent_by = context.actor;
    sent.sent_for = Some(window);
    let mut diff = Diff::default();
    diff.set(plan, sent.into());
    Ok(Step { label: format!("Send {}", called(&of)), diff })
}
