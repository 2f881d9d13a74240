//! Why the two laptops did not meet, or were not paired.

use std::path::PathBuf;

use kintsugi_home::HomeError;
use kintsugi_lan::{BindError, EndpointError, LinkError, MeetError, PairError};
use kintsugi_vault::VaultError;

/// Why the two laptops did not meet. What was written is safe in each of these cases.
///
/// Exhaustive on purpose: a front end that has no words for a new case must not compile.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The home could not be read or written.
    #[error(transparent)]
    Home(HomeError),
    /// There is no network to use.
    #[error(transparent)]
    Networks(#[from] BindError),
    /// The network port could not be opened.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The meeting was cut, or the other side broke a rule.
    #[error(transparent)]
    Meeting(MeetError<HomeError>),
    /// The two were not paired.
    #[error(transparent)]
    Pairing(#[from] PairError),
    /// The other laptop was not there.
    #[error("the other laptop was not reached")]
    NotReached,
    /// Another process of this home has the network.
    #[error("another kintsugi of this journal is using the network")]
    InUse,
    /// Whoever began it ended it.
    #[error("stopped")]
    Stopped,
    /// A newer program has taken over the store, and this one writes nothing more into it.
    #[error("a newer kintsugi has taken over this journal")]
    NewerStore,
    /// The lock of the network could not be taken.
    #[error("the lock failed: {0}")]
    Lock(std::io::Error),
    /// The local socket could not be made.
    #[error("no socket could be made at {path}: {error}")]
    Socket {
        /// Where.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The system refused something that it always has; a sentence.
    #[error("{0}")]
    System(String),
}

impl From<HomeError> for Error {
    fn from(error: HomeError) -> Self {
        if is_newer(&error) { Self::NewerStore } else { Self::Home(error) }
    }
}

impl From<MeetError<HomeError>> for Error {
    fn from(error: MeetError<HomeError>) -> Self {
        match error {
            MeetError::Store(error) => error.into(),
            error => Self::Meeting(error),
        }
    }
}

impl From<LinkError> for Error {
    fn from(error: LinkError) -> Self {
        Self::Meeting(error.into())
    }
}

/// Whether a newer program has taken over the store meanwhile.
pub(crate) const fn is_newer(error: &HomeError) -> bool {
    matches!(error, HomeError::Vault(VaultError::Overtaken | VaultError::Newer(_)))
}
