//! Locking, and ways back.

pub(crate) mod backup;
pub(crate) mod export;
mod from_copy;
pub(crate) mod from_file;
pub(crate) mod import;
pub(crate) mod lock;
pub(crate) mod passphrase;
pub(crate) mod recover;
pub(crate) mod repair;
pub(crate) mod restore;
pub(crate) mod unlock;
pub(crate) mod verify;
