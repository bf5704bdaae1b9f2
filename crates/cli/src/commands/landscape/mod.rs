//! `piccole landscape`.

mod curvature;
mod path;
mod surface;

use crate::failure::{Failure, Outcome};
use crate::instance::read_file;
use crate::output::{Output, Settings};
use clap::{Args, Subcommand};
use piccole_core::formats::read_real_vector;
use piccole_experiments::landscape::{LandscapePlan, OpenLandscape};
use serde::Serialize;
use std::path::PathBuf;

/// Paths, surfaces and curvature of the loss of a network
#[derive(Subcommand)]
pub(crate) enum Landscape {
    Path(path::Path),
    Surface(surface::Surface),
    Curvature(curvature::Curvature),
}

impl Landscape {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Path(path) => path.run(),
            Self::Surface(surface) => surface.run(),
            Self::Curvature(curvature) => curvature.run(),
        }
    }
}

/// What the three have in common.
#[derive(Args, Serialize)]
struct Source {
    /// The plan
    #[arg(value_name = "PLAN.toml")]
    plan: PathBuf,
    /// Folder with the four files of MNIST or its kin, in place of the plan's
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Weights and biases of a network of the plan's architecture as .npy, real numbers of shape (P,), instead of training
    /// one; repeat for several
    #[arg(long, value_name = "FILE.npy")]
    weights: Vec<PathBuf>,
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

/// What is written beside a file of rows.
#[derive(Serialize)]
struct Recorded<'a> {
    #[serde(flatten)]
    options: &'a Source,
    run: &'a LandscapePlan,
}

impl Source {
    /// Reads plan, images and weights, the number of which has to be one of those given.
    fn open(&self, accepted: &[usize], expected: &str) -> Result<(OpenLandscape, Vec<Vec<f64>>), Failure> {
        self.output.check()?;
        if !accepted.contains(&self.weights.len()) {
            return Err(Failure::bad_input(format!(
                "--weights given {} times, expected {expected}",
                self.weights.len()
            )));
        }
        let plan = LandscapePlan::read(&self.plan)?;
        let plan = self.data.iter().fold(plan, |plan, folder| plan.with_data_in(folder.clone()));
        let landscape = plan.open()?;
        let weights = self.weights.iter().map(|path| {
            let weights = read_file(path, read_real_vector)?;
            landscape.accept(weights).map_err(|error| Failure::in_file(path, error))
        });
        let weights = weights.collect::<Result<_, _>>()?;
        Ok((landscape, weights))
    }

    fn write<R: Serialize>(&self, command: &'static str, landscape: &OpenLandscape, rows: &[R]) -> Result<(), Failure> {
        self.output.write(rows, &Settings::new(command, Recorded { options: self, run: landscape.plan() }))
    }
}
