//! The lines of the notation about authority: boards, meetings, approvals and the policy.

use super::lines::{ids, named, optional};
use super::reader::{Parsed, Reader};
use super::words::Words;
use crate::model::{
    AgendaItem, Approval, ApprovalStatus, ApprovedContent, Authority, Board, BoardKind, BoardMember, Change,
    ChangeKind, Control, Evidence, Extra, Id, Meeting, MeetingStatus, PolicyMode, PolicyRow, RecordRef, Risk,
    Vote, VoteChoice, VotingRule, When,
};
use crate::time::Instant;

impl Reader {
    /// `board cab "CAB" members=ann!,bob/eve Percentage percent=50 quorum=2 8T14..8T15 rule=FREQ=WEEKLY`: `!` is a
    /// mandatory member, `/` names a delegate.
    pub(super) fn board(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        let meetings = match words.has("rule") {
            true => match self.when(words)? {
                When::Recurring(window) => Some(window),
                When::Once(_) => None,
            },
            false => None,
        };
        let board = Board::new(id, name);
        Ok(self.put(Board {
            kind: words.word("kind", BoardKind::from_word)?.unwrap_or(board.kind),
            members: words.list("members").into_iter().map(member).collect(),
            rule: words.word_that(VotingRule::from_word).unwrap_or(board.rule),
            percentage: words.number("percent")?.unwrap_or(0),
            quorum: words.number("quorum")?.unwrap_or(0),
            meetings,
            item_minutes: words.number("minutes")?.unwrap_or(board.item_minutes),
            agenda_filter: words.text("filter"),
            ..board
        }))
    }

    pub(super) fn meeting(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, _) = named(words)?;
        let board = Id::lenient(words.value("board").ok_or("its board is missing; write board=cab")?);
        let window = words.window()?.ok_or("its window is missing; write 8T14..8T15")?;
        Ok(self.put(Meeting {
            status: words.word("status", MeetingStatus::from_word)?.unwrap_or(MeetingStatus::Planned),
            agenda: ids(words.list("agenda")).into_iter().map(AgendaItem::new).collect(),
            attendees: ids(words.list("attendees")),
            ..Meeting::planned(id, board, window)
        }))
    }

    /// `approval A1 change=C1 board=cab status=Approved votes=ann:Approve,eve/bob:Reject of=12T20..12T22`: `eve/bob` is
    /// eve for bob; `of` is the window that was approved, the change's own without it.
    pub(super) fn approval(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, _) = named(words)?;
        let change: Id<Change> =
            Id::lenient(words.value("change").ok_or("its change is missing; write change=C1")?);
        let requested = words.instant("requested")?;
        let decided = words.instant("decided")?;
        let at = decided.or(requested).unwrap_or(self.clock().instant("1")?);
        let environment = optional(words.value("env"));
        let authority = if environment.is_some() { Authority::EnvironmentManager } else { Authority::Board };
        let of = words.interval("of")?;
        let content = self
            .plan
            .changes
            .get(&change)
            .map(|change| ApprovedContent { planned: of.or(change.planned), ..ApprovedContent::of(change) });
        let votes: Parsed<Vec<Vote>> = words.list("votes").into_iter().map(|word| vote(word, at)).collect();
        Ok(self.put(Approval {
            board: optional(words.value("board")),
            environment,
            meeting: optional(words.value("meeting")),
            status: words.word("status", ApprovalStatus::from_word)?.unwrap_or(ApprovalStatus::Requested),
            requested_at: requested,
            decided_at: decided,
            votes: votes?,
            note: words.text("note"),
            content,
            due: words.instant("due")?,
            ..Approval::requested(id, change, authority, at)
        }))
    }

    /// `policy "High risk" authority=Board board=cab kinds=Normal risks=High controls=Controlled lead=5 review`: the
    /// first of these lines takes the place of the usual rows. `policy AllMatches`, `policy tolerance=30`,
    /// `policy retrospective=72` say the rest.
    pub(super) fn policy(&mut self, words: &mut Words) -> Parsed<()> {
        let mode = words.word_that(PolicyMode::from_word);
        let (tolerance, retrospective) = (words.number("tolerance")?, words.number("retrospective")?);
        let row = words.title().map(|name| row(name, words)).transpose()?;
        let policy = &mut self.plan.settings.policy;
        policy.mode = mode.unwrap_or(policy.mode);
        policy.tolerance_minutes = tolerance.unwrap_or(policy.tolerance_minutes);
        policy.retrospective_hours = retrospective.unwrap_or(policy.retrospective_hours);
        if let Some(row) = row {
            if !std::mem::replace(&mut self.has_policy, true) {
                policy.rows.clear();
            }
            policy.rows.push(row);
        }
        Ok(())
    }
}

fn row(name: &str, words: &mut Words) -> Parsed<PolicyRow> {
    let kinds: Option<_> = words.list("kinds").into_iter().map(ChangeKind::from_word).collect();
    let risks: Option<_> = words.list("risks").into_iter().map(Risk::from_word).collect();
    let controls: Option<_> = words.list("controls").into_iter().map(Control::from_word).collect();
    let evidence: Option<_> = words.list("evidence").into_iter().map(Evidence::from_word).collect();
    Ok(PolicyRow {
        name: name.to_owned(),
        kinds: kinds.ok_or("kinds= has a word that is no change kind")?,
        risks: risks.ok_or("risks= has a word that is no risk")?,
        controls: controls.ok_or("controls= has a word that is no control")?,
        authority: words.word("authority", Authority::from_word)?.unwrap_or(Authority::Board),
        board: optional(words.value("board")),
        lead_time_days: words.number("lead")?,
        evidence: evidence.ok_or("evidence= has a word that is no evidence")?,
        review: words.flag("review"),
        extra: Extra::new(),
    })
}

fn member(word: &str) -> BoardMember {
    let (word, mandatory) = word.strip_suffix('!').map_or((word, false), |word| (word, true));
    let (person, delegate) = word.split_once('/').map_or((word, None), |(person, it)| (person, Some(it)));
    BoardMember { person: Id::lenient(person), mandatory, delegate: optional(delegate), extra: Extra::new() }
}

fn vote(word: &str, at: Instant) -> Parsed<Vote> {
    let (who, choice) =
        word.split_once(':').ok_or_else(|| format!("\"{word}\" is no vote; write ann:Approve"))?;
    let (person, on_behalf_of) = who.split_once('/').map_or((who, None), |(person, it)| (person, Some(it)));
    let choice =
        VoteChoice::from_word(choice).ok_or_else(|| format!("\"{choice}\" is no vote; write Approve"))?;
    let on_behalf_of = optional(on_behalf_of);
    Ok(Vote {
        person: Id::lenient(person),
        on_behalf_of,
        choice,
        at,
        note: String::new(),
        extra: Extra::new(),
    })
}
