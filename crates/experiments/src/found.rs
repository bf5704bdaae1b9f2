//! Solutions that algorithms find, for experiments that ask what kind of solutions these are.

use crate::RunError;
use crate::catalogue::{named, table};
use crate::schema::one_of;
use piccole_core::{Patterns, StreamKey};
use piccole_msg_passing::{Outcome, Problem};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An algorithm of the catalogue with its default parameters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Finder(String);

impl JsonSchema for Finder {
    fn schema_name() -> Cow<'static, str> {
        "Finder".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let table = table();
        one_of("an algorithm", &table.iter().map(|entry| entry.name()).collect::<Vec<_>>())
    }
}

impl TryFrom<String> for Finder {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        named(&name).map(|_| Self(name))
    }
}

impl From<Finder> for String {
    fn from(finder: Finder) -> Self {
        finder.0
    }
}

impl Finder {
    /// The algorithm's name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Runs it to its end.
    pub(crate) fn search(&self, patterns: &Patterns, key: &StreamKey) -> Result<Outcome, RunError> {
        let configured = named(&self.0).and_then(|entry| entry.configure(0.0, &[])).map_err(RunError::Algorithm)?;
        Ok(configured.solver.begin(Problem::from(patterns), key.named("dynamics").rng())?.finish())
    }
}
