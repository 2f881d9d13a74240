//! The folder in which words stand while an editor has them: 0700, and locked for as long as anybody writes in it.
//!
//! The lock goes over to the editor. So a folder whose lock is free was left behind, and one whose editor is open is not,
//! whatever became of the program that opened it.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::io::{FdFlags, fcntl_setfd};

/// More than any text that can be kept, so that a text that is too long can still be given back whole.
pub(crate) const MAX_BYTES: u64 = 64 * 1024 * 1024;

const WORDS: &str = "words.txt";
/// What the file held at first: who changed nothing wrote nothing.
const BEFORE: &str = "before";
/// The command that the words are for.
const PURPOSE: &str = "purpose";

/// Words that were left behind.
pub(crate) struct Left {
    /// The command that they were for.
    pub(crate) purpose: String,
    /// Each text that somebody wrote.
    pub(crate) texts: Vec<Vec<u8>>,
}

/// A folder of words. Dropped, it is gone.
pub(super) struct Writing {
    path: PathBuf,
    lock: Option<File>,
    stays: bool,
}

impl Writing {
    /// Makes one, with what the editor is to open on.
    pub(super) fn begin(place: &Path, tag: &str, purpose: &str, before: &str) -> io::Result<Self> {
        let path = place.join(format!("{}{:016x}", prefix(tag), u64::from_ne_bytes(kintsugi_vault::random())));
        DirBuilder::new().mode(0o700).create(&path)?;
        let mut writing = Self { path, lock: None, stays: false };
        let lock = File::open(&writing.path)?;
        lock.lock()?;
        // So that the editor has it, too.
        fcntl_setfd(&lock, FdFlags::empty())?;
        writing.lock = Some(lock);
        for (name, text) in [(PURPOSE, purpose), (BEFORE, before), (WORDS, before)] {
            let path = writing.path.join(name);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(text.as_bytes())?;
        }
        Ok(writing)
    }

    /// Those in which nobody writes any more.
    pub(super) fn left_behind(place: &Path, tag: &str) -> Vec<Self> {
        let prefix = prefix(tag);
        let ours = |path: &Path| name_of(path).starts_with(&prefix) && is_private(path);
        let there = fs::read_dir(place).into_iter().flatten().flatten().map(|entry| entry.path());
        there.filter(|path| ours(path)).filter_map(Self::take).collect()
    }

    fn take(path: PathBuf) -> Option<Self> {
        let lock = File::open(&path).ok()?;
        lock.try_lock().ok()?;
        Some(Self { path, lock: Some(lock), stays: false })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The file that the editor opens.
    pub(super) fn words(&self) -> PathBuf {
        self.path.join(WORDS)
    }

    /// What is in that file now.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(self.words())?.take(MAX_BYTES).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// What was left in it, and for what it was.
    pub(super) fn left(&self) -> Left {
        let purpose = fs::read_to_string(self.path.join(PURPOSE)).unwrap_or_default();
        Left { purpose, texts: self.texts() }
    }

    /// Each text in it that somebody wrote: the file's, and what an editor put beside it when it was ended.
    pub(super) fn texts(&self) -> Vec<Vec<u8>> {
        let before = fs::read(self.path.join(BEFORE)).unwrap_or_default();
        let there = fs::read_dir(&self.path).into_iter().flatten().flatten().map(|entry| entry.path());
        let beside = there.filter(|path| is_rescue(&name_of(path)));
        let mut texts: Vec<Vec<u8>> = Vec::new();
        for path in [self.words()].into_iter().chain(beside) {
            let Ok(bytes) = fs::read(path) else { continue };
            let text = bytes.trim_ascii_end();
            let known = [before.as_slice()].into_iter().chain(texts.iter().map(Vec::as_slice));
            if !text.trim_ascii().is_empty() && known.into_iter().all(|known| known.trim_ascii_end() != text) {
                texts.push(text.to_vec());
            }
        }
        texts
    }

    /// Leaves it where it is.
    pub(super) fn stay(mut self) {
        self.stays = true;
    }

    /// Leaves it where it is if an editor goes on in it.
    pub(super) fn stay_in_use(mut self) {
        // The editor has this lock, too, and keeps it.
        self.lock = None;
        self.lock = File::open(&self.path).ok().filter(|lock| lock.try_lock().is_ok());
        self.stays = self.lock.is_none();
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.stays {
            // What cannot be taken away now is looked at again by the next command.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Whether this is a folder of this user into which nobody else can look.
pub(super) fn is_private(path: &Path) -> bool {
    let ours = |data: &fs::Metadata| data.uid() == rustix::process::geteuid().as_raw() && data.mode() & 0o077 == 0;
    fs::symlink_metadata(path).is_ok_and(|data| data.is_dir() && ours(&data))
}

fn prefix(tag: &str) -> String {
    format!("kintsugi-words-{tag}-")
}

fn name_of(path: &Path) -> String {
    path.file_name().map(OsStr::to_string_lossy).unwrap_or_default().into_owned()
}

/// What nano (`words.txt.save`) and emacs (`#words.txt#`) write when they are ended from outside.
fn is_rescue(name: &str) -> bool {
    name.starts_with("words.txt.save") || name == "#words.txt#"
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn begun(place: &Path) -> Writing {
        Writing::begin(place, "ana", "write", "template\n").expect("a folder")
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn it_is_its_owners_alone_and_gone_when_it_is_dropped() {
        let place = tempfile::tempdir().expect("a place");
        let writing = begun(place.path());
        assert_eq!((mode(writing.path()), mode(&writing.words())), (0o700, 0o600));
        assert!(writing.texts().is_empty(), "the template is nobody's words");
        drop(writing);
        assert_eq!(fs::read_dir(place.path()).expect("a place").count(), 0);
    }

    #[test]
    fn nobody_takes_one_that_is_written_in_and_one_that_was_left_is_taken_with_all_that_is_in_it() {
        let place = tempfile::tempdir().expect("a place");
        let writing = begun(place.path());
        fs::write(writing.words(), "I was late again.\n").expect("words");
        fs::write(writing.path().join("words.txt.save"), "I was late again, and").expect("words");
        fs::write(writing.path().join(".words.txt.swp"), "b0VIM").expect("a swap file");
        assert!(Writing::left_behind(place.path(), "ana").is_empty());
        writing.stay();
        assert!(Writing::left_behind(place.path(), "ben").is_empty(), "of another home");
        let left = Writing::left_behind(place.path(), "ana");
        let found = left[0].left();
        assert_eq!(found.purpose, "write");
        assert_eq!(found.texts, [b"I was late again.".to_vec(), b"I was late again, and".to_vec()]);
        drop(left);
        assert!(Writing::left_behind(place.path(), "ana").is_empty());
    }

    #[test]
    fn what_looks_like_one_and_is_a_link_or_open_to_others_is_passed_over() {
        let place = tempfile::tempdir().expect("a place");
        let elsewhere = tempfile::tempdir().expect("another place");
        std::os::unix::fs::symlink(elsewhere.path(), place.path().join("kintsugi-words-ana-0")).expect("a link");
        let open = place.path().join("kintsugi-words-ana-1");
        fs::create_dir(&open).expect("a folder");
        fs::set_permissions(&open, fs::Permissions::from_mode(0o755)).expect("a mode");
        assert!(Writing::left_behind(place.path(), "ana").is_empty());
        assert!(open.exists() && elsewhere.path().exists());
    }
}
