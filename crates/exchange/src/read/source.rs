//! Where the writing is: files and folders of this laptop, read in one order and never changed, or files that somebody handed over.

use std::borrow::Cow;
use std::fs;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

use super::error::ReadError;

/// The most bytes of one text file that are read: 512 MiB.
const MOST_BYTES: u64 = 512 << 20;

/// Where the writing is.
#[derive(Clone, Copy, Debug)]
pub enum Source<'s> {
    /// A file or a folder of this laptop.
    At(&'s Path),
    /// Files that somebody handed over: one of them is a file, several are a folder. Nothing is opened by their names.
    Given(&'s [Given]),
}

/// A file that somebody handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// What it is called, with the folders above it. It may say which day it is of, and leads nowhere.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl<'s, P: AsRef<Path> + ?Sized> From<&'s P> for Source<'s> {
    fn from(path: &'s P) -> Self {
        Self::At(path.as_ref())
    }
}

impl<'s> Source<'s> {
    /// Whether there may be several files.
    pub(super) fn is_folder(self) -> bool {
        match self {
            Self::At(path) => path.is_dir(),
            Self::Given(files) => files.len() > 1,
        }
    }

    /// The file, where it is one.
    ///
    /// # Errors
    /// [`ReadError::Empty`] where nothing was handed over.
    pub(super) fn only(self) -> Result<One<'s>, ReadError> {
        match self {
            Self::At(path) => Ok(One { place: named(path, path), held: Held::At(path.to_owned()) }),
            Self::Given(files) => files.first().map(One::given).ok_or(ReadError::Empty),
        }
    }

    /// All files with one of these ends, by name, without what is hidden or thrown away there.
    ///
    /// # Errors
    /// [`ReadError::Io`].
    pub(super) fn files(self, ends: &[&str]) -> Result<Vec<One<'s>>, ReadError> {
        match self {
            Self::At(folder) => Ok(below(folder, ends)?.into_iter().map(|path| One::below(folder, path)).collect()),
            Self::Given(files) => {
                let is_left_out = |file: &&Given| file.name.split('/').any(is_left_out);
                let mut found: Vec<One<'s>> = files
                    .iter()
                    .filter(|file| !is_left_out(file) && ends_with(&file.name, ends))
                    .map(One::given)
                    .collect();
                found.sort_by(|a, b| a.place.cmp(&b.place));
                Ok(found)
            }
        }
    }
}

/// One file of a source.
pub(super) struct One<'s> {
    /// How it is called in answers.
    pub(super) place: String,
    held: Held<'s>,
}

enum Held<'s> {
    At(PathBuf),
    Given(&'s [u8]),
}

/// What can be read from any place.
pub(super) trait Seeking: Read + Seek {}

impl<R: Read + Seek> Seeking for R {}

impl<'s> One<'s> {
    fn given(file: &'s Given) -> Self {
        Self { place: file.name.clone(), held: Held::Given(&file.bytes) }
    }

    fn below(folder: &Path, path: PathBuf) -> Self {
        Self { place: named(folder, &path), held: Held::At(path) }
    }

    /// Its bytes.
    ///
    /// # Errors
    /// [`ReadError::Io`], or [`ReadError::TooLarge`].
    pub(super) fn bytes(&self) -> Result<Cow<'s, [u8]>, ReadError> {
        match &self.held {
            Held::At(path) => bytes(path).map(Cow::Owned),
            Held::Given(bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// The file from its beginning.
    ///
    /// # Errors
    /// [`ReadError::Io`].
    pub(super) fn open(&self) -> Result<Box<dyn Seeking + 's>, ReadError> {
        match &self.held {
            Held::At(path) => {
                let file = fs::File::open(path).map_err(|error| failed(path, error))?;
                Ok(Box::new(BufReader::new(file)))
            }
            Held::Given(bytes) => Ok(Box::new(Cursor::new(*bytes))),
        }
    }

    /// Its first bytes, at most four.
    ///
    /// # Errors
    /// [`ReadError::Io`].
    pub(super) fn start(&self) -> Result<Vec<u8>, ReadError> {
        let mut start = Vec::new();
        let read = self.open()?.take(4).read_to_end(&mut start);
        read.map_err(|error| failed(Path::new(&self.place), error))?;
        Ok(start)
    }
}

fn failed(path: &Path, error: io::Error) -> ReadError {
    ReadError::Io { path: path.to_owned(), error }
}

fn bytes(path: &Path) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| failed(path, error))?;
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| failed(path, error))?;
    if bytes.len() as u64 > MOST_BYTES { Err(ReadError::TooLarge) } else { Ok(bytes) }
}

fn is_left_out(name: &str) -> bool {
    name.starts_with('.') || ["__MACOSX", "node_modules"].contains(&name)
}

fn ends_with(name: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| name.to_lowercase().ends_with(end))
}

/// All files below a folder with one of these ends, by name.
fn below(folder: &Path, ends: &[&str]) -> Result<Vec<PathBuf>, ReadError> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| failed(&folder, error))? {
            let entry = entry.map_err(|error| failed(&folder, error))?;
            let kind = entry.file_type().map_err(|error| failed(&folder, error))?;
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if is_left_out(&name) {
                continue;
            }
            // A link may lead anywhere, and in a circle.
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && ends_with(&name, ends) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// How a file below `root` is called in answers.
fn named(root: &Path, file: &Path) -> String {
    let below = file.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
    below.or_else(|| file.file_name().map(Path::new)).unwrap_or(file).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(name: &str) -> Given {
        Given { name: name.into(), bytes: name.into() }
    }

    #[test]
    fn what_was_handed_over_is_read_as_a_folder_is_and_its_names_open_nothing() {
        let files = ["b/2.md", "a.MD", ".git/x.md", "c/.hidden.md", "../../etc/passwd", "/etc/hostname.md", "d.txt"];
        let files: Vec<Given> = files.iter().map(|name| given(name)).collect();
        let found = Source::Given(&files).files(&[".md"]).expect("nothing can fail");
        let places: Vec<&str> = found.iter().map(|one| one.place.as_str()).collect();
        assert_eq!(places, ["/etc/hostname.md", "a.MD", "b/2.md"]);
        assert_eq!(&*found[0].bytes().expect("its own"), b"/etc/hostname.md", "what came, and not what is there");
        assert!(matches!(Source::Given(&[]).only(), Err(ReadError::Empty)));
        assert!(!Source::Given(&files[..1]).is_folder() && Source::Given(&files).is_folder());
    }
}
