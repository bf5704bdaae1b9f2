//! One vector of ±1.

use super::{BitsError, check_words, last_word_mask, words_for};
use crate::arch;
use rand::Rng;

/// A vector of ±1 entries, 64 to a word; a set bit is +1 and padding bits are zero.
///
/// ```
/// use piccole_core::BitVector;
/// let w = BitVector::from_signs(&[1, -1, 1]).unwrap();
/// let v = BitVector::from_signs(&[1, 1, 1]).unwrap();
/// assert_eq!((w.hamming(&v), w.dot(&v)), (1, 1));
/// assert_eq!(w.overlap(&v), 1.0 / 3.0);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(try_from = "Unchecked"))]
pub struct BitVector {
    len: usize,
    words: Vec<u64>,
}

/// What is read before it is known to be a vector.
#[cfg(feature = "serde")]
#[derive(serde::Deserialize)]
struct Unchecked {
    len: usize,
    words: Vec<u64>,
}

#[cfg(feature = "serde")]
impl TryFrom<Unchecked> for BitVector {
    type Error = BitsError;

    fn try_from(read: Unchecked) -> Result<Self, BitsError> {
        Self::from_words(read.len, read.words)
    }
}

impl BitVector {
    /// Builds entry `i` as +1 where `positive(i)`, else −1.
    pub fn from_fn(len: usize, mut positive: impl FnMut(usize) -> bool) -> Self {
        let mut words = vec![0; words_for(len)];
        for i in 0..len {
            words[i / 64] |= u64::from(positive(i)) << (i % 64);
        }
        Self { len, words }
    }

    /// Packs signs.
    ///
    /// # Errors
    /// [`BitsError::NotASign`] names the first entry that is neither +1 nor −1.
    pub fn from_signs(signs: &[i8]) -> Result<Self, BitsError> {
        match signs.iter().position(|&s| s != 1 && s != -1) {
            Some(index) => Err(BitsError::NotASign { index, value: i64::from(signs[index]) }),
            None => Ok(Self::from_fn(signs.len(), |i| signs[i] == 1)),
        }
    }

    /// Takes packed words as they are.
    ///
    /// # Errors
    /// [`BitsError::WordCount`] or [`BitsError::Padding`] if they do not describe `len` entries.
    pub fn from_words(len: usize, words: Vec<u64>) -> Result<Self, BitsError> {
        check_words(len, &words)?;
        Ok(Self { len, words })
    }

    /// Draws every entry as ±1 with equal probability, 64 entries per output of the generator.
    pub fn random(len: usize, rng: &mut impl Rng) -> Self {
        let mut words: Vec<u64> = (0..words_for(len)).map(|_| rng.next_u64()).collect();
        if let Some(last) = words.last_mut() {
            *last &= last_word_mask(len);
        }
        Self { len, words }
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry at all.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The packed words, lowest entries first.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Entry `i`, +1 or −1.
    ///
    /// # Panics
    /// If `i` is out of range.
    pub fn sign(&self, i: usize) -> i8 {
        assert!(i < self.len, "entry {i} of a vector of {}", self.len);
        if self.words[i / 64] >> (i % 64) & 1 == 1 { 1 } else { -1 }
    }

    /// Sets entry `i` to +1 or −1.
    ///
    /// # Panics
    /// If `i` is out of range.
    pub fn set(&mut self, i: usize, positive: bool) {
        assert!(i < self.len, "entry {i} of a vector of {}", self.len);
        let bit = 1 << (i % 64);
        if positive { self.words[i / 64] |= bit } else { self.words[i / 64] &= !bit }
    }

    /// The entries, in order.
    pub fn signs(&self) -> impl ExactSizeIterator<Item = i8> + '_ {
        (0..self.len).map(|i| self.sign(i))
    }

    /// Number of entries in which the two vectors differ.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn hamming(&self, other: &Self) -> usize {
        assert_eq!(self.len, other.len, "vectors differ in length");
        arch::hamming(&self.words, &other.words) as usize
    }

    /// Scalar product, `N − 2 · Hamming`.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn dot(&self, other: &Self) -> i64 {
        self.len as i64 - 2 * self.hamming(other) as i64
    }

    /// Overlap `W·W'/N`, between −1 and 1.
    ///
    /// # Panics
    /// If the lengths differ or are zero.
    pub fn overlap(&self, other: &Self) -> f64 {
        assert!(self.len > 0, "the overlap of empty vectors is not defined");
        self.dot(other) as f64 / self.len as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamKey;

    #[test]
    fn what_is_not_a_sign_is_refused_with_its_place() {
        assert_eq!(BitVector::from_signs(&[1, -1, 0]), Err(BitsError::NotASign { index: 2, value: 0 }));
        assert_eq!(BitsError::NotASign { index: 2, value: 0 }.to_string(), "entry 2 is 0, expected +1 or -1");
    }

    #[test]
    fn words_of_another_number_or_with_set_padding_are_refused() {
        let wrong_count = Err(BitsError::WordCount { len: 64, expected: 1, got: 2 });
        assert_eq!(BitVector::from_words(64, vec![0, 0]), wrong_count);
        assert_eq!(BitVector::from_words(65, vec![0, 0b10]), Err(BitsError::Padding { word: 1 }));
        assert!(BitVector::from_words(65, vec![u64::MAX, 1]).is_ok());
        assert!(BitVector::from_words(0, vec![]).is_ok());
    }

    #[test]
    fn random_vectors_have_zero_padding_and_both_signs_equally_often() {
        let mut rng = StreamKey::from_seed(1).rng();
        for len in [0, 1, 63, 64, 65, 130] {
            let vector = BitVector::random(len, &mut rng);
            assert_eq!(BitVector::from_words(len, vector.words().to_vec()), Ok(vector));
        }
        // Sum of 10^6 signs: standard deviation 1000, so that five of them are a false alarm once in 2 million seeds.
        let sum: i64 = BitVector::random(1_000_000, &mut rng).signs().map(i64::from).sum();
        assert!(sum.abs() < 5000, "{sum}");
    }

    #[test]
    #[should_panic(expected = "entry 3 of a vector of 3")]
    fn an_entry_in_the_padding_does_not_exist() {
        BitVector::from_fn(3, |_| true).sign(3);
    }

    #[test]
    #[should_panic(expected = "entry 3 of a vector of 3")]
    fn an_entry_in_the_padding_cannot_be_set() {
        BitVector::from_fn(3, |_| true).set(3, true);
    }

    #[test]
    #[should_panic(expected = "vectors differ in length")]
    fn vectors_of_different_length_have_no_distance() {
        // The same number of words.
        BitVector::from_fn(3, |_| true).hamming(&BitVector::from_fn(4, |_| true));
    }

    #[test]
    #[should_panic(expected = "not defined")]
    fn empty_vectors_have_no_overlap() {
        BitVector::from_fn(0, |_| true).overlap(&BitVector::from_fn(0, |_| true));
    }
}
