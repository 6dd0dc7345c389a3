//! The sample plan and the templates from which a new plan is begun: documents that are dated when asked.
//!
//! A folder of its own because each plan is a `*.plan` file beside this one, which people read and mend as text in the
//! `.plan` notation, and the `*.json` file that `tests/templates.rs` makes of it: the page needs no reader of the
//! notation then.

mod dated;

use chrono::{Days, NaiveDate, Weekday};

use crate::model::json::Unreadable;
use crate::model::{Id, Plan, Settings};
use crate::time::Zone;

/// A plan to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template {
    /// The key, which is also the id of the plans that are made from it.
    pub id: &'static str,
    /// The name that people choose it by.
    pub name: &'static str,
    /// What is in it and whom it helps, in a sentence.
    pub description: &'static str,
    /// The plan as a document with days for dates. Day 22 is the Monday of the week of today.
    document: &'static str,
}

/// All templates, in the order in which they are offered. The sample is none of them.
pub const ALL: &[Template] = &[
    Template {
        id: "monthly-release-train",
        name: "Monthly release train",
        description: "One train a month: build, system test, acceptance, a rehearsal and a Saturday night, twice over.",
        document: include_str!("monthly-release-train.json"),
    },
    Template {
        id: "enterprise-release",
        name: "Enterprise release",
        description: "A large release that holds two others on their way through four environments, gate by gate.",
        document: include_str!("enterprise-release.json"),
    },
    Template {
        id: "freeze-calendar",
        name: "Freeze calendar",
        description: "When nothing is deployed and when everything may be: freezes, windows and holidays to publish.",
        document: include_str!("freeze-calendar.json"),
    },
    Template {
        id: "emergency-change",
        name: "Single emergency change",
        description: "One change that cannot wait, with those who authorise it and what it touches.",
        document: include_str!("emergency-change.json"),
    },
];

const SAMPLE: Template = Template {
    id: "sample",
    name: "Sample portfolio",
    description: "Eight releases and sixty changes of a company that bills, with some things wrong.",
    document: include_str!("sample.json"),
};

/// A plan from a template, around `today` in `zone`. Its id is the template's; it wants one of its own before it is
/// stored beside others.
///
/// Fails only where the template's document has what no plan has, which the tests rule out for [`ALL`].
pub fn plan(template: &Template, name: &str, today: NaiveDate, zone: Zone) -> Result<Plan, Unreadable> {
    let monday = today.week(Weekday::Mon).checked_first_day();
    let base = monday.and_then(|monday| monday.checked_sub_days(Days::new(21))).unwrap_or(today);
    let mut plan = dated::plan(template.document, dated::Clock { base, zone })?;
    plan.id = Id::lenient(template.id);
    plan.settings.name = name.to_owned();
    plan.settings.description = template.description.to_owned();
    Ok(plan)
}

/// The sample plan, from three weeks before the week of `today` to eight weeks after it: most of it is right, and
/// each rule finds something. The same for all days of a week.
#[must_use]
pub fn sample(today: NaiveDate, zone: Zone) -> Plan {
    plan(&SAMPLE, SAMPLE.name, today, zone)
        .unwrap_or_else(|_| Plan::new(Id::lenient(SAMPLE.id), Settings::new(SAMPLE.name, zone)))
}
