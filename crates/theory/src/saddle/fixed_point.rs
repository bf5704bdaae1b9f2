//! Fixed points `x = f(x)` by damped iteration and by Anderson mixing.

use super::solution::{Solution, Stop, max_norm};
use nalgebra::{DMatrix, DVector};
use std::collections::VecDeque;

/// When to stop.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Largest `|f(x) − x|` of any component at a solution.
    pub tolerance: f64,
    /// Most evaluations of the map.
    pub max_iterations: usize,
}

/// Iterates `x ← x + (1 − damping) (f(x) − x)` from `start`.
///
/// `map` writes `f(x)` into its second argument. The iteration converges to a fixed point where every eigenvalue `λ` of
/// the derivative of `f` has `|damping + (1 − damping) λ| < 1`: `damping = 0` is plain iteration, and a damping near 1
/// tames any eigenvalue with real part below 1, at the price of speed.
///
/// # Panics
/// If `damping` is not in [0, 1).
pub fn damped(
    mut map: impl FnMut(&[f64], &mut [f64]),
    start: &[f64],
    damping: f64,
    limits: Limits,
) -> Solution<Vec<f64>> {
    assert!((0.0..1.0).contains(&damping), "damping is {damping}, it must be at least 0 and below 1");
    let mut point = start.to_vec();
    let mut image = vec![0.0; start.len()];
    let mut residual = f64::INFINITY;
    let mut before = point.clone();
    for iterations in 1..=limits.max_iterations {
        map(&point, &mut image);
        let gap = largest_gap(&image, &point);
        if !gap.is_finite() {
            return Solution { point: before, residual, iterations, stop: Stop::LeftDomain };
        }
        residual = gap;
        if residual <= limits.tolerance {
            return Solution { point, residual, iterations, stop: Stop::Converged };
        }
        before.copy_from_slice(&point);
        for (x, f) in point.iter_mut().zip(&image) {
            *x += (1.0 - damping) * (f - *x);
        }
    }
    // The residual belongs to the last point at which the map was evaluated.
    Solution { point: before, residual, iterations: limits.max_iterations, stop: Stop::IterationLimit }
}

/// Anderson mixing from `start`: each step goes to the combination of the last `depth + 1` images whose gaps
/// `f(x) − x` cancel best in the sense of least squares.
///
/// On a linear map of `n` unknowns it converges in `n + 1` steps for `depth ≥ n`; near a smooth fixed point it behaves
/// like a quasi-Newton method and also finds points that plain iteration runs away from. If the images leave the
/// domain of the map the history is dropped and a halved plain step is tried from the best point, ten times.
///
/// # Panics
/// If `depth` is 0; that is [`damped`] with no damping.
pub fn anderson(
    mut map: impl FnMut(&[f64], &mut [f64]),
    start: &[f64],
    depth: usize,
    limits: Limits,
) -> Solution<Vec<f64>> {
    const MOST_RETREATS: usize = 10;
    assert!(depth > 0, "Anderson mixing of depth 0 is plain iteration");
    let size = start.len();
    let mut history: VecDeque<(DVector<f64>, DVector<f64>)> = VecDeque::with_capacity(depth + 1);
    let mut point = DVector::from_column_slice(start);
    let mut image = DVector::zeros(size);
    let mut best =
        Solution { point: start.to_vec(), residual: f64::INFINITY, iterations: 0, stop: Stop::IterationLimit };
    let mut best_gap = DVector::zeros(size);
    let mut retreats = 0;
    for iterations in 1..=limits.max_iterations {
        best.iterations = iterations;
        map(point.as_slice(), image.as_mut_slice());
        let gap = &image - &point;
        let residual = max_norm(gap.as_slice());
        if !residual.is_finite() {
            if !best.residual.is_finite() || retreats == MOST_RETREATS {
                return Solution { stop: Stop::LeftDomain, ..best };
            }
            retreats += 1;
            history.clear();
            point = DVector::from_column_slice(&best.point) + &best_gap * 0.5_f64.powi(retreats as i32);
            continue;
        }
        if residual < best.residual {
            best.point.copy_from_slice(point.as_slice());
            best.residual = residual;
            best_gap.copy_from(&gap);
            retreats = 0;
        }
        if residual <= limits.tolerance {
            return Solution { stop: Stop::Converged, ..best };
        }
        if history.len() == depth + 1 {
            history.pop_front();
        }
        history.push_back((image.clone(), gap));
        point = mixed(&history);
    }
    best
}

/// The combination of images whose gaps cancel best: `min |g_last − Σ γ_k δg_k|` over the last differences `δg_k` of
/// successive gaps, newest first, the images combined alike.
///
/// The least-squares problem is solved by QR (nalgebra's singular values would call the system's `atan2` and `hypot`).
/// From the first difference on that depends on newer ones, the history is left out.
fn mixed(history: &VecDeque<(DVector<f64>, DVector<f64>)>) -> DVector<f64> {
    /// A column of `R` with a diagonal below this fraction of the first is dependent.
    const DEPENDENT: f64 = 1e-12;
    let newest = history.len() - 1;
    let (image, gap) = &history[newest];
    if newest == 0 {
        return image.clone();
    }
    let differences =
        DMatrix::from_fn(gap.len(), newest, |row, k| history[newest - k].1[row] - history[newest - k - 1].1[row]);
    let qr = differences.qr();
    let mut rotated = gap.clone();
    qr.q_tr_mul(&mut rotated);
    let r = qr.r();
    let smallest = DEPENDENT * r[(0, 0)].abs();
    let independent = (0..r.nrows()).take_while(|k| r[(*k, *k)].abs() > smallest).count();
    let mut point = image.clone();
    let coefficients = r.view((0, 0), (independent, independent)).solve_upper_triangular(&rotated.rows(0, independent));
    for (k, coefficient) in coefficients.iter().flat_map(|c| c.iter()).enumerate() {
        point -= (&history[newest - k].0 - &history[newest - k - 1].0) * *coefficient;
    }
    point
}

/// `max |image − point|`, infinite if a component is NaN.
fn largest_gap(image: &[f64], point: &[f64]) -> f64 {
    let gap: Vec<f64> = image.iter().zip(point).map(|(f, x)| f - x).collect();
    max_norm(&gap)
}

#[cfg(test)]
mod tests {
    use super::{Limits, anderson, damped};
    use crate::saddle::Stop;

    const LIMITS: Limits = Limits { tolerance: 1e-13, max_iterations: 500 };
    /// Solution of x = cos x.
    const DOTTIE: f64 = 0.739_085_133_215_160_6;

    fn cosine(x: &[f64], image: &mut [f64]) {
        image[0] = libm::cos(x[0]);
    }

    #[test]
    fn plain_iteration_finds_the_fixed_point_of_the_cosine() {
        let solution = damped(cosine, &[0.0], 0.0, LIMITS);
        assert!(solution.converged() && solution.residual <= 1e-13);
        assert!((solution.point[0] - DOTTIE).abs() < 1e-13);
        // Contraction 0.674 from a gap of 1: ln(1e-13)/ln(0.674) = 76 steps.
        assert!((70..85).contains(&solution.iterations), "{}", solution.iterations);
    }

    #[test]
    fn anderson_mixing_needs_an_eighth_of_the_steps() {
        let solution = anderson(cosine, &[0.0], 3, LIMITS);
        assert!(solution.converged() && (solution.point[0] - DOTTIE).abs() < 1e-13);
        assert!(solution.iterations <= 9, "{}", solution.iterations);
    }

    #[test]
    fn damping_tames_an_oscillation_that_plain_iteration_runs_away_from() {
        let map = |x: &[f64], image: &mut [f64]| image[0] = 4.0 - 3.0 * x[0];
        let plain = damped(map, &[0.9], 0.0, Limits { max_iterations: 50, ..LIMITS });
        assert_eq!(plain.stop, Stop::IterationLimit);
        assert!(plain.residual > 1e20);
        let tamed = damped(map, &[0.9], 0.7, LIMITS);
        assert!(tamed.converged() && (tamed.point[0] - 1.0).abs() < 1e-13);
    }

    #[test]
    fn the_residual_is_that_of_the_returned_point() {
        for max_iterations in 1..6 {
            let limits = Limits { tolerance: 0.0, max_iterations };
            for solution in [damped(cosine, &[10.0], 0.25, limits), anderson(cosine, &[10.0], 2, limits)] {
                let mut image = [0.0];
                cosine(&solution.point, &mut image);
                assert_eq!(solution.residual, (image[0] - solution.point[0]).abs());
                assert_eq!((solution.stop, solution.iterations), (Stop::IterationLimit, max_iterations));
            }
        }
    }

    #[test]
    fn leaving_the_domain_returns_the_last_good_point() {
        // √(x − 2) from 6 goes 6, 2, 0, NaN.
        let map = |x: &[f64], image: &mut [f64]| image[0] = (x[0] - 2.0).sqrt();
        let solution = damped(map, &[6.0], 0.0, LIMITS);
        assert_eq!(solution.stop, Stop::LeftDomain);
        assert_eq!((solution.point[0], solution.residual), (2.0, 2.0));
        let mixed = anderson(map, &[6.0], 2, LIMITS);
        assert_eq!(mixed.stop, Stop::LeftDomain);
        assert!(mixed.point[0].is_finite() && mixed.residual.is_finite());
        let nowhere = anderson(map, &[0.0], 2, LIMITS);
        assert_eq!((nowhere.stop, nowhere.residual), (Stop::LeftDomain, f64::INFINITY));
    }

    #[test]
    fn anderson_mixing_solves_a_linear_map_in_as_many_steps_as_unknowns() {
        // Eigenvalues −3, 0.99 and 1.5: plain iteration diverges along two of them.
        let map = |x: &[f64], image: &mut [f64]| {
            image[0] = -3.0 * x[0] + 4.0 + x[1];
            image[1] = 0.99 * x[1] + 0.02;
            image[2] = 1.5 * x[2] - 0.5 * x[0];
        };
        let solution = anderson(map, &[5.0, -7.0, 0.3], 3, Limits { tolerance: 1e-11, max_iterations: 100 });
        assert!(solution.converged(), "{solution:?}");
        assert!(solution.iterations <= 8, "{}", solution.iterations);
        for (x, exact) in solution.point.iter().zip([1.5, 2.0, 1.5]) {
            assert!((x - exact).abs() < 1e-8, "{:?}", solution.point);
        }
    }

    #[test]
    fn anderson_mixing_survives_a_degenerate_history() {
        // The image never moves: all differences of gaps are those of the points, and vanish once it is reached.
        let constant = |_: &[f64], image: &mut [f64]| image.copy_from_slice(&[1.0, 2.0]);
        let solution = anderson(constant, &[0.0, 0.0], 4, LIMITS);
        assert!(solution.converged() && solution.point == [1.0, 2.0]);
        // No fixed point at all: gaps are equal, their differences 0.
        let shift = |x: &[f64], image: &mut [f64]| image[0] = x[0] + 1.0;
        let lost = anderson(shift, &[0.0], 2, Limits { max_iterations: 30, ..LIMITS });
        assert_eq!(lost.stop, Stop::IterationLimit);
        assert_eq!(lost.residual, 1.0);
    }
}
