//! What only a change has beside its steps: its outage, what it reaches, and moving without dragging.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::RecordLink;
use super::fields::Select;
use crate::model::{Command, RecordRef};
use crate::planner::views::findings::preview_lines;
use crate::planner::views::inspector::{Unit, impact, nearest_free, outage_bar, shifted, window_of};
use crate::rules::wording;
use crate::time::Interval;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// Something made from the open change, kept up to date.
fn of_change<T: Clone + PartialEq + Send + Sync + 'static>(
    live: Live,
    of: RecordRef,
    make: fn(&crate::planner::Workbench, &crate::model::Change) -> T,
) -> Memo<Option<T>> {
    Memo::new(move |_| {
        live.read(|bench| bench.plan().changes.get(&of.id_of()?).map(|change| make(bench, change))).flatten()
    })
}

/// The outage inside the window, drawn.
#[component]
pub fn OutageDrawing(of: RecordRef) -> View {
    let live = use_live();
    let bar = of_change(live, of, |_, change| outage_bar(change));
    (move || {
        bar.get().flatten().map(|bar| view! {
            <figure class="outage-drawing">
                <div class="outage-window" aria-hidden="true">
                    <i style:left=format!("{:.2}%", bar.left) style:width=format!("{:.2}%", bar.width)></i>
                </div>
                <figcaption>{(text().inspector.outage_of)(&bar.text)}</figcaption>
            </figure>
        })
    })
    .into_view()
}

/// The services that the change can stop, each with the way to it.
#[component]
pub fn Impact(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let reached = of_change(live, of, impact);
    let all = move || reached.get().flatten_or_default();
    view! {
        <section class="inspector-part">
            <h3>{words.impact}" "<span class="muted">{move || (words.services)(all().len())}</span></h3>
            <ul class="impact">
                {move || all().into_iter().map(|one| {
                    let last = one.path.len().saturating_sub(1);
                    view! {
                        <li>
                            <span class="impact-path">
                                {one.path.into_iter().enumerate().map(|(place, step)| view! {
                                    <RecordLink of=step.record name=step.name />
                                    {(place < last).then_some(" → ")}
                                }).collect_view()}
                            </span>
                            <span class=format!("criticality {}", one.criticality.word())>{one.criticality.label()}</span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}

trait FlattenOrDefault<T> {
    fn flatten_or_default(self) -> T;
}

impl<T: Default> FlattenOrDefault<T> for Option<T> {
    fn flatten_or_default(self) -> T {
        self.unwrap_or_default()
    }
}

/// Moves a record by typing instead of dragging, and says first what that would bring about.
#[component]
pub fn MoveForm(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().inspector;
    let count = RwSignal::new("1".to_owned());
    let unit = RwSignal::new("days".to_owned());
    let is_change = of.table == crate::model::Table::Changes;
    let of = StoredValue::new(of);
    let target = move || {
        let count: i64 = count.get().trim().parse().ok()?;
        let unit = match unit.get().as_str() {
            "hours" => Unit::Hours,
            "weeks" => Unit::Weeks,
            _ => Unit::Days,
        };
        live.read(|bench| {
            let window = of.with_value(|of| window_of(bench.plan(), of))?;
            Some(shifted(window, bench.plan().settings.zone, count, unit))
        })
        .flatten()
    };
    let command = move |window: Interval| Command::Move { subject: of.get_value(), window };
    let is_open = RwSignal::new(false);
    let said = move || {
        let window = target().filter(|_| is_open.get())?;
        let zone = live.read(|bench| bench.plan().settings.zone)?;
        let to = wording::span(window, zone);
        Some(match live.preview(&command(window))? {
            Err(refusal) => refusal.to_string(),
            Ok(preview) => {
                let lines = preview_lines(&preview);
                (words.move_would)(&to, lines.vanishes.len(), lines.appears.len())
            }
        })
    };
    let units = || words.units.iter().map(|(word, label)| ((*word).to_owned(), (*label).to_owned())).gather();
    let run = move |window: Option<Interval>| {
        if let Some(window) = window {
            live.run(&command(window));
        }
    };
    let free = move |_| {
        let found = live.read(|bench| of.with_value(|of| nearest_free(bench, of))).flatten();
        match found {
            Some(window) => run(Some(window)),
            None => live.tell(words.no_free, true),
        }
    };
    view! {
        <details class="move-form" on:toggle=move |_| is_open.update(|open| *open = !*open)>
            <summary>{words.move_title}</summary>
            <div class="button-row">
                <label class="move-by">
                    <span>{words.move_by}</span>
                    <input type="number" aria-label=words.move_count prop:value=move || count.get()
                        on:input=move |event| count.set(event_target_value(&event)) />
                </label>
                <Select value=unit options=units() label=words.move_unit on_choose=move |word: String| unit.set(word) />
                <button type="button" class="button small" on:click=move |_| run(target())>{words.move_do}</button>
                {is_change.then(|| view! {
                    <button type="button" class="button small" on:click=free>{words.move_free}</button>
                })}
            </div>
            <p class="muted small" role="status">{said}</p>
        </details>
    }
}
