//! The manifest: whose store this is.

use super::lines;
use crate::experiment::Experiment;
use crate::plan::{Plan, canonical_toml};
use crate::{Error, files};
use piccole_core::arch::instruction_sets;
use serde::{Deserialize, Serialize};
use std::io::ErrorKind;
use std::path::Path;

/// Version of the layout of the store.
const FORMAT: u32 = 1;

/// Name of the manifest in the folder of the store.
const FILE: &str = "manifest.json";

/// What a store was made from.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    format: u32,
    version: String,
    /// Revision of the program's source. Not compared: a revision that changes numbers changes the version.
    #[serde(default)]
    revision: Option<String>,
    /// Instruction sets of the processor that made the store. Not compared: results do not depend on them.
    #[serde(default)]
    cpu_features: Vec<String>,
    figure: String,
    #[serde(default)]
    seed: u64,
    pub(crate) plan_hash: String,
    plan: String,
}

impl Manifest {
    /// The manifest that the store of an experiment has to have.
    pub(crate) fn of<E: Experiment>(experiment: &E, revision: Option<&str>) -> Result<Self, Error> {
        let plan = canonical_toml(experiment)?;
        let mut hasher = blake3::Hasher::new_derive_key("piccole run store, plan hash, version 1");
        hasher.update(plan.as_bytes());
        Ok(Self {
            format: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            revision: revision.map(str::to_owned),
            cpu_features: instruction_sets().into_iter().map(str::to_owned).collect(),
            figure: E::NAME.to_owned(),
            seed: experiment.seed(),
            plan_hash: hasher.finalize().to_hex().to_string(),
            plan,
        })
    }

    /// Writes the manifest into a new store, or checks the one that is there.
    ///
    /// The file is read back after it was written: of two plans that start in one folder at the same moment, the rename
    /// that came second wins and the other run stops here.
    pub(crate) fn claim(&self, dir: &Path) -> Result<(), Error> {
        let path = dir.join(FILE);
        if !path.try_exists().map_err(Error::file("read", &path))? {
            let mut text = lines::json("a manifest", self)?;
            text.push('\n');
            files::write_atomically(&path, text.as_bytes())?;
        }
        self.check(dir)
    }

    /// Checks that the store in a folder is this one.
    pub(crate) fn check(&self, dir: &Path) -> Result<(), Error> {
        let found = Self::read(&dir.join(FILE))?;
        if found.plan_hash != self.plan_hash {
            let (found, expected) = (short(&found.plan_hash), short(&self.plan_hash));
            return Err(Error::OtherPlan { store: dir.to_owned(), found, expected });
        }
        if found.version != self.version {
            let (found, expected) = (format!("piccole {}", found.version), format!("piccole {}", self.version));
            return Err(Error::OtherVersion { store: dir.to_owned(), found, expected });
        }
        Ok(())
    }

    /// Reads a manifest.
    fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(Error::file("read", path))?;
        let refused = |reason| Error::Manifest { path: path.to_owned(), reason };
        let manifest: Self = serde_json::from_str(&text).map_err(|error| refused(error.to_string()))?;
        if manifest.format != FORMAT {
            return Err(refused(format!("store format {}, expected {FORMAT}", manifest.format)));
        }
        Ok(manifest)
    }
}

/// The plan of the store in a folder; none if the folder is no store.
pub(crate) fn plan_of(store: &Path) -> Result<Option<Plan>, Error> {
    let path = store.join(FILE);
    match Manifest::read(&path) {
        Ok(manifest) => Plan::parse(&manifest.plan, &path).map(Some),
        Err(Error::File { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Enough of a hash to tell plans apart by eye.
fn short(hash: &str) -> String {
    hash.chars().take(12).collect()
}
