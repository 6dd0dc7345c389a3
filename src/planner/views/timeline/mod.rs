//! The timeline: lanes of bars, and what of them is seen through a viewport.
//!
//! A folder because it is made in steps that are tested apart: lanes once a revision ([`Lanes`]), rows once a zoom
//! ([`pack`]), and a [`Frame`] for each picture, which costs what is seen and not what is planned.

mod arrows;
mod axis;
mod bands;
mod frame;
mod grid;
mod grouping;
mod heights;
mod hit;
mod lane;
mod lanes;
mod pack;
mod place;
mod walk;
mod zoom;

pub use arrows::Joins;
pub use axis::{Axis, Tick};
pub use bands::{Band, BandKind};
pub use frame::{Frame, Label, LaneFrame, Placed, Viewport};
pub use grid::Grid;
pub use grouping::Grouping;
pub use hit::{Edge, Hit};
pub use lane::{About, Bar, BarKind, Lane};
pub use lanes::Lanes;
pub use pack::pack;
pub use place::{draft_at, nearest_free};
pub use walk::{Direction, Place};
pub use zoom::Zoom;

#[cfg(test)]
mod tests;
