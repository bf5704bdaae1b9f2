//! The distribution of one weight.

use super::Singularities;
use crate::StandardNormal;
use rand::{Rng, RngExt};

/// Mean and variance of a weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moments {
    /// `⟨w⟩`
    pub mean: f64,
    /// `⟨w²⟩ − ⟨w⟩²`, positive, without cancellation.
    pub variance: f64,
}

/// One Gaussian of a mixture; a value of a discrete weight has variance 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Component {
    /// Probability of this component; those of a prior sum to 1.
    pub probability: f64,
    /// Its mean.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
}

/// The distribution `P(w)` of one weight, a mixture of Gaussians and of single values.
///
/// Inside a network the weight feels a field `b` and a restoring force `a`, so that its distribution becomes
/// `P(w) exp(−a w²/2 + b w)/Z(a, b)`. Implementations must be consistent: [`Prior::moments`] holds the first two
/// derivatives of [`Prior::ln_partition`] in `b`.
pub trait Prior {
    /// `ln Z(a, b)` with `Z = ∫dP(w) exp(−a w²/2 + b w)`, so that `ln Z(0, 0) = 0`.
    fn ln_partition(&self, a: f64, b: f64) -> f64;

    /// Mean `∂_b ln Z` and variance `∂²_b ln Z` of the weight.
    fn moments(&self, a: f64, b: f64) -> Moments;

    /// Writes the [`moments`](Self::moments) of many weights at one force, to within rounding of the single ones.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn moments_into(&self, a: f64, b: &[f64], means: &mut [f64], variances: &mut [f64]) {
        assert_eq!([means.len(), variances.len()], [b.len(); 2], "fields and moments differ in number");
        for ((b, mean), variance) in b.iter().zip(means).zip(variances) {
            let moments = self.moments(a, *b);
            (*mean, *variance) = (moments.mean, moments.variance);
        }
    }

    /// Writes `⟨w⟩²` and the variance of many weights at one force, both to a relative error of `1e-14`: also where a small field
    /// makes the mean small.
    ///
    /// # Panics
    /// If the slices differ in length.
    fn squared_moments_into(&self, a: f64, b: &[f64], squares: &mut [f64], variances: &mut [f64]) {
        assert_eq!([squares.len(), variances.len()], [b.len(); 2], "fields and moments differ in number");
        for ((b, square), variance) in b.iter().zip(squares).zip(variances) {
            let moments = self.moments(a, *b);
            (*square, *variance) = (moments.mean * moments.mean, moments.variance);
        }
    }

    /// The prior as a mixture; the weights of teachers are drawn from it.
    fn components(&self) -> Vec<Component>;

    /// Whether `P(−w) = P(w)`, so that averages of even functions need the components of one sign only.
    fn is_even(&self) -> bool {
        false
    }

    /// The singularities of `ln Z` as a function of `b`.
    fn singularities(&self, a: f64) -> Singularities;

    /// For weights whose norm is fixed, `Σ W_i² = N ⟨w²⟩`: the force `a` that keeps it in a random field of variance
    /// `field`. Nothing for weights whose norm is free to change.
    fn multiplier(&self, field: f64) -> Option<f64> {
        let _ = field;
        None
    }

    /// Logarithm of the number of values if all are equally probable, otherwise 0: what turns the logarithm of a
    /// probability into an entropy.
    fn ln_states(&self) -> f64 {
        0.0
    }

    /// `⟨w²⟩` without fields.
    fn second_moment(&self) -> f64 {
        self.components().iter().map(|part| part.probability * (part.variance + part.mean * part.mean)).sum()
    }

    /// Draws a weight.
    fn sample<R: Rng>(&self, rng: &mut R) -> f64
    where
        Self: Sized,
    {
        let components = self.components();
        let mut left: f64 = rng.random();
        let chosen = components.iter().find(|part| {
            left -= part.probability;
            left < 0.0
        });
        // Rounding can leave a last sliver of probability: it goes to the last component.
        let Some(part) = chosen.or(components.last()) else { return f64::NAN };
        if part.variance == 0.0 {
            return part.mean;
        }
        let noise = StandardNormal::new(rng).next().unwrap_or(f64::NAN);
        part.mean + part.variance.sqrt() * noise
    }
}
