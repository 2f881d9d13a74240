//! A laptop whose battery is empty: a process ends before its n-th call that changes a file, as with `kill -9`. A
//! library before the C library does it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::preload::build;

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static long left = -1;

static void count(void) {
    if (left < 0) {
        const char *text = getenv("CUT_BEFORE_CALL");
        left = text ? atol(text) : 0;
    }
    if (left > 0 && --left == 0) kill(getpid(), SIGKILL);
}

static void count_file(int file) {
    struct stat what;
    if (fstat(file, &what) == 0 && S_ISREG(what.st_mode)) count();
}

#define REAL(name, type) ((type) dlsym(RTLD_NEXT, name))

ssize_t write(int file, const void *bytes, size_t length) {
    count_file(file);
    return REAL("write", ssize_t (*)(int, const void *, size_t))(file, bytes, length);
}
ssize_t pwrite(int file, const void *bytes, size_t length, off_t at) {
    count_file(file);
    return REAL("pwrite", ssize_t (*)(int, const void *, size_t, off_t))(file, bytes, length, at);
}
ssize_t pwrite64(int file, const void *bytes, size_t length, off64_t at) {
    count_file(file);
    return REAL("pwrite64", ssize_t (*)(int, const void *, size_t, off64_t))(file, bytes, length, at);
}
int ftruncate(int file, off_t length) {
    count();
    return REAL("ftruncate", int (*)(int, off_t))(file, length);
}
int ftruncate64(int file, off64_t length) {
    count();
    return REAL("ftruncate64", int (*)(int, off64_t))(file, length);
}
int fsync(int file) {
    count();
    return REAL("fsync", int (*)(int))(file);
}
int fdatasync(int file) {
    count();
    return REAL("fdatasync", int (*)(int))(file);
}
int unlink(const char *path) {
    count();
    return REAL("unlink", int (*)(const char *))(path);
}
int rename(const char *from, const char *to) {
    count();
    return REAL("rename", int (*)(const char *, const char *))(from, to);
}
"#;

/// The library.
pub struct Cut(PathBuf);

impl Cut {
    /// Builds it in this folder.
    ///
    /// # Panics
    /// Without a C compiler: then nothing could be shown, and a test must not pass for that.
    pub fn build(folder: &Path) -> Self {
        Self(build(folder, "cut", SOURCE))
    }

    /// This command ends before its n-th call that changes a file, counted from 1.
    pub fn before_call(&self, command: &mut Command, n: u64) {
        command.env("LD_PRELOAD", &self.0).env("CUT_BEFORE_CALL", n.to_string());
    }
}
