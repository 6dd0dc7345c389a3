//! The screen "Waiting": what waits for whom and how long already, with what waits for who acts first.

use crate::ui::prelude::*;

use super::answers::answer_buttons;
use crate::planner::views::waiting::{Wait, waiting};
use crate::ui::components::EmptyState;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The screen "Waiting".
#[component]
pub fn WaitingScreen() -> View {
    let live = use_live();
    let words = &text().board;
    let all =
        Memo::new(move |_| live.read(|bench| (bench.actor().is_some(), waiting(bench))).unwrap_or_default());
    let shown = move || {
        let (is_somebody, all) = all.get();
        if all.is_empty() {
            return view! { <EmptyState title=words.nothing_waits hint=words.nothing_waits_hint /> };
        }
        let (mine, others): (Vec<Wait>, Vec<Wait>) = all.into_iter().partition(|wait| wait.is_mine);
        view! {
            {(!is_somebody).then(|| view! { <p class="muted">{words.choose_actor}</p> })}
            {part(words.for_you, mine)}
            {part(words.for_others, others)}
        }
    };
    view! {
        <div class="page board-screen">
            <header class="screen-head">
                <h1>{words.waiting_title}</h1>
                <p class="muted" role="status">{move || (words.waiting)(all.with(|(_, all)| all.len()))}</p>
            </header>
            {shown}
        </div>
    }
}

fn part(title: &'static str, waits: Vec<Wait>) -> View {
    if waits.is_empty() {
        return View::default();
    }
    let words = &text().board;
    let has_answers = waits.iter().any(|wait| !wait.answers.is_empty());
    let rows = waits.into_iter().map(|wait| row(wait, has_answers)).collect_view();
    let headings = words.wait_columns.iter().take(words.wait_columns.len() - usize::from(!has_answers));
    let headings = headings.map(|name| view! { <th scope="col">{*name}</th> }).collect_view();
    view! {
        <section class="card panel">
            <h2>{title}</h2>
            <div class="scope-scroller">
                <table class="scope-table wait-table">
                    <thead><tr>{headings}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn row(wait: Wait, has_answers: bool) -> View {
    let words = &text().board;
    let class = if wait.is_late { "is-blocker" } else { "" };
    let due = if wait.is_late { (words.was_due)(&wait.due) } else { wait.due };
    let title = wait.what.name.clone();
    // On a narrow screen a row is a card, and what has no value is left out.
    let [_, _, for_whom, since, due_by, _] = words.wait_columns;
    let some = |said: String| (!said.is_empty()).then_some(said);
    view! {
        <tr>
            <td>{(words.wait_kind)(wait.kind)}</td>
            <td><a href=wait.route.address()>{wait.what.name}</a>" "<span class="muted small">{wait.about}</span></td>
            <td data-label=for_whom>{some(wait.people.join(", "))}</td>
            <td data-label=since>{some(wait.since)}</td>
            <td class=class data-label=due_by>{some(due)}</td>
            {has_answers.then(|| view! { <td>{(!wait.answers.is_empty()).then(|| answer_buttons(wait.answers, &title))}</td> })}
        </tr>
    }
}
