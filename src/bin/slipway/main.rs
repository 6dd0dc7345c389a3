//! The command line: the same engine as the page, for pipelines.
//!
//! One file a command. Results go to standard output, what is to be known about them to standard error.

mod arguments;
mod check;
mod convert;
mod files;
mod rules;

use std::io::Write;
use std::process::ExitCode;

/// What a command prints about itself, and how it runs.
struct Command {
    name: &'static str,
    line: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Result<ExitCode, String>,
}

const COMMANDS: &[Command] = &[check::COMMAND, convert::COMMAND, rules::COMMAND];

/// Nothing could be done: wrong arguments, an input that cannot be read, an output that cannot be written.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> =
        std::env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(problem) => {
            warn(&format!("slipway: {problem}"));
            ExitCode::from(FAILED)
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let (name, rest) = match arguments.split_first() {
        None => return Err(format!("no command is given\n\n{}", help())),
        Some((name, rest)) => (name.as_str(), rest),
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return match name {
            "--help" | "-h" | "help" => files::print(&help()),
            "--version" | "-V" => files::print(concat!("slipway ", env!("CARGO_PKG_VERSION"), "\n")),
            _ => Err(format!("\"{name}\" is no command\n\n{}", help())),
        };
    };
    if rest.iter().any(|argument| argument == "--help" || argument == "-h") {
        return files::print(command.help);
    }
    (command.run)(rest).map_err(|problem| format!("{problem}\nsee: slipway {name} --help"))
}

fn help() -> String {
    let lines: Vec<String> =
        COMMANDS.iter().map(|command| format!("  {:<9}{}\n", command.name, command.line)).collect();
    format!(
        "Plans changes and releases, and checks the plan against its rules.\n\nUsage: slipway COMMAND [OPTIONS]\n\n{}\n\"slipway COMMAND --help\" says more about each.\n",
        lines.concat()
    )
}

/// Says something on standard error; when nobody listens there, nobody is told.
fn warn(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}
