//! Where binary weights are learnt.

use crate::TheoryError;
use crate::averages::Quadrature;
use crate::franz_parisi::{binary_entropy, ln_agreement};
use crate::replica::{BayesOptimal, Learning, Problem, density, watched};
use crate::saddle::minimum;
use crate::saddle::root::{Bracket, brent};
use crate::thresholds::Threshold;
use piccole_core::model::{Binary, Sign};
use std::f64::consts::LN_2;

const SIGN: Sign = Sign { margin: 0.0 };

fn learning(quadrature: Quadrature) -> Result<Learning<'static, Binary, Sign>, TheoryError> {
    Learning::new(&Binary, &SIGN, quadrature)
}

/// The density up to which learning from overlap 0 stops short of the teacher: the maximum of `α(q)`, 1.4926.
///
/// State evolution slows down as `(α_⋆ − α)^(−1/2)` when it comes near, the maximum of a curve does not.
///
/// # Errors
/// [`TheoryError::Average`] if the quadrature fails.
pub fn algorithmic_spinodal(quadrature: Quadrature) -> Result<Threshold, TheoryError> {
    let learning = learning(quadrature)?;
    Ok(Threshold {
        alpha: learning.curve().first_end(),
        error: 1e-12,
        converged: learning.curve().first_stretch().is_some(),
    })
}

/// The density from which the labels determine the teacher: where the entropy of the first branch vanishes, 1.2447.
///
/// The zero of the student entropy, the jump of the posterior to the teacher and the information-theoretic transition are
/// one number, because the teacher's own entropy is 0.
///
/// # Errors
/// [`TheoryError::Average`] if the quadrature fails.
pub fn information_theoretic(quadrature: Quadrature) -> Result<Threshold, TheoryError> {
    const TOLERANCE: f64 = 1e-14;
    const MOST_EVALUATIONS: usize = 80;
    let learning = learning(quadrature)?;
    let problem: &BayesOptimal<'_, Binary, Sign> = learning.curve().problem();
    let Some(first) = learning.curve().first_stretch() else {
        return Ok(Threshold { alpha: f64::NAN, error: f64::NAN, converged: false });
    };
    let entropy = |ln_q_hat: f64| {
        let q_hat = libm::exp(ln_q_hat);
        let odds = problem.odds(q_hat)?;
        let values = problem.values(q_hat, odds)?;
        Ok(values.entropic + LN_2 + q_hat / problem.strength(odds)? * values.energetic)
    };
    let (low, high) = (first.from.ln_q_hat, first.to.ln_q_hat);
    let root = watched(|number| {
        let mut entropy = |x: f64| number(entropy(x));
        let bracket = Bracket { a: low, f_a: entropy(low), b: high, f_b: entropy(high) };
        brent(entropy, bracket, TOLERANCE, MOST_EVALUATIONS)
    })?;
    Ok(Threshold { alpha: density(problem, root.point)?, error: 1e-12, converged: root.converged() })
}

/// The density from which the mean number of students other than the teacher vanishes at every distance, 1.44797: the
/// maximum over distances of `−h₂(d)/ln(1 − arccos(1−2d)/π)`.
///
/// An upper bound of [`information_theoretic`]. Fang and Venkatesh, IEEE Trans. Neural Networks 7, 1234 (1996).
pub fn planted_first_moment() -> Threshold {
    let lowest = minimum::brent(|d| binary_entropy(d) / ln_agreement(d), 1e-3, 0.5, 1e-9, 100);
    Threshold { alpha: -lowest.value, error: 1e-14, converged: lowest.converged }
}
