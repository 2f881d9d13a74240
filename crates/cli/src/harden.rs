//! Nobody else on this computer looks into the memory of this process, and a file that may not grow does not end it.

use std::sync::Arc;

use rustix::process::{Resource, Rlimit, setrlimit};

/// A file that grows beyond what this user may write is an error of that one write, which is said; by itself the system would
/// end the program without a word.
pub(crate) fn outlive_limits() {
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// No core dumps, and no debugger of the same user. Where the system does not know it, the threat model holds as it says.
pub(crate) fn close() {
    // Whatever is started from here, such as an editor, leaves no core dump either.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
