//! Finding the partner's laptop.
//!
//! Both may begin at once, and either first: each listens, announces itself, and dials where the other was or is announced.
//! The laptop with the lower id leads: it opens the stream on the first connection that stands, and the other waits for a
//! stream on any. So the two never talk past each other on two connections.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh::{EndpointAddr, EndpointId, PublicKey, TransportAddr};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep, timeout};

use crate::endpoint::HomeEndpoint;
use crate::link::{Link, LinkError};
use crate::nearby::{Nearby, Sighting};
use crate::{MEET_ALPN, code};
use kintsugi_sync::pairing::{Beacon, BeaconName, Sought};

const DIAL: Duration = Duration::from_secs(2);
const FIRST_PAUSE: Duration = Duration::from_millis(150);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
const STREAM: Duration = Duration::from_secs(5);
/// Failed dials to an announced address after which the endpoint itself may be at fault.
const FAILED_DIALS: u32 = 4;
/// A link so young is not given up for another connection.
const YOUNG: Duration = Duration::from_secs(1);
/// Where the partner may be; the newest are kept.
const MAX_PLACES: usize = 8;

/// Whom to meet, and where they may be.
pub struct Rendezvous {
    /// The partner's laptop.
    pub partner: [u8; 32],
    /// The secret that the two laptops share.
    pub secret: zeroize::Zeroizing<[u8; 32]>,
    /// Where the partner's laptop was before.
    pub known: Vec<SocketAddr>,
    /// 64 fresh random bits: the name of this laptop's announcement.
    pub nonce: BeaconName,
}

/// Finds the partner's laptop. Goes on until it is found; while it does, this laptop is announced.
///
/// # Errors
/// [`LinkError::Refused`] when the other side answered and refused, [`LinkError::Unreachable`] when it is announced and
/// cannot be reached, so that the endpoint had better be opened anew.
pub async fn find(home: &HomeEndpoint, rendezvous: &Rendezvous) -> Result<Link, LinkError> {
    let partner = PublicKey::from_bytes(&rendezvous.partner).map_err(|_| LinkError::Refused)?;
    let places = Places::new(home, &rendezvous.known);
    let beacon = Beacon::for_meeting(&rendezvous.secret, home.id(), rendezvous.nonce);
    let sought = Sought::partner(&rendezvous.secret, rendezvous.partner);
    let mut nearby = Nearby::start(home.binds(), home.addresses(), Some(beacon), Some(sought));
    let look = async {
        loop {
            let Sighting { at, .. } = nearby.next().await;
            places.announced(home, at);
        }
    };
    let (found, connections) = mpsc::channel(4);
    tokio::select! {
        link = choose(leads(home, partner), connections) => link,
        () = listen(home, partner, found.clone()) => Err(LinkError::Lost),
        error = dial(home, partner, &places, found) => Err(error),
        () = look => Err(LinkError::Lost),
    }
}

/// A link on a newer connection that the partner's laptop has made while there is a link already: it has lost that one.
/// A leader whose link is still young says no instead, before it opens a stream: both may have dialled at the same time.
pub(crate) async fn successor(home: &HomeEndpoint, partner: EndpointId, since: Instant) -> Result<Link, LinkError> {
    let (found, connections) = mpsc::channel(4);
    let (older, chosen) = mpsc::channel(4);
    let leads = leads(home, partner);
    let sift = async {
        let mut connections: mpsc::Receiver<Connection> = connections;
        while let Some(connection) = connections.recv().await {
            if leads && since.elapsed() < YOUNG {
                connection.close(code::BYE.into(), b"");
            } else if older.send(connection).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        link = choose(leads, chosen) => link,
        () = sift => Err(LinkError::Lost),
        () = listen(home, partner, found) => Err(LinkError::Lost),
    }
}

fn leads(home: &HomeEndpoint, partner: EndpointId) -> bool {
    home.iroh().id() < partner
}

/// Makes the link on one of the connections that stand.
async fn choose(leads: bool, mut connections: mpsc::Receiver<Connection>) -> Result<Link, LinkError> {
    // The connections that a follower holds open while it waits for the leader to choose one.
    let mut waiting = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            Some(connection) = connections.recv() => {
                if leads {
                    if let Ok(link) = lead(connection).await { return Ok(link) }
                } else {
                    waiting.spawn(follow(connection));
                }
            }
            Some(followed) = waiting.join_next() => match followed {
                Ok(Ok(link)) => return Ok(link),
                Ok(Err(LinkError::Refused)) => return Err(LinkError::Refused),
                _ => {}
            },
            else => return Err(LinkError::Lost),
        }
    }
}

async fn lead(connection: Connection) -> Result<Link, LinkError> {
    let (send, recv) = timeout(STREAM, connection.open_bi())
        .await
        .map_err(|_| LinkError::Lost)?
        .map_err(|error| LinkError::of(&error))?;
    Ok(Link::new(connection, send, recv, true).widened())
}

async fn follow(connection: Connection) -> Result<Link, LinkError> {
    let (send, recv) = connection.accept_bi().await.map_err(|error| LinkError::of(&error))?;
    Ok(Link::new(connection, send, recv, false).widened())
}

async fn listen(home: &HomeEndpoint, partner: EndpointId, found: mpsc::Sender<Connection>) {
    // Each handshake goes its own way: a stranger who begins one and falls silent holds up nobody.
    let mut handshakes = tokio::task::JoinSet::new();
    loop {
        tokio::select! {
            incoming = home.next_incoming() => {
                let Some(incoming) = incoming else { return };
                let Ok(accepting) = incoming.accept() else { continue };
                if handshakes.len() < crate::MAX_HANDSHAKES {
                    handshakes.spawn(timeout(DIAL, accepting));
                }
            }
            Some(shaken) = handshakes.join_next() => {
                let Ok(Ok(Ok(connection))) = shaken else { continue };
                let expected = connection.remote_id() == partner && connection.alpn() == MEET_ALPN;
                if expected && found.send(connection).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn dial(home: &HomeEndpoint, partner: EndpointId, places: &Places, found: mpsc::Sender<Connection>) -> LinkError {
    let mut pause = FIRST_PAUSE;
    let mut failed = 0;
    loop {
        let (addresses, announced) = places.now();
        if !addresses.is_empty() {
            let to = EndpointAddr::from_parts(partner, addresses.into_iter().map(TransportAddr::Ip));
            tokio::select! {
                connected = timeout(DIAL, home.iroh().connect(to, MEET_ALPN)) => {
                    if let Ok(Ok(connection)) = connected {
                        let held = connection.clone();
                        if found.send(connection).await.is_err() {
                            return LinkError::Lost;
                        }
                        // One connection at a time: the next is dialled only when this one has ended.
                        if matches!(LinkError::of(&held.closed().await), LinkError::Refused) {
                            return LinkError::Refused;
                        }
                        failed = 0;
                    } else if announced {
                        failed += 1;
                        if failed >= FAILED_DIALS {
                            return LinkError::Unreachable;
                        }
                    }
                }
                () = places.more.notified() => {
                    (pause, failed) = (FIRST_PAUSE, 0);
                    continue;
                }
            }
        }
        tokio::select! {
            () = sleep(pause) => pause = (pause * 2).min(LONGEST_PAUSE),
            () = places.more.notified() => (pause, failed) = (FIRST_PAUSE, 0),
        }
    }
}

/// Where the partner may be, the newest first. All are dialled at once, so that a stale one holds up nothing.
struct Places {
    all: RefCell<Vec<SocketAddr>>,
    announced: Cell<bool>,
    more: Notify,
}

impl Places {
    fn new(home: &HomeEndpoint, known: &[SocketAddr]) -> Self {
        let all = RefCell::new(home.reachable(known.iter().copied()));
        Self { all, announced: Cell::new(false), more: Notify::new() }
    }

    fn announced(&self, home: &HomeEndpoint, at: SocketAddr) {
        let mut all = self.all.borrow_mut();
        self.announced.set(true);
        if home.is_near(at) && !all.contains(&at) {
            all.insert(0, at);
            all.truncate(MAX_PLACES);
            self.more.notify_one();
        }
    }

    fn now(&self) -> (Vec<SocketAddr>, bool) {
        (self.all.borrow().clone(), self.announced.get())
    }
}
