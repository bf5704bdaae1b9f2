//! The kernels of `core`.

use super::Work;
use piccole_core::arch::{self, Tier};
use piccole_core::enumerate::count;
use piccole_core::landscape::{BitLandscape, Columns, Energy, Landscape, PlainLandscape};
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_core::products::{Precision, SignProducts};
use piccole_core::{BitMatrix, BitVector, Committee, StandardNormal, StreamKey, gauss};
use piccole_msg_passing::{Boltzmann, MetropolisChain};
use std::hint::black_box;
use std::sync::Arc;

fn matrix(rows: usize, cols: usize) -> BitMatrix {
    let mut rng = StreamKey::from_seed(1).named("matrix").rng();
    let rows: Vec<BitVector> = (0..rows).map(|_| BitVector::random(cols, &mut rng)).collect();
    BitMatrix::from_rows(cols, &rows).expect("rows of equal length")
}

/// Random labels.
///
/// # Panics
/// If there is no weight or no pattern.
pub fn patterns(n: usize, alpha: f64) -> Patterns {
    let p = pattern_count(n, alpha).expect("the density is positive");
    let key = StreamKey::from_seed(1).named("patterns");
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).expect("there are weights and patterns")
}

/// Distances of `p` rows from a vector of `n` signs, in one tier and not by choice of the best.
///
/// # Panics
/// If the CPU has no such tier, or the tier is wrong.
pub fn stabilities(tier: &str, n: usize, p: usize) -> Work {
    let available = Tier::available();
    let tier = *available.iter().find(|other| other.name() == tier).expect("a CPU with this tier");
    let (rows, mut distances) = (matrix(p, n), vec![0; p]);
    let weights = BitVector::random(n, &mut StreamKey::from_seed(1).named("weights").rng());
    let mut expected = vec![0; p];
    arch::scalar::hamming_rows(rows.words(), weights.words(), &mut expected);
    tier.hamming_rows(rows.words(), weights.words(), &mut distances);
    assert_eq!(distances, expected, "{}", tier.name());
    Work::new(move || {
        tier.hamming_rows(black_box(rows.words()), weights.words(), &mut distances);
        f64::from(distances[0])
    })
}

/// The product of `p` rows of `n` signs, or of the transpose, with a vector.
pub fn product(forward: bool, n: usize, p: usize) -> Work {
    // Borrowed by what is made of it, and kept until the program ends.
    let matrix: &'static BitMatrix = Box::leak(Box::new(matrix(p, n)));
    let products = SignProducts::new(matrix);
    let (terms, count) = if forward { (n, p) } else { (p, n) };
    let x: Vec<f64> = StandardNormal::new(StreamKey::from_seed(1).named("vector").rng()).take(terms).collect();
    let mut out = vec![0.0; count];
    Work::new(move || {
        match forward {
            true => products.forward_into(black_box(&x), Precision::Bits21, &mut out),
            false => products.backward_into(black_box(&x), Precision::Bits21, &mut out),
        }
        out[0]
    })
}

fn arguments(count: usize) -> Vec<f64> {
    (0..count).map(|i| -10.0 + 40.0 * i as f64 / count as f64).collect()
}

/// A function of slices of Gaussian tails.
pub fn tails(function: fn(&[f64], &mut [f64]), count: usize) -> Work {
    let (x, mut out) = (arguments(count), vec![0.0; count]);
    Work::new(move || {
        function(black_box(&x), &mut out);
        out[0]
    })
}

/// The same in single precision.
pub fn single_tails(function: fn(&[f32], &mut [f32]), count: usize) -> Work {
    let x: Vec<f32> = arguments(count).into_iter().map(|x| x as f32).collect();
    let mut out = vec![0.0; count];
    Work::new(move || {
        function(black_box(&x), &mut out);
        f64::from(out[0])
    })
}

/// The logarithm of the tail, one argument after the other.
pub fn ln_tail(count: usize) -> Work {
    let x = arguments(count);
    Work::new(move || black_box(&x).iter().map(|&x| gauss::ln_tail(x)).sum())
}

fn inputs(patterns: &Patterns) -> &BitMatrix {
    crate::metropolis::inputs(patterns)
}

/// Sweeps of Metropolis's chain at β = 1 and α = 0.5 from random weights, patterns in bit planes.
pub fn metropolis(n: usize, sweeps: u64) -> Work {
    let patterns = patterns(n, 0.5);
    let machine = random_machine(n);
    let inputs = inputs(&patterns);
    chain(BitLandscape::new(inputs, Arc::new(Columns::new(inputs)), &machine, 0.0, Energy::Errors), n, sweeps)
}

/// The same, pattern by pattern.
pub fn plain_metropolis(n: usize, sweeps: u64) -> Work {
    let patterns = patterns(n, 0.5);
    chain(PlainLandscape::new(inputs(&patterns), &random_machine(n), 0.0, Energy::Errors), n, sweeps)
}

fn random_machine(n: usize) -> Committee {
    Committee::random(1, n, &mut StreamKey::from_seed(1).named("weights").rng()).expect("one unit is odd")
}

fn chain<L: Landscape + Clone + 'static>(landscape: L, n: usize, sweeps: u64) -> Work {
    let mut chain = MetropolisChain::new(landscape);
    // Hot enough for a chain from random weights not to be caught where every flip costs energy: there nothing is left to do.
    let law = Boltzmann::new(0.3, n).expect("a temperature");
    let mut rng = StreamKey::from_seed(1).named("chain").rng();
    Work::new(move || chain.advance(&law, sweeps * n as u64, &mut rng) as f64)
}

/// The number of solutions at α = 0.4.
pub fn enumeration(n: usize) -> Work {
    let patterns = patterns(n, 0.4);
    Work::new(move || count(black_box(&patterns), 0.0).expect("a small instance").solutions() as f64)
}

/// The number of errors of random weights at α = 0.5.
pub fn errors(n: usize) -> Work {
    let patterns = patterns(n, 0.5);
    let weights = BitVector::random(n, &mut StreamKey::from_seed(1).named("weights").rng());
    Work::new(move || black_box(&patterns).errors(&weights, 0.0) as f64)
}

/// Making the patterns at α = 0.5.
pub fn generation(n: usize) -> Work {
    Work::new(move || patterns(black_box(n), 0.5).p() as f64)
}
