//! Training sets from named random streams.

use super::training_set::check_dimensions;
use super::{InputLaw, Inputs, Patterns, PatternsError, RealMatrix, Scenario};
use crate::committee::check_hidden;
use crate::{BitMatrix, BitVector, Committee, StandardNormal, StreamKey};
use rand_pcg::Pcg64Dxsm;

/// Number of patterns at a constraint density, `P = α N` rounded to the nearest integer (halves up).
///
/// ```
/// use piccole_core::patterns::pattern_count;
/// assert_eq!(pattern_count(1001, 0.7), Ok(701));
/// assert!(pattern_count(10, 0.04).is_err()); // rounds to no pattern
/// ```
///
/// # Errors
/// [`PatternsError::Empty`] if `n` is zero, [`PatternsError::ConstraintDensity`] if `alpha` is not a positive finite
/// number, [`PatternsError::PatternCount`] if the result is 0 or above 2³¹ − 1.
pub fn pattern_count(n: usize, alpha: f64) -> Result<usize, PatternsError> {
    if !(alpha > 0.0 && alpha.is_finite()) {
        return Err(PatternsError::ConstraintDensity { alpha });
    }
    if n == 0 {
        return Err(PatternsError::Empty { n, p: 0 });
    }
    let count = (alpha * n as f64).round();
    if (1.0..=f64::from(i32::MAX)).contains(&count) {
        Ok(count as usize)
    } else {
        Err(PatternsError::PatternCount { n, alpha, count })
    }
}

/// Bytes that the inputs of a training set drawn at random may take, 16 GiB.
pub const MEMORY_LIMIT: u128 = 16 << 30;

impl Patterns {
    /// Draws `p` patterns of `n` entries.
    ///
    /// Three children of `key` are used: `"teacher"`, `"labels"` (for [`Scenario::Storage`]) and `"inputs"`, of which
    /// pattern `μ` has the child number `μ` to itself. Hence the patterns of a smaller `p` are the first ones of a larger
    /// `p`, the storage and the teacher scenario have the same inputs where no tie intervenes, and the order in which
    /// things are drawn does not matter.
    ///
    /// An input on which the teacher is tied, `T·x = 0` (possible for even `n` and ±1 entries, with probability near
    /// `√(2/πn)`), has no label; it is drawn again from the pattern's own stream until there is no tie. The law of the
    /// inputs is then that of inputs *given* that the teacher decides.
    ///
    /// # Errors
    /// [`PatternsError::Empty`] if `n` or `p` is zero, [`PatternsError::TooMany`] if a dimension is above 2³¹ − 1,
    /// [`PatternsError::TooLarge`] or [`PatternsError::OutOfMemory`] if the patterns do not fit into memory.
    pub fn generate(
        scenario: Scenario,
        law: InputLaw,
        n: usize,
        p: usize,
        key: &StreamKey,
    ) -> Result<Self, PatternsError> {
        Self::generate_hidden(scenario, law, n, 1, p, key)
    }

    /// As [`generate`](Self::generate), with a teacher of `hidden` units.
    ///
    /// The teacher's units are drawn one after the other from one stream, so that its first unit is the teacher of
    /// [`generate`](Self::generate). An input on which any of its units is tied is drawn again. Random labels need no
    /// teacher, and the patterns are those of [`generate`](Self::generate).
    ///
    /// # Errors
    /// As [`generate`](Self::generate), and [`PatternsError::Committee`] for an even number of units.
    pub fn generate_hidden(
        scenario: Scenario,
        law: InputLaw,
        n: usize,
        hidden: usize,
        p: usize,
        key: &StreamKey,
    ) -> Result<Self, PatternsError> {
        check_dimensions(n, p)?;
        check_hidden(hidden)?;
        let bytes = match law {
            InputLaw::Signs => 8 * n.div_ceil(64) as u128 * p as u128,
            InputLaw::Gaussian => 8 * n as u128 * p as u128,
        };
        if bytes > MEMORY_LIMIT {
            return Err(PatternsError::TooLarge { n, p, bytes, limit: MEMORY_LIMIT });
        }
        let (labels, inputs) = (key.named("labels"), key.named("inputs"));
        let labelling = match scenario {
            Scenario::Storage => Labelling::Random(BitVector::random(p, &mut labels.rng())),
            Scenario::TeacherStudent => {
                Labelling::Teacher(Committee::random(hidden, n, &mut key.named("teacher").rng())?)
            }
        };
        let (inputs, labels) = match law {
            InputLaw::Signs => gauged_signs(n, p, &labelling, &inputs)?,
            InputLaw::Gaussian => gauged_gaussians(n, p, &labelling, &inputs)?,
        };
        let teacher = match labelling {
            Labelling::Random(_) => None,
            Labelling::Teacher(teacher) => Some(teacher),
        };
        Self::from_gauged(inputs, labels, teacher)
    }
}

/// What gives an input its label.
enum Labelling {
    Random(BitVector),
    Teacher(Committee),
}

impl Labelling {
    /// Draws input `mu` and gives it a label; `product` is the scalar product of an input with the weights of a unit.
    fn label<X>(&self, mu: usize, mut draw: impl FnMut() -> X, product: impl Fn(&X, &BitVector) -> f64) -> (X, bool) {
        match self {
            Self::Random(labels) => (draw(), labels.sign(mu) == 1),
            Self::Teacher(teacher) => loop {
                let x = draw();
                let (mut votes, mut tied) = (0_i64, false);
                for unit in teacher.units() {
                    let field = product(&x, unit);
                    tied |= field == 0.0;
                    votes += if field > 0.0 { 1 } else { -1 };
                }
                if !tied {
                    return (x, votes > 0);
                }
            },
        }
    }
}

/// The generator that belongs to pattern `mu`.
fn row_rng(inputs: &StreamKey, mu: usize) -> Pcg64Dxsm {
    inputs.indexed(mu as u64).rng()
}

fn gauged_signs(
    n: usize,
    p: usize,
    labelling: &Labelling,
    inputs: &StreamKey,
) -> Result<(Inputs, BitVector), PatternsError> {
    let all_plus = BitVector::from_fn(n, |_| true);
    let words_per_row = all_plus.words().len();
    let mut words = with_capacity(p * words_per_row, n, p)?;
    let mut labels = Vec::with_capacity(p);
    for mu in 0..p {
        let mut rng = row_rng(inputs, mu);
        let (x, positive) = labelling.label(mu, || BitVector::random(n, &mut rng), |x, teacher| x.dot(teacher) as f64);
        // The bits of `all_plus` are those of the entries: a word is negated without touching the padding.
        let flips = all_plus.words().iter().map(|&entries| if positive { 0 } else { entries });
        words.extend(x.words().iter().zip(flips).map(|(word, flip)| word ^ flip));
        labels.push(positive);
    }
    Ok((Inputs::Signs(BitMatrix::from_words(p, n, words)?), BitVector::from_fn(p, |mu| labels[mu])))
}

fn gauged_gaussians(
    n: usize,
    p: usize,
    labelling: &Labelling,
    inputs: &StreamKey,
) -> Result<(Inputs, BitVector), PatternsError> {
    let mut entries = with_capacity(n * p, n, p)?;
    let mut labels = Vec::with_capacity(p);
    for mu in 0..p {
        let mut gaussians = StandardNormal::new(row_rng(inputs, mu));
        let draw = || gaussians.by_ref().take(n).collect::<Vec<f64>>();
        let product =
            |x: &Vec<f64>, teacher: &BitVector| x.iter().zip(teacher.signs()).map(|(x, t)| x * f64::from(t)).sum();
        let (x, positive) = labelling.label(mu, draw, product);
        let y = if positive { 1.0 } else { -1.0 };
        entries.extend(x.into_iter().map(|x| y * x));
        labels.push(positive);
    }
    Ok((Inputs::Real(RealMatrix::from_entries(n, entries)), BitVector::from_fn(p, |mu| labels[mu])))
}

/// Room for `len` elements of 8 bytes, or the error that the system has none.
fn with_capacity<T>(len: usize, n: usize, p: usize) -> Result<Vec<T>, PatternsError> {
    let mut room = Vec::new();
    room.try_reserve_exact(len).map_err(|_| PatternsError::OutOfMemory { n, p, bytes: 8 * len as u128 })?;
    Ok(room)
}

#[cfg(test)]
mod tests;
