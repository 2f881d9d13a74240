//! The home network: QUIC between two keys, and nothing beyond the two laptops.
//!
//! No relay, no DNS, no port mapping. The endpoint has one socket for each home network, and none as a default route, so
//! nothing is sent outside them. Ids that are not expected are refused in the handshake, before any stream.

mod budget;
mod company;
mod endpoint;
mod find;
mod guard;
mod idle;
mod interfaces;
mod link;
mod link_error;
mod lock;
mod meeting;
mod nearby;
mod pair;
mod patience;
mod probe;
mod restraint;
mod surroundings;
mod wire;

pub use company::{Keeper, Parting, keep};
pub use endpoint::{EndpointError, HomeEndpoint};
pub use find::{Rendezvous, find};
pub use guard::Guest;
pub use interfaces::{Bind, BindError};
pub use link::Link;
pub use link_error::LinkError;
pub use lock::EndpointLock;
pub use meeting::{MeetError, Talker, hold};
pub use nearby::{Nearby, Sighting};
pub use pair::{Agreed, Invitation, Offer, PairError, Proven, invite, join};
pub use probe::{Probe, probe};
pub use surroundings::Surroundings;

/// The protocol of a meeting. Anyone on the network can read it, so it tells nothing.
pub(crate) const MEET_ALPN: &[u8] = b"lan-meet/1";
/// The protocol of pairing, likewise.
pub(crate) const PAIR_ALPN: &[u8] = b"lan-pair/1";

/// Handshakes that may go on at once; a flood of more is not answered.
pub(crate) const MAX_HANDSHAKES: usize = 16;

/// Close codes.
pub(crate) mod code {
    /// Nothing more to say.
    pub(crate) const BYE: u32 = 0;
    /// The proof was wrong, or the person said no.
    pub(crate) const REFUSED: u32 = 401;
    /// An id that is not expected.
    pub(crate) const UNKNOWN: u32 = 403;
    /// Another version.
    pub(crate) const VERSION: u32 = 426;
}
