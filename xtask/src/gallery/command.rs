//! The command.

use super::browser::Browser;
use super::server::serve;
use super::visit::{LOOKS, Seen, look, screenshot};
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use xshell::{Shell, cmd};

/// Look at a gallery with a real browser, from its file and from a server.
///
/// Fails unless every image decodes, every link resolves, nothing is asked of another host, the console shows no error, the
/// text has contrast, the page fits its window and the keyboard reaches the figures, on a desk and on a telephone, light and
/// dark. Leaves screenshots of all four. Installs Debian's Chromium where there is no browser.
#[derive(clap::Args)]
pub(crate) struct TestGallery {
    /// Folder with index.html
    #[arg(value_name = "DIR", default_value = "target/figures")]
    folder: PathBuf,
    /// Folder for the screenshots
    #[arg(long, value_name = "DIR", default_value = "target/gallery-screenshots")]
    screenshots: PathBuf,
    /// The browser [default: Chromium or Chrome on the path]
    #[arg(long, value_name = "PROGRAM")]
    browser: Option<PathBuf>,
}

impl TestGallery {
    /// Runs the test.
    pub(crate) fn run(self, sh: &Shell) -> anyhow::Result<()> {
        let root = sh.current_dir();
        let folder = root.join(&self.folder);
        if !folder.join("index.html").is_file() {
            bail!("no {}; `cargo xtask reproduce-figures` makes it", folder.join("index.html").display());
        }
        let folder = folder.canonicalize()?;
        let screenshots = root.join(&self.screenshots);
        std::fs::create_dir_all(&screenshots).with_context(|| format!("cannot create {}", screenshots.display()))?;
        let program = self.browser.map_or_else(|| installed_browser(sh), Ok)?;
        let mut browser = Browser::start(&program)?;

        let file = format!("file://{}/", folder.display());
        let server = serve(folder.clone()).context("no server on this machine")?;
        let mut wrong = 0;
        for place in [&file, &server] {
            for taste in LOOKS {
                let seen = look(&mut browser, taste, (place, &folder))?;
                wrong += report(place, taste.name, &seen);
                if *place == server {
                    let path = screenshots.join(format!("{}.png", taste.name));
                    screenshot(&mut browser, taste, &seen, &path)?;
                    println!("screenshot: {}", path.display());
                }
            }
        }
        if wrong > 0 {
            bail!("{wrong} findings");
        }
        Ok(())
    }
}

/// Prints what was seen, and returns the number of findings.
fn report(place: &str, look: &str, seen: &Seen) -> usize {
    println!("{place} {look}: {} images, {} files, {} findings", seen.images, seen.files, seen.findings.len());
    for finding in &seen.findings {
        println!("  {finding}");
    }
    seen.findings.len()
}

/// A browser of the system, installed if there is none.
fn installed_browser(sh: &Shell) -> anyhow::Result<PathBuf> {
    const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    let found = || NAMES.iter().find_map(|name| on_path(name));
    if let Some(program) = found() {
        return Ok(program);
    }
    if on_path("apt-get").is_none() {
        bail!("no browser: expected one of {} on the path, or --browser", NAMES.join(", "));
    }
    println!("no browser on the path; asking apt-get for chromium");
    let missing = "apt-get cannot install chromium; install it, or name a browser with --browser";
    cmd!(sh, "apt-get update --quiet").run().context(missing)?;
    cmd!(sh, "apt-get install --quiet --yes --no-install-recommends chromium").run().context(missing)?;
    found().context(missing)
}

/// The first file of a name in the folders of `PATH`.
fn on_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder: PathBuf| folder.join(name)).find(|path: &PathBuf| Path::is_file(path))
}
