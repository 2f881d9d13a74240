//! How two copies become one.

pub(crate) mod bundle;
pub(crate) mod device;
pub(crate) mod leave;
pub(crate) mod service;
pub(crate) mod sync;
