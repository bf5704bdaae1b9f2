//! `piccole theory franz-parisi`.

use super::common::Accuracy;
use super::distances::{Distances, Labels};
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_core::patterns::Scenario;
use piccole_theory::Status;
use piccole_theory::franz_parisi::{self, LocalEntropyPoint, References, around_teacher, around_typical};
use serde::Serialize;

/// Local entropy: how many solutions lie at a distance from a typical one, or from the teacher
///
/// In nats per weight; slope is its derivative with respect to the distance. Where it is negative there is typically no
/// solution: typical solutions are isolated. at_stability is λ of de Almeida and Thouless for the solutions at that
/// distance, stable below 1. Below the distance where the saddle point ends, rows have status branch-ended
/// and branch_end names that distance. References of a larger margin (--reference-margin) show the dense regions.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory franz-parisi --scenario storage --alpha 0.5 --distance 0.01:0.01:0.3
  piccole theory franz-parisi --scenario teacher-student --alpha 0.5 --distance 0.01:0.01:0.3
  piccole theory franz-parisi --alpha 0.2 --distance 0.01:0.01:0.2 --reference-margin 1")]
pub(crate) struct FranzParisi {
    #[command(flatten)]
    #[serde(flatten)]
    labels: Labels,
    #[command(flatten)]
    #[serde(flatten)]
    at: Distances,
    /// Margin of the solutions that are counted (random labels)
    #[arg(long, default_value_t = 0.0, allow_hyphen_values = true)]
    kappa: f64,
    /// Margin of the references, not below --kappa (random labels) [default: that of the solutions]
    #[arg(long, value_name = "K", allow_hyphen_values = true)]
    reference_margin: Option<f64>,
    #[command(flatten)]
    #[serde(flatten)]
    accuracy: Accuracy,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    distance: f64,
    local_entropy: f64,
    slope: f64,
    q1: f64,
    t: f64,
    at_stability: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
    branch_end: f64,
}

impl From<&LocalEntropyPoint> for Row {
    fn from(point: &LocalEntropyPoint) -> Self {
        Self {
            alpha: point.alpha,
            distance: point.distance,
            local_entropy: point.local_entropy,
            slope: point.slope,
            q1: point.q1,
            t: point.t,
            at_stability: point.at_stability,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
            branch_end: point.branch_end,
        }
    }
}

impl FranzParisi {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let (alpha, distances) = (self.at.alpha, self.at.distance.values());
        let mut curve = match self.labels.scenario {
            Scenario::Storage => {
                let references = References { margin: self.reference_margin.unwrap_or(self.kappa) };
                around_typical(alpha, references, self.kappa, distances)?
            }
            Scenario::TeacherStudent => {
                self.refuse_margins()?;
                around_teacher(alpha, distances)?
            }
        };
        self.accuracy.judge(franz_parisi::RESIDUAL, &mut curve, |point| (&mut point.status, point.residual))?;
        let rows: Vec<Row> = curve.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory franz-parisi", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }

    /// A teacher's labels have no margin, and neither have those that are typical for it.
    fn refuse_margins(&self) -> Result<(), Failure> {
        for (option, value) in [("--kappa", Some(self.kappa)), ("--reference-margin", self.reference_margin)] {
            if let Some(value) = value.filter(|value| *value != 0.0) {
                return Err(Failure::bad_input(format!(
                    "{option} {value}: a teacher's labels come without margin, give 0 or --scenario storage"
                )));
            }
        }
        Ok(())
    }
}
