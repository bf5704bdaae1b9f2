//! Counts of bits, lane by lane.

use super::lanes::Lanes;

/// Most planes of a count.
const PLANES: usize = 24;

/// How many of the bits that were added are set, for each of 256 lanes, in binary.
pub(super) struct Counter {
    planes: [Lanes; PLANES],
    used: usize,
}

impl Counter {
    /// Counts up to `most`.
    ///
    /// # Panics
    /// If that is 2²⁴ or more.
    #[inline(always)]
    pub(super) fn new(most: usize) -> Self {
        let used = (usize::BITS - most.leading_zeros()) as usize;
        assert!(used <= PLANES, "a count up to {most} does not fit {PLANES} bits");
        Self { planes: [Lanes::NONE; PLANES], used }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, bits: Lanes) {
        let mut carry = bits;
        for plane in &mut self.planes[..self.used] {
            let next = *plane & carry;
            *plane = *plane ^ carry;
            carry = next;
        }
    }

    /// Where the count is `number`.
    #[inline(always)]
    pub(super) fn is(&self, number: usize) -> Lanes {
        self.compare(number).0
    }

    /// Where the count is less than `number`.
    #[inline(always)]
    pub(super) fn is_below(&self, number: usize) -> Lanes {
        self.compare(number).1
    }

    /// Where the count is `number`, and where it is less.
    #[inline(always)]
    fn compare(&self, number: usize) -> (Lanes, Lanes) {
        let (mut equal, mut below) = (Lanes::ALL, Lanes::NONE);
        for (b, &plane) in self.planes[..self.used].iter().enumerate().rev() {
            let bit = Lanes::splat(number >> b & 1 == 1);
            below |= equal & bit & !plane;
            equal &= !(plane ^ bit);
        }
        (equal, below)
    }
}
