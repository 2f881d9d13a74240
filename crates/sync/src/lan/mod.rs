//! The home network: QUIC between two keys, and nothing beyond the two laptops.
//!
//! No relay, no DNS, no port mapping. The endpoint is bound to one address of this laptop, and not as a default route, so
//! nothing is sent outside its network. Ids that are not expected are refused in the handshake, before any stream.

mod bind;
mod endpoint;
mod guard;
mod link;
mod lock;
mod meeting;
mod pair;

pub use bind::{Bind, BindError};
pub use endpoint::{EndpointError, HomeEndpoint};
pub use guard::Guest;
pub use link::{Link, LinkError};
pub use lock::EndpointLock;
pub use meeting::{MeetError, find, hold};
pub use pair::{Agreed, Offer, PairError, Proven, invite, join};

/// The protocol of a meeting. Anyone on the network can read it, so it tells nothing.
pub(crate) const MEET_ALPN: &[u8] = b"lan-meet/1";
/// The protocol of pairing, likewise.
pub(crate) const PAIR_ALPN: &[u8] = b"lan-pair/1";

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
