//! Documents: what stands in them, who may write what, and how changes are built.

pub(crate) mod author_tag;
pub(crate) mod beside;
pub(crate) mod contents;
pub(crate) mod digest;
pub(crate) mod document;
pub(crate) mod draft;
pub(crate) mod history;
pub(crate) mod invitation;
pub(crate) mod key;
pub(crate) mod lines_open;
pub(crate) mod operation;
pub(crate) mod rehearsal;
pub(crate) mod replaced;
pub(crate) mod rules;
pub(crate) mod salvage;
pub(crate) mod setting;
pub(crate) mod text;
pub(crate) mod unopened;
pub(crate) mod unsent;
