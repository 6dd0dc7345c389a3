//! The findings as people read them: grouped by rule and cause, the worst first, filtered.
//!
//! Apart from `rules`, which finds: here is only what the list of findings shows, wherever it stands.

use super::findings_proof::{ProofView, drawn};
use super::inspector::window_of;
use crate::gather::Gather;
use crate::letters::lowercase;
use crate::model::{AnyRecord, Command, Extra, Id, Person, Plan, RecordRef, Severity, Table, Waiver};
use crate::order::Arrange;
use crate::planner::{Preview, Workbench, fresh_id, title_of};
use crate::rules::{self, Finding, FindingKey, Fix, View, wording};
use crate::sorted::SortedMap;
use crate::time::{Instant, Interval};

/// Which findings are shown; what is empty does not restrict.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FindingsFilter {
    /// Of this severity.
    pub severity: Option<Severity>,
    /// Of the rule of this name.
    pub rule: String,
    /// About this record or mentioning it.
    pub record: Option<RecordRef>,
    /// About a time that overlaps this one; findings about no time are left out.
    pub span: Option<Interval>,
    /// With these words in rule, sentence or names; the case does not matter.
    pub words: String,
}

/// What the list of findings shows.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingsView {
    /// Findings that count, by rule and cause; the worst group first.
    pub groups: Vec<FindingGroup>,
    /// Findings that somebody accepted.
    pub waived: Vec<FindingCard>,
    /// How many findings of the groups block.
    pub blockers: usize,
    /// How many findings of the groups warn.
    pub warnings: usize,
}

/// The findings of one rule with one cause.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingGroup {
    /// Tells the group from the others, also after an edit.
    pub key: String,
    /// `Quarter-end freeze holds 2 changes`.
    pub title: String,
    /// The rule's name.
    pub rule: &'static str,
    /// The worst severity among its findings.
    pub severity: Severity,
    /// What causes them.
    pub cause: RecordRef,
    /// Its findings, the worst first.
    pub cards: Vec<FindingCard>,
    /// Expected harm of all of them together; without a unit.
    pub harm: u64,
}

/// One finding, ready to be shown.
#[derive(Debug, Clone, PartialEq)]
pub struct FindingCard {
    /// Changes when anything that is shown changes.
    pub key: String,
    /// What tells it from other findings.
    pub finding: FindingKey,
    /// The rule's title: what is wrong, in a line.
    pub rule_title: &'static str,
    /// What it does.
    pub severity: Severity,
    /// What it is about.
    pub subject: RecordRef,
    /// What people call that.
    pub subject_title: String,
    /// The finding in one sentence.
    pub sentence: String,
    /// The time it is about.
    pub span: Option<Interval>,
    /// Why it is true, ready to be drawn.
    pub proof: Vec<ProofView>,
    /// The names of those who answer for its sides, each once.
    pub owners: Vec<String>,
    /// How it was accepted, if it was.
    pub waiver: Option<WaiverLine>,
    harm: u64,
}

/// How a finding was accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverLine {
    /// The waiver; removing it makes the finding count again.
    pub waiver: RecordRef,
    /// Why.
    pub reason: String,
    /// `Accepted by Ann on Tue 29 Sep 2026, until Thu 1 Oct 2026.`
    pub text: String,
}

/// What a fix would bring about, in sentences.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreviewLines {
    /// Sentences of findings that would come.
    pub appears: Vec<String>,
    /// Sentences of findings that would go.
    pub vanishes: Vec<String>,
}

/// The findings of the open plan that pass the filter.
#[must_use]
pub fn findings(bench: &Workbench, filter: &FindingsFilter) -> FindingsView {
    let view = bench.view();
    let chosen: Vec<&Finding> = match &filter.record {
        Some(record) => bench.checker().concerning(record).gather(),
        None => bench.checker().findings().gather(),
    };
    let mut groups: SortedMap<(&'static str, RecordRef), Vec<FindingCard>> = SortedMap::new();
    let mut waived = Vec::new();
    for finding in chosen.into_iter().filter(|finding| passes(&view, filter, finding)) {
        let card = card(&view, finding);
        if card.waiver.is_some() {
            waived.push(card);
        } else {
            groups.get_or_default((finding.rule, finding.cause)).push(card);
        }
    }
    let mut groups: Vec<FindingGroup> =
        groups.into_iter().map(|((rule, cause), cards)| group(view.plan, rule, cause, cards)).gather();
    groups.arrange_by(|a, b| {
        (b.severity, b.harm).cmp(&(a.severity, a.harm)).then_with(|| a.title.cmp(&b.title))
    });
    let count = |severity| {
        groups.iter().flat_map(|group| &group.cards).filter(|card| card.severity == severity).count()
    };
    let (blockers, warnings) = (count(Severity::Blocker), count(Severity::Warning));
    FindingsView { groups, waived, blockers, warnings }
}

/// What would mend a finding, the best first; nothing when it is gone by now. Asked for what is on the screen only.
#[must_use]
pub fn fixes(bench: &Workbench, (rule, subject, related): &FindingKey) -> Vec<Fix> {
    let mut about = bench.checker().about(subject).iter();
    let found = about.find(|finding| finding.rule == *rule && finding.related == *related);
    found.map(|finding| bench.checker().fixes(bench.plan(), finding)).unwrap_or_default()
}

/// How many findings concern a record, and the worst severity among them; waived ones do not count.
#[must_use]
pub fn mark(bench: &Workbench, record: &RecordRef) -> Option<(Severity, usize)> {
    let counts = bench.checker().concerning(record).filter(|finding| finding.waived.is_none());
    counts.fold(None, |mark, finding| match mark {
        None => Some((finding.severity, 1)),
        Some((worst, count)) => Some((worst.max(finding.severity), count + 1)),
    })
}

/// The sentences of a preview.
#[must_use]
pub fn preview_lines(preview: &Preview) -> PreviewLines {
    let counted = |findings: &[Finding]| {
        let live = findings.iter().filter(|finding| finding.waived.is_none());
        live.map(|finding| finding.sentence.clone()).gather()
    };
    PreviewLines { appears: counted(&preview.appears), vanishes: counted(&preview.vanishes) }
}

/// The command that accepts a finding. `until` is a date as a date field writes it, the last day on which the waiver
/// holds; empty means for ever. The error says which part of the form is wrong.
pub fn waive(
    bench: &Workbench,
    card: &FindingCard,
    reason: &str,
    until: &str,
    by: Option<Id<Person>>,
) -> Result<Command, String> {
    let plan = bench.plan();
    let until = end_of_day(plan, until)?;
    let (rule, subject, related) = card.finding.clone();
    let waive = Command::Waive {
        rule: rule.to_owned(),
        subject,
        related: related.clone(),
        reason: reason.to_owned(),
        until,
    };
    let step = bench.can(&waive).map_err(|refusal| refusal.to_string())?;
    let Some(by) = by else { return Ok(waive) };
    let signed = Waiver {
        id: Id::lenient(&fresh_id(plan, Table::Waivers)),
        rule: rule.to_owned(),
        subject,
        related,
        reason: reason.trim().to_owned(),
        by: Some(by),
        at: Some(bench.now()),
        until,
        extra: Extra::new(),
    };
    Ok(Command::Batch {
        label: step.label,
        commands: vec![waive, Command::Edit(AnyRecord::Waivers(Box::new(signed)))],
    })
}

fn end_of_day(plan: &Plan, date: &str) -> Result<Option<Instant>, String> {
    if date.trim().is_empty() {
        return Ok(None);
    }
    let last = crate::time::parse_date(date).map_err(|error| error.to_string())?;
    Ok(Some(plan.settings.zone.day(last).end))
}

fn passes(view: &View, filter: &FindingsFilter, finding: &Finding) -> bool {
    filter.severity.is_none_or(|severity| finding.severity == severity)
        && (filter.rule.is_empty() || finding.rule == filter.rule)
        && filter.span.is_none_or(|span| is_about(view, finding, span))
        && has_words(view, finding, &filter.words)
}

/// True when a finding is about a time; one that names none is about the window of its subject.
fn is_about(view: &View, finding: &Finding, span: Interval) -> bool {
    let own = finding.span.or_else(|| window_of(view.plan, &finding.subject));
    own.is_some_and(|own| own.overlaps(span) || span.contains(own.start))
}

fn has_words(view: &View, finding: &Finding, words: &str) -> bool {
    if words.trim().is_empty() {
        return true;
    }
    let names: Vec<&str> = finding.related.iter().map(|of| view.plan.title(of)).gather();
    let text = lowercase(&format!(
        "{} {} {} {} {}",
        finding.rule,
        finding.subject.id,
        view.plan.title(&finding.subject),
        finding.sentence,
        names.join(" ")
    ));
    lowercase(words).split_whitespace().all(|word| text.contains(word))
}

/// One finding, ready to be shown.
pub(super) fn card(view: &View, finding: &Finding) -> FindingCard {
    let mut owners: Vec<String> = Vec::new();
    for person in finding.owners.iter().filter_map(|owner| owner.person.as_ref()) {
        let name = title_of(view.plan, person);
        if !owners.contains(&name) {
            owners.push(name);
        }
    }
    let waiver = finding.waived.as_ref().and_then(|id| view.plan.waivers.get(id));
    let related: Vec<String> = finding.related.iter().map(ToString::to_string).gather();
    FindingCard {
        key: format!(
            "{} {} {} {} {} {}",
            finding.rule,
            finding.subject,
            related.join(" "),
            finding.sentence,
            finding.severity,
            waiver.map_or("", |waiver| waiver.id.as_str()),
        ),
        finding: finding.key(),
        rule_title: rules::named(finding.rule).map_or(finding.rule, |rule| rule.title),
        severity: finding.severity,
        subject: finding.subject,
        subject_title: view.plan.title(&finding.subject).to_owned(),
        sentence: finding.sentence.clone(),
        span: finding.span,
        proof: finding.proof.iter().map(|proof| drawn(view, proof)).gather(),
        owners,
        waiver: waiver.map(|waiver| waiver_line(view, waiver)),
        harm: finding.harm,
    }
}

fn waiver_line(view: &View, waiver: &Waiver) -> WaiverLine {
    let by = waiver
        .by
        .as_ref()
        .map_or_else(String::new, |by| format!(" by {}", view.plan.title(&RecordRef::from(by))));
    let at = waiver.at.map_or_else(String::new, |at| format!(" on {}", wording::day(at, view.zone())));
    let until = waiver.until.map_or(", without an end".to_owned(), |until| {
        format!(", until {}", wording::day(until.plus_seconds(-1), view.zone()))
    });
    WaiverLine {
        waiver: RecordRef::from(&waiver.id),
        reason: waiver.reason.clone(),
        text: format!("Accepted{by}{at}{until}."),
    }
}

fn group(plan: &Plan, rule: &'static str, cause: RecordRef, mut cards: Vec<FindingCard>) -> FindingGroup {
    cards.arrange_by(|a, b| (b.severity, b.harm).cmp(&(a.severity, a.harm)).then_with(|| a.key.cmp(&b.key)));
    let severity = cards.iter().map(|card| card.severity).max().unwrap_or(Severity::Warning);
    FindingGroup {
        key: format!("{rule} {cause}"),
        title: title(plan, rule, &cause, &cards),
        rule,
        severity,
        harm: cards.iter().fold(0, |sum, card| sum.saturating_add(card.harm)),
        cause,
        cards,
    }
}

/// A blackout holds changes; for all other rules the rule's own title says it, with the name it is about.
fn title(plan: &Plan, rule: &'static str, cause: &RecordRef, cards: &[FindingCard]) -> String {
    let name = plan.title(cause);
    let noun = cards.first().map_or("record", |card| card.subject.table.singular());
    let count = match cards.len() {
        1 => format!("1 {noun}"),
        more => format!("{more} {noun}s"),
    };
    if cause.table == Table::Blackouts && cards.iter().all(|card| card.subject != *cause) {
        return format!("{name} holds {count}");
    }
    let rule_title = rules::named(rule).map_or(rule, |rule| rule.title);
    match cards {
        [one] if one.subject == *cause => format!("{rule_title}: {name}"),
        [one] => format!("{rule_title}: {} and {name}", one.subject_title),
        _ => format!("{rule_title}: {name}, {count}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAN: &str = "
        person ann
        environment prod Controlled
        environment test Open
        ci db env=prod criticality=Critical
        blackout freeze 20..25 env=prod owner=ann
        blackout quiet 20..25 soft env=test
        change C1 21..22 on=db env=prod owner=ann
        change C2 22..24 env=prod
        change C3 21..22 env=test
    ";

    fn open() -> Workbench {
        Workbench::of_notation(PLAN, None)
    }

    fn of_rule(words: &str) -> FindingsFilter {
        let rule = "change-in-blackout".to_owned();
        FindingsFilter { rule, words: words.to_owned(), ..FindingsFilter::default() }
    }

    #[test]
    fn findings_of_one_cause_stand_together_and_blockers_first() {
        let shown = findings(&open(), &of_rule(""));
        let titles: Vec<&str> = shown.groups.iter().map(|group| group.title.as_str()).collect();
        assert_eq!(titles, ["freeze holds 2 changes", "quiet holds 1 change"]);
        assert_eq!((shown.blockers, shown.warnings, shown.waived.len()), (2, 1, 0));
        let first = shown.groups.first().and_then(|group| group.cards.first()).unwrap();
        assert_eq!(&*first.subject.id, "C1", "the item that hurts most comes first");
    }

    #[test]
    fn filters_narrow_the_list() {
        let bench = open();
        assert_eq!(findings(&bench, &of_rule("QUIET c3")).groups.len(), 1);
        assert_eq!(findings(&bench, &of_rule("nothing of it")).groups.len(), 0);
        let warnings = FindingsFilter { severity: Some(Severity::Warning), ..of_rule("") };
        assert_eq!(findings(&bench, &warnings).warnings, 1);
        let about = FindingsFilter { record: "blackouts/freeze".parse().ok(), ..of_rule("") };
        assert_eq!(findings(&bench, &about).blockers, 2);
        let later =
            bench.plan().changes.values().filter_map(|change| change.planned).map(|window| window.end);
        let span = later.max().map(|end| Interval::new(end, end.plus_minutes(60)));
        assert_eq!(findings(&bench, &FindingsFilter { span, ..of_rule("") }).groups.len(), 0);
        // Without a time of its own a finding is about when its change is planned.
        let owner_missing = |span: Interval| {
            let rule = "owner-missing".to_owned();
            findings(&bench, &FindingsFilter { rule, span: Some(span), ..FindingsFilter::default() }).warnings
        };
        let planned = window_of(bench.plan(), &"changes/C2".parse().unwrap()).unwrap();
        assert_eq!(owner_missing(planned), 1);
        assert_eq!(owner_missing(planned.shifted_by_seconds(86_400 * 30)), 0);
    }

    #[test]
    fn waiving_moves_a_finding_aside_and_removing_the_waiver_brings_it_back() {
        let mut bench = open();
        let shown = findings(&bench, &of_rule(""));
        let card = shown.groups.first().and_then(|group| group.cards.first()).unwrap();
        assert!(waive(&bench, card, " ", "", None).unwrap_err().contains("reason"));
        assert!(waive(&bench, card, "agreed", "soon", None).unwrap_err().contains("not a date"));
        let command = waive(&bench, card, "agreed", "2026-01-31", Some(Id::lenient("ann"))).unwrap();
        bench.run(&command).unwrap();
        let shown = findings(&bench, &of_rule(""));
        let waiver = shown.waived.first().and_then(|card| card.waiver.clone()).unwrap();
        assert_eq!(waiver.text, "Accepted by ann on Thu 1 Jan 2026, until Sat 31 Jan 2026.");
        assert_eq!(shown.blockers, 1);
        bench.run(&Command::Remove(waiver.waiver)).unwrap();
        assert_eq!(findings(&bench, &of_rule("")).blockers, 2);
    }

    #[test]
    fn a_mark_counts_what_concerns_a_record() {
        let bench = open();
        let freeze = "blackouts/freeze".parse().unwrap();
        assert!(
            mark(&bench, &freeze)
                .is_some_and(|(severity, count)| { severity == Severity::Blocker && count >= 2 })
        );
        assert_eq!(mark(&bench, &"people/ben".parse().unwrap()), None);
    }
}
