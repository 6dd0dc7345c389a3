//! What surrounds every screen: the rail, the top bar, notices and the keys that work everywhere.

mod actions;
mod bar;
mod desk;
mod files;
mod keys;
mod palette;
mod past;
mod rail;
mod saving;
mod theme;
mod toast;

pub use bar::TopBar;
pub use desk::{Desk, LeaveDialog, use_desk};
pub use files::FileCatcher;
pub use keys::{KeyboardHelp, focus_screen, on_key};
pub use palette::Palette;
pub use past::{PastBanner, past_field};
pub use rail::Rail;
pub use saving::{Banner, NotesDialog};
pub use toast::Toast;
