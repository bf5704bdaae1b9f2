//! Whether two programs gave the same answer.

use anyhow::ensure;

/// When the answers of two sides are the same.
#[derive(Clone, Copy, Debug)]
pub(super) enum Agreement {
    /// The norm of the difference is at most this part of the rival's norm.
    Relative(f64),
    /// Answers are means, each followed by its standard error; they differ by at most so many errors of the difference.
    StandardErrors(f64),
}

impl Agreement {
    /// How far the answers are apart, in the measure of the agreement.
    ///
    /// # Errors
    /// If that is too far, or the answers cannot be compared.
    pub(super) fn difference(self, ours: &[f64], theirs: &[f64]) -> anyhow::Result<f64> {
        let (count, other) = (ours.len(), theirs.len());
        ensure!(count > 0 && count == other, "answers of {count} and {other} numbers cannot be compared");
        let (difference, allowed) = match self {
            Self::Relative(tolerance) => {
                let squares = |numbers: &mut dyn Iterator<Item = f64>| numbers.map(|x| x * x).sum::<f64>();
                let apart = squares(&mut ours.iter().zip(theirs).map(|(a, b)| a - b));
                ((apart / squares(&mut theirs.iter().copied())).sqrt(), tolerance)
            }
            Self::StandardErrors(allowed) => {
                let pairs = ours.as_chunks::<2>().0.iter().zip(theirs.as_chunks::<2>().0);
                let errors = pairs.map(|([a, ea], [b, eb])| (a - b).abs() / (ea * ea + eb * eb).sqrt());
                // Not `f64::max`, which would pass over what is not a number.
                (
                    errors.fold(
                        0.0,
                        |largest: f64, error| if largest.is_nan() || error <= largest { largest } else { error },
                    ),
                    allowed,
                )
            }
        };
        ensure!(difference <= allowed, "the answers differ by {difference:.2e}, more than {allowed:e}");
        Ok(difference)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_differences_are_those_of_the_norms() {
        let close = Agreement::Relative(0.1);
        assert!((close.difference(&[3.0, 4.3], &[3.0, 4.0]).unwrap() - 0.06).abs() < 1e-12);
        assert!(close.difference(&[3.0, 5.0], &[3.0, 4.0]).is_err());
        assert!(close.difference(&[3.0], &[3.0, 4.0]).is_err() && close.difference(&[], &[]).is_err());
        assert!(close.difference(&[f64::NAN, 4.0], &[3.0, 4.0]).is_err());
    }

    #[test]
    fn means_are_compared_with_the_error_of_their_difference() {
        let sigmas = Agreement::StandardErrors(3.0);
        assert!((sigmas.difference(&[10.0, 0.3], &[11.0, 0.4]).unwrap() - 2.0).abs() < 1e-12);
        assert!(sigmas.difference(&[10.0, 0.3], &[12.0, 0.4]).is_err());
        assert!(sigmas.difference(&[1.0, f64::NAN, 1.0, 1.0], &[1.0, 1.0, 1.0, 1.0]).is_err());
    }
}
