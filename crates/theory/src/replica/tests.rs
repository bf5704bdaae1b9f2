//! Any prior and any channel: against special cases, limits, iteration and finite differences.

use super::*;
use crate::averages::AverageError;
use crate::capacity::{CapacityModel, capacity};
use crate::storage::{self, Weights};
use crate::{Status, TheoryError};
use piccole_core::gauss;
use piccole_core::model::{
    Binary, FiniteSet, Gaussian, Logistic, Probit, Response, Sign, Singularities, Spherical, Window,
};
use std::f64::consts::LN_2;

const SIGN: Sign = Sign { margin: 0.0 };

fn ternary() -> FiniteSet {
    FiniteSet::uniform(&[-1.0, 0.0, 1.0]).unwrap()
}

/// Stationarity in both order parameters, and the slope in `α`, of any problem at a saddle.
fn check_saddle(problem: &impl Problem, point: &SaddlePoint, name: &str) {
    let odds = point.q / point.variance;
    let free_entropy = |q_hat: f64, odds: f64| -> Result<f64, AverageError> {
        let values = problem.values(q_hat, odds)?;
        Ok(values.entropic + point.alpha * values.energetic)
    };
    let step = 1e-4;
    for (low, high) in [
        (free_entropy(point.q_hat, odds * (1.0 - step)), free_entropy(point.q_hat, odds * (1.0 + step))),
        (free_entropy(point.q_hat * (1.0 - step), odds), free_entropy(point.q_hat * (1.0 + step), odds)),
    ] {
        let change = (high.unwrap() - low.unwrap()) / (2.0 * step);
        // Third derivatives times step², at most 1e-8.
        assert!(change.abs() < 3e-8, "{name}: {change:e} at {point:?}");
    }
    assert!(point.residual <= 1e-12 && point.status == Status::Ok, "{name}: {point:?}");
}

fn check_learning(prior: &impl Prior, channel: &impl Channel, alpha: f64, name: &str) {
    let quadrature = Quadrature::Automatic;
    let point = bayes_optimal(prior, channel, Branch::Uninformed, &[alpha]).unwrap()[0];
    check_saddle(&BayesOptimal { prior, channel, quadrature }, &point, name);
    assert!(point.at_stability < 1.0, "{name}: {point:?}");
    // The slope in α, and state evolution from overlap 0, which ends at the same point.
    let step = 1e-4;
    let near = bayes_optimal(prior, channel, Branch::Uninformed, &[alpha - step, alpha + step]).unwrap();
    let slope = (near[1].entropy - near[0].entropy) / (2.0 * step);
    assert!((slope - point.slope).abs() < 1e-7, "{name}: {slope} {point:?}");
    let steps = state_evolution(prior, channel, alpha, 200).unwrap();
    assert!((steps[200].overlap - point.q).abs() < 1e-10, "{name}: {:?} {point:?}", steps[200]);
    assert!(steps.windows(2).all(|pair| pair[1].overlap >= pair[0].overlap - 1e-14), "{name}");
}

#[test]
fn every_pair_of_prior_and_channel_is_learnt_as_state_evolution_says() {
    let logistic = Logistic::new(2.0).unwrap();
    let probit = Probit::new(0.4).unwrap();
    check_learning(&Binary, &SIGN, 0.9, "binary, sign");
    check_learning(&Binary, &probit, 1.1, "binary, probit");
    check_learning(&Binary, &logistic, 1.3, "binary, logistic");
    check_learning(&Gaussian, &SIGN, 2.0, "gaussian, sign");
    check_learning(&Gaussian, &probit, 1.5, "gaussian, probit");
    check_learning(&ternary(), &SIGN, 0.6, "ternary, sign");
    check_learning(&ternary(), &logistic, 0.9, "ternary, logistic");
    let lopsided = FiniteSet::new(&[-1.0, 0.5, 2.0], &[0.5, 0.3, 0.2]).unwrap();
    check_learning(&lopsided, &probit, 0.8, "lopsided, probit");
}

#[test]
fn random_labels_are_stationary_for_every_prior() {
    let quadrature = Quadrature::Automatic;
    let logistic = Logistic::new(3.0).unwrap();
    let problem = RandomLabels { prior: &Binary, channel: &logistic, quadrature };
    let point = random_labels(&Binary, &logistic, &[0.7]).unwrap()[0];
    check_saddle(&problem, &point, "binary, logistic");
    let problem = RandomLabels { prior: &Spherical, channel: &Sign { margin: 0.5 }, quadrature };
    let point = random_labels(&Spherical, &Sign { margin: 0.5 }, &[0.7]).unwrap()[0];
    check_saddle(&problem, &point, "spherical, margin");
    // Free norm: the slope in α tests stationarity in all four order parameters at once.
    let step = 1e-4;
    for margin in [0.0, 0.3] {
        let channel = Sign { margin };
        for (name, points) in [
            ("ternary", random_labels(&ternary(), &channel, &[0.5 - step, 0.5, 0.5 + step]).unwrap()),
            ("gaussian", random_labels(&Gaussian, &channel, &[0.5 - step, 0.5, 0.5 + step]).unwrap()),
        ] {
            let slope = (points[2].entropy - points[0].entropy) / (2.0 * step);
            assert!((slope - points[1].slope).abs() < 1e-7, "{name}: {slope} {:?}", points[1]);
            assert!(points[1].residual <= 1e-11 && points[1].status == Status::Ok, "{name}: {:?}", points[1]);
        }
    }
}

#[test]
fn the_storage_problem_is_an_instance() {
    let alphas = [0.2, 0.6, 0.83, 1.2];
    for (point, storage) in random_labels(&Binary, &SIGN, &alphas)
        .unwrap()
        .iter()
        .zip(storage::curve(Weights::Binary, 0.0, &alphas).unwrap())
    {
        assert!((point.q - storage.q).abs() < 1e-11 && (point.entropy - storage.entropy).abs() < 1e-13);
        assert!((point.at_stability - storage.at_stability).abs() < 1e-10);
    }
}

#[test]
fn two_values_of_a_set_behave_as_binary_weights_of_free_norm() {
    let set = FiniteSet::uniform(&[-1.0, 1.0]).unwrap();
    let free = random_labels(&set, &SIGN, &[0.3, 0.7]).unwrap();
    for (free, rigid) in free.iter().zip(random_labels(&Binary, &SIGN, &[0.3, 0.7]).unwrap()) {
        assert!((free.q - rigid.q).abs() < 1e-10 && (free.entropy - rigid.entropy).abs() < 1e-11, "{free:?} {rigid:?}");
        assert!((free.norm - 1.0).abs() < 1e-11 && (free.at_stability - rigid.at_stability).abs() < 1e-9);
    }
}

#[test]
fn gaussian_weights_without_margin_are_spherical_ones() {
    // Only the direction counts, so that fraction and angle agree while the norm is free.
    let free = random_labels(&Gaussian, &SIGN, &[0.4, 1.2]).unwrap();
    for (free, sphere) in free.iter().zip(storage::curve(Weights::Spherical, 0.0, &[0.4, 1.2]).unwrap()) {
        assert!((free.q / free.norm - sphere.q).abs() < 1e-10, "{free:?} {sphere:?}");
        assert!((free.entropy - sphere.entropy).abs() < 1e-11, "{free:?} {sphere:?}");
    }
}

#[test]
fn the_symmetric_perceptron_has_no_overlap_and_its_first_moment_is_tight() {
    let window = Window::new(1.0).unwrap();
    let alpha_c = capacity(CapacityModel::Symmetric, 1.0).unwrap();
    let points = random_labels(&Binary, &window, &[0.5, alpha_c.alpha_c]).unwrap();
    let inside = libm::log(1.0 - 2.0 * gauss::tail(1.0));
    assert!(points.iter().all(|point| point.q == 0.0 && point.status == Status::Ok), "{points:?}");
    assert!((points[0].entropy - LN_2 - 0.5 * inside).abs() < 1e-14);
    assert!(points[1].entropy.abs() < 1e-13);
    assert!((points[1].at_stability - alpha_c.at_stability).abs() < 1e-12);
}

#[test]
fn an_even_teacher_is_not_learnt_below_a_density() {
    // |h| < 0.5 says nothing about the sign of the weights: overlap 0 solves the equations at every density.
    let window = Window::new(0.5).unwrap();
    let points = bayes_optimal(&Binary, &window, Branch::Uninformed, &[0.2, 0.6]).unwrap();
    assert!(points.iter().all(|point| point.q == 0.0 && point.residual == 0.0), "{points:?}");
    let informed = bayes_optimal(&Binary, &window, Branch::Informed, &[1.5]).unwrap()[0];
    assert_eq!((informed.q, informed.entropy), (1.0, 0.0));
}

#[test]
fn a_fold_is_followed_and_its_far_side_is_the_informed_branch() {
    // Little noise keeps the first-order jump of binary weights, but the far branch has overlap below 1.
    let probit = Probit::new(1e-2).unwrap();
    let learning = Learning::new(&Binary, &probit, Quadrature::Automatic).unwrap();
    let end = learning.curve().first_end();
    assert!(end > 1.4 && end < 2.0, "{end}");
    let at = |branch, alpha| learning.at(branch, alpha).unwrap();
    let (low, high) = (at(Branch::Uninformed, end - 1e-3), at(Branch::Informed, end - 1e-3));
    assert!(low.q < 0.95 && high.q > 0.99 && high.q < 1.0, "{low:?} {high:?}");
    assert!(high.residual < 1e-12 && high.status == Status::Ok);
    assert_eq!(at(Branch::Equilibrium, end - 1e-3).entropy, f64::max(low.entropy, high.entropy));
    let beyond = at(Branch::Uninformed, end + 1e-6);
    assert_eq!((beyond.status, beyond.branch_end), (Status::BranchEnded, end));
    assert_eq!(at(Branch::Equilibrium, end + 1e-6).status, Status::Ok);
}

#[test]
fn noise_hides_part_of_the_information() {
    let errors: Vec<f64> = [1e-6, 0.1, 0.5, 2.0]
        .iter()
        .map(|&noise| bayes_optimal(&Binary, &Probit::new(noise).unwrap(), Branch::Uninformed, &[1.0]).unwrap()[0].q)
        .collect();
    assert!(errors.windows(2).all(|pair| pair[1] < pair[0]), "{errors:?}");
    let clean = bayes_optimal(&Binary, &SIGN, Branch::Uninformed, &[1.0]).unwrap()[0].q;
    assert!((errors[0] - clean).abs() < 1e-4);
}

#[test]
fn state_evolution_starts_without_information_and_recovers_beyond_the_spinodal() {
    let steps = state_evolution(&Binary, &SIGN, 1.6, 100).unwrap();
    assert_eq!((steps[0].step, steps[0].overlap, steps[0].mse), (0, 0.0, 1.0));
    assert_eq!((steps[100].overlap, steps[100].mse), (1.0, 0.0));
    assert!(steps.iter().all(|step| (step.overlap + step.mse - 1.0).abs() < 1e-15));
    assert!(state_evolution(&Binary, &SIGN, 1.4, 100).unwrap()[100].overlap < 0.9);
    // Discrete weights of several values recover too; their averages need equidistant nodes to the end.
    let ternary = state_evolution(&ternary(), &SIGN, 3.0, 60).unwrap();
    assert!(ternary[60].mse < 1e-12, "{:?}", ternary[60]);
}

/// A channel whose labels are certain of more than 1.
struct Overconfident;

impl Channel for Overconfident {
    fn probability(&self, _label: f64, _field: f64) -> f64 {
        0.75
    }
    fn ln_partition(&self, _label: f64, _omega: f64, _variance: f64) -> f64 {
        libm::log(0.75)
    }
    fn response(&self, _label: f64, _omega: f64, _variance: f64) -> Response {
        Response { gain: 0.0, slope: 0.0 }
    }
    fn singularities(&self, _label: f64, _variance: f64) -> Singularities {
        Singularities { centre: None, distance: f64::INFINITY }
    }
}

#[test]
fn a_channel_that_cannot_be_a_teacher_is_refused() {
    for error in [
        bayes_optimal(&Binary, &Sign { margin: 0.5 }, Branch::Uninformed, &[1.0]).unwrap_err(),
        bayes_optimal(&Binary, &Overconfident, Branch::Uninformed, &[1.0]).unwrap_err(),
        state_evolution(&Binary, &Overconfident, 1.0, 3).unwrap_err(),
    ] {
        assert!(matches!(error, TheoryError::NotATeacher { .. }), "{error}");
    }
    assert_eq!(random_labels(&Binary, &SIGN, &[]).unwrap_err(), TheoryError::NoDensity);
    assert!(
        matches!(state_evolution(&Binary, &SIGN, -1.0, 3), Err(TheoryError::Density { value, .. }) if value == -1.0)
    );
}
