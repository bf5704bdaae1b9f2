//! How fast are the products of a packed matrix of ±1 with real vectors, and `ln H` and the hazard of whole slices?
//!
//! Throughput is in weights × patterns, and in arguments. Every product is compared with sums of all entries first, every value
//! with the function of one number. After criterion's own report all run by turns, products on one and on two threads beside a
//! loop that only reads the packed bits, and the ratios of the best rounds are printed: those of the machine left to itself.

#![allow(missing_docs)] // The macros of criterion make public items.

use criterion::{BenchmarkId, Criterion, Throughput};
use piccole_benches::{Contender, find, interleaved, read_one_stream, timing_is_wanted};
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

/// A matrix and a vector for either direction.
struct Instance {
    n: usize,
    p: usize,
    matrix: BitMatrix,
    weights: Vec<f64>,
    gains: Vec<f64>,
}

impl Instance {
    fn new((n, p): (usize, usize)) -> Self {
        let mut rng = StreamKey::from_seed(1).rng();
        let rows: Vec<BitVector> = (0..p).map(|_| BitVector::random(n, &mut rng)).collect();
        let matrix = BitMatrix::from_rows(n, &rows).expect("rows of n entries");
        Self { n, p, matrix, weights: gaussian(n), gains: gaussian(p) }
    }

    /// The matrix made ready, once both products have been compared with sums over all entries.
    fn products(&self) -> SignProducts<'_> {
        let products = SignProducts::new(&self.matrix);
        let (mut forward, mut backward) = (vec![0.0; self.p], vec![0.0; self.n]);
        products.forward_into(&self.weights, Precision::Bits21, &mut forward);
        products.backward_into(&self.gains, Precision::Bits21, &mut backward);
        assert_products(&self.weights, &forward, |r, c| self.matrix.sign(r, c));
        assert_products(&self.gains, &backward, |r, c| self.matrix.sign(c, r));
        products
    }
}

fn pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads")
}

fn products(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("products");
    group.sample_size(10);
    for size in SIZES {
        let instance = Instance::new(size);
        let (n, products) = (instance.n, instance.products());
        let (mut forward, mut backward) = (vec![0.0; instance.p], vec![0.0; n]);
        group.throughput(Throughput::Elements((n * instance.p) as u64));
        let worker = pool(1);
        group.bench_function(BenchmarkId::new("forward", format_args!("n={n}")), |bencher| {
            worker.install(|| {
                bencher.iter(|| products.forward_into(black_box(&instance.weights), Precision::Bits21, &mut forward));
            });
        });
        group.bench_function(BenchmarkId::new("backward", format_args!("n={n}")), |bencher| {
            worker.install(|| {
                bencher.iter(|| products.backward_into(black_box(&instance.gains), Precision::Bits21, &mut backward));
            });
        });
    }
}

/// Products by turns on one and on two threads, beside the time to read the bits.
fn compare_products(instance: &Instance, rounds: usize) {
    let products = &instance.products();
    let weights = BitVector::from_fn(instance.n, |i| instance.weights[i] > 0.0);
    let mut contenders = vec![Contender::new("read", |_| {
        black_box(read_one_stream(black_box(instance.matrix.words())));
    })];
    let names = [["forward", "forward, 2 threads"], ["backward", "backward, 2 threads"], ["signs", "signs, 2 threads"]];
    for threads in [1, 2] {
        let [forward, backward, signs] = names.map(|names| names[threads - 1]);
        let mut out = vec![0.0; instance.p];
        let workers = pool(threads);
        contenders.push(Contender::new(forward, move |_| {
            workers.install(|| products.forward_into(black_box(&instance.weights), Precision::Bits21, &mut out));
        }));
        let mut out = vec![0.0; instance.n];
        let workers = pool(threads);
        contenders.push(Contender::new(backward, move |_| {
            workers.install(|| products.backward_into(black_box(&instance.gains), Precision::Bits21, &mut out));
        }));
        let (mut out, weights) = (vec![0; instance.p], weights.clone());
        let workers = pool(threads);
        contenders.push(Contender::new(signs, move |_| {
            workers.install(|| instance.matrix.products_into(black_box(&weights), &mut out));
        }));
    }
    let timings = interleaved(rounds, &mut contenders);
    println!("\nN = {}, P = {}: wall clock, {rounds} interleaved rounds", instance.n, instance.p);
    let elements = (instance.n * instance.p) as f64;
    for timing in &timings {
        let (best, median) = (elements / timing.best() / 1e9, elements / timing.median() / 1e9);
        println!("  {:20} {best:7.1} Gelem/s (median {median:7.1})", timing.name);
    }
    let best = |name| find(&timings, name).best();
    for [one, two] in names {
        let (threads, read) = (best(one) / best(two), best("read") / best(one));
        println!("  {one:8} two threads : one {threads:.2}, share of the rate of reading {read:.2}");
    }
}

type Slice<'a> = (&'static str, Box<dyn FnMut() + 'a>);

/// `ln H` and the hazard: slices in double and single precision, one by one, and `ln(erfc(x/√2)/2)` with `libm`.
fn slices<'a>(x: &'a [f64], single: &'a [f32]) -> Vec<Slice<'a>> {
    type Pair = (&'static str, fn(&[f64], &mut [f64]), &'static str, fn(f64) -> f64);
    type Single = (&'static str, fn(&[f32], &mut [f32]));
    let pairs: [(Pair, Single); 2] = [
        (
            ("ln-tail/slice", gauss::ln_tails_into, "ln-tail/one", gauss::ln_tail),
            ("ln-tail/f32", gauss::ln_tails_f32_into),
        ),
        (("hazard/slice", gauss::hazards_into, "hazard/one", gauss::hazard), ("hazard/f32", gauss::hazards_f32_into)),
    ];
    let mut all: Vec<Slice<'a>> = Vec::new();
    for ((name, slice, name_of_one, one), (name_of_single, short)) in pairs {
        let (mut out, mut short_out) = (vec![0.0; x.len()], vec![0.0; x.len()]);
        slice(x, &mut out);
        assert!(x.iter().zip(&out).all(|(x, value)| (value - one(*x)).abs() <= 1.2e-14 * value.abs()), "{name}");
        short(single, &mut short_out);
        let exact = |x: &f32| one(f64::from(*x));
        let close = |(x, value): (&f32, &f32)| (f64::from(*value) / exact(x) - 1.0).abs() <= 6e-7;
        assert!(single.iter().zip(&short_out).all(close), "{name_of_single}");
        let mut scalar_out = out.clone();
        all.push((name, Box::new(move || slice(black_box(x), &mut out))));
        all.push((name_of_single, Box::new(move || short(black_box(single), &mut short_out))));
        let fill = move || scalar_out.iter_mut().zip(black_box(x)).for_each(|(value, x)| *value = one(*x));
        all.push((name_of_one, Box::new(fill)));
    }
    let mut out = vec![0.0; x.len()];
    let erfc = |x: f64| libm::log(0.5 * libm::erfc(x * std::f64::consts::FRAC_1_SQRT_2));
    all.push((
        "ln-tail/libm",
        Box::new(move || out.iter_mut().zip(black_box(x)).for_each(|(value, x)| *value = erfc(*x))),
    ));
    all
}

/// Arguments between −12 and 20.
fn arguments() -> (Vec<f64>, Vec<f32>) {
    let single: Vec<f32> = (0..4096).map(|k| -12.0 + k as f32 * 0.0078).collect();
    (single.iter().map(|x| f64::from(*x)).collect(), single)
}

fn gauss_slices(criterion: &mut Criterion) {
    let (x, single) = arguments();
    let mut group = criterion.benchmark_group("gauss");
    group.throughput(Throughput::Elements(x.len() as u64));
    for (name, mut work) in slices(&x, &single) {
        group.bench_function(name, |bencher| bencher.iter(&mut work));
    }
}

fn compare_slices(rounds: usize) {
    let (x, single) = arguments();
    let mut contenders = Vec::new();
    for (name, mut work) in slices(&x, &single) {
        contenders.push(Contender::new(name, move |_| (0..10).for_each(|_| work())));
    }
    println!("\nnanoseconds an argument, best (median) of {rounds} interleaved rounds");
    for timing in interleaved(rounds, &mut contenders) {
        let [best, median] = [timing.best(), timing.median()].map(|seconds| seconds * 1e9 / (10 * x.len()) as f64);
        println!("  {:16} {best:6.2} ({median:6.2})", timing.name);
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    products(&mut criterion);
    gauss_slices(&mut criterion);
    criterion.final_summary();
    if timing_is_wanted() {
        for (size, rounds) in SIZES.into_iter().zip([1001, 201, 21]) {
            compare_products(&Instance::new(size), rounds);
        }
        compare_slices(101);
    }
}
