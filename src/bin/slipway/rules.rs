//! `slipway rules`: what is checked, one line a rule.

use std::process::ExitCode;

use serde_json::{Value, json};
use slipway::rules::ALL;

use super::Command;
use super::arguments::Arguments;
use super::files::print;

pub const COMMAND: Command = Command { name: "rules", line: "Lists the rules", help: HELP, run };

const HELP: &str = "\
Lists all rules: name, what a finding does, what is wrong.

Usage: slipway rules [--format text|json]
";

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let arguments = Arguments::parse(arguments, &["--format"])?;
    arguments.no_file()?;
    if arguments.choice("--format", &["text", "json"])? == "json" {
        let rules: Vec<Value> = ALL
            .iter()
            .map(|rule| {
                json!({
                    "name": rule.name,
                    "severity": rule.severity,
                    "title": rule.title,
                    "limit": rule.limit.map(|limit| limit.usual),
                    "unit": rule.limit.map(|limit| limit.unit),
                    "looks_at": rule.check.tables().iter().map(|table| table.name()).collect::<Vec<_>>(),
                })
            })
            .collect();
        let document = json!({ "format": "slipway-rules", "version": 1, "rules": rules });
        let text = serde_json::to_string_pretty(&document).map_err(|error| error.to_string())?;
        return print(&(text + "\n"));
    }
    let widest = ALL.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let lines: Vec<String> = ALL
        .iter()
        .map(|rule| format!("{:<widest$}  {:<7}  {}\n", rule.name, rule.severity.label(), rule.title))
        .collect();
    print(&lines.concat())
}
