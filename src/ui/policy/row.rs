//! One row of the policy: what it says in words, and the form that says it otherwise.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Authority, Evidence, Id, Policy, PolicyRow, Table};
use crate::planner::views::policy::{CONTROLS, KINDS, PolicyLine, RISKS};
use crate::planner::views::records;
use crate::ui::components::Field;
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// A row of the policy that is shown.
#[component]
pub fn PolicyRowForm(
    place: usize,
    lines: Memo<Vec<PolicyLine>>,
    shown: Signal<Policy>,
    edit: Callback<Policy>,
) -> View {
    let words = &text().policy;
    let change = Callback::new(move |how: fn(&mut Vec<PolicyRow>, usize)| {
        let mut policy = shown.get_untracked();
        how(&mut policy.rows, place);
        edit.run(policy);
    });
    let line =
        move |of: fn(&PolicyLine) -> String| lines.with(|lines| lines.get(place).map(of).unwrap_or_default());
    let is_shadowed = move || lines.with(|lines| lines.get(place).is_some_and(|line| line.is_shadowed));
    let name = move |say: fn(&str) -> String| say(&line(|line| line.name.clone()));
    let button = move |label: fn(&str) -> String, sign: &'static str, how: fn(&mut Vec<PolicyRow>, usize)| {
        view! {
            <button type="button" class="button quiet small" aria-label=move || name(label) title=move || name(label)
                on:click=move |_| change.run(how)>{sign}</button>
        }
    };
    view! {
        <li class="policy-row card">
            <header class="freeze-head">
                <h2>{move || line(|line| line.name.clone())}</h2>
                <Show when=is_shadowed><span class="chip warning">{words.shadowed}</span></Show>
                <span class="button-row head-end">
                    {button(words.up, "↑", |rows, place| if 0 < place && place < rows.len() { rows.swap(place - 1, place); })}
                    {button(words.down, "↓", |rows, place| if place + 1 < rows.len() { rows.swap(place, place + 1); })}
                    {button(words.remove, "×", |rows, place| if place < rows.len() { rows.remove(place); })}
                </span>
            </header>
            <p>{move || line(|line| line.when.clone())}</p>
            <p class="muted small">{move || line(facts)}</p>
            <details>
                <summary>{words.edit}</summary>
                <Fields place shown edit />
            </details>
        </li>
    }
}

fn facts(line: &PolicyLine) -> String {
    let said = [&line.who, &line.lead_time, &line.evidence].into_iter().filter(|fact| !fact.is_empty());
    let said: Vec<String> = said.cloned().chain([(text().policy.holds_for)(line.changes)]).gather();
    said.join(" · ")
}

#[component]
fn Fields(place: usize, shown: Signal<Policy>, edit: Callback<Policy>) -> View {
    let live = use_live();
    let words = &text().policy;
    let row = Form { place, shown, edit };
    let boards = move || {
        let boards = live.read(|bench| records::choices(bench.plan(), Table::Boards, "", &[], usize::MAX));
        let boards = boards.unwrap_or_default().into_iter().map(|one| (one.record.id.to_string(), one.name));
        let options = [(String::new(), words.usual_board.to_owned())].into_iter().chain(boards).gather();
        let value = row.read(|row| row.board.as_ref().map_or(String::new(), ToString::to_string));
        view! {
            <Select value options on_choose=move |word: String| {
                row.write(|row| row.board = (!word.is_empty()).then(|| Id::lenient(&word)));
            } />
        }
    };
    let authorities =
        Authority::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).gather();
    view! {
        <div class="declare-form">
            <Field label=words.name>
                <input type="text" autocomplete="off" prop:value=move || row.read(|row| row.name.clone()).get()
                    on:change=move |event| row.write(|row| row.name = event_target_value(&event)) />
            </Field>
            <Field label=words.authority>
                <Select value=row.read(|row| row.authority.word().to_owned()) options=authorities on_choose=move |word: String| {
                    row.write(|row| row.authority = Authority::from_word(&word).unwrap_or(row.authority));
                } />
            </Field>
            <Field label=words.board>{boards}</Field>
            <Field label=words.lead>
                <input type="number" min="0" step="1" placeholder=words.by_risk
                    prop:value=move || row.read(|row| row.lead_time_days.map_or(String::new(), |days| days.to_string())).get()
                    on:change=move |event| row.write(|row| row.lead_time_days = event_target_value(&event).parse().ok()) />
            </Field>
            {checks(row, words.kinds, KINDS.iter().map(|one| one.label()).gather(), |row, at| toggle(&mut row.kinds, KINDS.get(at)), |row, at| has(&row.kinds, KINDS.get(at)))}
            {checks(row, words.risks, RISKS.iter().map(|one| one.label()).gather(), |row, at| toggle(&mut row.risks, RISKS.get(at)), |row, at| has(&row.risks, RISKS.get(at)))}
            {checks(row, words.controls, CONTROLS.iter().map(|one| one.label()).gather(), |row, at| toggle(&mut row.controls, CONTROLS.get(at)), |row, at| has(&row.controls, CONTROLS.get(at)))}
            {checks(row, words.evidence, Evidence::ALL.iter().map(|one| one.label()).gather(), |row, at| toggle(&mut row.evidence, Evidence::ALL.get(at)), |row, at| has(&row.evidence, Evidence::ALL.get(at)))}
            <label class="check declare-wide">
                <input type="checkbox" prop:checked=move || row.read(|row| if row.review { "yes".to_owned() } else { String::new() }).with(|word| !word.is_empty())
                    on:change=move |event| row.write(|row| row.review = event_target_checked(&event)) />
                {words.review}
            </label>
        </div>
    }
}

/// The row that a form edits.
#[derive(Clone, Copy)]
struct Form {
    place: usize,
    shown: Signal<Policy>,
    edit: Callback<Policy>,
}

impl Form {
    fn read(self, of: fn(&PolicyRow) -> String) -> Signal<String> {
        Signal::derive(move || {
            self.shown.with(|policy| policy.rows.get(self.place).map(of).unwrap_or_default())
        })
    }

    fn holds(self, of: fn(&PolicyRow, usize) -> bool, at: usize) -> bool {
        self.shown.with(|policy| policy.rows.get(self.place).is_some_and(|row| of(row, at)))
    }

    fn write(self, how: impl FnOnce(&mut PolicyRow)) {
        let mut policy = self.shown.get_untracked();
        if let Some(row) = policy.rows.get_mut(self.place) {
            how(row);
            self.edit.run(policy);
        }
    }
}

fn checks(
    form: Form,
    legend: &'static str,
    labels: Vec<&'static str>,
    choose: fn(&mut PolicyRow, usize),
    chosen: fn(&PolicyRow, usize) -> bool,
) -> View {
    let checks: Vec<_> = labels
        .into_iter()
        .enumerate()
        .map(|(at, label)| {
            view! {
                <label class="check">
                    <input type="checkbox" prop:checked=move || form.holds(chosen, at)
                        on:change=move |_| form.write(|row| choose(row, at)) />
                    {label}
                </label>
            }
        })
        .gather();
    view! {
        <fieldset class="declare-wide">
            <legend class="field-label">{legend}" "<span class="muted small">{text().freezes.all}</span></legend>
            <div class="check-row">{checks}</div>
        </fieldset>
    }
}

fn toggle<T: Copy + Ord>(list: &mut Vec<T>, one: Option<&T>) {
    let Some(one) = one.copied() else { return };
    if let Some(at) = list.iter().position(|other| *other == one) {
        list.remove(at);
    } else {
        let at = list.iter().filter(|other| **other < one).count();
        list.insert(at.min(list.len()), one);
    }
}

fn has<T: PartialEq>(list: &[T], one: Option<&T>) -> bool {
    one.is_some_and(|one| list.contains(one))
}
