//! Names: of people, entries, documents and rounds, who writes, and the commitment that names a body.

pub(crate) mod actor;
pub(crate) mod certificate;
pub(crate) mod commitment;
pub(crate) mod doc_id;
pub(crate) mod id;
pub(crate) mod round_id;
