//! Rates and couplings that change with time.

/// A number that depends on the step, counted from 0: a learning rate, a coupling.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
#[non_exhaustive]
pub enum Schedule {
    /// The same at every step.
    Constant(f64),
    /// `initial · growth^step`: decays below 1, grows above.
    Geometric {
        /// The value at step 0.
        initial: f64,
        /// The factor from one step to the next.
        growth: f64,
    },
    /// `initial`, multiplied by `factor` at each of the given steps.
    Steps {
        /// The value at step 0.
        initial: f64,
        /// What a change multiplies by.
        factor: f64,
        /// The first steps after a change, ascending.
        at: Vec<u64>,
    },
}

impl Schedule {
    /// The value at a step.
    ///
    /// ```
    /// use piccole_nn::optimize::Schedule;
    /// let rate = Schedule::Steps { initial: 0.1, factor: 0.1, at: vec![32_000, 48_000] };
    /// assert_eq!(rate.at(31_999), 0.1);
    /// assert!((rate.at(50_000) / 0.001 - 1.0).abs() < 1e-15);
    /// assert_eq!(Schedule::Geometric { initial: 3.0, growth: 2.0 }.at(4), 48.0);
    /// ```
    pub fn at(&self, step: u64) -> f64 {
        match self {
            Self::Constant(value) => *value,
            Self::Geometric { initial, growth } => initial * libm::pow(*growth, step as f64),
            Self::Steps { initial, factor, at } => {
                at.iter().filter(|&&change| change <= step).fold(*initial, |value, _| value * factor)
            }
        }
    }
}
