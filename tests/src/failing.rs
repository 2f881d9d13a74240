//! A disk that fails at the n-th call that changes a file, in one of several ways. A library before the C library does it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::preload::build;

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name, type) ((type) dlsym(RTLD_NEXT, name))
enum how { NOTHING, ERROR, HALF, BEFORE, AFTER, FULL };
static long calls, at = -1;
static enum how how;

static enum how next(void) {
    if (at < 0) {
        const char *text = getenv("FAIL_AT"), *name = getenv("FAIL_HOW");
        at = text ? atol(text) : 0;
        how = !name ? NOTHING : !strcmp(name, "error") ? ERROR : !strcmp(name, "half") ? HALF
            : !strcmp(name, "before") ? BEFORE : !strcmp(name, "after") ? AFTER : FULL;
    }
    long now = __sync_add_and_fetch(&calls, 1);
    if (at == 0 || (how == FULL ? now < at : now != at)) return NOTHING;
    if (how == BEFORE) kill(getpid(), SIGKILL);
    return how;
}

static enum how next_of(int file) {
    struct stat what;
    return fstat(file, &what) == 0 && S_ISREG(what.st_mode) ? next() : NOTHING;
}

static int fail(int error) { errno = error; return -1; }
static long ended(enum how what, long result) {
    if (what == AFTER) kill(getpid(), SIGKILL);
    return result;
}

__attribute__((destructor)) static void tell(void) {
    const char *path = getenv("FAIL_COUNT");
    if (!path) return;
    int file = REAL("open", int (*)(const char *, int, ...))(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dprintf(file, "%ld", calls);
    close(file);
}

#define WRITING(what, whole, half) \
    enum how what = next_of(file); \
    if (what == ERROR) return fail(EIO); \
    if (what == FULL) return fail(ENOSPC); \
    if (what == HALF) { half; return fail(EIO); } \
    return ended(what, whole);

ssize_t write(int file, const void *bytes, size_t length) {
    ssize_t (*real)(int, const void *, size_t) = REAL("write", ssize_t (*)(int, const void *, size_t));
    WRITING(what, real(file, bytes, length), real(file, bytes, length / 2))
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t from) {
    ssize_t (*real)(int, const void *, size_t, off_t) = REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t));
    WRITING(what, real(file, bytes, length, from), real(file, bytes, length / 2, from))
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t from) {
    ssize_t (*real)(int, const void *, size_t, off64_t) = REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t));
    WRITING(what, real(file, bytes, length, from), real(file, bytes, length / 2, from))
}

/* A full disk still shortens, removes and renames. */
#define OTHER(what, call) \
    if (what == ERROR || what == HALF) return fail(EIO); \
    return ended(what, call);

int ftruncate(int file, off_t length) {
    enum how what = next();
    OTHER(what, REAL("ftruncate", int (*)(int, off_t))(file, length))
}
int ftruncate64(int file, off64_t length) {
    enum how what = next();
    OTHER(what, REAL("ftruncate64", int (*)(int, off64_t))(file, length))
}
int fsync(int file) {
    enum how what = next();
    OTHER(what, REAL("fsync", int (*)(int))(file))
}
int fdatasync(int file) {
    enum how what = next();
    OTHER(what, REAL("fdatasync", int (*)(int))(file))
}
int unlink(const char *path) {
    enum how what = next();
    OTHER(what, REAL("unlink", int (*)(const char *))(path))
}
int rename(const char *from, const char *to) {
    enum how what = next();
    OTHER(what, REAL("rename", int (*)(const char *, const char *))(from, to))
}
"#;

/// In which way a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It gives back an input or output error, and has done nothing.
    Error,
    /// It writes half of it and gives back an error.
    Half,
    /// The process is killed before it.
    KilledBefore,
    /// The process is killed after it.
    KilledAfter,
    /// From this call on there is no room, for as long as the process runs.
    Full,
}

impl How {
    /// All ways.
    pub const ALL: [Self; 5] = [Self::Error, Self::Half, Self::KilledBefore, Self::KilledAfter, Self::Full];

    const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Half => "half",
            Self::KilledBefore => "before",
            Self::KilledAfter => "after",
            Self::Full => "full",
        }
    }
}

/// The library.
pub struct FailingDisk {
    library: PathBuf,
    count: PathBuf,
}

impl FailingDisk {
    /// Builds it in this folder.
    ///
    /// # Panics
    /// Without a C compiler: then nothing could be shown, and a test must not pass for that.
    pub fn build(folder: &Path) -> Self {
        Self { library: build(folder, "failing", SOURCE), count: folder.join("calls") }
    }

    /// The n-th call of this command fails, counted from 1; of 0 none does, and they are counted.
    pub fn fail(&self, command: &mut Command, n: u64, how: How) {
        command.env("LD_PRELOAD", &self.library).env("FAIL_AT", n.to_string());
        command.env("FAIL_HOW", how.name()).env("FAIL_COUNT", &self.count);
    }

    /// How many such calls the last command made that came to its end.
    ///
    /// # Panics
    /// When none did.
    pub fn counted(&self) -> u64 {
        std::fs::read_to_string(&self.count).expect("a count").parse().expect("a number")
    }
}
