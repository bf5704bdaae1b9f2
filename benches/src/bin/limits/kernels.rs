//! The kernels whose limit is known.

use crate::machine::Machine;
use piccole_benches::work::{Work, kernels, networks};
use piccole_benches::{Contender, find, interleaved};
use piccole_core::arch::Tier;

/// What a kernel is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One bit of a matrix a weight and pattern, counted.
    Counted,
    /// One bit of a matrix a weight and pattern, the sign of a real number.
    Signs,
    /// Multiplications and additions of matrices.
    Single,
    /// The same in double precision.
    Double,
}

/// A kernel, measured.
pub(crate) struct Kernel {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Bytes that it has to read, each once.
    pub(crate) bytes: usize,
    /// G weights × patterns/s, or G operations/s.
    pub(crate) rate: f64,
    /// G of either a call.
    work: f64,
}

const ROUNDS: usize = 15;

impl Kernel {
    pub(crate) fn measure_all() -> Vec<Self> {
        let best = Tier::best().name();
        let mut all = vec![
            bits(Kind::Counted, "stabilities/n=1023", 1023, 716, kernels::stabilities(best, 1023, 716)),
            bits(Kind::Counted, "stabilities/n=10001", 10_001, 7001, kernels::stabilities(best, 10_001, 7001)),
            bits(Kind::Counted, "stabilities/n=100001", 100_001, 7001, kernels::stabilities(best, 100_001, 7001)),
            bits(Kind::Signs, "product/n=1001", 1001, 701, kernels::product(true, 1001, 701)),
            bits(Kind::Signs, "product/n=10001", 10_001, 7001, kernels::product(true, 10_001, 7001)),
            bits(Kind::Signs, "product/transposed,n=10001", 10_001, 7001, kernels::product(false, 10_001, 7001)),
            step("mlp-step/784-256-128-10,b=32", 32),
            step("mlp-step/784-256-128-10,b=128", 128),
            step("mlp-step/784-256-128-10,b=1024", 1024),
            ridge("ridge/p=1000,n=2000", 1000, 2000),
        ];
        let timings = {
            let mut contenders: Vec<Contender<'_>> = all
                .iter_mut()
                .map(|(kernel, work, calls)| {
                    let calls = *calls;
                    Contender::new(kernel.name, move |_| {
                        for _ in 0..calls {
                            std::hint::black_box(work.run());
                        }
                    })
                })
                .collect();
            interleaved(ROUNDS, &mut contenders)
        };
        let rate = |kernel: &Self, calls| calls as f64 * kernel.work / find(&timings, kernel.name).best();
        all.into_iter().map(|(kernel, _, calls)| Self { rate: rate(&kernel, calls), ..kernel }).collect()
    }

    /// Whether its matrix is one of bits.
    pub(crate) fn is_packed(&self) -> bool {
        matches!(self.kind, Kind::Counted | Kind::Signs)
    }

    pub(crate) fn unit(&self) -> &'static str {
        if self.is_packed() { "G weights × patterns/s" } else { "G operations/s" }
    }

    /// Operations a byte that has to be read.
    pub(crate) fn intensity(&self) -> f64 {
        1e9 * self.work / self.bytes as f64
    }

    /// The limit that is the lower one, and what it allows, in the unit of the kernel.
    pub(crate) fn limit(&self, machine: &Machine) -> (&'static str, f64) {
        let reading = ("the rate of reading", self.intensity() * machine.reading_rate(self.bytes));
        let computing = match self.kind {
            Kind::Counted => ("the rate of counting bits", machine.counting_rate()),
            Kind::Signs => return reading,
            Kind::Single => ("the peak in single precision", machine.fma[0]),
            Kind::Double => ("the peak in double precision", machine.fma[1]),
        };
        if reading.1 < computing.1 { reading } else { computing }
    }
}

/// About what one turn may read or compute.
const G_PER_TURN: f64 = 1.0;

fn kernel(name: &'static str, kind: Kind, bytes: usize, work: f64, call: Work) -> (Kernel, Work, usize) {
    let calls = (G_PER_TURN / work).clamp(1.0, 1e4) as usize;
    (Kernel { name, kind, bytes, rate: 0.0, work }, call, calls)
}

fn bits(kind: Kind, name: &'static str, n: usize, p: usize, call: Work) -> (Kernel, Work, usize) {
    kernel(name, kind, p * n.div_ceil(64) * 8, 1e-9 * (n * p) as f64, call)
}

/// Forward, gradient of the weights, and of the activations but those of the inputs: two operations a weight and example each.
fn step(name: &'static str, batch: usize) -> (Kernel, Work, usize) {
    const WIDTHS: [usize; 4] = [784, 256, 128, 10];
    let weights: usize = WIDTHS.windows(2).map(|pair| pair[0] * pair[1]).sum();
    let operations = 2 * batch * (3 * weights - WIDTHS[0] * WIDTHS[1]);
    // Weights read, gradient written and read, weights written, inputs read.
    let bytes = 4 * (4 * weights + batch * WIDTHS[0]);
    kernel(name, Kind::Single, bytes, 1e-9 * operations as f64, networks::step(&WIDTHS, batch))
}

/// A triangle of the Gram matrix and its Cholesky decomposition.
fn ridge(name: &'static str, features: usize, examples: usize) -> (Kernel, Work, usize) {
    let operations = examples * features * features + features * features * features / 3;
    let call = networks::primal_ridge(features, examples);
    kernel(name, Kind::Double, 8 * features * examples, 1e-9 * operations as f64, call)
}
