//! Who acts in a plan: this browser remembers it for each plan, and no file carries it.

use leptos::prelude::window;

use crate::model::{Id, Person, Plan};

fn key(plan: &Id<Plan>) -> String {
    format!("slipway:acting:{plan}")
}

/// Who acted in the plan last; nobody when the plan does not have them any more.
#[must_use]
pub fn remembered(plan: &Plan) -> Option<Id<Person>> {
    let storage = window().local_storage().ok().flatten()?;
    let id = Id::parse(&storage.get_item(&key(&plan.id)).ok().flatten()?).ok()?;
    plan.people.contains_key(&id).then_some(id)
}

/// Remembers who acts. A browser that remembers nothing asks again the next time.
pub fn remember(plan: &Id<Plan>, person: Option<&Id<Person>>) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = match person {
        Some(person) => storage.set_item(&key(plan), person.as_str()),
        None => storage.remove_item(&key(plan)),
    };
}
