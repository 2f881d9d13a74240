//! What stands once both have proven to hold the code, and why one of them did not.

use super::hello::Hello;
use super::transcript::Transcript;
use super::{Agreement, PairingSecret};

/// Both have proven to hold the secret of the code on this very session. It says nothing of who else holds it: that the four
/// words decide.
pub struct Proved {
    /// Who the other side is.
    pub theirs: Hello,
    /// The four words for the screen here.
    pub words: [&'static str; 4],
    /// What the two share once both people said yes.
    pub agreement: Agreement,
}

impl Proved {
    pub(crate) fn new(transcript: &Transcript, secret: &PairingSecret, theirs: Hello) -> Self {
        Self { theirs, words: transcript.words(secret), agreement: transcript.agree(secret) }
    }
}

/// Why one side goes no further with the other. Nothing was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The proof is not that of somebody who knows the code, on this session.
    #[error("the code was not proven")]
    Unproven,
    /// The window has no try left.
    #[error("the code was used too often")]
    NoTryLeft,
    /// Another hello than the one that was committed to.
    #[error("the hello is not the one that was committed to")]
    NotCommitted,
    /// The person's key does not vouch for the laptop at the other end.
    #[error("the hello does not belong to that laptop")]
    NotVouched,
}
