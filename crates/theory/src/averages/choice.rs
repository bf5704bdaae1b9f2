//! Which rule averages which integrand.

use super::adaptive;
use super::panels::{breaks, panels};
use super::trapezoid::trapezoid;
use super::{AverageError, Rule};

/// Where an integrand is hardest to integrate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Feature {
    /// Real part of the singularities closest to the real axis, in units of `z`: where the kink is.
    pub centre: f64,
    /// Distance of these singularities from the real axis: half the width of the strip of analyticity. Positive;
    /// infinite for an entire function.
    pub strip: f64,
}

impl Feature {
    /// Refuses a strip that is not positive and a centre that is not a number.
    pub(super) fn check(self) -> Result<(), AverageError> {
        let Self { centre, strip } = self;
        if strip.is_nan() || strip <= 0.0 || centre.is_nan() {
            return Err(AverageError::Feature { centre, strip });
        }
        Ok(())
    }
}

/// A way to average over the unit Gaussian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quadrature {
    /// The trapezoid rule for wide strips, panels for narrow ones, whichever needs fewer nodes.
    #[default]
    Automatic,
    /// The trapezoid rule with the step that the strip demands; relative error about 10⁻¹⁵, cost `176/strip` nodes.
    Trapezoid,
    /// Gauss–Legendre panels refined around the kink; relative error about 10⁻¹⁵, cost a few hundred nodes.
    Panels,
    /// The double exponential rule on the same panels, certified to 3·10⁻¹³, at some 10⁴ evaluations a function.
    Adaptive,
}

/// Above this strip the trapezoid rule has fewer nodes than the panels.
const WIDE_STRIP: f64 = 1.0;
/// What [`Quadrature::Adaptive`] certifies, relative to values above 1 and absolute below.
const ADAPTIVE_TOLERANCE: f64 = 3e-13;

impl Quadrature {
    /// The nodes for an integrand, or nothing for [`Quadrature::Adaptive`], which chooses them as it goes.
    ///
    /// # Errors
    /// [`AverageError::Feature`] for a strip that is not positive or a centre that is not a number;
    /// [`AverageError::TooManyNodes`] for a strip too narrow for equidistant nodes.
    pub fn rule(self, feature: Feature) -> Result<Option<Rule>, AverageError> {
        feature.check()?;
        let Feature { strip, .. } = feature;
        match self {
            Self::Adaptive => Ok(None),
            Self::Panels => Ok(Some(panels(feature))),
            Self::Automatic if strip < WIDE_STRIP => Ok(Some(panels(feature))),
            Self::Automatic | Self::Trapezoid => Ok(Some(trapezoid(strip)?)),
        }
    }

    /// The averages of `K` functions of `z` that share the feature and, where the rule allows, their evaluation.
    ///
    /// ```
    /// use piccole_theory::averages::{Feature, Quadrature};
    /// let cosine = Feature { centre: 0.0, strip: f64::INFINITY };
    /// let [one, mean] = Quadrature::Automatic.means(cosine, |z| [1.0, z.cos()])?;
    /// assert!((one - 1.0).abs() < 1e-15 && (mean - (-0.5_f64).exp()).abs() < 1e-15);
    /// # Ok::<(), piccole_theory::averages::AverageError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Quadrature::rule`], and for [`Quadrature::Adaptive`] as [`adaptive::mean`].
    pub fn means<const K: usize>(
        self,
        feature: Feature,
        f: impl Fn(f64) -> [f64; K],
    ) -> Result<[f64; K], AverageError> {
        if let Some(rule) = self.rule(feature)? {
            return Ok(rule.means(f));
        }
        let breaks = breaks(feature);
        let mut means = [0.0; K];
        for (which, mean) in means.iter_mut().enumerate() {
            *mean = adaptive::mean(|z| f(z)[which], &breaks, ADAPTIVE_TOLERANCE)?.value;
        }
        Ok(means)
    }

    /// As [`Quadrature::means`] of functions that write their values at many arguments at once, which vector instructions make
    /// several times as fast.
    ///
    /// # Errors
    /// As [`Quadrature::means`].
    pub fn means_of_slices<const K: usize>(
        self,
        feature: Feature,
        f: impl Fn(&[f64], [&mut [f64]; K]),
    ) -> Result<[f64; K], AverageError> {
        match self.rule(feature)? {
            Some(rule) => Ok(rule.means_of_slices(f)),
            None => self.means(feature, |z| at_one(&f, z)),
        }
    }

    /// As [`Quadrature::means`] for even functions with their kink, if any, at 0: half the evaluations.
    ///
    /// # Errors
    /// As [`Quadrature::means`].
    pub fn even_means<const K: usize>(self, strip: f64, f: impl Fn(f64) -> [f64; K]) -> Result<[f64; K], AverageError> {
        let feature = Feature { centre: 0.0, strip };
        match self.rule(feature)? {
            Some(rule) => Ok(rule.folded().means(f)),
            None => self.means(feature, f),
        }
    }
}

/// The values of functions of slices at one argument.
pub(crate) fn at_one<const K: usize>(f: impl Fn(&[f64], [&mut [f64]; K]), z: f64) -> [f64; K] {
    let mut values = [0.0; K];
    f(&[z], values.each_mut().map(std::slice::from_mut));
    values
}
