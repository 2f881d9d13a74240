//! Files that somebody brings: taken in part by part, with a limit, and kept until the form is posted for which they came.
//!
//! What is encrypted goes into a file without a name beside the journal. Words stay in memory, are on no disk, and are gone when it is
//! locked. Nothing is opened by a name that came along.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use kintsugi_home::{Brought, Given, InForm};

use crate::form::Form;

/// The most bytes of a file that is encrypted: 2 GiB.
const MOST_SEALED: u64 = 2 << 30;
/// The most bytes of words, of all files that come for one form: 64 MiB.
const MOST_WORDS: u64 = 64 << 20;
/// The most files that come for one form.
const MOST_FILES: usize = 10_000;
/// The most bytes of a name.
const MOST_NAME: usize = 1024;

/// What somebody brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A backup.
    Backup,
    /// A meeting on a stick.
    Bundle,
    /// Words of another program.
    Words,
}

impl What {
    /// By the last part of a path.
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "backup" => Some(Self::Backup),
            "bundle" => Some(Self::Bundle),
            "words" => Some(Self::Words),
            _ => None,
        }
    }

    /// How such a file begins, where it is encrypted.
    const fn begins(self) -> &'static [u8] {
        match self {
            Self::Backup => b"age-encryption.org/v1\n",
            Self::Bundle => b"kintsugi",
            Self::Words => b"",
        }
    }
}

/// Why a file was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is larger than is taken in here.
    TooLarge,
    /// It is something else.
    Other,
    /// It could not be put beside the journal.
    Disk,
}

/// One file on its way in.
pub(crate) struct Tray {
    what: What,
    name: String,
    /// It is the first for its form, and takes the place of what came before.
    first: bool,
    held: Held,
    start: Vec<u8>,
    room: u64,
    fault: Option<Fault>,
}

enum Held {
    Words(Vec<u8>),
    Sealed(File),
}

impl Tray {
    /// Takes a part; whether more is wanted.
    pub(crate) fn put(&mut self, part: &[u8]) -> bool {
        if self.fault.is_none() {
            self.fault = self.take(part).err();
        }
        self.fault.is_none()
    }

    fn take(&mut self, part: &[u8]) -> Result<(), Fault> {
        self.room = self.room.checked_sub(part.len() as u64).ok_or(Fault::TooLarge)?;
        let begins = self.what.begins();
        let missing = begins.len() - self.start.len();
        self.start.extend(part.iter().take(missing));
        // Nothing that anybody could read is put on the disk.
        if !begins.starts_with(&self.start) {
            return Err(Fault::Other);
        }
        match &mut self.held {
            Held::Words(words) => words.extend_from_slice(part),
            Held::Sealed(file) => file.write_all(part).map_err(|_| Fault::Disk)?,
        }
        Ok(())
    }

    /// Why it cannot be taken, where it cannot.
    pub(crate) const fn fault(&self) -> Option<Fault> {
        self.fault
    }
}

/// A tray as it comes back from where it was filled.
#[derive(Clone)]
pub(crate) struct Filled(Arc<Mutex<Option<Tray>>>);

impl Filled {
    pub(crate) fn of(tray: Tray) -> Self {
        Self(Arc::new(Mutex::new(Some(tray))))
    }

    pub(crate) fn take(&self) -> Option<Tray> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What was found in words of another program, or came of them.
pub(crate) struct Found {
    pub(crate) form: InForm,
    pub(crate) name: &'static str,
    pub(crate) open: bool,
    /// It was looked at alone.
    pub(crate) looked: bool,
    pub(crate) brought: Brought,
}

/// All that was brought.
#[derive(Default)]
pub(crate) struct Trays {
    backup: Option<Result<File, Fault>>,
    bundle: Option<Result<File, Fault>>,
    words: Vec<Given>,
    words_fault: Option<Fault>,
    /// What somebody looks at now.
    pub(crate) looking: Option<Arc<Vec<Given>>>,
    /// What came of it.
    pub(crate) found: Arc<Mutex<Option<Found>>>,
}

impl Trays {
    /// A tray for a file, beside a journal in this folder. `name` is what came along, as a browser writes it; `first` is whether it
    /// takes the place of what came before.
    pub(crate) fn begin(&self, what: What, folder: &Path, name: &str, first: bool) -> Tray {
        let kept: u64 = if first { 0 } else { self.words.iter().map(|file| file.bytes.len() as u64).sum() };
        let full = !first && self.words.len() >= MOST_FILES;
        let (room, held) = match what {
            What::Words => (if full { 0 } else { MOST_WORDS.saturating_sub(kept) }, Ok(Held::Words(Vec::new()))),
            _ => (MOST_SEALED, tempfile::tempfile_in(folder).map(Held::Sealed)),
        };
        let fault = held.is_err().then_some(Fault::Disk);
        let held = held.unwrap_or(Held::Words(Vec::new()));
        Tray { what, name: plain(name), first, held, start: Vec::new(), room, fault }
    }

    /// Keeps what came.
    pub(crate) fn keep(&mut self, tray: Tray) {
        let outcome = tray.fault.map_or(Ok(tray.held), Err);
        match (tray.what, outcome) {
            (What::Words, outcome) => {
                if tray.first {
                    (self.words, self.words_fault) = (Vec::new(), None);
                }
                match outcome {
                    Ok(Held::Words(bytes)) => self.words.push(Given { name: tray.name, bytes }),
                    Ok(Held::Sealed(_)) => {}
                    Err(fault) => self.words_fault = Some(fault),
                }
            }
            (what, outcome) => {
                let file = outcome.and_then(|held| match held {
                    Held::Sealed(file) if tray.start.len() == what.begins().len() => Ok(file),
                    _ => Err(Fault::Other),
                });
                *(if what == What::Backup { &mut self.backup } else { &mut self.bundle }) = Some(file);
            }
        }
    }

    /// The backup that came; nothing where none did.
    pub(crate) fn backup(&mut self) -> Option<Result<File, Fault>> {
        self.backup.take()
    }

    /// The meeting on a stick that came; nothing where none did.
    pub(crate) fn bundle(&mut self) -> Option<Result<File, Fault>> {
        self.bundle.take()
    }

    /// The words that came; nothing where none did.
    pub(crate) fn words(&mut self) -> Option<Result<Vec<Given>, Fault>> {
        let words = std::mem::take(&mut self.words);
        match self.words_fault.take() {
            Some(fault) => Some(Err(fault)),
            None => (!words.is_empty()).then_some(Ok(words)),
        }
    }

    /// What was found is shown to whoever asks.
    pub(crate) fn with_found<T>(&self, look: impl FnOnce(Option<&Found>) -> T) -> T {
        look(self.found.lock().unwrap_or_else(PoisonError::into_inner).as_ref())
    }
}

/// Keeps what was found.
pub(crate) fn put(place: &Mutex<Option<Found>>, found: Option<Found>) {
    *place.lock().unwrap_or_else(PoisonError::into_inner) = found;
}

/// A name without what is no letter; what is no name at all, or longer than one may be, is called a file.
fn plain(escaped: &str) -> String {
    let form = Form::read(format!("name={escaped}").as_bytes());
    let name: String = form.get("name").chars().filter(|c| !c.is_control()).collect();
    if name.is_empty() || name.len() > MOST_NAME { "file".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trays() -> (tempfile::TempDir, Trays) {
        (tempfile::tempdir().expect("a folder"), Trays::default())
    }

    #[test]
    fn what_is_not_encrypted_comes_to_no_disk() {
        let (folder, mut trays) = trays();
        for (what, bytes) in [
            (What::Backup, &b"{\"format\":1}\n"[..]),
            (What::Backup, b"a"),
            (What::Backup, b""),
            (What::Bundle, b"kintsug"),
            (What::Bundle, b"age-encryption.org/v1\n"),
        ] {
            let mut tray = trays.begin(what, folder.path(), "x", true);
            // As slowly as it can come.
            for part in bytes.chunks(1) {
                let _ = tray.put(part);
            }
            trays.keep(tray);
            let came = if what == What::Backup { trays.backup() } else { trays.bundle() };
            assert_eq!(came.expect("something").map(drop), Err(Fault::Other), "{bytes:?}");
        }
        let mut tray = trays.begin(What::Backup, folder.path(), "x", true);
        assert!(tray.put(b"age-encryption.org/v1\n") && tray.put(b"-> scrypt"));
        trays.keep(tray);
        assert!(trays.backup().expect("something").is_ok() && trays.backup().is_none(), "once");
        assert_eq!(std::fs::read_dir(folder.path()).expect("a folder").count(), 0, "it has no name");
    }

    #[test]
    fn words_of_one_form_have_room_together_and_begin_anew_with_the_next() {
        let (folder, mut trays) = trays();
        let bring = |trays: &mut Trays, name: &str, bytes: &[u8], first| {
            let mut tray = trays.begin(What::Words, folder.path(), name, first);
            let taken = tray.put(bytes);
            trays.keep(tray);
            taken
        };
        let half = vec![b'x'; usize::try_from(MOST_WORDS / 2).expect("it fits")];
        assert!(bring(&mut trays, "one", &half, true) && bring(&mut trays, "two", &half, false));
        assert!(!bring(&mut trays, "three", b"x", false));
        assert_eq!(trays.words(), Some(Err(Fault::TooLarge)));
        assert_eq!(trays.words(), None);
        assert!(bring(&mut trays, "..%2F%00a%0D%0Ab.md", b"words", true));
        let words = trays.words().expect("something").expect("words");
        assert_eq!((words[0].name.as_str(), words.len()), ("../ab.md", 1));
        assert!(bring(&mut trays, &"a".repeat(2000), b"words", true));
        assert_eq!(trays.words().expect("something").expect("words")[0].name, "file");
    }
}
