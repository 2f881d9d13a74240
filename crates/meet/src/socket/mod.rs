//! The local socket: what is said over it, and how other commands of this home speak to whoever stays in touch.

mod client;
mod noticed;
mod protocol;

pub(crate) use client::{Paused, ask, pause};
pub use client::{end, is_running, is_together, stop};
pub(crate) use noticed::{Noticed, Sign};
pub(crate) use protocol::{Answer, MAX_LINE, Request, line_of};
