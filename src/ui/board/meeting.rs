//! A meeting as it goes: the agenda, the item on the table with its votes and decision, and the minutes.

use std::time::Duration;

use crate::gather::Gather;
use crate::ui::prelude::*;
use leptos::ev;

use super::agenda::AgendaBuilder;
use super::{meeting_route, status_chip};
use crate::model::{BoardDecision, Change, Command, Id, Meeting, MeetingStatus, Person};
use crate::planner::views::board::{
    ItemLine, ItemView, MeetingView, all_approve, item, meeting, needs_note, open_items,
};
use crate::planner::views::change_page::Brief;
use crate::planner::views::findings::FindingsFilter;
use crate::planner::{Missing, Route, Screen};
use crate::ui::change::{approval_card, ask_button, focus_soon, missing_list};
use crate::ui::components::{CommandButton, EmptyState};
use crate::ui::findings::{FindingGroups, watched};
use crate::ui::live::{Live, now, use_live};
use crate::ui::releases::finding_mark;
use crate::ui::text::text;

/// What the parts of the room share.
#[derive(Clone, Copy)]
struct Room {
    live: Live,
    id: StoredValue<Id<Meeting>>,
    shown: Memo<Option<MeetingView>>,
    /// The change on the table.
    on_table: Memo<Option<Id<Change>>>,
}

impl Room {
    fn run(self, make: impl FnOnce(Id<Meeting>) -> Command) -> bool {
        self.live.run(&make(self.id.get_value())).is_some()
    }

    fn status(self) -> Option<MeetingStatus> {
        self.shown.with(|shown| shown.as_ref().map(|shown| shown.status))
    }

    /// Puts an item on the table; in a meeting that goes on, its clock runs from then.
    fn turn_to(self, change: &Id<Change>) {
        let is_open = self.live.read_untracked(|bench| open_items(bench, &self.id.get_value()));
        let is_open = is_open.is_some_and(|open| open.contains(change));
        if is_open && self.status() == Some(MeetingStatus::InProgress) {
            self.run(|meeting| Command::TurnToItem { meeting, change: *change });
        }
        self.live.go_quietly(&self.live.route().with("item", change.as_str()));
    }

    /// Goes some items on or back, past those about which something was decided while others are open.
    fn step(self, forward: bool) {
        let items = self.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.items.clone()));
        let mut items = items.unwrap_or_default();
        if items.iter().any(|item| item.decision.is_none()) {
            let here = self.on_table.get_untracked();
            items.retain(|item| item.decision.is_none() || item.change.id_of() == here);
        }
        if !forward {
            items.reverse();
        }
        let here = self.on_table.get_untracked();
        let place = items.iter().position(|item| item.change.id_of() == here);
        let next = items.get(place.map_or(0, |place| place + 1)).or(items.first());
        if let Some(next) = next.and_then(|next| next.change.id_of()) {
            self.turn_to(&next);
            focus_soon(".item-head", 30);
        }
    }
}

/// A meeting, to be prepared, held or looked up.
#[component]
pub fn MeetingRoom(id: String) -> View {
    let live = use_live();
    let id: StoredValue<Id<Meeting>> = StoredValue::new(Id::lenient(&id));
    let shown = Memo::new(move |_| live.read(|bench| meeting(bench, &id.get_value())).flatten());
    let on_table = Memo::new(move |_| {
        let wanted = live.route().param("item").to_owned();
        shown.with(|shown| {
            let items = &shown.as_ref()?.items;
            let named = items.iter().find(|item| *item.change.id == *wanted);
            let running = || items.iter().find(|item| item.decision.is_none() && item.started_at.is_some());
            let open = || items.iter().find(|item| item.decision.is_none());
            named.or_else(running).or_else(open).or(items.first())?.change.id_of()
        })
    });
    let room = Room { live, id, shown, on_table };
    let keys = window_event_listener(ev::keydown, move |event| on_key(&event, room));
    on_cleanup(move || keys.remove());
    let is_there = Memo::new(move |_| shown.with(Option::is_some));
    let can_build =
        Memo::new(move |_| matches!(room.status(), Some(MeetingStatus::Planned | MeetingStatus::InProgress)));
    view! {
        <p class="crumb"><a href=Route::to(Screen::Board).address()>{text().board.title}</a></p>
        <Show
            when=move || is_there.get()
            fallback=|| view! { <EmptyState title=text().board.gone hint=text().board.gone_hint /> }
        >
            <header class="screen-head meeting-head">{move || head(room)}</header>
            <div class="room">
                <div class="room-agenda">
                    {move || agenda(room)}
                    <Attendees room />
                    <MeetingMinutes room />
                </div>
                <div class="room-table">
                    {move || on_table.get().map(|change| view! { <OnTable room change /> })}
                    <Show when=move || can_build.get()><AgendaBuilder id=id.get_value() room=shown /></Show>
                </div>
            </div>
        </Show>
    }
}

/// `n` and `p`: to the next item and the one before. Fields keep their letters.
fn on_key(event: &ev::KeyboardEvent, room: Room) {
    use wasm_bindgen::JsCast;
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let types = "input:not([type=checkbox]), textarea, select, dialog[open] *";
    let is_typing = target.is_some_and(|element| element.matches(types).unwrap_or(false));
    if is_typing || event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "n" => room.step(true),
        "p" => room.step(false),
        _ => return,
    }
    event.prevent_default();
}

fn head(room: Room) -> Option<View> {
    let words = &text().board;
    let shown = room.shown.get()?;
    let pack = meeting_route(&shown.of).with("show", "pack").address();
    let there = move || {
        let people = room.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.people.clone()));
        people.unwrap_or_default().into_iter().filter(|(.., is_there)| *is_there).map(|(id, ..)| id).gather()
    };
    let open = move |_| {
        room.run(|meeting| Command::OpenMeeting { meeting, attendees: there() });
    };
    let cancel = move |_| {
        room.run(|meeting| Command::CancelMeeting { meeting });
    };
    let close = move |_| {
        room.run(|meeting| Command::CloseMeeting { meeting });
    };
    let verbs = match shown.status {
        MeetingStatus::Planned => view! {
            <button type="button" class="button primary" on:click=open>{words.open}</button>
            <button type="button" class="button" on:click=cancel>{words.cancel}</button>
        },
        MeetingStatus::InProgress => view! {
            <button type="button" class="button" on:click=move |_| room.step(true)>{words.next}" "<kbd>"n"</kbd></button>
            <button type="button" class="button primary" on:click=close>{words.close}</button>
        },
        MeetingStatus::Complete | MeetingStatus::Cancelled => View::default(),
    };
    let done = shown.items.iter().filter(|item| item.decision.is_some()).count();
    Some(view! {
        <div>
            <p class="muted small">{shown.board.name.clone()}" · "{(words.items)(done, shown.items.len())}</p>
            <h1>{shown.when.clone()}" "{status_chip(shown.status)}</h1>
        </div>
        <div class="button-row head-end">{verbs}<a class="button" href=pack>{words.pack}</a></div>
    })
}

fn agenda(room: Room) -> Option<View> {
    let words = &text().board;
    let shown = room.shown.get()?;
    let here = room.on_table.get();
    let is_empty = shown.items.is_empty();
    let can_order = matches!(shown.status, MeetingStatus::Planned | MeetingStatus::InProgress);
    let items = shown.items.into_iter().enumerate().map(|(place, item)| {
        let is_here = item.change.id_of() == here;
        agenda_item(room, place, item, is_here, can_order)
    });
    Some(view! {
        <section class="card panel">
            <h2>{words.agenda}</h2>
            <ol class="agenda">{items.collect_view()}</ol>
            {is_empty.then(|| view! { <p class="muted">{words.empty_agenda}</p> })}
        </section>
    })
}

fn agenda_item(room: Room, place: usize, item: ItemLine, is_here: bool, can_order: bool) -> View {
    let words = &text().board;
    let change: Option<Id<Change>> = item.change.id_of();
    let (turned, moved, dropped) = (change, change, change);
    let title = item.title.clone();
    let is_open = item.decision.is_none();
    let earlier = move |_| {
        let mut open =
            room.live.read_untracked(|bench| open_items(bench, &room.id.get_value())).unwrap_or_default();
        if let Some(place) =
            open.iter().position(|other| Some(other) == moved.as_ref()).filter(|place| *place > 0)
        {
            open.swap(place, place - 1);
            room.run(|meeting| Command::SetAgenda { meeting, changes: open });
        }
    };
    let take_off = move |_| {
        let mut open =
            room.live.read_untracked(|bench| open_items(bench, &room.id.get_value())).unwrap_or_default();
        open.retain(|other| Some(other) != dropped.as_ref());
        room.run(|meeting| Command::SetAgenda { meeting, changes: open });
    };
    let buttons = (can_order && is_open).then(|| view! {
        <span class="agenda-order">
            <button type="button" class="button quiet icon-only small" aria-label=(words.earlier)(&title) title=(words.earlier)(&title) on:click=earlier>"↑"</button>
            <button type="button" class="button quiet icon-only small" aria-label=(words.take_off)(&title) title=(words.take_off)(&title) on:click=take_off>"✕"</button>
        </span>
    });
    let decision = item.decision.map(decision_chip);
    let is_running = is_open && item.started_at.is_some();
    view! {
        <li class="agenda-item" class:here=is_here>
            <span class="agenda-place" aria-hidden="true">{place + 1}</span>
            <button type="button" class="agenda-turn" aria-current=is_here.then_some("true")
                on:click=move |_| turned.iter().for_each(|change| room.turn_to(change))>
                <span class="agenda-title">{finding_mark(item.mark)}{item.title}</span>
                <span class="muted small">{item.about}</span>
            </button>
            <span class="agenda-end">
                {is_running.then(|| view! { <span class="chip info">{words.running}</span> })}
                {decision}
                <span class="muted small">{item.took}</span>
                {buttons}
            </span>
        </li>
    }
}

/// A decision in its colour and with its sign.
pub fn decision_chip(decision: BoardDecision) -> View {
    let (class, sign) = match decision {
        BoardDecision::Approve | BoardDecision::ApproveWithConditions | BoardDecision::Noted => {
            ("chip good", "✓ ")
        }
        BoardDecision::Defer => ("chip warning", "→ "),
        BoardDecision::Reject => ("chip blocker", "✕ "),
    };
    view! { <span class=class>{sign}{decision.label()}</span> }
}

/// Who is there; chosen before the meeting is opened.
#[component]
fn Attendees(room: Room) -> View {
    let words = &text().board;
    let set = Callback::new(move |(person, is_there): (Id<Person>, bool)| {
        let known =
            room.live.read_untracked(|bench| bench.plan().meetings.get(&room.id.get_value()).cloned());
        let Some(meeting) = known.flatten() else { return };
        let people = room.shown.with_untracked(|shown| shown.as_ref().map(|shown| shown.people.clone()));
        let there = people.unwrap_or_default().into_iter().filter_map(|(id, _, was_there)| {
            let stays = if id == person { is_there } else { was_there };
            stays.then_some(id)
        });
        let attendees = there.gather();
        room.live.run(&Command::Edit(Meeting { attendees, ..meeting }.into()));
    });
    let list = move || {
        let people = room.shown.with(|shown| shown.as_ref().map(|shown| shown.people.clone()));
        let lines = people.unwrap_or_default().into_iter().map(|(id, name, is_there)| {
            view! {
                <li>
                    <label class="check">
                        <input type="checkbox" prop:checked=is_there
                            on:change=move |event| set.run((id, event_target_checked(&event))) />
                        {name}
                    </label>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <section class="card panel">
            <h2>{words.attendees}</h2>
            <ul class="attendees">{list}</ul>
        </section>
    }
}

#[component]
fn MeetingMinutes(room: Room) -> View {
    let words = &text().board;
    let minutes = move || room.shown.with(|shown| shown.as_ref().map(|shown| shown.minutes.clone()));
    view! {
        <section class="card panel">
            <label class="field">
                <span class="field-label">{words.meeting_minutes}</span>
                <textarea rows="3" prop:value=move || minutes().unwrap_or_default()
                    on:change=move |event| {
                        let minutes = event_target_value(&event);
                        room.run(|meeting| Command::TakeMinutes { meeting, change: None, minutes });
                    }></textarea>
            </label>
        </section>
    }
}

/// The item on the table: what it is, what is wrong with it, the votes, the decision and the minutes.
#[component]
fn OnTable(room: Room, change: Id<Change>) -> View {
    let words = &text().board;
    let live = room.live;
    let of = crate::model::RecordRef::from(&change);
    let change = StoredValue::new(change);
    let shown = Memo::new(move |_| {
        live.read(|bench| item(bench, &room.id.get_value(), &change.get_value())).flatten()
    });
    let line = move || {
        room.shown.with(|shown| {
            let items = &shown.as_ref()?.items;
            items.iter().find(|item| item.change.id_of() == Some(change.get_value())).cloned()
        })
    };
    let filter = FindingsFilter { record: Some(of), ..FindingsFilter::default() };
    let findings = watched(Signal::stored(filter));
    let is_clean = move || findings.with(|found| found.as_ref().is_none_or(|found| found.groups.is_empty()));
    let brief = move || shown.with(|shown| shown.as_ref().map(|shown| brief_view(&shown.brief, true)));
    let votes = move || {
        let shown = shown.get()?;
        Some(match shown.approval {
            Some(approval) => {
                let all = (approval.status.is_pending() && shown.can_all_approve).then(|| view! {
                        <button type="button" class="button small" on:click=move |_| {
                            let command = live.read_untracked(|bench| all_approve(bench, &room.id.get_value(), &change.get_value())).flatten();
                            command.iter().for_each(|command| drop(live.run(command)));
                        }>{words.all_approve}</button>
                    });
                view! { {approval_card(&of, approval, true)}{all} }
            }
            None => ask_button(&of, shown.ask),
        })
    };
    let is_deciding = Memo::new(move |_| {
        room.status() == Some(MeetingStatus::InProgress) && line().is_some_and(|line| line.decision.is_none())
    });
    let decided = move || line().and_then(|line| line.decision).map(decision_chip);
    let minutes = move || line().map(|line| line.minutes).unwrap_or_default();
    view! {
        <section class="card panel on-table">
            <div class="item-head"><a class="small" href=Route::item(Screen::Changes, &of.id).address()>{words.open_change}</a>
                {decided}<Clock room line=Signal::derive(line) /></div>
            <div class="table-columns">
                <div>
                    {brief}
                    <h3>{words.findings}</h3>
                    <Show when=is_clean><p class="muted">{text().change.no_findings}</p></Show>
                    <FindingGroups shown=findings />
                </div>
                <div>
                    <h3>{words.votes}</h3>
                    {votes}
                    <Show when=move || is_deciding.get()><Decide room change shown /></Show>
                    <label class="field">
                        <span class="field-label">{words.item_minutes}</span>
                        <textarea rows="3" prop:value=minutes
                            on:change=move |event| {
                                let minutes = event_target_value(&event);
                                let change = Some(change.get_value());
                                room.run(|meeting| Command::TakeMinutes { meeting, change, minutes });
                            }></textarea>
                    </label>
                </div>
            </div>
        </section>
    }
}

/// How long the item has been on the table; in the colour of a warning once its time is over.
#[component]
fn Clock(room: Room, line: Signal<Option<ItemLine>>) -> View {
    let passed = RwSignal::new(now());
    let ticks = set_interval_with_handle(move || passed.set(now()), Duration::from_secs(1));
    on_cleanup(move || {
        if let Ok(ticks) = ticks {
            ticks.clear();
        }
    });
    (move || {
        let line = line.get().filter(|line| line.decision.is_none())?;
        let seconds = passed.get().seconds_since(line.started_at?).max(0);
        let most = room.shown.with(|shown| shown.as_ref().map_or(0, |shown| shown.item_seconds));
        let class = if most < seconds { "clock over" } else { "clock" };
        let said = (text().board.clock)(seconds / 60, seconds % 60, most / 60);
        Some(view! { <span class=class role="timer">{said}</span> })
    })
    .into_view()
}

#[component]
fn Decide(room: Room, change: StoredValue<Id<Change>>, shown: Memo<Option<ItemView>>) -> View {
    let words = &text().board;
    let note = RwSignal::new(String::new());
    let decide = Callback::new(move |decision: BoardDecision| {
        let note_text = note.get_untracked();
        if needs_note(decision) && note_text.trim().is_empty() {
            room.live.tell(words.note_first, true);
            focus_soon(".decide", 0);
            return;
        }
        let change = change.get_value();
        if room.run(|meeting| Command::DecideItem { meeting, change, decision, note: note_text }) {
            room.live.go_quietly(&room.live.route().with("item", ""));
            focus_soon(".item-head", 30);
        }
    });
    let buttons = move || {
        let decisions = shown.with(|shown| shown.as_ref().map(|shown| shown.decisions.clone()));
        let of = crate::model::RecordRef::from(&change.get_value());
        let lines = decisions.unwrap_or_default().into_iter().map(|(decision, missing): (_, Vec<Missing>)| {
            let refusal = missing.first().map(|one| one.what.clone());
            let class = if decision == BoardDecision::Approve { "primary" } else { "" };
            view! {
                <li class="step-offer">
                    <CommandButton label=decision.label() refusal class on_press=move |()| decide.run(decision) />
                    {(!missing.is_empty()).then(|| missing_list(&of, missing))}
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <div class="decide">
            <label class="field">
                <span class="field-label">{words.decision_note}</span>
                <input type="text" on:input=move |event| note.set(event_target_value(&event)) />
            </label>
            <ul class="step-offers">{buttons}</ul>
        </div>
    }
}

/// What a board reads about a change; `is_page` for a heading of its own.
pub fn brief_view(brief: &Brief, is_page: bool) -> View {
    let words = &text().board;
    let risk = brief.risk.label();
    let facts = [
        (words.fact_window, &brief.window),
        (words.fact_outage, &brief.outage),
        (words.fact_environments, &brief.environments),
        (words.fact_items, &brief.items),
        (words.fact_services, &brief.services),
        (words.fact_requester, &brief.requester),
        (words.fact_owner, &brief.owner),
        (words.fact_implementers, &brief.implementers),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        view! { <div><dt>{name}</dt><dd>{value.clone()}</dd></div> }
    });
    let texts = [
        ("", &brief.description),
        (words.fact_plan, &brief.implementation_plan),
        (words.fact_backout, &brief.backout_plan),
        (words.fact_tests, &brief.test_evidence),
    ];
    let texts = texts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| {
        let name = (!name.is_empty()).then(|| view! { <b>{name}": "</b> });
        view! { <p class="brief-text">{name}{value.clone()}</p> }
    });
    let (facts, texts) = (facts.collect_view(), texts.collect_view());
    view! {
        {is_page.then(|| view! { <h2 class="item-title">{brief.title.clone()}</h2> })}
        <p class="brief-line">
            <span class="chip">{brief.of.id.to_string()}</span>
            <span class="chip">{brief.kind}</span>
            <span class=format!("chip risk-{}", brief.risk.word())>{(words.risk)(risk)}</span>
            <span class="chip">{brief.status.label()}</span>
        </p>
        <dl class="facts">{facts}</dl>
        {texts}
    }
}
