//! Editing the steps of a runbook: what is typed into a field of a step, as a command; and writing a rehearsal down.

use crate::model::{
    Command, Extra, Id, Plan, RecordRef, Rehearsal, Release, Runbook, RunbookAct, RunbookStep, StepKind,
    Table,
};
use crate::planner::fresh_id;
use crate::sorted::SortedMap;
use crate::time::{Zone, parse_local};

/// What is typed into a field of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepEdit {
    /// What is done.
    Title(String),
    /// The word of what it is for.
    Kind(String),
    /// How many minutes it takes.
    Minutes(String),
    /// The id of the team; empty for none.
    Team(String),
    /// The id of the person; empty for none.
    Owner(String),
    /// The numbers of the steps that it waits for: `1, 3`.
    After(String),
    /// One place up among the steps.
    Up,
    /// One place down.
    Down,
    /// Taken away, with what waits for it.
    Remove,
}

/// The command that edits a step; the error says what to write instead.
pub fn edit_step(plan: &Plan, runbook: &RecordRef, key: &str, edit: &StepEdit) -> Result<Command, String> {
    let gone = || "the runbook does not have this step any more".to_owned();
    let mut runbook = runbook.id_of().and_then(|id| plan.runbooks.get(&id)).cloned().ok_or_else(gone)?;
    let place = runbook.steps.iter().position(|step| step.id == key).ok_or_else(gone)?;
    match edit {
        StepEdit::Up if 0 < place => runbook.steps.swap(place - 1, place),
        StepEdit::Down if place + 1 < runbook.steps.len() => runbook.steps.swap(place, place + 1),
        StepEdit::Up | StepEdit::Down => {}
        StepEdit::Remove => {
            runbook.steps.remove(place);
            for step in &mut runbook.steps {
                step.depends_on.retain(|before| before != key);
            }
        }
        StepEdit::After(numbers) => {
            let keys = keys_of(&runbook, place, numbers)?;
            if let Some(step) = runbook.steps.get_mut(place) {
                step.depends_on = keys;
            }
        }
        edit => {
            if let Some(step) = runbook.steps.get_mut(place) {
                set(step, edit)?;
            }
        }
    }
    Ok(Command::Edit(runbook.into()))
}

fn set(step: &mut RunbookStep, edit: &StepEdit) -> Result<(), String> {
    match edit {
        StepEdit::Title(title) if title.trim().is_empty() => return Err("say what is done".to_owned()),
        StepEdit::Title(title) => title.trim().clone_into(&mut step.title),
        StepEdit::Kind(word) => step.kind = StepKind::from_word(word).unwrap_or(step.kind),
        StepEdit::Minutes(minutes) => {
            let wrong = || format!("\"{}\" is not a whole number of minutes", minutes.trim());
            step.duration_minutes = minutes.trim().parse().map_err(|_| wrong())?;
        }
        StepEdit::Team(id) => step.group = (!id.is_empty()).then(|| Id::lenient(id)),
        StepEdit::Owner(id) => step.owner = (!id.is_empty()).then(|| Id::lenient(id)),
        _ => {}
    }
    Ok(())
}

/// The keys of the steps of these numbers.
fn keys_of(runbook: &Runbook, own: usize, numbers: &str) -> Result<Vec<String>, String> {
    let words = numbers.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut keys: Vec<String> = Vec::new();
    for word in words {
        let place = word.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let step = place.and_then(|place| runbook.steps.get(place));
        let step = step.ok_or_else(|| format!("there is no step {word}; write numbers such as 1, 3"))?;
        if place == Some(own) {
            return Err("a step cannot wait for itself".to_owned());
        }
        if !keys.contains(&step.id) {
            keys.push(step.id.clone());
        }
    }
    Ok(keys)
}

/// The command that adds a step at the end; it waits for nothing yet.
#[must_use]
pub fn add_step(plan: &Plan, runbook: &RecordRef, title: &str, kind: StepKind) -> Option<Command> {
    let mut runbook = plan.runbooks.get(&runbook.id_of()?)?.clone();
    let key = (1..)
        .map(|number| format!("step-{number}"))
        .find(|key| !runbook.steps.iter().any(|step| step.id == *key))?;
    runbook.steps.push(RunbookStep::new(&key, title.trim(), kind, 15));
    Some(Command::Edit(runbook.into()))
}

/// The command that gives a release a runbook without steps, and the runbook.
#[must_use]
pub fn new_runbook(plan: &Plan, release: &RecordRef) -> Option<(Command, RecordRef)> {
    let release: Id<Release> = release.id_of()?;
    let id = Id::lenient(&fresh_id(plan, Table::Runbooks));
    let name = format!("Runbook of {}", plan.title(&RecordRef::from(&release)));
    let mut runbook = Runbook::draft(id, name);
    runbook.release = Some(release);
    let of = RecordRef::from(&runbook.id);
    Some((Command::Add(runbook.into()), of))
}

/// What somebody has entered about a rehearsal.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RehearsalEntry {
    /// When it began, as a `datetime-local` field has it.
    pub at: String,
    /// The id of the environment; empty for none.
    pub environment: String,
    /// Taking it back was tried too.
    pub backed_out: bool,
    /// What was learnt.
    pub note: String,
    /// The minutes that steps took, by their keys, as typed.
    pub minutes: SortedMap<String, String>,
}

/// The command that adds a rehearsal; the error says what to write instead.
pub fn rehearse(runbook: &RecordRef, entry: &RehearsalEntry, zone: Zone) -> Result<Command, String> {
    let runbook: Id<Runbook> = runbook.id_of().ok_or_else(|| "this is no runbook".to_owned())?;
    let at = parse_local(&entry.at).map_err(|_| "say when it was rehearsed".to_owned())?;
    let mut minutes = SortedMap::new();
    for (key, typed) in entry.minutes.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
        let wrong = |_| format!("\"{}\" is not a whole number of minutes", typed.trim());
        minutes.insert(key.clone(), typed.trim().parse().map_err(wrong)?);
    }
    let rehearsal = Rehearsal {
        at: zone.resolve(at),
        environment: (!entry.environment.is_empty()).then(|| Id::lenient(&entry.environment)),
        minutes,
        backed_out: entry.backed_out,
        note: entry.note.trim().to_owned(),
        extra: Extra::new(),
    };
    Ok(Command::Runbook { runbook, act: RunbookAct::Rehearse(Box::new(rehearsal)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;
    use crate::planner::views::runbook::runbook_page;

    #[test]
    fn steps_are_written_by_their_numbers_and_rehearsed() {
        let mut bench = Workbench::of_notation("release R live=30", None);
        let (command, of) = new_runbook(bench.plan(), &"releases/R".parse().unwrap()).unwrap();
        bench.run(&command).unwrap();
        assert_eq!(new_runbook(bench.plan(), &of), None);
        for title in ["Stop", "Copy", "Start"] {
            let command = add_step(bench.plan(), &of, title, StepKind::Task).unwrap();
            bench.run(&command).unwrap();
        }
        let edit = |bench: &mut Workbench, key: &str, edit: StepEdit| {
            let command = edit_step(bench.plan(), &of, key, &edit)?;
            bench.run(&command).map(drop).map_err(|refusal| refusal.to_string())
        };
        edit(&mut bench, "step-2", StepEdit::After("1".to_owned())).unwrap();
        edit(&mut bench, "step-3", StepEdit::After("1 und, 2".to_owned())).unwrap_err();
        edit(&mut bench, "step-3", StepEdit::After("2; 1".to_owned())).unwrap();
        edit(&mut bench, "step-3", StepEdit::Minutes("45".to_owned())).unwrap();
        edit(&mut bench, "step-3", StepEdit::Kind("PointOfNoReturn".to_owned())).unwrap();
        assert!(
            edit(&mut bench, "step-3", StepEdit::Minutes("long".to_owned())).unwrap_err().contains("long")
        );
        assert!(edit(&mut bench, "step-3", StepEdit::After("9".to_owned())).unwrap_err().contains("step 9"));
        assert!(edit(&mut bench, "step-3", StepEdit::After("3".to_owned())).unwrap_err().contains("itself"));
        edit(&mut bench, "step-2", StepEdit::Up).unwrap();
        let page = |bench: &Workbench| runbook_page(bench, &of.id_of().unwrap()).unwrap();
        let rows: Vec<String> = page(&bench)
            .rows
            .iter()
            .map(|row| format!("{} {} after {}", row.number, row.title, row.after))
            .collect();
        assert_eq!(rows, ["1 Copy after 2", "2 Stop after ", "3 Start after 1, 2"]);
        edit(&mut bench, "step-1", StepEdit::Remove).unwrap();
        assert_eq!(page(&bench).rows[0].after, "");
        let mut entry = RehearsalEntry { at: "2026-01-03T10:00".to_owned(), ..RehearsalEntry::default() };
        entry.minutes.insert("step-2".to_owned(), "25".to_owned());
        let command = rehearse(&of, &entry, bench.plan().settings.zone).unwrap();
        bench.run(&command).unwrap();
        assert_eq!(page(&bench).rows[0].rehearsed, Some(25));
        assert_eq!(page(&bench).rehearsals[0].took, "25 min");
        assert!(rehearse(&of, &RehearsalEntry::default(), bench.plan().settings.zone).is_err());
    }
}
