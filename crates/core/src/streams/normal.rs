//! Gaussian numbers that are the same bits on every machine.

use rand::Rng;

/// An endless iterator over independent Gaussians of mean 0 and variance 1.
///
/// Marsaglia's polar method: a point `(u, v)` uniform in the unit disc, at squared radius `s`, gives the two independent
/// Gaussians `u √(−2 ln s / s)` and `v √(−2 ln s / s)`. The only function in it that is not rounded exactly is the
/// logarithm, and that is `libm`'s. (`rand_distr::StandardNormal` would do the same faster, but takes its `exp` and `ln`
/// from the system's library as soon as any crate of the program turns on the feature `std` of `num-traits`.)
///
/// Every value is finite; the largest magnitude that can occur is `√(2 · 104 ln 2) < 12.1`.
///
/// ```
/// use piccole_core::{StandardNormal, StreamKey};
/// let key = StreamKey::from_seed(1).named("inputs");
/// let five: Vec<f64> = StandardNormal::new(key.rng()).take(5).collect();
/// assert!(five.iter().all(|x| x.abs() < 12.1));
/// ```
///
/// Reference: G. Marsaglia and T. A. Bray, SIAM Review 6, 260 (1964), doi:10.1137/1006063.
#[derive(Clone, Debug)]
pub struct StandardNormal<R> {
    rng: R,
    /// The second number of the last pair, until it is asked for.
    spare: Option<f64>,
}

impl<R: Rng> StandardNormal<R> {
    /// Draws from `rng`, which may be borrowed.
    pub fn new(rng: R) -> Self {
        Self { rng, spare: None }
    }

    /// A number of the lattice `−1, −1 + 2⁻⁵², …, 1 − 2⁻⁵²` with equal probabilities.
    fn symmetric_uniform(&mut self) -> f64 {
        (self.rng.next_u64() >> 11) as f64 * (2.0 / (1_u64 << 53) as f64) - 1.0
    }
}

impl<R: Rng> Iterator for StandardNormal<R> {
    type Item = f64;

    fn next(&mut self) -> Option<f64> {
        if let Some(x) = self.spare.take() {
            return Some(x);
        }
        loop {
            let (u, v) = (self.symmetric_uniform(), self.symmetric_uniform());
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                let scale = (-2.0 * libm::log(s) / s).sqrt();
                self.spare = Some(v * scale);
                return Some(u * scale);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamKey;
    use std::convert::Infallible;

    /// A generator that repeats two outputs.
    struct Alternating([u64; 2]);

    impl rand::TryRng for Alternating {
        type Error = Infallible;

        fn try_next_u32(&mut self) -> Result<u32, Infallible> {
            self.try_next_u64().map(|word| word as u32)
        }

        fn try_next_u64(&mut self) -> Result<u64, Infallible> {
            self.0.swap(0, 1);
            Ok(self.0[1])
        }

        fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
            bytes.fill(0);
            Ok(())
        }
    }

    #[test]
    fn the_first_outputs_are_pinned() {
        let outputs: Vec<u64> = StandardNormal::new(StreamKey::from_seed(1).rng()).take(4).map(f64::to_bits).collect();
        assert_eq!(
            outputs,
            [0x3fcd_7132_c124_ccf2, 0x3fb1_c479_8e18_8c78, 0xbff5_d6da_7522_66e8, 0xbfdd_5e0d_59b6_c560]
        );
    }

    #[test]
    fn the_point_nearest_to_the_centre_gives_the_largest_value() {
        // u = 2⁻⁵², v = 0.
        let centre = 1 << 63;
        let mut gaussians = StandardNormal::new(Alternating([centre + (1 << 11), centre]));
        let largest = (2.0 * 104.0 * std::f64::consts::LN_2).sqrt();
        assert!((gaussians.next().unwrap() / largest - 1.0).abs() < 1e-15);
        assert_eq!(gaussians.next(), Some(0.0));
    }

    #[test]
    fn a_borrowed_generator_moves_on() {
        let key = StreamKey::from_seed(2);
        let mut rng = key.rng();
        let four: Vec<f64> = StandardNormal::new(key.rng()).take(4).collect();
        let two: Vec<f64> = StandardNormal::new(&mut rng).take(2).collect();
        let next: Vec<f64> = StandardNormal::new(&mut rng).take(2).collect();
        assert_eq!([two, next].concat(), four);
    }

    #[test]
    fn tails_and_centre_have_the_weight_of_a_gaussian() {
        let count = 400_000;
        let values: Vec<f64> = StandardNormal::new(StreamKey::from_seed(3).rng()).take(count).collect();
        for (threshold, tail) in
            [(0.0, 0.5), (1.0, 0.158_655_253_931), (2.0, 0.022_750_131_948), (3.0, 0.001_349_898_032)]
        {
            for sign in [1.0, -1.0] {
                let above = values.iter().filter(|&x| sign * x > threshold).count() as f64;
                // Five standard deviations, in eight tests: a false alarm has probability 5e-6.
                let deviation = (tail * (1.0 - tail) * count as f64).sqrt();
                assert!((above - tail * count as f64).abs() < 5.0 * deviation, "{threshold} {sign}: {above}");
            }
        }
    }

    #[test]
    fn the_two_numbers_of_a_pair_are_uncorrelated_in_value_and_square() {
        let pairs = 200_000;
        let mut gaussians = StandardNormal::new(StreamKey::from_seed(4).rng());
        let (mut product, mut squares) = (0.0, 0.0);
        for _ in 0..pairs {
            let (a, b) = (gaussians.next().unwrap(), gaussians.next().unwrap());
            product += a * b;
            squares += (a * a - 1.0) * (b * b - 1.0);
        }
        // Standard deviations √pairs and 2 √pairs; five of each are exceeded with probability 6e-7.
        let root = f64::from(pairs).sqrt();
        assert!(product.abs() < 5.0 * root && squares.abs() < 10.0 * root, "{product} {squares}");
    }
}
