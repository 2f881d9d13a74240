//! The side that takes the code.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh::{EndpointAddr, PublicKey, TransportAddr};
use kintsugi_sync::pairing::{Hello, Joining, Message, PairingSecret, Revealed, Sought};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::{Invitation, Offer, PairError, Proven, STEP, TRY, channel};
use crate::endpoint::HomeEndpoint;
use crate::guard::Guest;
use crate::link::{Link, LinkError};
use crate::nearby::Nearby;
use crate::{PAIR_ALPN, code};

const REACH: Duration = Duration::from_secs(30);
const DIAL: Duration = Duration::from_secs(3);
const PAUSE: Duration = Duration::from_millis(200);

/// Takes what the other laptop shows there. Only that laptop is let in meanwhile. Where the connection is lost before this side
/// has revealed its hello, another is made, with another hello; afterwards never: each one more would be a free draw for
/// somebody in between.
///
/// # Errors
/// [`PairError`].
pub async fn join(home: &HomeEndpoint, invitation: &Invitation, offer: &Offer) -> Result<Proven, PairError> {
    let deadline = Instant::now() + REACH;
    let (link, joining, host) = loop {
        let connection = match &invitation.place {
            Some((endpoint, addresses)) => reach(home, *endpoint, addresses, deadline).await?,
            None => search(home, &invitation.secret, deadline).await?,
        };
        match commit(home, connection, invitation, offer).await {
            Err(PairError::Lost) if Instant::now() < deadline => sleep(PAUSE).await,
            committed => break committed?,
        }
    };
    let (revealed, messages) = joining.reveal(host).inspect_err(|_| link.refuse(code::REFUSED))?;
    timeout(TRY, reveal(link, revealed, messages, offer)).await.map_err(|_| PairError::Lost)?
}

/// Is bound to a hello, and gets the host's.
async fn commit(
    home: &HomeEndpoint,
    connection: Connection,
    invitation: &Invitation,
    offer: &Offer,
) -> Result<(Link, Joining, Hello), PairError> {
    let channel = channel(&connection, *connection.remote_id().as_bytes(), home.id())?;
    let joining = Joining::new(invitation.secret.clone(), channel, offer.hello());
    let opened = timeout(STEP, connection.open_bi()).await.map_err(|_| PairError::Lost)?;
    let (send, recv) = opened.map_err(|error| PairError::from(LinkError::of(&error)))?;
    let mut link = Link::new(connection, send, recv, true);
    link.send_message(&joining.commit()).await?;
    let Message::Hello(host) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    Ok((link, joining, host))
}

/// Says what it was bound to, and takes the host's proof.
async fn reveal(
    mut link: Link,
    revealed: Revealed,
    messages: [Message; 2],
    offer: &Offer,
) -> Result<Proven, PairError> {
    for message in &messages {
        link.send_message(message).await?;
    }
    let Message::Proof(proof) = link.read_message(STEP).await? else { return Err(PairError::Unproven) };
    let proved = revealed.check(&proof).inspect_err(|_| link.refuse(code::REFUSED))?;
    Proven::named(link, proved, offer).await
}

/// Finds the laptop that announces itself under the code.
async fn search(home: &HomeEndpoint, code: &PairingSecret, deadline: Instant) -> Result<Connection, PairError> {
    let mut nearby = Nearby::start(home.binds(), Vec::new(), None, Some(Sought::host(code)));
    if !nearby.is_running() {
        return Err(PairError::NotNear);
    }
    loop {
        let sighting = timeout_at(deadline, nearby.next()).await.map_err(|_| PairError::NotNear)?;
        match reach(home, sighting.endpoint, &[sighting.at], deadline).await {
            Err(PairError::NoAnswer) if Instant::now() < deadline => {}
            reached => return reached,
        }
    }
}

async fn reach(
    home: &HomeEndpoint,
    endpoint: [u8; 32],
    addresses: &[SocketAddr],
    deadline: Instant,
) -> Result<Connection, PairError> {
    let host = PublicKey::from_bytes(&endpoint).map_err(|_| PairError::Unproven)?;
    home.admit(Guest::Partner(endpoint));
    let addresses = home.reachable(addresses.iter().copied());
    while !addresses.is_empty() && Instant::now() < deadline {
        let to = EndpointAddr::from_parts(host, addresses.iter().copied().map(TransportAddr::Ip));
        if let Ok(Ok(connection)) = timeout(DIAL, home.iroh().connect(to, PAIR_ALPN)).await {
            return Ok(connection);
        }
        sleep(PAUSE).await;
    }
    Err(PairError::NoAnswer)
}
