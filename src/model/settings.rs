//! Settings: what holds for the whole plan.

use super::json::Json;

use crate::sorted::SortedMap;
use crate::time::{WorkingCalendar, Zone};

use super::{Extra, Policy, Risk, RiskModel, alike, is_default, words};

words! {
    /// What a finding does.
    Severity {
        /// Informs.
        Warning "Warning",
        /// Prevents the transition that it guards.
        Blocker "Blocker",
    }
}

/// How a plan wants one rule.
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub struct RuleSetting {
    /// The rule is not asked.
    #[serde(default, skip_serializing_if = "is_default")]
    pub off: bool,
    /// Another severity than the rule's own.
    #[serde(default, skip_serializing_if = "is_default")]
    pub severity: Option<Severity>,
    /// Another number than the rule's own, for rules that measure: days, or how many.
    #[serde(default, skip_serializing_if = "is_default")]
    pub limit: Option<u32>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// Working days between authorisation and window, by risk.
#[derive(Debug, Clone, PartialEq, Json)]
pub struct LeadTimes {
    /// For low risk.
    pub low_days: u32,
    /// For moderate risk.
    pub moderate_days: u32,
    /// For high risk.
    pub high_days: u32,
    /// For very high risk.
    pub very_high_days: u32,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl LeadTimes {
    /// 0, 1, 5 and 10 working days.
    #[must_use]
    pub fn usual() -> LeadTimes {
        LeadTimes { low_days: 0, moderate_days: 1, high_days: 5, very_high_days: 10, extra: Extra::new() }
    }

    /// Working days for a risk.
    #[must_use]
    pub fn days(&self, risk: Risk) -> u32 {
        match risk {
            Risk::Low => self.low_days,
            Risk::Moderate => self.moderate_days,
            Risk::High => self.high_days,
            Risk::VeryHigh => self.very_high_days,
        }
    }
}

/// What holds for the whole plan.
#[derive(Debug, Clone, Json)]
pub struct Settings {
    /// The plan's name.
    pub name: String,
    /// What the plan is about.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// The zone in which people read its times and count its days.
    pub zone: Zone,
    /// Which days are worked.
    #[serde(default = "WorkingCalendar::monday_to_friday")]
    pub calendar: WorkingCalendar,
    /// Working days between authorisation and window.
    #[serde(default = "LeadTimes::usual")]
    pub lead_times: LeadTimes,
    /// Who authorises what, and what else is asked of changes.
    #[serde(default = "Policy::usual", skip_serializing_if = "Policy::is_usual")]
    pub policy: Policy,
    /// How risk is worked out.
    #[serde(default = "RiskModel::usual", skip_serializing_if = "RiskModel::is_usual")]
    pub risk_model: RiskModel,
    /// Rules that the plan wants otherwise, by name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rules: SortedMap<String, RuleSetting>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

alike!(Settings);

impl Settings {
    /// Settings with the usual calendar and lead times.
    #[must_use]
    pub fn new(name: &str, zone: Zone) -> Settings {
        Settings {
            name: name.to_owned(),
            description: String::new(),
            zone,
            calendar: WorkingCalendar::monday_to_friday(),
            lead_times: LeadTimes::usual(),
            policy: Policy::usual(),
            risk_model: RiskModel::usual(),
            rules: SortedMap::new(),
            extra: Extra::new(),
        }
    }
}
