//! The questions about a table: what each column is, how its lists and dates are written, and in which zone.

use std::sync::Arc;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::task::spawn_local;

use super::merge::{Into, take};
use super::read::after_paint;
use super::use_importing;
use crate::exchange::csv::{self, CsvError, DateOrder, Field, Mapping, RowKind, Source};
use crate::time::Zone;
use crate::ui::components::{Field as Labelled, SegmentedControl};
use crate::ui::live::use_live;
use crate::ui::plans::zone_field::{ZoneField, browser_zone};
use crate::ui::text::text;

/// How many rows are shown of the file.
const PREVIEWED: usize = 3;
const ORDERS: [DateOrder; 3] = [DateOrder::Detect, DateOrder::DayFirst, DateOrder::MonthFirst];

/// Asks, and imports.
#[component]
pub fn TableForm(file: String, table: Arc<csv::Table>) -> View {
    let (live, importing) = (use_live(), use_importing());
    let words = &text().plans.import;
    let mapping = RwSignal::new(Mapping::recognise(&table.headers).of_file(&file));
    let zone =
        RwSignal::new(live.read_untracked(|bench| bench.plan().settings.zone).unwrap_or_else(browser_zone));
    let error = RwSignal::new(String::new());
    // Only where times name no zone is it asked which one is meant.
    let first_try = csv::import(&table, &mapping.get_untracked());
    let zoneless = first_try.err().filter(|error| matches!(error, CsvError::NeedsZone { .. }));
    let zoneless = zoneless.map(|error| error.to_string());
    let into = RwSignal::new(Into::NewPlan);
    let about = (words.rows)(table.rows.len(), source_name(mapping.get_untracked().source));
    let import = {
        let (table, file) = (Arc::clone(&table), file.clone());
        move |_| {
            let (into, zone) = (into.get_untracked(), zone.get_untracked());
            let mapping = Mapping { zone: Some(zone), ..mapping.get_untracked() };
            let (table, file) = (Arc::clone(&table), file.clone());
            spawn_local(async move {
                after_paint().await;
                if importing.is_cancelled() {
                    return;
                }
                match csv::import(&table, &mapping) {
                    Ok(imported) => take(live, importing, file, imported, into, zone),
                    Err(wrong) => error.set(wrong.to_string()),
                }
            });
        }
    };
    view! {
        <p class="muted">{about}</p>
        <Columns table=table mapping=mapping />
        <Reading mapping=mapping zone=zone zoneless=zoneless />
        <IntoChoice into=into />
        {move || {
            let error = error.get();
            (!error.is_empty()).then(|| view! { <p class="field-error" role="alert">{error}</p> })
        }}
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| importing.0.set(None)>
                {text().plans.cancel}
            </button>
            <button type="button" class="button primary" on:click=import>
                {words.import}
            </button>
        </div>
    }
}

fn source_name(source: Source) -> Option<&'static str> {
    match source {
        Source::Slipway => Some("Slipway"),
        Source::ServiceNow => Some("ServiceNow"),
        Source::ServiceManager => Some("HP Service Manager"),
        Source::Other => None,
    }
}

/// Each column with what it becomes and its first values.
#[component]
fn Columns(table: Arc<csv::Table>, mapping: RwSignal<Mapping>) -> View {
    let words = &text().plans.import;
    let rows: Vec<_> = table
        .headers
        .iter()
        .enumerate()
        .map(|(column, header)| {
            let values: Vec<&str> = table.rows.iter().take(PREVIEWED).map(|row| row.cell(column)).gather();
            let values = values.into_iter().filter(|value| !value.is_empty()).gather::<Vec<_>>().join(" · ");
            let options: Vec<_> = Field::ALL
                .iter()
                .enumerate()
                .map(|(place, field)| {
                    let is_chosen = move || mapping.with(|mapping| mapping.field(column) == *field);
                    view! {
                        <option value=place.to_string() prop:selected=is_chosen>
                            {field.label()}
                        </option>
                    }
                })
                .gather();
            let choose = move |place: String| {
                let field = place.parse::<usize>().ok().and_then(|place| Field::ALL.get(place).copied());
                mapping.update(|mapping| {
                    if let (Some(field), Some(chosen)) = (field, mapping.columns.get_mut(column)) {
                        *chosen = field;
                    }
                });
            };
            view! {
                <tr>
                    <th scope="row">{header.clone()}</th>
                    <td>
                        <select
                            aria-label=(words.column_becomes)(header)
                            on:change=move |event| choose(event_target_value(&event))
                        >
                            {options}
                        </select>
                    </td>
                    <td class="muted import-values">{values}</td>
                </tr>
            }
        })
        .gather();
    view! {
        <div class="import-columns" tabindex="0" role="region" aria-label=words.column>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{words.column}</th>
                        <th scope="col">{words.becomes}</th>
                        <th scope="col">{words.first_rows}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// How cells are read: zone, lists, dates.
#[component]
fn Reading(mapping: RwSignal<Mapping>, zone: RwSignal<Zone>, zoneless: Option<String>) -> View {
    let words = &text().plans.import;
    let separators =
        move || mapping.with(|mapping| mapping.list_separators.iter().copied().gather::<String>());
    let orders =
        words.date_orders.iter().enumerate().map(|(place, words)| (place.to_string(), (*words).to_owned()));
    let kinds =
        words.row_kinds.iter().enumerate().map(|(place, words)| (place.to_string(), (*words).to_owned()));
    let kind = move || {
        let chosen = mapping.with(|mapping| mapping.rows);
        RowKind::ALL.iter().position(|kind| *kind == chosen).unwrap_or(0).to_string()
    };
    let order = move || {
        let chosen = mapping.with(|mapping| mapping.date_order);
        ORDERS.iter().position(|order| *order == chosen).unwrap_or(0).to_string()
    };
    view! {
        <div class="import-options">
            <div class="field">
                <span class="field-label">{words.row}</span>
                <SegmentedControl
                    name=words.row
                    choices=kinds.gather()
                    chosen=Signal::derive(kind)
                    on_choose=move |place: String| {
                        let kind = place.parse::<usize>().ok().and_then(|place| RowKind::ALL.get(place).copied());
                        mapping.update(|mapping| mapping.rows = kind.unwrap_or(RowKind::Change));
                    }
                />
            </div>
            {zoneless
                .map(|why| {
                    view! {
                        <ZoneField
                            label=words.zone
                            hint=why
                            zone=zone
                            list="table-zones"
                            on_choose=move |chosen: Zone| zone.set(chosen)
                        />
                    }
                })}
            <Labelled label=words.separator>
                <input
                    type="text"
                    prop:value=separators
                    on:change=move |event| {
                        let separators = event_target_value(&event).chars().gather();
                        mapping.update(|mapping| mapping.list_separators = separators);
                    }
                />
            </Labelled>
            <div class="field">
                <span class="field-label">{words.dates}</span>
                <SegmentedControl
                    name=words.dates
                    choices=orders.gather()
                    chosen=Signal::derive(order)
                    on_choose=move |place: String| {
                        let order = place.parse::<usize>().ok().and_then(|place| ORDERS.get(place).copied());
                        mapping.update(|mapping| mapping.date_order = order.unwrap_or(DateOrder::Detect));
                    }
                />
            </div>
        </div>
    }
}

/// A new plan, or the open one where one is open.
#[component]
pub fn IntoChoice(into: RwSignal<Into>) -> View {
    let live = use_live();
    let words = &text().plans.import;
    let open = live.read_untracked(|bench| bench.plan().settings.name.clone());
    open.map(|name| {
        let choices =
            vec![("new".to_owned(), words.into_new.to_owned()), ("open".to_owned(), (words.into_open)(&name))];
        let chosen = move || if into.get() == Into::OpenPlan { "open" } else { "new" }.to_owned();
        view! {
            <div class="field">
                <span class="field-label">{words.into}</span>
                <SegmentedControl
                    name=words.into
                    choices=choices
                    chosen=Signal::derive(chosen)
                    on_choose=move |chosen: String| into.set(if chosen == "open" { Into::OpenPlan } else { Into::NewPlan })
                />
            </div>
        }
    }).into_view()
}
