//! The machine and what it makes of a training set.

use super::CommitteeError;
use super::error::check_hidden;
use crate::{BitVector, Patterns};
use rand::Rng;

/// A fully connected committee machine with binary weights and a majority output; with one unit, a perceptron.
///
/// ```
/// use piccole_core::patterns::{InputLaw, Scenario};
/// use piccole_core::{Committee, Patterns, StreamKey};
/// let key = StreamKey::from_seed(1);
/// let patterns = Patterns::generate_hidden(Scenario::TeacherStudent, InputLaw::Signs, 21, 5, 10, &key)?;
/// let teacher = patterns.teacher().unwrap();
/// assert_eq!((teacher.hidden(), teacher.n(), teacher.errors(&patterns, 0.0)), (5, 21, 0));
/// # Ok::<(), piccole_core::patterns::PatternsError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "Vec<BitVector>", into = "Vec<BitVector>")
)]
pub struct Committee {
    units: Vec<BitVector>,
}

impl From<BitVector> for Committee {
    /// The perceptron, a committee of one.
    fn from(weights: BitVector) -> Self {
        Self { units: vec![weights] }
    }
}

impl TryFrom<Vec<BitVector>> for Committee {
    type Error = CommitteeError;

    fn try_from(units: Vec<BitVector>) -> Result<Self, CommitteeError> {
        Self::new(units)
    }
}

impl From<Committee> for Vec<BitVector> {
    fn from(machine: Committee) -> Self {
        machine.units
    }
}

impl Committee {
    /// Takes an odd number of units of equal length.
    ///
    /// # Errors
    /// A [`CommitteeError`] with the number of units, or the unit of another length.
    pub fn new(units: Vec<BitVector>) -> Result<Self, CommitteeError> {
        check_hidden(units.len())?;
        let expected = units[0].len().max(1);
        match units.iter().position(|unit| unit.len() != expected) {
            Some(unit) => Err(CommitteeError::UnitLength { unit, got: units[unit].len(), expected }),
            None => Ok(Self { units }),
        }
    }

    /// Draws every weight as ±1 with equal probability, unit by unit.
    ///
    /// # Errors
    /// A [`CommitteeError`] if `hidden` is even or `n` is zero.
    pub fn random(hidden: usize, n: usize, rng: &mut impl Rng) -> Result<Self, CommitteeError> {
        Self::new((0..hidden).map(|_| BitVector::random(n, rng)).collect())
    }

    /// Number of hidden units `K`.
    pub fn hidden(&self) -> usize {
        self.units.len()
    }

    /// Weights of a unit, `N`.
    pub fn n(&self) -> usize {
        self.units[0].len()
    }

    /// The weights of every unit.
    pub fn units(&self) -> &[BitVector] {
        &self.units
    }

    /// The weights, if there is one unit only.
    pub fn as_perceptron(&self) -> Option<&BitVector> {
        match &self.units[..] {
            [weights] => Some(weights),
            _ => None,
        }
    }

    /// Number of weights in which the two machines differ.
    ///
    /// # Panics
    /// If the machines differ in shape.
    pub fn hamming(&self, other: &Self) -> usize {
        assert_eq!(self.hidden(), other.hidden(), "committees differ in their number of units");
        self.units.iter().zip(&other.units).map(|(a, b)| a.hamming(b)).sum()
    }

    /// Overlap `Σ_ki W_ki W'_ki/(K N)`, unit by unit: 1 for equal machines, and less than it could be for machines that
    /// differ by the order of their units.
    ///
    /// # Panics
    /// If the machines differ in shape.
    pub fn overlap(&self, other: &Self) -> f64 {
        let weights = self.hidden() * self.n();
        (weights as f64 - 2.0 * self.hamming(other) as f64) / weights as f64
    }

    /// Stabilities of all patterns, `ξ^μ·W/√N` for a perceptron and the median of the units' for a committee.
    ///
    /// # Panics
    /// If a unit has not as many weights as the patterns have entries.
    pub fn stabilities(&self, patterns: &Patterns) -> Vec<f64> {
        let norm = (self.n() as f64).sqrt();
        self.median_products(patterns).into_iter().map(|product| product / norm).collect()
    }

    /// Number of patterns whose stability is `≤ κ`: a tie is an error.
    ///
    /// The comparison made is `ξ^μ·W_k > κ√N`, which for ±1 inputs and `κ = 0` is one of integers.
    ///
    /// # Panics
    /// If a unit has not as many weights as the patterns have entries, or `margin` is NaN.
    pub fn errors(&self, patterns: &Patterns, margin: f64) -> usize {
        if let Some(weights) = self.as_perceptron() {
            return patterns.errors(weights, margin);
        }
        assert!(!margin.is_nan(), "the margin is not a number");
        let threshold = margin * (self.n() as f64).sqrt();
        let mut votes = vec![0; patterns.p()];
        for unit in &self.units {
            let products = patterns.gauged().products(unit);
            votes.iter_mut().zip(products).for_each(|(votes, product)| *votes += usize::from(product > threshold));
        }
        votes.into_iter().filter(|votes| 2 * votes < self.hidden()).count()
    }

    /// Median over the units of `ξ^μ·W_k` for every pattern.
    fn median_products(&self, patterns: &Patterns) -> Vec<f64> {
        let products: Vec<Vec<f64>> = self.units.iter().map(|unit| patterns.gauged().products(unit)).collect();
        let mut votes = vec![0.0; self.hidden()];
        let mut median = |mu: usize| {
            votes.iter_mut().zip(&products).for_each(|(vote, products)| *vote = products[mu]);
            *votes.select_nth_unstable_by(products.len() / 2, f64::total_cmp).1
        };
        (0..patterns.p()).map(&mut median).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::{InputLaw, Scenario};
    use crate::{StreamKey, patterns};

    #[test]
    fn units_are_odd_in_number_and_equal_in_length() {
        let unit = |n| BitVector::from_fn(n, |i| i % 2 == 0);
        let error = Committee::new(vec![unit(5), unit(5)]).unwrap_err();
        assert_eq!(error, CommitteeError::EvenUnits { hidden: 2 });
        assert_eq!(Committee::new(Vec::new()).unwrap_err(), CommitteeError::EvenUnits { hidden: 0 });
        let error = Committee::new(vec![unit(5), unit(5), unit(6)]).unwrap_err();
        assert_eq!(error.to_string(), "hidden unit 2 has 6 weights, expected 5");
        assert!(Committee::new(vec![unit(0)]).is_err());
    }

    #[test]
    fn a_pattern_is_satisfied_when_more_than_half_of_the_units_vote_for_it() {
        let key = StreamKey::from_seed(3);
        // Even sizes, so that votes are tied, and margins.
        for (law, n, margin) in [(InputLaw::Signs, 20, 0.0), (InputLaw::Signs, 21, 0.3), (InputLaw::Gaussian, 15, 0.0)]
        {
            let patterns = Patterns::generate(Scenario::Storage, law, n, 200, &key).unwrap();
            for hidden in [1, 3, 7] {
                let machine = Committee::random(hidden, n, &mut key.indexed(hidden as u64).rng()).unwrap();
                let fields: Vec<Vec<f64>> = machine.units().iter().map(|unit| patterns.stabilities(unit)).collect();
                let votes = |mu: usize| fields.iter().filter(|stabilities| stabilities[mu] > margin).count();
                let naive = (0..200).filter(|&mu| 2 * votes(mu) < hidden).count();
                assert_eq!(machine.errors(&patterns, margin), naive, "{law} {hidden}");
                let unsatisfied = machine.stabilities(&patterns).into_iter().filter(|&x| x <= margin).count();
                assert_eq!(unsatisfied, naive);
            }
        }
    }

    #[test]
    fn a_committee_of_one_is_the_perceptron() {
        let key = StreamKey::from_seed(4);
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 31, 50, &key).unwrap();
        let weights = BitVector::random(31, &mut key.named("weights").rng());
        let machine = Committee::from(weights.clone());
        assert_eq!(machine.stabilities(&patterns), patterns.stabilities(&weights));
        assert_eq!(machine.errors(&patterns, 0.1), patterns.errors(&weights, 0.1));
        assert_eq!(machine.as_perceptron(), Some(&weights));
    }

    #[test]
    fn overlaps_are_taken_unit_by_unit() {
        let mut rng = StreamKey::from_seed(5).rng();
        let machine = Committee::random(3, 7, &mut rng).unwrap();
        assert_eq!((machine.overlap(&machine), machine.hamming(&machine)), (1.0, 0));
        let mut units = machine.units().to_vec();
        let flipped = units[1].sign(2) == -1;
        units[1].set(2, flipped);
        let other = Committee::new(units).unwrap();
        assert_eq!((machine.hamming(&other), machine.overlap(&other)), (1, 19.0 / 21.0));
    }

    #[test]
    fn teachers_of_several_units_label_their_patterns() -> Result<(), patterns::PatternsError> {
        for law in [InputLaw::Signs, InputLaw::Gaussian] {
            let key = StreamKey::from_seed(6);
            let taught = Patterns::generate_hidden(Scenario::TeacherStudent, law, 20, 3, 100, &key)?;
            let teacher = taught.teacher().unwrap();
            assert_eq!((teacher.hidden(), teacher.errors(&taught, 0.0)), (3, 0));
        }
        Ok(())
    }
}
