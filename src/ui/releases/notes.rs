//! The release notes of a release, to read, print and copy; and taking versions from a pasted log.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::page_address;
use crate::exchange::version_control::{Commit, link, references};
use crate::model::{Id, RecordRef, Release, Table, VersionReference};
use crate::planner::releasing::notes::{
    NotesLine, NotesOfKind, ReleaseNotes, release_notes, take_references,
};
use crate::ui::components::{Dialog, Field, Icon, Shape};
use crate::ui::copying::copy_text;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The notes of the release of this id.
pub fn notes_view(id: &str) -> View {
    let live = use_live();
    let words = &text().announcements;
    let wanted: Id<Release> = Id::lenient(id);
    let back = page_address(&RecordRef::new(Table::Releases, id));
    let is_pasting = RwSignal::new(false);
    let notes = Memo::new(move |_| {
        live.read(|bench| {
            let view = bench.view();
            let notes = release_notes(&view, bench.plan().releases.get(&wanted)?);
            Some((notes.markdown(&view, link), notes))
        })
        .flatten()
    });
    let copy = move |_| {
        let markdown = notes.with_untracked(|notes| notes.as_ref().map(|(markdown, _)| markdown.clone()));
        copy_text(live, &markdown.unwrap_or_default());
    };
    view! {
        <nav class="crumbs no-print"><a href=back>{words.back}</a></nav>
        <div class="button-row notes-actions no-print">
            <button type="button" class="button" on:click=copy>{words.copy_markdown}</button>
            <button type="button" class="button" on:click=move |_| drop(window().print())><Icon shape=Shape::File />{words.print}</button>
            <button type="button" class="button" on:click=move |_| is_pasting.set(true)>{words.paste_log}</button>
        </div>
        <Dialog open=is_pasting on_close=move |()| is_pasting.set(false) title=words.paste_log class="wide">{log_form(is_pasting)}</Dialog>
        {move || notes.get().map(|(_, notes)| shown(notes))}
    }
}

fn shown(notes: ReleaseNotes) -> View {
    let live = use_live();
    let words = &text().announcements;
    let is_empty = notes.kinds.is_empty() && notes.not_done.is_empty();
    let not_done = notes
        .not_done
        .into_iter()
        .map(|(one, why)| view! { <li>{note(one)}<span class="caution">": "{why}</span></li> });
    let versions = notes.versions.into_iter().map(|one| view! { <li>{reference(one)}</li> });
    let (not_done, versions): (Vec<_>, Vec<_>) = (not_done.gather(), versions.gather());
    let kinds = notes.kinds.into_iter().map(|kind| {
        let title = |of: &RecordRef| live.read_untracked(|bench| bench.plan().title(of).to_owned());
        let names = kind.services.iter().map(|(service, _)| {
            service.as_ref().and_then(title).unwrap_or_else(|| words.no_service.to_owned())
        });
        let names = names.gather();
        of_kind(kind, names)
    });
    view! {
        <article class="release-notes card panel">
            <h1>{notes.title}</h1>
            <p class="muted">{notes.facts.join(" · ")}</p>
            <p>{notes.description}</p>
            {is_empty.then(|| view! { <p class="muted">{words.no_notes}</p> })}
            {kinds.collect_view()}
            {(!not_done.is_empty()).then(|| view! { <h2>{words.not_done}</h2><ul>{not_done}</ul> })}
            {(!versions.is_empty()).then(|| view! { <h2>{words.versions}</h2><ul>{versions}</ul> })}
        </article>
    }
}

fn of_kind(kind: NotesOfKind, names: Vec<String>) -> View {
    let services = kind.services.into_iter().zip(names).map(|((_, lines), name)| {
        let lines = lines.into_iter().map(|one| view! { <li>{note(one)}</li> });
        view! { <h3>{name}</h3><ul>{lines.collect_view()}</ul> }
    });
    view! { <h2>{(text().announcements.of_kind)(kind.kind.label())}</h2>{services.collect_view()} }
}

fn note(note: NotesLine) -> View {
    let version = note.deploys.map(|deploys| view! { " "{reference(deploys)} });
    let remark = (!note.remark.is_empty()).then(|| view! { <span class="caution">" "{note.remark}</span> });
    view! { <strong>{note.change.id.to_string()}</strong>" "{note.title}{version}{remark} }
}

/// What in version control something deploys, as a link where its address is known.
pub fn reference(of: VersionReference) -> View {
    let commit: String = of.commit.chars().take(10).gather();
    let parts = [of.repository.clone(), of.branch.clone(), of.version.clone(), commit];
    let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).gather();
    let said = said.join(" · ");
    match link(&of) {
        Some(address) => {
            view! { <a class="mono" href=address rel="noreferrer" target="_blank">{said}</a> }
        }
        None => view! { <span class="muted mono">{said}</span> },
    }
}

/// Finds the changes that the commits of a pasted log name.
fn log_form(is_open: RwSignal<bool>) -> View {
    let live = use_live();
    let words = &text().announcements;
    let (log, repository) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let found = Memo::new(move |_| {
        let commits = log.with(|log| Commit::read_log(log));
        let named = live.read(|bench| references(bench.plan(), &commits, repository.get().trim()));
        (commits.len(), named.unwrap_or_default())
    });
    let rows =
        move || {
            found.with(|(_, named)| {
                named.iter().cloned().map(|(change, version)| {
        let title = live.read_untracked(|bench| bench.plan().title(&RecordRef::from(&change)).to_owned());
        view! { <li><strong>{change.to_string()}</strong>" "{title}" "{reference(version)}</li> }
    }).collect_view()
            })
        };
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let command = live
            .read_untracked(|bench| found.with_untracked(|(_, named)| take_references(&bench.view(), named)));
        if command.is_some_and(|command| live.run(&command).is_some()) {
            is_open.set(false);
        }
    };
    view! {
        <form class="log-form" on:submit=take>
            <p class="muted">{words.log_hint}</p>
            <Field label=words.repository><input type="text" placeholder="https://github.com/acme/billing" on:input=move |event| repository.set(event_target_value(&event)) /></Field>
            <Field label=words.log><textarea rows="8" class="mono" required on:input=move |event| log.set(event_target_value(&event))></textarea></Field>
            <p role="status">{move || found.with(|(commits, named)| (words.found)(*commits, named.len()))}</p>
            <ul class="small">{rows}</ul>
            <div class="dialog-actions">
                <button type="button" class="button" on:click=move |_| is_open.set(false)>{words.cancel}</button>
                <button type="submit" class="button primary">{words.take}</button>
            </div>
        </form>
    }
}
