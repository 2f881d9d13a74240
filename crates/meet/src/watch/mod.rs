//! Staying in touch, and the local socket over which other commands of this home speak to whoever does.

mod bell;
mod client;
mod event;
mod ground;
mod keeper;
mod news;
mod noticed;
mod pause;
mod protocol;
mod server;
mod staying;

pub(crate) use client::{Paused, ask, pause};
pub use client::{end, is_running, stop};
pub use event::Event;
pub(crate) use protocol::{Answer, Request};
pub use staying::stay;
