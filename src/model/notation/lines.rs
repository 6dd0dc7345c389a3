//! The lines of the notation: one function for each kind of record.

use super::board_lines::{answers, incidents, review};
use super::reader::{Parsed, Reader};
use super::release_lines::common;
use super::words::Words;
use crate::model::{
    AutomaticCheck, Blackout, Booking, BookingStatus, BookingUse, Change, ChangeKind, ChangeStatus,
    ConfigurationItem, Control, Criterion, Criticality, Dependency, DependencyKind, Environment,
    EnvironmentKind, Extra, Gate, GateDecision, Group, Hardness, HasTable, Id, MaintenanceWindow, Outcome,
    Person, Phase, PhaseStatus, Record, RecordRef, Relation, RelationKind, Release, ReleaseKind,
    ReleaseStatus, Risk, Scope, Service, VersionReference, Waiver, When,
};
use crate::time::{Recurrence, RecurringWindow};

impl Reader {
    pub(super) fn put<T: Record + HasTable>(&mut self, record: T) -> RecordRef {
        let subject = RecordRef::from(record.id());
        self.plan.put(record.into());
        subject
    }

    pub(super) fn person(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Person { id, name, email: words.text("email"), extra: Extra::new() }))
    }

    pub(super) fn group(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Group { id, name, members: ids(words.list("members")), extra: Extra::new() }))
    }

    pub(super) fn ci(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        let mut relations = Vec::new();
        for (key, kind) in [
            ("needs", RelationKind::DependsOn),
            ("runs-on", RelationKind::RunsOn),
            ("part-of", RelationKind::PartOf),
            ("connects", RelationKind::ConnectsTo),
        ] {
            relations.extend(ids(words.list(key)).into_iter().map(|to| Relation {
                kind,
                to,
                extra: Extra::new(),
            }));
        }
        Ok(self.put(ConfigurationItem {
            kind: words.text("kind"),
            criticality: words.word("criticality", Criticality::from_word)?.unwrap_or(Criticality::Moderate),
            environment: optional(words.value("env")),
            owner: optional(words.value("owner")),
            group: optional(words.value("group")),
            end_of_support: words.instant("support")?,
            relations,
            ..ConfigurationItem::new(id, name)
        }))
    }

    pub(super) fn service(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Service {
            criticality: words.word("criticality", Criticality::from_word)?.unwrap_or(Criticality::Moderate),
            owner: optional(words.value("owner")),
            group: optional(words.value("group")),
            cis: ids(words.list("on")),
            depends_on: ids(words.list("needs")),
            ..Service::new(id, name)
        }))
    }

    pub(super) fn environment(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Environment {
            control: words.word_that(Control::from_word).unwrap_or(Control::Open),
            kind: words.word("kind", EnvironmentKind::from_word)?.unwrap_or(EnvironmentKind::Other),
            capacity: words.number("capacity")?,
            promotion_order: words.number("order")?,
            available: words.windows("available")?.into_iter().map(When::Once).collect(),
            owner: optional(words.value("owner")),
            group: optional(words.value("group")),
            ..Environment::new(id, name)
        }))
    }

    pub(super) fn blackout(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Blackout {
            reason: words.text("reason"),
            hardness: hardness(words),
            scope: scope(words)?,
            lockdown: words.flag("lockdown"),
            declared_at: words.instant("declared")?,
            lifted_at: words.instant("lifted")?,
            owner: optional(words.value("owner")),
            ..Blackout::new(id, name, self.when(words)?)
        }))
    }

    pub(super) fn maintenance_window(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(MaintenanceWindow {
            hardness: hardness(words),
            scope: scope(words)?,
            capacity: words.number("capacity")?,
            owner: optional(words.value("owner")),
            ..MaintenanceWindow::new(id, name, self.when(words)?)
        }))
    }

    pub(super) fn when(&self, words: &mut Words) -> Parsed<When> {
        let clock = self.clock();
        let missing = "its window is missing; write 20..30";
        let Some(rule) = words.value("rule") else { return Ok(When::Once(words.window()?.ok_or(missing)?)) };
        let (start, end) = words.local_window()?.ok_or(missing)?;
        let except: Parsed<Vec<_>> = words.list("except").into_iter().map(|time| clock.local(time)).collect();
        Ok(When::Recurring(RecurringWindow {
            start,
            duration_minutes: u32::try_from((end - start).num_minutes())
                .map_err(|_| "its window ends before it starts")?,
            zone: clock.zone,
            rule: Recurrence::parse(rule).map_err(|error| error.to_string())?,
            except: except?,
            also: Vec::new(),
            extra: Extra::new(),
        }))
    }

    pub(super) fn change(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        let draft = Change::draft(id, &title, ChangeKind::Normal, Risk::Low);
        let actual = words.interval("actual")?;
        Ok(self.put(Change {
            kind: words.word("kind", ChangeKind::from_word)?.unwrap_or(draft.kind),
            status: words.word("status", ChangeStatus::from_word)?.unwrap_or(ChangeStatus::Scheduled),
            risk: words.word("risk", Risk::from_word)?.unwrap_or(draft.risk),
            outcome: words.word("outcome", Outcome::from_word)?,
            on_hold: words.flag("hold"),
            found_unauthorised: words.flag("unauthorised"),
            answers: answers(words)?,
            incidents: incidents(words)?,
            review: review(words)?,
            template: optional(words.value("template")),
            template_version: words.number("template-version")?,
            backout_minutes: words.number("backout-minutes")?,
            backout_tested: words.flag("backout-tested"),
            test_evidence: words.text("tested"),
            reason: words.text("reason"),
            closed_at: words.instant("closed")?,
            assessed_at: words.instant("assessed")?,
            planned: words.window()?,
            outage: words.interval("outage")?,
            actual_start: actual.map(|actual| actual.start).or(words.instant("actual-start")?),
            actual_end: actual.map(|actual| actual.end),
            requested_at: words.instant("requested")?,
            authorised_at: words.instant("authorised")?,
            cis: ids(words.list("on")),
            services: ids(words.list("service")),
            environments: ids(words.list("env")),
            implementers: ids(words.list("by")),
            description: words.text("description"),
            category: words.text("category"),
            requester: optional(words.value("requester")),
            owner: optional(words.value("owner")),
            group: optional(words.value("group")),
            release: optional(words.value("release")),
            other_releases: ids(words.list("also-in")),
            depends_on: self.dependencies(words)?,
            implementation_plan: words.text("plan"),
            backout_plan: words.text("backout"),
            deploys: deploys(words),
            labels: words.list("labels").into_iter().map(str::to_owned).collect(),
            ..draft
        }))
    }

    pub(super) fn release(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Release {
            status: words.word("status", ReleaseStatus::from_word)?.unwrap_or(ReleaseStatus::Planned),
            kind: words.word("kind", ReleaseKind::from_word)?.unwrap_or(ReleaseKind::Minor),
            description: words.text("description"),
            go_live: words.instant("live")?,
            parent: optional(words.value("parent")),
            owner: optional(words.value("owner")),
            common: common(words)?,
            depends_on: self.dependencies(words)?,
            deploys: deploys(words),
            ..Release::draft(id, name)
        }))
    }

    pub(super) fn phase(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        let release = Id::lenient(words.value("of").ok_or("its release is missing; write of=R1")?);
        let next = u32::try_from(self.plan.phases.len() + 1).unwrap_or(u32::MAX);
        let order = words.number("order")?.unwrap_or(next);
        Ok(self.put(Phase {
            status: words.word("status", PhaseStatus::from_word)?.unwrap_or(PhaseStatus::Planned),
            environment: optional(words.value("env")),
            planned: words.window()?,
            baseline: words.interval("baseline")?,
            working_days: words.number("days")?,
            depends_on: self.dependencies(words)?,
            tests_passed: words.number("passed")?,
            tests_total: words.number("tests")?,
            actual_start: words.instant("actual-start")?,
            actual_end: words.instant("actual-end")?,
            ..Phase::planned(id, release, name, order)
        }))
    }

    pub(super) fn gate(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        self.gate = Some(id);
        let release = Id::lenient(words.value("of").ok_or("its release is missing; write of=R1")?);
        Ok(self.put(Gate {
            phase: optional(words.value("phase")),
            due: words.instant("due")?,
            decision: words.word("decision", GateDecision::from_word)?.unwrap_or(GateDecision::Open),
            decided_by: optional(words.value("by")),
            decided_at: words.instant("decided")?,
            note: words.text("note"),
            ..Gate::open(id, release, name)
        }))
    }

    pub(super) fn criterion(&mut self, words: &mut Words) -> Parsed<()> {
        let gate = self.gate.as_ref().and_then(|id| self.plan.gates.get_mut(id));
        let text = words.title().ok_or("its text is missing; write it in quotes")?.to_owned();
        gate.ok_or("a criterion stands below its gate")?.criteria.push(Criterion {
            check: words.word("check", AutomaticCheck::from_word)?,
            met: words.flag("met"),
            evidence: words.text("evidence"),
            ..Criterion::new(text)
        });
        Ok(())
    }

    pub(super) fn booking(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        let environment = Id::lenient(words.value("env").ok_or("its environment is missing; write env=sit")?);
        let window = words.window()?.ok_or("its window is missing; write 20..30")?;
        Ok(self.put(Booking {
            status: words.word("status", BookingStatus::from_word)?.unwrap_or(BookingStatus::Approved),
            usage: words.word("use", BookingUse::from_word)?.unwrap_or(BookingUse::CodeChange),
            phase: optional(words.value("phase")),
            change: optional(words.value("change")),
            environment_group: optional(words.value("group")),
            placeholder: words.flag("placeholder"),
            requester: optional(words.value("by")),
            decided_by: optional(words.value("decided-by")),
            ..Booking::requested(id, title, environment, window)
        }))
    }

    pub(super) fn waiver(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let id = Id::parse(words.next("its id")?).map_err(|error| error.to_string())?;
        let related: Result<Vec<RecordRef>, String> =
            words.list("with").into_iter().map(str::parse).collect();
        Ok(self.put(Waiver {
            id,
            rule: words.next("the rule")?.to_owned(),
            subject: words.next("the subject, like changes/C1,")?.parse()?,
            related: related?,
            reason: words.value("reason").unwrap_or("accepted").to_owned(),
            by: optional(words.value("by")),
            at: words.instant("at")?,
            until: words.instant("until")?,
            extra: Extra::new(),
        }))
    }

    /// `after=C0,C1+120,C2-60`: after the end of; `with-start=C3`: after the start of. `+` and `-` are minutes; a
    /// `-` is one only after the id of a record that stands above, as ids may have it too.
    fn dependencies<T: HasTable>(&self, words: &mut Words) -> Parsed<Vec<Dependency<T>>> {
        let is_above = |id: &str| self.plan.has(&RecordRef::from(&Id::<T>::lenient(id)));
        let mut dependencies = Vec::new();
        for (key, kind) in
            [("after", DependencyKind::FinishStart), ("with-start", DependencyKind::StartStart)]
        {
            for word in words.list(key) {
                let later = word.split_once('+');
                let is_sooner = |(on, lag): &(&str, &str)| {
                    !is_above(word) && is_above(on) && lag.bytes().all(|byte| byte.is_ascii_digit())
                };
                let sooner = || word.rsplit_once('-').filter(is_sooner);
                let (on, sign, lag) = match later.map(|(on, lag)| (on, 1, lag)) {
                    Some(later) => later,
                    None => sooner().map_or((word, 1, "0"), |(on, lag)| (on, -1, lag)),
                };
                let lag: i32 = lag.parse().map_err(|_| format!("\"{lag}\" is not a number of minutes"))?;
                let lag_minutes = lag.saturating_mul(sign);
                dependencies.push(Dependency { on: Id::lenient(on), kind, lag_minutes, extra: Extra::new() });
            }
        }
        Ok(dependencies)
    }
}

pub(super) fn named<T>(words: &mut Words) -> Parsed<(Id<T>, String)> {
    let id = words.next("its id")?;
    let name = words.title().unwrap_or(id).to_owned();
    Ok((Id::parse(id).map_err(|error| error.to_string())?, name))
}

pub(super) fn ids<T>(words: Vec<&str>) -> Vec<Id<T>> {
    words.into_iter().map(Id::lenient).collect()
}

pub(super) fn optional<T>(word: Option<&str>) -> Option<Id<T>> {
    word.map(Id::lenient)
}

/// `soft` and `information` are flags; hard without them.
fn hardness(words: &mut Words) -> Hardness {
    match (words.flag("soft"), words.flag("information")) {
        (true, _) => Hardness::Soft,
        (_, true) => Hardness::Information,
        _ => Hardness::Hard,
    }
}

fn deploys(words: &mut Words) -> Option<VersionReference> {
    let reference = VersionReference {
        version: words.text("version"),
        repository: words.text("repository"),
        branch: words.text("branch"),
        commit: words.text("commit"),
        pull_request: words.text("pull-request"),
        extra: Extra::new(),
    };
    (reference != VersionReference::default()).then_some(reference)
}

fn scope(words: &mut Words) -> Parsed<Scope> {
    let kinds: Option<Vec<_>> = words.list("kinds").into_iter().map(ChangeKind::from_word).collect();
    let risks: Option<Vec<_>> = words.list("risks").into_iter().map(Risk::from_word).collect();
    Ok(Scope {
        environments: ids(words.list("env")),
        cis: ids(words.list("ci")),
        services: ids(words.list("service")),
        with_dependents: words.flag("dependents"),
        kinds: kinds.ok_or("kinds= has a word that is no change kind")?,
        risks: risks.ok_or("risks= has a word that is no risk")?,
        extra: Extra::new(),
    })
}
