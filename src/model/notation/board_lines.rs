//! The lines of the notation about authority: boards, meetings, approvals, templates, freeze exceptions, the policy and
//! the risk model; and what a change says about its risk and its review.

use serde_json::Value;

use super::lines::{ids, named, optional};
use super::reader::{Parsed, Reader};
use super::words::Words;
use crate::model::{
    AgendaItem, Answer, Approval, ApprovalStatus, ApprovedContent, Authority, Board, BoardDecision,
    BoardKind, BoardMember, Change, ChangeKind, ChangeTemplate, ConditionRow, Control, Evidence, Extra,
    FreezeException, FreezeExceptionStatus, Id, Incident, IncidentPriority, Meeting, MeetingStatus,
    PolicyMode, PolicyRow, Question, RecordRef, Review, Risk, RiskCondition, TemplateStatus, Threshold, Vote,
    VoteChoice, VotingRule, When,
};
use crate::sorted::SortedMap;
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
        self.meeting = Some(Id::clone(&id));
        Ok(self.put(Meeting {
            minutes: words.text("minutes"),
            status: words.word("status", MeetingStatus::from_word)?.unwrap_or(MeetingStatus::Planned),
            agenda: ids(words.list("agenda")).into_iter().map(AgendaItem::new).collect(),
            attendees: ids(words.list("attendees")),
            ..Meeting::planned(id, board, window)
        }))
    }

    /// `item C1 8T14..8T14:10 decision=Approve minutes="..."`: an item of the agenda of the meeting above, with when the
    /// board talked about it.
    pub(super) fn item(&mut self, words: &mut Words) -> Parsed<()> {
        let change = Id::lenient(words.next("its change")?);
        let window = words.window()?;
        let item = AgendaItem {
            decision: words.word("decision", BoardDecision::from_word)?,
            minutes: words.text("minutes"),
            started_at: window.map(|window| window.start),
            ended_at: window.map(|window| window.end),
            ..AgendaItem::new(change)
        };
        let meeting = self.meeting.as_ref().and_then(|id| self.plan.meetings.get_mut(id));
        meeting.ok_or("an item stands below its meeting")?.agenda.push(item);
        Ok(())
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
    /// `policy retrospective=72`, `policy review-days=10` say the
    /// rest.
    pub(super) fn policy(&mut self, words: &mut Words) -> Parsed<()> {
        let mode = words.word_that(PolicyMode::from_word);
        let (tolerance, retrospective) = (words.number("tolerance")?, words.number("retrospective")?);
        let review_days = words.number("review-days")?;
        let row = words.title().map(|name| row(name, words)).transpose()?;
        let policy = &mut self.plan.settings.policy;
        policy.mode = mode.unwrap_or(policy.mode);
        policy.tolerance_minutes = tolerance.unwrap_or(policy.tolerance_minutes);
        policy.retrospective_hours = retrospective.unwrap_or(policy.retrospective_hours);
        policy.review_days = review_days.unwrap_or(policy.review_days);
        if let Some(row) = row {
            if !std::mem::replace(&mut self.has_policy, true) {
                policy.rows.clear();
            }
            policy.rows.push(row);
        }
        Ok(())
    }
}

impl Reader {
    /// `template T1 "Renew a certificate" status=Published version=2 locked=cis,backout_plan on=lb env=prod
    /// backout="Old certificate" reviewed=4`: what a change that follows it starts with.
    pub(super) fn template(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, name) = named(words)?;
        let fields = [
            ("cis", Value::from(words.list("on"))),
            ("environments", Value::from(words.list("env"))),
            ("implementation_plan", Value::from(words.text("plan"))),
            ("backout_plan", Value::from(words.text("backout"))),
        ];
        let is_said = |value: &Value| match value {
            Value::Array(list) => !list.is_empty(),
            other => other.as_str().is_some_and(|text| !text.is_empty()),
        };
        let fields = fields.into_iter().filter(|(_, value)| is_said(value));
        Ok(self.put(ChangeTemplate {
            status: words.word("status", TemplateStatus::from_word)?.unwrap_or(TemplateStatus::Published),
            version: words.number("version")?.unwrap_or(1),
            fields: fields.map(|(name, value)| (name.to_owned(), value)).collect(),
            locked: words.list("locked").into_iter().map(str::to_owned).collect(),
            owner: optional(words.value("owner")),
            published_at: words.instant("published")?,
            reviewed_at: words.instant("reviewed")?,
            ..ChangeTemplate::draft(id, name)
        }))
    }

    /// `exception E1 "Cannot wait" changes=C1 blackout=year-end status=Approved requested=18 expires=26 reason="..."`.
    pub(super) fn exception(&mut self, words: &mut Words) -> Parsed<RecordRef> {
        let (id, title) = named(words)?;
        let at = self.clock().instant("1")?;
        Ok(self.put(FreezeException {
            blackout: optional(words.value("blackout")),
            changes: ids(words.list("changes")),
            release: optional(words.value("release")),
            reason: words.text("reason"),
            status: words
                .word("status", FreezeExceptionStatus::from_word)?
                .unwrap_or(FreezeExceptionStatus::Requested),
            requested_by: optional(words.value("requester")),
            requested_at: words.instant("requested")?,
            reviewed_by: optional(words.value("reviewer")),
            reviewed_at: words.instant("reviewed")?,
            decided_by: optional(words.value("by")),
            decided_at: words.instant("decided")?,
            note: words.text("note"),
            expires: words.instant("expires")?,
            ..FreezeException::requested(id, title, at)
        }))
    }

    /// `question users "How many notice?" weight=3 answers=none:0,many:2`, `threshold 0..6 Low` and `threshold 6.. High` take
    /// the place of the usual ones (a `_` in an answer is a blank); `condition ManyItems High limit=10`
    /// that of the usual conditions.
    pub(super) fn risk_model(&mut self, keyword: &str, words: &mut Words) -> Parsed<()> {
        let model = &mut self.plan.settings.risk_model;
        if !std::mem::replace(&mut self.has_risk_model, true) {
            (model.questions, model.thresholds) = (Vec::new(), Vec::new());
            model.conditions = Vec::new();
        }
        match keyword {
            "question" => {
                let (id, text) = named::<Change>(words)?;
                let weight = words.number("weight")?.unwrap_or(1);
                let answers: Parsed<Vec<Answer>> = words.list("answers").into_iter().map(answer).collect();
                let id = id.to_string();
                model.questions.push(Question { id, text, weight, answers: answers?, extra: Extra::new() });
            }
            "threshold" => {
                let scores = words.next("its scores, like 0..6,")?;
                let (from, to) = scores.split_once("..").ok_or("its scores are missing; write 0..6")?;
                let number =
                    |text: &str| text.parse().map_err(|_| format!("\"{text}\" is not a number of points"));
                let to = if to.is_empty() { None } else { Some(number(to)?) };
                let risk = words.word_that(Risk::from_word).ok_or("its risk is missing; write Low")?;
                model.thresholds.push(Threshold::new(number(from)?, to, risk));
            }
            _ => {
                let condition = words.word_that(RiskCondition::from_word);
                let condition = condition.ok_or("its condition is missing; write ManyItems")?;
                let risk = words.word_that(Risk::from_word).ok_or("its risk is missing; write High")?;
                let limit = words.number("limit")?;
                model.conditions.push(ConditionRow { limit, ..ConditionRow::new(condition, risk) });
            }
        }
        Ok(())
    }
}

fn answer(word: &str) -> Parsed<Answer> {
    let (id, score) = word.split_once(':').ok_or_else(|| format!("\"{word}\" is no answer; write many:2"))?;
    let score = score.parse().map_err(|_| format!("\"{score}\" is not a number of points"))?;
    let text = id.replace('_', " ");
    Ok(Answer { id: id.to_owned(), text, score, extra: Extra::new() })
}

/// `answers=users:many,backout:hours`.
pub(super) fn answers(words: &mut Words) -> Parsed<SortedMap<String, String>> {
    let given = words.list("answers").into_iter().map(|word| {
        let (question, answer) =
            word.split_once(':').ok_or_else(|| format!("\"{word}\" is no answer; write users:many"))?;
        Ok((question.to_owned(), answer.to_owned()))
    });
    given.collect()
}

/// `incidents=INC-7:P2,INC-8:P4`.
pub(super) fn incidents(words: &mut Words) -> Parsed<Vec<Incident>> {
    let caused = words.list("incidents").into_iter().map(|word| {
        let (number, priority) =
            word.split_once(':').ok_or_else(|| format!("\"{word}\" is no incident; write INC-7:P2"))?;
        let priority = IncidentPriority::from_word(priority)
            .ok_or_else(|| format!("\"{priority}\" is no priority; write P2"))?;
        Ok(Incident { number: number.to_owned(), priority, title: String::new(), extra: Extra::new() })
    });
    caused.collect()
}

/// `review="What was found" reviewed=25 reviewer=ann`.
pub(super) fn review(words: &mut Words) -> Parsed<Option<Review>> {
    let review = Review {
        findings: words.text("review"),
        by: optional(words.value("reviewer")),
        finished_at: words.instant("reviewed")?,
        ..Review::default()
    };
    Ok((review != Review::default()).then_some(review))
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
