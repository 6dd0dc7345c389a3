//! The printed pack of a meeting: the agenda on its first page, and a block a change with all that the board reads.

use crate::ui::prelude::*;

use super::meeting::{brief_view, decision_chip};
use crate::model::{Id, Meeting, Severity};
use crate::planner::views::board::{Pack, PackItem, pack};
use crate::planner::{Route, Screen};
use crate::ui::components::EmptyState;
use crate::ui::frame::past_field;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The pack of the meeting of this id, as it is printed.
#[component]
pub fn PackView(id: String) -> View {
    let live = use_live();
    let words = &text().board;
    let id: StoredValue<Id<Meeting>> = StoredValue::new(Id::lenient(&id));
    let shown = Memo::new(move |_| live.read(|bench| pack(bench, &id.get_value())).flatten());
    let body = move || match shown.get() {
        Some(pack) => pack_view(pack),
        None => view! { <EmptyState title=words.gone hint=words.gone_hint /> },
    };
    let print = move |_| {
        // Without a printer there is nothing that could be said better than the browser does.
        let _ = window().print();
    };
    let back = Route::item(Screen::Board, id.get_value().as_str()).address();
    view! {
        <div class="button-row pack-tools">
            <a class="button" href=back>{words.back}</a>
            <button type="button" class="button primary" on:click=print>{words.print}</button>
            {past_field(live, words.as_of)}
        </div>
        {body}
    }
}

fn pack_view(pack: Pack) -> View {
    let words = &text().board;
    let rows = pack.items.iter().enumerate().map(|(place, item)| {
        let line = &item.line;
        view! {
            <tr><td>{place + 1}</td><td>{line.title.clone()}</td><td>{line.about.clone()}</td><td>{line.decision.map(decision_chip)}</td></tr>
        }
    });
    let rows = rows.collect_view();
    let meeting = pack.meeting;
    let attendees = (!meeting.attendees.is_empty())
        .then(|| view! { <p><b>{words.attendees}": "</b>{meeting.attendees.clone()}</p> });
    let minutes = (!meeting.minutes.is_empty()).then(
        || view! { <p class="brief-text"><b>{words.meeting_minutes}": "</b>{meeting.minutes.clone()}</p> },
    );
    let blocks = pack.items.into_iter().enumerate().map(|(place, item)| block(place, item));
    view! {
        <article class="pack">
            <header>
                <p class="muted">{pack.plan}" · "{(words.printed)(&pack.printed)}</p>
                <h1>{meeting.board.name}": "{meeting.when}</h1>
                {attendees}
                {minutes}
            </header>
            <h2>{words.agenda}</h2>
            <table class="scope-table pack-agenda"><tbody>{rows}</tbody></table>
            {blocks.collect_view()}
        </article>
    }
}

fn block(place: usize, item: PackItem) -> View {
    let words = &text().board;
    let PackItem { line, brief, approval } = item;
    let findings = brief.as_ref().map(|brief| {
        let lines = brief.findings.iter().map(|(severity, sentence)| {
            let sign = if *severity == Severity::Blocker { "■ " } else { "▲ " };
            view! { <li>{sign}<b>{severity.label()}": "</b>{sentence.clone()}</li> }
        });
        let lines = lines.collect_view();
        (!brief.findings.is_empty())
            .then(|| view! { <h3>{words.findings}</h3><ul class="pack-findings">{lines}</ul> })
    });
    let votes = approval.map(|approval| {
        let seats = approval.seats.iter().filter_map(|seat| {
            let choice = seat.choice?.label();
            Some(view! { <li>{seat.member.name.clone()}": "{choice}" "<span class="muted">{seat.line.clone()}</span></li> })
        });
        let seats = seats.collect_view();
        let note = (!approval.note.is_empty()).then(|| view! { <p class="brief-text">{approval.note.clone()}</p> });
        view! { <h3>{words.votes}</h3><ul>{seats}</ul>{note} }
    });
    let decision = line.decision.map(|decision| view! { <p><b>{words.decision}": "</b>{decision_chip(decision)}" "<span class="muted">{line.took}</span></p> });
    let minutes = (!line.minutes.is_empty())
        .then(|| view! { <p class="brief-text"><b>{words.item_minutes}": "</b>{line.minutes.clone()}</p> });
    view! {
        <section class="pack-item">
            <h2>{place + 1}". "{line.title}</h2>
            {brief.map(|brief| brief_view(&brief, false))}
            {findings}
            {votes}
            {decision}
            {minutes}
        </section>
    }
}
