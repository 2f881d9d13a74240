//! How two copies become one.

pub(crate) mod bundle;
pub(crate) mod device;
mod folder;
pub(crate) mod leave;
pub(crate) mod service;
pub(crate) mod sync;
