//! Pairing: two laptops that stand side by side learn to know each other, once.
//!
//! One shows a secret of 75 bits, good for ten minutes: as a code of 16 characters, found on the network under a name that is
//! derived from it, and as a ticket that also says where the laptop is. The other takes it. Both prove to hold it with
//! a MAC over this very TLS session, so nobody in between can pass the proofs on; then both screens show the same four words
//! and both people say yes. `docs/pairing.md` tells it from the people's side.

mod beacon;
mod code;
mod handshake;
mod message;
mod secret;
mod ticket;

pub use beacon::{Beacon, BeaconName, BeaconProof, Sought};
pub use code::CodeError;
pub use handshake::{Agreement, Hello, Role, Transcript};
pub use message::{MAX_NAME_BYTES, Message, MessageError};
pub use secret::PairingSecret;

pub use ticket::{Ticket, TicketError, is_home_address};

/// For how many seconds a ticket can be used.
pub const WINDOW_SECONDS: i64 = 600;
/// How many wrong proofs close the window.
pub const WRONG_PROOFS: u32 = 3;
