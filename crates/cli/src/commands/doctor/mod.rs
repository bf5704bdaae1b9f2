//! `piccole doctor`.

use crate::failure::{Failure, Outcome};
use crate::instance::{Entries, Law, draw};
use crate::output::{Output, Settings};
use clap::Args;
use piccole_core::arch::Tier;
use piccole_core::enumerate::count;
use piccole_core::patterns::{InputLaw, Scenario};
use piccole_core::{BitMatrix, StandardNormal, StreamKey};
use piccole_experiments::catalogue;
use piccole_theory::thresholds;
use serde::Serialize;
use std::collections::BTreeMap;

/// What this machine is used with, and a self-test against published numbers, in seconds
///
/// A row a check: what was found, what was expected, and `ok`, `failed`, or `info` where there is nothing to expect. The
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
        let mut rows = vec![
            Row::info("version", env!("CARGO_PKG_VERSION")),
            Row::info("processor", format!("{}, {}", std::env::consts::ARCH, instructions().join(" "))),
            Row::info("kernels", Tier::best().name()),
            Row::info("threads", rayon::current_num_threads()),
        ];
        rows.extend(kernels());
        rows.extend(published()?);
        rows.push(enumeration()?);
        rows.push(solver()?);
        self.output.write(&rows, &Settings::new("doctor", self))?;
        Ok(Outcome::done_if(rows.iter().all(|row| row.status != "failed")))
    }
}

/// Instruction sets that kernels or matrix products may use.
fn instructions() -> Vec<&'static str> {
    #[cfg(target_arch = "x86_64")]
    {
        let all = [
            ("popcnt", is_x86_feature_detected!("popcnt")),
            ("avx2", is_x86_feature_detected!("avx2")),
            ("fma", is_x86_feature_detected!("fma")),
            ("avx512f", is_x86_feature_detected!("avx512f")),
        ];
        all.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    Vec::new()
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

/// Critical densities against the literature.
fn published() -> Result<Vec<Row>, Failure> {
    // Half a unit of the last digit printed there.
    let printed = BTreeMap::from([
        ("capacity", 5e-4),
        ("algorithmic_spinodal", 5e-4),
        ("planted_first_moment", 5e-6),
        ("de_almeida_thouless", 5e-4),
    ]);
    let row = |threshold: &thresholds::NamedThreshold| {
        let tolerance = printed.get(threshold.name)?;
        let (found, expected) = (threshold.threshold.alpha, threshold.literature);
        let ok = threshold.threshold.converged && (found - expected).abs() <= *tolerance;
        let check = format!("theory: {} ({})", threshold.name, threshold.source);
        Some(Row::test(check, format!("{found:.8}"), format!("{expected} to {tolerance:e}"), ok))
    };
    Ok(thresholds::all()?.iter().filter_map(row).collect())
}

const RANDOM_LABELS: Law = Law { scenario: Scenario::Storage, inputs: Entries { inputs: InputLaw::Signs } };

/// Solutions of an instance that the same seed gives everywhere.
fn enumeration() -> Result<Row, Failure> {
    const EXPECTED: u64 = 10_402;
    let found = count(&draw(RANDOM_LABELS, (21, 1), 0.4, 1)?, 0.0)?.solutions();
    Ok(Row::test("enumeration: solutions at N = 21, alpha = 0.4, seed 1", found, EXPECTED, found == EXPECTED))
}

/// A solution found and recounted.
fn solver() -> Result<Row, Failure> {
    let patterns = draw(RANDOM_LABELS, (1001, 1), 0.6, 1)?;
    let entry = catalogue::named("reinforced-bp").map_err(Failure::bad_input)?;
    let solver = entry.configure(0.0, &[]).map_err(Failure::bad_input)?.solver;
    let rng = StreamKey::from_seed(1).named("doctor").rng();
    let errors = solver.begin((&patterns).into(), rng)?.finish().errors;
    Ok(Row::test("reinforced BP: errors at N = 1001, alpha = 0.6", errors, 0, errors == 0))
}
