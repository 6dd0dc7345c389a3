//! The icons: strokes in a box of 16 by 16, drawn in the colour of the text.

use crate::ui::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Bars along a line of time.
    Schedule,
    /// Two arrows that change places.
    Changes,
    /// A box.
    Releases,
    /// Stacked layers.
    Environments,
    /// Things that hang together.
    Services,
    /// A flag.
    Findings,
    /// A snowflake.
    Freezes,
    /// A pair of scales.
    Policy,
    /// A folder.
    Plans,
    /// An arrow back.
    Undo,
    /// An arrow forth.
    Redo,
    /// A looking glass.
    Search,
    /// An arrow into a tray.
    Import,
    /// An arrow out of a tray.
    Export,
    /// Half a disc.
    Theme,
    /// A cross.
    Close,
    /// A tick.
    Tick,
    /// A plus.
    Plus,
    /// Points down.
    Down,
    /// A sheet of paper.
    File,
    /// A bin.
    Remove,
    /// A triangle with an exclamation mark.
    Warning,
    /// A padlock.
    Lock,
    /// A table with people around it.
    Board,
    /// An hourglass.
    Waiting,
    /// A person.
    Person,
}

impl Shape {
    fn path(self) -> &'static str {
        match self {
            Shape::Schedule => "M2 3.5h7M5 8h9M3.5 12.5h6",
            Shape::Changes => "M3 5.5h9.5m-2.5-3 3 3-3 3M13 10.5H3.5m2.5-3-3 3 3 3",
            Shape::Releases => "M2.5 5 8 2l5.5 3v6L8 14l-5.5-3zM2.5 5 8 8l5.5-3M8 8v6",
            Shape::Environments => "m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
            Shape::Services => "M8 5.5v3m0 0-3.5 2M8 8.5l3.5 2M6.5 2.5h3v3h-3zM2 10.5h3v3H2zM11 10.5h3v3h-3z",
            Shape::Findings => "M3.5 14V2.5h8.5L10 6l2 3.5H3.5",
            Shape::Freezes => "M8 2v12M2.8 5l10.4 6M13.2 5 2.8 11M6.5 3 8 4.5 9.5 3M6.5 13 8 11.5 9.5 13",
            Shape::Policy => "M8 2.5V14M5 14h6M3 4.5h10M3 4.5l-1.7 5h3.4zM13 4.5l-1.7 5h3.4z",
            Shape::Plans => {
                "M2 4.5V12a1 1 0 0 0 1 1h10a1 1 0 0 0 1-1V5.5a1 1 0 0 0-1-1H8L6.5 3H3a1 1 0 0 0-1 1z"
            }
            Shape::Undo => "M6 3 2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7",
            Shape::Redo => "m10 3 3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h3",
            Shape::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zm3.5-1.5L14 14",
            Shape::Import => "M8 2v8M5 7l3 3 3-3M2.5 10.5V13a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2.5",
            Shape::Export => "M8 10V2M5 5l3-3 3 3M2.5 10.5V13a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1v-2.5",
            Shape::Theme => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 2v12M8 5h4.5M8 8h6M8 11h4.5",
            Shape::Close => "m4 4 8 8M12 4l-8 8",
            Shape::Tick => "m3 8.5 3.5 3.5L13 4.5",
            Shape::Plus => "M8 3v10M3 8h10",
            Shape::Down => "m4 6 4 4 4-4",
            Shape::File => "M9 2H4.5a1 1 0 0 0-1 1v10a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V5.5zM9 2v3.5h3.5",
            Shape::Remove => {
                "M2.5 4.5h11M6 4.5V3h4v1.5M4 4.5l.5 8.5a1 1 0 0 0 1 1h5a1 1 0 0 0 1-1l.5-8.5M6.8 7v4.5M9.2 7v4.5"
            }
            Shape::Lock => "M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Shape::Board => "M4 7h8v3H4zM8 2.5v2M3 4v1.5M13 4v1.5M8 12v1.5M3 11.5V13M13 11.5V13",
            Shape::Waiting => "M4 2h8M4 14h8M5 2v3l3 3 3-3V2M5 14v-3l3-3 3 3v3",
            Shape::Person => "M8 8a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 14c.5-3 2.5-4 5-4s4.5 1 5 4",
            Shape::Warning => "M8 2.5 1.8 13.5h12.4zM8 6.5v3M8 11.5h.01",
        }
    }
}

/// An icon. It says nothing to screen readers: the button around it has the words.
#[component]
pub fn Icon(
    /// What it shows.
    shape: Shape,
) -> View {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=shape.path() />
        </svg>
    }
}
