//! A mean and how well it is known.

/// Mean of independent draws and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Mean of the draws.
    pub mean: f64,
    /// Standard deviation of the mean, `√(Σ (x − mean)²/(n (n − 1)))`; NaN for a single draw.
    pub standard_error: f64,
}

impl Estimate {
    /// The estimate from independent draws, in their order.
    ///
    /// # Panics
    /// If there are none.
    pub fn from_draws(draws: &[f64]) -> Self {
        assert!(!draws.is_empty(), "an estimate from no draws");
        let count = draws.len() as f64;
        let mean = draws.iter().sum::<f64>() / count;
        let squares: f64 = draws.iter().map(|x| (x - mean) * (x - mean)).sum();
        Self { mean, standard_error: (squares / (count * (count - 1.0))).sqrt() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_and_standard_error_are_those_of_the_textbook() {
        let Estimate { mean, standard_error } = Estimate::from_draws(&[1.0, 2.0, 3.0, 6.0]);
        // Squares of the deviations: 4 + 1 + 0 + 9 = 14; 14/(4 · 3).
        assert_eq!((mean, standard_error), (3.0, (14.0_f64 / 12.0).sqrt()));
        assert!(Estimate::from_draws(&[1.0]).standard_error.is_nan());
    }
}
