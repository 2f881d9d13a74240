//! Another day: the clock of a program, shifted from outside.
//!
//! The real binary runs under libfaketime, so nothing in it knows of it. Only the clock on the wall is shifted; what measures
//! how long something takes goes on as it is.

use std::path::{Path, PathBuf};

/// Where the library may be.
const PLACES: [&str; 4] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib64/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
];

/// A clock that can be set.
#[derive(Clone)]
pub struct Clock {
    library: PathBuf,
    /// Such as `2026-06-01 20:00:00`.
    now: String,
}

impl Clock {
    /// A clock at this moment; `None`, said aloud, where the library is not on this machine.
    pub fn at(now: &str) -> Option<Self> {
        let library = PLACES.iter().map(Path::new).find(|path| path.exists());
        if library.is_none() {
            crate::skipped("libfaketime is not on this machine, so no other day can be tried (Debian: faketime)");
        }
        Some(Self { library: library?.to_owned(), now: now.to_owned() })
    }

    /// Sets it.
    pub fn set(&mut self, now: &str) {
        now.clone_into(&mut self.now);
    }

    /// What a command must be told to live at this moment.
    pub fn environment(&self) -> [(String, String); 4] {
        [
            ("LD_PRELOAD".into(), self.library.display().to_string()),
            ("FAKETIME".into(), format!("@{}", self.now)),
            ("FAKETIME_DONT_FAKE_MONOTONIC".into(), "1".into()),
            ("FAKETIME_NO_CACHE".into(), "1".into()),
        ]
    }
}
