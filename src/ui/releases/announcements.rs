//! Announcements: the list of what is due, each with its text, to be copied, mailed or put into a calendar.

use crate::ui::prelude::*;

use crate::exchange::ics::{Entry, write_entries};
use crate::exchange::mail::Draft;
use crate::model::{Id, Release, Table};
use crate::planner::releasing::announcements::AnnouncementState;
use crate::planner::views::announcements::{AnnouncementLine, announcements, to_be_sent};
use crate::ui::components::{CommandButton, Icon, Shape};
use crate::ui::copying::copy_text;
use crate::ui::inspector::{RecordLink, add_new};
use crate::ui::live::{now, use_live};
use crate::ui::plans::save;
use crate::ui::text::text;

/// The announcements about a release, or all of them.
pub fn announcement_list(about: Option<Id<Release>>) -> View {
    let live = use_live();
    let words = &text().announcements;
    let is_whole = about.is_none();
    let lines =
        Memo::new(move |_| live.read(|bench| announcements(bench, about.as_ref())).unwrap_or_default());
    let summary = move || lines.with(|lines| (words.to_send)(to_be_sent(lines), lines.len()));
    view! {
        <section class="card panel">
            <header class="panel-head">
                <h2>{words.title}</h2>
                <span class="button-row">
                    <span class="muted small">{summary}</span>
                    {is_whole.then(|| view! {
                        <button type="button" class="button small" on:click=move |_| add_new(live, Table::Announcements, words.new_name, None)><Icon shape=Shape::Plus />{words.new}</button>
                    })}
                </span>
            </header>
            {move || lines.with(Vec::is_empty).then(|| view! { <p class="muted">{words.none}</p> })}
            <ul class="announcements"><Rows each=move || lines.get() children=move |line| announcement(line, is_whole) /></ul>
        </section>
    }
}

fn announcement(line: AnnouncementLine, is_whole: bool) -> View {
    let live = use_live();
    let words = &text().announcements;
    let told = line.told;
    let (sign, class) = match told.state {
        AnnouncementState::SendAgain => ("↻", "fault"),
        AnnouncementState::Due => ("!", "fault"),
        AnnouncementState::Waiting | AnnouncementState::Undated => ("○", "muted"),
        AnnouncementState::Sent => ("✓", "good"),
    };
    let about = line
        .about
        .filter(|_| is_whole)
        .map(|about| view! { <RecordLink of=about.record name=about.name />" · " });
    let (body, markdown) = (told.body.clone(), line.markdown);
    let draft = Draft { to: &told.addresses, subject: &told.subject, body: &told.body };
    let (mail, message) = (draft.mailto(), draft.message());
    let (subject, said, id) = (told.subject.clone(), told.body.clone(), told.of.id.to_string());
    let file = format!("{id}.eml");
    let save_mail = move |_| save(live, &file, "message/rfc822", &message);
    let calendar = told.window.map(|window| {
        let save_event = move |_| {
            let uid = format!("{id}@slipway");
            let entry = Entry { uid: &uid, title: &subject, text: &said, window };
            let written = live.read_untracked(|bench| write_entries(bench.plan(), &subject, &[entry], now()));
            if let Some(written) = written {
                save(live, &format!("{id}.ics"), "text/calendar", &written);
            }
        };
        view! { <button type="button" class="button small" on:click=save_event>{words.calendar}</button> }
    });
    let command = line.command;
    let send = move |()| drop(live.run(&command));
    let refusal = Signal::stored(line.refusal);
    let is_sent = told.state == AnnouncementState::Sent;
    view! {
        <li class="announcement">
            <span class=class aria-hidden="true">{sign}</span>
            <div class="announcement-what">
                <strong><RecordLink of=told.of name=told.subject /></strong>
                <span class="small">{about}{told.audience}" · "{line.channel.label()}</span>
                <span class=format!("small {class}")>{(words.standing)(told.state)}" · "{line.when}</span>
                <details>
                    <summary class="small muted">{words.text}</summary>
                    <p class="announcement-text">{told.body}</p>
                    <span class="button-row">
                        <button type="button" class="button small" on:click=move |_| copy_text(live, &body)>{words.copy}</button>
                        <button type="button" class="button small" on:click=move |_| copy_text(live, &markdown)>{words.copy_markdown}</button>
                        <a class="button small" href=mail>{words.mail}</a>
                        <button type="button" class="button small" on:click=save_mail>{words.mail_file}</button>
                        {calendar}
                    </span>
                </details>
            </div>
            {(!is_sent).then(|| view! { <CommandButton label=words.sent refusal class="small" on_press=send /> })}
        </li>
    }
}
