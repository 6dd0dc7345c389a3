//! `slipway check`: the findings of a plan, as text or JSON.

use std::fmt::Write;
use std::process::ExitCode;

use serde_json::{Value, json};
use slipway::exchange::ics::As;
use slipway::model::Severity;
use slipway::rules::{Checker, Finding};
use slipway::time::Instant;

use super::arguments::Arguments;
use super::files::{Loaded, Wanted, load, moment, print};
use super::{Command, FAILED, warn};

pub const COMMAND: Command =
    Command { name: "check", line: "Checks a plan and lists what is wrong with it", help: HELP, run };

const HELP: &str = "\
Checks a plan against all rules that it asks for.

Usage: slipway check PLAN [--format text|json] [--at TIME]

  PLAN           a plan as JSON; - for standard input
  --format NAME  text (a line for each finding and its fixes) or json; default text
  --at TIME      the moment at which it is looked at, such as 2026-03-02T20:00:00Z; default now

Exits with 0 when nothing blocks, 1 when something does, 2 when the plan cannot be read or a
record of it had to be left out (the findings of the rest are still written).
";

/// Something blocks.
const BLOCKED: u8 = 1;

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let arguments = Arguments::parse(arguments, &["--format", "--at"])?;
    let format = arguments.choice("--format", &["text", "json"])?;
    let now = moment(arguments.option("--at"))?;
    let wanted = Wanted { format: Some(super::files::Format::Json), zone: None, kind: As::Changes };
    let loaded = load(arguments.file("the plan")?, &wanted)?;
    let checker = Checker::check(&loaded.plan, now);
    let mut findings: Vec<&Finding> = checker.findings().collect();
    findings.sort_by_key(|finding| (!finding.blocks(), finding.waived.is_some(), u64::MAX - finding.harm));
    for note in &loaded.notes {
        warn(note);
    }
    let text = match format {
        "json" => as_json(&loaded, &checker, &findings, now)?,
        _ => as_text(&loaded, &checker, &findings),
    };
    print(&text)?;
    Ok(match () {
        () if !loaded.is_complete => ExitCode::from(FAILED),
        () if findings.iter().any(|finding| finding.blocks()) => ExitCode::from(BLOCKED),
        () => ExitCode::SUCCESS,
    })
}

/// Blockers, warnings, and what is waived of both.
fn counts(findings: &[&Finding]) -> (usize, usize, usize) {
    let live = |severity| {
        findings.iter().filter(|finding| finding.waived.is_none() && finding.severity == severity).count()
    };
    let waived = findings.iter().filter(|finding| finding.waived.is_some()).count();
    (live(Severity::Blocker), live(Severity::Warning), waived)
}

fn word(finding: &Finding) -> &'static str {
    match (&finding.waived, finding.severity) {
        (Some(_), _) => "waived",
        (None, Severity::Blocker) => "blocker",
        (None, Severity::Warning) => "warning",
    }
}

fn as_text(loaded: &Loaded, checker: &Checker, findings: &[&Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let _ =
            writeln!(text, "{} {} {}: {}", word(finding), finding.rule, finding.subject, finding.sentence);
        if finding.waived.is_none() {
            for fix in checker.fixes(&loaded.plan, finding) {
                let _ = writeln!(text, "    {}", fix.label);
            }
        }
    }
    let (blockers, warnings, waived) = counts(findings);
    let _ = writeln!(
        text,
        "{}: {blockers} blocker{}, {warnings} warning{}, {waived} waived",
        loaded.plan.settings.name,
        if blockers == 1 { "" } else { "s" },
        if warnings == 1 { "" } else { "s" },
    );
    text
}

fn as_json(
    loaded: &Loaded,
    checker: &Checker,
    findings: &[&Finding],
    now: Instant,
) -> Result<String, String> {
    let one = |finding: &&Finding| -> Value {
        let fixes: Vec<String> =
            checker.fixes(&loaded.plan, finding).iter().map(|fix| fix.label.to_string()).collect();
        json!({
            "rule": finding.rule,
            "severity": finding.severity,
            "subject": finding.subject,
            "related": finding.related,
            "span": finding.span,
            "sentence": finding.sentence,
            "proof": finding.proof,
            "owners": finding.owners,
            "fixes": fixes,
            "harm": finding.harm,
            "waived": finding.waived,
        })
    };
    let (blockers, warnings, waived) = counts(findings);
    let document = json!({
        "format": "slipway-findings",
        "version": 1,
        "plan": { "id": loaded.plan.id, "name": loaded.plan.settings.name },
        "at": now,
        "complete": loaded.is_complete,
        "counts": { "blockers": blockers, "warnings": warnings, "waived": waived },
        "findings": findings.iter().map(one).collect::<Vec<Value>>(),
    });
    let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
    Ok(text + "\n")
}
