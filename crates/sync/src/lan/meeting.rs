//! A meeting over the home network: find each other, hold the session, part.
//!
//! Both may begin at once, and either first: each listens and dials. The laptop with the lower id leads: it opens the stream
//! on the first connection that stands, and the other waits for a stream on any. So the two never talk past each other on
//! two connections.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::Duration;

use iroh::endpoint::Connection;
use iroh::{EndpointAddr, EndpointId, PublicKey, TransportAddr};
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::endpoint::HomeEndpoint;
use super::link::{Link, LinkError, read_frame};
use super::{MEET_ALPN, code};
use crate::frame::FrameError;
use crate::session::{Breach, Outcome, Session, SessionError, Store};

const DIAL: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(150);
const STREAM: Duration = Duration::from_secs(5);

/// Why a meeting did not come about, or was cut.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MeetError<E> {
    /// The partner was not reached in time.
    #[error("the partner's laptop was not reached")]
    NotReached,
    /// The link ended.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The other side broke a rule.
    #[error("the other laptop sent {0}")]
    Breach(Breach),
    /// The store here failed.
    #[error(transparent)]
    Store(E),
}

impl<E> From<SessionError<E>> for MeetError<E> {
    fn from(error: SessionError<E>) -> Self {
        match error {
            SessionError::Breach(breach) => Self::Breach(breach),
            SessionError::Store(error) => Self::Store(error),
        }
    }
}

impl<E> From<FrameError> for MeetError<E> {
    fn from(error: FrameError) -> Self {
        Self::Breach(error.into())
    }
}

/// Finds the partner's laptop: listens, and dials these addresses, until `deadline`.
///
/// # Errors
/// [`LinkError::Lost`] when nobody came in time, [`LinkError::Refused`] when the other side answered and refused.
pub async fn find(
    home: &HomeEndpoint,
    partner: &[u8; 32],
    addresses: &[SocketAddr],
    deadline: Instant,
) -> Result<Link, LinkError> {
    let partner = PublicKey::from_bytes(partner).map_err(|_| LinkError::Refused)?;
    let leads = home.iroh().id() < partner;
    let (found, mut connections) = mpsc::channel(4);
    let meet = async {
        // The connections that a follower holds open while it waits for the leader to choose one.
        let mut waiting = tokio::task::JoinSet::new();
        loop {
            tokio::select! {
                Some(connection) = connections.recv() => {
                    if leads {
                        let opened = lead(connection).await;
                        if let Ok(link) = opened { return Ok(link) }
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
    };
    let dialled = found.clone();
    tokio::select! {
        link = meet => link,
        () = listen(home, partner, found) => Err(LinkError::Lost),
        refused = dial(home, partner, addresses, dialled) => Err(refused),
        () = tokio::time::sleep_until(deadline) => Err(LinkError::Lost),
    }
}

async fn listen(home: &HomeEndpoint, partner: EndpointId, found: mpsc::Sender<Connection>) {
    while let Some(incoming) = home.next_incoming().await {
        let Ok(accepting) = incoming.accept() else { continue };
        let Ok(Ok(connection)) = timeout(DIAL, accepting).await else { continue };
        if connection.remote_id() == partner && connection.alpn() == MEET_ALPN && found.send(connection).await.is_err()
        {
            return;
        }
    }
}

async fn dial(
    home: &HomeEndpoint,
    partner: EndpointId,
    addresses: &[SocketAddr],
    found: mpsc::Sender<Connection>,
) -> LinkError {
    let addresses = home.reachable(addresses);
    loop {
        if !addresses.is_empty() {
            let to = EndpointAddr::from_parts(partner, addresses.iter().copied().map(TransportAddr::Ip));
            if let Ok(Ok(connection)) = timeout(DIAL, home.iroh().connect(to, MEET_ALPN)).await {
                let held = connection.clone();
                if found.send(connection).await.is_err() {
                    return LinkError::Lost;
                }
                // One connection at a time: the next is dialled only when this one has ended.
                if matches!(LinkError::of(&held.closed().await), LinkError::Refused) {
                    return LinkError::Refused;
                }
            }
        }
        sleep(PAUSE).await;
    }
}

async fn lead(connection: Connection) -> Result<Link, LinkError> {
    let (send, recv) = timeout(STREAM, connection.open_bi())
        .await
        .map_err(|_| LinkError::Lost)?
        .map_err(|error| LinkError::of(&error))?;
    Ok(Link { connection, send, recv, leads: true })
}

async fn follow(connection: Connection) -> Result<Link, LinkError> {
    let (send, recv) = connection.accept_bi().await.map_err(|error| LinkError::of(&error))?;
    Ok(Link { connection, send, recv, leads: false })
}

/// Holds one session over the link, to its end.
///
/// # Errors
/// [`MeetError`]; what was durable before stays, and the next meeting takes up from there.
pub async fn hold<S: Store>(mut link: Link, session: Session, store: &S) -> Result<Outcome, MeetError<S::Error>> {
    let session = RefCell::new(session);
    let outcome = exchange(&mut link, &session, store).await;
    match &outcome {
        Ok(_) => link.part().await,
        Err(MeetError::Breach(Breach::Version(_))) => link.refuse(code::VERSION),
        Err(_) => link.refuse(code::BYE),
    }
    outcome
}

async fn exchange<S: Store>(
    link: &mut Link,
    session: &RefCell<Session>,
    store: &S,
) -> Result<Outcome, MeetError<S::Error>> {
    let Link { connection, send, recv, .. } = link;
    let (more_to_say, over) = (Notify::new(), Notify::new());
    let write = async {
        loop {
            let next = session.borrow_mut().next_frame(store)?;
            match next {
                Some(frame) => {
                    let bytes = frame.encode()?;
                    let lost = |_| connection.close_reason().map_or(LinkError::Lost, |reason| LinkError::of(&reason));
                    send.write_all(&bytes).await.map_err(lost)?;
                }
                None if session.borrow().outcome().is_some() => {
                    over.notify_one();
                    return Ok::<_, MeetError<S::Error>>(());
                }
                None => more_to_say.notified().await,
            }
        }
    };
    let read = async {
        while session.borrow().outcome().is_none() {
            let next = tokio::select! {
                next = read_frame(recv) => next,
                () = over.notified() => break,
            };
            let (frame, size) = match next {
                Ok(next) => next,
                // The other side has heard our last word before this loop was told of it, and ended its stream.
                Err(_) if session.borrow().outcome().is_some() => break,
                Err(error) => return Err(error.into()),
            };
            let intake = session.borrow_mut().receive(frame, size, store)?;
            if let Some(intake) = intake {
                let receipt = store.take_in(intake).map_err(MeetError::Store)?;
                session.borrow_mut().taken_in(receipt, store)?;
            }
            more_to_say.notify_one();
        }
        Ok(())
    };
    tokio::try_join!(write, read)?;
    session.borrow().outcome().ok_or(MeetError::NotReached)
}

/// Until when a wait of this length lasts.
pub(super) fn until(wait: Duration) -> Instant {
    Instant::now() + wait
}

pub(super) async fn by<T>(deadline: Instant, work: impl Future<Output = T>) -> Option<T> {
    timeout_at(deadline, work).await.ok()
}
