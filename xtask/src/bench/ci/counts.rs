//! Counts as the runner reports them, and as actions want them.

use anyhow::{Context, ensure};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Reads the runner's report, a JSON object a line: instructions by function and bench.
pub(super) fn read(report: &str) -> anyhow::Result<BTreeMap<String, u64>> {
    let mut counts = BTreeMap::new();
    for line in report.lines().filter(|line| line.starts_with('{')) {
        let summary: Value = serde_json::from_str(line).context("the runner's report is not JSON")?;
        let word = |key: &str| summary[key].as_str().with_context(|| format!("a report without {key}"));
        let name = format!("{}/{}", word("function_name")?, word("id")?);
        let profiles = summary["profiles"].as_array().context("a report without profiles")?;
        let instructions =
            |profile: &Value| profile.pointer("/data/total/metrics/Ir/values/new").and_then(Value::as_u64);
        let count = profiles.iter().find_map(instructions);
        let count = count.with_context(|| format!("{name}: a report without instructions"))?;
        ensure!(count > 0, "{name} ran no instruction on the thread that is measured");
        ensure!(counts.insert(name.clone(), count).is_none(), "{name} is there twice");
    }
    ensure!(!counts.is_empty(), "the runner reported no bench");
    Ok(counts)
}

/// The format `customSmallerIsBetter` of actions that keep a history of benches.
pub(super) fn history(counts: &BTreeMap<String, u64>) -> anyhow::Result<String> {
    let entries: Vec<Value> =
        counts.iter().map(|(name, value)| json!({ "name": name, "unit": "instructions", "value": value })).collect();
    Ok(serde_json::to_string_pretty(&entries)? + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report as the runner makes it, without what is not read.
    const REPORT: &str = concat!(
        r#"{"function_name":"core","id":"a","profiles":[{"tool":"callgrind","data":{"total":{"metrics":"#,
        r#"{"Ir":{"change":{"diff_pct":"1"},"values":{"new":1200,"old":1100}}}}}}]}"#,
        "\n",
        r#"{"function_name":"nn","id":"b","profiles":[{"data":{"total":{"metrics":{"Ir":{"values":{"new":7}}}}}}]}"#,
    );

    #[test]
    fn new_counts_are_read_with_and_without_old_ones() {
        let expected = BTreeMap::from([("core/a".to_owned(), 1200), ("nn/b".to_owned(), 7)]);
        assert_eq!(read(REPORT).unwrap(), expected);
        assert!(read("").is_err() && read(&REPORT.replace("Ir", "Dr")).is_err());
        assert!(read(&REPORT.replace("1200", "0")).unwrap_err().to_string().starts_with("core/a ran no instruction"));
    }

    #[test]
    fn the_history_names_counts_and_their_unit() {
        let text = history(&BTreeMap::from([("core/a".to_owned(), 3)])).unwrap();
        let entries: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(entries, json!([{ "name": "core/a", "unit": "instructions", "value": 3 }]));
    }
}
