//! The lines of the notation about deployments: runbooks with their steps, announcements, environment groups, and what
//! the changes of a release have in common.

use super::lines::{ids, named, optional};
use super::reader::{Parsed, Reader};
use super::words::Words;
use crate::model::{
    Anchor, Announcement, ChangeKind, Channel, CommonCharacteristics, EnvironmentGroup, Extra, Id, Offset,
    RecordRef, Rehearsal, Runbook, RunbookStatus, RunbookStep, StepKind, StepStatus,
};

impl Reader {
    /// `environment-group all "All tests" environments=sit,uat owner=ann`.
    pub(super) fn environment_group(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(EnvironmentGroup {
            id,
            name,
            environments: ids(words.list("environments")),
            owner: optional(words.value("owner")),
            extra: Extra::new(),
        }))
    }

    /// `runbook RB1 "Billing" of=R1 status=Approved rehearsed=3T10`; `change=C1` for the runbook of a change.
    pub(super) fn runbook(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        self.runbook = Some(id);
        let rehearsals = words.instant("rehearsed")?.map(|at| Rehearsal {
            at,
            environment: None,
            minutes: crate::sorted::SortedMap::new(),
            backed_out: false,
            note: String::new(),
            extra: Extra::new(),
        });
        Ok(self.put(Runbook {
            change: optional(words.value("change")),
            release: optional(words.value("of")),
            status: words.word("status", RunbookStatus::from_word)?.unwrap_or(RunbookStatus::Draft),
            rehearsals: rehearsals.into_iter().collect(),
            started_at: words.instant("started")?,
            ..Runbook::draft(id, name)
        }))
    }

    /// `step stop "Stop the service" minutes=30 rehearsed=40 kind=Task after=copy by=ann`, below its runbook.
    pub(super) fn step(&mut self, words: &mut Words) -> Parsed<()> {
        let id = words.next("its key")?.to_owned();
        let title = words.title().unwrap_or(&id).to_owned();
        let minutes = words.number("minutes")?.ok_or("its duration is missing; write minutes=30")?;
        let kind = words.word("kind", StepKind::from_word)?.unwrap_or(StepKind::Task);
        let step = RunbookStep {
            owner: optional(words.value("by")),
            group: optional(words.value("group")),
            depends_on: words.list("after").into_iter().map(str::to_owned).collect(),
            status: words.word("status", StepStatus::from_word)?.unwrap_or(StepStatus::Waiting),
            started_at: words.instant("started")?,
            ended_at: words.instant("ended")?,
            ..RunbookStep::new(&id, &title, kind, minutes)
        };
        let runbook = self.runbook.as_ref().and_then(|id| self.plan.runbooks.get_mut(id));
        let runbook = runbook.ok_or("a step stands below its runbook")?;
        if let Some(minutes) = words.number("rehearsed")? {
            let last =
                runbook.rehearsals.last_mut().ok_or("its runbook is not rehearsed; write rehearsed=3T10")?;
            last.minutes.insert(step.id.clone(), minutes);
        }
        runbook.steps.push(step);
        Ok(())
    }

    /// `announcement N1 "Billing is down" of=R1 to="Everybody" days=-5 sent=3T10 sent-for=9T20..9T22`.
    pub(super) fn announcement(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        let signed = |key: &str, text: Option<&str>| {
            text.map_or(Ok(0), |text| text.parse().map_err(|_| format!("{key}={text} is not a whole number")))
        };
        let offset = Offset {
            anchor: words.word("anchor", Anchor::from_word)?.unwrap_or(Anchor::Start),
            working_days: signed("days", words.value("days"))?,
            minutes: signed("minutes", words.value("minutes"))?,
            extra: Extra::new(),
        };
        Ok(self.put(Announcement {
            change: optional(words.value("change")),
            release: optional(words.value("of")),
            audience: words.text("to"),
            addresses: words.text("addresses"),
            channel: words.word("channel", Channel::from_word)?.unwrap_or(Channel::Mail),
            offset,
            text: words.text("text"),
            sent_at: words.instant("sent")?,
            sent_by: optional(words.value("by")),
            sent_for: words.interval("sent-for")?,
            ..Announcement::new(id, title)
        }))
    }
}

/// What the changes of a release have in common: `services=bill cis=db kinds=Normal teams=dba with-labels=a window=sat`.
pub(super) fn common(words: &mut Words) -> Parsed<CommonCharacteristics> {
    let kinds: Option<Vec<_>> = words.list("kinds").into_iter().map(ChangeKind::from_word).collect();
    Ok(CommonCharacteristics {
        services: ids(words.list("services")),
        cis: ids(words.list("cis")),
        kinds: kinds.ok_or("kinds= has a word that is no change kind")?,
        groups: ids(words.list("teams")),
        labels: words.list("with-labels").into_iter().map(str::to_owned).collect(),
        maintenance_window: words.value("window").map(Id::lenient),
        extra: Extra::new(),
    })
}
