//! The majority node of a committee: what a hidden unit's vote is worth, given those of the others.

use piccole_core::gauss;

/// Log-odds further than this from the median are cut there: what is `e³⁰⁰` times less likely than another vote is not
/// going to happen in its stead.
const WIDEST: f64 = 300.0;

/// What a unit's vote is worth: the pattern is satisfied with a probability proportional to 1 if the unit votes for the
/// label, and to `c` if it votes against it.
///
/// With `n` of the other `K − 1` units in favour, `c = P(n ≥ (K+1)/2)/P(n ≥ (K−1)/2)`. A perceptron has `c = 0`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Stake {
    /// `ln c ≤ 0`.
    ln_against: f64,
}

impl Stake {
    /// A perceptron's: nobody else can satisfy the pattern.
    pub(super) const ALL: Self = Self { ln_against: f64::NEG_INFINITY };

    /// Replaces every `x` by `ln [H(x) + c H(−x)]`, the logarithm of the probability that the pattern is satisfied, up to a
    /// constant, where the unit votes for the label with probability `H(x)`.
    pub(super) fn ln_satisfied(&self, x: &mut [f64]) {
        const BLOCK: usize = 32;
        for x in x.chunks_mut(BLOCK) {
            let (mut with, mut without) = ([0.0; BLOCK], [0.0; BLOCK]);
            let (with, without) = (&mut with[..x.len()], &mut without[..x.len()]);
            gauss::ln_tails_into(x, with);
            if self.ln_against > f64::NEG_INFINITY {
                x.iter_mut().for_each(|x| *x = -*x);
                gauss::ln_tails_into(x, without);
                for (with, without) in with.iter_mut().zip(without) {
                    *with = ln_sum(*with, self.ln_against + *without);
                }
            }
            x.copy_from_slice(with);
        }
    }
}

/// The stakes of all units, which vote for the label with probabilities `H(x_k)`.
///
/// The number of votes in favour has the generating function `Π_l (1 + r_l z)` with odds `r_l = H(x_l)/H(−x_l)`, whose
/// coefficients are sums of positive terms: nothing cancels. They are taken with odds relative to their median, which keeps
/// the coefficients around the majority in range however unlikely all votes are.
pub(super) fn stakes(arguments: &[f64], stakes: &mut Vec<Stake>) {
    stakes.clear();
    if arguments.len() == 1 {
        stakes.push(Stake::ALL);
        return;
    }
    let log_odds: Vec<f64> = arguments.iter().map(|&x| gauss::ln_tail(x) - gauss::ln_tail(-x)).collect();
    let mut sorted = log_odds.clone();
    sorted.sort_by(f64::total_cmp);
    let half = arguments.len() / 2;
    let median = sorted[half];
    let odds: Vec<f64> = log_odds.iter().map(|l| libm::exp((l - median).clamp(-WIDEST, WIDEST))).collect();
    let tilt = libm::exp(median.clamp(-700.0, 700.0));
    let mut votes = Vec::with_capacity(arguments.len());
    for unit in 0..odds.len() {
        votes.clear();
        votes.push(1.0);
        for (_, odds) in odds.iter().enumerate().filter(|(other, _)| *other != unit) {
            multiply(&mut votes, *odds);
        }
        // Coefficients of the untilted odds over `tilt^half`: the first is that of the ties which this unit breaks.
        let broken = votes[half];
        let safe: f64 = votes[half + 1..].iter().rev().fold(0.0, |sum, votes| sum * tilt + votes);
        let ln_against = if median > 0.0 {
            -libm::log1p(broken / (tilt * safe))
        } else {
            median + libm::log(safe) - libm::log(broken + tilt * safe)
        };
        stakes.push(Stake { ln_against });
    }
}

/// Multiplies a polynomial by `1 + r z`, and by a constant where it would otherwise overflow.
fn multiply(polynomial: &mut Vec<f64>, r: f64) {
    polynomial.push(0.0);
    for k in (1..polynomial.len()).rev() {
        polynomial[k] += r * polynomial[k - 1];
    }
    let largest = polynomial.iter().fold(0.0, |a: f64, b| a.max(*b));
    if largest > 1e150 {
        polynomial.iter_mut().for_each(|coefficient| *coefficient /= largest);
    }
}

/// `ln P(n > K/2)` where the units vote for the label with probabilities `H(x_k)`, by the recursion over units in logarithms.
pub(super) fn ln_majority(arguments: &[f64]) -> f64 {
    ln_at_least(arguments.len() / 2 + 1, arguments.iter().copied())
}

/// `ln P(n ≥ least)`.
fn ln_at_least(least: usize, arguments: impl Iterator<Item = f64>) -> f64 {
    let mut ln_votes = vec![0.0];
    for x in arguments {
        let (for_it, against) = (gauss::ln_tail(x), gauss::ln_tail(-x));
        ln_votes.push(f64::NEG_INFINITY);
        for n in (0..ln_votes.len()).rev() {
            let gained = if n > 0 { ln_votes[n - 1] + for_it } else { f64::NEG_INFINITY };
            ln_votes[n] = ln_sum(gained, ln_votes[n] + against);
        }
    }
    ln_votes[least..].iter().copied().fold(f64::NEG_INFINITY, ln_sum)
}

/// `ln(e^a + e^b)`.
fn ln_sum(a: f64, b: f64) -> f64 {
    let (more, less) = if a > b { (a, b) } else { (b, a) };
    if less == f64::NEG_INFINITY { more } else { more + libm::log1p(libm::exp(less - more)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::StandardNormal;
    use piccole_core::StreamKey;

    /// `ln c` of unit `k`, in logarithms throughout.
    fn exact(arguments: &[f64], k: usize) -> f64 {
        let half = arguments.len() / 2;
        let others = || arguments.iter().enumerate().filter(move |(l, _)| *l != k).map(|(_, x)| *x);
        ln_at_least(half + 1, others()) - ln_at_least(half, others())
    }

    #[test]
    fn stakes_agree_with_the_recursion_in_logarithms() {
        let mut gaussians = StandardNormal::new(StreamKey::from_seed(1).rng());
        let mut got = Vec::new();
        for hidden in [1, 3, 5, 7, 21, 101] {
            for (shift, spread) in
                [(0.0, 1.0), (0.0, 4.0), (8.0, 1.0), (-8.0, 1.0), (20.0, 5.0), (-20.0, 5.0), (35.0, 0.1)]
            {
                let arguments: Vec<f64> = gaussians.by_ref().take(hidden).map(|z| shift + spread * z).collect();
                stakes(&arguments, &mut got);
                for (k, stake) in got.iter().enumerate() {
                    let ln_against = exact(&arguments, k);
                    let close = (stake.ln_against - ln_against).abs() < 1e-11 * ln_against.abs().max(1.0);
                    assert!(close || hidden == 1, "K={hidden} {shift}±{spread}: {stake:?}, {ln_against}");
                }
            }
        }
    }

    #[test]
    fn three_units_written_out() {
        // A vote is worth: 1 − (both others against) to 1, both others in favour to −1.
        let arguments = [0.3, -0.7, 1.2];
        let p = arguments.map(gauss::tail);
        let mut got = Vec::new();
        stakes(&arguments, &mut got);
        let c = p[1] * p[2] / (1.0 - (1.0 - p[1]) * (1.0 - p[2]));
        assert!((got[0].ln_against - libm::log(c)).abs() < 1e-14);
        let satisfied = p[0] * (1.0 - (1.0 - p[1]) * (1.0 - p[2])) + (1.0 - p[0]) * p[1] * p[2];
        assert!((ln_majority(&arguments) - libm::log(satisfied)).abs() < 1e-14);
        let mut values = [0.5, -0.5];
        got[0].ln_satisfied(&mut values);
        let direct = |x: f64| libm::log(gauss::tail(x) + c * gauss::tail(-x));
        assert!((values[0] - direct(0.5)).abs() < 1e-14 && (values[1] - direct(-0.5)).abs() < 1e-14);
    }
}
