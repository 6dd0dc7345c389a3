//! The form of each table: which fields, in which order. Lists only; `forms.rs` knows what to do with them.

use super::forms::{Field, Kind, Options, Section};
use super::forms_entries::{self as entries, Entries};
use crate::gather::Gather;
use crate::model::{
    Anchor, AutomaticCheck, BoardKind, BookingStatus, BookingUse, ChangeKind, Channel, Control, Criticality,
    EnvironmentKind, Hardness, Outcome, PhaseStatus, ReleaseKind, ReleaseStatus, Risk, StepKind, Table,
    VotingRule, Weekday,
};

macro_rules! options {
    ($words:ident) => {{
        let options: Options = || $words::ALL.iter().map(|word| (word.word(), word.label())).gather();
        options
    }};
}

macro_rules! choice {
    ($words:ident) => {
        Kind::Choice { options: options!($words), optional: false }
    };
    ($words:ident?) => {
        Kind::Choice { options: options!($words), optional: true }
    };
}

const fn of(path: &'static str, kind: Kind) -> Field {
    Field::new(path, kind)
}

const fn one(table: Table) -> Kind {
    Kind::Reference { table, optional: true }
}

const fn needed(table: Table) -> Kind {
    Kind::Reference { table, optional: false }
}

/// A list: how a new entry is made, names that are offered for it, and the fields of an entry.
macro_rules! list {
    ($new:ident, $known:expr, [$($path:expr => $kind:expr),* $(,)?]) => {
        Kind::Entries(const { &Entries { fields: &[$(of($path, $kind)),*], new: entries::$new, known: $known } })
    };
}

/// The criteria of a gate, or of a gate of a template.
macro_rules! criteria {
    ($list:literal) => {
        list!(criterion, Some(options!(AutomaticCheck)), [
            concat!($list, ".*.text") => Kind::Title,
            concat!($list, ".*.check") => choice!(AutomaticCheck?),
            concat!($list, ".*.met") => Kind::Flag,
            concat!($list, ".*.evidence") => Kind::Line,
        ])
    };
}

/// Where a change is, or what a template says of it.
macro_rules! where_changed {
    ($prefix:literal) => {
        Section {
            name: "where",
            fields: &[
                of(concat!($prefix, "environments"), Kind::References(Table::Environments)),
                of(concat!($prefix, "cis"), Kind::References(Table::ConfigurationItems)),
                of(concat!($prefix, "services"), Kind::References(Table::Services)),
            ],
        }
    };
}

/// How a change is done and taken back, or what a template says of it; after `first`.
macro_rules! plans {
    ($prefix:literal $(, $first:expr)?) => {
        Section {
            name: "plans",
            fields: &[
                $($first,)?
                of(concat!($prefix, "implementation_plan"), Kind::Area),
                of(concat!($prefix, "backout_plan"), Kind::Area),
                of(concat!($prefix, "backout_minutes"), Kind::Number { optional: true }),
                of(concat!($prefix, "backout_tested"), Kind::Flag),
                of(concat!($prefix, "test_evidence"), Kind::Area),
            ],
        }
    };
}

const WINDOW: Kind = Kind::Window { optional: true };

/// The sections of a table's form.
#[must_use]
pub fn form(table: Table) -> &'static [Section] {
    match table {
        Table::Changes => CHANGE,
        Table::Releases => RELEASE,
        Table::Phases => PHASE,
        Table::Gates => GATE,
        Table::Bookings => BOOKING,
        Table::Environments => ENVIRONMENT,
        Table::Services => SERVICE,
        Table::ConfigurationItems => ITEM,
        Table::Blackouts => BLACKOUT,
        Table::MaintenanceWindows => MAINTENANCE,
        Table::People => PERSON,
        Table::Groups => GROUP,
        Table::Waivers => WAIVER,
        Table::EnvironmentGroups => ENVIRONMENT_GROUP,
        Table::Boards => BOARD,
        Table::ChangeTemplates => CHANGE_TEMPLATE,
        Table::Approvals => APPROVAL,
        Table::Meetings => MEETING,
        Table::FreezeExceptions => FREEZE_EXCEPTION,
        Table::ReleaseTemplates => RELEASE_TEMPLATE,
        Table::Runbooks => RUNBOOK,
        Table::Announcements => ANNOUNCEMENT,
    }
}

const DEPLOYS: Section = Section {
    name: "version",
    fields: &[
        of("deploys.version", Kind::Line),
        of("deploys.repository", Kind::Line),
        of("deploys.branch", Kind::Line),
        of("deploys.commit", Kind::Line),
        of("deploys.pull_request", Kind::Line),
    ],
};

const SCOPE: Section = Section {
    name: "scope",
    fields: &[
        of("scope.environments", Kind::References(Table::Environments)),
        of("scope.services", Kind::References(Table::Services)),
        of("scope.cis", Kind::References(Table::ConfigurationItems)),
        of("scope.with_dependents", Kind::Flag),
        of("scope.kinds", Kind::Choices(options!(ChangeKind))),
        of("scope.risks", Kind::Choices(options!(Risk))),
    ],
};

const CHANGE: &[Section] = &[
    Section {
        name: "",
        fields: &[
            of("title", Kind::Line),
            of("planned", WINDOW),
            of("outage", WINDOW),
            of("kind", choice!(ChangeKind)),
            of("risk", choice!(Risk)),
        ],
    },
    where_changed!(""),
    Section {
        name: "who",
        fields: &[
            of("owner", one(Table::People)),
            of("requester", one(Table::People)),
            of("implementers", Kind::References(Table::People)),
            of("group", one(Table::Groups)),
        ],
    },
    Section {
        name: "order",
        fields: &[of("release", one(Table::Releases)), of("depends_on", Kind::Dependencies(Table::Changes))],
    },
    plans!("", of("description", Kind::Area)),
    DEPLOYS,
    Section {
        name: "more",
        fields: &[
            of("other_releases", Kind::References(Table::Releases)),
            of("category", Kind::Line),
            of("labels", Kind::Labels),
            of("addresses", Kind::Labels),
            of("requested_at", Kind::Moment),
            of("authorised_at", Kind::Moment),
            of("actual_start", Kind::Moment),
            of("actual_end", Kind::Moment),
            of("outcome", choice!(Outcome?)),
        ],
    },
];

const RELEASE: &[Section] = &[
    Section {
        name: "",
        fields: &[
            of("name", Kind::Line),
            of("go_live", Kind::Moment),
            of("kind", choice!(ReleaseKind)),
            of("status", choice!(ReleaseStatus)),
            of("owner", one(Table::People)),
            of("parent", one(Table::Releases)),
            of("depends_on", Kind::Dependencies(Table::Releases)),
            of("description", Kind::Area),
        ],
    },
    Section {
        name: "common",
        fields: &[
            of("common.services", Kind::References(Table::Services)),
            of("common.cis", Kind::References(Table::ConfigurationItems)),
            of("common.kinds", Kind::Choices(options!(ChangeKind))),
            of("common.groups", Kind::References(Table::Groups)),
            of("common.labels", Kind::Labels),
            of("common.maintenance_window", one(Table::MaintenanceWindows)),
        ],
    },
    Section {
        name: "version",
        fields: &[
            of("deploys.version", Kind::Line),
            of("deploys.repository", Kind::Line),
            of("deploys.branch", Kind::Line),
            of("deploys.commit", Kind::Line),
            of("deploys.pull_request", Kind::Line),
            of("versions", VERSIONS),
            of("addresses", Kind::Labels),
        ],
    },
];

const VERSIONS: Kind = list!(version, None, [
    "versions.*.version" => Kind::Title,
    "versions.*.repository" => Kind::Line,
    "versions.*.branch" => Kind::Line,
    "versions.*.commit" => Kind::Line,
    "versions.*.pull_request" => Kind::Line,
]);

const PHASE: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("planned", WINDOW),
        of("environment", one(Table::Environments)),
        of("status", choice!(PhaseStatus)),
        of("order", Kind::Number { optional: false }),
        of("working_days", Kind::Number { optional: true }),
        of("depends_on", Kind::Dependencies(Table::Phases)),
        of("tests_passed", Kind::Number { optional: true }),
        of("tests_total", Kind::Number { optional: true }),
        of("release", needed(Table::Releases)),
        of("actual_start", Kind::Moment),
        of("actual_end", Kind::Moment),
    ],
}];

const GATE: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("due", Kind::Moment),
        of("phase", one(Table::Phases)),
        of("release", needed(Table::Releases)),
        of("criteria", criteria!("criteria")),
    ],
}];

const BOOKING: &[Section] = &[Section {
    name: "",
    fields: &[
        of("title", Kind::Line),
        of("environment", needed(Table::Environments)),
        of("window", Kind::Window { optional: false }),
        of("status", choice!(BookingStatus)),
        of("use", choice!(BookingUse)),
        of("phase", one(Table::Phases)),
        of("change", one(Table::Changes)),
        of("requester", one(Table::People)),
        of("environment_group", one(Table::EnvironmentGroups)),
        of("placeholder", Kind::Flag),
    ],
}];

const ENVIRONMENT: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("kind", choice!(EnvironmentKind)),
        of("control", choice!(Control)),
        of("capacity", Kind::Number { optional: true }),
        of("promotion_order", Kind::Number { optional: true }),
        of("owner", one(Table::People)),
        of("group", one(Table::Groups)),
    ],
}];

const SERVICE: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("criticality", choice!(Criticality)),
        of("owner", one(Table::People)),
        of("group", one(Table::Groups)),
        of("cis", Kind::References(Table::ConfigurationItems)),
        of("depends_on", Kind::References(Table::Services)),
    ],
}];

const ITEM: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("kind", Kind::Line),
        of("criticality", choice!(Criticality)),
        of("environment", one(Table::Environments)),
        of("relations", Kind::Relations),
        of("owner", one(Table::People)),
        of("group", one(Table::Groups)),
    ],
}];

const BLACKOUT: &[Section] = &[
    Section {
        name: "",
        fields: &[
            of("name", Kind::Line),
            of("when", Kind::When),
            of("hardness", choice!(Hardness)),
            of("reason", Kind::Area),
            of("owner", one(Table::People)),
        ],
    },
    SCOPE,
];

const MAINTENANCE: &[Section] = &[
    Section {
        name: "",
        fields: &[
            of("name", Kind::Line),
            of("when", Kind::When),
            of("hardness", choice!(Hardness)),
            of("owner", one(Table::People)),
        ],
    },
    SCOPE,
];

const PERSON: &[Section] =
    &[Section { name: "", fields: &[of("name", Kind::Line), of("email", Kind::Line)] }];

const GROUP: &[Section] = &[Section {
    name: "",
    fields: &[of("name", Kind::Line), of("members", Kind::References(Table::People))],
}];

const ENVIRONMENT_GROUP: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("environments", Kind::References(Table::Environments)),
        of("owner", one(Table::People)),
    ],
}];

const BOARD: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("kind", choice!(BoardKind)),
        of("rule", choice!(VotingRule)),
        of("percentage", Kind::Number { optional: true }),
        of("quorum", Kind::Number { optional: true }),
        of("members", Kind::Members),
        of("meetings", Kind::Recurring),
        of("item_minutes", Kind::Number { optional: false }),
        of("agenda_filter", Kind::Line),
    ],
}];

const CHANGE_TEMPLATE: &[Section] = &[
    Section {
        name: "",
        fields: &[of("name", Kind::Line), of("description", Kind::Area), of("owner", one(Table::People))],
    },
    Section {
        name: "follows",
        fields: &[
            of("fields.title", Kind::Line),
            of("fields.description", Kind::Area),
            of("fields.category", Kind::Line),
            of("fields.risk", choice!(Risk?)),
            of("fields.labels", Kind::Labels),
        ],
    },
    where_changed!("fields."),
    plans!("fields."),
    Section {
        name: "who",
        fields: &[
            of("fields.requester", one(Table::People)),
            of("fields.owner", one(Table::People)),
            of("fields.implementers", Kind::References(Table::People)),
            of("fields.group", one(Table::Groups)),
        ],
    },
    Section { name: "answers", fields: &[of("fields.answers", Kind::Answers)] },
    Section { name: "more", fields: &[of("locked", Kind::Labels)] },
];

const APPROVAL: &[Section] = &[Section { name: "", fields: &[of("note", Kind::Area)] }];

const MEETING: &[Section] = &[Section {
    name: "",
    fields: &[
        of("window", Kind::Window { optional: false }),
        of("attendees", Kind::References(Table::People)),
        of("minutes", Kind::Area),
    ],
}];

const FREEZE_EXCEPTION: &[Section] = &[Section {
    name: "",
    fields: &[
        of("title", Kind::Line),
        of("blackout", one(Table::Blackouts)),
        of("changes", Kind::References(Table::Changes)),
        of("release", one(Table::Releases)),
        of("reason", Kind::Area),
        of("expires", Kind::Moment),
        of("requested_by", one(Table::People)),
    ],
}];

const RELEASE_TEMPLATE: &[Section] = &[Section {
    name: "",
    fields: &[
        of("name", Kind::Line),
        of("description", Kind::Area),
        of("kind", choice!(ReleaseKind)),
        of("owner", one(Table::People)),
        of("phases", TEMPLATE_PHASES),
        of("gates", TEMPLATE_GATES),
        of("steps", TEMPLATE_STEPS),
        of("announcements", TEMPLATE_ANNOUNCEMENTS),
    ],
}];

const TEMPLATE_PHASES: Kind = list!(phase, None, [
    "phases.*.name" => Kind::Title,
    "phases.*.environment_kind" => choice!(EnvironmentKind?),
    "phases.*.environment" => one(Table::Environments),
    "phases.*.working_days" => Kind::Number { optional: false },
    "phases.*.start" => Kind::TimeOfDay,
    "phases.*.minutes" => Kind::Number { optional: true },
    "phases.*.weekday" => choice!(Weekday?),
]);

const TEMPLATE_GATES: Kind = list!(gate, None, [
    "gates.*.name" => Kind::Title,
    "gates.*.after_phase" => Kind::Place("phases"),
    "gates.*.criteria" => criteria!("gates.*.criteria"),
]);

const TEMPLATE_STEPS: Kind = list!(step, None, [
    "steps.*.title" => Kind::Title,
    "steps.*.kind" => choice!(StepKind),
    "steps.*.duration_minutes" => Kind::Number { optional: false },
    "steps.*.depends_on" => Kind::Keys("steps"),
    "steps.*.group" => one(Table::Groups),
    "steps.*.owner" => one(Table::People),
]);

const TEMPLATE_ANNOUNCEMENTS: Kind = list!(announcement, None, [
    "announcements.*.title" => Kind::Title,
    "announcements.*.audience" => Kind::Line,
    "announcements.*.channel" => choice!(Channel),
    "announcements.*.offset.anchor" => choice!(Anchor),
    "announcements.*.offset.working_days" => Kind::Signed,
    "announcements.*.offset.minutes" => Kind::Signed,
    "announcements.*.text" => Kind::Area,
]);

const RUNBOOK: &[Section] = &[Section {
    name: "",
    fields: &[of("name", Kind::Line), of("change", one(Table::Changes)), of("release", one(Table::Releases))],
}];

const ANNOUNCEMENT: &[Section] = &[Section {
    name: "",
    fields: &[
        of("title", Kind::Line),
        of("change", one(Table::Changes)),
        of("release", one(Table::Releases)),
        of("audience", Kind::Line),
        of("addresses", Kind::Line),
        of("channel", choice!(Channel)),
        of("offset.anchor", choice!(Anchor)),
        of("offset.working_days", Kind::Signed),
        of("offset.minutes", Kind::Signed),
        of("text", Kind::Area),
    ],
}];

const WAIVER: &[Section] = &[Section {
    name: "",
    fields: &[of("reason", Kind::Area), of("until", Kind::Moment), of("by", one(Table::People))],
}];
