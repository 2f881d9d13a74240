//! How two copies become one.

pub(crate) mod bundle;
pub(crate) mod device;
mod folder;
mod icon;
pub(crate) mod leave;
pub(crate) mod service;
pub(crate) mod sync;
