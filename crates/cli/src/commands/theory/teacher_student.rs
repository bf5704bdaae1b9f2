//! `piccole theory teacher-student`.

use super::common::{Accuracy, Weights};
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings, or_infinite};
use clap::{Args, ValueEnum};
use piccole_experiments::Grid;
use piccole_theory::teacher_student::{self, TeacherStudentPoint};
use piccole_theory::{Status, storage};
use serde::Serialize;

/// What a student learns from a teacher's labels: overlap, entropy, generalization errors
///
/// gibbs_error is the probability that a typical student errs on a new input, bayes_error that of the vote of all. Binary
/// weights have two stable branches: the uninformed one, which message passing finds and which ends at the algorithmic
/// spinodal 1.4926, and the teacher itself; the equilibrium jumps from the first to the second at 1.2447.
#[derive(Args, Serialize)]
#[command(after_help = "Examples:
  piccole theory teacher-student --alpha 0.1:0.1:1.4
  piccole theory teacher-student --alpha 0.5:0.5:3 --branch equilibrium
  piccole theory teacher-student --alpha 1,10,100 --weights spherical")]
pub(crate) struct TeacherStudent {
    /// Constraint densities P/N, ascending
    #[arg(long, value_name = "GRID", allow_hyphen_values = true)]
    alpha: Grid,
    /// Kind of weights
    #[arg(long, value_enum, default_value_t = Weights::Binary)]
    weights: Weights,
    /// Which saddle point
    #[arg(long, value_enum, default_value_t = Branch::Uninformed)]
    branch: Branch,
    #[command(flatten)]
    #[serde(flatten)]
    accuracy: Accuracy,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Branch {
    /// From overlap 0 up to the algorithmic spinodal
    Uninformed,
    /// The stable one of largest overlap
    Informed,
    /// The one of largest entropy
    Equilibrium,
}

impl From<Branch> for teacher_student::Branch {
    fn from(branch: Branch) -> Self {
        match branch {
            Branch::Uninformed => Self::Uninformed,
            Branch::Informed => Self::Informed,
            Branch::Equilibrium => Self::Equilibrium,
        }
    }
}

#[derive(Serialize)]
struct Row {
    alpha: f64,
    q: f64,
    #[serde(serialize_with = "or_infinite")]
    q_hat: f64,
    entropy: f64,
    mutual_information: f64,
    gibbs_error: f64,
    bayes_error: f64,
    at_stability: f64,
    residual: f64,
    iterations: usize,
    status: &'static str,
    branch_end: f64,
}

impl From<&TeacherStudentPoint> for Row {
    fn from(point: &TeacherStudentPoint) -> Self {
        Self {
            alpha: point.alpha,
            q: point.q,
            q_hat: point.q_hat,
            entropy: point.entropy,
            mutual_information: point.mutual_information,
            gibbs_error: point.gibbs_error,
            bayes_error: point.bayes_error,
            at_stability: point.at_stability,
            residual: point.residual,
            iterations: point.iterations,
            status: point.status.as_str(),
            branch_end: point.branch_end,
        }
    }
}

impl TeacherStudent {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let mut curve = teacher_student::curve(self.weights.into(), self.branch.into(), self.alpha.values())?;
        self.accuracy.judge(storage::RESIDUAL, &mut curve, |point| (&mut point.status, point.residual))?;
        let rows: Vec<Row> = curve.iter().map(Row::from).collect();
        self.output.write(&rows, &Settings::new("theory teacher-student", self))?;
        Ok(Outcome::done_if(curve.iter().all(|point| point.status == Status::Ok)))
    }
}
