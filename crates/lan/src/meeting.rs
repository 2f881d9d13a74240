//! Meetings over a link: one session and part, or one session after the other for as long as the link stands.
//!
//! Here bytes are carried and the other side is waited for. What they mean, and the store, is somewhere else: see [`Talker`].

use std::time::Duration;

use tokio::time::{Instant, timeout};

use crate::code;
use crate::link::{Link, LinkError};
use crate::patience::Patience;
use kintsugi_sync::{Breach, Frame, FrameError, Outcome, SessionError, Step};

/// How long the other side may take over its first word in a meeting that somebody asked for.
const FIRST_WORD: Duration = Duration::from_secs(20);

/// A session that is held elsewhere, step by step, such as on a thread that may wait for a disk.
pub trait Talker {
    /// Why this copy cannot be read or written.
    type Error;

    /// Hears whole frames and says what is to be said where there is `room` for it; see [`kintsugi_sync::Talk::step`].
    ///
    /// # Errors
    /// As there.
    fn step(&mut self, heard: Vec<u8>, room: bool) -> impl Future<Output = Result<Step, SessionError<Self::Error>>>;
}

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
pub async fn hold<T: Talker>(mut link: Link, talk: &mut T) -> Result<Outcome, MeetError<T::Error>> {
    let outcome = converse(&mut link, talk, FIRST_WORD).await.0;
    if outcome.is_ok() {
        link.part().await;
    }
    outcome
}

/// Holds one session over the link and leaves the link open, and says how long this side has worked for it. `first` is how
/// long the other side may take over its first word; where there is an error, the connection is closed.
pub(crate) async fn converse<T: Talker>(
    link: &mut Link,
    talk: &mut T,
    first: Duration,
) -> (Result<Outcome, MeetError<T::Error>>, Duration) {
    let mut work = Duration::ZERO;
    let outcome = exchange(link, talk, Patience::new(first), &mut work).await;
    match &outcome {
        Ok(_) => {}
        Err(MeetError::Link(LinkError::Version)) => link.refuse(code::VERSION),
        Err(_) => link.refuse(code::BYE),
    }
    (outcome, work)
}

/// What is between the link and the one who talks.
struct Carried {
    heard: Vec<u8>,
    say: Vec<u8>,
}

async fn exchange<T: Talker>(
    link: &mut Link,
    talk: &mut T,
    mut patience: Patience,
    work: &mut Duration,
) -> Result<Outcome, MeetError<T::Error>> {
    let mut carried = Carried { heard: Vec::new(), say: Vec::new() };
    let (mut more, mut outcome) = (true, None);
    loop {
        let room = carried.say.is_empty();
        match outcome {
            Some(outcome) if room => return Ok(outcome),
            None if !carried.heard.is_empty() || more && room => {
                let begun = Instant::now();
                let step = talk.step(std::mem::take(&mut carried.heard), room).await;
                *work += begun.elapsed();
                let step = step?;
                carried.say.extend(step.say);
                patience.turn(step.turn);
                link.recv.put_back(step.left);
                (more, outcome) = (step.more, step.outcome);
            }
            _ => carried.carry(link, outcome.is_none(), &mut patience).await?,
        }
    }
}

impl Carried {
    /// Waits until something has come or gone, as long as there is patience.
    async fn carry(&mut self, link: &mut Link, listens: bool, patience: &mut Patience) -> Result<(), LinkError> {
        let (begun, before, to_say) = (Instant::now(), link.recv.came(), self.say.len());
        let moved = timeout(patience.left(), self.one(link, listens)).await;
        patience.waited(begun.elapsed(), link.recv.came() - before, (to_say - self.say.len()) as u64);
        match moved {
            Ok(moved) => moved,
            Err(_) if patience.left().is_zero() => Err(LinkError::Lost),
            // Some bytes of a frame came meanwhile.
            Err(_) => Ok(()),
        }
    }

    async fn one(&mut self, link: &mut Link, listens: bool) -> Result<(), LinkError> {
        let Link { connection, send, recv, .. } = link;
        tokio::select! {
            blocks = recv.some(Frame::length), if listens => self.heard.extend(blocks?),
            written = send.write(&self.say), if !self.say.is_empty() => {
                let lost = |_| connection.close_reason().map_or(LinkError::Lost, |reason| LinkError::of(&reason));
                self.say.drain(..written.map_err(lost)?);
            }
        }
        Ok(())
    }
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
