//! What the palette and the keys can do: one list, so that a command has one name and one meaning.

use super::desk::Desk;
use super::theme::{Theme, choose_theme};
use crate::exchange::ics::Part;
use crate::model::Table;
use crate::planner::{Route, Screen};
use crate::ui::inspector::add_new;
use crate::ui::live::Live;
use crate::ui::plans::{Export, WHOLE_CALENDAR, choose_file, export_open};
use crate::ui::text::text;

/// Something that can be done from everywhere.
pub struct Action {
    /// What it is called now; `None` while it cannot be done.
    pub name: fn(Live) -> Option<String>,
    /// Its key; empty when it has none.
    pub keys: &'static str,
    /// Does it.
    pub run: fn(Live, Desk),
}

/// All of them, in the order of the palette.
pub static ACTIONS: &[Action] = &[
    Action {
        name: |live| when_open(live, text().frame.new_change),
        keys: "",
        run: |live, _| add_new(live, Table::Changes, text().frame.new_change, None),
    },
    Action { name: undo_name, keys: "Ctrl Z", run: |live, _| live.undo() },
    Action { name: redo_name, keys: "Ctrl Shift Z", run: |live, _| live.redo() },
    go_to(|live| to_screen(live, Screen::Schedule), |live, _| live.go(&Route::to(Screen::Schedule))),
    go_to(|live| to_screen(live, Screen::Changes), |live, _| live.go(&Route::to(Screen::Changes))),
    go_to(|live| to_screen(live, Screen::Releases), |live, _| live.go(&Route::to(Screen::Releases))),
    go_to(|live| to_screen(live, Screen::Environments), |live, _| live.go(&Route::to(Screen::Environments))),
    go_to(|live| to_screen(live, Screen::Services), |live, _| live.go(&Route::to(Screen::Services))),
    go_to(|live| to_screen(live, Screen::Board), |live, _| live.go(&Route::to(Screen::Board))),
    go_to(|live| to_screen(live, Screen::Waiting), |live, _| live.go(&Route::to(Screen::Waiting))),
    go_to(|live| to_screen(live, Screen::Findings), |live, _| live.go(&Route::to(Screen::Findings))),
    go_to(|live| to_screen(live, Screen::Freezes), |live, _| live.go(&Route::to(Screen::Freezes))),
    go_to(|live| to_screen(live, Screen::Policy), |live, _| live.go(&Route::to(Screen::Policy))),
    go_to(|live| to_screen(live, Screen::Reports), |live, _| live.go(&Route::to(Screen::Reports))),
    go_to(|live| to_screen(live, Screen::Plans), |live, _| live.go(&Route::to(Screen::Plans))),
    go_to(|_| theme_name(Theme::System), |_, _| choose_theme(Theme::System)),
    go_to(|_| theme_name(Theme::Light), |_, _| choose_theme(Theme::Light)),
    go_to(|_| theme_name(Theme::Dark), |_, _| choose_theme(Theme::Dark)),
    go_to(|_| Some(text().plans.open_file.to_owned()), |_, _| choose_file()),
    go_to(|live| to_export(live, Export::Plan), |live, _| export_open(live, Export::Plan)),
    go_to(|live| to_export(live, Export::Changes), |live, _| export_open(live, Export::Changes)),
    go_to(
        |live| when_open(live, &(text().plans.exports.export)(text().plans.exports.calendar)),
        |live, _| export_open(live, Export::Calendar(WHOLE_CALENDAR)),
    ),
    go_to(|live| when_open(live, text().past.look), |_, desk| desk.show_past()),
    Action { name: |_| Some(text().frame.keyboard.to_owned()), keys: "?", run: |_, desk| desk.show_help() },
];

/// What can be exported, in the order of the menu: the plan, its changes, and then calendars.
pub static EXPORTS: &[Export] = &[
    Export::Plan,
    Export::Changes,
    Export::Calendar(WHOLE_CALENDAR),
    Export::Calendar(&[Part::Changes]),
    Export::Calendar(&[Part::Blackouts, Part::MaintenanceWindows]),
    Export::Calendar(&[Part::Gates]),
];

/// What the menu calls an export.
pub fn export_name(what: Export) -> &'static str {
    let words = &text().plans.exports;
    match what {
        Export::Plan => words.plan,
        Export::Changes => words.changes,
        Export::Calendar(parts) => match parts {
            [Part::Changes] => words.calendar_changes,
            [Part::Gates] => words.calendar_gates,
            [Part::Blackouts, ..] => words.calendar_blackouts,
            _ => words.calendar_all,
        },
    }
}

fn to_export(live: Live, what: Export) -> Option<String> {
    when_open(live, &(text().plans.exports.export)(export_name(what)))
}

const fn go_to(name: fn(Live) -> Option<String>, run: fn(Live, Desk)) -> Action {
    Action { name, keys: "", run }
}

fn when_open(live: Live, name: &str) -> Option<String> {
    live.is_open().then(|| name.to_owned())
}

fn to_screen(live: Live, screen: Screen) -> Option<String> {
    when_open(live, &(text().frame.go_to)((text().frame.screen)(screen)))
}

fn theme_name(theme: Theme) -> Option<String> {
    Some((text().frame.use_theme)(theme.words()))
}

fn undo_name(live: Live) -> Option<String> {
    let label = live.read(|bench| bench.history().undoable().map(|step| step.label.clone())).flatten();
    label.map(|label| (text().frame.undo)(&label))
}

fn redo_name(live: Live) -> Option<String> {
    let label = live.read(|bench| bench.history().redoable().map(|step| step.label.clone())).flatten();
    label.map(|label| (text().frame.redo)(&label))
}
