//! Order parameters in coordinates where nothing cancels.

/// The overlaps of solutions at a distance from a typical reference.
///
/// The thermal mean of a spin is split into its regression on the spin of the reference and on the thermal mean `T` of
/// that spin over other references, and a rest. With the reference's spin gauged to 1, `T` has mean `q` and variance
/// `q(1−q)`, the spin has mean `p`, and
///
/// ```math
/// k = \frac{t - qp}{q(1-q)}, \qquad 1 - q_1 + w = 1 - p^2 - k^2 q(1-q)
/// ```
///
/// where `k` is the coefficient of regression and `w` the variance of the rest, also the conditional variance of the mean
/// field of a pattern given the reference's two parts of the field. Every `w > 0` and `q₁ < 1` is inside of the domain.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overlaps {
    pub(super) distance: f64,
    /// `p = 1 − 2d`
    pub(super) p: f64,
    /// Overlap of independent references.
    pub(super) q: f64,
    /// `k`
    pub(super) regression: f64,
    /// `w`
    pub(super) rest: f64,
    /// `1 − q₁`
    pub(super) complement: f64,
    pub(super) t: f64,
    /// `p − t`
    pub(super) excess: f64,
    /// `v = √(q₁ − t²/q)`
    pub(super) v: f64,
    pub(super) q1: f64,
}

impl Overlaps {
    /// From `k` and `ln(w/(1−q₁))`; nothing outside of the domain.
    pub(super) fn at(q: f64, distance: f64, regression: f64, ln_ratio: f64) -> Option<Self> {
        let room = room(q, distance, regression);
        let ratio = libm::exp(ln_ratio);
        Self::new(q, distance, regression, room * ratio / (1.0 + ratio), room / (1.0 + ratio))
    }

    /// From `k` and `1 − q₁`; nothing outside of the domain.
    pub(super) fn at_complement(q: f64, distance: f64, regression: f64, complement: f64) -> Option<Self> {
        Self::new(q, distance, regression, room(q, distance, regression) - complement, complement)
    }

    fn new(q: f64, distance: f64, regression: f64, rest: f64, complement: f64) -> Option<Self> {
        // Below the first bound q₁ is 1 in doubles; below the second w underflows.
        let inside = complement > 1e-14 && rest > 1e-200 && rest.is_finite() && complement.is_finite();
        let p = 1.0 - 2.0 * distance;
        let excess = (1.0 - q) * (p - regression * q);
        let v = (rest + excess * excess / (1.0 - q)).sqrt();
        let (t, q1) = (p - excess, 1.0 - complement);
        inside.then_some(Self { distance, p, q, regression, rest, complement, t, excess, v, q1 })
    }

    /// `ln(w/(1−q₁))`
    pub(super) fn ln_ratio(&self) -> f64 {
        libm::log(self.rest / self.complement)
    }
}

/// `1 − p² − k² q(1−q)`
fn room(q: f64, distance: f64, regression: f64) -> f64 {
    4.0 * distance * (1.0 - distance) - regression * regression * q * (1.0 - q)
}
