//! What a finished run leaves: plan, table, figures.

use crate::experiment::Experiment;
use crate::figures::Page;
use crate::plan::{EXPERIMENTS, Plan, canonical_toml};
use crate::store::{Status, plan_of};
use crate::{Error, files};
use std::path::{Path, PathBuf};

/// Writes the plan, every default filled in, as `NAME.toml`.
pub(crate) fn write_plan<E: Experiment>(experiment: &E, dir: &Path) -> Result<PathBuf, Error> {
    let (name, version) = (E::NAME, env!("CARGO_PKG_VERSION"));
    let plan = canonical_toml(experiment)?;
    let text = format!("# The plan of {name}.csv with every default filled in, run by piccole {version}.\n{plan}");
    let path = dir.join(format!("{name}.toml"));
    files::write_atomically(&path, text.as_bytes())?;
    Ok(path)
}

/// Writes table and figures; the figures are drawn from the table as it was written.
pub(crate) fn write<E: Experiment>(
    experiment: &E,
    outcomes: &[(E::Point, E::Outcome)],
    dir: &Path,
) -> Result<Vec<PathBuf>, Error> {
    let rows = experiment
        .table(outcomes)
        .map_err(|source| Error::Aggregation { experiment: E::NAME, source: Box::new(source) })?;
    let path = dir.join(format!("{}.csv", E::NAME));
    files::write_atomically(&path, &csv(&rows)?)?;
    let mut written = vec![path.clone()];
    written.extend(Page::of_table::<E>(&path)?.write(dir)?);
    Ok(written)
}

/// A table as CSV: a header of column names, the shortest digits that read back to the same float, absent values empty.
fn csv<R: serde::Serialize>(rows: &[R]) -> Result<Vec<u8>, Error> {
    let refused = |reason: String| Error::Encoding { what: "a table", reason };
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row).map_err(|error| refused(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| refused(error.to_string()))
}

/// Writes table and figures of every run store in a folder from the points of all its shards. Returns the files.
///
/// # Errors
/// [`Error::Incomplete`] if points are missing, with their number and the first; [`Error::NothingThere`] if the folder
/// holds no store; any error of reading or writing.
pub fn merge(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut written = Vec::new();
    for plan in stored_plans(dir)? {
        written.extend(plan.finish(dir)?);
    }
    Ok(written)
}

/// How far each run store in a folder is, by name.
///
/// # Errors
/// [`Error::NothingThere`] if the folder holds no store; any error of reading.
pub fn status(dir: &Path) -> Result<Vec<Status>, Error> {
    stored_plans(dir)?.iter().map(|plan| plan.status(dir)).collect()
}

/// The plans of all run stores in a folder, at least one.
pub(crate) fn stored_plans(dir: &Path) -> Result<Vec<Plan>, Error> {
    let entries = std::fs::read_dir(dir).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut stores: Vec<PathBuf> =
        entries.map_err(Error::file("list", dir))?.iter().map(std::fs::DirEntry::path).collect();
    stores.retain(|path| path.extension().is_some_and(|extension| extension == "store"));
    stores.sort();
    let mut plans = Vec::new();
    for store in &stores {
        plans.extend(plan_of(store)?);
    }
    if plans.is_empty() {
        return Err(Error::NothingThere { dir: dir.to_owned(), what: "run store (a folder NAME.store)" });
    }
    Ok(plans)
}

/// Draws every figure whose table is in a folder again, from the table alone. Returns the files.
///
/// # Errors
/// [`Error::NothingThere`] if the folder holds no table of a known figure, [`Error::Table`] if one is damaged.
pub fn draw(dir: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut written = Vec::new();
    for page in pages(dir)? {
        written.extend(page.write(dir)?);
    }
    Ok(written)
}

/// The pages of all tables in a folder.
pub(crate) fn pages(dir: &Path) -> Result<Vec<Page>, Error> {
    let mut pages = Vec::new();
    for entry in EXPERIMENTS {
        let table = dir.join(format!("{}.csv", entry.name));
        if table.try_exists().map_err(Error::file("read", &table))? {
            pages.push((entry.page)(&table)?);
        }
    }
    if pages.is_empty() {
        return Err(Error::NothingThere { dir: dir.to_owned(), what: "table (NAME.csv) of a known figure" });
    }
    Ok(pages)
}
