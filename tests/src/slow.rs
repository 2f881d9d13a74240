//! A disk that takes its time: each `fsync` of a process is held up. A library before the C library does it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::preload::build;

const SOURCE: &str = r#"
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static void hold_up(void) {
    const char *text = getenv("SLOW_FSYNC_MS");
    long ms = text ? atol(text) : 0;
    struct timespec time = { ms / 1000, (ms % 1000) * 1000000L };
    nanosleep(&time, 0);
}

int fsync(int file) {
    hold_up();
    return ((int (*)(int)) dlsym(RTLD_NEXT, "fsync"))(file);
}

int fdatasync(int file) {
    hold_up();
    return ((int (*)(int)) dlsym(RTLD_NEXT, "fdatasync"))(file);
}
"#;

/// The library.
pub struct SlowDisk(PathBuf);

impl SlowDisk {
    /// Builds it in this folder.
    ///
    /// # Panics
    /// Without a C compiler: then nothing could be shown, and a test must not pass for that.
    pub fn build(folder: &Path) -> Self {
        Self(build(folder, "slow", SOURCE))
    }

    /// Each sync of this command is held up for so long.
    pub fn hold_up(&self, command: &mut Command, time: Duration) {
        command.env("LD_PRELOAD", &self.0).env("SLOW_FSYNC_MS", time.as_millis().to_string());
    }
}
