//! Version control as people paste it: the output of `git log`, and the addresses of GitHub, GitLab, Bitbucket and Gitea.
//!
//! A folder because it is two languages; nothing is fetched.

mod address;
mod log;

pub use address::{Address, Forge, Target, link};
pub use log::{Commit, references};
