//! Browsers, as Debian has them: a profile of its own in a temporary folder, ended by its id. Chromium is driven over its own protocol,
//! with a list of all that it asked for; Firefox, for the points in which it differs, over WebDriver BiDi.
//!
//! What is called of Chromium is described at <https://chromedevtools.github.io/devtools-protocol/tot/>.

mod axe;
mod chromium;
mod firefox;
mod line;
mod protocol;
mod tab;

pub use chromium::Chromium;
pub use firefox::{Firefox, Fox};
pub use tab::{Paper, Tab};
