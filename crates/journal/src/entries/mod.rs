//! Entries: records, bodies, and the lines that come of them.

pub(crate) mod body;
pub(crate) mod first_body;
pub(crate) mod kept;
pub(crate) mod kind;
pub(crate) mod order;
pub(crate) mod record;
pub(crate) mod stood;
pub(crate) mod succession;
pub(crate) mod view;
pub(crate) mod written_at;
