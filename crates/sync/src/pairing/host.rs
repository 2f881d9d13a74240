//! The side that shows the code, step by step: admitted, greeted, proved. Each step is a type that is made only from the one
//! before; the first costs one of the window's tries, before anything of the host is said.

use std::sync::Arc;

use super::commitment::{commitment, proves};
use super::hello::Hello;
use super::transcript::Transcript;
use super::{Channel, Message, PairingSecret, Proved, Refusal, Role, TRIES};

/// How often the code may be used in one window. Each use that was begun counts, however it ends.
#[derive(Debug)]
pub struct Tries(u32);

impl Default for Tries {
    fn default() -> Self {
        Self(TRIES)
    }
}

impl Tries {
    /// How many are left.
    pub const fn left(&self) -> u32 {
        self.0
    }
}

/// Somebody who knows the code and is bound to a hello.
pub struct Admitted {
    secret: Arc<PairingSecret>,
    channel: Channel,
    commitment: [u8; 32],
}

impl Admitted {
    /// Takes the joiner's first message. Whoever cannot make it costs no try.
    ///
    /// # Errors
    /// [`Refusal::Unproven`] where it is none of somebody who knows the code, [`Refusal::NoTryLeft`].
    pub fn new(
        secret: Arc<PairingSecret>,
        channel: Channel,
        first: &Message,
        tries: &mut Tries,
    ) -> Result<Self, Refusal> {
        let Message::Commit { commitment, proof } = first else { return Err(Refusal::Unproven) };
        if !proves(&secret, &channel, commitment, proof) {
            return Err(Refusal::Unproven);
        }
        tries.0 = tries.0.checked_sub(1).ok_or(Refusal::NoTryLeft)?;
        Ok(Self { secret, channel, commitment: *commitment })
    }

    /// Says a hello that was made for this session.
    pub fn greet(self, mine: Hello) -> (Greeted, Message) {
        (Greeted { admitted: self, mine: mine.clone() }, Message::Hello(mine))
    }
}

/// Has said its hello, and waits for what the joiner is bound to, and its proof.
pub struct Greeted {
    admitted: Admitted,
    mine: Hello,
}

impl Greeted {
    /// Takes the joiner's hello and proof; the answer is the host's own proof.
    ///
    /// # Errors
    /// [`Refusal::NotCommitted`] for any hello but the one the joiner is bound to, [`Refusal::NotVouched`],
    /// [`Refusal::Unproven`].
    pub fn check(self, joiner: Hello, proof: &[u8; 32]) -> Result<(Proved, Message), Refusal> {
        let Admitted { secret, channel, commitment: bound } = self.admitted;
        if commitment(&channel, &joiner) != bound {
            return Err(Refusal::NotCommitted);
        }
        if !joiner.vouches_for(&channel.joiner) {
            return Err(Refusal::NotVouched);
        }
        let transcript = Transcript::new(&channel, &self.mine, &joiner);
        if !transcript.proves(&secret, Role::Joiner, proof) {
            return Err(Refusal::Unproven);
        }
        let answer = Message::Proof(transcript.proof(&secret, Role::Host));
        Ok((Proved::new(&transcript, &secret, joiner), answer))
    }
}
