//! The dialog that books an environment, or a group of them as one, with what would be in the way.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::BookingUse;
use crate::planner::Refusal;
use crate::planner::views::book::{Wanted, asks, command, for_phase, phases, places};
use crate::ui::components::{CommandButton, Dialog, Field};
use crate::ui::inspector::Select;
use crate::ui::live::use_live;
use crate::ui::releases::breaks;
use crate::ui::text::text;

/// Asks what is booked, for what and when. `place` holds what is chosen at first; the dialog is shown while there is
/// something in it.
#[component]
pub fn BookDialog(place: RwSignal<Option<String>>) -> View {
    let open = Signal::derive(move || place.with(Option::is_some));
    view! {
        <Dialog open=open on_close=move |()| place.set(None) title=text().environments.book_title class="wide">
            {form(place)}
        </Dialog>
    }
}

fn form(place: RwSignal<Option<String>>) -> View {
    let live = use_live();
    let words = &text().environments;
    let usage = BookingUse::TestOnly.word().to_owned();
    let wanted = RwSignal::new(Wanted {
        place: place.get_untracked().unwrap_or_default(),
        usage,
        ..Wanted::default()
    });
    let asked = Memo::new(move |_| {
        let wanted = wanted.get();
        live.read(|bench| command(bench, &wanted)).unwrap_or(Err(Refusal::Nothing))
    });
    let none = |said: &str| (String::new(), said.to_owned());
    let offered =
        live.read_untracked(|bench| (places(bench.plan()), phases(bench.plan()))).unwrap_or_default();
    let offered_places = [none(words.choose)].into_iter().chain(offered.0).gather::<Vec<_>>();
    let offered_phases = [none(words.no_phase)].into_iter().chain(offered.1).gather::<Vec<_>>();
    let uses: Vec<(String, String)> =
        BookingUse::ALL.iter().map(|one| (one.word().to_owned(), one.label().to_owned())).gather();
    let choose_phase = move |phase: String| {
        let chosen = live.read_untracked(|bench| for_phase(bench.plan(), wanted.get_untracked(), &phase));
        chosen.into_iter().for_each(|chosen| wanted.set(chosen));
    };
    let shown = move |read: fn(&Wanted) -> &String| {
        Signal::derive(move || wanted.with(|wanted| read(wanted).clone()))
    };
    let typed = move |kind: &'static str,
                      read: fn(&Wanted) -> &String,
                      write: fn(&mut Wanted) -> &mut String| {
        let value = shown(read);
        view! {
            <input type=kind autocomplete="off" prop:value=move || value.get()
                on:input=move |event| wanted.update(|wanted| *write(wanted) = event_target_value(&event)) />
        }
    };
    let refusal = Signal::derive(move || asked.with(|asked| asked.as_ref().err().map(ToString::to_string)));
    let book = Callback::new(move |()| {
        if let Ok(command) = asked.get_untracked()
            && live.run(&command).is_some()
        {
            place.set(None);
        }
    });
    let said = move || match asked.get() {
        Ok(command) => breaks(&command),
        Err(refusal) => view! { <p class="muted small">{refusal.to_string()}</p> },
    };
    let whom = move || {
        wanted.with(|wanted| live.read(|bench| asks(bench.plan(), &wanted.place)).unwrap_or_default())
    };
    view! {
        <div class="new-release">
            <div class="new-release-asks">
                <Field label=words.place><Select value=shown(|wanted| &wanted.place) options=offered_places
                    on_choose=move |id| wanted.update(|wanted| wanted.place = id) /></Field>
                <Field label=words.phase><Select value=shown(|wanted| &wanted.phase) options=offered_phases on_choose=choose_phase /></Field>
                <Field label=words.what_for>{typed("text", |wanted| &wanted.title, |wanted| &mut wanted.title)}</Field>
                <Field label=words.usage><Select value=shown(|wanted| &wanted.usage) options=uses
                    on_choose=move |word| wanted.update(|wanted| wanted.usage = word) /></Field>
                <div class="field-pair">
                    <Field label=words.from>{typed("datetime-local", |wanted| &wanted.start, |wanted| &mut wanted.start)}</Field>
                    <Field label=words.until>{typed("datetime-local", |wanted| &wanted.end, |wanted| &mut wanted.end)}</Field>
                </div>
                <label class="check">
                    <input type="checkbox" on:change=move |event| wanted.update(|wanted| wanted.placeholder = event_target_checked(&event)) />
                    <span>{words.placeholder}</span>
                </label>
            </div>
            <section class="new-release-outlook" aria-live="polite">
                <h3>{words.would}</h3>
                <p>{whom}</p>
                {said}
            </section>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| place.set(None)>{text().new_release.cancel}</button>
                <CommandButton label=Signal::stored(words.book_it.to_owned()) refusal class="primary" on_press=book />
            </div>
        </div>
    }
}
