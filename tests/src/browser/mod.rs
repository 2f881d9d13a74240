//! Chromium, as Debian has it, driven over its own protocol: a profile of its own in a temporary folder, ended by its id, and a
//! list of all that it asked for.
//!
//! What is called here is described at <https://chromedevtools.github.io/devtools-protocol/tot/>.

mod axe;
mod chromium;
mod protocol;
mod tab;

pub use chromium::Chromium;
pub use tab::{Paper, Tab};
