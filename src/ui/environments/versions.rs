//! Which version of which service is where, now and on a date to come.

use crate::gather::Gather;
use crate::ui::prelude::*;

use crate::planner::views::deployed::{VersionCell, VersionRow, VersionTable, versions_at};
use crate::time::{local_text, parse_date};
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The table at the moment of the address; now when it has none.
pub fn versions_view() -> View {
    let live = use_live();
    let words = &text().environments;
    let found = Memo::new(move |_| {
        let day = live.route().param("on").to_owned();
        live.read(|bench| {
            let zone = bench.plan().settings.zone;
            // The end of the day: what comes in its night is there.
            let at = parse_date(&day).map_or(bench.now(), |day| zone.day(day).end.plus_seconds(-60));
            versions_at(bench, at)
        })
    });
    let today = live.read_untracked(|bench| local_text(bench.plan().settings.zone.local(bench.now())));
    let today: String = today.unwrap_or_default().chars().take(10).gather();
    let shown = move || {
        let day = live.route().param("on").to_owned();
        if day.is_empty() { today.clone() } else { day }
    };
    let is_empty = move || found.with(|found| found.as_ref().is_none_or(|found| found.rows.is_empty()));
    view! {
        <div class="versions-head">
            <label class="versions-day">
                <span>{words.versions_on}</span>
                <input type="date" prop:value=shown on:change=move |event| live.go_quietly(&live.route().with("on", &event_target_value(&event))) />
            </label>
            <button type="button" class="button small" on:click=move |_| live.go_quietly(&live.route().with("on", ""))>{words.today}</button>
            <span class="muted small">{move || found.with(|found| found.as_ref().map(|found| found.at.clone()))}</span>
        </div>
        <Show when=is_empty><p class="empty">{words.no_versions}</p></Show>
        {move || found.get().filter(|found| !found.rows.is_empty()).map(table)}
    }
}

fn table(found: VersionTable) -> View {
    let words = &text().environments;
    let heads = found
        .environments
        .into_iter()
        .map(|one| view! { <th scope="col"><RecordLink of=one.record name=one.name /></th> });
    view! {
        <div class="versions card" tabindex="0" role="region" aria-label=words.versions>
            <table class="versions-table">
                <thead><tr><th scope="col">{words.service}</th>{heads.collect_view()}</tr></thead>
                <tbody>{found.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(row: VersionRow) -> View {
    let cells =
        row.cells.into_iter().map(|cells| view! { <td>{cells.into_iter().map(cell).collect_view()}</td> });
    view! { <tr><th scope="row"><RecordLink of=row.service.record name=row.service.name /></th>{cells.collect_view()}</tr> }
}

fn cell(cell: VersionCell) -> View {
    let words = &text().environments;
    let class = if cell.is_planned { "version planned" } else { "version" };
    let version = if cell.version.is_empty() { words.none_there.to_owned() } else { cell.version.clone() };
    let version = match cell.by {
        Some(by) => view! { <RecordLink of=by name=version /> },
        None => view! { <span>{version}</span> },
    };
    let since = match (cell.since.as_str(), cell.is_planned) {
        ("", _) => String::new(),
        (since, true) => (words.planned_since)(since),
        (since, false) => (words.since)(since),
    };
    view! {
        <div class=class>
            <span class="muted small">{cell.component}</span>
            <strong>{version}</strong>
            <span class="muted small">{since}</span>
            {(!cell.next.is_empty()).then(|| view! { <span class="small version-next">{(words.next_version)(&cell.next)}</span> })}
        </div>
    }
}
