//! Pairing over the home network, in stages: proven, agreed, stored.
//!
//! Each stage is a type, and the next can only be made from it: nothing can be agreed that was not proven.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh::{EndpointAddr, PublicKey, TransportAddr};
use tokio::time::{Instant, sleep, timeout};

use super::endpoint::HomeEndpoint;
use super::link::{Link, LinkError};
use super::meeting::{by, until};
use super::{PAIR_ALPN, code};
use crate::pairing::{
    Agreement, Hello, MAX_NAME_BYTES, Message, PairingSecret, Role, Ticket, Transcript, WINDOW_SECONDS, WRONG_PROOFS,
};

const STEP: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(WINDOW_SECONDS.unsigned_abs());
const REACH: Duration = Duration::from_secs(30);
const DIAL: Duration = Duration::from_secs(3);
const EXPORTER: &[u8] = b"EXPORTER-kintsugi-pair-v1";

/// Why two laptops were not paired. Nothing was stored in any of these cases.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PairError {
    /// The other laptop did not answer in time.
    #[error("the other laptop did not answer")]
    NoAnswer,
    /// Nobody came while the window was open.
    #[error("nobody used the ticket in time")]
    WindowOver,
    /// Three wrong proofs closed the window.
    #[error("the ticket was tried with a wrong secret three times")]
    WindowBurned,
    /// The other laptop answered and refused: another ticket, or the person there said no.
    #[error("the other laptop refused")]
    Refused,
    /// The other laptop could not prove who it is.
    #[error("the other laptop could not prove that it made this ticket")]
    Unproven,
    /// The other laptop runs another version.
    #[error("the other laptop runs another version")]
    Version,
    /// Both are the same person.
    #[error("both laptops belong to the same person")]
    SamePerson,
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
            LinkError::Lost => Self::Lost,
        }
    }
}

/// What this side brings to a pairing.
pub struct Offer {
    /// Who I am.
    pub hello: Hello,
    /// The name I go by, at most 64 bytes.
    pub name: String,
}

/// Both have proven to hold the ticket's secret; both people are to compare four words now.
pub struct Proven {
    link: Link,
    theirs: Hello,
    endpoint: [u8; 32],
    name: String,
    words: [&'static str; 4],
    agreement: Agreement,
}

/// Both people said yes.
pub struct Agreed {
    link: Link,
    /// The partner.
    pub partner: Hello,
    /// The partner's laptop.
    pub endpoint: [u8; 32],
    /// The partner's name.
    pub name: String,
    /// Where the partner's laptop is.
    pub address: Option<SocketAddr>,
    /// What the two share.
    pub agreement: Agreement,
}

/// Waits for somebody with the ticket: ten minutes, one success, three wrong proofs.
///
/// # Errors
/// [`PairError::WindowOver`] and [`PairError::WindowBurned`].
pub async fn invite(home: &HomeEndpoint, secret: &PairingSecret, offer: &Offer) -> Result<Proven, PairError> {
    let deadline = until(ANSWER);
    let mut wrong = 0;
    loop {
        let incoming = by(deadline, home.next_incoming()).await.flatten().ok_or(PairError::WindowOver)?;
        let Ok(accepting) = incoming.accept() else { continue };
        let Ok(Ok(connection)) = timeout(STEP, accepting).await else { continue };
        if connection.alpn() != PAIR_ALPN {
            continue;
        }
        // Counted before the proof is looked at. A connection that ends before its proof has guessed nothing.
        wrong += 1;
        match receive_guest(home, connection, secret, offer).await {
            Ok(proven) => return Ok(proven),
            Err(error @ (PairError::SamePerson | PairError::Version)) => return Err(error),
            Err(PairError::Lost) => wrong -= 1,
            Err(_) => {}
        }
        if wrong >= WRONG_PROOFS {
            return Err(PairError::WindowBurned);
        }
    }
}

async fn receive_guest(
    home: &HomeEndpoint,
    connection: Connection,
    secret: &PairingSecret,
    offer: &Offer,
) -> Result<Proven, PairError> {
    let streams = timeout(STEP, connection.accept_bi()).await.map_err(|_| PairError::Lost)?;
    let (send, recv) = streams.map_err(|_| PairError::Lost)?;
    let mut link = Link { connection, send, recv, leads: false };
    let Message::Hello(theirs) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    link.send_message(&Message::Hello(offer.hello.clone())).await?;
    let pair = Meeting::new(home, &link, offer, theirs, Role::Host)?;
    let Message::Proof(proof) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    if !pair.transcript.proves(secret, Role::Joiner, &proof) {
        link.refuse(code::REFUSED);
        return Err(PairError::Unproven);
    }
    link.send_message(&Message::Proof(pair.transcript.proof(secret, Role::Host))).await?;
    pair.proven(link, secret, offer).await
}

/// Takes a ticket to the laptop that shows it.
///
/// # Errors
/// [`PairError`].
pub async fn join(home: &HomeEndpoint, ticket: &Ticket, offer: &Offer) -> Result<Proven, PairError> {
    let connection = reach(home, ticket).await?;
    let opened = timeout(STEP, connection.open_bi()).await.map_err(|_| PairError::Lost)?;
    let (send, recv) = opened.map_err(|error| PairError::from(LinkError::of(&error)))?;
    let mut link = Link { connection, send, recv, leads: true };
    link.send_message(&Message::Hello(offer.hello.clone())).await?;
    let Message::Hello(theirs) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    let pair = Meeting::new(home, &link, offer, theirs, Role::Joiner)?;
    link.send_message(&Message::Proof(pair.transcript.proof(&ticket.secret, Role::Joiner))).await?;
    let Message::Proof(proof) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    if !pair.transcript.proves(&ticket.secret, Role::Host, &proof) {
        link.refuse(code::REFUSED);
        return Err(PairError::Unproven);
    }
    pair.proven(link, &ticket.secret, offer).await
}

async fn reach(home: &HomeEndpoint, ticket: &Ticket) -> Result<Connection, PairError> {
    let host = PublicKey::from_bytes(&ticket.endpoint).map_err(|_| PairError::Unproven)?;
    let addresses = home.reachable(&ticket.addresses);
    if addresses.is_empty() {
        return Err(PairError::NoAnswer);
    }
    let deadline: Instant = until(REACH);
    while Instant::now() < deadline {
        let to = EndpointAddr::from_parts(host, addresses.iter().copied().map(TransportAddr::Ip));
        if let Ok(Ok(connection)) = timeout(DIAL, home.iroh().connect(to, PAIR_ALPN)).await {
            return Ok(connection);
        }
        sleep(Duration::from_millis(200)).await;
    }
    Err(PairError::NoAnswer)
}

struct Meeting {
    transcript: Transcript,
    theirs: Hello,
    endpoint: [u8; 32],
}

impl Meeting {
    fn new(home: &HomeEndpoint, link: &Link, offer: &Offer, theirs: Hello, role: Role) -> Result<Self, PairError> {
        if theirs.version != Hello::VERSION {
            link.refuse(code::VERSION);
            return Err(PairError::Version);
        }
        let endpoint = *link.connection.remote_id().as_bytes();
        if !theirs.vouches_for(&endpoint) {
            link.refuse(code::REFUSED);
            return Err(PairError::Unproven);
        }
        // Authors are told apart by the first half of their ids.
        if theirs.person.as_bytes()[..8] == offer.hello.person.as_bytes()[..8] {
            link.refuse(code::REFUSED);
            return Err(PairError::SamePerson);
        }
        let mut exporter = [0; 32];
        link.connection.export_keying_material(&mut exporter, EXPORTER, b"").map_err(|_| PairError::Lost)?;
        let here = home.id();
        let (mine, others) = ((&here, &offer.hello), (&endpoint, &theirs));
        let (host, joiner) = if role == Role::Host { (mine, others) } else { (others, mine) };
        let transcript = Transcript::new(host, joiner, exporter);
        Ok(Self { transcript, theirs, endpoint })
    }

    async fn proven(self, mut link: Link, secret: &PairingSecret, offer: &Offer) -> Result<Proven, PairError> {
        link.send_message(&Message::Name(offer.name.clone())).await?;
        let Message::Name(name) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
        if name.trim().is_empty() || name.len() > MAX_NAME_BYTES || name.chars().any(char::is_control) {
            link.refuse(code::REFUSED);
            return Err(PairError::Unproven);
        }
        Ok(Proven {
            link,
            theirs: self.theirs,
            endpoint: self.endpoint,
            name,
            words: self.transcript.words(secret),
            agreement: self.transcript.agree(secret),
        })
    }
}

impl Proven {
    /// The four words, for both screens.
    pub const fn words(&self) -> [&'static str; 4] {
        self.words
    }

    /// The name the other person goes by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The person here said no: the other laptop is told, and nothing is stored.
    pub fn decline(self) {
        self.link.refuse(code::REFUSED);
    }

    /// The person here said yes; waits for the other to say so.
    ///
    /// # Errors
    /// [`PairError::Refused`] when the other person said no, [`PairError::Lost`] when the connection ended.
    pub async fn accept(mut self) -> Result<Agreed, PairError> {
        self.link.send_message(&Message::Yes).await?;
        let Message::Yes = self.link.read_message(ANSWER).await? else { return Err(PairError::Unproven) };
        let address = self.link.remote_address();
        Ok(Agreed {
            link: self.link,
            partner: self.theirs,
            endpoint: self.endpoint,
            name: self.name,
            address,
            agreement: self.agreement,
        })
    }
}

impl Agreed {
    /// What was agreed is durable here; waits until it is there, too. The link then carries the first meeting.
    ///
    /// # Errors
    /// [`PairError::Lost`]: the first meeting is then held by the next `sync`.
    pub async fn stored(mut self) -> Result<Link, PairError> {
        self.link.send_message(&Message::Stored).await?;
        let Message::Stored = self.link.read_message(ANSWER).await? else { return Err(PairError::Unproven) };
        Ok(self.link)
    }
}
