//! `piccole theory dense-region`.

use super::common::Accuracy;
use super::distances::{Distances, Labels};
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings, or_infinite};
use clap::{Args, ValueEnum};
use piccole_theory::Status;
use piccole_theory::dense_region::{self, DenseRegionPoint, Replicas, Setting, curve, y_star};
use serde::{Serialize, Serializer};

/// Dense regions: the local entropy around the configurations that have the most solutions around them
///
/// Centres are weighed by the number of solutions at the distance to the power of --replicas. For infinitely many replicas
/// that is the largest local entropy of all; for a finite number the complexity says how many such centres there are, and
/// `--replicas zero-complexity` finds the number at which it vanishes, the densest regions of a typical sample. For a
/// teacher's labels, replica_error and centre_error are probabilities to err on a new input.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory dense-region --scenario storage --alpha 0.6 --distance 0.01:0.01:0.2
  piccole theory dense-region --scenario teacher-student --alpha 0.8 --distance 0.01:0.01:0.1
  piccole theory dense-region --alpha 0.6 --distance 0.05 --replicas 10 --centre solution")]
pub(crate) struct DenseRegion {
    #[command(flatten)]
    #[serde(flatten)]
    labels: Labels,
    #[command(flatten)]
    #[serde(flatten)]
    at: Distances,
    /// Margin of the solutions (random labels)
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Number of replicas y, a positive number, `inf` or `zero-complexity`
    #[arg(long, value_name = "Y", default_value = "inf", allow_hyphen_values = true)]
    replicas: Number,
    /// Which configurations may be centres: any of them, or solutions only (finitely many replicas)
    #[arg(long, value_enum, default_value_t = Centre::Free)]
    centre: Centre,
    #[command(flatten)]
    #[serde(flatten)]
    accuracy: Accuracy,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Centre {
    Free,
    Solution,
}

impl From<Centre> for dense_region::Centre {
    fn from(centre: Centre) -> Self {
        match centre {
            Centre::Free => Self::Free,
            Centre::Solution => Self::Solution,
        }
    }
}

/// A number of replicas as the command line names it.
#[derive(Clone, Copy, PartialEq)]
enum Number {
    Given(Replicas),
    ZeroComplexity,
}

impl std::str::FromStr for Number {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "inf" => Ok(Self::Given(Replicas::Infinite)),
            "zero-complexity" => Ok(Self::ZeroComplexity),
            _ => match text.parse() {
                Ok(count) => Ok(Self::Given(Replicas::Finite(count))),
                Err(_) => Err(format!("`{text}` is neither a number nor `inf` nor `zero-complexity`")),
            },
        }
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Given(replicas) => or_infinite(&replicas.count(), serializer),
            Self::ZeroComplexity => serializer.serialize_str("zero-complexity"),
        }
    }
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    distance: f64,
    #[serde(serialize_with = "or_infinite")]
    replicas: f64,
    local_entropy: f64,
    complexity: f64,
    slope: f64,
    replica_error: f64,
    centre_error: f64,
    overlap: f64,
    overlap_spread: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
    branch_end: f64,
}

impl From<&DenseRegionPoint> for Row {
    fn from(point: &DenseRegionPoint) -> Self {
        Self {
            alpha: point.alpha,
            distance: point.distance,
            replicas: point.replicas,
            local_entropy: point.local_entropy,
            complexity: point.complexity,
            slope: point.slope,
            replica_error: point.replica_error,
            centre_error: point.centre_error,
            overlap: point.overlap,
            overlap_spread: point.overlap_spread,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
            branch_end: point.branch_end,
        }
    }
}

impl DenseRegion {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let (alpha, distances) = (self.at.alpha, self.at.distance.values());
        let setting = |replicas| Setting {
            scenario: self.labels.scenario,
            kappa: self.kappa,
            replicas,
            centre: self.centre.into(),
        };
        /// Where the search for vanishing complexity starts.
        const FIRST: Replicas = Replicas::Finite(2.0);
        let mut points: Vec<DenseRegionPoint> = match self.replicas {
            Number::Given(replicas) => curve(setting(replicas), alpha, distances)?,
            Number::ZeroComplexity => {
                distances.iter().map(|&distance| y_star(setting(FIRST), alpha, distance)).collect::<Result<_, _>>()?
            }
        };
        self.accuracy.judge(dense_region::RESIDUAL, &mut points, |point| (&mut point.status, point.residual))?;
        let rows: Vec<Row> = points.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory dense-region", self))?;
        Ok(Outcome::done_if(points.iter().all(|point| point.status == Status::Ok)))
    }
}
