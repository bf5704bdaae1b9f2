//! Parameters of this experiment alone.

use crate::Grid;
use piccole_theory::nonlinearity::Nonlinearity;
use serde::{Deserialize, Serialize};

/// An ascending grid of positive numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Grid")]
pub(super) struct Ascending(Grid);

impl Ascending {
    pub(super) fn values(&self) -> &[f64] {
        self.0.values()
    }
}

impl TryFrom<Grid> for Ascending {
    type Error = String;

    fn try_from(grid: Grid) -> Result<Self, String> {
        if grid.first() > 0.0 { Ok(Self(grid)) } else { Err(format!("{}, expected positive numbers", grid.first())) }
    }
}

/// The function that makes the features, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct FeatureFunction(pub(super) Nonlinearity);

impl From<FeatureFunction> for String {
    fn from(function: FeatureFunction) -> Self {
        function.0.as_str().to_owned()
    }
}

impl TryFrom<String> for FeatureFunction {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let known = Nonlinearity::ALL.map(|nonlinearity| format!("`{}`", nonlinearity.as_str())).join(", ");
        let found = Nonlinearity::ALL.into_iter().find(|nonlinearity| nonlinearity.as_str() == name);
        found.map(Self).ok_or_else(|| format!("unknown nonlinearity `{name}`, expected one of {known}"))
    }
}
