//! The plans of the repository.

use anyhow::{Context, bail};
use std::path::{Path, PathBuf};

/// A plan: figure `name` from the file `name.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Every plan of a folder, by name.
pub(super) fn in_folder(folder: &Path) -> anyhow::Result<Vec<Plan>> {
    let plans: Vec<Plan> = stems(folder, "toml")?
        .into_iter()
        .map(|name| Plan { path: folder.join(&name).with_extension("toml"), name })
        .collect();
    if plans.is_empty() {
        bail!("no plan (NAME.toml) in {}", folder.display());
    }
    Ok(plans)
}

/// Stems of the files of a folder that have an extension, sorted.
pub(super) fn stems(folder: &Path, extension: &str) -> anyhow::Result<Vec<String>> {
    let list =
        || -> std::io::Result<Vec<PathBuf>> { std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect() };
    let mut names: Vec<String> = list()
        .with_context(|| format!("cannot list {}", folder.display()))?
        .iter()
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// The plans with the names asked for, or all if none is; in the order of the plans.
pub(super) fn select(plans: Vec<Plan>, only: &[String]) -> anyhow::Result<Vec<Plan>> {
    if let Some(unknown) = only.iter().find(|name| plans.iter().all(|plan| plan.name != **name)) {
        let known: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
        bail!("unknown figure {unknown:?}, expected one of {}", known.join(", "));
    }
    Ok(plans.into_iter().filter(|plan| only.is_empty() || only.contains(&plan.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plans() -> Vec<Plan> {
        let plan = |name: &str| Plan { name: name.to_owned(), path: format!("{name}.toml").into() };
        vec![plan("algorithms"), plan("entropy")]
    }

    #[test]
    fn no_name_selects_every_plan() {
        assert_eq!(select(plans(), &[]).unwrap(), plans());
    }

    #[test]
    fn a_name_selects_its_plan() {
        assert_eq!(select(plans(), &["entropy".to_owned()]).unwrap(), plans()[1..]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = select(plans(), &["entropie".to_owned()]).unwrap_err();
        assert_eq!(error.to_string(), r#"unknown figure "entropie", expected one of algorithms, entropy"#);
    }
}
