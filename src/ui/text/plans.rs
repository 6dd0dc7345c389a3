//! Words of the screen "Plans", and of files in and out.

use crate::gather::Gather;

/// Words of the screen "Plans".
pub struct Text {
    /// The heading of the first visit.
    pub welcome: &'static str,
    /// What the product does, below it.
    pub welcome_more: &'static str,
    /// The heading of the list.
    pub plans: &'static str,
    /// What is said below it.
    pub plans_more: &'static str,
    /// The first door.
    pub sample: &'static str,
    /// What is behind it.
    pub sample_more: &'static str,
    /// The second door.
    pub start: &'static str,
    /// What is behind it.
    pub start_more: &'static str,
    /// The third door.
    pub open_file: &'static str,
    /// What is behind it.
    pub open_file_more: &'static str,
    /// Over the page while a file is dragged over it.
    pub drop_here: &'static str,
    /// The template without anything.
    pub empty: &'static str,
    /// What it is for.
    pub empty_more: &'static str,
    /// Asks for a template.
    pub template: &'static str,
    /// Asks for a name.
    pub name: &'static str,
    /// A name until there is one.
    pub new_plan: &'static str,
    /// Asks for a zone.
    pub zone: &'static str,
    /// What a zone does.
    pub zone_hint: &'static str,
    /// Makes the plan.
    pub make: &'static str,
    /// What the step of making a plan is called in its journal.
    pub made: &'static str,
    /// The same for an import.
    pub imported: fn(&str) -> String,
    /// The same for a copy.
    pub copied: &'static str,
    /// The same for a plan that could not be stored before.
    pub stored: &'static str,
    /// Columns of the list.
    pub column_plan: &'static str,
    /// When it was saved.
    pub column_saved: &'static str,
    /// What it holds.
    pub column_holds: &'static str,
    /// What can be done.
    pub column_actions: &'static str,
    /// How many changes, releases and environments.
    pub holds: fn(usize, usize, usize) -> String,
    /// Beside the plan that is open.
    pub is_open: &'static str,
    /// Opens a plan.
    pub open: fn(&str) -> String,
    /// Copies a plan.
    pub duplicate: &'static str,
    /// Saves a plan as a file.
    pub export: &'static str,
    /// Removes a plan.
    pub remove: &'static str,
    /// Asks before it.
    pub remove_title: fn(&str) -> String,
    /// Says what that means.
    pub remove_more: &'static str,
    /// Saves the file first.
    pub export_first: &'static str,
    /// Says that it is gone.
    pub removed: fn(&str) -> String,
    /// Does nothing.
    pub cancel: &'static str,
    /// Says yes to the notes.
    pub understood: &'static str,
    /// The heading of notes.
    pub notes: fn(usize) -> String,
    /// The heading of the open plan's settings.
    pub settings: &'static str,
    /// Asks what it is about.
    pub description: &'static str,
    /// Asks which days are worked.
    pub working_days: &'static str,
    /// The days, Monday first.
    pub weekdays: [&'static str; 7],
    /// The heading of the holidays.
    pub holidays: &'static str,
    /// When there are none.
    pub no_holidays: &'static str,
    /// Asks for the day.
    pub holiday_day: &'static str,
    /// Asks for its name.
    pub holiday_name: &'static str,
    /// Adds it.
    pub add_holiday: &'static str,
    /// Takes it away.
    pub remove_holiday: fn(&str) -> String,
    /// The heading of lead times.
    pub lead_times: &'static str,
    /// What they are.
    pub lead_times_more: &'static str,
    /// The link to the rules.
    pub rules: &'static str,
    /// Words of files in.
    pub import: Import,
    /// Words of files out.
    pub exports: Exports,
    /// Words of what is not saved.
    pub saving: SavingText,
}

/// Words of files in.
pub struct Import {
    /// While a file is read.
    pub reading: fn(&str) -> String,
    /// The heading when nothing could be read.
    pub wrong: fn(&str) -> String,
    /// What it means for the plans.
    pub wrong_more: &'static str,
    /// Chooses another file.
    pub another: &'static str,
    /// The heading when the plan is there already.
    pub known: fn(&str) -> String,
    /// What can be done about it.
    pub known_more: fn(&str) -> String,
    /// Replaces it.
    pub replace: &'static str,
    /// Keeps both.
    pub keep_both: &'static str,
    /// The heading of a table.
    pub table: fn(&str) -> String,
    /// How many rows, and whose headers.
    pub rows: fn(usize, Option<&str>) -> String,
    /// The head of the columns.
    pub column: &'static str,
    /// The head of what they become.
    pub becomes: &'static str,
    /// The head of the first values.
    pub first_rows: &'static str,
    /// The label of a choice.
    pub column_becomes: fn(&str) -> String,
    /// Asks for the zone of times without one.
    pub zone: &'static str,
    /// Asks what parts lists.
    pub separator: &'static str,
    /// Asks what a row of a table is.
    pub row: &'static str,
    /// The answers, in the order of [`crate::exchange::csv::RowKind::ALL`].
    pub row_kinds: [&'static str; 4],
    /// Asks for the order of dates.
    pub dates: &'static str,
    /// The orders: as found, day first, month first.
    pub date_orders: [&'static str; 3],
    /// Asks where to.
    pub into: &'static str,
    /// A new plan.
    pub into_new: &'static str,
    /// The open plan.
    pub into_open: fn(&str) -> String,
    /// Does it.
    pub import: &'static str,
    /// The heading of a calendar.
    pub calendar: fn(&str) -> String,
    /// Asks what events become.
    pub events: &'static str,
    /// Changes, blackouts, milestones.
    pub event_kinds: [&'static str; 3],
    /// The heading when records are there already.
    pub conflicts: fn(usize) -> String,
    /// What ticking one means.
    pub conflicts_more: fn(usize) -> String,
    /// Ticks all.
    pub take_all: &'static str,
    /// What the undo step is called.
    pub step: fn(&str) -> String,
    /// Says what was done.
    pub done: fn(usize, &str) -> String,
    /// Says that there was nothing new.
    pub nothing: fn(&str) -> String,
    /// The name of a text that was pasted.
    pub pasted: &'static str,
}

/// Words of files out.
pub struct Exports {
    /// The plan.
    pub plan: &'static str,
    /// The changes.
    pub changes: &'static str,
    /// Above the calendars.
    pub calendar: &'static str,
    /// All parts.
    pub calendar_all: &'static str,
    /// Changes.
    pub calendar_changes: &'static str,
    /// Blackouts and maintenance windows.
    pub calendar_blackouts: &'static str,
    /// Gates.
    pub calendar_gates: &'static str,
    /// Before the name of an export, in the palette.
    pub export: fn(&str) -> String,
    /// Says that a file was saved.
    pub saved: fn(&str) -> String,
}

/// Words of what is and is not saved.
pub struct SavingText {
    /// All is saved, since then.
    pub saved: fn(&str) -> String,
    /// All is saved.
    pub saved_sometime: &'static str,
    /// A write runs.
    pub saving: &'static str,
    /// Something is not saved.
    pub not_saved: &'static str,
    /// Tries again.
    pub retry: &'static str,
    /// Saves as a file.
    pub as_file: &'static str,
    /// Another tab changed the plan.
    pub changed: &'static str,
    /// Another tab removed the plan.
    pub removed: &'static str,
    /// Shows what the other tab saved.
    pub reload: &'static str,
    /// Goes on here.
    pub keep_copy: &'static str,
    /// The heading before something unsaved is left.
    pub leave: &'static str,
    /// What it would lose.
    pub leave_more: &'static str,
    /// Leaves it all the same.
    pub leave_yes: &'static str,
}

/// English.
pub const EN: Text = Text {
    welcome: "Plan changes and releases, checked while you type",
    welcome_more: "Everything stays in this browser: no account, no server. Plans travel as files.",
    plans: "Plans",
    plans_more: "Kept in this browser, on this device.",
    sample: "Open the sample plan",
    sample_more: "Sixty changes and ten releases over nine environments, with real conflicts to mend. The quickest look around.",
    start: "Start a plan",
    start_more: "From a template: a release train, a large release over four environments, a freeze calendar, an emergency change.",
    open_file: "Open a file",
    open_file_more: "A plan (JSON), a change export (CSV, ServiceNow's too) or a calendar (iCalendar). Drop it anywhere, or paste it.",
    drop_here: "Drop the file to open it",
    empty: "Empty plan",
    empty_more: "Nothing but a name, a zone and the usual working week.",
    template: "Template",
    name: "Name",
    new_plan: "New plan",
    zone: "Time zone",
    zone_hint: "Times are shown in it and days counted by it: an IANA name such as Europe/Amsterdam.",
    make: "Start the plan",
    made: "Start the plan",
    imported: |file| format!("Open {file}"),
    copied: "Keep a copy",
    stored: "Store the plan",
    column_plan: "Plan",
    column_saved: "Saved",
    column_holds: "Holds",
    column_actions: "Actions",
    holds: |changes, releases, environments| {
        let counts = [(changes, "change"), (releases, "release"), (environments, "environment")];
        let words: Vec<String> = counts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, word)| count(number, word))
            .gather();
        if words.is_empty() { "Nothing yet".to_owned() } else { words.join(" \u{b7} ") }
    },
    is_open: "Open now",
    open: |name| format!("Open {name}"),
    duplicate: "Duplicate",
    export: "Export",
    remove: "Remove",
    remove_title: |name| format!("Remove \u{201c}{name}\u{201d}?"),
    remove_more: "The plan and its history are deleted from this browser. This cannot be undone; a file of it can be opened again.",
    export_first: "Save as file first",
    removed: |name| format!("\u{201c}{name}\u{201d} was removed from this browser."),
    cancel: "Cancel",
    understood: "Close",
    notes: |notes| {
        if notes == 1 {
            "1 note about what was read".to_owned()
        } else {
            format!("{notes} notes about what was read")
        }
    },
    settings: "Settings of this plan",
    description: "Description",
    working_days: "Working days",
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    holidays: "Holidays",
    no_holidays: "None: every working day counts.",
    holiday_day: "Day",
    holiday_name: "Name of the holiday",
    add_holiday: "Add",
    remove_holiday: |name| format!("Remove {name}"),
    lead_times: "Lead times",
    lead_times_more: "Working days between authorisation and the window, by risk.",
    rules: "Rules and their severity",
    import: Import {
        reading: |file| format!("Reading {file}\u{2026}"),
        wrong: |file| format!("{file} could not be read"),
        wrong_more: "Nothing was changed.",
        another: "Choose another file",
        known: |name| format!("\u{201c}{name}\u{201d} is in this browser already"),
        known_more: |name| {
            format!(
                "The file has the same plan as \u{201c}{name}\u{201d} here. Replace that one (a copy of it is kept), or keep both \
                 as plans of their own."
            )
        },
        replace: "Replace, and keep a copy",
        keep_both: "Keep both",
        table: |file| format!("Import changes from {file}"),
        rows: |rows, source| {
            let rows = count(rows, "row");
            source.map_or_else(
                || format!("{rows}."),
                |source| format!("{rows}. {source}: the columns are set already."),
            )
        },
        column: "Column",
        becomes: "Becomes",
        first_rows: "First rows",
        column_becomes: |column| format!("What the column {column} becomes"),
        zone: "Zone of times that name none",
        separator: "Lists are parted by",
        row: "Each row is",
        row_kinds: [
            "A change",
            "A version of a release",
            "A milestone or freeze",
            "A request to go through a freeze",
        ],
        dates: "Dates such as 02/03/2026",
        date_orders: ["Tell by the file", "Day first", "Month first"],
        into: "Import into",
        into_new: "A new plan",
        into_open: |plan| format!("The open plan, \u{201c}{plan}\u{201d}"),
        import: "Import",
        calendar: |file| format!("Import events from {file}"),
        events: "Events become",
        event_kinds: ["Changes", "Blackouts", "Milestones"],
        conflicts: |records| {
            if records == 1 {
                "1 record is in the plan already".to_owned()
            } else {
                format!("{records} records are in the plan already")
            }
        },
        conflicts_more: |additions| {
            format!(
                "{} will be added. Tick what is to be replaced by the file; the rest stays as it is.",
                count(additions, "new record")
            )
        },
        take_all: "Replace all of them",
        step: |file| format!("Import {file}"),
        done: |records, file| format!("{} imported from {file}.", count(records, "record")),
        nothing: |file| format!("The plan has everything of {file} already."),
        pasted: "the pasted text",
    },
    exports: Exports {
        plan: "Plan (JSON)",
        changes: "Changes (CSV)",
        calendar: "Calendar (iCalendar)",
        calendar_all: "Everything",
        calendar_changes: "Changes only",
        calendar_blackouts: "Blackouts and maintenance windows",
        calendar_gates: "Gates only",
        export: |what| format!("Export: {what}"),
        saved: |file| format!("Saved as {file}."),
    },
    saving: SavingText {
        saved: |time| format!("Saved {time} \u{b7} this device"),
        saved_sometime: "Saved \u{b7} this device",
        saving: "Saving\u{2026}",
        not_saved: "Not saved",
        retry: "Try again",
        as_file: "Save as file",
        changed: "This plan was changed in another tab.",
        removed: "This plan was removed in another tab.",
        reload: "Reload",
        keep_copy: "Keep this as a copy",
        leave: "The open plan is not saved",
        leave_more: "Opening another plan loses what could not be saved. Save it as a file first, or go on without.",
        leave_yes: "Go on without saving",
    },
};

/// `1 change`, `426 changes`.
fn count(number: usize, word: &str) -> String {
    if number == 1 { format!("1 {word}") } else { format!("{number} {word}s") }
}
