//! Staying in touch: one connection to the partner, one session after the other over it, for as long as both are there.
//!
//! Either side begins a session by speaking; the other hears it and answers. While nobody speaks, the leader asks from time
//! to time whether the other is there. The newest connection wins, so a laptop that comes back is heard at once.

use std::net::SocketAddr;
use std::time::Duration;

use iroh::PublicKey;
use tokio::time::{Instant, sleep, sleep_until, timeout};

use crate::code;
use crate::endpoint::HomeEndpoint;
use crate::find::{Rendezvous, find, successor};
use crate::link::{Link, LinkError, read_frame};
use crate::meeting::{MeetError, converse};
use kintsugi_sync::Frame;
use kintsugi_sync::{Outcome, Session, Store};

/// How often the leader asks while nothing is said: below the five seconds after which the transport would.
const PING: Duration = Duration::from_secs(4);
/// How long the other side, which has nothing else to do, may take over its first word.
const ANSWER: Duration = Duration::from_secs(2);

/// Why company ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parting {
    /// The other side does not know this laptop any more.
    Refused,
    /// The other side runs another version.
    Version,
    /// The endpoint had better be opened anew.
    Reopen,
}

/// What a supervisor asks of the program around it.
pub trait Keeper {
    /// Why this copy cannot be read or written.
    type Error: std::fmt::Display;
    /// This copy of the journal, as one session sees it.
    type Store<'s>: Store<Error = Self::Error>
    where
        Self: 's;

    /// Whom to find, and where they may be now.
    fn rendezvous(&self) -> Rendezvous;
    /// A session to begin, and the copy that it speaks for.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn begin(&self) -> Result<(Session, Self::Store<'_>), Self::Error>;
    /// Waits until something here is to be sent.
    fn news(&self) -> impl Future<Output = ()>;
    /// A session has ended.
    fn met(&self, store: &Self::Store<'_>, outcome: Result<Outcome, MeetError<Self::Error>>, at: Option<SocketAddr>);
    /// Whether the two are together now.
    fn together(&self, together: bool);
}

/// Finds the partner, stays in touch, and finds them again, until there is a reason to stop.
pub async fn keep<K: Keeper>(home: &HomeEndpoint, keeper: &K) -> Parting {
    loop {
        let rendezvous = keeper.rendezvous();
        let Ok(partner) = PublicKey::from_bytes(&rendezvous.partner) else { return Parting::Refused };
        let mut link = match find(home, &rendezvous).await {
            Ok(link) => link,
            Err(LinkError::Refused) => return Parting::Refused,
            Err(LinkError::Version) => return Parting::Version,
            Err(LinkError::Unreachable) => return Parting::Reopen,
            Err(_) => continue,
        };
        loop {
            keeper.together(true);
            let since = Instant::now();
            let newer = tokio::select! {
                ended = stay(&mut link, keeper) => match ended {
                    LinkError::Version => return Parting::Version,
                    LinkError::Refused => return Parting::Refused,
                    _ => break,
                },
                newer = newer(home, partner, since) => newer,
            };
            link.refuse(code::BYE);
            link = newer;
        }
        link.refuse(code::BYE);
        keeper.together(false);
    }
}

/// A newer link, where the other side makes one.
async fn newer(home: &HomeEndpoint, partner: PublicKey, since: Instant) -> Link {
    match successor(home, partner, since).await {
        Ok(link) => link,
        // The endpoint is closed; whoever closed it ends this, too.
        Err(_) => std::future::pending().await,
    }
}

async fn stay<K: Keeper>(link: &mut Link, keeper: &K) -> LinkError {
    loop {
        let at = link.remote_address();
        let Ok((session, store)) = keeper.begin() else {
            // A store that cannot be read for the moment; without a pause it would be asked without end.
            sleep(PING).await;
            return LinkError::Lost;
        };
        let outcome = converse(link, session, &store, ANSWER).await;
        let cut = match &outcome {
            Ok(_) => None,
            Err(MeetError::Link(error)) => Some(error.clone()),
            Err(_) => Some(LinkError::Lost),
        };
        let breach = matches!(outcome, Err(MeetError::Breach(_) | MeetError::Store(_)));
        keeper.met(&store, outcome, at);
        if let Some(error) = cut {
            if breach {
                // It would end the same way at once.
                sleep(PING).await;
            }
            return error;
        }
        let next = tokio::select! {
            knock = idle(link) => knock,
            () = keeper.news() => Ok(()),
        };
        if let Err(error) = next {
            return error;
        }
    }
}

/// Waits until the other side begins a session. What is read stays in the link.
async fn idle(link: &mut Link) -> Result<(), LinkError> {
    let mut due = Instant::now() + PING;
    loop {
        let next = tokio::select! {
            next = read_frame(&mut link.recv) => next,
            () = sleep_until(due), if link.leads => {
                link.send_frame(&Frame::Ping).await?;
                timeout(ANSWER, read_frame(&mut link.recv)).await.map_err(|_| LinkError::Lost)?
            }
        };
        match next? {
            (Frame::Ping, _) => link.send_frame(&Frame::Pong).await?,
            // What a later version says between sessions is none of this one's.
            (Frame::Pong | Frame::Later(_), _) => {}
            knock => {
                link.waiting = Some(knock);
                return Ok(());
            }
        }
        due = Instant::now() + PING;
    }
}
