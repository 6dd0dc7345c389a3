//! The screen "Board": boards with their meetings, a meeting as it goes, its printed pack, and what waits for whom.

mod agenda;
mod answers;
mod meeting;
mod pack;
mod waiting;

use crate::ui::prelude::*;

pub use answers::answer_buttons;
pub use waiting::WaitingScreen;

use crate::model::{MeetingStatus, RecordRef, Table};
use crate::planner::views::board::{BoardView, Deadline, MeetingLine, boards, plan_meeting, plan_meetings};
use crate::planner::{Route, Screen};
use crate::ui::components::{EmptyState, Icon, Shape};
use crate::ui::inspector::add_new;
use crate::ui::live::use_live;
use crate::ui::text::text;
use meeting::MeetingRoom;
use pack::PackView;

/// The screen "Board": all boards, one meeting, or its pack.
#[component]
pub fn BoardScreen() -> View {
    let live = use_live();
    let shown = Memo::new(move |_| {
        let route = live.route();
        (route.item.clone(), route.param("show") == "pack")
    });
    view! {
        <div class="page board-screen">
            {move || match shown.get() {
                (id, _) if id.is_empty() => view! { <Boards /> },
                (id, true) => view! { <PackView id /> },
                (id, false) => view! { <MeetingRoom id /> },
            }}
        </div>
    }
}

#[component]
fn Boards() -> View {
    let live = use_live();
    let words = &text().board;
    let all = Memo::new(move |_| live.read(boards).unwrap_or_default());
    let cards = move || {
        let all = all.get();
        if all.is_empty() {
            return view! { <EmptyState title=words.none hint=words.none_hint /> };
        }
        view! { <ul class="boards">{all.into_iter().map(board_card).collect_view()}</ul> }
    };
    view! {
        <header class="screen-head">
            <h1>{words.title}</h1>
            <button type="button" class="button primary head-end" on:click=move |_| add_new(live, Table::Boards, words.new_name, None)>
                <Icon shape=Shape::Plus />
                {words.new}
            </button>
        </header>
        {cards}
    }
}

fn board_card(board: BoardView) -> View {
    let live = use_live();
    let words = &text().board;
    let edit = board.of;
    let of = board.of;
    let can_plan = !board.meets.is_empty();
    let plan = move |_| {
        let command = live.read_untracked(|bench| plan_meetings(bench, &of)).flatten();
        command.iter().for_each(|command| drop(live.run(command)));
    };
    let (at, board_of) = (RwSignal::new(String::new()), board.of);
    let plan_one = move |_| {
        let start = at.get_untracked();
        match live.read_untracked(|bench| plan_meeting(bench, &board_of, &start)) {
            Some(Ok(command)) => drop(live.run(&command)),
            Some(Err(problem)) => live.tell(&problem, true),
            None => {}
        }
    };
    let has_meetings = !board.meetings.is_empty();
    let meetings = board.meetings.into_iter().map(meeting_line).collect_view();
    let deadlines = (!board.deadlines.is_empty()).then(|| {
        let lines = board.deadlines.into_iter().map(deadline_line).collect_view();
        view! { <h3>{words.deadlines}</h3><ul class="deadlines">{lines}</ul> }
    });
    let members = if board.members.is_empty() { words.no_members.to_owned() } else { board.members };
    let meets = if board.meets.is_empty() { words.no_rule.to_owned() } else { board.meets };
    view! {
        <li class="card panel board-card">
            <header class="panel-head">
                <div>
                    <p class="muted small">{board.kind}" · "{board.rule}</p>
                    <h2>{board.name}</h2>
                </div>
                <span class="chip">{(words.waiting)(board.waiting)}</span>
                <button type="button" class="button small" on:click=move |_| live.select(Some(&edit))>{words.edit}</button>
            </header>
            <p><span class="muted">{words.members}": "</span>{members}</p>
            <p><span class="muted">{words.meets}": "</span>{meets}</p>
            {deadlines}
            <ul class="meeting-list">{meetings}</ul>
            {(!has_meetings).then(|| view! { <p class="muted">{words.no_meetings}</p> })}
            <div class="button-row">
                {can_plan.then(|| view! { <button type="button" class="button small" on:click=plan>{words.plan_meetings}</button> })}
                <input type="datetime-local" class="meeting-at" aria-label=words.meeting_at
                    on:input=move |event| at.set(event_target_value(&event)) />
                <button type="button" class="button small" on:click=plan_one>{words.plan_meeting}</button>
            </div>
        </li>
    }
}

/// The address of a meeting.
fn meeting_route(of: &RecordRef) -> Route {
    Route::item(Screen::Board, &of.id)
}

/// How a meeting's state is coloured.
fn status_chip(status: MeetingStatus) -> View {
    let class = match status {
        MeetingStatus::InProgress => "chip info",
        MeetingStatus::Complete => "chip good",
        MeetingStatus::Planned | MeetingStatus::Cancelled => "chip",
    };
    view! { <span class=class>{status.label()}</span> }
}

fn meeting_line(meeting: MeetingLine) -> View {
    let words = &text().board;
    let items = (words.items)(meeting.decided, meeting.items);
    view! {
        <li>
            <a href=meeting_route(&meeting.of).address()>{meeting.when}</a>
            {status_chip(meeting.status)}
            <span class="muted small">{items}</span>
        </li>
    }
}

fn deadline_line(line: Deadline) -> View {
    let words = &text().board;
    let address = Route::item(Screen::Changes, &line.change.record.id).address();
    let class = if line.is_late { "is-blocker" } else { "is-warning" };
    let left = if line.is_late { (words.late)(&line.left) } else { (words.left)(&line.left) };
    view! {
        <li>
            <a href=address>{line.change.name}</a>
            <span class="chip">{line.status}</span>
            <span class=class>{left}</span>
            <span class="muted small">{line.due}</span>
        </li>
    }
}
