//! How far this process grows.

fn status_kib(field: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with(field))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// By how many KiB the process grows at its highest while `work` runs; nothing where the system does not tell. Only in a
/// test that is alone in its process.
pub fn growth_kib(work: impl FnOnce()) -> Option<u64> {
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let before = status_kib("VmRSS")?;
    work();
    Some(status_kib("VmHWM")?.saturating_sub(before))
}
