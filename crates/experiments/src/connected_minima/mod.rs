//! Connected minima: the loss between two trained networks, along the straight line and along paths that avoid its barrier.

mod figure;
mod parameters;
mod points;
mod table;
mod verdicts;

use crate::RunError;
use crate::experiment::{Experiment, Verdict};
use crate::figures::Picture;
use crate::landscape::PathParameters;
use crate::network::{ImageData, NetworkParameters, TrainingParameters};
use crate::plan::Named;
use parameters::Minima;
use piccole_core::StreamKey;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use points::{Pair, PlaneView, PlotPoint};
pub use table::{Kind, Row};

/// Several networks trained from different initial parameters, with paths between neighbours on a ring, and the
/// minimum spanning tree over all.
///
/// A plan:
///
/// ```toml
/// figure = "fig2-path"
/// seed = 1
/// minima = 4                # networks on the ring, at least 3
///
/// [data]                    # as in every plan with images
/// pooling = 2
/// train = 2000
///
/// [network]
/// hidden = [64, 64]
///
/// [training]
/// batch = 128
/// epochs = 60
/// optimizer = { sgd = { learning_rate = { initial = 0.1, factor = 0.1, after_epochs = [30, 45] }, momentum = 0.9 } }
///
/// [path]
/// band_steps = 0.05         # share of the published steps
/// batch = 512
/// curve_steps = 1000
/// curve_rate = 0.03
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectedMinima {
    figure: Named<Self>,
    seed: u64,
    minima: Minima,
    #[serde(default)]
    data: ImageData,
    network: NetworkParameters,
    training: TrainingParameters,
    #[serde(default)]
    path: PathParameters,
}

impl Experiment for ConnectedMinima {
    const NAME: &'static str = "fig2-path";
    const TITLE: &'static str = "Minima are connected";
    const CAPTION: &'static str = "Networks trained from different initial parameters, each pair joined by the straight \
        line, by a path relaxed from it (an elastic band of pivots, new ones where the loss rises between two), and by a \
        curve with one trained bend. Left: the training loss climbs by two orders of magnitude on the line, while the \
        relaxed path stays below the higher of its ends everywhere, between pivots too; one bend is enough for most of the \
        way down. (Inside the path the loss is lower than at the ends, for relaxing goes on training the pivots.) Middle: \
        the test error does the same, so that the path joins networks that are equally good. Right: the plane through two \
        minima and a pivot, with the whole path projected onto it; the barrier of the line is in the plane, but the colours \
        under the projected path are not the losses on the path, which lies outside the plane but for its marked \
        pivot and the ends. Not seen at this scale: that the effect needs many parameters; far narrower networks have it \
        relative to their higher end too, along longer paths.";
    type Point = (usize, usize);
    type Outcome = Pair;
    type Row = Row;

    fn seed(&self) -> u64 {
        self.seed
    }

    fn points(&self) -> Vec<(usize, usize)> {
        let minima = self.minima.get();
        (0..minima).map(|from| (from, (from + 1) % minima)).collect()
    }

    fn run(&self, pair: &(usize, usize), key: &StreamKey) -> Result<Pair, RunError> {
        points::run(self, *pair, key)
    }

    fn table(&self, outcomes: &[((usize, usize), Pair)]) -> Result<Vec<Row>, RunError> {
        Ok(table::rows(outcomes))
    }

    fn picture(rows: &[Row]) -> Picture {
        figure::picture(rows)
    }

    fn verdicts(rows: &[Row]) -> Vec<Verdict> {
        verdicts::verdicts(rows)
    }
}
