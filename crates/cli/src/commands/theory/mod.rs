//! `piccole theory …`, one file a command.

mod capacity;
mod common;
mod covariates;
mod dense_region;
mod distances;
mod franz_parisi;
mod isolation;
mod pairs;
mod random_features;
mod random_reference;
mod state_evolution;
mod storage;
mod teacher_student;
mod thresholds;

use crate::failure::{Failure, Outcome};
use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Theory {
    Storage(storage::Storage),
    Capacity(capacity::Capacity),
    TeacherStudent(teacher_student::TeacherStudent),
    StateEvolution(state_evolution::StateEvolution),
    Thresholds(thresholds::Thresholds),
    FranzParisi(franz_parisi::FranzParisi),
    Isolation(isolation::Isolation),
    RandomReference(random_reference::RandomReference),
    Pairs(pairs::Pairs),
    DenseRegion(dense_region::DenseRegion),
    RandomFeatures(random_features::RandomFeatures),
    Covariates(covariates::Covariates),
}

impl Theory {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        match self {
            Self::Storage(storage) => storage.run(),
            Self::Capacity(capacity) => capacity.run(),
            Self::TeacherStudent(teacher_student) => teacher_student.run(),
            Self::StateEvolution(state_evolution) => state_evolution.run(),
            Self::Thresholds(thresholds) => thresholds.run(),
            Self::FranzParisi(franz_parisi) => franz_parisi.run(),
            Self::Isolation(isolation) => isolation.run(),
            Self::RandomReference(random_reference) => random_reference.run(),
            Self::Pairs(pairs) => pairs.run(),
            Self::DenseRegion(dense_region) => dense_region.run(),
            Self::RandomFeatures(random_features) => random_features.run(),
            Self::Covariates(covariates) => covariates.run(),
        }
    }
}
