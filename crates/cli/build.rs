//! Tells the program which revision of its source it is built from.

use std::path::Path;
use std::process::Command;

fn main() {
    // Whatever has this program built again may have made it another revision.
    println!("cargo::rerun-if-changed=..");
    for record in ["logs/HEAD", "index"] {
        if let Some(path) = git(&["rev-parse", "--git-path", record]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    // A package that was unpacked inside somebody else's repository has no revision.
    if git(&["ls-files", "--error-unmatch", "build.rs"]).is_some()
        && let Some(revision) = git(&["describe", "--always", "--exclude=*", "--abbrev=40", "--dirty=, with changes"])
    {
        println!("cargo::rustc-env=PICCOLE_REVISION={revision}");
    }
}

/// What git prints; nothing where it fails or is not there.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
