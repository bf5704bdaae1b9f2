//! The limits of one core.

use piccole_benches::{Contender, find, interleaved, read_four_streams, read_one_stream};
use piccole_core::arch::Tier;
use std::hint::black_box;

/// Rates that nothing on one core of this machine can exceed.
pub(crate) struct Machine {
    /// Fused multiplications and additions in single and double precision, two operations each, in G operations/s.
    pub(crate) fma: [f64; 2],
    /// Bits counted in words that stay in the first cache, in G bits/s: by a loop that the compiler made for this CPU, and by
    /// every tier of the kernels.
    pub(crate) popcount: Vec<(&'static str, f64)>,
    /// Bytes of a buffer that is read again and again, and G bytes/s; those of the first cache by whatever is fastest, counting
    /// bits included.
    pub(crate) reading: Vec<(usize, f64)>,
}

const ROUNDS: usize = 31;
/// Bytes of buffers for each level of caches of common size, and names for their reading as one stream and as four: which of
/// the two is faster differs from level to level.
const BUFFERS: [(usize, [&str; 2]); 4] = [
    (16 << 10, ["read, 16 kB", "read, 16 kB in four"]),
    (256 << 10, ["read, 256 kB", "read, 256 kB in four"]),
    (8 << 20, ["read, 8 MB", "read, 8 MB in four"]),
    (256 << 20, ["read, 256 MB", "read, 256 MB in four"]),
];
/// Bytes that a turn reads.
const BYTES_PER_TURN: usize = 32 << 20;
/// Steps of the chains of a turn.
const STEPS: usize = 200_000;

/// Vectors: enough chains to hide the latency of two units, and they fit into the registers.
const CHAINS: usize = 10;
/// Bytes of a vector; the program is compiled for this CPU.
const VECTOR: usize = if cfg!(target_feature = "avx512f") { 64 } else { 32 };
/// Numbers of a vector in single and in double precision.
const LANES: [usize; 2] = [VECTOR / 4, VECTOR / 8];

macro_rules! multiply_and_add {
    ($name:ident, $real:ty, $lanes:expr) => {
        /// Runs all chains for a number of steps.
        fn $name(steps: usize) {
            let (factor, term) = (black_box([0.999 as $real; $lanes]), black_box([0.001 as $real; $lanes]));
            let mut chains = black_box([[0.5 as $real; $lanes]; CHAINS]);
            for _ in 0..steps {
                for chain in &mut chains {
                    for lane in 0..$lanes {
                        chain[lane] = chain[lane].mul_add(factor[lane], term[lane]);
                    }
                }
            }
            black_box(chains);
        }
    };
}

multiply_and_add!(multiply_and_add_single, f32, LANES[0]);
multiply_and_add!(multiply_and_add_double, f64, LANES[1]);

fn count_ones(words: &[u64]) -> u64 {
    words.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// Rows into which the words of the first cache are cut for the kernels.
const ROWS: usize = 8;

/// How the tables call the compiler's loop.
const COMPILED: &str = "compiled loop";

impl Machine {
    pub(crate) fn measure() -> Self {
        let words: Vec<u64> = (0..BUFFERS[3].0 as u64 / 8).map(|i| i.wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        let words = &words;
        let (rows, zeros) = (&words[..BUFFERS[0].0 / 8], &vec![0; BUFFERS[0].0 / 8 / ROWS]);
        let mut contenders = vec![
            Contender::new("single", |_| multiply_and_add_single(STEPS)),
            Contender::new("double", |_| multiply_and_add_double(STEPS)),
            Contender::new(COMPILED, |_| {
                for _ in 0..BYTES_PER_TURN / BUFFERS[0].0 {
                    black_box(count_ones(black_box(&words[..BUFFERS[0].0 / 8])));
                }
            }),
        ];
        for tier in Tier::available() {
            contenders.push(Contender::new(tier.name(), move |_| {
                let mut counts = [0; ROWS];
                for _ in 0..BYTES_PER_TURN / BUFFERS[0].0 {
                    tier.hamming_rows(black_box(rows), zeros, &mut counts);
                    black_box(counts);
                }
            }));
        }
        for (bytes, [one, four]) in BUFFERS {
            let turns = (BYTES_PER_TURN / bytes).max(1);
            contenders.push(Contender::new(one, move |_| {
                for _ in 0..turns {
                    black_box(read_one_stream(black_box(&words[..bytes / 8])));
                }
            }));
            contenders.push(Contender::new(four, move |_| {
                for _ in 0..turns {
                    black_box(read_four_streams(black_box(&words[..bytes / 8])));
                }
            }));
        }
        let timings = interleaved(ROUNDS, &mut contenders);
        let seconds = |name| find(&timings, name).best();
        let operations = |lanes: usize| 2e-9 * (lanes * CHAINS * STEPS) as f64;
        Self {
            fma: [operations(LANES[0]) / seconds("single"), operations(LANES[1]) / seconds("double")],
            popcount: std::iter::once(COMPILED)
                .chain(Tier::available().iter().map(|tier| tier.name()))
                .map(|name| (name, 8e-9 * BYTES_PER_TURN as f64 / seconds(name)))
                .collect(),
            reading: BUFFERS
                .iter()
                .map(|&(bytes, ways)| {
                    let counted = Tier::available().into_iter().map(Tier::name);
                    let ways = ways.into_iter().chain(counted.filter(|_| bytes == BUFFERS[0].0));
                    let fastest = ways.map(seconds).fold(f64::INFINITY, f64::min);
                    (bytes, 1e-9 * BYTES_PER_TURN.max(bytes) as f64 / fastest)
                })
                .collect(),
        }
    }

    /// The fastest way of counting bits.
    pub(crate) fn counting_rate(&self) -> f64 {
        self.popcount.iter().fold(0.0, |most, &(_, rate)| f64::max(most, rate))
    }

    /// The rate at which a buffer is read again and again, in G bytes/s: interpolated in the logarithms of the sizes measured.
    pub(crate) fn reading_rate(&self, bytes: usize) -> f64 {
        let at = |(size, rate): (usize, f64)| (libm::log(size as f64), rate);
        let x = libm::log(bytes as f64);
        let above = self.reading.partition_point(|&(size, _)| size < bytes);
        if above == 0 || above == self.reading.len() {
            return self.reading[above.min(self.reading.len() - 1)].1;
        }
        let ((x0, y0), (x1, y1)) = (at(self.reading[above - 1]), at(self.reading[above]));
        y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    }

    /// Name, bytes, rate and unit.
    pub(crate) fn rows(&self) -> Vec<(String, usize, f64, &'static str)> {
        let mut rows = vec![
            ("multiply and add, single precision".to_owned(), 0, self.fma[0], "G operations/s"),
            ("multiply and add, double precision".to_owned(), 0, self.fma[1], "G operations/s"),
        ];
        let counted =
            self.popcount.iter().map(|&(how, rate)| (format!("count bits, {how}"), BUFFERS[0].0, rate, "G bits/s"));
        rows.extend(counted);
        let read = self.reading.iter().zip(BUFFERS);
        rows.extend(read.map(|(&(bytes, rate), (_, [name, _]))| (name.to_owned(), bytes, rate, "G bytes/s")));
        rows
    }
}
