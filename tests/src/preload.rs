//! Libraries that are put before the C library (`LD_PRELOAD`, ld.so(8)), built here with the C compiler of this machine (`cc`,
//! Debian package gcc).

use std::path::{Path, PathBuf};
use std::process::Command;

/// Builds one in this folder.
///
/// # Panics
/// Without a C compiler: then nothing could be shown, and a test must not pass for that.
pub(crate) fn build(folder: &Path, name: &str, source: &str) -> PathBuf {
    let (file, library) = (folder.join(format!("{name}.c")), folder.join(format!("{name}.so")));
    std::fs::write(&file, source).expect("a file");
    let mut compiler = Command::new("cc");
    compiler.args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&file).arg("-ldl");
    let built = compiler.output().expect("this test needs a C compiler called cc (Debian package gcc)");
    assert!(built.status.success(), "cc: {}", String::from_utf8_lossy(&built.stderr));
    library
}
