//! The reader of the notation: goes through the lines, keeps the settings, and fills in what is only named.
//!
//! Apart from `lines.rs`, which knows what stands on the line of each kind of record.

use chrono::NaiveDate;

use super::words::{Clock, Words, without_comment};
use super::{Example, NotationError};
use crate::model::{
    Board, ConfigurationItem, Environment, Extra, Gate, Group, Id, Links, Meeting, Person, Plan, RecordRef,
    Release, ReleaseStatus, RuleSetting, Runbook, Service, Settings, Severity, Table,
};
use crate::time::{Holiday, Instant, Zone};

pub(super) type Parsed<T> = Result<T, String>;

pub(super) fn parse(text: &str, base: NaiveDate, zone: Zone) -> Result<Example, NotationError> {
    let plan = Plan::new(Id::lenient("example"), Settings::new("Example", zone));
    let mut reader = Reader {
        plan,
        base,
        now: None,
        gate: None,
        meeting: None,
        runbook: None,
        has_policy: false,
        has_risk_model: false,
    };
    let mut expected = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let at = |problem: String| NotationError { line: number + 1, problem };
        let (content, comment) = without_comment(line);
        let subject = reader.line(content).map_err(at)?;
        let Some(mark) = comment.and_then(|comment| comment.strip_prefix('!')) else { continue };
        let subject = subject.ok_or_else(|| at("#! stands on a line without a record".to_owned()))?;
        for rule in mark.split([',', ' ']).filter(|rule| !rule.is_empty()) {
            expected.push((rule.to_owned(), subject));
        }
    }
    reader.fill_in();
    let now = reader.now.unwrap_or_else(|| reader.clock().zone.start_of_day(base));
    Ok(Example { plan: reader.plan, now, expected })
}

pub(super) struct Reader {
    pub(super) plan: Plan,
    base: NaiveDate,
    now: Option<Instant>,
    /// The gate on the line above, perhaps with criteria between.
    pub(super) gate: Option<Id<Gate>>,
    /// The meeting on the line above, perhaps with items between.
    pub(super) meeting: Option<Id<Meeting>>,
    /// The runbook on the line above, perhaps with steps between.
    pub(super) runbook: Option<Id<Runbook>>,
    /// A row of the policy stood above, so that the usual rows are gone.
    pub(super) has_policy: bool,
    /// A line of the risk model stood above, so that the usual model is gone.
    pub(super) has_risk_model: bool,
}

impl Reader {
    pub(super) fn clock(&self) -> Clock {
        Clock { base: self.base, zone: self.plan.settings.zone }
    }

    fn line(&mut self, line: &str) -> Parsed<Option<RecordRef>> {
        let Some((keyword, rest)) = line.split_once(' ').or((!line.is_empty()).then_some((line, ""))) else {
            return Ok(None);
        };
        let mut words = Words::parse(rest, self.clock())?;
        if keyword != "criterion" {
            self.gate = None;
        }
        if keyword != "item" {
            self.meeting = None;
        }
        if keyword != "step" {
            self.runbook = None;
        }
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
            "criterion" => {
                self.criterion(&mut words)?;
                None
            }
            "board" => Some(self.board(&mut words)?),
            "meeting" => Some(self.meeting(&mut words)?),
            "item" => {
                self.item(&mut words)?;
                None
            }
            "approval" => Some(self.approval(&mut words)?),
            "policy" => {
                self.policy(&mut words)?;
                None
            }
            "template" => Some(self.template(&mut words)?),
            "exception" => Some(self.exception(&mut words)?),
            "question" | "threshold" | "condition" => {
                self.risk_model(keyword, &mut words)?;
                None
            }
            "booking" => Some(self.booking(&mut words)?),
            "environment-group" => Some(self.environment_group(&mut words)?),
            "runbook" => Some(self.runbook(&mut words)?),
            "step" => {
                self.step(&mut words)?;
                None
            }
            "announcement" => Some(self.announcement(&mut words)?),
            "waiver" => Some(self.waiver(&mut words)?),
            _ => return Err(format!("\"{keyword}\" is not a keyword of the notation")),
        };
        words.done()?;
        Ok(subject)
    }

    fn setting(&mut self, keyword: &str, words: &mut Words) -> Parsed<()> {
        let clock = self.clock();
        let settings = &mut self.plan.settings;
        match keyword {
            "zone" => {
                settings.zone = Zone::parse(words.next("the zone")?).map_err(|error| error.to_string())?
            }
            "now" => self.now = Some(clock.instant(words.next("the time")?)?),
            "holiday" => {
                let date = clock.local(words.next("the day")?)?.date();
                let mut holidays = settings.calendar.holidays().to_vec();
                holidays.push(Holiday::new(date, words.title().unwrap_or("Holiday")));
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
                let limit = words.number("limit")?;
                settings.rules.insert(name, RuleSetting { off, severity, limit, extra: Extra::new() });
            }
        }
        Ok(())
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
                self.plan.put(ConfigurationItem::new(id, name).into());
            } else if let Some(id) = to.id_of::<Service>() {
                self.plan.put(Service::new(id, name).into());
            } else if let Some(id) = to.id_of::<Environment>() {
                self.plan.put(Environment::new(id, name).into());
            } else if let Some(id) = to.id_of::<Board>() {
                self.plan.put(Board::new(id, name).into());
            } else if let Some(id) = to.id_of::<Group>() {
                self.plan.put(Group { id, name, members: Vec::new(), extra: Extra::new() }.into());
            } else if let Some(id) = to.id_of::<Release>() {
                self.plan.put(Release { status: ReleaseStatus::Planned, ..Release::draft(id, name) }.into());
            }
        }
    }
}
