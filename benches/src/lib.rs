//! Benches of the workspace, and the rounds in which contenders run by turns.
//!
//! Criterion times one contender after the other, so that on a machine with other work to do each meets a different
//! load. The ratios that matter are therefore taken here: every round runs every contender once, and the medians over the
//! rounds are compared.

#![forbid(unsafe_code)]

pub mod growth;
pub mod metropolis;
pub mod work;

use cpu_time::ProcessTime;
use piccole_core::arch::{Elementwise, vectorized};
use piccole_experiments::figures::{self, Picture};
use piccole_experiments::{Error, gallery};
use std::path::Path;
use std::time::Instant;

/// Something to time: the name it is reported under, and the work.
pub struct Contender<'a> {
    /// Name in the report.
    pub name: &'static str,
    /// The work of round `r`, the argument.
    pub work: Box<dyn FnMut(usize) + 'a>,
}

impl<'a> Contender<'a> {
    /// Names some work.
    pub fn new(name: &'static str, work: impl FnMut(usize) + 'a) -> Self {
        Self { name, work: Box::new(work) }
    }
}

/// Wall-clock seconds of one contender over all rounds.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Name of the contender.
    pub name: &'static str,
    /// Seconds of every round, ascending.
    seconds: Vec<f64>,
}

impl Timing {
    /// Median over the rounds, in seconds.
    pub fn median(&self) -> f64 {
        self.seconds[self.seconds.len() / 2]
    }

    /// Fastest round, in seconds.
    pub fn best(&self) -> f64 {
        self.seconds[0]
    }
}

/// Runs all contenders by turns, `rounds` times after one round that is not counted, in an order that rotates.
///
/// # Panics
/// If there is no round.
pub fn interleaved(rounds: usize, contenders: &mut [Contender<'_>]) -> Vec<Timing> {
    assert!(rounds > 0, "no round to time");
    let count = contenders.len();
    let mut timings: Vec<Timing> =
        contenders.iter().map(|contender| Timing { name: contender.name, seconds: Vec::new() }).collect();
    for round in 0..=rounds {
        for turn in 0..count {
            let i = (round + turn) % count;
            let start = Instant::now();
            (contenders[i].work)(round);
            let seconds = start.elapsed().as_secs_f64();
            if round > 0 {
                timings[i].seconds.push(seconds);
            }
        }
    }
    for timing in &mut timings {
        timing.seconds.sort_by(f64::total_cmp);
    }
    timings
}

/// The timing of a name.
///
/// # Panics
/// If no contender has it.
pub fn find<'t>(timings: &'t [Timing], name: &str) -> &'t Timing {
    timings.iter().find(|timing| timing.name == name).unwrap_or_else(|| panic!("no contender is called {name}"))
}

/// Whether the program was started to time things, rather than to list its benches or to try each once.
pub fn timing_is_wanted() -> bool {
    !std::env::args().any(|argument| argument == "--test" || argument == "--list")
}

/// CPU seconds of one call, all threads of the process, over a number of calls.
pub fn cpu_seconds_per_call(calls: u32, mut call: impl FnMut()) -> f64 {
    let start = ProcessTime::now();
    (0..calls).for_each(|_| call());
    (start.elapsed() / calls).as_secs_f64()
}

/// Draws a picture into a folder, says where, and shows it in the gallery if there is one.
///
/// # Errors
/// As [`figures::write`] and [`gallery`].
pub fn draw(picture: &Picture, name: &'static str, folder: &Path) -> Result<(), Error> {
    for path in figures::write(picture, name, folder)? {
        println!("{}", path.display());
    }
    if folder.join("index.html").exists() {
        println!("{}", gallery(folder)?.display());
    }
    Ok(())
}

/// Exclusive or of all words, as eight vectors: nothing but loads.
#[inline(never)]
pub fn read_one_stream(words: &[u64]) -> u64 {
    vectorized(ReadOneStream(words))
}

/// As [`read_one_stream`] from four places at once.
#[inline(never)]
pub fn read_four_streams(words: &[u64]) -> u64 {
    vectorized(ReadFourStreams(words))
}

struct ReadOneStream<'a>(&'a [u64]);

impl Elementwise for ReadOneStream<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let mut sums = [0; 32];
        for chunk in self.0.as_chunks::<32>().0 {
            for (sum, word) in sums.iter_mut().zip(chunk) {
                *sum ^= word;
            }
        }
        sums.iter().fold(0, |all, sum| all ^ sum)
    }
}

struct ReadFourStreams<'a>(&'a [u64]);

impl Elementwise for ReadFourStreams<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        let (left, right) = self.0.split_at(self.0.len() / 2);
        let ((a, b), (c, d)) = (left.split_at(left.len() / 2), right.split_at(right.len() / 2));
        let chunks = a.as_chunks::<8>().0.iter().zip(b.as_chunks::<8>().0);
        let mut sums = [0; 8];
        for ((a, b), (c, d)) in chunks.zip(c.as_chunks::<8>().0.iter().zip(d.as_chunks::<8>().0)) {
            for (i, sum) in sums.iter_mut().enumerate() {
                *sum ^= a[i] ^ b[i] ^ c[i] ^ d[i];
            }
        }
        sums.iter().fold(0, |all, sum| all ^ sum)
    }
}
