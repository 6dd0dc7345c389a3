//! Takes a template of standard changes a step along its way.

use super::called;
use crate::gather::Gather;
use crate::model::lifecycle::fields::field_row;
use crate::model::lifecycle::template::{self, TemplateGuard, TemplateRow, TemplateVerb, ways};
use crate::model::{ChangeTemplate, Diff, Id, Plan, RecordRef};
use crate::planner::{Context, Missing, Place, Refusal, Step};

#[inline(never)]
pub(in crate::planner) fn step(
    plan: &Plan,
    id: &Id<ChangeTemplate>,
    verb: TemplateVerb,
    note: &str,
    context: &Context,
) -> Result<Step, Refusal> {
    let of = RecordRef::from(id);
    let before = plan.change_templates.get(id).ok_or(Refusal::Missing(of))?;
    let note = note.trim();
    let row = ways(before.status).find(|row| row.verb == verb).ok_or_else(|| Refusal::NoWay {
        title: before.name.clone(),
        status: before.status.label().to_ascii_lowercase(),
        done: verb.done(),
        open: ways(before.status).map(|row| row.verb.done()).gather(),
    })?;
    let missing = missing(plan, before, row, note, context);
    if !missing.is_empty() {
        return Err(Refusal::Lacks { title: before.name.clone(), done: verb.done(), missing });
    }
    let after = template::after(before, row, note, context.actor.as_ref(), context.now);
    let label = match verb {
        TemplateVerb::Publish => format!("Publish {} as version {}", called(&of), after.version),
        verb => format!("{verb} {}", called(&of)),
    };
    let mut diff = Diff::default();
    diff.set(plan, after.into());
    Ok(Step { label, diff })
}

fn missing(
    plan: &Plan,
    template: &ChangeTemplate,
    row: &TemplateRow,
    note: &str,
    context: &Context,
) -> Vec<Missing> {
    let each = row.guards.iter().flat_map(|guard| match guard {
        TemplateGuard::Complete => incomplete(template),
        TemplateGuard::Independent => dependent(plan, template, context).into_iter().gather(),
        TemplateGuard::Reason if note.is_empty() => {
            vec![Missing::at(Place::Note, "it needs a reason; say what was found")]
        }
        TemplateGuard::Reason => Vec::new(),
    });
    each.gather()
}

fn incomplete(template: &ChangeTemplate) -> Vec<Missing> {
    let mut missing = Vec::new();
    if let Err(error) = template::example(template) {
        let what = format!("no change can be made from its fields ({error}); correct them");
        missing.push(Missing::at(Place::Field("fields"), what));
    }
    for (name, does) in [("implementation_plan", "done"), ("backout_plan", "taken back")] {
        let text = template.fields.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        if text.trim().is_empty() {
            let what = format!("it does not say how the change is {does}; write that into its fields");
            missing.push(Missing::at(Place::Field("fields"), what));
        }
    }
    if template.locked.is_empty() {
        let what = "it locks no field, so any change could follow it; choose what a change may not alter";
        missing.push(Missing::at(Place::Field("locked"), what));
    }
    for name in template.locked.iter().filter(|name| field_row(name).is_none()) {
        let what = format!("it locks \"{name}\", which no change has; take that out");
        missing.push(Missing::at(Place::Field("locked"), what));
    }
    missing
}

/// Why who acts cannot approve or review the template.
fn dependent(plan: &Plan, template: &ChangeTemplate, context: &Context) -> Option<Missing> {
    let Some(actor) = &context.actor else {
        let what = "nobody is named who answers for this step; choose who acts";
        return Some(Missing::at(Place::Actor, what));
    };
    let proposed = template.proposed_by.as_ref() == Some(actor);
    let name = plan.people.get(actor).map_or(actor.as_str(), |person| person.name.as_str());
    proposed.then(|| {
        let what = format!("{name} proposed it and cannot approve it as well; let somebody else act");
        Missing::at(Place::Actor, what)
    })
}
