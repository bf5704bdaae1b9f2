//! How fast are the products of a packed matrix of ±1 with real vectors, and `ln H` and the hazard of whole slices?
//!
//! Throughput is in weights × patterns, and in arguments. Every product is compared with sums of all entries first.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{BenchmarkId, Criterion, Throughput};
use piccole_core::products::{Precision, SignProducts};
use piccole_core::{BitMatrix, BitVector, StandardNormal, StreamKey, gauss};
use std::hint::black_box;

/// Weights and patterns; the largest matrix has as many patterns as make it 250 MB.
const SIZES: [(usize, usize); 3] = [(1001, 701), (10_001, 7001), (100_001, 20_000)];

fn gaussian(len: usize) -> Vec<f64> {
    StandardNormal::new(StreamKey::from_seed(len as u64).rng()).take(len).collect()
}

/// Compares some products with sums over all entries: the error per term is below 2⁻²¹ of the largest one.
fn assert_products(x: &[f64], out: &[f64], sign: impl Fn(usize, usize) -> i8) {
    let largest = x.iter().fold(0.0, |largest: f64, x| largest.max(x.abs()));
    for r in (0..out.len()).step_by(out.len() / 10) {
        let exact: f64 = x.iter().enumerate().map(|(c, x)| f64::from(sign(r, c)) * x).sum();
        assert!((out[r] - exact).abs() <= 4.8e-7 * largest * x.len() as f64, "product {r}: {} {exact}", out[r]);
    }
}

fn products(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("products");
    group.sample_size(10);
    for (n, p) in SIZES {
        let mut rng = StreamKey::from_seed(1).rng();
        let rows: Vec<BitVector> = (0..p).map(|_| BitVector::random(n, &mut rng)).collect();
        let matrix = BitMatrix::from_rows(n, &rows).expect("rows of n entries");
        drop(rows);
        let products = SignProducts::new(&matrix);
        let (weights, gains) = (gaussian(n), gaussian(p));
        let (mut forward, mut backward) = (vec![0.0; p], vec![0.0; n]);
        products.forward_into(&weights, Precision::Bits21, &mut forward);
        products.backward_into(&gains, Precision::Bits21, &mut backward);
        assert_products(&weights, &forward, |r, c| matrix.sign(r, c));
        assert_products(&gains, &backward, |r, c| matrix.sign(c, r));
        group.throughput(Throughput::Elements((n * p) as u64));
        for threads in [1, 2] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            group.bench_function(BenchmarkId::new("forward", format_args!("n={n},threads={threads}")), |bencher| {
                pool.install(|| {
                    bencher.iter(|| products.forward_into(black_box(&weights), Precision::Bits21, &mut forward));
                });
            });
            group.bench_function(BenchmarkId::new("backward", format_args!("n={n},threads={threads}")), |bencher| {
                pool.install(|| {
                    bencher.iter(|| products.backward_into(black_box(&gains), Precision::Bits21, &mut backward));
                });
            });
        }
    }
}

fn slices(criterion: &mut Criterion) {
    let x: Vec<f64> = (0..4096).map(|k| -20.0 + f64::from(k) * 0.01).collect();
    let mut out = vec![0.0; x.len()];
    let mut group = criterion.benchmark_group("gauss");
    group.throughput(Throughput::Elements(x.len() as u64));
    type Pair = (&'static str, fn(&[f64], &mut [f64]), fn(f64) -> f64);
    let pairs: [Pair; 2] =
        [("ln-tail", gauss::ln_tails_into, gauss::ln_tail), ("hazard", gauss::hazards_into, gauss::hazard)];
    for (name, slice, one) in pairs {
        slice(&x, &mut out);
        assert!(x.iter().zip(&out).all(|(x, value)| (value - one(*x)).abs() <= 1.2e-14 * value.abs()), "{name}");
        group.bench_function(format!("{name}/slice"), |bencher| bencher.iter(|| slice(black_box(&x), &mut out)));
        group.bench_function(format!("{name}/one-by-one"), |bencher| {
            bencher.iter(|| out.iter_mut().zip(black_box(&x)).for_each(|(value, x)| *value = one(*x)));
        });
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    products(&mut criterion);
    slices(&mut criterion);
    criterion.final_summary();
}
