//! Staying in touch.

mod bell;
mod event;
mod ground;
mod keeper;
mod news;
mod pause;
mod server;
mod staying;

pub use event::Event;
pub use staying::stay;
