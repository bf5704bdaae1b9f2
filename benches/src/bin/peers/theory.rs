//! How long do the curves of the theory take?

use crate::Side;
use piccole_core::model::{Binary, Sign};
use piccole_theory::replica::state_evolution;
use piccole_theory::storage::{self, Weights};
use piccole_theory::teacher_student::{self, Branch};
use std::hint::black_box;

/// The overlap of message passing with a teacher of weights ±1, step by step.
pub(crate) struct StateEvolution {
    pub(crate) alpha: f64,
    pub(crate) steps: usize,
}

impl Side for StateEvolution {
    fn call(&mut self) {
        black_box(self.answer());
    }

    fn answer(&mut self) -> Vec<f64> {
        let steps = state_evolution(&Binary, &Sign { margin: 0.0 }, black_box(self.alpha), self.steps);
        steps.expect("a positive density").iter().map(|step| step.overlap).collect()
    }
}

/// The overlap of two solutions at equidistant densities up to 1.
pub(crate) struct Storage {
    alphas: Vec<f64>,
}

impl Storage {
    pub(crate) fn new(points: usize) -> Self {
        Self { alphas: (1..=points).map(|k| k as f64 / points as f64).collect() }
    }
}

impl Side for Storage {
    fn call(&mut self) {
        black_box(self.answer());
    }

    fn answer(&mut self) -> Vec<f64> {
        let points = storage::curve(Weights::Binary, 0.0, black_box(&self.alphas));
        points.expect("ascending densities").iter().map(|point| point.q).collect()
    }
}

/// The overlap of a typical student with the teacher at equidistant densities up to 1.4.
pub(crate) struct TeacherStudent {
    alphas: Vec<f64>,
}

impl TeacherStudent {
    pub(crate) fn new(points: usize) -> Self {
        Self { alphas: (1..=points).map(|k| 1.4 * k as f64 / points as f64).collect() }
    }
}

impl Side for TeacherStudent {
    fn call(&mut self) {
        black_box(self.answer());
    }

    fn answer(&mut self) -> Vec<f64> {
        let points = teacher_student::curve(Weights::Binary, Branch::Uninformed, black_box(&self.alphas));
        points.expect("ascending densities").iter().map(|point| point.q).collect()
    }
}
