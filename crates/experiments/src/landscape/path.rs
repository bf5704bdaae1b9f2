//! Three ways from one minimum to another.

use crate::RunError;
use crate::network::Images;
use crate::parameters::{Count, Positive};
use piccole_core::StreamKey;
use piccole_nn::landscape::NetworkLandscape;
use piccole_nn::landscape::path::{
    AutoNebSettings, BezierSettings, ConnectingPath, Polyline, QuadraticBezier, auto_neb,
};
use piccole_nn::{Mlp, Objective, Scalar};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How paths between two minima are sought: by an elastic band that grows ([`auto_neb`]) and by a trained curve
/// ([`QuadraticBezier`]).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PathParameters {
    /// Steps of the band as a share of those of the published schedule.
    band_steps: Positive,
    /// Examples of the mini-batches of the band and of the curve.
    batch: Count,
    /// Steps of the curve.
    curve_steps: Count,
    /// Learning rate of the curve; its momentum is 0.9 and its weight decay 10⁻⁴, as are those of the band.
    curve_rate: Positive,
}

impl Default for PathParameters {
    fn default() -> Self {
        let count = |number: usize| Count::try_from(number).expect("a small positive number");
        let positive = |number: f64| Positive::try_from(number).expect("a positive number");
        Self { band_steps: positive(0.05), batch: count(512), curve_steps: count(1000), curve_rate: positive(0.03) }
    }
}

impl PathParameters {
    fn curve(&self) -> BezierSettings {
        BezierSettings {
            steps: self.curve_steps.get() as u64,
            learning_rate: self.curve_rate.get(),
            momentum: 0.9,
            weight_decay: 1e-4,
        }
    }
}

/// A point on the way between two minima.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathPoint {
    /// Share of the way: of the length of the line and of the band, the parameter of the curve.
    pub position: f64,
    /// Mean loss over the training examples.
    pub loss: f64,
    /// Fraction of the test examples classified wrongly.
    pub test_error: f64,
}

/// The three ways between two minima.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    /// Along the straight line.
    pub line: Vec<PathPoint>,
    /// Along the relaxed path.
    pub path: Vec<PathPoint>,
    /// Along the trained curve.
    pub curve: Vec<PathPoint>,
    /// The relaxed path itself, and how it was found.
    pub band: ConnectingPath,
}

/// Points looked at on the line and on the curve.
const POINTS: usize = 41;

/// Seeks the three ways between two sets of parameters of a network. Mini-batches come from `key.named("band")`, the
/// places where the curve is trained from `key.named("curve")`.
///
/// # Errors
/// [`RunError::Examples`] for images of another network.
///
/// # Panics
/// Unless both ends have as many numbers as the network.
pub fn seek_connection<T: Scalar + nalgebra::Scalar>(
    mlp: &Mlp,
    images: &Images<T>,
    ends: [&[f64]; 2],
    parameters: &PathParameters,
    key: &StreamKey,
) -> Result<Connection, RunError> {
    let train = Objective::new(mlp, images.train.examples()?)?;
    let mut landscape = NetworkLandscape::new(train).with_batches(parameters.batch.get(), key.named("band"));
    let settings = AutoNebSettings::published(parameters.band_steps.get());
    let band = auto_neb(&mut landscape, ends, &settings);
    let curve = QuadraticBezier::train(&mut landscape, ends, &parameters.curve(), key.named("curve"));
    let line = Polyline::new(ends.map(<[f64]>::to_vec).to_vec());

    let mut test = NetworkLandscape::new(Objective::new(mlp, images.test.examples()?)?);
    let mut measure = |(position, point): (f64, Vec<f64>)| PathPoint {
        position,
        loss: landscape.evaluate(&point).loss,
        test_error: test.evaluate(&point).error,
    };
    Ok(Connection {
        line: line.samples(POINTS - 2).map(&mut measure).collect(),
        path: band.path.samples(settings.between).map(&mut measure).collect(),
        curve: curve.samples(POINTS).map(&mut measure).collect(),
        band,
    })
}
