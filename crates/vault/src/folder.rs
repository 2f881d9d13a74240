//! The home folder: 0700, owned by the person, nothing in it a link.

use std::fs::{self, DirBuilder, Metadata, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::error::{FolderFault, VaultError};

/// What the file of the store is called.
pub(crate) const STORE: &str = "journal.db";

/// What stands in a folder in which a home is begun. Without its keyfile it is no home, so that goes first where it is given up;
/// what says that it was begun goes last: cut in between, the next one goes on.
const FIRST: [&str; 10] = [
    "keyfile",
    "keyfile.new",
    "keyfile.copy",
    STORE,
    "journal.db-wal",
    "journal.db-shm",
    "journal.db-journal",
    "journal.count",
    "journal.room",
    BEGUN,
];
const BEGUN: &str = "begun";

/// What stands in a folder beside it while the page is shown on which a home is begun there.
const PAGE: [&str; 2] = ["page", "page.lock"];

/// A folder that is safe to keep a home in.
#[derive(Clone, Debug)]
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder for a new home, or takes an empty one and closes it to others. One in which a home was begun and cut
    /// counts as empty: what was begun goes. Until [`finish`](Self::finish) it says that a home is begun here.
    ///
    /// # Errors
    /// [`VaultError::HomeExists`], or [`VaultError::Folder`] and [`VaultError::File`] with what is wrong.
    pub fn create(path: &Path) -> Result<Self, VaultError> {
        match fs::symlink_metadata(path) {
            Ok(_) => {
                let folder = Self::checked(path)?;
                if folder.keyfile().exists() || folder.keyfile_copy().exists() {
                    return Err(VaultError::HomeExists(path.into()));
                }
                folder.forget_begun();
                if folder.holds_more_than(&PAGE)? {
                    return Err(VaultError::Folder { path: path.into(), fault: FolderFault::NotEmpty });
                }
                let closed = fs::Permissions::from_mode(0o700);
                fs::set_permissions(path, closed).map_err(|error| VaultError::file(path, error))?;
                folder.begin()
            }
            Err(_) => {
                let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
                made.map_err(|error| VaultError::file(path, error))?;
                Self(path.into()).begin()
            }
        }
    }

    /// The folder for a home that may be begun later, for whoever shows the page on which that is done: a new one, or one in which
    /// no home is. Nothing is changed in it but that it is closed to others.
    ///
    /// # Errors
    /// [`VaultError::HomeExists`], or [`VaultError::Folder`] and [`VaultError::File`] with what is wrong.
    pub fn prepare(path: &Path) -> Result<Self, VaultError> {
        if fs::symlink_metadata(path).is_err() {
            let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
            made.map_err(|error| VaultError::file(path, error))?;
        }
        let folder = Self::checked(path)?;
        if folder.keyfile().exists() || folder.keyfile_copy().exists() {
            return Err(VaultError::HomeExists(path.into()));
        }
        // What a cut `init` left behind goes once another one begins.
        let known: Vec<&str> = if folder.begun().exists() { [&FIRST[..], &PAGE].concat() } else { PAGE.to_vec() };
        if folder.holds_more_than(&known)? {
            return Err(VaultError::Folder { path: path.into(), fault: FolderFault::NotEmpty });
        }
        let closed = fs::Permissions::from_mode(0o700);
        fs::set_permissions(path, closed).map_err(|error| VaultError::file(path, error))?;
        Ok(folder)
    }

    /// Takes away what showing the page has left here, where no home was begun meanwhile: the folder, too, if it is empty.
    pub fn leave(&self) {
        if self.keyfile().exists() || self.keyfile_copy().exists() || self.begun().exists() {
            return;
        }
        let _ = fs::remove_file(self.page_lock());
        let _ = fs::remove_dir(&self.0);
    }

    /// Whether anything stands here but files of these names.
    fn holds_more_than(&self, known: &[&str]) -> Result<bool, VaultError> {
        let files = fs::read_dir(&self.0).map_err(|error| VaultError::file(&self.0, error))?;
        Ok(files.flatten().any(|file| known.iter().all(|name| file.file_name() != *name)))
    }

    /// The file that says that a home is begun here and not finished.
    fn begun(&self) -> PathBuf {
        self.0.join(BEGUN)
    }

    fn begin(self) -> Result<Self, VaultError> {
        create_private(&self.begun()).map_err(|error| VaultError::file(self.begun(), error))?;
        Ok(self)
    }

    /// The home is whole: it has its keyfile. Where this cannot be written, it is a home all the same.
    pub fn finish(&self) {
        let _ = fs::remove_file(self.begun());
    }

    /// Takes away what a cut `init` left here, where that is all there is: then nobody ever had a word in it.
    fn forget_begun(&self) {
        let ours = |file: &fs::DirEntry| FIRST.iter().chain(&PAGE).any(|own| file.file_name() == *own);
        let files: Vec<_> = fs::read_dir(&self.0).into_iter().flatten().flatten().collect();
        if self.begun().exists() && files.iter().all(ours) {
            self.discard_files();
        }
    }

    /// Opens the folder of a home.
    ///
    /// # Errors
    /// [`VaultError::NoHome`], or [`VaultError::Folder`] when others can look into it, it is a link, or it is not the
    /// person's own.
    pub fn open(path: &Path) -> Result<Self, VaultError> {
        let no_home = || VaultError::NoHome(path.into());
        fs::symlink_metadata(path).map_err(|_| no_home())?;
        let folder = Self::checked(path)?;
        let refuse = |path: &Path, fault| Err(VaultError::Folder { path: path.into(), fault });
        if mode(&metadata(path)?) & 0o077 != 0 {
            return refuse(path, FolderFault::Open);
        }
        let there = |file: &PathBuf| fs::symlink_metadata(file).is_ok();
        let keyfiles: Vec<PathBuf> = [folder.keyfile(), folder.keyfile_copy()].into_iter().filter(there).collect();
        if keyfiles.is_empty() {
            return Err(no_home());
        }
        // Where there is no store, whoever opens it says so.
        let store = Some(folder.store()).filter(there);
        for file in keyfiles.into_iter().chain(store) {
            let data = metadata(&file)?;
            if data.is_symlink() {
                return refuse(&file, FolderFault::Link);
            }
            if mode(&data) & 0o077 != 0 {
                return refuse(&file, FolderFault::Open);
            }
        }
        Ok(folder)
    }

    fn checked(path: &Path) -> Result<Self, VaultError> {
        let data = metadata(path)?;
        let fault = if data.is_symlink() {
            Some(FolderFault::Link)
        } else if !data.is_dir() {
            Some(FolderFault::NotAFolder)
        } else if data.uid() != rustix::process::geteuid().as_raw() {
            Some(FolderFault::Foreign)
        } else {
            None
        };
        match fault {
            Some(fault) => Err(VaultError::Folder { path: path.into(), fault }),
            None => Ok(Self(path.into())),
        }
    }

    /// No folder at all, for a home that is only in memory: nothing can be made there.
    pub(crate) fn nowhere() -> Self {
        Self(PathBuf::from("/dev/null/kintsugi"))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The file that holds the wrapped store key.
    pub fn keyfile(&self) -> PathBuf {
        self.0.join("keyfile")
    }

    /// The same once more, for the day on which that one is damaged.
    pub fn keyfile_copy(&self) -> PathBuf {
        self.0.join("keyfile.copy")
    }

    /// The store.
    pub fn store(&self) -> PathBuf {
        self.0.join(STORE)
    }

    /// The file whose lock says that a process owns the network key.
    pub fn endpoint_lock(&self) -> PathBuf {
        self.0.join("endpoint.lock")
    }

    /// The socket over which other commands speak to the process that owns the network key.
    pub fn socket(&self) -> PathBuf {
        self.0.join("socket")
    }

    /// The socket over which other commands speak to the page of this home.
    pub fn page_socket(&self) -> PathBuf {
        self.0.join("page")
    }

    /// The file whose lock says that a process shows the page of this home.
    pub fn page_lock(&self) -> PathBuf {
        self.0.join("page.lock")
    }

    /// The socket over which whoever has committed tells that process so.
    pub fn bell(&self) -> PathBuf {
        self.0.join("bell")
    }

    /// Takes away what a failed `init` left behind: the files that a home consists of, and the folder if nothing else is in
    /// it. Only for a folder in which no home was ever finished.
    pub fn discard(&self) {
        self.discard_files();
        let _ = fs::remove_dir(&self.0);
    }

    fn discard_files(&self) {
        for file in FIRST {
            // What is not there need not be removed; what cannot be removed was not ours to make.
            let _ = fs::remove_file(self.0.join(file));
        }
    }

    /// Writes a file of the home (0600) in one step: it is there whole, or not at all.
    ///
    /// # Errors
    /// [`VaultError::File`] or [`VaultError::DiskFull`].
    pub fn write_file(&self, path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        let failed = |error| VaultError::file(path, error);
        let temporary = path.with_extension("new");
        let mut file = create_private(&temporary).map_err(failed)?;
        file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&temporary, path).map_err(failed)?;
        fs::File::open(&self.0).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

/// Creates or empties a file that only its owner can read.
pub(crate) fn create_private(path: &Path) -> std::io::Result<fs::File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

fn metadata(path: &Path) -> Result<Metadata, VaultError> {
    fs::symlink_metadata(path).map_err(|error| VaultError::file(path, error))
}

fn mode(data: &Metadata) -> u32 {
    data.permissions().mode()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn an_empty_folder_is_closed_and_a_full_one_is_refused() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let home = root.path().join("home");
        fs::create_dir(&home).expect("a folder");
        fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).expect("a mode");
        Folder::create(&home).expect("an empty folder of ours");
        assert_eq!(mode(&metadata(&home).expect("it is there")) & 0o777, 0o700);
        fs::write(home.join("letter.txt"), "words").expect("a file");
        let refused = Folder::create(&home);
        assert!(matches!(refused, Err(VaultError::Folder { fault: FolderFault::NotEmpty, .. })));
    }

    #[test]
    fn a_folder_where_the_page_is_shown_is_empty_and_is_left_as_it_was() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let home = root.path().join("home");
        let folder = Folder::prepare(&home).expect("a new folder");
        fs::write(folder.page_lock(), "").expect("a file");
        Folder::prepare(&home).expect("nobody has begun a home");
        folder.leave();
        assert!(!home.exists());
        let folder = Folder::prepare(&home).expect("a new folder");
        fs::write(folder.page_lock(), "").expect("a file");
        let begun = Folder::create(&home).expect("empty, but for the page");
        folder.leave();
        assert!(home.exists(), "a home is begun there");
        Folder::prepare(&home).expect("it was cut");
        begun.write_file(&begun.keyfile(), b"key").expect("a file");
        assert!(matches!(Folder::prepare(&home), Err(VaultError::HomeExists(_))));
        let other = root.path().join("other");
        fs::create_dir(&other).expect("a folder");
        fs::write(other.join("journal.db"), "words").expect("a file");
        let refused = Folder::prepare(&other);
        assert!(
            matches!(refused, Err(VaultError::Folder { fault: FolderFault::NotEmpty, .. })),
            "perhaps a lost keyfile"
        );
    }

    #[test]
    fn an_open_folder_a_link_and_an_empty_place_are_refused_by_name() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let home = root.path().join("home");
        assert!(matches!(Folder::open(&home), Err(VaultError::NoHome(_))));
        let folder = Folder::create(&home).expect("a new folder");
        assert!(matches!(Folder::open(&home), Err(VaultError::NoHome(_))));
        folder.write_file(&folder.keyfile(), b"key").expect("a file");
        folder.write_file(&folder.store(), b"store").expect("a file");
        Folder::open(&home).expect("a closed folder");
        let link = root.path().join("link");
        symlink(&home, &link).expect("a link");
        assert!(matches!(Folder::open(&link), Err(VaultError::Folder { fault: FolderFault::Link, .. })));
        fs::set_permissions(&home, fs::Permissions::from_mode(0o750)).expect("a mode");
        assert!(matches!(Folder::open(&home), Err(VaultError::Folder { fault: FolderFault::Open, .. })));
    }
}
