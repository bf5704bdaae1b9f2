//! The saddle points of a problem, along the curve `α(q̂)` that holds all of them.
//!
//! Every conjugate `q̂` is a saddle for exactly one density, `α = q̂ / strength(odds(q̂))`. Followed in `q̂` the curve turns
//! around its folds: it rises where the saddle is stable under iteration and falls where it is not, and a maximum is where
//! the branch ends (a spinodal).

use super::problem::Problem;
use crate::averages::AverageError;
use crate::saddle::Stop;
use crate::saddle::minimum;
use crate::saddle::root::{Bracket, bracket, brent};

/// Largest `|ln q̂′ − ln q̂|` of a solution.
const TOLERANCE: f64 = 1e-12;
/// Most evaluations of the saddle equation at one density, for the bracket and for the root within it.
const MOST_EVALUATIONS: usize = 60;

/// A solution of the saddle equation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Root {
    pub(crate) q_hat: f64,
    pub(crate) odds: f64,
    /// `|q′ − q|/⟨w²⟩` with the image `q′` of `q`.
    pub(crate) residual: f64,
    pub(crate) iterations: usize,
    pub(crate) stop: Stop,
}

/// A point of the curve `α(q̂)`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    pub(crate) ln_q_hat: f64,
    pub(crate) alpha: f64,
}

/// A stretch of the curve on which `α` rises or falls with `q̂`.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub(crate) from: Turn,
    pub(crate) to: Turn,
    /// What is known between the ends.
    inner: Vec<Turn>,
}

impl Stretch {
    pub(crate) fn rises(&self) -> bool {
        self.to.alpha > self.from.alpha
    }

    /// The neighbours between which a stretch that rises passes a density.
    fn neighbours(&self, alpha: f64) -> [Turn; 2] {
        let above = self.inner.partition_point(|turn| turn.alpha < alpha);
        let below = above.checked_sub(1).map_or(self.from, |last| self.inner[last]);
        [below, self.inner.get(above).copied().unwrap_or(self.to)]
    }
}

/// `ln q̂′ − ln q̂` with the image `q̂′` of `q̂`: positive where `α` is above the curve.
fn gap(problem: &(impl Problem + ?Sized), alpha: f64, ln_q_hat: f64) -> Result<f64, AverageError> {
    let odds = problem.odds(libm::exp(ln_q_hat))?;
    Ok(libm::log(alpha * problem.strength(odds)?) - ln_q_hat)
}

/// The density whose saddle has the conjugate given.
pub(crate) fn density(problem: &(impl Problem + ?Sized), ln_q_hat: f64) -> Result<f64, AverageError> {
    let q_hat = libm::exp(ln_q_hat);
    Ok(q_hat / problem.strength(problem.odds(q_hat)?)?)
}

/// Solvers want numbers, averages return errors: keeps the first error and lets NaN stop the search.
pub(crate) fn watched<T>(
    solve: impl FnOnce(&mut dyn FnMut(Result<f64, AverageError>) -> f64) -> T,
) -> Result<T, AverageError> {
    let mut failure = None;
    let solved = solve(&mut |value| {
        value.unwrap_or_else(|error| {
            failure.get_or_insert(error);
            f64::NAN
        })
    });
    failure.map_or(Ok(solved), Err)
}

/// The saddle next to a guess of `ln q̂` that may be off by about `step`, on a stretch that rises.
pub(crate) fn solve_near(
    problem: &(impl Problem + ?Sized),
    alpha: f64,
    guess: (f64, f64),
) -> Result<Root, AverageError> {
    let (root, evaluations) = watched(|number| {
        let mut gap = |ln_q_hat: f64| number(gap(problem, alpha, ln_q_hat));
        let (bracket, evaluations) = bracket(&mut gap, guess.0, guess.1, MOST_EVALUATIONS);
        (brent(&mut gap, bracket, TOLERANCE, MOST_EVALUATIONS), evaluations)
    })?;
    root_at(problem, alpha, root.point, evaluations + root.iterations, root.stop)
}

/// The saddle on a stretch that rises and whose densities enclose `alpha`.
pub(crate) fn solve_on(problem: &(impl Problem + ?Sized), alpha: f64, stretch: &Stretch) -> Result<Root, AverageError> {
    let ln_ratio = |turn: Turn| libm::log(alpha / turn.alpha);
    let [from, to] = stretch.neighbours(alpha);
    let bracket = Bracket { a: from.ln_q_hat, f_a: ln_ratio(from), b: to.ln_q_hat, f_b: ln_ratio(to) };
    let root = watched(|number| {
        brent(|ln_q_hat| number(gap(problem, alpha, ln_q_hat)), bracket, TOLERANCE, MOST_EVALUATIONS)
    })?;
    root_at(problem, alpha, root.point, root.iterations, root.stop)
}

/// The conjugate whose weights have the odds given, and the density at which it is a saddle.
pub(crate) fn root_of_odds(problem: &impl Problem, odds: f64) -> Result<(f64, Root), AverageError> {
    let ln_odds = libm::log(odds);
    let root = watched(|number| {
        let mut gap = |ln_q_hat: f64| ln_odds - libm::log(number(problem.odds(libm::exp(ln_q_hat))));
        let (bracket, _) = bracket(&mut gap, ln_odds.min(0.0), 1.0, MOST_EVALUATIONS);
        brent(gap, bracket, TOLERANCE, MOST_EVALUATIONS)
    })?;
    let alpha = libm::exp(root.point) / problem.strength(odds)?;
    Ok((alpha, root_at(problem, alpha, root.point, root.iterations, root.stop)?))
}

fn root_at(
    problem: &(impl Problem + ?Sized),
    alpha: f64,
    ln_q_hat: f64,
    iterations: usize,
    stop: Stop,
) -> Result<Root, AverageError> {
    let q_hat = libm::exp(ln_q_hat);
    let odds = problem.odds(q_hat)?;
    let image = problem.odds(alpha * problem.strength(odds)?)?;
    let residual = (image - odds).abs() / ((1.0 + odds) * (1.0 + image));
    Ok(Root { q_hat, odds, residual, iterations, stop })
}

/// The saddle of smallest overlap to lowest order in `α`: a guess of `ln q̂`.
pub(crate) fn first_guess(problem: &(impl Problem + ?Sized), alpha: f64) -> Result<f64, AverageError> {
    Ok(libm::log(alpha * problem.strength(problem.odds(0.0)?)?))
}

/// The stretches of the curve from `q̂ = e⁻³⁵` to where the odds reach 10⁷, with the turns between them refined.
///
/// The curve is scanned in steps of `ln q̂` that are fine where `q̂` is of order 1; two turns within one step (a factor 1.1
/// of `q̂`) are not seen.
pub(crate) fn stretches(problem: &(impl Problem + ?Sized)) -> Result<Vec<Stretch>, AverageError> {
    const FIRST: f64 = -35.0;
    const LAST: f64 = 60.0;
    const MOST_ODDS: f64 = 1e7;
    let mut scan: Vec<Turn> = Vec::new();
    let mut ln_q_hat = FIRST;
    while ln_q_hat <= LAST {
        let q_hat = libm::exp(ln_q_hat);
        let odds = problem.odds(q_hat)?;
        if odds > MOST_ODDS {
            break;
        }
        scan.push(Turn { ln_q_hat, alpha: q_hat / problem.strength(odds)? });
        ln_q_hat += if ln_q_hat.abs() < 5.0 { 0.1 } else { 1.0 };
    }
    let mut turns = vec![scan[0]];
    for three in scan.windows(3) {
        let (before, here, after) = (three[0], three[1], three[2]);
        let sign = if here.alpha > before.alpha { 1.0 } else { -1.0 };
        if sign * (after.alpha - here.alpha) < 0.0 {
            turns.push(turn(problem, sign, before.ln_q_hat, after.ln_q_hat)?);
        }
    }
    turns.push(scan[scan.len() - 1]);
    let stretch = |ends: &[Turn]| {
        let (from, to) = (ends[0], ends[1]);
        // Next to a turn the scan and the refined density may differ by rounding in the wrong order.
        let between = |turn: &&Turn| {
            let inside = |value: f64, a: f64, b: f64| f64::min(a, b) < value && value < f64::max(a, b);
            inside(turn.ln_q_hat, from.ln_q_hat, to.ln_q_hat) && inside(turn.alpha, from.alpha, to.alpha)
        };
        Stretch { from, to, inner: scan.iter().filter(between).copied().collect() }
    };
    Ok(turns.windows(2).map(stretch).collect())
}

/// The largest (`sign = 1`) or smallest (`sign = −1`) density between two conjugates.
fn turn(problem: &(impl Problem + ?Sized), sign: f64, low: f64, high: f64) -> Result<Turn, AverageError> {
    let extremum =
        watched(|number| minimum::brent(|x| -sign * number(density(problem, x)), low, high, 1e-8, MOST_EVALUATIONS))?;
    Ok(Turn { ln_q_hat: extremum.point, alpha: -sign * extremum.value })
}
