//! The levels of all patterns in one unit, in bit planes.

use super::lanes::{LANES, Lanes};

/// Integers of 256 patterns in two's complement: plane `b` holds bit `b` of each.
///
/// To add ±1 to all of them takes a few operations a plane, and which are 0 or −1 is seen from the planes directly.
#[derive(Clone, Debug)]
pub(super) struct Levels {
    /// Bits of an integer.
    planes: usize,
    /// Plane by plane, block by block.
    bits: Vec<Lanes>,
}

impl Levels {
    /// Packs integers that never leave `lowest..=highest`; lanes without a pattern hold 0 at first and then anything.
    pub(super) fn new(levels: &[i64], lowest: i64, highest: i64) -> Self {
        let planes = (i64::BITS - highest.max(!lowest).leading_zeros()) as usize + 1;
        let blocks = levels.len().div_ceil(LANES);
        let mut bits = vec![Lanes::NONE; planes * blocks];
        for (mu, level) in levels.iter().enumerate() {
            for plane in (0..planes).filter(|plane| level >> plane & 1 == 1) {
                bits[mu / LANES * planes + plane].set(mu % LANES);
            }
        }
        Self { planes, bits }
    }

    /// The planes of a block, the lowest first.
    #[inline(always)]
    pub(super) fn block(&self, block: usize) -> &[Lanes] {
        &self.bits[block * self.planes..(block + 1) * self.planes]
    }

    /// One of the integers of a block.
    #[inline(always)]
    pub(super) fn at(&self, block: usize, lane: usize) -> i64 {
        let planes = self.block(block);
        let bit = |plane: &Lanes| i64::from(plane.bit(lane));
        let sign = planes.len() - 1;
        planes[..sign].iter().enumerate().map(|(b, plane)| bit(plane) << b).sum::<i64>() - (bit(&planes[sign]) << sign)
    }

    /// Takes 1 from the integers in `lower` and adds 1 to all others of the block.
    #[inline(always)]
    pub(super) fn step(&mut self, block: usize, lower: Lanes) {
        let planes = &mut self.bits[block * self.planes..(block + 1) * self.planes];
        // A bit turns if all lower ones do, those that turn from 1 to 0 in adding 1 and from 0 to 1 in taking it away.
        let mut turns = Lanes::ALL;
        for plane in planes {
            let higher = turns & (*plane ^ lower);
            *plane = *plane ^ turns;
            turns = higher;
        }
    }
}

/// The integers that are negative.
#[inline(always)]
pub(super) fn negative(planes: &[Lanes]) -> Lanes {
    planes[planes.len() - 1]
}

/// The integers that are 0, and those that are −1.
#[inline(always)]
pub(super) fn zero_and_minus_one(planes: &[Lanes]) -> (Lanes, Lanes) {
    let (mut any, mut every) = (Lanes::NONE, Lanes::ALL);
    for &plane in planes {
        any |= plane;
        every &= plane;
    }
    (!any, every)
}

/// Where `a > b`, and where `b > a`.
#[inline(always)]
pub(super) fn compare(a: &[Lanes], b: &[Lanes]) -> (Lanes, Lanes) {
    let sign = a.len() - 1;
    // From the highest bit down, the first that differs decides; the sign bit decides the other way round.
    let (mut greater, mut less) = (!a[sign] & b[sign], a[sign] & !b[sign]);
    for plane in (0..sign).rev() {
        let open = !(greater | less);
        let differ = (a[plane] ^ b[plane]) & open;
        greater |= differ & a[plane];
        less |= differ & b[plane];
    }
    (greater, less)
}
