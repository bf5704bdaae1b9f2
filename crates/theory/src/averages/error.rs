//! Why an average could not be returned.

/// Why an average could not be certified.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AverageError {
    /// The description of the integrand makes no sense.
    #[error(
        "an integrand with its kink at {centre} and a strip of half-width {strip}: the kink must be a number and the strip positive"
    )]
    Feature {
        /// Where the kink was said to be.
        centre: f64,
        /// Half-width of the strip of analyticity.
        strip: f64,
    },
    /// The strip is too narrow for equidistant nodes.
    #[error("a strip of half-width {strip:e} needs {needed:e} equidistant nodes, the limit is {limit:e}: use panels")]
    TooManyNodes {
        /// Half-width of the strip of analyticity.
        strip: f64,
        /// Nodes that the accuracy would take.
        needed: f64,
        /// Most nodes allowed.
        limit: f64,
    },
    /// A break point is not finite, or not above the one before it.
    #[error("break point {value} at position {position}: break points must be at least two, finite and ascending")]
    BreakPoints {
        /// Position in the list, from 0.
        position: usize,
        /// The break point; NaN if the list has fewer than two.
        value: f64,
    },
    /// The integrand was infinite or not a number.
    #[error("the integrand is {value} at z = {at}: it must be finite on the whole range")]
    NotFinite {
        /// Where.
        at: f64,
        /// The value found there.
        value: f64,
    },
    /// The error estimate stayed above the tolerance.
    #[error(
        "the integral {value} is known to {error:e} only, more than {tolerance:e}: give its kinks as break points or allow a larger error"
    )]
    Uncertain {
        /// The best value found.
        value: f64,
        /// Its error estimate.
        error: f64,
        /// Largest error allowed, in the units of the value.
        tolerance: f64,
    },
}
