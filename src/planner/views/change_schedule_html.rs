//! The change schedule as one HTML file for the site of a team: no script, nothing fetched, readable without Slipway.
//!
//! Here and not in `exchange`, which knows no view model.

use super::change_schedule::{ChangeSchedule, ScheduleDay, ScheduleLine, ServiceOutages};
use crate::rules::wording;
use crate::time::{Instant, Zone};

/// Letters, lines and tables in light and dark, and on A4; a narrow screen scrolls the tables alone.
const STYLE: &str = "\
:root{color-scheme:light dark;--text:#1a2233;--muted:#566074;--line:#d5dae3;--back:#fff;--soft:#f3f5f9;--warn:#8a4b00}\
@media(prefers-color-scheme:dark){:root{--text:#e4e8f0;--muted:#a2abbd;--line:#323b4d;--back:#12161e;--soft:#1b212c;--warn:#ffb454}}\
@media print{:root{color-scheme:light;--text:#000;--muted:#444;--line:#999;--back:#fff;--soft:#fff;--warn:#6b3a00}}\
*{box-sizing:border-box}\
body{max-width:1100px;margin:0 auto;padding:24px 16px 48px;color:var(--text);background:var(--back);font:15px/1.45 system-ui,sans-serif}\
h1{margin:0 0 4px;font-size:26px}h2{margin:32px 0 8px;font-size:19px}h3{margin:20px 0 6px;font-size:15px}\
p,ul{margin:0 0 8px}ul{padding-inline-start:20px}\
.muted{color:var(--muted)}.warn{color:var(--warn)}\
.table{overflow-x:auto}\
table{width:100%;min-width:640px;border-collapse:collapse;font-variant-numeric:tabular-nums}\
th,td{padding:6px 8px;border-block-end:1px solid var(--line);text-align:start;vertical-align:top}\
th{background:var(--soft);font-size:13px}\
.proposed td{font-style:italic}\
@media print{@page{size:A4 landscape;margin:12mm}body{max-width:none;padding:0;font-size:10pt}\
.table{overflow:visible}table{min-width:0}thead{display:table-header-group}tr,h2,h3{break-inside:avoid}h2,h3{break-after:avoid}}";

/// The page. `written` is when it was written: what comes after that minute, said in the zone, is not in it.
#[must_use]
pub fn html(schedule: &ChangeSchedule, written: Instant, zone: Zone) -> String {
    let minute = written.plus_seconds(-written.unix_seconds().rem_euclid(60));
    let title = escaped(&schedule.title);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"generator\" content=\"Slipway\">\n<title>Change schedule: {title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Change schedule: {title}</h1>\n\
         <p class=\"muted\">{} · {} · as of {}</p>\n",
        escaped(&schedule.range),
        escaped(schedule.zone),
        wording::moment(minute, zone),
    );
    page.push_str("<h2>Changes</h2>\n");
    if schedule.days.is_empty() {
        page.push_str("<p>No change is planned for this time.</p>\n");
    }
    schedule.days.iter().for_each(|one| day(one, &mut page));
    if !schedule.blackouts.is_empty() {
        page.push_str("<h2>Blackouts</h2>\n<ul>\n");
        for (blackout, when, why) in &schedule.blackouts {
            let (name, when, why) = (escaped(&blackout.name), escaped(when), escaped(why));
            page.push_str(&format!(
                "<li><strong>{name}</strong> {when} <span class=\"muted\">{why}</span></li>\n"
            ));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("<h2>Projected outages</h2>\n");
    if schedule.outages.is_empty() {
        page.push_str("<p>No service goes down in this time.</p>\n");
    }
    schedule.outages.iter().for_each(|one| service(one, &mut page));
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn day(day: &ScheduleDay, page: &mut String) {
    page.push_str(&format!("<h3>{}</h3>\n", escaped(&day.day)));
    let headings = ["When", "Change", "Services", "Outage", "Environments", "Status"];
    table(&headings, day.changes.iter().map(|line| (line.is_proposed, cells(line))), page);
}

fn cells(line: &ScheduleLine) -> Vec<String> {
    let release = line.release.as_ref();
    let release = release.map_or_else(String::new, |release| aside(&format!("in {}", release.name)));
    let proposed = if line.is_proposed { aside("proposed") } else { String::new() };
    let outage = match line.outage.as_str() {
        "" => "none".to_owned(),
        outage => format!("<span class=\"warn\">{}</span>", escaped(outage)),
    };
    vec![
        escaped(&line.when),
        format!("<strong>{}</strong>{release}", escaped(&line.change.name)),
        escaped(&line.services.join(", ")),
        outage,
        escaped(&line.environments.join(", ")),
        format!("{}{proposed}", escaped(line.status.label())),
    ]
}

fn service(service: &ServiceOutages, page: &mut String) {
    let facts = format!(
        "criticality {} · down for {}",
        service.criticality.label().to_ascii_lowercase(),
        service.total
    );
    page.push_str(&format!("<h3>{}{}</h3>\n", escaped(&service.service.name), aside(&facts)));
    let rows = service.outages.iter().map(|line| {
        let proposed = if line.is_proposed { aside("proposed") } else { String::new() };
        let change = format!("{}{proposed}", escaped(&line.change.name));
        (line.is_proposed, vec![escaped(&line.when), escaped(&line.length), change])
    });
    table(&["When", "How long", "Change"], rows, page);
}

/// A table of cells that are escaped already; its rows say whether they are only proposed.
fn table(headings: &[&str], rows: impl Iterator<Item = (bool, Vec<String>)>, page: &mut String) {
    page.push_str("<div class=\"table\"><table>\n<thead><tr>");
    headings.iter().for_each(|heading| page.push_str(&format!("<th scope=\"col\">{heading}</th>")));
    page.push_str("</tr></thead>\n<tbody>\n");
    for (is_proposed, cells) in rows {
        page.push_str(if is_proposed { "<tr class=\"proposed\">" } else { "<tr>" });
        cells.iter().for_each(|cell| page.push_str(&format!("<td>{cell}</td>")));
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table></div>\n");
}

/// Words of less weight behind others.
fn aside(words: &str) -> String {
    format!(" <span class=\"muted\">{}</span>", escaped(words))
}

/// Text as HTML shows it: nothing in it is a tag, an entity or the end of an attribute.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&#39;"),
            letter if letter.is_control() => written.push(' '),
            letter => written.push(letter),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::planner::Workbench;
    use crate::planner::views::change_schedule::{change_schedule, coming_weeks};

    fn page(text: &str) -> String {
        let bench = Workbench::of_notation(text, None);
        html(&change_schedule(&bench, coming_weeks(&bench, 4), true), bench.now().plus_seconds(59), Zone::UTC)
    }

    #[test]
    fn the_page_has_days_blackouts_and_outages_and_needs_nothing_else() {
        let found = page(
            "
            now 5T09
            environment prod \"Production\"
            service bill \"Billing\" criticality=High on=db
            blackout year \"Year end\" 28..30 reason=\"Books\"
            release R \"Train\"
            change C1 \"Schema\" 6T20..6T22 on=db env=prod outage=6T20..6T21 release=R
            change C2 \"Patch\" 8T20:30..8T23 on=web status=Assessed
        ",
        );
        for part in [
            "<h3>Tue 6 Jan 2026</h3>",
            "<strong>Schema</strong> <span class=\"muted\">in Train</span>",
            "<span class=\"warn\">Tue 6 Jan 2026 20:00 – 21:00</span>",
            "<tr class=\"proposed\"><td>Thu 8 Jan 2026 20:30 – 23:00</td>",
            "<strong>Year end</strong> Wed 28 Jan 2026 00:00 – Fri 30 Jan 00:00 <span class=\"muted\">Books</span>",
            "<h3>Billing <span class=\"muted\">criticality high · down for 1 h</span></h3>",
            "UTC · as of Mon 5 Jan 2026 09:00",
        ] {
            assert!(found.contains(part), "{part} in {found}");
        }
        for foreign in ["<script", "<link", "<img", "src=", "url(", "http://", "https://", "@import"] {
            assert!(!found.contains(foreign), "{foreign} in {found}");
        }
        let empty = page("now 5T09");
        assert!(empty.contains("No change is planned") && empty.contains("No service goes down"), "{empty}");
    }

    #[test]
    fn nothing_that_people_write_becomes_a_tag() {
        let found = page(
            "
            now 5T09
            environment prod \"<b>Prod</b>\"
            service bill \"Bill & 'co'\" on=db
            blackout year \"<i>\" 28..30 reason=\"</main><script>alert(1)</script>\"
            release R \"<u>R</u>\"
            change C1 \"<script>alert(2)</script>\" 6T20..6T22 on=db env=prod outage=6T20..6T21 release=R
        ",
        );
        assert!(!found.contains("<script") && !found.contains("<b>") && !found.contains("<i>"), "{found}");
        assert!(!found.contains("<u>"), "{found}");
        assert!(found.contains("&lt;script&gt;alert(2)&lt;/script&gt;"), "{found}");
        assert!(found.contains("Bill &amp; &#39;co&#39;"), "{found}");
        assert_eq!(found.matches("</main>").count(), 1);
    }
}
