//! JSON schemas of plans, from the types that read them.
//!
//! A schema says which keys a plan has, what they mean and which values they take, as far as JSON schema has words for it:
//! an editor that knows it completes and checks a plan while it is written. What depends on several values at once is
//! checked when the plan is read.

use crate::Grid;
use crate::dynamics::DynamicsPlan;
use crate::landscape::LandscapePlan;
use crate::network::TrainPlan;
use crate::plan::EXPERIMENTS;
use piccole_nn::Activation;
use piccole_nn::optimize::Sampling;
use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema, json_schema};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The kinds of plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlanKind {
    /// A figure's, for [`Plan`](crate::Plan).
    Figure,
    /// Of a training, for [`TrainPlan`].
    Train,
    /// Of the dynamics of a training, for [`DynamicsPlan`].
    Dynamics,
    /// Of measurements around a network, for [`LandscapePlan`].
    Landscape,
}

impl PlanKind {
    /// Every kind with its name.
    pub const ALL: [(Self, &str); 4] = [
        (Self::Figure, "figure"),
        (Self::Train, "train"),
        (Self::Dynamics, "dynamics"),
        (Self::Landscape, "landscape"),
    ];

    /// The JSON schema (draft 2020-12) of plans of this kind.
    pub fn schema(self) -> Value {
        let mut generator = SchemaSettings::draft2020_12().into_generator();
        let schema = match self {
            Self::Figure => figures(&mut generator),
            Self::Train => generator.into_root_schema_for::<TrainPlan>(),
            Self::Dynamics => generator.into_root_schema_for::<DynamicsPlan>(),
            Self::Landscape => generator.into_root_schema_for::<LandscapePlan>(),
        };
        schema.to_value()
    }
}

/// The plans of all figures: the key `figure` decides which of them a plan has to be.
fn figures(generator: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = EXPERIMENTS.iter().map(|entry| entry.name).collect();
    let branches: Vec<Value> = EXPERIMENTS
        .iter()
        .map(|entry| {
            json!({ "if": { "properties": { "figure": { "const": entry.name } } }, "then": (entry.schema)(generator) })
        })
        .collect();
    json_schema!({
        "$schema": generator.settings().meta_schema,
        "title": "Plan of a figure",
        "type": "object",
        "properties": { "figure": { "description": "which figure the plan is of", "enum": names } },
        "required": ["figure"],
        "allOf": branches,
        "$defs": generator.take_definitions(true),
    })
}

impl JsonSchema for Grid {
    fn schema_name() -> Cow<'static, str> {
        "Grid".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description":
                "ascending numbers: a list, or a string such as \"0.1:0.1:0.8\" (end included) or \"0.3,0.5\"",
            "anyOf": [{ "type": "array", "items": { "type": "number" }, "minItems": 1 }, { "type": "string" }],
        })
    }
}

/// One of several names.
pub(crate) fn one_of(description: &str, names: &[&str]) -> Schema {
    json_schema!({ "description": description, "enum": names })
}

/// How mini-batches are drawn.
pub(crate) fn sampling(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "description": "how mini-batches are drawn", "enum": [Sampling::Epochs, Sampling::WithReplacement] })
}

/// The activation of hidden layers.
pub(crate) fn activation(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "description": "activation of the hidden layers", "enum": Activation::ALL })
}
