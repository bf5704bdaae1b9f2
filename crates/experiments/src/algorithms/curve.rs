//! One curve of the figure: an algorithm with its parameters at one size.

use crate::catalogue::{Configured, named};
use crate::found::Finder;
use crate::parameters::{Count, Densities, OddSize};
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_msg_passing::{AlgorithmError, Problem, Solver};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One curve.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Unchecked")]
pub(super) struct Curve {
    pub(super) algorithm: String,
    pub(super) n: OddSize,
    pub(super) alpha: Densities,
    pub(super) samples: Count,
    /// Every parameter by name, defaults filled in.
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    parameters: BTreeMap<String, toml::Value>,
}

/// A curve as it is written.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    algorithm: Finder,
    n: OddSize,
    alpha: Densities,
    samples: Count,
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    parameters: BTreeMap<String, toml::Value>,
}

impl TryFrom<Unchecked> for Curve {
    type Error = String;

    fn try_from(curve: Unchecked) -> Result<Self, String> {
        let Unchecked { algorithm, n, alpha, samples, parameters } = curve;
        let mut curve = Self { algorithm: algorithm.into(), n, alpha, samples, parameters };
        let Configured { solver, settings } = curve.configured()?;
        let written = |value| toml::Value::try_from(value).map_err(|error| error.to_string());
        curve.parameters =
            settings.into_iter().map(|(name, value)| Ok((name, written(value)?))).collect::<Result<_, String>>()?;
        // Domains are known to the algorithms alone, which look at them before they begin.
        let key = StreamKey::from_seed(0);
        let trial = Patterns::generate(Scenario::Storage, InputLaw::Signs, 3, 1000, &key);
        let trial = trial.map_err(|error| error.to_string())?;
        match solver.begin(Problem::from(&trial), key.rng()) {
            Err(error @ AlgorithmError::Parameter { .. }) => Err(error.to_string()),
            _ => Ok(curve),
        }
    }
}

impl Curve {
    /// The algorithm, with no margin.
    pub(super) fn solver(&self) -> Result<Box<dyn Solver>, String> {
        Ok(self.configured()?.solver)
    }

    /// A parameter that is a whole number.
    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        self.parameters.get(name)?.as_integer()
    }

    fn configured(&self) -> Result<Configured, String> {
        let text = |value: &toml::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let given: Vec<_> = self.parameters.iter().map(|(name, value)| (name.clone(), text(value))).collect();
        named(&self.algorithm)?.configure(0.0, &given)
    }
}
