//! The table of the README.

use super::comparison::Row;
use super::table::short;
use anyhow::{Context, ensure};

/// Before and after the part that is written here.
const MARKERS: [&str; 2] = ["<!-- bench-peers: begin -->\n", "<!-- bench-peers: end -->\n"];

/// The text with the table between its markers, and below it what was measured on.
pub(super) fn with_table(text: &str, rows: &[Row], machine: &str) -> anyhow::Result<String> {
    let [begin, end] = MARKERS;
    let missing = || format!("no line {:?}: that is where the table goes", begin.trim());
    let (before, rest) = text.split_once(begin).with_context(missing)?;
    let (_, after) = rest.split_once(end).with_context(|| format!("no line {:?} after the table", end.trim()))?;
    ensure!(!after.contains(begin), "the markers of the table are there twice");
    Ok(format!("{before}{begin}{}\nMeasured on: {machine}.\n{end}{after}", table(rows)))
}

/// A row a question, its rivals in their order. Ratios above 1 are ours to be proud of, others are said as they are.
fn table(rows: &[Row]) -> String {
    let mut table = "| what | ours | times as fast as (middle half of the rounds) |\n| --- | --- | --- |\n".to_owned();
    for group in rows.chunk_by(|a, b| a.question.name == b.question.name) {
        let rivals: Vec<String> = group.iter().map(against).collect();
        let first = &group[0];
        let ours = format!("{} {}", short(first.ours.median), first.question.unit);
        table.push_str(&format!("| {} | {ours} | {} |\n", first.question.words, rivals.join(", ")));
    }
    table
}

fn against(row: &Row) -> String {
    let ratio = row.ratio;
    let loses = if ratio.median < 1.0 { ", which is faster" } else { "" };
    let [median, lower, upper] = [ratio.median, ratio.lower, ratio.upper].map(short);
    let name = if row.rival.how.is_empty() {
        row.rival.name.to_owned()
    } else {
        format!("{} ({}; answers {:.0e} apart)", row.rival.name, row.rival.how, row.difference)
    };
    format!("{name} {median} ({lower} to {upper}){loses}")
}

#[cfg(test)]
mod tests {
    use super::super::questions::QUESTIONS;
    use super::super::spread::Spread;
    use super::*;

    fn row(ratio: f64) -> Row {
        let spread = |median| Spread { median, lower: 0.9 * median, upper: 1.1 * median };
        let question = &QUESTIONS[0];
        Row {
            question,
            rival: question.rivals[0],
            rounds: 3,
            ours: spread(80.0),
            theirs: spread(80.0 / ratio),
            ratio: spread(ratio),
            difference: 0.0,
        }
    }

    #[test]
    fn the_table_stands_between_its_markers_and_says_who_wins() {
        let text = format!("a\n{}old\n{}b\n", MARKERS[0], MARKERS[1]);
        let new = with_table(&text, &[row(2.0), row(0.5)], "a machine").unwrap();
        assert!(new.starts_with("a\n<!--") && new.ends_with("-->\nb\n") && !new.contains("old"), "{new}");
        let expected = "| stabilities of 716 patterns, N = 1023 | 80.0 G weights × patterns/s | \
                        simsimd 2.00 (1.80 to 2.20), simsimd 0.500 (0.450 to 0.550), which is faster |\n";
        assert!(new.contains(expected) && new.contains("|\n\nMeasured on: a machine.\n<!--"), "{new}");
        assert_eq!(with_table(&new, &[row(2.0), row(0.5)], "a machine").unwrap(), new);
    }

    #[test]
    fn a_text_without_markers_is_refused() {
        assert!(with_table("a\n", &[], "").unwrap_err().to_string().contains("bench-peers: begin"));
    }
}
