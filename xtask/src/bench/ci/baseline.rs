//! Counts with what they depend on, as committed, and how new ones differ.

use super::cpu;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// By how much a count may grow.
pub(super) const TOLERANCE: f64 = 0.02;

/// Instructions of every bench, and what they depend on besides our sources.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Baseline {
    /// The compiler, as `rustc --version` prints it.
    pub(super) rustc: String,
    /// Instruction sets among which code chooses when it runs, as far as valgrind knows them.
    pub(super) cpu: String,
    /// Instructions by the name of the bench.
    pub(super) instructions: BTreeMap<String, u64>,
}

/// What became of a bench.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Change {
    /// Within the tolerance, or not there before and after.
    Same,
    Faster,
    Slower,
    New,
    Gone,
}

/// One bench, before and after.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) old: Option<u64>,
    pub(super) new: Option<u64>,
}

impl Line<'_> {
    /// The relative change, if there is a count on both sides.
    pub(super) fn growth(&self) -> Option<f64> {
        Some(self.new? as f64 / self.old? as f64 - 1.0)
    }

    pub(super) fn change(&self) -> Change {
        match (self.old, self.new) {
            (None, Some(_)) => Change::New,
            (Some(_), None) => Change::Gone,
            (Some(old), Some(new)) if new as f64 > (1.0 + TOLERANCE) * old as f64 => Change::Slower,
            (Some(old), Some(new)) if (new as f64) < (1.0 - TOLERANCE) * old as f64 => Change::Faster,
            _ => Change::Same,
        }
    }
}

impl Baseline {
    /// Reads what [`Baseline::text`] wrote.
    pub(super) fn read(text: &str) -> anyhow::Result<Self> {
        serde_json::from_str(text).context("benches/baseline.json is not a baseline; make it anew with --bless")
    }

    /// As JSON, a line a bench.
    pub(super) fn text(&self) -> anyhow::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// Takes the benches of a tier of kernels out and returns how many there were.
    pub(super) fn take_tier(&mut self, tier: &str) -> usize {
        let before = self.instructions.len();
        self.instructions.retain(|name, _| !cpu::is_of_tier(name, tier));
        before - self.instructions.len()
    }

    /// Why counts cannot be compared with others, if so.
    pub(super) fn incomparable(&self, other: &Self) -> Option<String> {
        let differs = |what, old: &str, new: &str| (old != new).then(|| format!("{what} was {old:?} and is {new:?}"));
        differs("the compiler", &self.rustc, &other.rustc).or_else(|| differs("the CPU", &self.cpu, &other.cpu))
    }

    /// Every bench of either side.
    pub(super) fn lines<'a>(&'a self, new: &'a Self) -> Vec<Line<'a>> {
        let names: BTreeMap<&String, ()> =
            self.instructions.keys().chain(new.instructions.keys()).map(|name| (name, ())).collect();
        let line = |name: &'a String| Line {
            name,
            old: self.instructions.get(name).copied(),
            new: new.instructions.get(name).copied(),
        };
        names.into_keys().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn baseline(counts: &[(&str, u64)]) -> Baseline {
        let instructions = counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect();
        Baseline { rustc: "rustc 1".to_owned(), cpu: "avx2".to_owned(), instructions }
    }

    #[test]
    fn only_what_grew_beyond_the_tolerance_is_slower() {
        let old = baseline(&[("a", 1000), ("b", 1000), ("c", 1000), ("gone", 1)]);
        let new = baseline(&[("a", 1020), ("b", 1021), ("c", 979), ("new", 1)]);
        let changes: Vec<_> = old.lines(&new).iter().map(Line::change).collect();
        assert_eq!(changes, [Change::Same, Change::Slower, Change::Faster, Change::Gone, Change::New]);
    }

    #[test]
    fn another_compiler_or_cpu_makes_counts_incomparable() {
        let (old, mut new) = (baseline(&[]), baseline(&[]));
        assert_eq!(old.incomparable(&new), None);
        new.cpu = "none".to_owned();
        assert!(old.incomparable(&new).unwrap().starts_with("the CPU was"));
        new.rustc = "rustc 2".to_owned();
        assert!(old.incomparable(&new).unwrap().starts_with("the compiler was"));
    }

    #[test]
    fn a_tier_that_is_absent_takes_its_benches_along() {
        let mut counts = baseline(&[("core/stabilities_avx2_n1", 3), ("core/stabilities_scalar_n1", 5)]);
        assert_eq!((counts.take_tier("avx2"), counts.take_tier("popcnt")), (1, 0));
        assert_eq!(counts, baseline(&[("core/stabilities_scalar_n1", 5)]));
    }

    #[test]
    fn a_baseline_is_read_as_it_was_written() {
        let old = baseline(&[("a", 1000), ("b", 2)]);
        assert_eq!(Baseline::read(&old.text().unwrap()).unwrap(), old);
        assert!(Baseline::read("{}").is_err());
    }
}
