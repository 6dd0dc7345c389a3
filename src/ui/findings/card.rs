//! One finding: its sentence, its proof, its owners, its fixes, and the way to accept it.

use crate::gather::Gather;
use crate::ui::prelude::*;

use super::proof::ProofDrawing;
use super::waive::WaiveForm;
use crate::model::{Command, Severity};
use crate::planner::views::findings::{FindingCard, PreviewLines, WaiverLine, fixes, preview_lines};
use crate::rules::Fix;
use crate::ui::inspector::RecordLink;
use crate::ui::live::{Live, use_live};
use crate::ui::text::text;

/// The mark of a severity: a diamond for a blocker, a circle for a warning, and the word for who does not see it.
#[component]
pub fn SeverityMark(severity: Severity) -> View {
    let class = if severity == Severity::Blocker { "mark mark-blocker" } else { "mark mark-warning" };
    view! {
        <span class=class title=severity.label()><span class="visually-hidden">{severity.label()}": "</span></span>
    }
}

/// What a fix would do, or why it cannot be done.
type Foreseen = RwSignal<Option<Result<PreviewLines, String>>>;

/// One finding of the list.
#[component]
pub fn FindingCardView(card: FindingCard) -> View {
    let live = use_live();
    let words = &text().findings;
    let open = RwSignal::new(false);
    let waiving = RwSignal::new(false);
    let foreseen: Foreseen = RwSignal::new(None);
    let finding = card.finding.clone();
    let is_waived = card.waiver.is_some();
    let mends = Memo::new(move |_| live.read(|bench| fixes(bench, &finding)).unwrap_or_default());
    let proof = card.proof.clone();
    let has_proof = !proof.is_empty();
    let form = card.clone();
    let waive_hint = (words.waive_hint)(&card.subject_title);
    let actions = match card.waiver.clone() {
        Some(line) => unwaive(line, &card.subject_title),
        None => view! {
            {move || mends.get().into_iter().take(1).map(|fix| fix_button(live, fix, foreseen)).collect_view()}
            <button type="button" class="button quiet" title=waive_hint.clone() aria-label=waive_hint.clone()
                aria-expanded=move || waiving.get().to_string() on:click=move |_| waiving.update(|on| *on = !*on)>
                {words.waive}
            </button>
        },
    };
    view! {
        <li class="finding" class:waived=is_waived on:pointerleave=move |_| foreseen.set(None)>
            <SeverityMark severity=card.severity />
            <div class="finding-text">
                <p class="finding-sentence">{card.sentence.clone()}</p>
                <p class="finding-meta">
                    <RecordLink of=card.subject name=card.subject_title.clone() />
                    {(!card.owners.is_empty()).then(|| view! { <span class="finding-owners" title=words.owners>{card.owners.join(", ")}</span> })}
                    {has_proof.then(|| view! {
                        <button type="button" class="link-button" aria-expanded=move || open.get().to_string()
                            on:click=move |_| open.update(|on| *on = !*on)>{words.why}</button>
                    })}
                </p>
                {card.waiver.clone().map(|line| view! { <p class="finding-waiver">{line.text}" "<q>{line.reason}</q></p> })}
                {move || open.get().then(|| details(live, proof.clone(), mends, foreseen, is_waived))}
                {move || foreseen.get().map(preview)}
                {move || waiving.get().then(|| view! { <WaiveForm card=form.clone() close=move |()| waiving.set(false) /> })}
            </div>
            <div class="finding-actions">{actions}</div>
        </li>
    }
}

fn details(
    live: Live,
    proof: Vec<crate::planner::views::findings_proof::ProofView>,
    mends: Memo<Vec<Fix>>,
    foreseen: Foreseen,
    is_waived: bool,
) -> View {
    let words = &text().findings;
    let others = move || mends.get().into_iter().skip(1).gather::<Vec<_>>();
    view! {
        <div class="finding-proof">{proof.into_iter().map(|proof| view! { <ProofDrawing proof /> }).collect_view()}</div>
        {move || (!is_waived && !others().is_empty()).then(|| view! {
            <div class="finding-others">
                <span class="muted">{words.other_fixes}</span>
                {others().into_iter().map(|fix| fix_button(live, fix, foreseen)).collect_view()}
            </div>
        })}
    }
}

fn unwaive(line: WaiverLine, subject: &str) -> View {
    let live = use_live();
    let words = &text().findings;
    let hint = (words.unwaive_hint)(subject);
    view! {
        <button type="button" class="button quiet" title=hint.clone() aria-label=hint
            on:click=move |_| { live.run(&Command::Remove(line.waiver)); }>
            {words.unwaive}
        </button>
    }
}

/// A button that mends, and says what it would do once it is pointed at, until the pointer leaves the finding: what it
/// says may move the button away from under the pointer.
fn fix_button(live: Live, fix: Fix, foreseen: Foreseen) -> View {
    let command = StoredValue::new_local(fix.command.clone());
    let foresee = move || {
        let preview = command.with_value(|command| live.preview(command));
        let lines = preview.map(|outcome| match outcome {
            Ok(preview) => Ok(preview_lines(&preview)),
            Err(refusal) => Err(refusal.to_string()),
        });
        foreseen.set(lines);
    };
    let run = move |_| {
        foreseen.set(None);
        command.with_value(|command| live.run(command));
    };
    view! {
        <button type="button" class="button" on:click=run
            on:pointerenter=move |_| foresee() on:focus=move |_| foresee()
            on:blur=move |_| foreseen.set(None)>
            {fix.label.to_string()}
        </button>
    }
}

fn preview(lines: Result<PreviewLines, String>) -> View {
    let words = &text().findings;
    match lines {
        Err(refusal) => view! { <p class="finding-preview fault">{refusal}</p> },
        Ok(lines) if lines.appears.is_empty() && lines.vanishes.is_empty() => {
            view! { <p class="finding-preview muted">{words.would_not_help}</p> }
        }
        Ok(lines) => view! {
            <div class="finding-preview">
                {side(&lines.vanishes, "good", words.would_clear)}
                {side(&lines.appears, "fault", words.would_bring)}
            </div>
        },
    }
}

fn side(sentences: &[String], class: &'static str, title: fn(usize) -> String) -> View {
    let shown: Vec<String> = sentences.iter().take(3).cloned().gather();
    (!sentences.is_empty())
        .then(|| {
            view! {
                <p class=class>{title(sentences.len())}</p>
                <ul>{shown.into_iter().map(|sentence| view! { <li>{sentence}</li> }).collect_view()}</ul>
            }
        })
        .into_view()
}
