//! The words and codes of other tools for kind, status, risk and outcome. A file of its own because it is a list.

use crate::gather::Gather;
use crate::letters::{is_alphanumeric, lowercase};
use crate::model::{ChangeKind, ChangeStatus, Outcome, Risk};

/// Lower case, anything but letters, digits and a leading minus as one blank.
pub(super) fn normal(text: &str) -> String {
    let text = lowercase(text.trim());
    let minus = if text.starts_with('-') { "-" } else { "" };
    let words: Vec<&str> = text.split(|c: char| !is_alphanumeric(c)).filter(|word| !word.is_empty()).gather();
    format!("{minus}{}", words.join(" "))
}

/// What words stand for, with those that stand for it.
pub(in super::super) type Words<T> = &'static [(T, &'static [&'static str])];

/// What a word stands for.
pub(in super::super) fn find<T: Copy>(word: &str, words: Words<T>) -> Option<T> {
    words.iter().find(|(_, known)| known.contains(&word)).map(|(meaning, _)| *meaning)
}

/// ServiceNow's types, ITIL's names, and the change types of Rabobank's log, which start with the kind.
pub(super) fn kind(text: &str) -> Option<ChangeKind> {
    const KINDS: Words<ChangeKind> = &[
        (ChangeKind::Standard, &["standard", "routine", "pre approved", "preapproved"]),
        (ChangeKind::Normal, &["normal", "comprehensive", "minor", "major", "significant"]),
        (ChangeKind::Emergency, &["emergency", "expedited", "urgent"]),
    ];
    let word = normal(text);
    find(&word, KINDS).or_else(|| match word.split_once(' ')?.0 {
        "standard" => Some(ChangeKind::Standard),
        "emergency" => Some(ChangeKind::Emergency),
        _ => None,
    })
}

/// Our words, ServiceNow's states by number and label, and those of iTop, GLPI and Znuny.
pub(super) fn status(text: &str) -> Option<ChangeStatus> {
    const STATUSES: Words<ChangeStatus> = &[
        (ChangeStatus::Draft, &["-5", "new", "draft", "created"]),
        (
            ChangeStatus::Requested,
            &["-4", "assess", "requested", "registered", "open", "evaluation", "pending"],
        ),
        (
            ChangeStatus::Assessed,
            &[
                "-3",
                "authorize",
                "authorise",
                "assessed",
                "pending approval",
                "awaiting approval",
                "approval",
            ],
        ),
        (ChangeStatus::Authorised, &["authorised", "authorized", "approved", "accepted"]),
        (ChangeStatus::Scheduled, &["-2", "scheduled", "planned", "plannedscheduled"]),
        (
            ChangeStatus::Implementing,
            &["-1", "implement", "implementing", "in progress", "implementation", "work in progress"],
        ),
        (
            ChangeStatus::InReview,
            &["0", "review", "in review", "inreview", "pending pir", "implemented", "monitored", "applied"],
        ),
        (
            ChangeStatus::Closed,
            &["3", "closed", "complete", "completed", "closed complete", "successful", "done"],
        ),
        (ChangeStatus::Rejected, &["rejected", "refused", "notapproved"]),
        (ChangeStatus::Withdrawn, &["withdrawn", "retracted"]),
        (ChangeStatus::Cancelled, &["4", "canceled", "cancelled"]),
    ];
    find(&normal(text), STATUSES)
}

/// Words, ServiceNow's numbers (1 very high to 4 low), and the assessments of Rabobank's log.
pub(super) fn risk(text: &str) -> Option<Risk> {
    const RISKS: Words<Risk> = &[
        (Risk::VeryHigh, &["1", "very high", "veryhigh", "critical"]),
        (Risk::High, &["2", "high", "major change", "major"]),
        (Risk::Moderate, &["3", "moderate", "medium", "business change"]),
        (Risk::Low, &["4", "5", "low", "very low", "minor change", "minor", "none"]),
    ];
    let word = normal(text);
    find(&word, RISKS).or_else(|| risk(numbered(&word)?))
}

/// ServiceNow's close codes and our words.
pub(super) fn outcome(text: &str) -> Option<Outcome> {
    const OUTCOMES: Words<Outcome> = &[
        (Outcome::Successful, &["successful", "success", "implemented"]),
        (
            Outcome::SuccessfulWithIssues,
            &["successful with issues", "successful issues", "successfulwithissues", "partially successful"],
        ),
        (Outcome::BackedOut, &["backed out", "backedout", "back out", "rolled back"]),
        (Outcome::Failed, &["unsuccessful", "failed", "failure"]),
    ];
    find(&normal(text), OUTCOMES)
}

/// Yes and no in the forms of exports.
pub(super) fn yes(text: &str) -> Option<bool> {
    const ANSWERS: Words<bool> = &[
        (true, &["y", "yes", "true", "1", "j", "ja", "x"]),
        (false, &["n", "no", "false", "0", "nee", "nein", ""]),
    ];
    find(&normal(text), ANSWERS)
}

/// The word of `3 moderate`, as lists with sorted labels write it.
fn numbered(word: &str) -> Option<&str> {
    let (number, rest) = word.split_once(' ')?;
    number.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_states_of_service_now_are_read_as_numbers_and_as_labels() {
        let pairs = [
            ("-5", "New"),
            ("-4", "Assess"),
            ("-3", "Authorize"),
            ("-2", "Scheduled"),
            ("-1", "Implement"),
            ("0", "Review"),
            ("3", "Closed"),
            ("4", "Canceled"),
        ];
        let statuses: Vec<_> = pairs.iter().map(|(number, _)| status(number).unwrap()).collect();
        assert!(pairs.iter().zip(&statuses).all(|((_, label), read)| status(label) == Some(*read)));
        assert_eq!(statuses[3], ChangeStatus::Scheduled);
        assert_eq!(statuses[7], ChangeStatus::Cancelled);
    }

    #[test]
    fn our_own_words_and_labels_are_read() {
        for value in ChangeStatus::ALL {
            assert_eq!((status(value.word()), status(value.label())), (Some(*value), Some(*value)));
        }
        for value in ChangeKind::ALL {
            assert_eq!(kind(value.word()), Some(*value));
        }
        for value in Risk::ALL {
            assert_eq!((risk(value.word()), risk(value.label())), (Some(*value), Some(*value)));
        }
        for value in Outcome::ALL {
            assert_eq!((outcome(value.word()), outcome(value.label())), (Some(*value), Some(*value)));
        }
    }

    #[test]
    fn words_of_other_tools_are_read_and_unknown_ones_are_not_guessed() {
        assert_eq!(kind("Standard Change Type 12"), Some(ChangeKind::Standard));
        assert_eq!(risk("3 - Moderate"), Some(Risk::Moderate));
        assert_eq!(risk("Business Change"), Some(Risk::Moderate));
        assert_eq!(outcome("successful_issues"), Some(Outcome::SuccessfulWithIssues));
        assert_eq!((kind("odd"), status("odd"), risk("7 - odd"), outcome("")), (None, None, None, None));
    }
}
