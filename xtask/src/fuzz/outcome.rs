//! What libFuzzer says at the end.

/// The outcome of a target.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Outcome {
    executions: String,
    per_second: String,
    /// Most memory of the whole program, in MB.
    memory: String,
    success: bool,
    /// The message of a panic, or libFuzzer's own.
    pub(super) reason: Option<String>,
    /// The file with the input that failed.
    pub(super) input: Option<String>,
}

impl Outcome {
    /// Names of the columns.
    pub(super) const HEADER: &str = "target      executions   exec/s  peak MB  outcome";

    /// Reads the log of a run with `-print_final_stats=1`.
    pub(super) fn of(log: &str, success: bool) -> Self {
        let after = |key: &str| log.lines().find_map(|line| Some(line.split_once(key)?.1.trim().to_owned()));
        let statistic = |name: &str| after(&format!("stat::{name}:")).unwrap_or_else(|| "?".to_owned());
        // A panic has its message in the line after its place.
        let panic = log.lines().skip_while(|line| !line.contains("panicked at ")).nth(1).map(str::to_owned);
        Self {
            executions: statistic("number_of_executed_units"),
            per_second: statistic("average_exec_per_sec"),
            memory: statistic("peak_rss_mb"),
            success,
            reason: panic.or_else(|| after("ERROR: libFuzzer: ")),
            input: after("Test unit written to "),
        }
    }

    /// The line of a target.
    pub(super) fn line(&self, name: &str) -> String {
        let outcome = if self.success { "no finding" } else { self.reason.as_deref().unwrap_or("failed") };
        format!("{name:<12}{:>10}{:>9}{:>9}  {outcome}", self.executions, self.per_second, self.memory)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATISTICS: &str = "stat::number_of_executed_units: 1000\nstat::average_exec_per_sec:     500\n\
        stat::new_units_added:          1\nstat::peak_rss_mb:              44\n";

    #[test]
    fn a_run_without_a_finding_is_a_line_of_its_numbers() {
        let log = format!("INFO: Seed: 1\n#1000\tDONE   cov: 5\nDone 1000 runs in 2 second(s)\n{STATISTICS}");
        let line = Outcome::of(&log, true).line("idx");
        assert_eq!(line, "idx               1000      500       44  no finding");
        let column = |text: &str, word: &str| text.find(word).map(|start| start + word.len());
        assert_eq!(column(&line, "1000"), column(Outcome::HEADER, "executions"));
        assert_eq!(column(&line, "44"), column(Outcome::HEADER, "peak MB"));
    }

    #[test]
    fn a_panic_is_told_with_its_message_and_its_input() {
        let log = format!(
            "thread '<unnamed>' (7) panicked at src/a.rs:1:2:\nindex out of bounds\nnote: run with\n\
             ==7== ERROR: libFuzzer: deadly signal\nartifact_prefix='fuzz/artifacts/idx/'; Test unit written to \
             fuzz/artifacts/idx/crash-1\n{STATISTICS}"
        );
        let outcome = Outcome::of(&log, false);
        assert_eq!(outcome.reason.as_deref(), Some("index out of bounds"));
        assert_eq!(outcome.input.as_deref(), Some("fuzz/artifacts/idx/crash-1"));
        assert!(outcome.line("idx").ends_with("  index out of bounds"));
    }

    #[test]
    fn a_hang_is_told_in_the_words_of_the_fuzzer() {
        let outcome = Outcome::of("==7== ERROR: libFuzzer: timeout after 10 seconds\n", false);
        assert_eq!(outcome.reason.as_deref(), Some("timeout after 10 seconds"));
        assert_eq!((outcome.executions.as_str(), outcome.input), ("?", None));
    }
}
