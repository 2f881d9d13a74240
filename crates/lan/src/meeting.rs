//! Meetings over a link: one session and part, or one session after the other for as long as the link stands.

use std::cell::RefCell;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::timeout;

use crate::code;
use crate::link::{Link, LinkError, read_frame};
use kintsugi_sync::{Breach, Outcome, Session, SessionError, Store};
use kintsugi_sync::{Frame, FrameError};

/// How long the other side may take over its store before it says the next thing.
const SILENCE: Duration = Duration::from_secs(20);

/// After so many frames sent it is told how far the meeting has come.
const TELL: u32 = 256;

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
            // Nobody broke a rule: the same as when the other side closes the connection for it.
            SessionError::Breach(Breach::Version(_)) => Self::Link(LinkError::Version),
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

/// Holds one session over the link, to its end, and parts.
///
/// # Errors
/// [`MeetError`]; what was durable before stays, and the next meeting takes up from there.
pub async fn hold<S: Store>(mut link: Link, session: Session, store: &S) -> Result<Outcome, MeetError<S::Error>> {
    let outcome = converse(&mut link, session, store, SILENCE).await;
    if outcome.is_ok() {
        link.part().await;
    }
    outcome
}

/// Holds one session over the link and leaves the link open. `first` is how long the other side may take over its first
/// word; where that is an error, the connection is closed.
///
/// # Errors
/// As [`hold`].
pub(crate) async fn converse<S: Store>(
    link: &mut Link,
    session: Session,
    store: &S,
    first: Duration,
) -> Result<Outcome, MeetError<S::Error>> {
    let outcome = exchange(link, &RefCell::new(session), store, first).await;
    match &outcome {
        Ok(_) => {}
        Err(MeetError::Link(LinkError::Version)) => link.refuse(code::VERSION),
        Err(_) => link.refuse(code::BYE),
    }
    outcome
}

async fn exchange<S: Store>(
    link: &mut Link,
    session: &RefCell<Session>,
    store: &S,
    first: Duration,
) -> Result<Outcome, MeetError<S::Error>> {
    let Link { connection, send, recv, waiting, .. } = link;
    let (more_to_say, over) = (Notify::new(), Notify::new());
    let write = async {
        let mut frames = 0_u32;
        loop {
            frames = frames.wrapping_add(1);
            if frames.is_multiple_of(TELL) {
                store.progress(session.borrow().progress());
            }
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
        let mut patience = first;
        while session.borrow().outcome().is_none() {
            let next = match waiting.take() {
                Some(next) => Ok(next),
                None => tokio::select! {
                    next = timeout(patience, read_frame(recv)) => next.unwrap_or(Err(LinkError::Lost)),
                    () = over.notified() => break,
                },
            };
            let (frame, size) = match next {
                Ok(next) => next,
                // The other side has heard our last word before this loop was told of it, and ended its stream.
                Err(_) if session.borrow().outcome().is_some() => break,
                Err(error) => return Err(error.into()),
            };
            if matches!(frame, Frame::Ping | Frame::Pong) {
                continue;
            }
            patience = SILENCE;
            let intake = session.borrow_mut().receive(frame, size, store)?;
            if let Some(intake) = intake {
                let receipt = store.take_in(intake).map_err(MeetError::Store)?;
                session.borrow_mut().taken_in(receipt, store)?;
                store.progress(session.borrow().progress());
            }
            more_to_say.notify_one();
        }
        Ok(())
    };
    tokio::try_join!(write, read)?;
    session.borrow().outcome().ok_or(MeetError::NotReached)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kintsugi_sync::Versions;

    /// The watch takes a broken meeting up again after seconds, and another version after a minute.
    #[test]
    fn another_version_is_no_lost_link_and_no_broken_rule() {
        let versions = Versions { lowest: 9, highest: 12 };
        let other = SessionError::<FrameError>::Breach(Breach::Version(versions));
        assert!(matches!(MeetError::from(other), MeetError::Link(LinkError::Version)));
        let broken = SessionError::<FrameError>::Breach(Breach::OutOfTurn);
        assert!(matches!(MeetError::from(broken), MeetError::Breach(Breach::OutOfTurn)));
    }
}
