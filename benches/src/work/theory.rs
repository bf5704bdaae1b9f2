//! The saddle points of `theory`.

use super::Work;
use piccole_core::gauss::{self, NEAREST_ZERO};
use piccole_core::model::{Binary, Sign};
use piccole_core::patterns::Scenario;
use piccole_theory::averages::{Feature, Quadrature};
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::covariates::{self, Loss};
use piccole_theory::dense_region::{self, Centre, Replicas, Setting};
use piccole_theory::franz_parisi::{References, around_teacher, around_typical};
use piccole_theory::nonlinearity::Nonlinearity;
use piccole_theory::random_features::{self, Target};
use piccole_theory::replica::state_evolution;
use piccole_theory::storage::{self, Weights};
use piccole_theory::teacher_student::{self, Branch};
use piccole_theory::{Status, isolation, pairs};
use std::hint::black_box;

/// Equidistant numbers up to one of them.
fn grid(to: f64, count: usize) -> Vec<f64> {
    (1..=count).map(|k| to * k as f64 / count as f64).collect()
}

/// The mean of `ln H(√(q/(1−q)) z)`, by the rule that `q` demands.
pub fn average(q: f64) -> Work {
    let slope = (q / (1.0 - q)).sqrt();
    let feature = Feature { centre: 0.0, strip: NEAREST_ZERO / slope };
    Work::new(move || {
        let [mean] = Quadrature::Automatic.means(black_box(feature), |z| [gauss::ln_tail(slope * z)]).expect("a rule");
        mean
    })
}

/// Densities of storage up to 1.
pub fn storage(weights: Weights, points: usize) -> Work {
    let alphas = grid(1.0, points);
    Work::new(move || {
        let points = storage::curve(weights, 0.0, black_box(&alphas)).expect("ascending densities");
        assert!(points.iter().all(|point| point.residual <= 1e-12));
        points[0].entropy
    })
}

/// Densities of learning up to 1.4.
pub fn teacher_student(weights: Weights, points: usize) -> Work {
    let alphas = grid(1.4, points);
    Work::new(move || {
        let points =
            teacher_student::curve(weights, Branch::Uninformed, black_box(&alphas)).expect("ascending densities");
        assert!(points.iter().all(|point| point.residual <= 1e-12));
        points[0].entropy
    })
}

/// Steps of state evolution at α = 1.
pub fn evolution(steps: usize) -> Work {
    Work::new(move || {
        let steps = state_evolution(&Binary, &Sign { margin: 0.0 }, black_box(1.0), steps).expect("a density");
        steps.last().map_or(0.0, |step| step.overlap)
    })
}

/// The capacity of a model.
pub fn critical_density(model: CapacityModel) -> Work {
    Work::new(move || capacity(model, black_box(0.0)).expect("a margin in range").alpha_c)
}

/// The spinodal of message passing with a teacher.
pub fn spinodal() -> Work {
    let spinodal = || teacher_student::algorithmic_spinodal(black_box(Quadrature::Automatic));
    Work::new(move || spinodal().expect("an average that converges").alpha)
}

/// Distances around a typical solution, up to 0.3 at α = 0.5.
pub fn typical(points: usize) -> Work {
    let distances = grid(0.3, points);
    Work::new(move || {
        let points = around_typical(0.5, References { margin: 0.0 }, 0.0, black_box(&distances)).expect("in range");
        assert!(points.iter().all(|point| point.status == Status::Ok));
        points[0].local_entropy
    })
}

/// Distances around a teacher, up to 0.3 at α = 0.5.
pub fn around_a_teacher(points: usize) -> Work {
    let distances = grid(0.3, points);
    Work::new(move || around_teacher(0.5, black_box(&distances)).expect("in range")[0].local_entropy)
}

/// Distances in the dense region, up to 0.15 at α = 0.6.
pub fn dense(replicas: Replicas, centre: Centre, points: usize) -> Work {
    let setting = Setting { scenario: Scenario::Storage, kappa: 0.0, replicas, centre };
    let distances = grid(0.15, points);
    Work::new(move || {
        let points = dense_region::curve(setting, 0.6, black_box(&distances)).expect("in range");
        assert!(points.iter().all(|point| point.status == Status::Ok));
        points[0].local_entropy
    })
}

/// The distance below which a teacher has no other solution, at α = 0.5.
pub fn isolation_distance() -> Work {
    Work::new(|| isolation::d_min(Scenario::TeacherStudent, black_box(0.5)).expect("a density").distance)
}

/// Distances of pairs of solutions, up to 0.3 at α = 0.5.
pub fn pairs_of_solutions(points: usize) -> Work {
    let distances = grid(0.3, points);
    Work::new(move || pairs::curve(0.5, black_box(&distances)).expect("in range")[0].entropy)
}

/// Test errors of ridge regression on random features.
pub fn random_feature_points(points: usize) -> Work {
    let target = Target { noise: 0.2, ..Target::default() };
    let ratios = grid(4.0, points);
    Work::new(move || {
        let error =
            |&psi1| random_features::point(Nonlinearity::Relu, target, psi1, 3.0, 1e-3).expect("in range").test_error;
        black_box(&ratios).iter().map(error).sum()
    })
}

/// The test error of a regression on random features.
pub fn covariates_point(loss: Loss) -> Work {
    Work::new(move || {
        let point = covariates::point(Nonlinearity::Relu, loss, black_box(2.0), 3.0, 0.01).expect("in range");
        assert!(point.status == Status::Ok);
        point.generalization_error
    })
}
