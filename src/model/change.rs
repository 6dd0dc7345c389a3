//! Changes: what is to be done to which configuration items, when, by whom.

use super::json::Json;

use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

use super::{
    Blackout, ChangeTemplate, ConfigurationItem, Dependency, Environment, Extra, Group, Id, Incident, Person,
    Release, Review, Service, altered, is_default, record, words,
};

words! {
    /// How a change is authorised.
    ChangeKind {
        /// Pre-authorised: follows a published template.
        Standard "Standard",
        /// Assessed and authorised before it is done.
        Normal "Normal",
        /// Done at once, authorised by the emergency board, afterwards if need be.
        Emergency "Emergency",
    }
}

words! {
    /// Where a change is on its way.
    ChangeStatus {
        /// Being written.
        Draft "Draft",
        /// Asked for.
        Requested "Requested",
        /// Risk and impact are known.
        Assessed "Assessed",
        /// May be done.
        Authorised "Authorised",
        /// May be done and has its window.
        Scheduled "Scheduled",
        /// Being done.
        Implementing "Implementing",
        /// Done; being looked at.
        InReview "In review",
        /// Done and looked at.
        Closed "Closed",
        /// May not be done as it is.
        Rejected "Rejected",
        /// Taken back by who asked for it.
        Withdrawn "Withdrawn",
        /// Will not be done.
        Cancelled "Cancelled",
    }
}

impl ChangeStatus {
    /// True while the change takes its window: neither dropped nor done.
    #[must_use]
    pub fn is_live(self) -> bool {
        !matches!(
            self,
            ChangeStatus::Closed | ChangeStatus::Rejected | ChangeStatus::Withdrawn | ChangeStatus::Cancelled
        )
    }

    /// True when the change is still being prepared: nobody has authorised it.
    #[must_use]
    pub fn is_before_authorisation(self) -> bool {
        matches!(self, ChangeStatus::Draft | ChangeStatus::Requested | ChangeStatus::Assessed)
    }

    /// True before anything was done: its planned window can still be moved freely.
    #[must_use]
    pub fn is_before_implementation(self) -> bool {
        self.is_before_authorisation() || matches!(self, ChangeStatus::Authorised | ChangeStatus::Scheduled)
    }
}

words! {
    /// How likely and how bad a failure is, together.
    Risk {
        /// Not worth a meeting.
        Low "Low",
        /// Looked at by a peer.
        Moderate "Moderate",
        /// Looked at by the board.
        High "High",
        /// Looked at by the board, with plenty of time.
        VeryHigh "Very high",
    }
}

words! {
    /// How it ended.
    Outcome {
        /// As planned.
        Successful "Successful",
        /// It works, not everything went as planned.
        SuccessfulWithIssues "Successful with issues",
        /// Taken back.
        BackedOut "Backed out",
        /// It does not work.
        Failed "Failed",
    }
}

/// What in version control a change or release deploys.
#[derive(Debug, Clone, PartialEq, Default, Json)]
pub struct VersionReference {
    /// The version or tag, as people say it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub version: String,
    /// The repository, as a path or an address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub repository: String,
    /// The branch.
    #[serde(default, skip_serializing_if = "is_default")]
    pub branch: String,
    /// The commit.
    #[serde(default, skip_serializing_if = "is_default")]
    pub commit: String,
    /// The pull or merge request, as an address.
    #[serde(default, skip_serializing_if = "is_default")]
    pub pull_request: String,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

/// A change to configuration items; a *change request* while it is `Requested`.
#[derive(Debug, Clone, Json)]
pub struct Change {
    /// The key.
    pub id: Id<Change>,
    /// What it is, in a line.
    pub title: String,
    /// What it is, at length.
    #[serde(default, skip_serializing_if = "is_default")]
    pub description: String,
    /// How it is authorised.
    pub kind: ChangeKind,
    /// Where it is on its way.
    pub status: ChangeStatus,
    /// How likely and how bad a failure is.
    pub risk: Risk,
    /// Held: nothing goes on until it is released.
    #[serde(default, skip_serializing_if = "is_default")]
    pub on_hold: bool,
    /// Why it is on hold.
    #[serde(default, skip_serializing_if = "is_default")]
    pub hold_reason: String,
    /// The lockdown that holds it; lifting that releases it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub held_by: Option<Id<Blackout>>,
    /// Was found done without being asked for; has to be reviewed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub found_unauthorised: bool,
    /// The template that it follows.
    #[serde(default, skip_serializing_if = "is_default")]
    pub template: Option<Id<ChangeTemplate>>,
    /// The version of the template when it was made.
    #[serde(default, skip_serializing_if = "is_default")]
    pub template_version: Option<u32>,
    /// The answers to the risk questions: question to answer.
    #[serde(default, skip_serializing_if = "is_default")]
    pub answers: SortedMap<String, String>,
    /// The word that the plan's people sort by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub category: String,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requester: Option<Id<Person>>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub owner: Option<Id<Person>>,
    /// The team that does it.
    #[serde(default, skip_serializing_if = "is_default")]
    pub group: Option<Id<Group>>,
    /// Who does it; each is busy for the whole planned window.
    #[serde(default, skip_serializing_if = "is_default")]
    pub implementers: Vec<Id<Person>>,
    /// What is changed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cis: Vec<Id<ConfigurationItem>>,
    /// Services named as affected, beside those that are reached from the items.
    #[serde(default, skip_serializing_if = "is_default")]
    pub services: Vec<Id<Service>>,
    /// Where it is deployed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub environments: Vec<Id<Environment>>,
    /// The window in which it is to be done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub planned: Option<Interval>,
    /// The part of the window in which services are down.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outage: Option<Interval>,
    /// When it was really begun.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actual_start: Option<Instant>,
    /// When it was really over.
    #[serde(default, skip_serializing_if = "is_default")]
    pub actual_end: Option<Instant>,
    /// When it was asked for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub requested_at: Option<Instant>,
    /// When risk and impact were known.
    #[serde(default, skip_serializing_if = "is_default")]
    pub assessed_at: Option<Instant>,
    /// When it was authorised; lead time is counted from here.
    #[serde(default, skip_serializing_if = "is_default")]
    pub authorised_at: Option<Instant>,
    /// The release that carries it; a change stands alone or is in one release.
    #[serde(default, skip_serializing_if = "is_default")]
    pub release: Option<Id<Release>>,
    /// Further releases that name it, as an imported file or a merge of plans has it, until somebody decides for one.
    #[serde(default, skip_serializing_if = "is_default")]
    pub other_releases: Vec<Id<Release>>,
    /// What it waits for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub depends_on: Vec<Dependency<Change>>,
    /// How it is done.
    #[serde(default, skip_serializing_if = "is_default")]
    pub implementation_plan: String,
    /// How it is taken back.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backout_plan: String,
    /// How many minutes taking it back takes.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backout_minutes: Option<u32>,
    /// Taking it back was tried.
    #[serde(default, skip_serializing_if = "is_default")]
    pub backout_tested: bool,
    /// What shows that it was tested.
    #[serde(default, skip_serializing_if = "is_default")]
    pub test_evidence: String,
    /// What in version control it deploys.
    #[serde(default, skip_serializing_if = "is_default")]
    pub deploys: Option<VersionReference>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "is_default")]
    pub outcome: Option<Outcome>,
    /// Why it was rejected, withdrawn or cancelled; the last reason.
    #[serde(default, skip_serializing_if = "is_default")]
    pub reason: String,
    /// Incidents that it caused.
    #[serde(default, skip_serializing_if = "is_default")]
    pub incidents: Vec<Incident>,
    /// Its post-implementation review.
    #[serde(default, skip_serializing_if = "is_default")]
    pub review: Option<Review>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "is_default")]
    pub closed_at: Option<Instant>,
    /// Addresses where there is more: a ticket, a pull request, a document.
    #[serde(default, skip_serializing_if = "is_default")]
    pub addresses: Vec<String>,
    /// Free words to filter by.
    #[serde(default, skip_serializing_if = "is_default")]
    pub labels: Vec<String>,
    /// Unknown fields.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Change {
    /// A change in `Draft` of which only this is known.
    #[must_use]
    pub fn draft(id: Id<Change>, title: &str, kind: ChangeKind, risk: Risk) -> Change {
        altered!(
            Change::blank(),
            id,
            title: title.to_owned(),
            kind,
            status: ChangeStatus::Draft,
            risk,
        )
    }

    /// Adds a release that names it: the one that carries it when it has none, and otherwise a further one.
    pub fn join_release(&mut self, release: Id<Release>) {
        match &self.release {
            None => self.release = Some(release),
            Some(own) if *own == release => {}
            Some(_) if self.other_releases.contains(&release) => {}
            Some(_) => self.other_releases.push(release),
        }
    }

    /// The planned window of a change that still takes it: live, and with time in it. Rules about conflicts ask here.
    #[must_use]
    pub fn live_window(&self) -> Option<Interval> {
        self.planned.filter(|window| self.status.is_live() && !window.is_empty())
    }
}

record!(Change, title, |this, links| {
    links.optional("requester", &mut this.requester);
    links.optional("owner", &mut this.owner);
    links.optional("group", &mut this.group);
    links.list("implementers", &mut this.implementers);
    links.list("cis", &mut this.cis);
    links.list("services", &mut this.services);
    links.list("environments", &mut this.environments);
    links.optional("release", &mut this.release);
    links.list("other_releases", &mut this.other_releases);
    links.optional("held_by", &mut this.held_by);
    links.optional("template", &mut this.template);
    if let Some(review) = &mut this.review {
        links.optional("review.by", &mut review.by);
        for action in &mut review.actions {
            links.optional("review.actions.owner", &mut action.owner);
        }
    }
    links.dependencies("depends_on", &mut this.depends_on);
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_window_takes_no_time() {
        let start = Instant::parse("2026-03-30T10:00:00Z").unwrap();
        let window_of = |hours: i64| {
            let planned = Some(Interval::new(start, start.plus_minutes(hours * 60)));
            let draft = Change::draft(Id::lenient("C1"), "Patch", ChangeKind::Normal, Risk::Low);
            Change { planned, ..draft }.live_window()
        };
        assert_eq!((window_of(0), window_of(-1), window_of(1).is_some()), (None, None, true));
    }
}
