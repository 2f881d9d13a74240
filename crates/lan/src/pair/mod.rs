//! Pairing over the home network, in stages: proven, agreed, stored.
//!
//! Each stage is a type, and the next can only be made from it: nothing can be agreed that was not proven. What the two say to
//! each other is decided without I/O in `kintsugi_sync::pairing`; here it is carried, within limits of time and bytes.

mod join;
mod proven;
mod seats;
mod waiting;
mod window;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use iroh::endpoint::Connection;
use kintsugi_sync::pairing::{Channel, Hello, Introduction, Message, NameError, PairingSecret, Refusal, Ticket};
use zeroize::Zeroizing;

use crate::link::LinkError;

pub use join::join;
pub use proven::{Agreed, Proven};
pub use window::invite;

/// How long the other side may take over one message.
const STEP: Duration = Duration::from_secs(5);
/// How long all may take from the first hello to the names: people have no part in it yet.
const TRY: Duration = Duration::from_secs(10);
const EXPORTER: &[u8] = b"EXPORTER-kintsugi-pair-v1";

/// Why two laptops were not paired. Nothing was stored in any of these cases.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PairError {
    /// The other laptop did not answer in time.
    #[error("the other laptop did not answer")]
    NoAnswer,
    /// No laptop near announces itself under this code.
    #[error("no laptop near shows this code")]
    NotNear,
    /// Nobody came while the window was open.
    #[error("nobody used the code in time")]
    WindowOver,
    /// Three who knew the code began with it, and none came to the end.
    #[error("the code was used three times, and nobody came to the end")]
    WindowBurned,
    /// The other laptop answered and refused: another ticket, or the person there said no.
    #[error("the pairing was not finished")]
    Refused,
    /// The other laptop could not prove who it is.
    #[error("the other laptop could not prove that it knows the code")]
    Unproven,
    /// The other laptop runs another version.
    #[error("the other laptop runs another version")]
    Version,
    /// Both are the same person.
    #[error("both laptops belong to the same person")]
    SamePerson,
    /// The name that the other laptop says cannot be shown. It is not: whatever it holds.
    #[error("the other laptop goes by a name that cannot be shown here ({0})")]
    Name(NameError),
    /// One of the two came without a name, and the other does not know them by any.
    #[error("the other laptop does not know the name of whoever is on the new one")]
    Nameless,
    /// The connection was lost.
    #[error("the connection was lost")]
    Lost,
}

impl From<LinkError> for PairError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Refused => Self::Refused,
            LinkError::Version => Self::Version,
            LinkError::Frame(_) | LinkError::Message(_) => Self::Unproven,
            LinkError::Lost | LinkError::Ended | LinkError::Unreachable => Self::Lost,
        }
    }
}

impl From<Refusal> for PairError {
    fn from(_: Refusal) -> Self {
        Self::Unproven
    }
}

/// What this side brings to a pairing.
#[derive(Clone)]
pub struct Offer {
    /// Who I am.
    pub introduction: Introduction,
    /// The name I go by, at most 64 bytes; none on a new laptop that takes it from the partner.
    pub name: String,
    /// The person id of this home's partner, and the name by which they are known here.
    pub partner: Option<([u8; 16], String)>,
}

impl Offer {
    /// A hello for one connection, with a contribution of its own.
    fn hello(&self) -> Hello {
        let mut contribution = [0; 32];
        getrandom::fill(&mut contribution).expect("the operating system has randomness once it is running");
        self.introduction.hello(contribution)
    }

    /// What is said first once both have proven to hold the code.
    fn first(&self) -> Message {
        if self.name.is_empty() { Message::Nameless } else { Message::Name(self.name.clone()) }
    }

    /// The name by which this person is known here.
    fn known_as(&self, person: [u8; 16]) -> Option<&str> {
        self.partner.as_ref().filter(|(partner, _)| *partner == person).map(|(_, name)| name.as_str())
    }
}

/// What the other laptop has shown, and what it says of where it is.
pub struct Invitation {
    /// What both must prove to hold.
    pub secret: Arc<PairingSecret>,
    /// Where that laptop is, as its ticket says: its endpoint id, and where it listens. None with the code alone: then it says so
    /// itself on the network.
    pub place: Option<([u8; 32], Vec<SocketAddr>)>,
}

impl From<Ticket> for Invitation {
    fn from(ticket: Ticket) -> Self {
        Self { secret: Arc::new(ticket.secret), place: Some((ticket.endpoint, ticket.addresses)) }
    }
}

impl From<PairingSecret> for Invitation {
    fn from(code: PairingSecret) -> Self {
        Self { secret: Arc::new(code), place: None }
    }
}

/// The session between two laptops, as both ends see it.
fn channel(connection: &Connection, host: [u8; 32], joiner: [u8; 32]) -> Result<Channel, PairError> {
    let mut exporter = Zeroizing::new([0; 32]);
    connection.export_keying_material(&mut *exporter, EXPORTER, b"").map_err(|_| PairError::Lost)?;
    Ok(Channel { host, joiner, exporter })
}
