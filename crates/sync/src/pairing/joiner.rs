//! The side that takes the code, step by step: committed, revealed, proved. Each step is a type that is made only from the one
//! before, and a hello that was revealed is never said again.

use std::sync::Arc;

use super::commitment::{commitment, proof};
use super::hello::Hello;
use super::transcript::Transcript;
use super::{Channel, Message, PairingSecret, Proved, Refusal, Role};

/// Bound to a hello that nobody has seen yet.
pub struct Joining {
    secret: Arc<PairingSecret>,
    channel: Channel,
    mine: Hello,
}

impl Joining {
    /// Begins on this session, with a hello that was made for it.
    pub const fn new(secret: Arc<PairingSecret>, channel: Channel, mine: Hello) -> Self {
        Self { secret, channel, mine }
    }

    /// The first message.
    pub fn commit(&self) -> Message {
        let commitment = commitment(&self.channel, &self.mine);
        Message::Commit { commitment, proof: proof(&self.secret, &self.channel, &commitment) }
    }

    /// Takes the host's hello, and says its own, with the proof. From here on it is known what words this session shows: whoever
    /// loses it now does not begin another by itself.
    ///
    /// # Errors
    /// [`Refusal::NotVouched`]; nothing was revealed then.
    pub fn reveal(self, host: Hello) -> Result<(Revealed, [Message; 2]), Refusal> {
        if !host.vouches_for(&self.channel.host) {
            return Err(Refusal::NotVouched);
        }
        let Self { secret, channel, mine } = self;
        let transcript = Transcript::new(&channel, &host, &mine);
        let proof = transcript.proof(&secret, Role::Joiner);
        Ok((Revealed { secret, transcript, theirs: host }, [Message::Hello(mine), Message::Proof(proof)]))
    }
}

/// Has said its hello, and waits for the host's proof.
pub struct Revealed {
    secret: Arc<PairingSecret>,
    transcript: Transcript,
    theirs: Hello,
}

impl Revealed {
    /// Takes the host's proof.
    ///
    /// # Errors
    /// [`Refusal::Unproven`].
    pub fn check(self, proof: &[u8; 32]) -> Result<Proved, Refusal> {
        if !self.transcript.proves(&self.secret, Role::Host, proof) {
            return Err(Refusal::Unproven);
        }
        Ok(Proved::new(&self.transcript, &self.secret, self.theirs))
    }
}
