//! The gallery: one page that shows every figure of a folder.

mod html;
mod measurements;
mod related;
mod run_time;

use crate::figures::Page;
use crate::{Error, files, output};
use html::escape;
use run_time::RunTime;
use std::path::{Path, PathBuf};

/// Writes `index.html`: for every table in the folder the figure, what to look for, the verdicts, table, plan and run time,
/// the commands that make them again, and the figures that belong to it; then what benches measured, where they left pictures
/// in the folder. The page needs no network and nothing but the
/// files beside it. Returns its path.
///
/// # Errors
/// [`Error::NothingThere`] if the folder holds no table of a known figure, [`Error::Table`] if one is damaged.
pub fn gallery(dir: &Path) -> Result<PathBuf, Error> {
    let pages = output::pages(dir)?;
    let plans = pages.iter().map(|page| plan(dir, page.name)).collect::<Result<Vec<_>, _>>()?;
    let figure = |(page, plan): (&Page, &Option<String>)| {
        let time = RunTime::of(dir, page.name);
        html::figure(page, plan.as_deref(), time, &pages)
    };
    let figures: String = pages.iter().zip(&plans).map(figure).collect();
    let (measurement_links, measurements) = measurements::of(dir);
    let html = include_str!("page.html")
        .replace("{{style}}", include_str!("style.css"))
        .replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{summary}}", &html::summary(&pages))
        .replace("{{contents}}", &pages.iter().map(html::entry).collect::<String>())
        .replace("{{figures}}", &figures)
        .replace("{{measurement-links}}", &measurement_links)
        .replace("{{measurements}}", &measurements);
    let path = dir.join("index.html");
    files::write_atomically(&path, html.as_bytes())?;
    Ok(path)
}

/// The plan beside a table, if it is there: tables may have been brought from elsewhere.
fn plan(dir: &Path, name: &str) -> Result<Option<String>, Error> {
    let path = dir.join(format!("{name}.toml"));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some(escape(&text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("read the plan", &path)(error)),
    }
}

#[cfg(test)]
mod tests;
