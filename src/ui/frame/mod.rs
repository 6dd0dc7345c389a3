//! What surrounds every screen: the rail, the top bar, notices and the keys that work everywhere.

mod bar;
mod rail;
mod theme;
mod toast;

pub use bar::TopBar;
pub use rail::Rail;
pub use toast::Toast;
