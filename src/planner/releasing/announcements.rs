//! What is told to whom and when: the due list, the texts with their fields filled in, and what has to be told again.

use crate::gather::Gather;
use crate::model::{Announcement, Id, Plan, Record, RecordRef, Service};
use crate::order::Arrange;
use crate::planner::title_of;
use crate::rules::{View, announced, wording};
use crate::time::{Instant, Interval};

/// Where an announcement is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AnnouncementState {
    /// It told of another date than now.
    SendAgain,
    /// Its time has come and it is not sent.
    Due,
    /// Its time is still to come.
    Waiting,
    /// What it is about has no date.
    Undated,
    /// It was sent and tells of the present date.
    Sent,
}

/// An announcement as it would be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The announcement.
    pub of: RecordRef,
    /// What it is about.
    pub about: Option<RecordRef>,
    /// Its first line, with the fields filled in.
    pub subject: String,
    /// Who is told.
    pub audience: String,
    /// Their addresses.
    pub addresses: Vec<String>,
    /// The text, with the fields filled in.
    pub body: String,
    /// The window that it tells of; a point for a release.
    pub window: Option<Interval>,
    /// When it is to be sent.
    pub due: Option<Instant>,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// Where it is on its way.
    pub state: AnnouncementState,
}

/// What an announcement without a text says.
const USUAL_TEXT: &str = "{title}\n\nWhen: {window}\nOutage: {outage}\nServices: {services}\n\n{description}";

/// All announcements as they would be sent now: first what has to be sent again, then what is due, by time.
#[must_use]
pub fn due_list(view: &View) -> Vec<Told> {
    let mut told: Vec<Told> = view.plan.announcements.values().map(|one| tell(view, one)).gather();
    told.arrange_by_key(|one| (one.state, one.due.is_none(), one.due, one.of));
    told
}

/// An announcement as it would be sent now.
#[must_use]
pub fn tell(view: &View, announcement: &Announcement) -> Told {
    let plan = view.plan;
    let window = announced::window(plan, announcement);
    let due = announced::due(plan, announcement);
    let state = if announced::is_outdated(plan, announcement) {
        AnnouncementState::SendAgain
    } else if announced::is_sent(plan, announcement) {
        AnnouncementState::Sent
    } else {
        match due {
            None => AnnouncementState::Undated,
            Some(due) if due <= view.now => AnnouncementState::Due,
            Some(_) => AnnouncementState::Waiting,
        }
    };
    let text = if announcement.text.trim().is_empty() { USUAL_TEXT } else { &announcement.text };
    let addresses = announcement.addresses.split([',', ';']).map(str::trim).filter(|one| !one.is_empty());
    Told {
        of: RecordRef::from(&announcement.id),
        about: about(announcement).filter(|of| plan.has(of)),
        subject: filled(view, announcement, &announcement.title),
        audience: announcement.audience.clone(),
        addresses: addresses.map(str::to_owned).gather(),
        body: filled(view, announcement, text).trim_end().to_owned(),
        window,
        due,
        sent_at: announcement.sent_at,
        state,
    }
}

impl Told {
    /// The announcement as Markdown.
    #[must_use]
    pub fn markdown(&self, view: &View) -> String {
        let mut text = format!("# {}\n\n", escaped(&self.subject));
        if !self.audience.is_empty() {
            text.push_str(&format!("**To:** {}\n", escaped(&self.audience)));
        }
        if let Some(window) = self.window {
            text.push_str(&format!("**When:** {}\n", point(view, window)));
        }
        text.push('\n');
        text.push_str(&self.body);
        text.push('\n');
        text
    }
}

/// The announcements that have to be sent again when the one plan becomes the other: they told of the date that it had.
#[must_use]
pub fn outdated_by(before: &Plan, after: &Plan) -> Vec<Id<Announcement>> {
    let is_new = |one: &&Announcement| {
        let was = before.announcements.get(&one.id).is_some_and(|old| announced::is_outdated(before, old));
        announced::is_outdated(after, one) && !was
    };
    after.announcements.values().filter(is_new).map(|one| one.id).gather()
}

fn about(announcement: &Announcement) -> Option<RecordRef> {
    announcement.change.as_ref().map(RecordRef::from).or(announcement.release.as_ref().map(RecordRef::from))
}

/// A text with its fields in braces filled in; a field that is not known stays as it is.
fn filled(view: &View, announcement: &Announcement, text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        written.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            written.push('{');
            rest = after;
            continue;
        };
        match field(view, announcement, name) {
            Some(value) => {
                written.push_str(&value);
                rest = behind;
            }
            None => {
                written.push('{');
                rest = after;
            }
        }
    }
    written.push_str(rest);
    written
}

fn field(view: &View, announcement: &Announcement, name: &str) -> Option<String> {
    let plan = view.plan;
    let change = announcement.change.as_ref().and_then(|id| plan.changes.get(id));
    let release = announcement.release.as_ref().and_then(|id| plan.releases.get(id));
    let value = match name {
        "title" => change.map(Record::title).or(release.map(Record::title)).unwrap_or_default().to_owned(),
        "description" => {
            let of_change = change.map(|change| &change.description);
            of_change.or(release.map(|release| &release.description)).cloned().unwrap_or_default()
        }
        "window" => announced::window(plan, announcement)
            .map_or("not dated yet".to_owned(), |window| point(view, window)),
        "outage" => outage(view, announcement),
        "services" => {
            let names = services(view, announcement);
            if names.is_empty() { "none".to_owned() } else { names.join(", ") }
        }
        "version" => {
            let of_change = change.and_then(|change| change.deploys.as_ref());
            let deploys = of_change.or(release.and_then(|release| release.deploys.as_ref()));
            deploys.map(|deploys| deploys.version.clone()).unwrap_or_default()
        }
        "owner" => {
            let owner = about(announcement).and_then(|of| view.owner(&of).person);
            owner.map(|person| plan.title(&RecordRef::from(&person)).to_owned()).unwrap_or_default()
        }
        _ => return None,
    };
    Some(value)
}

/// The changes that an announcement speaks of: its own, or those of its release and of the releases that it holds.
fn changes<'a>(view: &View<'a>, announcement: &Announcement) -> Vec<&'a crate::model::Change> {
    if let Some(change) = &announcement.change {
        return view.plan.changes.get(change).into_iter().gather();
    }
    let own = announcement.release.iter().cloned();
    let held = announcement.release.iter().flat_map(|id| view.releases_held_by(id)).map(|held| held.id);
    let releases: Vec<_> = own.chain(held).gather();
    let all = releases.iter().flat_map(|release| view.changes_in_release(release));
    all.filter(|change| change.status.is_live()).gather()
}

fn outage(view: &View, announcement: &Announcement) -> String {
    let mut outages: Vec<Interval> = changes(view, announcement)
        .iter()
        .filter_map(|change| change.outage.filter(|outage| !outage.is_empty()))
        .gather();
    outages.arrange();
    let spans: Vec<String> = outages.into_iter().map(|outage| view.span(outage)).gather();
    if spans.is_empty() { "none is planned".to_owned() } else { spans.join("; ") }
}

/// The names of the services that its changes reach.
fn services(view: &View, announcement: &Announcement) -> Vec<String> {
    let mut reached: Vec<Id<Service>> = Vec::new();
    for change in changes(view, announcement) {
        reached.extend(change.services.iter().cloned());
        for ci in &change.cis {
            reached.extend(view.index.graph.services_reached(ci).iter().cloned());
        }
    }
    reached.arrange();
    reached.dedup();
    reached.iter().map(|id| title_of(view.plan, id)).gather()
}

fn point(view: &View, window: Interval) -> String {
    if window.is_empty() { wording::moment(window.start, view.zone()) } else { view.span(window) }
}

/// A text in which Markdown finds no marks.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            written.push('\\');
        }
        written.push(if letter.is_control() { ' ' } else { letter });
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Command;
    use crate::planner::Workbench;

    const PLAN: &str = "
        now 10T12
        person ann \"Ann Ito\"
        service bill \"Billing\" on=db
        release R1 \"Billing 2\" live=20T20 owner=ann
        change C1 \"Schema\" 20T20..20T22 on=db release=R1 outage=20T21..20T21:30
        change C2 \"Mail_relay\" 15T20..15T22
        announcement N1 \"{title} on {window}\" of=R1 to=Customers addresses=\"a@example.org; b@example.org\" days=-10 text=\"Down: {outage}. Hits {services}. Ask {owner} {about} {\"
        announcement N2 \"Mail\" change=C2 to=All days=-1
        announcement N3 \"Told\" change=C2 to=All days=-5 sent=8 sent-for=15T20..15T22
        announcement N4 \"Later\" change=C9 to=All
    ";

    fn bench() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    #[test]
    fn fields_are_filled_in_and_what_is_due_comes_first() {
        let bench = bench();
        let list = due_list(&bench.view());
        let states: Vec<(&str, AnnouncementState)> =
            list.iter().map(|one| (&*one.of.id, one.state)).collect();
        use AnnouncementState as S;
        assert_eq!(states, [("N1", S::Due), ("N2", S::Waiting), ("N4", S::Undated), ("N3", S::Sent)]);
        let first = list.first().unwrap();
        assert_eq!(first.subject, "Billing 2 on Tue 20 Jan 2026 20:00");
        assert_eq!(first.addresses, ["a@example.org", "b@example.org"]);
        assert_eq!(first.body, "Down: Tue 20 Jan 2026 21:00 – 21:30. Hits Billing. Ask Ann Ito {about} {");
        let second = list.get(1).unwrap();
        assert!(second.body.starts_with("Mail_relay\n\nWhen: Thu 15 Jan 2026 20:00 – 22:00\nOutage: none"));
        assert!(second.markdown(&bench.view()).starts_with("# Mail\n\n**To:** All\n**When:** Thu 15 Jan"));
    }

    #[test]
    fn a_change_of_date_marks_what_has_to_be_sent_again() {
        let mut bench = bench();
        let before = bench.plan().clone();
        let window = Interval::parse("2026-01-16T20:00:00Z/2026-01-16T22:00:00Z").unwrap();
        bench.run(&Command::Move { subject: "changes/C2".parse().unwrap(), window }).unwrap();
        assert_eq!(outdated_by(&before, bench.plan()), [Id::lenient("N3")]);
        assert!(outdated_by(bench.plan(), bench.plan()).is_empty());
        let list = due_list(&bench.view());
        assert_eq!(
            list.first().map(|one| (&*one.of.id, one.state)),
            Some(("N3", AnnouncementState::SendAgain))
        );
        bench.run(&Command::Announce(Id::lenient("N3"))).unwrap();
        assert_eq!(
            tell(&bench.view(), bench.plan().announcements.get(&Id::lenient("N3")).unwrap()).state,
            AnnouncementState::Sent
        );
    }
}
