//! The pages, one file each; `routes` is the table of all that can be asked for.

mod checkin;
pub(crate) mod closed;
mod day;
mod drafts;
mod entry;
mod habits;
mod hearts;
pub(crate) mod hidden;
mod jar;
mod letters;
pub(crate) mod lock;
mod miss;
mod more;
mod progress;
mod questions;
mod read;
mod rounds;
mod routes;
mod search;
mod settings;
mod today;
mod together;
pub(crate) mod trouble;
mod words;
mod write;
mod year;

pub use routes::ROUTES;
pub(crate) use routes::find;
