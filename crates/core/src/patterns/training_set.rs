//! The training set itself.

use super::{Inputs, PatternsError};
use crate::{BitVector, Committee};

/// A training set of `P` patterns in `N` dimensions.
///
/// The inputs are stored gauged, `ξ^μ = y^μ x^μ`, because a solution depends on nothing else; the labels are kept so that
/// the inputs can be had back, `x^μ = y^μ ξ^μ`.
///
/// ```
/// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
/// use piccole_core::StreamKey;
/// let key = StreamKey::from_seed(7);
/// let patterns = Patterns::generate(Scenario::TeacherStudent, InputLaw::Signs, 101, 50, &key).unwrap();
/// let teacher = patterns.teacher().unwrap();
/// assert_eq!(teacher.errors(&patterns, 0.0), 0);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Patterns {
    inputs: Inputs,
    labels: BitVector,
    teacher: Option<Committee>,
}

impl Patterns {
    /// Puts together gauged inputs `ξ^μ = y^μ x^μ`, the labels `y^μ` and the teacher, if any.
    ///
    /// That the labels are the teacher's is not checked: a teacher may have been noisy.
    ///
    /// # Errors
    /// A [`PatternsError`] if a dimension is zero or above 2³¹ − 1, if the parts do not fit together, or if a real input is
    /// not finite.
    pub fn from_gauged(inputs: Inputs, labels: BitVector, teacher: Option<Committee>) -> Result<Self, PatternsError> {
        let (n, p) = (inputs.n(), inputs.p());
        check_dimensions(n, p)?;
        if labels.len() != p {
            return Err(PatternsError::LabelCount { labels: labels.len(), p });
        }
        if let Some(teacher) = &teacher
            && teacher.n() != n
        {
            return Err(PatternsError::TeacherLength { teacher: teacher.n(), n });
        }
        if let Inputs::Real(matrix) = &inputs {
            for pattern in 0..p {
                if let Some(index) = matrix.row(pattern).iter().position(|x| !x.is_finite()) {
                    return Err(PatternsError::NotFinite { pattern, index, value: matrix.row(pattern)[index] });
                }
            }
        }
        Ok(Self { inputs, labels, teacher })
    }

    /// Number of weights `N`.
    pub fn n(&self) -> usize {
        self.inputs.n()
    }

    /// Number of patterns `P`.
    pub fn p(&self) -> usize {
        self.inputs.p()
    }

    /// Constraint density `α = P/N`.
    pub fn constraint_density(&self) -> f64 {
        self.p() as f64 / self.n() as f64
    }

    /// The gauged inputs `ξ^μ = y^μ x^μ`.
    pub fn gauged(&self) -> &Inputs {
        &self.inputs
    }

    /// The labels `y^μ`.
    pub fn labels(&self) -> &BitVector {
        &self.labels
    }

    /// The teacher, for a training set that one labelled.
    pub fn teacher(&self) -> Option<&Committee> {
        self.teacher.as_ref()
    }

    /// A hash of everything the training set holds, inputs, labels and teacher: equal sets have equal digests, and different
    /// ones in practice never.
    pub fn digest(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        let mut number = |x: u64| {
            hasher.update(&x.to_le_bytes());
        };
        number(self.n() as u64);
        number(self.p() as u64);
        match &self.inputs {
            Inputs::Signs(matrix) => {
                number(0);
                matrix.words().iter().copied().for_each(&mut number);
            }
            Inputs::Real(matrix) => {
                number(1);
                (0..matrix.rows()).flat_map(|row| matrix.row(row)).for_each(|x| number(x.to_bits()));
            }
        }
        self.labels.words().iter().copied().for_each(&mut number);
        for unit in self.teacher.iter().flat_map(Committee::units) {
            unit.words().iter().copied().for_each(&mut number);
        }
        *hasher.finalize().as_bytes()
    }

    /// Stabilities `Δ^μ = ξ^μ·W/√N` of all patterns.
    ///
    /// # Panics
    /// If `weights` has not `N` entries.
    pub fn stabilities(&self, weights: &BitVector) -> Vec<f64> {
        let norm = (self.n() as f64).sqrt();
        self.inputs.products(weights).into_iter().map(|product| product / norm).collect()
    }

    /// Generalization error of a machine, the probability that it labels a new Gaussian (or, for large `N`, ±1) input
    /// otherwise than the teacher: `arccos(R)/π` for perceptrons of overlap `R`, and as in
    /// [`Committee::disagreement`] for committees; none without a teacher.
    ///
    /// # Panics
    /// If the machine has not `N` weights a unit.
    pub fn generalization_error(&self, machine: &Committee) -> Option<f64> {
        self.teacher.as_ref().map(|teacher| teacher.disagreement(machine))
    }

    /// Number of patterns that are not satisfied, `Δ^μ ≤ κ` (a tie is an error).
    ///
    /// The comparison made is `ξ^μ·W > κ√N`, which for ±1 inputs and `κ = 0` is one of integers.
    ///
    /// # Panics
    /// If `weights` has not `N` entries or `margin` is NaN.
    pub fn errors(&self, weights: &BitVector, margin: f64) -> usize {
        assert!(!margin.is_nan(), "the margin is not a number");
        let threshold = margin * (self.n() as f64).sqrt();
        self.inputs.products(weights).into_iter().filter(|&product| product <= threshold).count()
    }

    /// As [`errors`](Self::errors), for weights that are not all ±1 (ternary weights, say).
    ///
    /// Products are summed in the order of the weights; of whole numbers they are exact.
    ///
    /// ```
    /// use piccole_core::StreamKey;
    /// use piccole_core::patterns::{InputLaw, Patterns, Scenario};
    ///
    /// let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 3, 8, &StreamKey::from_seed(1))?;
    /// // One weight decides alone, and none leaves every pattern tied.
    /// let negative = (0..8).filter(|&mu| patterns.gauged().entry(mu, 2) < 0.0).count();
    /// assert_eq!(patterns.errors_of_real(&[0.0, 0.0, 0.5], 0.0), negative);
    /// assert_eq!(patterns.errors_of_real(&[0.0; 3], 0.0), 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Panics
    /// If `weights` has not `N` entries or `margin` is NaN.
    pub fn errors_of_real(&self, weights: &[f64], margin: f64) -> usize {
        assert!(!margin.is_nan(), "the margin is not a number");
        assert_eq!(weights.len(), self.n(), "weights and inputs differ in number");
        let threshold = margin * (self.n() as f64).sqrt();
        let product = |mu: usize| weights.iter().enumerate().map(|(i, w)| w * self.inputs.entry(mu, i)).sum::<f64>();
        (0..self.p()).filter(|&mu| product(mu) <= threshold).count()
    }
}

/// Checks that there is something to learn and that 31 bits count it: products `ξ·W` of ±1 inputs are `i32`.
pub(super) fn check_dimensions(n: usize, p: usize) -> Result<(), PatternsError> {
    if n == 0 || p == 0 {
        return Err(PatternsError::Empty { n, p });
    }
    if n > i32::MAX as usize || p > i32::MAX as usize {
        return Err(PatternsError::TooMany { n, p });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BitMatrix;
    use crate::patterns::RealMatrix;

    fn signs(entries: &[i8]) -> BitVector {
        BitVector::from_signs(entries).unwrap()
    }

    fn real(cols: usize, entries: &[f64]) -> Inputs {
        Inputs::Real(RealMatrix::from_entries(cols, entries.to_vec()))
    }

    #[test]
    fn a_training_set_needs_weights_and_patterns() {
        let none = Inputs::Signs(BitMatrix::from_fn(0, 3, |_, _| true));
        let error = Patterns::from_gauged(none, signs(&[]), None).unwrap_err();
        assert_eq!(error, PatternsError::Empty { n: 3, p: 0 });
        let narrow = Inputs::Signs(BitMatrix::from_fn(2, 0, |_, _| true));
        let error = Patterns::from_gauged(narrow, signs(&[1, 1]), None).unwrap_err();
        assert_eq!(error, PatternsError::Empty { n: 0, p: 2 });
        assert_eq!(error.to_string(), "0 weights and 2 patterns: need at least one of each");
    }

    #[test]
    fn dimensions_are_counted_in_31_bits() {
        let limit = i32::MAX as usize;
        assert_eq!(check_dimensions(limit, limit), Ok(()));
        assert_eq!(check_dimensions(limit + 1, 1), Err(PatternsError::TooMany { n: limit + 1, p: 1 }));
        assert_eq!(check_dimensions(1, limit + 1), Err(PatternsError::TooMany { n: 1, p: limit + 1 }));
    }

    #[test]
    fn labels_and_teacher_have_to_fit_the_inputs() {
        let inputs = || Inputs::Signs(BitMatrix::from_fn(2, 3, |_, _| true));
        let error = Patterns::from_gauged(inputs(), signs(&[1]), None).unwrap_err();
        assert_eq!(error, PatternsError::LabelCount { labels: 1, p: 2 });
        let error = Patterns::from_gauged(inputs(), signs(&[1, 1]), Some(signs(&[1, 1]).into())).unwrap_err();
        assert_eq!(error, PatternsError::TeacherLength { teacher: 2, n: 3 });
    }

    #[test]
    fn real_inputs_have_to_be_finite() {
        for value in [f64::INFINITY, f64::NEG_INFINITY] {
            let error = Patterns::from_gauged(real(2, &[0.0, 1.0, 2.0, value]), signs(&[1, 1]), None).unwrap_err();
            assert_eq!(error, PatternsError::NotFinite { pattern: 1, index: 1, value });
        }
        let error = Patterns::from_gauged(real(2, &[f64::NAN, 1.0]), signs(&[1]), None).unwrap_err();
        assert_eq!(error.to_string(), "pattern 0, entry 0 is NaN, expected a finite number");
    }

    #[test]
    fn a_tie_is_an_error_and_so_is_a_stability_equal_to_the_margin() {
        let inputs = BitMatrix::from_rows(4, &[signs(&[1, 1, -1, -1]), signs(&[1, 1, 1, 1])]).unwrap();
        let patterns = Patterns::from_gauged(Inputs::Signs(inputs), signs(&[1, -1]), None).unwrap();
        let weights = signs(&[1, 1, 1, 1]);
        assert_eq!(patterns.stabilities(&weights), [0.0, 2.0]);
        assert_eq!([-0.1, 0.0, 1.9, 2.0].map(|margin| patterns.errors(&weights, margin)), [0, 1, 1, 2]);
        assert_eq!(patterns.constraint_density(), 0.5);
    }

    #[test]
    fn real_products_are_summed_in_the_order_of_the_entries() {
        // In any other order the two large entries cancel first and the 1 survives.
        let inputs = real(3, &[1.0, 1e17, -1e17, 0.5, -1.5, 0.25]);
        assert_eq!(inputs.products(&signs(&[1, 1, 1])), [0.0, -0.75]);
        assert_eq!(inputs.products(&signs(&[1, -1, 1])), [1.0 - 1e17 - 1e17, 2.25]);
    }

    #[test]
    fn digests_tell_training_sets_apart() {
        use crate::StreamKey;
        use crate::patterns::{InputLaw, Scenario};
        let draw = |scenario, law, seed| {
            Patterns::generate(scenario, law, 70, 3, &StreamKey::from_seed(seed)).unwrap().digest()
        };
        let digests = [
            draw(Scenario::Storage, InputLaw::Signs, 1),
            draw(Scenario::Storage, InputLaw::Signs, 2),
            draw(Scenario::TeacherStudent, InputLaw::Signs, 1),
            draw(Scenario::Storage, InputLaw::Gaussian, 1),
        ];
        assert_eq!(digests[0], draw(Scenario::Storage, InputLaw::Signs, 1));
        for (i, digest) in digests.iter().enumerate() {
            assert!(!digests[..i].contains(digest), "{i}");
        }
    }

    #[test]
    fn generalization_error_is_the_angle_to_the_teacher() {
        let inputs = || Inputs::Signs(BitMatrix::from_fn(1, 4, |_, i| i % 2 == 0));
        let machine = |entries| Committee::from(signs(entries));
        let teacher = machine(&[1, 1, -1, 1]);
        let patterns = Patterns::from_gauged(inputs(), signs(&[1]), Some(teacher.clone())).unwrap();
        assert_eq!(patterns.generalization_error(&teacher), Some(0.0));
        assert_eq!(patterns.generalization_error(&machine(&[-1, 1, -1, -1])), Some(0.5));
        assert_eq!(patterns.generalization_error(&machine(&[-1, -1, 1, -1])), Some(1.0));
        let unlabelled = Patterns::from_gauged(inputs(), signs(&[1]), None).unwrap();
        assert_eq!(unlabelled.generalization_error(&teacher), None);
    }
}
