//! `slipway convert`: a plan, a table or a calendar into another of them, or into the page of a change schedule.

use std::process::ExitCode;

use slipway::exchange::{csv, document, ics};
use slipway::model::Id;
use slipway::planner::Workbench;
use slipway::planner::views::change_schedule::{change_schedule, coming_weeks};
use slipway::planner::views::change_schedule_html::html;

use super::arguments::Arguments;
use super::files::{Format, Wanted, load, load_into, moment, write, zone};
use super::{Command, FAILED, warn};

pub const COMMAND: Command =
    Command { name: "convert", line: "Turns plans, tables and calendars into another", help: HELP, run };

const HELP: &str = "\
Turns a plan (json), a table (csv) or a calendar (ics) into another, or into a change schedule (html);
several files become one plan.

Usage: slipway convert IN... -o OUT [--from FORMAT] [--to FORMAT] [--zone ZONE] [--as KIND] [--at TIME]
                       [--name NAME] [--weeks N] [--proposed yes|no]

  IN...          the files that are read, - for standard input; a record that an earlier file has
                 otherwise stays as it is there, and standard error says so
  -o OUT         the file that is written; - for standard output
  --from FORMAT  json, csv or ics; default what the name of IN ends with, or what it looks like
  --to FORMAT    json, csv, ics or html; default what the name of OUT ends with, or json
  --zone ZONE    the zone of times that say none, and of the new plan, such as Europe/Amsterdam
  --as KIND      what events become: changes, blackouts or milestones; default changes
  --name NAME    what the new plan is called; default the name of the first IN
  --at TIME      the moment of writing that a calendar says (DTSTAMP), and now for a change schedule;
                 default now
  --weeks N      how many weeks from today a change schedule shows, 1 to 53; default 4
  --proposed     yes or no: whether it shows changes that nobody has authorised yet; default yes

A table is recognised by its headers: changes (ServiceNow's change_request, the log of BPI Challenge
2014, our own export); versions of releases (deliverable, version, repository, commit); a schedule
(event, start, end), whose milestones become gates and whose freezes become blackouts. Releases and
milestones belong to the release after which their files are named, so that

  slipway convert flamingo-releases.csv flamingo-schedule.csv -o flamingo.json --zone UTC

makes one plan of one enterprise release. A written table holds changes only; a calendar holds what
has a time. A change schedule is one HTML file without a script, with the projected outages of each
service, for the site of a team:

  slipway convert plan.json -o schedule.html --weeks 8

What is not read as it stands is said on standard error. Exits with 0, or with 2 when nothing is written or a record of a
plan had to be left out.
";

fn run(arguments: &[String]) -> Result<ExitCode, String> {
    let known = ["-o", "--from", "--to", "--zone", "--as", "--at", "--name", "--weeks", "--proposed"];
    let arguments = Arguments::parse(arguments, &known)?;
    let format = |name| arguments.option(name).map(Format::named).transpose();
    let files = arguments.files("what is to be read")?;
    let out = arguments
        .option("-o")
        .ok_or("-o is missing; name the file to be written, or - for standard output")?;
    let to = format("--to")?.or(Format::of_name(out)).unwrap_or(Format::Json);
    let kind = match arguments.choice("--as", &["changes", "blackouts", "milestones"])? {
        "blackouts" => ics::As::Blackouts,
        "milestones" => ics::As::Milestones,
        _ => ics::As::Changes,
    };
    let stamp = moment(arguments.option("--at"))?;
    let weeks = weeks(arguments.option("--weeks"))?;
    let with_proposed = arguments.choice("--proposed", &["yes", "no"])? == "yes";
    let name = arguments.option("--name").map(str::trim);
    if name.is_some_and(str::is_empty) {
        return Err("--name is empty; give a name that people will recognise".to_owned());
    }
    let wanted = Wanted { format: format("--from")?, zone: zone(arguments.option("--zone"))?, kind };
    let (first, further) = files.split_first().ok_or("what is to be read is missing")?;
    let mut loaded = load(first, &wanted)?;
    for file in further {
        load_into(&mut loaded, file, &wanted)?;
    }
    if let Some(name) = name {
        name.clone_into(&mut loaded.plan.settings.name);
        loaded.plan.id = Id::lenient(name);
    }
    for note in &loaded.notes {
        warn(note);
    }
    let plan = &loaded.plan;
    let text = match to {
        Format::Json => document::write(plan),
        Format::Csv => csv::write_changes(plan.changes.values()),
        Format::Ics => ics::write(plan, ics::Part::ALL, stamp),
        Format::Html => {
            let bench = Workbench::open(loaded.plan, stamp, None);
            let schedule = change_schedule(&bench, coming_weeks(&bench, weeks), with_proposed);
            html(&schedule, stamp, bench.view().zone())
        }
    };
    let written = write(out, &text)?;
    Ok(if loaded.is_complete { written } else { ExitCode::from(FAILED) })
}

/// The number of weeks that `--weeks` gives, or four.
fn weeks(given: Option<&str>) -> Result<u32, String> {
    let Some(text) = given else { return Ok(4) };
    let weeks = text.parse().ok().filter(|weeks| (1..=53).contains(weeks));
    weeks.ok_or_else(|| format!("--weeks {text} is not possible; write a number from 1 to 53"))
}
