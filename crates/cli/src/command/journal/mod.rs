//! The journal: writing, reading, taking back.

pub(crate) mod around;
pub(crate) mod delete;
pub(crate) mod draft;
pub(crate) mod edit;
pub(crate) mod filter;
pub(crate) mod form;
pub(crate) mod invited;
pub(crate) mod keep;
pub(crate) mod moved;
pub(crate) mod quiet;
pub(crate) mod read;
pub(crate) mod reading;
pub(crate) mod search;
pub(crate) mod share;
pub(crate) mod show;
pub(crate) mod star;
pub(crate) mod today;
pub(crate) mod write;
