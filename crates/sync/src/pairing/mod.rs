//! Pairing: two laptops that stand side by side learn to know each other, once.
//!
//! One shows a secret of 75 bits, good for ten minutes: as a code of 16 characters, found on the network under a name that is
//! derived from it, and as a ticket that also says where the laptop is. The other takes it. Who takes it is bound to what it
//! will say before the one who shows it has said anything (commit, then reveal), so nobody in between can look for hellos that
//! bring both screens to the same words. Both prove to hold the code with a MAC over this very TLS session; then both screens
//! show four words and both people say yes. Nothing here does I/O. `docs/pairing.md` tells all of it.

mod beacon;
mod code;
mod commitment;
mod hello;
mod host;
mod joiner;
mod message;
mod name;
mod proved;
mod record;
mod secret;
mod ticket;
mod transcript;

#[cfg(test)]
mod attacker_tests;

pub use beacon::{Beacon, BeaconName, BeaconProof, Sought};
pub use code::CodeError;
pub use hello::{Hello, Introduction};
pub use host::{Admitted, Greeted, Tries};
pub use joiner::{Joining, Revealed};
pub use message::{MAX_NAME_BYTES, Message, MessageError};
pub use name::{NameError, check_name};
pub use proved::{Proved, Refusal};
pub use record::Record;
pub use secret::PairingSecret;
pub use ticket::{Ticket, TicketError, is_home_address};
pub use transcript::{Agreement, Channel, Role};

/// For how many seconds a ticket can be used.
pub const WINDOW_SECONDS: i64 = 600;
/// How often a code can be used before its window closes.
pub const TRIES: u32 = 3;
