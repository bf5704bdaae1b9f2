//! Programs that a way of running needs.

use super::ways::NotTried;
use anyhow::Context;
use std::path::Path;
use xshell::{Shell, cmd};

/// Installs Debian packages unless all `files` are there already.
///
/// # Errors
/// [`NotTried`] if they are missing and cannot be installed.
pub(super) fn need(sh: &Shell, files: &[&str], packages: &[&str]) -> anyhow::Result<()> {
    let missing = || files.iter().copied().filter(|file| !Path::new(file).exists()).collect::<Vec<_>>();
    if missing().is_empty() {
        return Ok(());
    }
    let (list, wanted) = (missing().join(", "), packages.join(" "));
    let apt = Path::new("/usr/bin/apt-get").exists();
    if !apt || cmd!(sh, "id -u").read()? != "0" {
        let reason = if apt { "only root can install them" } else { "there is no apt-get" };
        return Err(NotTried(format!("{list} missing, and {reason} (Debian: apt-get install {wanted})")).into());
    }
    println!("installing {wanted}");
    let install = || -> anyhow::Result<()> {
        cmd!(sh, "apt-get update").quiet().ignore_stdout().run()?;
        cmd!(sh, "apt-get install --yes --no-install-recommends {packages...}")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .quiet()
            .ignore_stdout()
            .run()?;
        Ok(())
    };
    install().with_context(|| format!("installing {wanted}")).map_err(|error| NotTried(format!("{error:#}")))?;
    if missing().is_empty() {
        Ok(())
    } else {
        Err(NotTried(format!("{} missing after installing {wanted}", missing().join(", "))).into())
    }
}
