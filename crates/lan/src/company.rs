//! Staying in touch: one connection to the partner, one session after the other over it, for as long as both are there.
//!
//! Either side begins a session by speaking; the other hears it and answers. While nobody speaks, the leader asks from time
//! to time whether the other is there. The newest connection wins, so a laptop that comes back is heard at once.
//!
//! After sessions that brought nothing the next one that the other side begins waits: see [`Restraint`]. What is written here
//! does not.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::time::Duration;

use iroh::PublicKey;
use tokio::time::{Instant, sleep};

use crate::code;
use crate::endpoint::HomeEndpoint;
use crate::find::{Rendezvous, find, successor};
use crate::idle::{ANSWER, idle};
use crate::link::{Link, LinkError};
use crate::meeting::{MeetError, Talker, converse};
use crate::restraint::Restraint;
use kintsugi_sync::Outcome;

/// What was broken off would end the same way at once: it is tried again after this.
const BROKEN_OFF: Duration = Duration::from_secs(4);

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
    /// A session that goes on, and the copy of the journal that it speaks for.
    type Talk<'s>: Talker<Error = Self::Error>
    where
        Self: 's;

    /// Whom to find, and where they may be now.
    fn rendezvous(&self) -> Rendezvous;
    /// Begins a session.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn begin(&self) -> impl Future<Output = Result<Self::Talk<'_>, Self::Error>>;
    /// Waits until something here is to be sent.
    fn news(&self) -> impl Future<Output = ()>;
    /// A session has ended. Whether there is something here now that was not here when the one before ended.
    fn met<'s>(
        &'s self,
        talk: Self::Talk<'s>,
        outcome: Result<Outcome, MeetError<Self::Error>>,
        at: Option<SocketAddr>,
    ) -> impl Future<Output = bool>;
    /// Whether the two are together now.
    fn together(&self, together: bool);
}

/// Finds the partner, stays in touch, and finds them again, until there is a reason to stop.
pub async fn keep<K: Keeper>(home: &HomeEndpoint, keeper: &K) -> Parting {
    let restraint = RefCell::new(Restraint::new(Instant::now()));
    loop {
        rest(&restraint, keeper).await;
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
            let newer = tokio::select! {
                ended = stay(&mut link, keeper, &restraint) => match ended {
                    LinkError::Version => return Parting::Version,
                    LinkError::Refused => return Parting::Refused,
                    _ => break,
                },
                newer = newer(home, partner, &restraint) => newer,
            };
            link.refuse(code::BYE);
            link = newer;
        }
        link.refuse(code::BYE);
        keeper.together(false);
    }
}

/// A newer link, where the other side makes one.
async fn newer(home: &HomeEndpoint, partner: PublicKey, restraint: &RefCell<Restraint>) -> Link {
    let since = Instant::now();
    // While there is a pause, nobody who knocks is let in: a handshake is work, too.
    sleep(pause(restraint)).await;
    match successor(home, partner, since).await {
        Ok(link) => link,
        // The endpoint is closed; whoever closed it ends this, too.
        Err(_) => std::future::pending().await,
    }
}

fn pause(restraint: &RefCell<Restraint>) -> Duration {
    restraint.borrow().pause(Instant::now())
}

/// Waits as long as sessions that brought nothing demand, or until something here is to be sent.
async fn rest<K: Keeper>(restraint: &RefCell<Restraint>, keeper: &K) {
    let pause = pause(restraint);
    if !pause.is_zero() {
        tokio::select! {
            () = sleep(pause) => {}
            () = keeper.news() => {}
        }
    }
}

async fn stay<K: Keeper>(link: &mut Link, keeper: &K, restraint: &RefCell<Restraint>) -> LinkError {
    loop {
        let at = link.remote_address();
        let Ok(mut talk) = keeper.begin().await else {
            // A store that cannot be read for the moment; without a pause it would be asked without end.
            sleep(BROKEN_OFF).await;
            return LinkError::Lost;
        };
        let (outcome, work) = converse(link, &mut talk, ANSWER).await;
        let cut = match &outcome {
            Ok(_) => None,
            Err(MeetError::Link(error)) => Some(error.clone()),
            Err(_) => Some(LinkError::Lost),
        };
        let breach = matches!(outcome, Err(MeetError::Breach(_) | MeetError::Store(_)));
        let brought_news = keeper.met(talk, outcome, at).await;
        restraint.borrow_mut().ended(brought_news, work, cut.is_some(), Instant::now());
        if let Some(error) = cut {
            if breach {
                sleep(BROKEN_OFF).await;
            }
            return error;
        }
        if let Err(error) = until_next(link, keeper, restraint).await {
            restraint.borrow_mut().ended(false, Duration::ZERO, true, Instant::now());
            return error;
        }
    }
}

/// Waits until either side has something to say.
async fn until_next<K: Keeper>(link: &mut Link, keeper: &K, restraint: &RefCell<Restraint>) -> Result<(), LinkError> {
    let connection = link.connection.clone();
    let pause = pause(restraint);
    let heard = async {
        // What the other side says meanwhile stays in the stream.
        sleep(pause).await;
        idle(link).await
    };
    tokio::select! {
        heard = heard => heard,
        () = keeper.news() => Ok(()),
        closed = connection.closed(), if !pause.is_zero() => Err(LinkError::of(&closed)),
    }
}
