//! Who authorises a change: what the policy asks, the requests with their votes, and voting.

use crate::ui::prelude::*;

use super::leading::{focus_in, missing_list};
use crate::model::{ApprovalStatus, Command, RecordRef, VoteChoice};
use crate::planner::Missing;
use crate::planner::views::approvals::{ApprovalView, AuthoriseView, Cast, Seat};
use crate::ui::components::CommandButton;
use crate::ui::inspector::RecordLink;
use crate::ui::live::use_live;
use crate::ui::text::text;

/// The part of a change's page about its authorisation.
pub fn authorise_part(of: &RecordRef, shown: AuthoriseView) -> View {
    let words = &text().approvals;
    let class = if shown.is_given { "chip good" } else { "chip warning" };
    let asked = match (shown.asked.is_empty(), shown.lead_time.is_empty()) {
        (true, _) => words.nobody.to_owned(),
        (false, true) => (words.asks)(&shown.asked.join(", ")),
        (false, false) => {
            format!("{} {}", (words.asks)(&shown.asked.join(", ")), (words.lead)(&shown.lead_time))
        }
    };
    let evidence = (!shown.evidence.is_empty()).then(|| (words.evidence)(&shown.evidence.join(", ")));
    let is_asking = shown.approvals.first().is_some_and(|last| last.status.is_pending());
    let ask = (!shown.asked.is_empty() && !shown.is_given && !is_asking).then(|| ask_button(of, shown.ask));
    let approvals = shown.approvals.into_iter().map(|one| view! { <li>{approval_card(of, one, false)}</li> });
    view! {
        <p><span class=class>{shown.headline}</span>" "<span class="muted">{asked}</span></p>
        {evidence.map(|evidence| view! { <p class="is-warning">{evidence}</p> })}
        {ask}
        <ul class="approvals">{approvals.collect_view()}</ul>
    }
}

/// Asks everybody whom the policy asks.
pub fn ask_button(of: &RecordRef, missing: Vec<Missing>) -> View {
    let live = use_live();
    let refusal = missing.first().map(|one| one.what.clone());
    let change = of.id_of();
    let press = move |()| {
        if let Some(change) = change {
            live.run(&Command::AskApproval { change });
        }
    };
    view! {
        <div class="step-offer">
            <CommandButton label=text().approvals.ask refusal class="primary" on_press=press />
            {(!missing.is_empty()).then(|| missing_list(of, missing))}
        </div>
    }
}

/// A request with its votes. In a meeting (`for_all`) every vote can be recorded, elsewhere only one's own.
pub fn approval_card(of: &RecordRef, shown: ApprovalView, for_all: bool) -> View {
    let live = use_live();
    let words = &text().approvals;
    let is_pending = shown.status.is_pending();
    let note = RwSignal::new(String::new());
    let place = format!("vote-note-{}", shown.id);
    let id = shown.id;
    let note_place = place.clone();
    let vote = move |(cast, choice): (Cast, VoteChoice)| {
        let said = note.get_untracked();
        if live.run(&cast.command(&id, choice, &said)).is_none() && said.trim().is_empty() {
            focus_in(&format!("#{note_place}"));
        }
    };
    let vote = Callback::new(vote);
    let can_vote = shown.seats.iter().flat_map(|seat| &seat.casts).any(|cast| for_all || cast.is_actor);
    let seats = shown.seats.into_iter().map(|seat| seat_row(seat, for_all, vote));
    let class = match shown.status {
        ApprovalStatus::Approved | ApprovalStatus::ApprovedWithConditions => "chip good",
        ApprovalStatus::Rejected => "chip blocker",
        ApprovalStatus::Void => "chip warning",
        ApprovalStatus::Requested | ApprovalStatus::Deferred => "chip info",
        ApprovalStatus::Withdrawn => "chip",
    };
    let due = (!shown.due.is_empty() && is_pending).then(|| {
        let class = if shown.is_late { "is-blocker" } else { "muted" };
        view! { <p class=class>{(words.due)(&shown.due)}</p> }
    });
    let differences = shown.differences.into_iter().map(|one| {
        view! {
            <div><dt>{one.field}</dt><dd><del>{one.before}</del>" "<ins>{one.after}</ins></dd></div>
        }
    });
    let differences = differences.collect_view();
    let withdrawn = shown.id;
    let withdraw = move |_| {
        live.run(&Command::WithdrawRequest { approval: withdrawn, reason: note.get_untracked() });
    };
    view! {
        <article class="approval">
            <header>
                <h3><RecordLink of=shown.who.record name=shown.who.name /></h3>
                <span class=class>{shown.status.label()}</span>
                <span class="muted small">{shown.line}</span>
            </header>
            {due}
            {(!shown.note.is_empty()).then(|| view! { <p class="approval-note">{shown.note}</p> })}
            {(!shown.void_reason.is_empty()).then(|| view! { <p class="is-warning">{(words.void)(&shown.void_reason)}</p> })}
            <dl class="differences">{differences}</dl>
            <ul class="seats">{seats.collect_view()}</ul>
            {(!shown.tally.is_empty()).then(|| view! { <p class="muted small" role="status">{shown.tally}</p> })}
            {(!shown.stand_ins.is_empty()).then(|| view! { <p class="is-warning">{(words.stand_ins)(&shown.stand_ins.join(", "))}</p> })}
            {can_vote.then(|| view! {
                <label class="vote-note">
                    <span class="field-label">{words.vote_note}</span>
                    <input type="text" id=place on:input=move |event| note.set(event_target_value(&event)) />
                </label>
            })}
            {(!shown.refusal.is_empty() && !for_all).then(|| missing_list(of, shown.refusal))}
            {(is_pending && !for_all).then(|| view! {
                <button type="button" class="button small quiet" on:click=withdraw>{words.withdraw}</button>
            })}
        </article>
    }
}

fn seat_row(seat: Seat, for_all: bool, vote: Callback<(Cast, VoteChoice)>) -> View {
    let words = &text().approvals;
    let member = seat.member.name.clone();
    let casts = seat.casts.into_iter().filter(|cast| for_all || cast.is_actor).map(|cast| {
        let name = match &cast.on_behalf_of {
            Some(_) => (words.for_member)(&cast.name, &member),
            None => cast.name.clone(),
        };
        let is_delegate = cast.on_behalf_of.is_some();
        let buttons = VoteChoice::ALL.iter().map(|choice| {
            let (cast, choice) = (cast.clone(), *choice);
            let said = (words.votes)(&name, choice.label());
            view! {
                <button type="button" class="button small" aria-label=said on:click=move |_| vote.run((cast.clone(), choice))>
                    {choice.label()}
                </button>
            }
        });
        let buttons = buttons.collect_view();
        view! {
            <span class="cast">{is_delegate.then(|| view! { <span class="muted small">{name.clone()}</span> })}{buttons}</span>
        }
    });
    let casts = casts.collect_view();
    let choice = seat.choice.map(|choice| {
        let (class, sign) = match choice {
            VoteChoice::Approve | VoteChoice::ApproveWithConditions => ("chip good", "✓ "),
            VoteChoice::Reject => ("chip blocker", "✕ "),
            VoteChoice::Abstain => ("chip", "– "),
        };
        view! { <span class=class>{sign}{choice.label()}</span> }
    });
    view! {
        <li class="seat">
            <span class="seat-name">{seat.member.name}{seat.mandatory.then(|| view! { <span class="muted small">" "{words.mandatory}</span> })}</span>
            {choice}
            <span class="muted small">{seat.line}{seat.barred}</span>
            {casts}
        </li>
    }
}
