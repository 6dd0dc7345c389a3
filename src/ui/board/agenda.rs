//! The agenda of a meeting that is to come: what waits for the board, by a filter and in order of harm.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::model::{Change, Command, Id, Meeting};
use crate::planner::views::board::{Candidate, MeetingView, candidates, open_items};
use crate::ui::live::use_live;
use crate::ui::releases::finding_mark;
use crate::ui::text::text;

/// The changes that wait for the board, each with a tick that puts it on the agenda.
#[component]
pub fn AgendaBuilder(id: Id<Meeting>, room: Memo<Option<MeetingView>>) -> View {
    let live = use_live();
    let words = &text().board;
    let id = StoredValue::new(id);
    let usual = move |bench: &crate::planner::Workbench| {
        let board = bench.plan().meetings.get(&id.get_value()).map(|meeting| meeting.board)?;
        bench.plan().boards.get(&board).map(|board| board.agenda_filter.clone())
    };
    let query = RwSignal::new(live.read_untracked(usual).flatten().unwrap_or_default());
    let found = Memo::new(move |_| {
        let board = room.with(|room| room.as_ref().and_then(|room| room.board.record.id_of()));
        live.read(|bench| query.with(|query| candidates(bench, &board?, query).into())).flatten()
    });
    let set = move |changes: Vec<Id<Change>>| {
        live.run(&Command::SetAgenda { meeting: id.get_value(), changes });
    };
    let open = move || live.read_untracked(|bench| open_items(bench, &id.get_value())).unwrap_or_default();
    let toggle = Callback::new(move |(change, is_on): (Id<Change>, bool)| {
        let mut changes = open();
        changes.retain(|other| *other != change);
        changes.extend(is_on.then_some(change));
        set(changes);
    });
    let put_all = move |_| {
        if let Some(Ok(found)) = found.get_untracked() {
            set(found.into_iter().map(|one| one.change).gather());
        }
    };
    let problem = move || found.with(|found| found.as_ref().and_then(|found| found.as_ref().err().cloned()));
    let rows = move || {
        let on: Vec<String> = room.with(|room| {
            let items = room.as_ref().map_or(&[][..], |room| &room.items);
            items.iter().map(|item| item.change.id.to_string()).gather()
        });
        let found = found.with(|found| match found {
            Some(Ok(found)) => found.clone(),
            _ => Vec::new(),
        });
        if found.is_empty() {
            return view! { <p class="muted">{words.no_candidates}</p> };
        }
        let rows = found.into_iter().map(|one| {
            let is_on = on.contains(&one.change.to_string());
            candidate(one, is_on, toggle)
        });
        view! { <ul class="candidates">{rows.collect_view()}</ul> }
    };
    view! {
        <section class="card panel agenda-builder">
            <h2>{words.build}</h2>
            <p class="muted">{words.build_hint}</p>
            <div class="new-line">
                <input type="search" aria-label=words.filter placeholder=words.filter prop:value=move || query.get()
                    on:input=move |event| query.set(event_target_value(&event)) />
                <button type="button" class="button primary" on:click=put_all>{words.put_all}</button>
            </div>
            {move || problem().map(|problem| view! { <p class="problem" role="alert">{problem}</p> })}
            {rows}
        </section>
    }
}

fn candidate(one: Candidate, is_on: bool, toggle: Callback<(Id<Change>, bool)>) -> View {
    let change = one.change;
    view! {
        <li>
            <label class="check">
                <input type="checkbox" prop:checked=is_on
                    on:change=move |event| toggle.run((change, event_target_checked(&event))) />
                {finding_mark(one.mark)}
                <span>{one.title}" "<span class="muted small">{one.about}</span></span>
            </label>
        </li>
    }
}
