//! The door: where the page listens, who may come to it, and with what. Rules alone; `serve` stands behind it and answers.

mod address;
pub(crate) mod gate;
pub(crate) mod headers;
pub(crate) mod link;
pub(crate) mod listen;
pub(crate) mod peer;
pub(crate) mod session;

pub use address::Address;
pub use gate::Refusal;
