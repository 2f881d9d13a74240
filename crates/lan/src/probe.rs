//! What can be found out about the way to the partner's laptop, for a diagnosis.

use std::cell::RefCell;
use std::net::{SocketAddr, UdpSocket};
use std::time::Duration;

use iroh::{EndpointAddr, PublicKey, TransportAddr};
use tokio::time::{Instant, sleep, timeout};

use crate::MEET_ALPN;
use crate::endpoint::HomeEndpoint;
use crate::find::Rendezvous;
use crate::link::LinkError;
use crate::nearby::Nearby;
use kintsugi_sync::pairing::{Beacon, Sought};

const DIAL: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(300);
const KNOCK: Duration = Duration::from_millis(300);

/// What was found out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// Whether its announcement was heard.
    pub heard: bool,
    /// Whether a connection was made, in either direction.
    pub reached: bool,
    /// Whether it answered and refused this laptop.
    pub refused: bool,
    /// Whether its system says that nothing listens on its port.
    pub nobody_listens: bool,
    /// Whether something has the address where it was last, as far as the system's neighbour table tells.
    pub neighbour: bool,
}

/// Looks and listens for the partner's laptop until it is both heard and reached, or for `wait`.
pub async fn probe(home: &HomeEndpoint, rendezvous: &Rendezvous, wait: Duration) -> Probe {
    let found = RefCell::new(Probe::default());
    let Ok(partner) = PublicKey::from_bytes(&rendezvous.partner) else { return found.into_inner() };
    let places = RefCell::new(home.reachable(rendezvous.known.iter().copied()));
    let beacon = Beacon::for_meeting(&rendezvous.secret, home.id(), rendezvous.nonce);
    let sought = Sought::partner(&rendezvous.secret, rendezvous.partner);
    let mut nearby = Nearby::start(home.binds(), home.addresses(), Some(beacon), Some(sought));
    let look = async {
        loop {
            let at = nearby.next().await.at;
            found.borrow_mut().heard = true;
            if home.is_near(at) && !places.borrow().contains(&at) {
                places.borrow_mut().push(at);
            }
        }
    };
    let listen = async {
        while let Some(incoming) = home.next_incoming().await {
            let Ok(accepting) = incoming.accept() else { continue };
            if let Ok(Ok(connection)) = timeout(DIAL, accepting).await
                && connection.remote_id() == partner
            {
                found.borrow_mut().reached = true;
            }
        }
    };
    let dial = async {
        loop {
            let addresses = places.borrow().clone();
            if !addresses.is_empty() && !found.borrow().reached {
                let to = EndpointAddr::from_parts(partner, addresses.into_iter().map(TransportAddr::Ip));
                if let Ok(Ok(connection)) = timeout(DIAL, home.iroh().connect(to, MEET_ALPN)).await {
                    found.borrow_mut().reached = true;
                    let reason = timeout(PAUSE, connection.closed()).await;
                    let refused = reason.is_ok_and(|reason| matches!(LinkError::of(&reason), LinkError::Refused));
                    found.borrow_mut().refused |= refused;
                }
            }
            sleep(PAUSE).await;
        }
    };
    let until = async {
        let deadline = Instant::now() + wait;
        while Instant::now() < deadline && !(found.borrow().heard && found.borrow().reached) {
            sleep(PAUSE).await;
        }
    };
    tokio::select! {
        () = until => {}
        () = look => {}
        () = listen => {}
        () = dial => {}
    }
    let mut found = found.into_inner();
    if !found.reached {
        for at in home.reachable(rendezvous.known.iter().copied()) {
            found.nobody_listens |= knock(home, at);
            found.neighbour |= is_neighbour(at);
        }
    }
    found
}

/// Sends one byte, which means nothing. Whether the other system answers that nobody listens there.
fn knock(home: &HomeEndpoint, at: SocketAddr) -> bool {
    let own = home.binds().iter().find(|bind| bind.contains(at.ip()));
    let Some(socket) = own.and_then(|own| UdpSocket::bind((own.ip, 0)).ok()) else { return false };
    let sent = socket.set_read_timeout(Some(KNOCK)).and_then(|()| socket.connect(at)).and_then(|()| socket.send(&[0]));
    let answer = sent.and_then(|_| socket.recv(&mut [0]));
    answer.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionRefused)
}

/// Whether the system has seen a device at this address (Linux: `/proc/net/arp`, proc_net(5)).
fn is_neighbour(at: SocketAddr) -> bool {
    const COMPLETE: &str = "0x2";
    let table = std::fs::read_to_string("/proc/net/arp").unwrap_or_default();
    let ip = at.ip().to_string();
    table.lines().any(|line| {
        let mut fields = line.split_whitespace();
        fields.next() == Some(&ip) && fields.nth(1) == Some(COMPLETE)
    })
}
