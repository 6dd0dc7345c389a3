//! `Mapping`: which column is what. A file of its own because a person corrects it before anything is read.

use crate::gather::Gather;
use crate::time::Zone;

use super::dates::DateOrder;
use super::field::Field;
use super::words::normal;
use super::write::COLUMNS;

/// The tool whose headers were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Our own export: cells are read exactly as they were written.
    Slipway,
    /// ServiceNow's `change_request`, by field names or labels.
    ServiceNow,
    /// The change log of BPI Challenge 2014 (HP Service Manager).
    ServiceManager,
    /// None of these.
    Other,
}

/// What a row of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A change, or one item of it.
    Change,
    /// A version that a release brings.
    Version,
    /// A milestone of a schedule, or a freeze.
    Event,
    /// A request to go through a freeze, with its decision.
    Exception,
}

impl RowKind {
    /// All of them, in the order in which a person chooses from them.
    pub const ALL: [RowKind; 4] = [RowKind::Change, RowKind::Version, RowKind::Event, RowKind::Exception];
}

/// How a table becomes records. Each part may be set otherwise before [`super::import`].
#[derive(Debug, Clone, PartialEq)]
pub struct Mapping {
    /// What a row is.
    pub rows: RowKind,
    /// The release that holds the releases or the milestones of the table; none holds the releases when empty.
    pub holder: String,
    /// What each column holds, in the order of the headers; a column beyond them is kept as text.
    pub columns: Vec<Field>,
    /// What parts the values of a list in one cell.
    pub list_separators: Vec<char>,
    /// What comes first in a date such as 02/03/2026.
    pub date_order: DateOrder,
    /// The zone of dates that say none.
    pub zone: Option<Zone>,
    /// Whose headers these are.
    pub source: Source,
}

impl Mapping {
    /// The mapping that the headers suggest. Columns that nobody knows are kept as text.
    #[must_use]
    pub fn recognise(headers: &[String]) -> Mapping {
        let source = source(headers);
        let mut columns: Vec<Field> = Vec::with_capacity(headers.len());
        for header in headers {
            let field = if source == Source::Slipway {
                Field::ALL.iter().copied().find(|field| !field.name().is_empty() && field.name() == header)
            } else {
                field_named(header)
            };
            let field = field.filter(|field| field.may_repeat() || !columns.contains(field));
            columns.push(field.unwrap_or(Field::Keep));
        }
        let has = |field| columns.contains(&field);
        let dates = has(Field::PlannedStart) || has(Field::PlannedEnd);
        let is_change =
            [Field::Kind, Field::Status, Field::Risk].into_iter().filter(|field| has(*field)).count() > 1;
        let rows = if source == Source::Other && has(Field::Freeze) && has(Field::Status) {
            RowKind::Exception
        } else if has(Field::Release) && has(Field::Version) && !has(Field::Id) && !has(Field::Title) {
            RowKind::Version
        } else if source == Source::Other && dates && !is_change && headers.iter().any(|one| is_event(one)) {
            RowKind::Event
        } else {
            RowKind::Change
        };
        Mapping {
            rows,
            holder: String::new(),
            columns,
            list_separators: vec![';'],
            date_order: DateOrder::Detect,
            zone: None,
            source,
        }
    }

    /// The same with the release after which a file is named, as the one that holds what is in it:
    /// `flamingo-releases.csv` and `flamingo-schedule.csv` are both of `flamingo`.
    #[must_use]
    pub fn of_file(self, file: &str) -> Mapping {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let stripped = ["releases", "release", "versions", "schedule", "milestones", "events"]
            .iter()
            .find_map(|word| stem.strip_suffix(word))
            .map_or(stem, |stem| stem.trim_end_matches(['-', '_', ' ', '.']));
        let holder = if stripped.is_empty() { stem } else { stripped };
        Mapping { holder: holder.to_owned(), ..self }
    }

    /// What a column holds.
    #[must_use]
    pub fn field(&self, column: usize) -> Field {
        self.columns.get(column).copied().unwrap_or(Field::Keep)
    }

    /// The first column that holds this.
    #[must_use]
    pub fn column_of(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|held| *held == field)
    }
}

fn source(headers: &[String]) -> Source {
    let normal: Vec<String> = headers.iter().map(|header| normal(header)).gather();
    let has = |name: &str| normal.iter().any(|header| header == name);
    // An export from before a change could name further releases is ours too.
    let mut columns = COLUMNS.iter().filter(|(field, _)| *field != Field::OtherReleases);
    if columns.all(|(field, _)| headers.iter().any(|header| header == field.name())) {
        Source::Slipway
    } else if has("change id") && has("ci name aff") {
        Source::ServiceManager
    } else if has("number") && has("short description") {
        Source::ServiceNow
    } else {
        Source::Other
    }
}

fn is_event(header: &str) -> bool {
    matches!(normal(header).as_str(), "event" | "milestone")
}

fn field_named(header: &str) -> Option<Field> {
    let name = normal(header);
    let name = name.strip_prefix("dv ").unwrap_or(&name);
    Field::ALL.iter().copied().find(|field| {
        field.synonyms().contains(&name) || (!field.name().is_empty() && normal(field.name()) == name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headers: &str) -> (Vec<Field>, Source) {
        let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
        let mapping = Mapping::recognise(&headers);
        (mapping.columns, mapping.source)
    }

    #[test]
    fn service_now_is_known_by_field_names_and_by_labels() {
        use Field::*;
        let expected = vec![
            Id,
            Title,
            Kind,
            Status,
            Risk,
            Cis,
            Services,
            Group,
            Assignee,
            Requester,
            PlannedStart,
            PlannedEnd,
            ActualStart,
            ActualEnd,
            Category,
            BackoutPlan,
            ImplementationPlan,
            Outcome,
        ];
        let names = "number,short_description,type,state,risk,cmdb_ci,business_service,assignment_group,assigned_to,requested_by,start_date,end_date,work_start,work_end,category,backout_plan,implementation_plan,close_code";
        let labels = "Number,Short description,Type,State,Risk,Configuration item,Service,Assignment group,Assigned to,Requested by,Planned start date,Planned end date,Actual start,Actual end,Category,Backout plan,Implementation plan,Close code";
        assert_eq!(columns(names), (expected.clone(), Source::ServiceNow));
        assert_eq!(columns(labels), (expected, Source::ServiceNow));
    }

    #[test]
    fn the_log_of_service_manager_is_known() {
        use Field::*;
        let headers = "CI Name (aff),CI Type (aff),CI Subtype (aff),Service Component WBS (aff),Change ID,Change Type,Risk Assessment,Emergency Change,CAB-approval needed,Planned Start,Planned End,Scheduled Downtime Start,Scheduled Downtime End,Actual Start,Actual End,Requested End Date,Change record Open Time,Change record Close Time,Originated from,# Related Interactions,# Related Incidents";
        let expected = vec![
            Cis,
            CiKind,
            Keep,
            Services,
            Id,
            Kind,
            Risk,
            Emergency,
            Keep,
            PlannedStart,
            PlannedEnd,
            OutageStart,
            OutageEnd,
            ActualStart,
            ActualEnd,
            Keep,
            RequestedAt,
            ClosedAt,
            Keep,
            Keep,
            Keep,
        ];
        assert_eq!(columns(headers), (expected, Source::ServiceManager));
    }

    #[test]
    fn a_list_of_versions_and_a_schedule_are_known() {
        let recognised = |headers: &str| {
            let headers: Vec<String> = headers.split(',').map(str::to_owned).collect();
            Mapping::recognise(&headers).rows
        };
        assert_eq!(
            recognised("deliverable,team,type,release_model,version,repository,commit"),
            RowKind::Version
        );
        assert_eq!(recognised("event,meaning,week,start,end,scope"), RowKind::Event);
        assert_eq!(
            recognised("release,freeze,enhancement,issue,date_requested,date_reviewed,status"),
            RowKind::Exception
        );
        assert_eq!(recognised("number,short_description,start_date,version,release"), RowKind::Change);
        let holder = |file: &str| Mapping::recognise(&[]).of_file(file).holder;
        assert_eq!(holder("data/flamingo-releases.csv"), "flamingo");
        assert_eq!(holder("flamingo-schedule.csv"), "flamingo");
        assert_eq!(holder("Schedule 2026.csv"), "Schedule 2026");
        assert_eq!(holder("releases.csv"), "releases");
    }

    #[test]
    fn a_second_column_for_the_same_field_is_kept_as_text() {
        assert_eq!(columns("id,number,cis,ci").0, vec![Field::Id, Field::Keep, Field::Cis, Field::Cis]);
    }
}
