//! `missing-announcement`.

use super::rule::rule;
use super::wording::{duration, list};
use super::{Finding, Fix, View, announced, harm};
use crate::gather::Gather;
use crate::model::{
    Announcement, Change, ChangeStatus, Command, Id, Record, RecordRef, Release, ReleaseStatus, Table,
};
use crate::time::Interval;

rule! {
    /// Who is hit by an outage is told of it, in time and with the right date.
    ///
    /// # Why
    /// An outage that was announced is a service; one that was not is an incident. A release with an outage needs an
    /// announcement, of its own or of the release that holds it; so does a scheduled change that stands alone. An
    /// announcement that is due and not sent is reported, and one that told of another date than now.
    ///
    /// # Fails
    /// ```plan
    /// now 10T12
    /// release R1 live=20                                             #! missing-announcement
    /// change C1 20..20T02 release=R1 outage=20..20T01
    /// change C2 15T20..15T22 outage=15T20..15T21                     #! missing-announcement
    /// change C3 12T20..12T22 outage=12T20..12T21
    /// announcement N1 "Mail is down" change=C3 to=All days=-5        #! missing-announcement
    /// change C4 19T20..19T22 outage=19T20..19T21
    /// announcement N2 "Web is down" change=C4 to=All days=-5 sent=9 sent-for=18T20..18T22    #! missing-announcement
    /// ```
    /// # Passes
    /// ```plan
    /// now 10T12
    /// release R0 kind=Enterprise live=20
    /// release R1 live=20 parent=R0
    /// release R2 live=20
    /// change C1 20..20T02 release=R1 outage=20..20T01
    /// change C2 15T20..15T22 outage=15T20..15T21 status=Authorised
    /// change C3 12T20..12T22 outage=12T20..12T21
    /// change C4 20..20T02 release=R2
    /// announcement N0 "Autumn release" of=R0 to=All days=-5
    /// announcement N3 "Mail is down" change=C3 to=All days=-5 sent=5 sent-for=12T20..12T22
    /// ```
    "missing-announcement", "Nobody is told, or of another date", Warning,
    Any(&[Table::Releases, Table::Changes, Table::Announcements]) => check, mend,
}

fn check(view: &View, subject: &RecordRef, found: &mut Vec<Finding>) {
    let plan = view.plan;
    match subject.table {
        Table::Releases => {
            if let Some(release) = subject.id_of().and_then(|id| plan.releases.get(&id)) {
                of_release(view, release, found);
            }
        }
        Table::Changes => {
            if let Some(change) = view.change(subject) {
                of_change(view, change, found);
            }
        }
        _ => {
            if let Some(announcement) = subject.id_of().and_then(|id| plan.announcements.get(&id)) {
                of_announcement(view, announcement, found);
            }
        }
    }
}

/// The outage of a change that is still to come.
fn outage(view: &View, change: &Change) -> Option<Interval> {
    let outage = change.outage.filter(|outage| !outage.is_empty())?;
    (change.status.is_before_implementation() && view.now < outage.end).then_some(outage)
}

fn of_release(view: &View, release: &Release, found: &mut Vec<Finding>) {
    use ReleaseStatus as S;
    if !matches!(release.status, S::Planned | S::InProgress | S::Deploying) {
        return;
    }
    let changes: Vec<&Change> = view.changes_in_release(&release.id).gather();
    let out: Vec<(&Change, Interval)> =
        changes.iter().filter_map(|change| Some((*change, outage(view, change)?))).gather();
    let Some((_, first)) = out.iter().min_by_key(|(_, outage)| outage.start) else { return };
    let is_told = |release: &Id<Release>| view.announcements_of_release(release).next().is_some();
    let is_change_told = |change: &&Change| view.announcements_of_change(&change.id).next().is_some();
    if is_told(&release.id)
        || release.parent.as_ref().is_some_and(is_told)
        || changes.iter().any(is_change_told)
    {
        return;
    }
    let subject = RecordRef::from(&release.id);
    let names: Vec<&str> = out.iter().map(|(change, _)| change.title()).gather();
    let sentence = format!(
        "{} takes services down from {} ({}), and has no announcement.",
        release.title(),
        view.moment(first.start),
        list(&names),
    );
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(*first);
    for (change, outage) in &out {
        finding.fact((&change.id).into(), format!("takes services down {}", view.span(*outage)));
        finding.harm += harm(view.weight(change), outage.seconds());
    }
}

fn of_change(view: &View, change: &Change, found: &mut Vec<Finding>) {
    let Some(outage) = outage(view, change) else { return };
    let is_told = view.announcements_of_change(&change.id).next().is_some();
    if change.status != ChangeStatus::Scheduled || change.release.is_some() || is_told {
        return;
    }
    let subject = RecordRef::from(&change.id);
    let sentence =
        format!("{} takes services down {}, and has no announcement.", change.title(), view.span(outage));
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(outage);
    finding.fact(subject, "has no announcement");
    finding.harm = harm(view.weight(change), outage.seconds());
}

fn of_announcement(view: &View, announcement: &Announcement, found: &mut Vec<Finding>) {
    let plan = view.plan;
    let Some((of, window)) = about(view, announcement) else { return };
    let audience = match announcement.audience.as_str() {
        "" => "nobody named",
        audience => audience,
    };
    let (sentence, span) = if announced::is_outdated(plan, announcement) {
        let told = announcement.sent_for.map_or_else(String::new, |told| point(view, told));
        let sentence = format!(
            "{} told {audience} of {told}, but {} is at {} now; it has to be sent again.",
            announcement.title(),
            view.title(&of),
            point(view, window),
        );
        (sentence, window)
    } else {
        let due = announced::due(plan, announcement).filter(|due| *due <= view.now);
        let Some(due) = due.filter(|_| announcement.sent_at.is_none()) else { return };
        let sentence = format!(
            "{} was due at {}, {} ago, and is not sent to {audience}.",
            announcement.title(),
            view.moment(due),
            duration(view.now.seconds_since(due)),
        );
        (sentence, Interval::new(due, view.now))
    };
    let subject = RecordRef::from(&announcement.id);
    let text = format!("is at {}", point(view, window));
    let finding = view.report(&RULE, subject, sentence, found);
    finding.span = Some(span);
    finding.fact(of, text);
    finding.related.push(of);
    finding.cause = of;
}

/// What an announcement is about, while that is still to come, and when it is.
fn about(view: &View, announcement: &Announcement) -> Option<(RecordRef, Interval)> {
    let plan = view.plan;
    let window = announced::window(plan, announcement)?;
    let change = announcement.change.as_ref().and_then(|id| plan.changes.get(id));
    if let Some(change) = change {
        return change.status.is_before_implementation().then(|| (RecordRef::from(&change.id), window));
    }
    let release = plan.releases.get(announcement.release.as_ref()?)?;
    let is_ahead = release.status.is_live() && release.status != ReleaseStatus::Deployed;
    is_ahead.then(|| (RecordRef::from(&release.id), window))
}

fn point(view: &View, window: Interval) -> String {
    if window.is_empty() { view.moment(window.start) } else { view.span(window) }
}

/// Notes that an announcement was sent; a new one is written by people.
fn mend(view: &View, finding: &Finding) -> Vec<Fix> {
    let announcement: Option<Id<Announcement>> = finding.subject.id_of();
    let Some(id) = announcement.filter(|id| view.plan.announcements.get(id).is_some()) else {
        return Vec::new();
    };
    vec![Fix { label: "Note that it is sent".into(), command: Command::Announce(id) }]
}
