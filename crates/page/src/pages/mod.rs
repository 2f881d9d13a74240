//! The pages, one file each; `routes`, beside this folder, is the table of all that can be asked for.

pub(crate) mod checkin;
pub(crate) mod closed;
pub(crate) mod day;
pub(crate) mod drafts;
pub(crate) mod entry;
pub(crate) mod habits;
pub(crate) mod hearts;
pub(crate) mod hidden;
pub(crate) mod jar;
pub(crate) mod letters;
pub(crate) mod lock;
pub(crate) mod miss;
pub(crate) mod more;
pub(crate) mod progress;
pub(crate) mod questions;
pub(crate) mod read;
mod rounds;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod today;
pub(crate) mod together;
pub(crate) mod trouble;
pub(crate) mod words;
pub(crate) mod write;
mod year;
