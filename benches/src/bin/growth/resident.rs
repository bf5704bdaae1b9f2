//! Memory of this process, where Linux tells it.

/// Resident bytes.
pub(crate) fn now() -> Option<u64> {
    field("VmRSS:")
}

/// The most bytes that were ever resident.
pub(crate) fn most() -> Option<u64> {
    field("VmHWM:")
}

fn field(name: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kilobytes| 1024 * kilobytes)
}
