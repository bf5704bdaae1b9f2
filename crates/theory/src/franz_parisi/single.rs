//! References for which one average over a Gaussian is enough: a teacher, and a configuration independent of the patterns.

use super::field::{field_at, field_start, flips, quantile, sech4, softplus};
use super::point::LocalEntropyPoint;
use crate::averages::{AverageError, Feature, Rule};
use crate::saddle::root::{Bracket, bracket, brent};
use crate::storage::gardner_moment;
use crate::{Status, TheoryError};
use piccole_core::gauss;
use std::f64::consts::{FRAC_PI_2, PI};

/// Largest `|ln o′ − ln o|` of a solution, where `o = (q₁ − p²)/(1 − q₁)`.
const TOLERANCE: f64 = 1e-12;
/// Most evaluations of the saddle equation, for the bracket and for the root within it.
const MOST_EVALUATIONS: usize = 80;

/// What the distance is measured from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Centre {
    /// The teacher of the labels, seen at margin 0.
    Teacher,
    /// A configuration independent of the patterns, for solutions at a margin.
    Independent {
        /// Margin `κ`.
        kappa: f64,
    },
}

/// The potential around one kind of reference at one density.
#[derive(Clone, Copy, Debug)]
pub(super) struct Single {
    pub(super) alpha: f64,
    pub(super) centre: Centre,
    /// All strips are divided by this; results must not depend on it.
    pub(super) detail: f64,
}

/// A solution with what the next one starts from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Solved {
    pub(super) point: LocalEntropyPoint,
    ln_odds: f64,
}

/// `q₁` and its complement at some odds `o = (q₁ − p²)/(1 − q₁)`: nothing cancels at `q₁ → p²` or `q₁ → 1`.
#[derive(Clone, Copy, Debug)]
struct Overlaps {
    distance: f64,
    p: f64,
    q1: f64,
    /// `1 − q₁`
    complement: f64,
    /// `q₁ − p²`
    spread: f64,
}

impl Overlaps {
    fn at(distance: f64, ln_odds: f64) -> Self {
        let p = 1.0 - 2.0 * distance;
        let room = 4.0 * distance * (1.0 - distance);
        let odds = libm::exp(ln_odds);
        let (complement, spread) = (room / (1.0 + odds), room * odds / (1.0 + odds));
        Self { distance, p, q1: p * p + spread, complement, spread }
    }
}

/// The right-hand side of the saddle equations.
#[derive(Clone, Copy, Debug)]
struct Image {
    q1_hat: f64,
    p_hat: f64,
    /// `q₁′ − p²`
    spread: f64,
    /// `1 − q₁′`
    complement: f64,
}

impl Single {
    /// Solves at every distance of a checked grid.
    pub(super) fn curve(&self, distances: &[f64]) -> Result<Vec<LocalEntropyPoint>, TheoryError> {
        let mut points = Vec::with_capacity(distances.len());
        let mut guess = None;
        for &distance in distances {
            let solved = self.solve(distance, guess)?;
            if solved.point.status == Status::Ok {
                guess = Some(solved.ln_odds);
            }
            points.push(solved.point);
        }
        Ok(points)
    }

    /// Solves at one distance, from a guess of the logarithm of the odds.
    pub(super) fn solve(&self, distance: f64, guess: Option<f64>) -> Result<Solved, TheoryError> {
        if self.excess(distance) >= 0.0 {
            let point = LocalEntropyPoint::ended(self.alpha, distance, self.branch_end(distance));
            return Ok(Solved { point, ln_odds: f64::NAN });
        }
        let start = guess.unwrap_or_else(|| libm::log(self.alpha));
        // Averages return errors, the solvers want numbers: the first error is kept and NaN stops the search.
        let mut failure = None;
        let mut gap = |ln_odds: f64| match self.image(Overlaps::at(distance, ln_odds)) {
            Ok(image) => libm::log(image.spread / image.complement) - ln_odds,
            Err(error) => {
                failure.get_or_insert(error);
                f64::NAN
            }
        };
        let (bracket, evaluations) = bracket(&mut gap, start, 0.25, MOST_EVALUATIONS);
        let root = brent(&mut gap, bracket, TOLERANCE, MOST_EVALUATIONS);
        if let Some(error) = failure {
            return Err(error.into());
        }
        let status = if root.converged() { Status::Ok } else { Status::NotConverged };
        let point = self.finish(distance, root.point, evaluations + root.iterations, status)?;
        Ok(Solved { point, ln_odds: root.point })
    }

    /// `ln q₁′/q₁`-like gap of the saddle equation at given odds, for tests of uniqueness.
    #[cfg(test)]
    pub(super) fn gap(&self, distance: f64, ln_odds: f64) -> f64 {
        let image = self.image(Overlaps::at(distance, ln_odds)).unwrap();
        libm::log(image.spread / image.complement) - ln_odds
    }

    fn image(&self, overlaps: Overlaps) -> Result<Image, AverageError> {
        let rule = self.pattern_rule(&overlaps)?;
        let q1_hat = self.alpha / overlaps.complement
            * rule.mean(|z| {
                let hazard = gauss::hazard(self.argument(&overlaps, z));
                self.weight(&overlaps, z) * hazard * hazard
            });
        let p_hat = field_at(overlaps.distance, field_start(overlaps.distance, q1_hat), |field| {
            let (rule, scale) = self.spin_rule(q1_hat, field)?;
            Ok(rule.means(|z| {
                let (below, above) = flips(field + scale * z);
                [below, below * above]
            }))
        })?;
        if !p_hat.is_finite() {
            // The strip is narrower than doubles resolve: the search stops, and says so.
            return Ok(Image { q1_hat, p_hat, spread: f64::NAN, complement: f64::NAN });
        }
        let (rule, scale) = self.spin_rule(q1_hat, p_hat)?;
        let [complement, spread] = rule.means(|z| {
            let (below, above) = flips(p_hat + scale * z);
            // tanh y − p = 2 (d − σ(−2y))
            let gap = 2.0 * (overlaps.distance - below);
            [4.0 * below * above, gap * gap]
        });
        Ok(Image { q1_hat, p_hat, spread, complement })
    }

    /// Everything that follows from the odds.
    fn finish(
        &self,
        distance: f64,
        ln_odds: f64,
        iterations: usize,
        status: Status,
    ) -> Result<LocalEntropyPoint, TheoryError> {
        let overlaps = Overlaps::at(distance, ln_odds);
        let image = self.image(overlaps)?;
        if !image.p_hat.is_finite() {
            let ended = LocalEntropyPoint::ended(self.alpha, distance, f64::NAN);
            return Ok(LocalEntropyPoint { q1: overlaps.q1, iterations, status: Status::NotConverged, ..ended });
        }
        let (rule, scale) = self.spin_rule(image.q1_hat, image.p_hat)?;
        let [spins, sech4] = rule.means(|z| {
            let field = image.p_hat + scale * z;
            [softplus(field), sech4(field)]
        });
        let [ln_tail, slope2] = self.pattern_rule(&overlaps)?.means(|z| {
            let (weight, x) = (self.weight(&overlaps, z), self.argument(&overlaps, z));
            let slope = gauss::hazard_derivative(x);
            [weight * gauss::ln_tail(x), weight * slope * slope]
        });
        // −p p̂ + ∫Dz ln 2cosh = 2d p̂ + ∫Dz ln(1 + e^(−2y)), as the mean of y is p̂.
        let local_entropy =
            2.0 * distance * image.p_hat - 0.5 * image.q1_hat * overlaps.complement + spins + self.alpha * ln_tail;
        Ok(LocalEntropyPoint {
            alpha: self.alpha,
            distance,
            local_entropy,
            slope: 2.0 * (image.p_hat - self.pull(&overlaps)?),
            q1: overlaps.q1,
            q1_hat: image.q1_hat,
            t: f64::NAN,
            t_hat: f64::NAN,
            p_hat: image.p_hat,
            at_stability: self.alpha * slope2 * sech4 / (overlaps.complement * overlaps.complement),
            residual: (image.complement - overlaps.complement).abs(),
            iterations,
            status,
            branch_end: f64::NAN,
        })
    }

    /// `x`, minus the normalized field of a pattern.
    fn argument(&self, overlaps: &Overlaps, z: f64) -> f64 {
        (self.kappa() - overlaps.q1.sqrt() * z) / overlaps.complement.sqrt()
    }

    /// How much more probable the field `√q₁ z` of a pattern is, given the label.
    fn weight(&self, overlaps: &Overlaps, z: f64) -> f64 {
        match self.centre {
            Centre::Teacher => 2.0 * gauss::tail(-overlaps.p * z / overlaps.spread.sqrt()),
            Centre::Independent { .. } => 1.0,
        }
    }

    /// The derivative of the energetic term by `p`. For a teacher it is, after an integration by parts,
    /// `2α/√(2π(1−q₁)) ∫Dz R(√((q₁−p²)/(1−q₁)) z)`.
    fn pull(&self, overlaps: &Overlaps) -> Result<f64, AverageError> {
        if self.centre != Centre::Teacher {
            return Ok(0.0);
        }
        let scale = (overlaps.spread / overlaps.complement).sqrt();
        let feature = Feature { centre: 0.0, strip: gauss::NEAREST_ZERO / scale / self.detail };
        let hazard = Rule::resolving(&[feature])?.mean(|z| gauss::hazard(scale * z));
        Ok(2.0 * self.alpha / (2.0 * PI * overlaps.complement).sqrt() * hazard)
    }

    fn kappa(&self) -> f64 {
        match self.centre {
            Centre::Teacher => 0.0,
            Centre::Independent { kappa } => kappa,
        }
    }

    fn pattern_rule(&self, overlaps: &Overlaps) -> Result<Rule, AverageError> {
        let scale = (overlaps.q1 / overlaps.complement).sqrt();
        let kink = self.kappa() / overlaps.q1.sqrt();
        let mut features = vec![Feature { centre: kink, strip: gauss::NEAREST_ZERO / scale / self.detail }];
        if self.centre == Centre::Teacher && overlaps.p > 0.0 {
            let step = overlaps.p / overlaps.spread.sqrt();
            features.push(Feature { centre: 0.0, strip: gauss::NEAREST_ZERO / step / self.detail });
        }
        Rule::resolving(&features)
    }

    fn spin_rule(&self, q1_hat: f64, field: f64) -> Result<(Rule, f64), AverageError> {
        let scale = q1_hat.sqrt();
        let feature = Feature { centre: -field / scale, strip: FRAC_PI_2 / scale / self.detail };
        Ok((Rule::resolving(&[feature])?, scale))
    }

    /// Logarithm of `α C(d)/(4 G(b)²)` with `H(b) = d`: the branch exists where it is negative.
    ///
    /// For `q₁ → 1` the saddle equations become `q̂₁ = α C/(1−q₁)²` and `1 − q₁ = 2G(b)/√q̂₁`, where `C` is the mean
    /// square of the fields that a pattern of stability below `κ` lacks.
    fn excess(&self, distance: f64) -> f64 {
        let missing = match self.centre {
            Centre::Independent { kappa } => gardner_moment(kappa),
            // (θ − sin θ cos θ)/π with θ = arccos p.
            Centre::Teacher => less_sine(4.0 * libm::asin(distance.sqrt())) / (2.0 * PI),
        };
        let b = quantile(distance);
        libm::log(self.alpha * missing) - 2.0 * libm::log(2.0 * gauss::pdf(b))
    }

    /// The end of the branch that is closest to a distance beyond it; NaN if there is no branch.
    pub(super) fn branch_end(&self, distance: f64) -> f64 {
        const STEPS: i32 = 400;
        // Geometric grid from 10⁻¹² to 1/2.
        let at = |k: i32| 0.5 * libm::exp(-27.0 * f64::from(k) / f64::from(STEPS));
        let best = (0..=STEPS).map(at).min_by(|x, y| self.excess(*x).total_cmp(&self.excess(*y))).unwrap_or(0.5);
        if self.excess(best) >= 0.0 {
            return f64::NAN;
        }
        let ends = Bracket { a: distance, f_a: self.excess(distance), b: best, f_b: self.excess(best) };
        brent(|d| self.excess(d), ends, 1e-14, MOST_EVALUATIONS).point
    }
}

/// `x − sin x` for `x ≥ 0`, accurate where it is small.
fn less_sine(x: f64) -> f64 {
    if x > 0.5 {
        return x - libm::sin(x);
    }
    let square = x * x;
    let series = [156.0, 110.0, 72.0, 42.0, 20.0].into_iter().fold(1.0, |sum, factor| 1.0 - square / factor * sum);
    x * square / 6.0 * series
}

#[cfg(test)]
mod tests {
    use super::less_sine;

    #[test]
    fn the_series_of_x_less_sine_x_meets_the_difference() {
        for x in [0.3, 0.4, 0.5] {
            assert!((less_sine(x) / (x - libm::sin(x)) - 1.0).abs() < 1e-14, "{x}");
        }
    }
}
