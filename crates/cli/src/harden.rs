//! Nobody else on this computer looks into the memory of this process.

use rustix::process::{Resource, Rlimit, setrlimit};

/// No core dumps, and no debugger of the same user. Where the system does not know it, the threat model holds as it says.
pub(crate) fn close() {
    // Whatever is started from here, such as an editor, leaves no core dump either.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    let _ = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable);
}
