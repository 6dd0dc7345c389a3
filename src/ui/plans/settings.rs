//! The settings of the open plan; each field is one command when it is left.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::zone_field::ZoneField;
use crate::model::{Command, LeadTimes, Risk, Settings};
use crate::planner::{Route, Screen};
use crate::rules::wording::day;
use crate::time::{Holiday, Zone, parse_date};
use crate::ui::components::{Field, Icon, Shape};
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The settings, where a plan is open.
#[component]
pub fn SettingsForm() -> View {
    let live = use_live();
    let settings = Memo::new(move |_| live.read(|bench| bench.plan().settings.clone()));
    let words = &text().plans;
    view! {
        <Show when=move || settings.with(Option::is_some)>
            <section class="settings card" aria-labelledby="settings-title">
                <h2 id="settings-title">{words.settings}</h2>
                <Basics settings=settings />
                <Days settings=settings />
                <Leads settings=settings />
                <p>
                    <a href=Route::to(Screen::Findings).address()>{words.rules}</a>
                </p>
                <p>
                    <a href=Route::to(Screen::Policy).address()>{text().policy.to_policy}</a>
                </p>
            </section>
        </Show>
    }
}

type Shown = Memo<Option<Settings>>;

/// Changes the settings by a command that can be undone.
fn change(live: Live, how: impl FnOnce(&mut Settings)) {
    if let Some(mut settings) = live.read_untracked(|bench| bench.plan().settings.clone()) {
        how(&mut settings);
        live.run(&Command::EditSettings(Box::new(settings)));
    }
}

#[component]
fn Basics(settings: Shown) -> View {
    let live = use_live();
    let words = &text().plans;
    let name =
        move || settings.with(|settings| settings.as_ref().map(|it| it.name.clone()).unwrap_or_default());
    let about = move || {
        settings.with(|settings| settings.as_ref().map(|it| it.description.clone()).unwrap_or_default())
    };
    let zone = move || settings.with(|settings| settings.as_ref().map_or(Zone::UTC, |it| it.zone));
    view! {
        <div class="settings-grid">
            <Field label=words.name>
                <input
                    type="text"
                    autocomplete="off"
                    prop:value=name
                    on:change=move |event| {
                        let name = event_target_value(&event);
                        change(live, |settings| settings.name = name.trim().to_owned());
                    }
                />
            </Field>
            <ZoneField
                label=words.zone
                zone=Signal::derive(zone)
                list="settings-zones"
                on_choose=move |zone: Zone| change(live, |settings| settings.zone = zone)
            />
            <div class="settings-wide">
                <Field label=words.description>
                    <textarea
                        prop:value=about
                        on:change=move |event| {
                            let about = event_target_value(&event);
                            change(live, |settings| settings.description = about);
                        }
                    ></textarea>
                </Field>
            </div>
        </div>
    }
}

const DAYS: [chrono::Weekday; 7] = [
    chrono::Weekday::Mon,
    chrono::Weekday::Tue,
    chrono::Weekday::Wed,
    chrono::Weekday::Thu,
    chrono::Weekday::Fri,
    chrono::Weekday::Sat,
    chrono::Weekday::Sun,
];

/// Working days and holidays.
#[component]
fn Days(settings: Shown) -> View {
    let live = use_live();
    let words = &text().plans;
    let days: Vec<_> = DAYS
        .into_iter()
        .zip(words.weekdays)
        .map(|(weekday, name)| {
            let is_worked = move || {
                settings.with(|it| it.as_ref().is_some_and(|it| it.calendar.weekdays.contains(weekday)))
            };
            let choose = move |is_worked: bool| {
                change(live, |settings| {
                    let weekdays = &mut settings.calendar.weekdays;
                    if is_worked {
                        weekdays.insert(weekday)
                    } else {
                        weekdays.remove(weekday)
                    };
                });
            };
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=is_worked
                        on:change=move |event| choose(event_target_checked(&event))
                    />
                    {name}
                </label>
            }
        })
        .gather();
    view! {
        <fieldset class="settings-days">
            <legend class="field-label">{words.working_days}</legend>
            {days}
        </fieldset>
        <Holidays settings=settings />
    }
}

#[component]
fn Holidays(settings: Shown) -> View {
    let live = use_live();
    let words = &text().plans;
    let holidays = Memo::new(move |_| {
        settings.with(|it| it.as_ref().map(|it| it.calendar.holidays().to_vec()).unwrap_or_default())
    });
    let (date, name) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move || {
        let Ok(date_of_it) = parse_date(&date.get_untracked()) else { return };
        let holiday = Holiday::new(date_of_it, name.get_untracked().trim());
        change(live, |settings| {
            let mut holidays = settings.calendar.holidays().to_vec();
            holidays.retain(|known| known.date != date_of_it);
            holidays.push(holiday);
            settings.calendar = settings.calendar.clone().with_holidays(holidays);
        });
        date.set(String::new());
        name.set(String::new());
    };
    let remove = move |holiday: &Holiday| {
        change(live, |settings| {
            let mut holidays = settings.calendar.holidays().to_vec();
            holidays.retain(|known| known != holiday);
            settings.calendar = settings.calendar.clone().with_holidays(holidays);
        });
    };
    let rows = move || {
        let rows: Vec<_> = holidays
            .get()
            .into_iter()
            .map(|holiday| {
                let words_of_it =
                    format!("{} {}", day(Zone::UTC.start_of_day(holiday.date), Zone::UTC), holiday.name);
                let remove_words = (words.remove_holiday)(&words_of_it);
                view! {
                    <li>
                        <span>{words_of_it}</span>
                        <button
                            type="button"
                            class="button quiet small icon-only"
                            aria-label=remove_words.clone()
                            title=remove_words
                            on:click=move |_| remove(&holiday)
                        >
                            <Icon shape=Shape::Close />
                        </button>
                    </li>
                }
            })
            .gather();
        if rows.is_empty() {
            view! { <p class="muted">{words.no_holidays}</p> }
        } else {
            view! { <ul class="holidays">{rows}</ul> }
        }
    };
    view! {
        <div class="settings-group">
            <h3>{words.holidays}</h3>
            {rows}
            <form
                class="holiday-form"
                on:submit=move |event| {
                    event.prevent_default();
                    add();
                }
            >
                <Field label=words.holiday_day>
                    <input
                        type="date"
                        required=true
                        prop:value=move || date.get()
                        on:input=move |event| date.set(event_target_value(&event))
                    />
                </Field>
                <Field label=words.holiday_name>
                    <input
                        type="text"
                        required=true
                        autocomplete="off"
                        prop:value=move || name.get()
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </Field>
                <button type="submit" class="button">
                    {words.add_holiday}
                </button>
            </form>
        </div>
    }
}

#[component]
fn Leads(settings: Shown) -> View {
    let live = use_live();
    let words = &text().plans;
    let fields: Vec<_> = Risk::ALL
        .iter()
        .map(|risk| {
            let risk = *risk;
            let days =
                move || settings.with(|it| it.as_ref().map_or(0, |it| it.lead_times.days(risk)).to_string());
            let choose = move |days: String| {
                if let Ok(days) = days.parse() {
                    change(live, |settings| set_days(&mut settings.lead_times, risk, days));
                }
            };
            view! {
                <Field label=risk.label()>
                    <input
                        type="number"
                        min="0"
                        max="250"
                        step="1"
                        prop:value=days
                        on:change=move |event| choose(event_target_value(&event))
                    />
                </Field>
            }
        })
        .gather();
    view! {
        <div class="settings-group">
            <h3>{words.lead_times}</h3>
            <p class="muted">{words.lead_times_more}</p>
            <div class="lead-times">{fields}</div>
        </div>
    }
}

fn set_days(lead_times: &mut LeadTimes, risk: Risk, days: u32) {
    match risk {
        Risk::Low => lead_times.low_days = days,
        Risk::Moderate => lead_times.moderate_days = days,
        Risk::High => lead_times.high_days = days,
        Risk::VeryHigh => lead_times.very_high_days = days,
    }
}
