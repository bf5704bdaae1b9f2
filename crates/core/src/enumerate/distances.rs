//! Distances of all pairs of solutions, by looking at the pairs or by a Walsh–Hadamard transform.

use super::Solutions;
use super::tasks::sum_counts;
use crate::arch::{Elementwise, vectorized};
use std::ops::Range;

/// Largest number of weights for the transform, whose table takes `2^N` integers of four bytes: 1 GiB.
const MAX_TRANSFORM_WEIGHTS: usize = 28;

/// Solutions whose distances to all later ones are one task.
const ROWS_PER_TASK: usize = 256;

/// Entries below which half a transform stays on its thread.
#[cfg(feature = "rayon")]
const SMALL_TRANSFORM: usize = 1 << 14;

impl Solutions {
    /// Histogram of the Hamming distances of all pairs of different solutions.
    ///
    /// Entry `d` of the `N + 1` is the number of unordered pairs that differ in `d` weights, so that the entries sum to
    /// `Z(Z − 1)/2` and entry 0 is 0. The distance per weight is `d/N = (1 − overlap)/2`.
    ///
    /// Exact. The cost is the smaller of `Z²/2` comparisons and, for `N ≤ 28`, of `N 2^N` additions on a table of `2^N`
    /// integers of four bytes. Counts fit 64 bits up to `2^32` solutions, where the comparisons already take centuries.
    pub fn pair_distances(&self) -> Vec<u64> {
        let pairs = (self.len() as u128).pow(2) / 2;
        let additions = (self.n as u128) << self.n;
        if self.n <= MAX_TRANSFORM_WEIGHTS && pairs > additions { self.by_transform() } else { self.by_pairs() }
    }

    /// Looks at every pair.
    fn by_pairs(&self) -> Vec<u64> {
        sum_counts(self.len().div_ceil(ROWS_PER_TASK) as u64, self.n + 1, |task| {
            let first = task as usize * ROWS_PER_TASK;
            vectorized(DistancesToLater { solutions: self, rows: first..self.len().min(first + ROWS_PER_TASK) })
        })
    }

    /// The number of ordered pairs at distance `d` is `2^-N Σ_k F(k)² K_d(|k|)`, where `F(k) = Σ_W (−1)^(k·W)` over the
    /// solutions is the Walsh–Hadamard transform of their indicator, `|k|` the number of bits of `k` and `K_d` the
    /// Krawtchouk polynomial.
    ///
    /// All integers are exact: `|F| ≤ Z ≤ 2^28` fits 32 bits, `Σ_k F² = 2^N Z ≤ 2^56` fits 64, and `|K_d| ≤ C(28, 14) < 2^26`
    /// brings the products to less than `2^82`.
    ///
    /// Reference: F. J. MacWilliams, N. J. A. Sloane, The Theory of Error-Correcting Codes (1977), chapter 5.
    fn by_transform(&self) -> Vec<u64> {
        let mut table = vec![0_i32; 1 << self.n];
        for &weights in &self.weights {
            table[weights as usize] = 1;
        }
        walsh_hadamard(&mut table);
        let mut power = vec![0_i128; self.n + 1];
        for (k, &f) in table.iter().enumerate() {
            power[k.count_ones() as usize] += i128::from(i64::from(f) * i64::from(f));
        }
        let krawtchouk = krawtchouk(self.n);
        let ordered_pairs = |d: usize| (0..=self.n).map(|k| power[k] * krawtchouk[d][k]).sum::<i128>() >> self.n;
        let mut histogram: Vec<u64> = (0..=self.n).map(|d| (ordered_pairs(d) / 2) as u64).collect();
        histogram[0] = 0;
        histogram
    }
}

/// Distances from some solutions to all that come after them.
struct DistancesToLater<'a> {
    solutions: &'a Solutions,
    rows: Range<usize>,
}

impl Elementwise for DistancesToLater<'_> {
    type Output = Vec<u64>;

    #[inline(always)]
    fn run(self) -> Vec<u64> {
        let Solutions { n, weights } = self.solutions;
        let mut histogram = vec![0; n + 1];
        for i in self.rows {
            for other in &weights[i + 1..] {
                histogram[(weights[i] ^ other).count_ones() as usize] += 1;
            }
        }
        histogram
    }
}

/// Walsh–Hadamard transform in place: entry `k` becomes `Σ_x (−1)^(k·x) table[x]`.
fn walsh_hadamard(table: &mut [i32]) {
    if table.len() < 2 {
        return;
    }
    let (left, right) = table.split_at_mut(table.len() / 2);
    for (l, r) in left.iter_mut().zip(right.iter_mut()) {
        (*l, *r) = (*l + *r, *l - *r);
    }
    #[cfg(feature = "rayon")]
    if left.len() >= SMALL_TRANSFORM {
        rayon::join(|| walsh_hadamard(left), || walsh_hadamard(right));
        return;
    }
    walsh_hadamard(left);
    walsh_hadamard(right);
}

/// `K_d(x) = Σ_j (−1)^j C(x, j) C(n − x, d − j)`, row `d`, column `x`: the coefficients of `(1 − z)^x (1 + z)^(n − x)`.
fn krawtchouk(n: usize) -> Vec<Vec<i128>> {
    let coefficients = |x: usize| {
        let mut polynomial = vec![0_i128; n + 1];
        polynomial[0] = 1;
        for factor in 0..n {
            let sign = if factor < x { -1 } else { 1 };
            for d in (1..=n).rev() {
                polynomial[d] += sign * polynomial[d - 1];
            }
        }
        polynomial
    };
    let columns: Vec<Vec<i128>> = (0..=n).map(coefficients).collect();
    (0..=n).map(|d| columns.iter().map(|column| column[d]).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamKey;
    use rand::Rng;

    fn random_subset(n: usize, keep_one_in: u64) -> Solutions {
        let mut rng = StreamKey::from_seed(n as u64).indexed(keep_one_in).rng();
        Solutions { n, weights: (0..1 << n).filter(|_| rng.next_u64().is_multiple_of(keep_one_in)).collect() }
    }

    #[test]
    fn the_transform_and_the_pairs_give_the_same_histogram() {
        for n in 1..=11 {
            for keep_one_in in [1, 2, 7, 50] {
                let solutions = random_subset(n, keep_one_in);
                let histogram = solutions.by_pairs();
                assert_eq!(solutions.by_transform(), histogram, "N = {n}, one in {keep_one_in}");
                let z = solutions.len() as u64;
                assert_eq!(histogram.iter().sum::<u64>(), z * z.saturating_sub(1) / 2);
            }
        }
    }

    #[test]
    fn the_whole_cube_has_a_binomial_histogram_by_the_transform_on_several_threads() {
        let n = 17;
        let cube = Solutions { n, weights: (0..1 << n).collect() };
        let mut binomial = 1;
        for (d, count) in cube.pair_distances().into_iter().enumerate().skip(1) {
            binomial = binomial * (n - d + 1) as u64 / d as u64;
            assert_eq!(count, (binomial << n) / 2, "distance {d}");
        }
    }

    #[test]
    fn a_transform_undoes_itself_up_to_the_size() {
        let mut rng = StreamKey::from_seed(3).rng();
        let original: Vec<i32> = (0..1 << 6).map(|_| (rng.next_u64() % 100) as i32).collect();
        let mut table = original.clone();
        walsh_hadamard(&mut table);
        assert_ne!(table, original);
        walsh_hadamard(&mut table);
        assert!(table.iter().zip(&original).all(|(t, o)| *t == 64 * o));
    }

    #[test]
    fn no_solution_and_one_solution_have_no_pairs() {
        for weights in [vec![], vec![5]] {
            assert_eq!(Solutions { n: 3, weights }.pair_distances(), [0; 4]);
        }
    }
}
