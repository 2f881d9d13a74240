//! What takes its time is done beside the desk, which hears everybody else meanwhile: a backup, words that leave, a file that was
//! brought.
//!
//! An answer hands the work out; whoever serves has it done on a thread of its own, and then asks the page for the answer.

use std::fs::File;
use std::sync::{Arc, Mutex, PoisonError};

use kintsugi_home::HomeError;

type Todo = Box<dyn FnOnce() -> Outcome + Send>;

/// Work that an answer hands out.
#[derive(Clone)]
pub struct Work(Arc<Mutex<Option<Todo>>>);

/// What came of it.
pub struct Done(pub(crate) Outcome);

/// What came of it.
pub(crate) enum Outcome {
    /// A file for the downloads.
    Download(Download),
    /// The next page, and what it says first.
    Go(&'static str, Option<String>),
    /// It did not work.
    Trouble(HomeError),
}

/// A file for the downloads. Its name is always the same: no word that somebody wrote stands in it.
pub(crate) struct Download {
    pub(crate) name: &'static str,
    pub(crate) held: Held,
}

/// What is in a file for the downloads.
pub(crate) enum Held {
    /// Words, which are nowhere but in memory.
    Open(Vec<u8>),
    /// What is encrypted, in a file that has no name.
    Sealed(File),
}

/// A file on its way out.
#[derive(Clone)]
pub struct Sending(pub(crate) Arc<File>);

impl Sending {
    /// The file.
    pub fn file(&self) -> &File {
        &self.0
    }
}

impl Work {
    pub(crate) fn new(todo: impl FnOnce() -> Result<Outcome, HomeError> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(Box::new(|| todo().unwrap_or_else(Outcome::Trouble))))))
    }

    /// Does it; nothing where it was done before.
    pub fn run(&self) -> Option<Done> {
        let todo = self.0.lock().unwrap_or_else(PoisonError::into_inner).take()?;
        Some(Done(todo()))
    }
}

impl Outcome {
    pub(crate) fn told(path: &'static str, said: impl Into<String>) -> Self {
        Self::Go(path, Some(said.into()))
    }

    pub(crate) const fn file(name: &'static str, held: Held) -> Self {
        Self::Download(Download { name, held })
    }
}
