//! Locking, and ways back.

pub(crate) mod export;
pub(crate) mod lock;
pub(crate) mod passphrase;
pub(crate) mod recover;
pub(crate) mod unlock;
pub(crate) mod verify;
