//! Announcements as lines: what is due, what has to be sent again, and the text with its fields filled in.

use super::findings_proof::Named;
use super::steps::why_not;
use crate::gather::Gather;
use crate::model::{Channel, Command, Id, RecordRef, Release};
use crate::planner::Workbench;
use crate::planner::releasing::announcements::{AnnouncementState, Told, due_list};
use crate::rules::wording;
use crate::time::Instant;

/// One announcement.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnouncementLine {
    /// The announcement as it would be sent now.
    pub told: Told,
    /// The release or change that it is about.
    pub about: Option<Named>,
    /// How it is told.
    pub channel: Channel,
    /// `due Mon 7 Dec 2026 20:00`, `sent Sat 21 Nov 2026 10:00`.
    pub when: String,
    /// The same as Markdown.
    pub markdown: String,
    /// The command that notes that it was sent.
    pub command: Command,
    /// Why it cannot be noted as sent.
    pub refusal: Option<String>,
}

/// The announcements about a release, or all of them; first what has to be sent again, then what is due.
#[must_use]
pub fn announcements(bench: &Workbench, about: Option<&Id<Release>>) -> Vec<AnnouncementLine> {
    let of_release = about.map(RecordRef::from);
    let told =
        due_list(&bench.view()).into_iter().filter(|one| of_release.is_none() || one.about == of_release);
    told.filter_map(|told| line(bench, told)).gather()
}

/// How many announcements have to be sent now.
#[must_use]
pub fn to_be_sent(lines: &[AnnouncementLine]) -> usize {
    lines.iter().filter(|line| line.told.state <= AnnouncementState::Due).count()
}

fn line(bench: &Workbench, told: Told) -> Option<AnnouncementLine> {
    let (plan, now, zone) = (bench.plan(), bench.now(), bench.plan().settings.zone);
    let announcement = plan.announcements.get(&told.of.id_of()?)?;
    let moment = |at: Option<Instant>| at.map_or_else(String::new, |at| wording::moment(at, zone));
    let command = Command::Announce(announcement.id);
    let late = told.due.map_or(0, |due| now.seconds_since(due));
    Some(AnnouncementLine {
        about: told.about.map(|of| Named::of(plan, of)),
        channel: announcement.channel,
        when: match told.state {
            AnnouncementState::Sent | AnnouncementState::SendAgain => {
                format!("sent {}", moment(told.sent_at))
            }
            AnnouncementState::Undated => "no date yet".to_owned(),
            AnnouncementState::Due => format!("due {}, {} ago", moment(told.due), wording::duration(late)),
            AnnouncementState::Waiting => format!("due {}", moment(told.due)),
        },
        markdown: told.markdown(&bench.view()),
        refusal: why_not(bench, &command),
        command,
        told,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Announcement, Extra, Offset, notation};
    use crate::time::Interval;

    #[test]
    fn what_has_to_be_done_comes_first_and_a_moved_date_asks_for_another() {
        let text = "
            now 12T12
            release R \"Autumn\" live=16T20
        ";
        let mut example = notation::parse(text).unwrap();
        let mut tell = |id: &str, working_days: i32| {
            let offset = Offset { anchor: Anchor::Start, working_days, minutes: 0, extra: Extra::new() };
            let release = Some(Id::lenient("R"));
            let one =
                Announcement { release, offset, ..Announcement::new(Id::lenient(id), format!("About {id}")) };
            example.plan.put(one.into());
        };
        tell("A1", -10);
        tell("A2", 0);
        let mut bench = Workbench::open(example.plan, example.now, None);
        let seen = |bench: &Workbench| -> Vec<(String, AnnouncementState)> {
            let found = announcements(bench, None);
            found.into_iter().map(|one| (one.told.of.id.to_string(), one.told.state)).collect()
        };
        let (again, due) = (AnnouncementState::SendAgain, AnnouncementState::Due);
        assert_eq!(seen(&bench)[0], ("A1".to_owned(), due));
        assert_eq!(to_be_sent(&announcements(&bench, None)), 1);
        bench.run(&Command::Announce(Id::lenient("A1"))).unwrap();
        assert_eq!(seen(&bench)[1], ("A1".to_owned(), AnnouncementState::Sent));
        let at = Instant::parse("2026-01-23T20:00:00Z").unwrap();
        let window = Interval::new(at, at);
        bench.run(&Command::Move { subject: "releases/R".parse().unwrap(), window }).unwrap();
        assert_eq!(seen(&bench)[0], ("A1".to_owned(), again));
        assert!(announcements(&bench, None)[0].when.starts_with("sent "));
        assert!(announcements(&bench, Some(&Id::lenient("other"))).is_empty());
    }
}
