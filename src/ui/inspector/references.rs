//! Fields that name other records: one, or any number.

use crate::gather::Gather;
use crate::ui::prelude::*;
use serde_json::Value;

use super::RecordLink;
use super::fields::Row;
use super::form::{Form, Typed};
use super::picker::{Picked, RecordPicker};
use crate::model::{AnyRecord, RecordRef, Table};
use crate::planner::views::forms::{Field, Kind};
use crate::planner::views::records::described;
use crate::ui::components::{Icon, Shape};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// A record's name as a chip that opens it, with a button that takes it out of the field.
#[component]
pub fn RecordChip(
    of: RecordRef,
    #[prop(into)] on_remove: Callback<()>,
    #[prop(optional)] fixed: bool,
) -> View {
    let live = use_live();
    let named = of;
    let name =
        Memo::new(move |_| live.read(|bench| described(bench.plan(), &named).name).unwrap_or_default());
    view! {
        <span class="record-chip">
            {move || view! { <RecordLink of=of name=name.get() /> }}
            {(!fixed).then(|| view! {
                <button
                    type="button"
                    class="chip-remove"
                    aria-label=move || (text().inspector.take_out)(&name.get())
                    title=move || (text().inspector.take_out)(&name.get())
                    on:click=move |_| on_remove.run(())
                >
                    <Icon shape=Shape::Close />
                </button>
            })}
        </span>
    }
}

/// True for what can be added from its name alone.
#[must_use]
pub fn is_added_by_name(table: Table) -> bool {
    !matches!(table, Table::Phases | Table::Gates | Table::Bookings | Table::Changes | Table::Waivers)
}

/// The id and the new record of what was picked.
#[must_use]
pub fn taken(picked: Picked) -> (RecordRef, Option<AnyRecord>) {
    match picked {
        Picked::Known(of) => (of, None),
        Picked::New(record) => (record.reference(), Some(record)),
    }
}

/// Says that nothing is chosen. The style shows it where the field is locked: elsewhere the picker says so.
fn unset(is_empty: Signal<bool>) -> View {
    view! { {move || is_empty.get().then(|| view! { <span class="unset muted">{text().inspector.none}</span> })} }
}

#[component]
pub fn ReferenceField(form: Form, field: Field, table: Table) -> View {
    let value = form.text(field);
    let typed = Typed::new();
    let is_needed = matches!(field.kind, Kind::Reference { optional: false, .. });
    let chosen = Memo::new(move |_| {
        let id = value.get();
        (!id.is_empty()).then(|| RecordRef::new(table, &id))
    });
    let pick = move |picked: Picked| {
        let (of, new) = taken(picked);
        let id = Value::from(&*of.id);
        typed.settle(match new {
            Some(new) => form.enter_with(field, &id, new),
            None => form.enter(field, &id),
        });
    };
    let without = move || chosen.get().into_iter().gather::<Vec<_>>();
    let clear = move |()| typed.settle(form.enter(field, &Value::from("")));
    let label = form.label(field.path);
    view! {
        <Row label problem=typed.problem group=true>
            {move || chosen.get().map(|of| view! { <RecordChip of on_remove=clear fixed=is_needed /> })}
            {unset(Signal::derive(move || chosen.with(Option::is_none)))}
            {move || (is_needed || chosen.with(Option::is_none)).then(|| view! {
                <RecordPicker
                    table
                    label
                    without=Signal::derive(without)
                    adds=is_added_by_name(table)
                    on_pick=pick
                />
            })}
        </Row>
    }
}

#[component]
pub fn ReferencesField(form: Form, field: Field, table: Table) -> View {
    let value = form.value(field);
    let typed = Typed::new();
    let chosen = Memo::new(move |_| {
        value.with(|value| {
            let ids = value.as_array().into_iter().flatten().filter_map(Value::as_str);
            ids.map(|id| RecordRef::new(table, id)).gather::<Vec<_>>()
        })
    });
    let with_one = move |of: &RecordRef| {
        let mut list = value.get_untracked().as_array().cloned().unwrap_or_default();
        list.push(Value::from(&*of.id));
        Value::Array(list)
    };
    let pick = move |picked: Picked| {
        let (of, new) = taken(picked);
        let list = with_one(&of);
        typed.settle(match new {
            Some(new) => form.enter_with(field, &list, new),
            None => form.enter(field, &list),
        });
    };
    let take_out = move |of: &RecordRef| {
        let mut list = value.get_untracked().as_array().cloned().unwrap_or_default();
        list.retain(|item| item.as_str() != Some(&*of.id));
        typed.settle(form.enter(field, &Value::Array(list)));
    };
    let label = form.label(field.path);
    view! {
        <Row label problem=typed.problem group=true>
            <div class="chips">
                <For
                    each=move || chosen.get()
                    key=RecordRef::clone
                    children=move |of| {
                        let own = of;
                        view! { <RecordChip of on_remove=move |()| take_out(&own) /> }
                    }
                />
                {unset(Signal::derive(move || chosen.with(Vec::is_empty)))}
            </div>
            <RecordPicker table label without=chosen adds=is_added_by_name(table) on_pick=pick />
        </Row>
    }
}
