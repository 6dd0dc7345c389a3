//! The release notes of a release, to read, print and copy.

use leptos::prelude::*;

use super::page_address;
use crate::model::{Id, RecordRef, Release, Table};
use crate::planner::views::release_notes::{Note, NoteGroup, ReleaseNotes, release_notes};
use crate::ui::components::{Icon, Shape};
use crate::ui::copying::copy_text;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The notes of the release of this id.
pub fn notes_view(id: &str) -> AnyView {
    let live = use_live();
    let words = &text().announcements;
    let wanted: Id<Release> = Id::lenient(id);
    let back = page_address(&RecordRef::new(Table::Releases, id));
    let notes = Memo::new(move |_| live.read(|bench| release_notes(bench, &wanted)).flatten());
    let copy = move |_| {
        copy_text(
            live,
            &notes
                .with_untracked(|notes| notes.as_ref().map_or(String::new(), |notes| notes.markdown.clone())),
        )
    };
    view! {
        <nav class="crumbs no-print"><a href=back>{words.back}</a></nav>
        <div class="button-row notes-actions no-print">
            <button type="button" class="button" on:click=copy>{words.copy_markdown}</button>
            <button type="button" class="button" on:click=move |_| drop(window().print())><Icon shape=Shape::File />{words.print}</button>
        </div>
        {move || notes.get().map(shown)}
    }
    .into_any()
}

fn shown(notes: ReleaseNotes) -> AnyView {
    let words = &text().announcements;
    let is_empty = notes.groups.is_empty() && notes.not_done.is_empty();
    let not_done = notes
        .not_done
        .into_iter()
        .map(|(one, why)| view! { <li>{note(one)}<span class="caution">": "{why}</span></li> }.into_any())
        .collect::<Vec<_>>();
    let versions = notes
        .versions
        .into_iter()
        .map(|one| view! { <li class="mono">{one}</li> }.into_any())
        .collect::<Vec<_>>();
    view! {
        <article class="notes card panel">
            <h1>{notes.title}</h1>
            <p class="muted">{notes.facts}</p>
            <p>{notes.description}</p>
            {is_empty.then(|| view! { <p class="muted">{words.no_notes}</p> })}
            {notes.groups.into_iter().map(group).collect_view()}
            {(!not_done.is_empty()).then(|| view! { <h2>{words.not_done}</h2><ul>{not_done}</ul> })}
            {(!versions.is_empty()).then(|| view! { <h2>{words.versions}</h2><ul>{versions}</ul> })}
        </article>
    }
    .into_any()
}

fn group(group: NoteGroup) -> AnyView {
    let notes = group.notes.into_iter().map(|one| view! { <li>{note(one)}</li> }.into_any());
    view! { <h2>{group.kind}" · "{group.service}</h2><ul>{notes.collect_view()}</ul> }.into_any()
}

fn note(note: Note) -> AnyView {
    let version =
        (!note.version.is_empty()).then(|| view! { " "<span class="muted mono">{note.version}</span> });
    let title = if note.address.is_empty() {
        view! { <span>{note.title}</span> }.into_any()
    } else {
        view! { <a href=note.address rel="noreferrer" target="_blank">{note.title}</a> }.into_any()
    };
    let more =
        (!note.text.is_empty()).then(|| view! { <span class="muted small note-more">{note.text}</span> });
    view! { <strong>{note.id}</strong>" "{title}{version}{more} }.into_any()
}
