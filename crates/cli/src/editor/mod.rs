//! Words in an editor: in a folder that only their owner can look into, on every path that leads out of it.
//!
//! The folder is there until the words are saved, or kept as a draft. Where this program is asked to end before that, what the
//! file holds is handed out for a draft; where it could not even do that, the next one finds the folder and does.

mod folder;
mod program;
mod waiting;

use std::io;
use std::path::{Path, PathBuf};

use folder::Writing;
use waiting::{Ended, Waiting};

pub(crate) use folder::{Left, MAX_BYTES};
pub(crate) use program::{is_known, is_named};

/// Where folders are made, and whose they are: several homes may share a place.
pub(crate) struct Places {
    tag: String,
    folders: Vec<PathBuf>,
}

/// How it ended.
pub(crate) enum Edited {
    /// The editor ended as it should, with this in the file.
    Done(Vec<u8>),
    /// The editor ended with an error; these texts were written.
    Failed(Vec<Vec<u8>>),
    /// This program was asked to end while the editor was open; these texts were written.
    Stopped(Vec<Vec<u8>>),
}

/// An editor that has ended. While this is kept, the words stand in their folder and no signal ends this program.
pub(crate) struct Session {
    writing: Option<Writing>,
    _waiting: Waiting,
}

impl Places {
    /// The runtime folder of this user where the system gives one, else the home of the journal.
    pub(crate) fn of(home: &Path, device: &[u8; 32]) -> Self {
        let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
        let folders = runtime.filter(|path| path.is_absolute() && folder::is_private(path));
        let tag = data_encoding::HEXLOWER.encode(&device[..8]);
        Self { tag, folders: folders.into_iter().chain([home.to_owned()]).collect() }
    }

    /// Opens the editor on what `before` holds, for this command.
    pub(crate) fn edit(&self, purpose: &str, before: &str) -> io::Result<(Session, Edited)> {
        let mut waiting = Waiting::new()?;
        let writing = self.begin(purpose, before)?;
        let command = program::on(&writing.words(), writing.path())?;
        let edited = match waiting.for_end_of(command)? {
            Ended::Well => Edited::Done(writing.read()?),
            Ended::Badly => Edited::Failed(writing.texts()),
            Ended::Asked => Edited::Stopped(writing.texts()),
        };
        Ok((Session { writing: Some(writing), _waiting: waiting }, edited))
    }

    fn begin(&self, purpose: &str, before: &str) -> io::Result<Writing> {
        let mut failed = None;
        for folder in &self.folders {
            match Writing::begin(folder, &self.tag, purpose, before) {
                Ok(writing) => return Ok(writing),
                Err(error) => failed = Some(error),
            }
        }
        Err(failed.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
    }

    /// Hands out what was left behind; each folder of which `keep` has everything is taken away.
    pub(crate) fn sweep(&self, mut keep: impl FnMut(&Left) -> bool) {
        for writing in self.folders.iter().flat_map(|folder| Writing::left_behind(folder, &self.tag)) {
            if !keep(&writing.left()) {
                writing.stay();
            }
        }
    }
}

impl Session {
    /// Leaves the folder where it is: the words could be kept nowhere else.
    pub(crate) fn stay(&mut self) {
        self.writing.take().into_iter().for_each(Writing::stay);
    }

    /// Leaves the folder where it is if an editor goes on in it.
    pub(crate) fn stay_in_use(&mut self) {
        self.writing.take().into_iter().for_each(Writing::stay_in_use);
    }
}
