//! Announcements: what is due, what has to be sent again, and the text with its fields filled in.

use super::findings_proof::Named;
use crate::model::{Announcement, Channel, Command, Id, Plan, RecordRef, Release};
use crate::order::Arrange;
use crate::planner::Workbench;
use crate::planner::releasing::announcing;
use crate::rules::{announced, wording};
use crate::time::{Instant, Interval};

/// How an announcement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It was sent for another date than the present one.
    SendAgain,
    /// It should have been sent.
    Overdue,
    /// It is to be sent within a day.
    Due,
    /// It is to be sent later.
    Later,
    /// What it is about has no date.
    NoDate,
    /// It was sent.
    Sent,
}

/// One announcement.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnouncementLine {
    /// The announcement.
    pub of: RecordRef,
    /// What it is about, in a line.
    pub title: String,
    /// The release or change that it is about.
    pub about: Option<Named>,
    /// Who is told, and how.
    pub audience: String,
    /// How it is told.
    pub channel: Channel,
    /// How it stands.
    pub standing: Standing,
    /// When it is due or was sent, in words.
    pub when: String,
    /// Its text with the fields filled in.
    pub text: String,
    /// The address that opens a mail with it.
    pub mail: String,
    /// The same as Markdown.
    pub markdown: String,
    /// The window that it tells of, for a calendar.
    pub window: Option<Interval>,
    /// The command that notes that it was sent.
    pub command: Command,
    /// Why it cannot be noted as sent.
    pub refusal: Option<String>,
}

/// The announcements about a release, or all of them; first what has to be done.
#[must_use]
pub fn announcements(bench: &Workbench, about: Option<&Id<Release>>) -> Vec<AnnouncementLine> {
    let plan = bench.plan();
    let is_meant = |one: &&Announcement| about.is_none() || one.release.as_ref() == about;
    let mut found: Vec<(Option<Instant>, AnnouncementLine)> = plan
        .announcements
        .values()
        .filter(is_meant)
        .map(|one| (announced::due(plan, one), line(bench, one)))
        .collect();
    found.arrange_by(|(a_due, a), (b_due, b)| {
        let later = |due: &Option<Instant>| (due.is_none(), *due);
        let last_sent_first =
            if a.standing == Standing::Sent { b_due.cmp(a_due) } else { later(a_due).cmp(&later(b_due)) };
        a.standing.cmp(&b.standing).then(last_sent_first).then_with(|| a.of.cmp(&b.of))
    });
    found.into_iter().map(|(_, line)| line).collect()
}

/// How many announcements have to be sent now.
#[must_use]
pub fn to_be_sent(lines: &[AnnouncementLine]) -> usize {
    lines.iter().filter(|line| line.standing <= Standing::Due).count()
}

fn line(bench: &Workbench, one: &Announcement) -> AnnouncementLine {
    let (plan, now, zone) = (bench.plan(), bench.now(), bench.plan().settings.zone);
    let due = announced::due(plan, one);
    let standing = standing(plan, one, due, now);
    let about =
        one.change.as_ref().map(RecordRef::from).or_else(|| one.release.as_ref().map(RecordRef::from));
    let moment = |at: Option<Instant>| at.map_or(String::new(), |at| wording::moment(at, zone));
    let text = announcing::filled(&bench.view(), one);
    let command = Command::Announce(one.id.clone());
    AnnouncementLine {
        of: RecordRef::from(&one.id),
        about: about.map(|of| Named { name: plan.title(&of).to_owned(), record: of }),
        audience: one.audience.clone(),
        channel: one.channel,
        standing,
        when: match standing {
            Standing::Sent | Standing::SendAgain => format!("sent {}", moment(one.sent_at)),
            Standing::NoDate => "no date yet".to_owned(),
            Standing::Overdue => format!(
                "due {}, {} ago",
                moment(due),
                due.map_or(String::new(), |due| wording::duration(now.seconds_since(due)))
            ),
            Standing::Due | Standing::Later => format!("due {}", moment(due)),
        },
        mail: mail(one, &text),
        markdown: format!("## {}\n\n{text}\n", one.title),
        window: announced::window(plan, one),
        refusal: bench.can(&command).err().map(|refusal| refusal.to_string()),
        title: one.title.clone(),
        text,
        command,
    }
}

fn standing(plan: &Plan, one: &Announcement, due: Option<Instant>, now: Instant) -> Standing {
    if announced::is_outdated(plan, one) {
        return Standing::SendAgain;
    }
    if one.sent_at.is_some() {
        return Standing::Sent;
    }
    match due.map(|due| due.seconds_since(now)) {
        None => Standing::NoDate,
        Some(left) if left < 0 => Standing::Overdue,
        Some(left) if left <= 86_400 => Standing::Due,
        Some(_) => Standing::Later,
    }
}

/// `mailto:` with audience, subject and text.
fn mail(one: &Announcement, text: &str) -> String {
    let to: Vec<String> = one.addresses.split(',').map(|address| encoded(address.trim())).collect();
    format!(
        "mailto:{}?subject={}&body={}",
        to.join(","),
        encoded(&one.title),
        encoded(&text.replace('\n', "\r\n"))
    )
}

/// Percent-encoded as RFC 6068 asks.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Anchor, Extra, Offset, notation};

    fn open() -> Workbench {
        let text = "
            now 12T12
            service shop on=db
            release R \"Autumn\" live=16T20
            change C 16T20..16T23 on=db release=R outage=16T20..16T21
        ";
        let mut example = notation::parse(text).unwrap();
        let mut tell = |id: &str, working_days: i32| {
            let offset = Offset { anchor: Anchor::Start, working_days, minutes: 0, extra: Extra::new() };
            let one = Announcement {
                release: Some(Id::lenient("R")),
                addresses: "a@x.org, b@x.org".to_owned(),
                offset,
                text: "{title} on {window}; outage {outage}; {services}.".to_owned(),
                ..Announcement::new(Id::lenient(id), format!("About & {id}"))
            };
            example.plan.put(one.into());
        };
        tell("A1", -10);
        tell("A2", 0);
        tell("A3", -4);
        Workbench::open(example.plan, example.now, None)
    }

    #[test]
    fn what_has_to_be_done_comes_first_and_a_moved_date_asks_for_another() {
        let mut bench = open();
        let seen = |bench: &Workbench| -> Vec<(String, Standing)> {
            announcements(bench, None).into_iter().map(|one| (one.of.id.to_string(), one.standing)).collect()
        };
        assert_eq!(
            seen(&bench),
            [
                ("A1".to_owned(), Standing::Overdue),
                ("A3".to_owned(), Standing::Due),
                ("A2".to_owned(), Standing::Later)
            ]
        );
        bench.run(&Command::Announce(Id::lenient("A1"))).unwrap();
        assert_eq!(seen(&bench)[2], ("A1".to_owned(), Standing::Sent));
        let at = Instant::parse("2026-01-23T20:00:00Z").unwrap();
        bench
            .run(&Command::Move { subject: "releases/R".parse().unwrap(), window: Interval::new(at, at) })
            .unwrap();
        assert_eq!(seen(&bench)[0], ("A1".to_owned(), Standing::SendAgain));
        assert_eq!(to_be_sent(&announcements(&bench, None)), 1);
        assert!(announcements(&bench, Some(&Id::lenient("other"))).is_empty());
    }

    #[test]
    fn the_fields_are_filled_in_and_a_mail_is_drafted() {
        let found = announcements(&open(), None);
        let one = &found[0];
        assert!(one.text.starts_with("Autumn on Fri 16 Jan 2026 20:00"), "{}", one.text);
        assert!(one.text.contains("1 h") && one.text.contains("shop"), "{}", one.text);
        assert!(
            one.mail.starts_with("mailto:a@x.org,b@x.org?subject=About%20%26%20A1&body=Autumn%20on"),
            "{}",
            one.mail
        );
    }
}
