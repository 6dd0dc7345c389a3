//! The templates of standard changes: proposed, approved, published, reviewed and retired here, and followed by changes.

use crate::ui::prelude::*;

use crate::model::{Command, RecordRef, Table, TemplateStatus};
use crate::planner::views::standard::{TemplateCard, follow, template_of, templates};
use crate::planner::{Route, Screen};
use crate::ui::change::{missing_list, offer_list};
use crate::ui::components::{CommandButton, EmptyState};
use crate::ui::inspector::{Picked, RecordPicker};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// All templates, and a way to make one of a change.
#[component]
pub fn Templates() -> View {
    let live = use_live();
    let words = &text().standard;
    let all = Memo::new(move |_| live.read(templates).unwrap_or_default());
    let make = move |picked: Picked| {
        let Picked::Known(change) = picked else { return };
        let made = live.read_untracked(|bench| template_of(bench, &change.id_of()?)).flatten();
        made.into_iter().for_each(|template| drop(live.run(&Command::Add(template))));
    };
    let opened = RwSignal::new(Vec::<RecordRef>::new());
    view! {
        <div class="page board-screen">
            <p class="crumb"><a href=Route::to(Screen::Changes).address()>{text().changes.title}</a></p>
            <header class="screen-head">
                <h1>{words.title}</h1>
                <div class="head-end template-from">
                    <RecordPicker table=Table::Changes label=words.make placeholder=words.make without=Signal::stored(Vec::new()) on_pick=make />
                </div>
            </header>
            <Show when=move || all.with(Vec::is_empty)><EmptyState title=words.none hint=words.none_hint /></Show>
            <ul class="boards"><Rows each=move || all.get() children=move |one| card(one, opened) /></ul>
        </div>
    }
}

/// A template. `opened` are those whose fields are unfolded: a card is made anew when its template is edited.
fn card(card: TemplateCard, opened: RwSignal<Vec<RecordRef>>) -> View {
    let live = use_live();
    let words = &text().standard;
    let (edit, of, unfolded) = (card.of, card.of, card.of);
    let is_open = opened.with_untracked(|opened| opened.contains(&card.of));
    let unfold = move |event: leptos::ev::Event| {
        let is_open = event_target::<web_sys::Element>(&event).has_attribute("open");
        opened.update_untracked(|opened| {
            opened.retain(|other| *other != unfolded);
            opened.extend(is_open.then_some(unfolded));
        });
    };
    let add = move |()| {
        let asked = of.id_of().and_then(|id| live.read_untracked(|bench| follow(bench, &id)));
        if let Some((change, command)) = asked
            && live.run(&command).is_some()
        {
            live.go(&Route::item(Screen::Changes, change.as_str()));
        }
    };
    let chip = match card.status {
        TemplateStatus::Published => "chip good",
        TemplateStatus::Proposed => "chip info",
        TemplateStatus::Draft | TemplateStatus::Retired => "chip",
    };
    let refusal = card.add.first().map(|one| one.what.clone());
    let facts =
        card.facts.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    let fields = card.fields.into_iter().map(|(name, value, is_locked)| {
        let locked = is_locked.then(|| view! { <span class="chip">{words.locked}</span> });
        view! { <div><dt>{name}" "{locked}</dt><dd>{value}</dd></div> }
    });
    let (facts, fields) = (facts.collect_view(), fields.collect_view());
    let missing = (!card.add.is_empty() && card.status == TemplateStatus::Published)
        .then(|| missing_list(&card.of, card.add));
    view! {
        <li class="card panel template-card">
            <header class="panel-head">
                <div>
                    <p class="muted small">{(words.version)(card.version)}" · "{(words.followed)(card.followed)}{(!card.success.is_empty()).then(|| format!(" · {}", card.success))}</p>
                    <h2>{card.name}</h2>
                </div>
                <span class=chip>{card.status.label()}</span>
                <button type="button" class="button small" on:click=move |_| live.select(Some(&edit))>{words.edit}</button>
            </header>
            {(!card.lost_by.is_empty()).then(|| view! { <p class="is-blocker">{(words.lost)(&card.lost_by)}</p> })}
            {(!card.description.is_empty()).then(|| view! { <p>{card.description}</p> })}
            {(!card.note.is_empty()).then(|| view! { <p class="change-reason">{card.note}</p> })}
            <dl class="facts">{facts}</dl>
            <details open=is_open on:toggle=unfold><summary>{words.fields}</summary><dl class="facts template-fields">{fields}</dl></details>
            <div class="steps">
                {(card.status == TemplateStatus::Published).then(|| view! {
                    <div class="step-offer"><CommandButton label=words.follow refusal class="primary" on_press=add />{missing}</div>
                })}
                {offer_list(Signal::stored(card.offers))}
            </div>
        </li>
    }
}

/// The link from the table of changes.
pub fn templates_link() -> View {
    let address = Route::to(Screen::Changes).with("show", "templates").address();
    view! { <a class="button" href=address>{text().standard.title}</a> }
}
