//! The results, as printed and as kept.

use super::comparison::Row;
use super::spread::Spread;
use anyhow::Context;
use std::path::Path;

/// What a ratio says.
pub(super) fn verdict(row: &Row) -> &'static str {
    match row.rival.goal {
        _ if row.ratio.median < 1.0 => "the rival is faster",
        Some(goal) if row.ratio.median < goal => "below its goal",
        _ => "",
    }
}

/// A line for the terminal.
pub(super) fn line(row: &Row) -> String {
    let rate =
        |spread: Spread| format!("{} ({} to {})", short(spread.median), short(spread.lower), short(spread.upper));
    let goal = row.rival.goal.map_or(String::new(), |goal| format!(", goal {goal}"));
    let verdict = verdict(row);
    let ratio =
        format!("{} × ({} to {}){goal}", short(row.ratio.median), short(row.ratio.lower), short(row.ratio.upper));
    format!(
        "  {:12} ours {}, theirs {} {}; {ratio}{}{verdict}",
        row.rival.name,
        rate(row.ours),
        rate(row.theirs),
        row.question.unit,
        if verdict.is_empty() { "" } else { ": " },
    )
}

/// Three digits, as many as a timing has.
pub(super) fn short(number: f64) -> String {
    match number {
        _ if number >= 99.95 => format!("{number:.0}"),
        _ if number >= 9.995 => format!("{number:.1}"),
        _ if number >= 0.9995 => format!("{number:.2}"),
        _ => format!("{number:.3}"),
    }
}

/// Writes all rows as CSV: rates and ratios with their quartiles, and how far the answers are apart.
pub(super) fn write(rows: &[Row], path: &Path) -> anyhow::Result<()> {
    let mut writer = csv::Writer::from_path(path).with_context(|| format!("cannot write {}", path.display()))?;
    let columns = "question rival unit rounds ours ours_lower ours_upper theirs theirs_lower theirs_upper \
                   ratio ratio_lower ratio_upper goal answer_difference";
    writer.write_record(columns.split_whitespace())?;
    for row in rows {
        let mut record = vec![
            row.question.name.to_owned(),
            row.rival.name.to_owned(),
            row.question.unit.to_owned(),
            row.rounds.to_string(),
        ];
        for spread in [row.ours, row.theirs, row.ratio] {
            record.extend([spread.median, spread.lower, spread.upper].map(|number| format!("{number:.4e}")));
        }
        record.push(row.rival.goal.map_or(String::new(), |goal| goal.to_string()));
        record.push(format!("{:.1e}", row.difference));
        writer.write_record(record)?;
    }
    writer.flush().with_context(|| format!("cannot write {}", path.display()))
}
