//! A session over bytes: what was heard goes in, what is to be said comes out. No I/O: whoever carries the bytes says when,
//! and may do so on another thread than the one that waits for the other side.

use super::{Breach, Outcome, Progress, Session, SessionError, Store};
use crate::frame::{Frame, FrameError};

/// So many bytes are said at once, and at most one frame more.
const AT_ONCE: usize = 64 * 1024;

/// One session, as the bytes that cross.
pub struct Talk {
    session: Session,
    /// Bytes that were said.
    said: u64,
    /// A ping or a pong that was on its way when the session began has come.
    stray: bool,
}

/// What came of a step.
#[derive(Debug, Default)]
pub struct Step {
    /// What is to be said now: whole frames with their lengths.
    pub say: Vec<u8>,
    /// There may be more to say at once.
    pub more: bool,
    /// What was handed in and is not of this session any more.
    pub left: Vec<u8>,
    /// Which turn goes on, from 0.
    pub turn: u32,
    /// How far it has come.
    pub progress: Progress,
    /// How it ended, once it has. What is still to be said belongs to it.
    pub outcome: Option<Outcome>,
}

impl Talk {
    /// Begins.
    pub const fn new(session: Session) -> Self {
        Self { session, said: 0, stray: false }
    }

    /// Hears whole frames with their lengths, as many as came, makes durable what they bring, and says what is to be said
    /// where there is room for it.
    ///
    /// # Errors
    /// [`SessionError`]; the meeting is over then, and nothing that was durable is lost.
    pub fn step<S: Store + ?Sized>(
        &mut self,
        heard: &[u8],
        room: bool,
        store: &S,
    ) -> Result<Step, SessionError<S::Error>> {
        let mut rest = heard;
        while self.session.outcome().is_none() && !rest.is_empty() {
            let (block, after) = first_block(rest)?;
            self.hear(block, store)?;
            rest = after;
        }
        let mut step = Step { left: rest.to_vec(), more: true, ..Step::default() };
        if room {
            self.speak(&mut step, store)?;
        }
        step.outcome = self.session.outcome();
        (step.turn, step.progress) = (self.session.turn(), self.session.progress());
        Ok(step)
    }

    fn hear<S: Store + ?Sized>(&mut self, block: &[u8], store: &S) -> Result<(), SessionError<S::Error>> {
        let frame = Frame::decode(block).map_err(Breach::from)?;
        if matches!(frame, Frame::Ping | Frame::Pong) && !self.session.is_greeted() && !self.stray {
            self.stray = true;
            return Ok(());
        }
        if let Some(intake) = self.session.receive(frame, block.len(), store)? {
            let receipt = store.take_in(intake).map_err(SessionError::Store)?;
            self.session.taken_in(receipt, store)?;
        }
        Ok(())
    }

    fn speak<S: Store + ?Sized>(&mut self, step: &mut Step, store: &S) -> Result<(), SessionError<S::Error>> {
        step.more = loop {
            if step.say.len() >= AT_ONCE {
                break true;
            }
            let Some(frame) = self.session.next_frame(store)? else { break false };
            step.say.extend(frame.encode().map_err(Breach::from)?);
        };
        self.said = self.said.saturating_add(step.say.len() as u64);
        // What was asked for again and again; what is still due goes at the next meeting.
        if self.said > self.session.limits().bytes { Err(Breach::Flood.into()) } else { Ok(()) }
    }
}

/// The first frame without its length, and what stands behind it.
fn first_block(bytes: &[u8]) -> Result<(&[u8], &[u8]), Breach> {
    let (prefix, rest) = bytes.split_first_chunk::<4>().ok_or(FrameError::Malformed)?;
    let length = Frame::length(*prefix)?;
    Ok(rest.split_at_checked(length).ok_or(FrameError::Malformed)?)
}
