//! Adds a standard change that follows a published template.

use super::called_when_new;
use crate::model::altered;
use crate::model::lifecycle::template::change_from;
use crate::model::{AnyRecord, Change, ChangeTemplate, Diff, Id, Plan, RecordRef, TemplateStatus};
use crate::planner::{Context, Missing, Place, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    template: &Id<ChangeTemplate>,
    id: &Id<Change>,
    title: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let (of, new) = (RecordRef::from(template), RecordRef::from(id));
    let template = plan.change_templates.get(template).ok_or(Refusal::Missing(of))?;
    if plan.has(&new) {
        return Err(Refusal::Taken(new));
    }
    let lacks = |what: String| Refusal::Lacks {
        title: template.name.clone(),
        done: "followed",
        missing: vec![Missing::at(Place::Record(of), what)],
    };
    if template.status != TemplateStatus::Published {
        let status = template.status.label().to_ascii_lowercase();
        return Err(lacks(format!("the template is {status}; publish it first, or choose another")));
    }
    let change = change_from(template, id, title)
        .map_err(|error| lacks(format!("no change can be made from its fields ({error}); revise it")))?;
    let requester = change.requester.or(context.actor);
    let change = AnyRecord::from(altered!(change, requester));
    let from =
        if change.title() == template.name { String::new() } else { format!(" from {}", template.name) };
    let label = format!("Add {}{from}", called_when_new(plan, &change));
    let mut diff = Diff::default();
    diff.set(plan, change);
    Ok(Step { label, diff })
}
