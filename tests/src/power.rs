//! A battery that falls out: what a command does to the files of a folder is recorded, and a disk is made of it on which only
//! what was synced is sure. Of the rest each sector of 512 bytes is there or is not, and of what was done to names any beginning.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::damage::SECTOR;
use crate::preload::build;
use crate::{Dice, Person};

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define REAL(name, type) ((type) dlsym(RTLD_NEXT, name))
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

static void put(int to, const void *bytes, size_t length) {
    while (length) {
        long done = syscall(SYS_write, to, bytes, length);
        if (done <= 0) abort();
        bytes = (const char *) bytes + done;
        length -= done;
    }
}

/* Kind, the name within the folder, a place, and bytes: each as long as the number before it says. */
static void record(char kind, const char *path, uint64_t at, const void *bytes, uint64_t length) {
    const char *under = getenv("RECORD_UNDER"), *log = getenv("RECORD_TO");
    if (!under || !log || strncmp(path, under, strlen(under))) return;
    const char *name = path + strlen(under);
    if (*name == '/') name++;
    uint64_t numbers[3] = { strlen(name), at, length };
    pthread_mutex_lock(&one);
    int to = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    put(to, &kind, 1);
    put(to, numbers, sizeof numbers);
    put(to, name, numbers[0]);
    put(to, bytes, length);
    syscall(SYS_close, to);
    pthread_mutex_unlock(&one);
}

static const char *path_of(int file, char path[4096]) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    long length = readlink(link, path, 4095);
    path[length < 0 ? 0 : length] = 0;
    return path;
}

static int is_file(int file) {
    struct stat what;
    return fstat(file, &what) == 0 && S_ISREG(what.st_mode);
}

ssize_t write(int file, const void *bytes, size_t length) {
    char path[4096];
    int kept = is_file(file);
    off_t at = kept ? lseek(file, 0, SEEK_CUR) : 0;
    ssize_t done = REAL("write", ssize_t (*)(int, const void *, size_t))(file, bytes, length);
    if (kept && done > 0) record('w', path_of(file, path), at, bytes, done);
    return done;
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    char path[4096];
    ssize_t done = REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t))(file, bytes, length, at);
    if (done > 0) record('w', path_of(file, path), at, bytes, done);
    return done;
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    char path[4096];
    ssize_t done = REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t))(file, bytes, length, at);
    if (done > 0) record('w', path_of(file, path), at, bytes, done);
    return done;
}
int ftruncate(int file, off_t length) {
    char path[4096];
    int done = REAL("ftruncate", int (*)(int, off_t))(file, length);
    if (!done) record('t', path_of(file, path), length, "", 0);
    return done;
}
int ftruncate64(int file, off64_t length) {
    char path[4096];
    int done = REAL("ftruncate64", int (*)(int, off64_t))(file, length);
    if (!done) record('t', path_of(file, path), length, "", 0);
    return done;
}
static int synced(int file, int done) {
    char path[4096];
    if (!done) record('s', path_of(file, path), 0, "", 0);
    return done;
}
int fsync(int file) { return synced(file, REAL("fsync", int (*)(int))(file)); }
int fdatasync(int file) { return synced(file, REAL("fdatasync", int (*)(int))(file)); }
int unlink(const char *path) {
    int done = REAL("unlink", int (*)(const char *))(path);
    if (!done) record('u', path, 0, "", 0);
    return done;
}
int rename(const char *from, const char *to) {
    int done = REAL("rename", int (*)(const char *, const char *))(from, to);
    const char *name = strrchr(to, '/');
    name = name ? name + 1 : to;
    if (!done) record('r', from, 0, name, strlen(name));
    return done;
}

static int opened(const char *symbol, const char *path, int flags, int mode) {
    int is_new = (flags & O_CREAT) && access(path, F_OK);
    int file = REAL(symbol, int (*)(const char *, int, ...))(path, flags, mode);
    if (file >= 0 && is_new) record('c', path, 0, "", 0);
    if (file >= 0 && !is_new && (flags & O_TRUNC)) record('t', path, 0, "", 0);
    return file;
}
#define MODE va_list more; va_start(more, flags); int mode = va_arg(more, int); va_end(more);
int open(const char *path, int flags, ...) { MODE return opened("open", path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE return opened("open64", path, flags, mode); }
"#;

/// Something that was done to a file.
#[derive(Clone)]
struct Done {
    kind: u8,
    name: String,
    at: usize,
    bytes: Vec<u8>,
}

/// The library, and what it has recorded.
pub struct Recording {
    library: PathBuf,
    log: PathBuf,
}

impl Recording {
    /// Builds it in this folder.
    ///
    /// # Panics
    /// Without a C compiler: then nothing could be shown, and a test must not pass for that.
    pub fn build(folder: &Path) -> Self {
        Self { library: build(folder, "recording", SOURCE), log: folder.join("recorded") }
    }

    /// What this command does to the home of this person is recorded.
    pub fn of(&self, person: &Person, command: &mut Command) {
        let library = (&self.library, &self.log);
        command.env("LD_PRELOAD", library.0).env("RECORD_TO", library.1).env("RECORD_UNDER", &person.home);
    }

    /// How much has been done so far.
    ///
    /// # Panics
    /// When what was recorded cannot be read.
    pub fn len(&self) -> usize {
        self.done().len()
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn done(&self) -> Vec<Done> {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let (mut rest, mut done) = (&log[..], Vec::new());
        while let Some((kind, after)) = rest.split_first() {
            let number = |n: usize| {
                let bytes = after[n * 8..][..8].try_into().expect("eight bytes");
                usize::try_from(u64::from_le_bytes(bytes)).expect("it fits")
            };
            let (name, bytes) = (number(0), number(2));
            let (name, after_name) = after[24..].split_at(name);
            let (bytes, after_bytes) = after_name.split_at(bytes);
            let name = String::from_utf8(name.to_vec()).expect("a plain name");
            done.push(Done { kind: *kind, name, at: number(1), bytes: bytes.to_vec() });
            rest = after_bytes;
        }
        done
    }

    /// The disk after the first `n` things that were done, when the power goes.
    ///
    /// # Panics
    /// When what was recorded cannot be read.
    pub fn disk_after(&self, n: usize) -> Disk {
        let mut disk = Disk::default();
        self.done().iter().take(n).for_each(|done| disk.take(done));
        disk
    }
}

/// A change of what a file holds that is not sure yet.
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

#[derive(Default)]
struct Content {
    sure: Vec<u8>,
    pending: Vec<Change>,
}

/// A change of the names in the folder.
#[derive(Clone)]
enum Named {
    Put(String, usize),
    Gone(String),
}

/// The disk below one folder.
#[derive(Default)]
pub struct Disk {
    contents: Vec<Content>,
    names: BTreeMap<String, usize>,
    sure: BTreeMap<String, usize>,
    pending: Vec<Named>,
}

impl Disk {
    fn name(&mut self, change: Named) {
        apply(&mut self.names, &change);
        self.pending.push(change);
    }

    fn content(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.get(name) {
            return *at;
        }
        self.contents.push(Content::default());
        let at = self.contents.len() - 1;
        self.name(Named::Put(name.to_owned(), at));
        at
    }

    fn take(&mut self, done: &Done) {
        // What processes share in memory is nowhere after a cut.
        if done.name.ends_with("-shm") {
            return;
        }
        let name = done.name.clone();
        match done.kind {
            b's' if name.is_empty() => {
                self.sure = self.names.clone();
                self.pending.clear();
            }
            b's' => {
                let at = self.content(&name);
                let content = &mut self.contents[at];
                for change in std::mem::take(&mut content.pending) {
                    whole(&mut content.sure, &change);
                }
            }
            b'u' => self.name(Named::Gone(name)),
            b'r' => {
                let at = self.content(&name);
                self.name(Named::Gone(name));
                self.name(Named::Put(String::from_utf8(done.bytes.clone()).expect("a plain name"), at));
            }
            b'c' => drop(self.content(&name)),
            kind => {
                let change =
                    if kind == b'w' { Change::Write(done.at, done.bytes.clone()) } else { Change::Length(done.at) };
                let at = self.content(&name);
                self.contents[at].pending.push(change);
            }
        }
    }

    /// Puts into this folder, which is empty, what is left.
    ///
    /// # Panics
    /// When it cannot be written.
    pub fn put(&self, folder: &Path, dice: &mut Dice) {
        // All of it, nothing of it, or any part.
        let lucky = [0, 100, 50][usize::try_from(dice.below(3)).expect("small")];
        let mut names = self.sure.clone();
        let named = usize::try_from(dice.below(self.pending.len() as u64 + 1)).expect("an index");
        self.pending[..named].iter().for_each(|change| apply(&mut names, change));
        for (name, at) in names {
            let mut bytes = self.contents[at].sure.clone();
            for change in &self.contents[at].pending {
                torn(&mut bytes, change, || dice.below(100) < lucky);
            }
            let path = folder.join(name);
            std::fs::write(&path, bytes).expect("a file");
            let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
            std::fs::set_permissions(&path, private).expect("a mode");
        }
    }
}

fn apply(names: &mut BTreeMap<String, usize>, change: &Named) {
    match change {
        Named::Put(name, at) => names.insert(name.clone(), *at),
        Named::Gone(name) => names.remove(name),
    };
}

fn whole(bytes: &mut Vec<u8>, change: &Change) {
    torn(bytes, change, || true);
}

/// What is there of a change, sector by sector.
fn torn(bytes: &mut Vec<u8>, change: &Change, mut is_there: impl FnMut() -> bool) {
    match change {
        Change::Length(length) if is_there() => bytes.resize(*length, 0),
        Change::Length(_) => {}
        Change::Write(at, written) => {
            let mut from = *at;
            while from < at + written.len() {
                let to = ((from / SECTOR + 1) * SECTOR).min(at + written.len());
                if is_there() {
                    if bytes.len() < to {
                        bytes.resize(to, 0);
                    }
                    bytes[from..to].copy_from_slice(&written[from - at..to - at]);
                }
                from = to;
            }
        }
    }
}
