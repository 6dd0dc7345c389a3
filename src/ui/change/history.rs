//! The history of a record, read from the plan's journal: who did what when, in which words, with the difference.

use crate::ui::prelude::*;
use leptos::task::spawn_local;

use crate::model::RecordRef;
use crate::planner::views::change_page::{HistoryLine, history};
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The steps that changed a record, the last one first; read again whenever the plan was saved.
#[component]
pub fn History(of: RecordRef) -> View {
    let live = use_live();
    let words = &text().change;
    let lines = RwSignal::new(None::<Vec<HistoryLine>>);
    Effect::new(move || {
        live.saving.track();
        let known = live.read_untracked(|bench| (bench.plan().id, bench.plan().settings.zone));
        let Some((plan, zone)) = known else { return };
        spawn_local(async move {
            let Ok(journal) = live.archive().journal(&plan).await else { return };
            let entries = journal
                .iter()
                .map(|entry| (entry.at, entry.actor.as_str(), entry.label.as_str(), &entry.diff));
            // The page may have been left meanwhile.
            lines.try_set(Some(history(&of, zone, entries)));
        });
    });
    let shown = move || {
        lines.with(|lines| {
            let lines = lines.as_ref()?;
            if lines.is_empty() {
                return Some(view! { <p class="muted">{words.no_history}</p> });
            }
            Some(view! { <ol class="history">{lines.iter().map(|one| line(live, one)).collect_view()}</ol> })
        })
    };
    view! { {shown} }
}

fn line(live: Live, line: &HistoryLine) -> View {
    let at = line.at;
    let who = if line.who.is_empty() { text().change.somebody } else { &line.who };
    let changed = line.changed.iter().map(|(name, before, after)| {
        view! { <div><dt>{name.clone()}</dt><dd><del>{before.clone()}</del>" "<ins>{after.clone()}</ins></dd></div> }
    });
    let changed = changed.collect_view();
    let differences = (!line.changed.is_empty()).then(|| {
        view! { <details><summary>{(text().change.fields_changed)(line.changed.len())}</summary><dl class="differences">{changed}</dl></details> }
    });
    view! {
        <li>
            <p>{line.words.clone()}</p>
            <p class="muted small">
                {who.to_owned()}", "{line.when.clone()}" "
                <button type="button" class="button quiet small" on:click=move |_| live.look_back(at)>{text().past.then}</button>
            </p>
            {differences}
        </li>
    }
}
