//! What was learnt from a release: the reviews of its changes.

use super::change_page::review;
use super::findings_proof::Named;
use crate::gather::Gather;
use crate::model::{ChangeStatus, RecordRef, Release};
use crate::planner::Workbench;

/// The review of one change of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewLine {
    /// The change.
    pub change: Named,
    /// `Backed out`; empty when nobody has said.
    pub outcome: &'static str,
    /// What was found, or by when it has to be.
    pub said: String,
    /// True while it has to be written.
    pub is_open: bool,
    /// What is to be done about it, and whether it is done.
    pub actions: Vec<(String, bool)>,
}

/// The reviews of the changes that are implemented: those that are written, and those that have to be.
pub(super) fn reviews(bench: &Workbench, release: &Release) -> Vec<ReviewLine> {
    let changes = bench.view().changes_in_release(&release.id);
    changes
        .filter(|change| matches!(change.status, ChangeStatus::InReview | ChangeStatus::Closed))
        .filter_map(|change| {
            let review = review(bench, change);
            let is_open = review.is_needed && review.finished.is_empty();
            if !is_open && review.findings.is_empty() {
                return None;
            }
            let said = match (is_open, review.due.as_str()) {
                (false, _) => review.findings,
                (true, "") => "to be reviewed".to_owned(),
                (true, due) => format!("to be reviewed by {due}"),
            };
            Some(ReviewLine {
                change: Named { record: RecordRef::from(&change.id), name: change.title.clone() },
                outcome: change.outcome.map_or("", |outcome| outcome.label()),
                said,
                is_open,
                actions: review.actions.into_iter().map(|action| (action.text, action.done)).gather(),
            })
        })
        .gather()
}

#[cfg(test)]
mod tests {
    use crate::model::{Command, Extra, Id, ReviewAction};
    use crate::planner::Workbench;
    use crate::planner::views::release::release_page;

    #[test]
    fn a_change_that_was_taken_back_is_to_be_reviewed_and_its_review_is_shown_with_its_actions() {
        let text = "
            now 12T12
            release R live=10 status=BackedOut
            change C1 \"Schema\" 10..10T02 release=R status=InReview actual=10..10T02 outcome=BackedOut
            change C2 \"Fine\" 10..10T02 release=R status=Closed actual=10..10T02 outcome=Successful
        ";
        let mut bench = Workbench::of_notation(text, None);
        let lines = |bench: &Workbench| release_page(bench, &Id::lenient("R")).unwrap().reviews;
        let open = lines(&bench);
        assert_eq!((open.len(), open[0].outcome, open[0].is_open), (1, "Backed out", true));
        assert!(open[0].said.starts_with("to be reviewed by"), "{}", open[0].said);
        let action = ReviewAction {
            text: "Index a week before".to_owned(),
            owner: None,
            due: None,
            done: false,
            extra: Extra::new(),
        };
        let write = Command::Review {
            change: Id::lenient("C1"),
            findings: "Too slow".to_owned(),
            actions: vec![action],
            finish: true,
        };
        bench.run(&write).unwrap();
        let done = lines(&bench);
        assert_eq!((done[0].said.as_str(), done[0].is_open), ("Too slow", false));
        assert_eq!(done[0].actions, [("Index a week before".to_owned(), false)]);
    }
}
