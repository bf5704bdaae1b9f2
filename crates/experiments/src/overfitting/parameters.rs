//! Parameters of this experiment alone.

use crate::Grid;
use crate::parameters::Count;
use crate::schema::one_of;
use piccole_theory::nonlinearity::Nonlinearity;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// An ascending grid of positive numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
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

/// A number of samples whose mean has a standard error: at least two.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Count")]
pub(super) struct Samples(Count);

impl Samples {
    pub(super) fn get(self) -> usize {
        self.0.get()
    }
}

impl TryFrom<Count> for Samples {
    type Error = String;

    fn try_from(count: Count) -> Result<Self, String> {
        if count.get() > 1 {
            Ok(Self(count))
        } else {
            Err("1, expected at least 2 samples for a standard error".into())
        }
    }
}

/// The function that makes the features, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(super) struct FeatureFunction(pub(super) Nonlinearity);

impl JsonSchema for FeatureFunction {
    fn schema_name() -> Cow<'static, str> {
        "FeatureFunction".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of("the function that makes the features", &Nonlinearity::ALL.map(Nonlinearity::as_str))
    }
}

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
