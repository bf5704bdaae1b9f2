//! `piccole doctor`.

mod algorithms;
mod theory;

use crate::REVISION;
use crate::failure::{Failure, Outcome};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_core::arch::{Tier, instruction_sets};
use piccole_core::{BitMatrix, StandardNormal, StreamKey};
use serde::Serialize;
use std::time::Instant;

/// What this machine is used with, and a self-test against published numbers, in seconds
///
/// Kernels are compared with their definition, theory with the literature, algorithms with enumeration and with theory. A row
/// a check: what was found, what was expected, and `ok`, `failed`, or `info` where there is nothing to expect. The
/// exit code is 1 if a check failed.
#[derive(Args, Serialize)]
#[command(after_help = "Example:\n  piccole doctor --format table")]
pub(crate) struct Doctor {
    #[command(flatten)]
    #[serde(skip)]
    output: Output,
}

#[derive(Serialize)]
struct Row {
    check: String,
    found: String,
    expected: String,
    status: &'static str,
}

impl Row {
    fn info(check: &str, found: impl ToString) -> Self {
        Self { check: check.to_owned(), found: found.to_string(), expected: String::new(), status: "info" }
    }

    fn test(check: impl ToString, found: impl ToString, expected: impl ToString, ok: bool) -> Self {
        let [check, found, expected] = [check.to_string(), found.to_string(), expected.to_string()];
        Self { check, found, expected, status: if ok { "ok" } else { "failed" } }
    }
}

impl Doctor {
    pub(super) fn run(&self) -> Result<Outcome, Failure> {
        self.output.check()?;
        let start = Instant::now();
        let processors =
            std::thread::available_parallelism().map_or_else(|_| "?".to_owned(), |count| count.to_string());
        let mut rows = vec![
            Row::info("version", env!("CARGO_PKG_VERSION")),
            Row::info("revision", REVISION.unwrap_or("not known")),
            Row::info("system", format!("{} {}", std::env::consts::OS, std::env::consts::ARCH)),
            Row::info("instructions", instruction_sets().join(" ")),
            Row::info("kernels", Tier::best().name()),
            Row::info("threads", format!("{} on {processors} processors", rayon::current_num_threads())),
        ];
        rows.extend(kernels());
        rows.extend(theory::published()?);
        rows.extend(algorithms::compared()?);
        rows.push(Row::info("self-test", format!("{:.1} s", start.elapsed().as_secs_f64())));
        self.output.write(&rows, &Settings::new("doctor", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.status != "failed")))
    }
}

/// Every kernel against the definition.
fn kernels() -> Vec<Row> {
    let mut gaussians = StandardNormal::new(StreamKey::from_seed(1).named("doctor").rng());
    let matrix = BitMatrix::from_fn(101, 1001, |_, _| gaussians.next().is_some_and(|x| x > 0.0));
    let distances = |tier: Tier| -> Vec<u64> {
        (1..matrix.rows()).map(|row| tier.hamming(matrix.row_words(0), matrix.row_words(row))).collect()
    };
    let expected = distances(Tier::Scalar);
    let test = |tier: Tier| {
        let differing = distances(tier).iter().zip(&expected).filter(|(a, b)| a != b).count();
        Row::test(format!("kernel {}: wrong distances of 100", tier.name()), differing, 0, differing == 0)
    };
    Tier::available().into_iter().filter(|tier| tier.name() != "scalar").map(test).collect()
}
