//! The lines of the notation: one function for each keyword.

use chrono::NaiveDate;

use super::words::{Words, instant, local};
use super::{Example, NotationError};
use crate::model::{
    Blackout, Booking, BookingStatus, BookingUse, Change, ChangeKind, ChangeStatus, ConfigurationItem,
    Control, Criticality, Dependency, DependencyKind, Environment, EnvironmentKind, Extra, Gate,
    GateDecision, Group, Hardness, HasTable, Id, Links, MaintenanceWindow, Outcome, Person, Phase,
    PhaseStatus, Plan, Record, RecordRef, Relation, RelationKind, Release, ReleaseKind, ReleaseStatus, Risk,
    RuleSetting, Scope, Service, Settings, Severity, Table, Waiver, When,
};
use crate::time::{Holiday, Instant, Recurrence, RecurringWindow, Zone};

type Parsed<T> = Result<T, String>;

pub(super) fn parse(text: &str) -> Result<Example, NotationError> {
    let mut reader =
        Reader { plan: Plan::new(Id::lenient("example"), Settings::new("Example", Zone::UTC)), now: None };
    let mut expected = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = |problem: String| NotationError { line: number + 1, problem };
        let (content, mark) = match line.split_once("#!") {
            Some((content, mark)) => (content, Some(mark)),
            None => (line.split('#').next().unwrap_or(""), None),
        };
        let subject = reader.line(content.trim()).map_err(at)?;
        let Some(mark) = mark else { continue };
        let subject = subject.ok_or_else(|| at("#! stands on a line without a record".to_owned()))?;
        for rule in mark.split([',', ' ']).filter(|rule| !rule.is_empty()) {
            expected.push((rule.to_owned(), subject.clone()));
        }
    }
    reader.fill_in();
    let now = match reader.now {
        Some(now) => now,
        None => {
            instant("1", reader.plan.settings.zone).map_err(|problem| NotationError { line: 0, problem })?
        }
    };
    Ok(Example { plan: reader.plan, now, expected })
}

struct Reader {
    plan: Plan,
    now: Option<Instant>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Parsed<Option<RecordRef>> {
        let Some((keyword, rest)) = line.split_once(' ').or((!line.is_empty()).then_some((line, ""))) else {
            return Ok(None);
        };
        let mut words = Words::parse(rest, self.plan.settings.zone)?;
        let subject = match keyword {
            "zone" | "now" | "holiday" | "lead" | "rule" => {
                self.setting(keyword, &mut words)?;
                None
            }
            "person" => Some(self.person(&mut words)?),
            "group" => Some(self.group(&mut words)?),
            "ci" => Some(self.ci(&mut words)?),
            "service" => Some(self.service(&mut words)?),
            "environment" => Some(self.environment(&mut words)?),
            "blackout" => Some(self.blackout(&mut words)?),
            "window" => Some(self.maintenance_window(&mut words)?),
            "change" => Some(self.change(&mut words)?),
            "release" => Some(self.release(&mut words)?),
            "phase" => Some(self.phase(&mut words)?),
            "gate" => Some(self.gate(&mut words)?),
            "booking" => Some(self.booking(&mut words)?),
            "waiver" => Some(self.waiver(&mut words)?),
            _ => return Err(format!("\"{keyword}\" is not a keyword of the notation")),
        };
        words.done()?;
        Ok(subject)
    }

    fn setting(&mut self, keyword: &str, words: &mut Words) -> Parsed<()> {
        let settings = &mut self.plan.settings;
        match keyword {
            "zone" => {
                settings.zone = Zone::parse(words.next("the zone")?).map_err(|error| error.to_string())?
            }
            "now" => self.now = Some(instant(words.next("the time")?, settings.zone)?),
            "holiday" => {
                let date: NaiveDate = local(words.next("the day")?)?.date();
                let mut holidays = settings.calendar.holidays().to_vec();
                holidays.push(Holiday::new(date, "Holiday"));
                settings.calendar = settings.calendar.clone().with_holidays(holidays);
            }
            "lead" => {
                let days = &mut settings.lead_times;
                days.low_days = words.number("low")?.unwrap_or(days.low_days);
                days.moderate_days = words.number("moderate")?.unwrap_or(days.moderate_days);
                days.high_days = words.number("high")?.unwrap_or(days.high_days);
                days.very_high_days = words.number("very-high")?.unwrap_or(days.very_high_days);
            }
            _ => {
                let name = words.next("the rule's name")?.to_owned();
                let off = words.flag("off");
                let severity = words.word_that(Severity::from_word);
                settings.rules.insert(name, RuleSetting { off, severity, extra: Extra::new() });
            }
        }
        Ok(())
    }

    fn put<T: Record + HasTable>(&mut self, record: T) -> RecordRef {
        let subject = RecordRef::from(record.id());
        self.plan.put(record.into());
        subject
    }

    fn person(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Person { id, name, email: String::new(), extra: Extra::new() }))
    }

    fn group(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Group { id, name, members: ids(words.list("members")), extra: Extra::new() }))
    }

    fn ci(&mut self, words: &mut Words) -> Parsed<RecordRef> {
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
            criticality: words.word("criticality", Criticality::from_word)?.unwrap_or(Criticality::Moderate),
            environment: optional(words.value("env")),
            owner: optional(words.value("owner")),
            relations,
            ..usual_ci(id, name)
        }))
    }

    fn service(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Service {
            criticality: words.word("criticality", Criticality::from_word)?.unwrap_or(Criticality::Moderate),
            owner: optional(words.value("owner")),
            cis: ids(words.list("on")),
            depends_on: ids(words.list("needs")),
            ..usual_service(id, name)
        }))
    }

    fn environment(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Environment {
            control: words.word_that(Control::from_word).unwrap_or(Control::Open),
            kind: words.word("kind", EnvironmentKind::from_word)?.unwrap_or(EnvironmentKind::Other),
            capacity: words.number("capacity")?,
            promotion_order: words.number("order")?,
            owner: optional(words.value("owner")),
            ..usual_environment(id, name)
        }))
    }

    fn blackout(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Blackout {
            id,
            name,
            reason: String::new(),
            hardness: if words.flag("soft") { Hardness::Soft } else { Hardness::Hard },
            when: self.when(words)?,
            scope: scope(words)?,
            owner: optional(words.value("owner")),
            extra: Extra::new(),
        }))
    }

    fn maintenance_window(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(MaintenanceWindow {
            id,
            name,
            hardness: if words.flag("soft") { Hardness::Soft } else { Hardness::Hard },
            when: self.when(words)?,
            scope: scope(words)?,
            owner: optional(words.value("owner")),
            extra: Extra::new(),
        }))
    }

    fn when(&self, words: &mut Words) -> Parsed<When> {
        let zone = self.plan.settings.zone;
        let window = words.window()?.ok_or("its window is missing; write 20..30")?;
        let Some(rule) = words.value("rule") else { return Ok(When::Once(window)) };
        let except: Parsed<Vec<_>> = words.list("except").into_iter().map(local).collect();
        Ok(When::Recurring(RecurringWindow {
            start: zone.local(window.start),
            duration_minutes: u32::try_from(window.minutes()).unwrap_or(u32::MAX),
            zone,
            rule: Recurrence::parse(rule).map_err(|error| error.to_string())?,
            except: except?,
            also: Vec::new(),
            extra: Extra::new(),
        }))
    }

    fn change(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        let draft = Change::draft(id, &title, ChangeKind::Normal, Risk::Low);
        let actual = words.interval("actual")?;
        Ok(self.put(Change {
            kind: words.word("kind", ChangeKind::from_word)?.unwrap_or(draft.kind),
            status: words.word("status", ChangeStatus::from_word)?.unwrap_or(ChangeStatus::Scheduled),
            risk: words.word("risk", Risk::from_word)?.unwrap_or(draft.risk),
            outcome: words.word("outcome", Outcome::from_word)?,
            on_hold: words.flag("hold"),
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
            owner: optional(words.value("owner")),
            release: optional(words.value("release")),
            depends_on: dependencies(words)?,
            ..draft
        }))
    }

    fn release(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Release {
            status: words.word("status", ReleaseStatus::from_word)?.unwrap_or(ReleaseStatus::Planned),
            kind: words.word("kind", ReleaseKind::from_word)?.unwrap_or(ReleaseKind::Minor),
            go_live: words.instant("live")?,
            parent: optional(words.value("parent")),
            owner: optional(words.value("owner")),
            depends_on: dependencies(words)?,
            ..usual_release(id, name)
        }))
    }

    fn phase(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        let earlier = self.plan.phases.len();
        Ok(self.put(Phase {
            id,
            release: Id::lenient(words.value("of").ok_or("its release is missing; write of=R1")?),
            name,
            order: words.number("order")?.unwrap_or(u32::try_from(earlier + 1).unwrap_or(u32::MAX)),
            status: words.word("status", PhaseStatus::from_word)?.unwrap_or(PhaseStatus::Planned),
            environment: optional(words.value("env")),
            planned: words.window()?,
            actual_start: words.instant("actual-start")?,
            actual_end: words.instant("actual-end")?,
            extra: Extra::new(),
        }))
    }

    fn gate(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        Ok(self.put(Gate {
            id,
            release: Id::lenient(words.value("of").ok_or("its release is missing; write of=R1")?),
            name,
            phase: optional(words.value("phase")),
            due: words.instant("due")?,
            decision: words.word("decision", GateDecision::from_word)?.unwrap_or(GateDecision::Open),
            decided_by: None,
            decided_at: None,
            note: String::new(),
            criteria: Vec::new(),
            extra: Extra::new(),
        }))
    }

    fn booking(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        Ok(self.put(Booking {
            id,
            title,
            environment: Id::lenient(words.value("env").ok_or("its environment is missing; write env=sit")?),
            window: words.window()?.ok_or("its window is missing; write 20..30")?,
            status: words.word("status", BookingStatus::from_word)?.unwrap_or(BookingStatus::Approved),
            usage: words.word("use", BookingUse::from_word)?.unwrap_or(BookingUse::CodeChange),
            phase: optional(words.value("phase")),
            change: optional(words.value("change")),
            requester: optional(words.value("by")),
            extra: Extra::new(),
        }))
    }

    fn waiver(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let id = Id::parse(words.next("its id")?).map_err(|error| error.to_string())?;
        let related: Result<Vec<RecordRef>, String> =
            words.list("with").into_iter().map(str::parse).collect();
        Ok(self.put(Waiver {
            id,
            rule: words.next("the rule")?.to_owned(),
            subject: words.next("the subject, like changes/C1,")?.parse()?,
            related: related?,
            reason: "accepted".to_owned(),
            by: None,
            at: None,
            until: words.instant("until")?,
            extra: Extra::new(),
        }))
    }

    /// Brings records into being that are only named.
    fn fill_in(&mut self) {
        let all: Vec<RecordRef> = Table::ALL.iter().flat_map(|table| self.plan.refs(*table)).collect();
        let links = all.iter().filter_map(|of| self.plan.record(of)).flat_map(|record| Links::of(&record));
        let missing: Vec<RecordRef> = links.map(|link| link.to).filter(|to| !self.plan.has(to)).collect();
        for to in missing {
            let name = to.id.to_string();
            if let Some(id) = to.id_of::<Person>() {
                self.plan.put(Person { id, name, email: String::new(), extra: Extra::new() }.into());
            } else if let Some(id) = to.id_of::<ConfigurationItem>() {
                self.plan.put(usual_ci(id, name).into());
            } else if let Some(id) = to.id_of::<Service>() {
                self.plan.put(usual_service(id, name).into());
            } else if let Some(id) = to.id_of::<Environment>() {
                self.plan.put(usual_environment(id, name).into());
            } else if let Some(id) = to.id_of::<Release>() {
                self.plan.put(usual_release(id, name).into());
            }
        }
    }
}

fn named<T>(words: &mut Words) -> Parsed<(Id<T>, String)> {
    let id = words.next("its id")?;
    Ok((Id::parse(id).map_err(|error| error.to_string())?, id.to_owned()))
}

fn ids<T>(words: Vec<&str>) -> Vec<Id<T>> {
    words.into_iter().map(Id::lenient).collect()
}

fn optional<T>(word: Option<&str>) -> Option<Id<T>> {
    word.map(Id::lenient)
}

/// `after=C0,C1+120` and `with=C2`: after the end of, and after the start of; `+` and `-` are minutes.
fn dependencies<T>(words: &mut Words) -> Parsed<Vec<Dependency<T>>> {
    let mut dependencies = Vec::new();
    for (key, kind) in [("after", DependencyKind::FinishStart), ("with-start", DependencyKind::StartStart)] {
        for word in words.list(key) {
            let (on, lag_minutes) = match word.split_once('+') {
                Some((on, lag)) => {
                    (on, lag.parse().map_err(|_| format!("\"{lag}\" is not a number of minutes"))?)
                }
                None => (word, 0),
            };
            dependencies.push(Dependency { on: Id::lenient(on), kind, lag_minutes, extra: Extra::new() });
        }
    }
    Ok(dependencies)
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

fn usual_ci(id: Id<ConfigurationItem>, name: String) -> ConfigurationItem {
    ConfigurationItem {
        id,
        name,
        kind: String::new(),
        criticality: Criticality::Moderate,
        environment: None,
        owner: None,
        group: None,
        relations: Vec::new(),
        extra: Extra::new(),
    }
}

fn usual_service(id: Id<Service>, name: String) -> Service {
    Service {
        id,
        name,
        criticality: Criticality::Moderate,
        owner: None,
        group: None,
        cis: Vec::new(),
        depends_on: Vec::new(),
        extra: Extra::new(),
    }
}

fn usual_environment(id: Id<Environment>, name: String) -> Environment {
    Environment {
        id,
        name,
        kind: EnvironmentKind::Other,
        control: Control::Open,
        capacity: None,
        promotion_order: None,
        owner: None,
        group: None,
        extra: Extra::new(),
    }
}

fn usual_release(id: Id<Release>, name: String) -> Release {
    Release {
        id,
        name,
        description: String::new(),
        kind: ReleaseKind::Minor,
        status: ReleaseStatus::Planned,
        owner: None,
        parent: None,
        go_live: None,
        depends_on: Vec::new(),
        deploys: None,
        extra: Extra::new(),
    }
}
