//! Components that know no change and no release: what every screen is put together from. Their looks are in
//! `style/components.css`; plain elements take its classes (`button`, `chip`, `badge`, `card`, `field`).

mod command_button;
mod dialog;
mod empty_state;
mod field;
mod icon;
mod menu;
mod resize;
mod segmented;

pub use command_button::CommandButton;
pub use dialog::Dialog;
pub use empty_state::EmptyState;
pub use field::Field;
pub use icon::{Icon, Shape};
pub use menu::Menu;
pub use resize::watch_size;
pub use segmented::SegmentedControl;
