//! How fast are the stabilities of `P = 0.7 N` patterns, in each tier, against the plain popcount loop and the memory?
//!
//! Throughput is in weights × patterns. After criterion's own report, every kernel runs by turns with the others and with
//! two loops that only read the same bytes, and the ratios of the medians are printed.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{BenchmarkId, Criterion, Throughput};
use piccole_benches::{Contender, Timing, find, interleaved, read_four_streams, read_one_stream, timing_is_wanted};
use piccole_core::arch::{self, Tier};
use piccole_core::{BitVector, StreamKey};
use std::hint::black_box;

const SIZES: [usize; 3] = [1023, 10_001, 100_001];

/// Bytes that one turn goes through: a matrix larger than this is walked in slices, so that it stays out of cache, and a
/// smaller one several times.
const BYTES_PER_TURN: usize = 8 << 20;

type Kernel = Box<dyn Fn(&[u64], &[u64], &mut [i32])>;

fn kernels() -> Vec<(&'static str, Kernel)> {
    let mut kernels: Vec<(&'static str, Kernel)> = vec![("dispatch", Box::new(arch::hamming_rows))];
    for tier in Tier::available() {
        kernels.push((tier.name(), Box::new(move |rows, w, out| tier.hamming_rows(rows, w, out))));
    }
    kernels
}

/// Packed patterns and weights, with the distances that every kernel must give.
struct Instance {
    n: usize,
    p: usize,
    rows: Vec<u64>,
    weights: BitVector,
    distances: Vec<i32>,
}

impl Instance {
    fn new(n: usize) -> Self {
        let p = (0.7 * n as f64).round() as usize;
        let mut rng = StreamKey::from_seed(n as u64).rng();
        let rows: Vec<u64> = (0..p).flat_map(|_| BitVector::random(n, &mut rng).words().to_vec()).collect();
        let weights = BitVector::random(n, &mut rng);
        let mut distances = vec![0; p];
        arch::scalar::hamming_rows(&rows, weights.words(), &mut distances);
        Self { n, p, rows, weights, distances }
    }

    fn assert_answer(&self, name: &str, kernel: &Kernel) {
        let mut out = vec![-1; self.p];
        kernel(&self.rows, self.weights.words(), &mut out);
        assert!(out == self.distances, "{name} is wrong at N = {}", self.n);
    }
}

fn bench(criterion: &mut Criterion, instance: &Instance) {
    let mut group = criterion.benchmark_group("stabilities");
    group.throughput(Throughput::Elements((instance.n * instance.p) as u64));
    group.sample_size(10);
    let mut out = vec![0; instance.p];
    for (name, kernel) in kernels() {
        instance.assert_answer(name, &kernel);
        group.bench_function(BenchmarkId::new(name, format_args!("n={}", instance.n)), |bencher| {
            bencher.iter(|| kernel(black_box(&instance.rows), instance.weights.words(), &mut out));
        });
    }
}

/// Interleaved rounds: slices of the matrix follow one another from turn to turn.
fn compare(instance: &Instance, rounds: usize) {
    let words = instance.weights.words().len();
    let rows_per_turn = (BYTES_PER_TURN / (8 * words)).clamp(1, instance.p);
    let repeats = (BYTES_PER_TURN / (8 * instance.rows.len())).clamp(1, 16);
    let slices = instance.p / rows_per_turn;
    let kernels = kernels();
    let count = kernels.len() + 2;
    let slice = |contender: usize, round: usize| {
        let start = (round * count + contender) % slices * rows_per_turn;
        &instance.rows[start * words..(start + rows_per_turn) * words]
    };
    let mut contenders: Vec<Contender<'_>> = Vec::new();
    for (i, (name, kernel)) in kernels.iter().enumerate() {
        let mut out = vec![0; rows_per_turn];
        contenders.push(Contender::new(name, move |round| {
            for _ in 0..repeats {
                kernel(black_box(slice(i, round)), instance.weights.words(), &mut out);
            }
            black_box(&out);
        }));
    }
    let repeated = |read: fn(&[u64]) -> u64, i: usize| {
        move |round: usize| {
            for _ in 0..repeats {
                black_box(read(black_box(slice(i, round))));
            }
        }
    };
    contenders.push(Contender::new("read, 1 stream", repeated(read_one_stream, count - 2)));
    contenders.push(Contender::new("read, 4 streams", repeated(read_four_streams, count - 1)));

    let timings = interleaved(rounds, &mut contenders);
    let elements = (repeats * rows_per_turn * instance.n) as f64;
    let bytes = (repeats * rows_per_turn * words * 8) as f64;
    println!("\nN = {}, P = {}: medians of {rounds} interleaved rounds", instance.n, instance.p);
    for timing in &timings {
        let (median, best) = (elements / timing.median() / 1e9, elements / timing.best() / 1e9);
        println!(
            "  {:18} {median:7.1} Gelem/s (best {best:7.1}), {:6.1} GB/s",
            timing.name,
            bytes / timing.median() / 1e9
        );
    }
    let dispatch = find(&timings, "dispatch").median();
    let best_kernel =
        timings[1..kernels.len()].iter().min_by(|a, b| a.median().total_cmp(&b.median())).expect("a tier");
    let read = timings[kernels.len()..].iter().map(Timing::median).fold(f64::INFINITY, f64::min);
    if Tier::available().len() > 1 {
        println!("  dispatch : popcnt      {:.2}", find(&timings, "popcnt").median() / dispatch);
    }
    println!("  dispatch : best tier   {:.2} ({})", best_kernel.median() / dispatch, best_kernel.name);
    println!("  dispatch : read        {:.2}", read / dispatch);
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for n in SIZES {
        bench(&mut criterion, &Instance::new(n));
    }
    criterion.final_summary();
    if timing_is_wanted() {
        for n in SIZES {
            compare(&Instance::new(n), 201);
        }
    }
}
