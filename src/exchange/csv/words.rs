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

/// ServiceNow's types, ITIL's names, and the change types of Rabobank's log, which start with the kind.
pub(super) fn kind(text: &str) -> Option<ChangeKind> {
    let word = normal(text);
    match word.as_str() {
        "standard" | "routine" | "pre approved" | "preapproved" => Some(ChangeKind::Standard),
        "normal" | "comprehensive" | "minor" | "major" | "significant" => Some(ChangeKind::Normal),
        "emergency" | "expedited" | "urgent" => Some(ChangeKind::Emergency),
        other if other.starts_with("standard ") => Some(ChangeKind::Standard),
        other if other.starts_with("emergency ") => Some(ChangeKind::Emergency),
        _ => None,
    }
}

/// Our words, ServiceNow's states by number and label, and those of iTop, GLPI and Znuny.
pub(super) fn status(text: &str) -> Option<ChangeStatus> {
    let word = normal(text);
    Some(match word.as_str() {
        "-5" | "new" | "draft" | "created" => ChangeStatus::Draft,
        "-4" | "assess" | "requested" | "registered" | "open" | "evaluation" | "pending" => {
            ChangeStatus::Requested
        }
        "-3" | "authorize" | "authorise" | "assessed" | "pending approval" | "awaiting approval"
        | "approval" => ChangeStatus::Assessed,
        "authorised" | "authorized" | "approved" | "accepted" => ChangeStatus::Authorised,
        "-2" | "scheduled" | "planned" | "plannedscheduled" => ChangeStatus::Scheduled,
        "-1" | "implement" | "implementing" | "in progress" | "implementation" | "work in progress" => {
            ChangeStatus::Implementing
        }
        "0" | "review" | "in review" | "inreview" | "pending pir" | "implemented" | "monitored"
        | "applied" => ChangeStatus::InReview,
        "3" | "closed" | "complete" | "completed" | "closed complete" | "successful" | "done" => {
            ChangeStatus::Closed
        }
        "rejected" | "refused" | "notapproved" => ChangeStatus::Rejected,
        "withdrawn" | "retracted" => ChangeStatus::Withdrawn,
        "4" | "canceled" | "cancelled" => ChangeStatus::Cancelled,
        _ => return None,
    })
}

/// Words, ServiceNow's numbers (1 very high to 4 low), and the assessments of Rabobank's log.
pub(super) fn risk(text: &str) -> Option<Risk> {
    let word = normal(text);
    Some(match word.as_str() {
        "1" | "very high" | "veryhigh" | "critical" => Risk::VeryHigh,
        "2" | "high" | "major change" | "major" => Risk::High,
        "3" | "moderate" | "medium" | "business change" => Risk::Moderate,
        "4" | "5" | "low" | "very low" | "minor change" | "minor" | "none" => Risk::Low,
        other => return numbered(other).and_then(risk),
    })
}

/// ServiceNow's close codes and our words.
pub(super) fn outcome(text: &str) -> Option<Outcome> {
    let word = normal(text);
    Some(match word.as_str() {
        "successful" | "success" | "implemented" => Outcome::Successful,
        "successful with issues" | "successful issues" | "successfulwithissues" | "partially successful" => {
            Outcome::SuccessfulWithIssues
        }
        "backed out" | "backedout" | "back out" | "rolled back" => Outcome::BackedOut,
        "unsuccessful" | "failed" | "failure" => Outcome::Failed,
        _ => return None,
    })
}

/// Yes and no in the forms of exports.
pub(super) fn yes(text: &str) -> Option<bool> {
    match normal(text).as_str() {
        "y" | "yes" | "true" | "1" | "j" | "ja" | "x" => Some(true),
        "n" | "no" | "false" | "0" | "nee" | "nein" | "" => Some(false),
        _ => None,
    }
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
