//! What a process takes: how far it grows, and its share of the processor.

use std::path::PathBuf;

fn status_kib(process: &str, field: &str) -> Option<u64> {
    let status = std::fs::read_to_string(PathBuf::from("/proc").join(process).join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// By how many KiB the process grows at its highest while `work` runs; nothing where the system does not tell. Only in a
/// test that is alone in its process.
pub fn growth_kib(work: impl FnOnce()) -> Option<u64> {
    let growth = Growth::of("self")?;
    work();
    growth.kib()
}

/// A process that is watched growing.
pub struct Growth {
    process: String,
    before: u64,
}

impl Growth {
    /// From here on; nothing where the system does not tell. A process is named by its number, or `self`.
    pub fn of(process: &str) -> Option<Self> {
        std::fs::write(PathBuf::from("/proc").join(process).join("clear_refs"), "5").ok()?;
        Some(Self { process: process.to_owned(), before: status_kib(process, "VmRSS")? })
    }

    /// By how many KiB it has grown at its highest.
    pub fn kib(&self) -> Option<u64> {
        Some(status_kib(&self.process, "VmHWM")?.saturating_sub(self.before))
    }
}

/// The hundredths of a second that a process has computed so far; nothing where the system does not tell.
pub fn processor_ticks(process: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the name, which may hold anything but ends the only bracket.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
}
