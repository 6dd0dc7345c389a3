//! Blackouts and maintenance windows, those that come next first.

use crate::ui::prelude::*;

use crate::model::{Command, Hardness, Table};
use crate::planner::views::environments::{WindowLine, windows};
use crate::planner::{Route, Screen};
use crate::ui::components::{Icon, Shape};
use crate::ui::inspector::{RecordLink, add_new};
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The section "Windows".
#[component]
pub fn Windows() -> View {
    let live = use_live();
    let words = &text().environments;
    let lines = Memo::new(move |_| live.read(windows).unwrap_or_default());
    let headings = [words.name, words.sort, words.when, words.next, words.scope];
    view! {
        <section class="windows">
            <header class="screen-head">
                <h2>{words.windows}</h2>
                <span class="button-row head-end">
                    <a href=Route::to(Screen::Freezes).address()>{text().freezes.to_freezes}</a>
                    <button type="button" class="button small" on:click=move |_| add_new(live, Table::Blackouts, words.new_blackout, None)>
                        <Icon shape=Shape::Plus />
                        {words.add_blackout}
                    </button>
                    <button type="button" class="button small" on:click=move |_| add_new(live, Table::MaintenanceWindows, words.new_maintenance, None)>
                        <Icon shape=Shape::Plus />
                        {words.add_maintenance}
                    </button>
                </span>
            </header>
            <Show when=move || lines.with(Vec::is_empty)><p class="empty">{words.no_windows}</p></Show>
            <Show when=move || !lines.with(Vec::is_empty)>
                <table class="window-table">
                    <thead>
                        <tr>
                            {headings.map(|heading| view! { <th scope="col">{heading}</th> }).collect_view()}
                            <th><span class="visually-hidden">{words.remove}</span></th>
                        </tr>
                    </thead>
                    <tbody>
                        <Rows each=move || lines.get() children=|line| view! { <Line line /> } />
                    </tbody>
                </table>
            </Show>
        </section>
    }
}

#[component]
fn Line(line: WindowLine) -> View {
    let live = use_live();
    let words = &text().environments;
    let of = line.of;
    let (class, sort) = if line.is_blackout {
        ("swatch hatched", words.blackout)
    } else {
        ("swatch tinted", words.maintenance)
    };
    let hardness = if line.hardness == Hardness::Soft {
        format!(", {}", line.hardness.label().to_ascii_lowercase())
    } else {
        String::new()
    };
    let hint = (words.remove_one)(&line.name);
    view! {
        <tr>
            <td class="window-name"><RecordLink of=line.of name=line.name /></td>
            <td><span class=class aria-hidden="true"></span>{sort}{hardness}</td>
            <td>{line.when}</td>
            <td>{line.next}{line.is_now.then(|| view! { " "<span class="chip info">{words.now}</span> })}</td>
            <td>{line.scope}</td>
            <td>
                <button type="button" class="button quiet icon-only" aria-label=hint.clone() title=hint
                    on:click=move |_| { live.run(&Command::Remove(of)); }>
                    <Icon shape=Shape::Remove />
                </button>
            </td>
        </tr>
    }
}
