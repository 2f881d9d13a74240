//! Pairing over the home network, in stages: proven, agreed, stored.
//!
//! Each stage is a type, and the next can only be made from it: nothing can be agreed that was not proven.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh::{EndpointAddr, PublicKey, TransportAddr};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout, timeout_at};

use crate::endpoint::HomeEndpoint;
use crate::guard::Guest;
use crate::link::{Link, LinkError};
use crate::nearby::Nearby;
use crate::{MAX_HANDSHAKES, PAIR_ALPN, code};
use kintsugi_sync::pairing::{
    Agreement, Beacon, Hello, MAX_NAME_BYTES, Message, PairingSecret, Role, Sought, Ticket, Transcript, WINDOW_SECONDS,
    WRONG_PROOFS,
};

const STEP: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(WINDOW_SECONDS.unsigned_abs());
const REACH: Duration = Duration::from_secs(30);
const DIAL: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(200);
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
            LinkError::Lost | LinkError::Ended | LinkError::Unreachable => Self::Lost,
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

/// What the other laptop has shown.
pub enum Invitation {
    /// The whole ticket.
    Ticket(Ticket),
    /// The code: where the laptop is, it says itself on the network.
    Code(PairingSecret),
}

impl Invitation {
    const fn secret(&self) -> &PairingSecret {
        match self {
            Self::Ticket(ticket) => &ticket.secret,
            Self::Code(secret) => secret,
        }
    }
}

/// Waits for somebody with the ticket or the code: ten minutes, one success, three wrong proofs. Meanwhile this laptop is
/// announced under the name that the code gives.
///
/// # Errors
/// [`PairError::WindowOver`] and [`PairError::WindowBurned`]; [`PairError::SamePerson`] and [`PairError::Refused`] for somebody
/// who proved the secret.
pub async fn invite(home: &HomeEndpoint, secret: &PairingSecret, offer: &Offer) -> Result<Proven, PairError> {
    let beacon = Beacon::for_pairing(secret, home.id());
    let _announced = Nearby::start(home.binds(), home.addresses(), Some(beacon), None);
    let deadline = Instant::now() + ANSWER;
    let mut handshakes = JoinSet::new();
    let mut wrong = 0;
    loop {
        let connection = tokio::select! {
            incoming = home.next_incoming() => {
                let accepting = incoming.ok_or(PairError::WindowOver)?.accept();
                if let Ok(accepting) = accepting && handshakes.len() < MAX_HANDSHAKES {
                    handshakes.spawn(timeout(STEP, accepting));
                }
                continue;
            }
            Some(shaken) = handshakes.join_next() => match shaken {
                Ok(Ok(Ok(connection))) if connection.alpn() == PAIR_ALPN => connection,
                _ => continue,
            },
            () = sleep_until(deadline) => return Err(PairError::WindowOver),
        };
        // Counted before the proof is looked at. A connection that ends before its proof has guessed nothing.
        wrong += 1;
        let guest = prove_guest(home, connection, secret, offer).await;
        let outcome = match guest {
            // Whoever holds the secret and then says no was meant: it is over on both screens.
            Ok((pair, link)) => match pair.proven(link, secret, offer).await {
                Err(PairError::Refused) => return Err(PairError::Refused),
                outcome => outcome,
            },
            Err(error) => Err(error),
        };
        match outcome {
            Ok(proven) => return Ok(proven),
            Err(PairError::SamePerson) => return Err(PairError::SamePerson),
            // Anyone can say these without knowing anything.
            Err(PairError::Lost | PairError::Version) => wrong -= 1,
            Err(_) => {}
        }
        if wrong >= WRONG_PROOFS {
            return Err(PairError::WindowBurned);
        }
    }
}

/// Lets a guest prove the secret, and proves it in turn.
async fn prove_guest(
    home: &HomeEndpoint,
    connection: Connection,
    secret: &PairingSecret,
    offer: &Offer,
) -> Result<(Meeting, Link), PairError> {
    let streams = timeout(STEP, connection.accept_bi()).await.map_err(|_| PairError::Lost)?;
    let (send, recv) = streams.map_err(|_| PairError::Lost)?;
    let mut link = Link::new(connection, send, recv, false);
    let Message::Hello(theirs) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    link.send_message(&Message::Hello(offer.hello.clone())).await?;
    let pair = Meeting::new(home, &link, offer, theirs, Role::Host)?;
    let Message::Proof(proof) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    if !pair.transcript.proves(secret, Role::Joiner, &proof) {
        link.refuse(code::REFUSED);
        return Err(PairError::Unproven);
    }
    link.send_message(&Message::Proof(pair.transcript.proof(secret, Role::Host))).await?;
    Ok((pair, link))
}

/// Takes what the other laptop shows there. Only that laptop is let in meanwhile.
///
/// # Errors
/// [`PairError`].
pub async fn join(home: &HomeEndpoint, invitation: &Invitation, offer: &Offer) -> Result<Proven, PairError> {
    let secret = invitation.secret();
    let reached = match invitation {
        Invitation::Ticket(ticket) => reach(home, ticket.endpoint, &ticket.addresses).await,
        Invitation::Code(code) => search(home, code).await,
    };
    let connection = reached?;
    let opened = timeout(STEP, connection.open_bi()).await.map_err(|_| PairError::Lost)?;
    let (send, recv) = opened.map_err(|error| PairError::from(LinkError::of(&error)))?;
    let mut link = Link::new(connection, send, recv, true);
    link.send_message(&Message::Hello(offer.hello.clone())).await?;
    let Message::Hello(theirs) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    let pair = Meeting::new(home, &link, offer, theirs, Role::Joiner)?;
    link.send_message(&Message::Proof(pair.transcript.proof(secret, Role::Joiner))).await?;
    let Message::Proof(proof) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    if !pair.transcript.proves(secret, Role::Host, &proof) {
        link.refuse(code::REFUSED);
        return Err(PairError::Unproven);
    }
    pair.proven(link, secret, offer).await
}

/// Finds the laptop that announces itself under the code.
async fn search(home: &HomeEndpoint, code: &PairingSecret) -> Result<Connection, PairError> {
    let mut nearby = Nearby::start(home.binds(), Vec::new(), None, Some(Sought::host(code)));
    if !nearby.is_running() {
        return Err(PairError::NotNear);
    }
    let deadline = Instant::now() + REACH;
    loop {
        let sighting = timeout_at(deadline, nearby.next()).await.map_err(|_| PairError::NotNear)?;
        match reach(home, sighting.endpoint, &[sighting.at]).await {
            Err(PairError::NoAnswer) if Instant::now() < deadline => {}
            reached => return reached,
        }
    }
}

async fn reach(home: &HomeEndpoint, endpoint: [u8; 32], addresses: &[SocketAddr]) -> Result<Connection, PairError> {
    let host = PublicKey::from_bytes(&endpoint).map_err(|_| PairError::Unproven)?;
    home.admit(Guest::Partner(endpoint));
    let addresses = home.reachable(addresses.iter().copied());
    let deadline = Instant::now() + REACH;
    while !addresses.is_empty() && Instant::now() < deadline {
        let to = EndpointAddr::from_parts(host, addresses.iter().copied().map(TransportAddr::Ip));
        if let Ok(Ok(connection)) = timeout(DIAL, home.iroh().connect(to, PAIR_ALPN)).await {
            return Ok(connection);
        }
        sleep(PAUSE).await;
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
        let endpoint = *link.connection.remote_id().as_bytes();
        if !theirs.vouches_for(&endpoint) {
            link.refuse(code::REFUSED);
            return Err(PairError::Unproven);
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
        // Authors are told apart by the first half of their ids.
        if self.theirs.person.as_bytes()[..8] == offer.hello.person.as_bytes()[..8] {
            link.refuse(code::REFUSED);
            return Err(PairError::SamePerson);
        }
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

    /// Who the other person is.
    pub const fn hello(&self) -> &Hello {
        &self.theirs
    }

    /// The other laptop's id.
    pub const fn endpoint(&self) -> &[u8; 32] {
        &self.endpoint
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
