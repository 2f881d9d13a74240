//! To begin, and to look around: `init`, pairing, `status`, `config`.

pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod guide;
pub(crate) mod init;
pub(crate) mod join;
pub(crate) mod man;
pub(crate) mod open;
pub(crate) mod pair;
pub(crate) mod pairing;
pub(crate) mod safety;
pub(crate) mod status;
mod talk;
