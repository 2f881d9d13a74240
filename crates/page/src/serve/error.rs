//! Why there is no page.

use std::path::PathBuf;

/// Why there is no page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DoorError {
    /// There is one of this journal already.
    #[error("the page of this journal is open already")]
    Open,
    /// Other commands of this journal could not reach it.
    #[error("{} cannot be used: {error}", path.display())]
    Socket {
        /// Where they would.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The system has no place to listen, or no thread.
    #[error("this laptop lets nobody listen: {0}")]
    System(#[from] std::io::Error),
}
