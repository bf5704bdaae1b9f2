//! The first difference of two tables.

use std::fmt;

/// Where a computed table leaves its reference first. Rows are counted from 1, after the header.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Difference {
    /// The headers differ.
    Header { reference: String, computed: String },
    /// A cell differs; an absent cell is empty.
    Cell { row: usize, column: String, reference: String, computed: String },
    /// One table ends before the other.
    RowCount { reference: usize, computed: usize },
    /// The cells agree; quoting, line ends or the end of the file do not.
    Bytes { line: usize },
}

impl Difference {
    /// Compares byte for byte; none if the tables are the same.
    pub(crate) fn first(reference: &str, computed: &str) -> anyhow::Result<Option<Self>> {
        if reference == computed {
            return Ok(None);
        }
        let (old, new) = (records(reference)?, records(computed)?);
        Ok(Some(header(&old, &new).or_else(|| cell(&old, &new)).unwrap_or_else(|| {
            if old.len() == new.len() {
                Self::Bytes { line: first_line(reference, computed) }
            } else {
                Self::RowCount { reference: old.len().saturating_sub(1), computed: new.len().saturating_sub(1) }
            }
        })))
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { reference, computed } => {
                write!(f, "header: reference {reference:?}, computed {computed:?}")
            }
            Self::Cell { row, column, reference, computed } => {
                write!(f, "row {row}, column {column}: reference {reference:?}, computed {computed:?}")?;
                match (reference.parse::<f64>(), computed.parse::<f64>()) {
                    (Ok(old), Ok(new)) if old != 0.0 => write!(f, " (relative {:.1e})", (new - old) / old),
                    _ => Ok(()),
                }
            }
            Self::RowCount { reference, computed } => {
                write!(f, "the reference has {reference} rows, computed were {computed}")
            }
            Self::Bytes { line } => write!(f, "line {line}: same cells, other quoting or line ends"),
        }
    }
}

type Table = Vec<csv::StringRecord>;

fn records(text: &str) -> csv::Result<Table> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records().collect()
}

fn header(reference: &Table, computed: &Table) -> Option<Difference> {
    let (old, new) = (reference.first(), computed.first());
    let shown =
        |row: Option<&csv::StringRecord>| row.map(|row| row.iter().collect::<Vec<_>>().join(",")).unwrap_or_default();
    (old != new).then(|| Difference::Header { reference: shown(old), computed: shown(new) })
}

fn cell(reference: &Table, computed: &Table) -> Option<Difference> {
    let header = reference.first()?;
    for (row, (old, new)) in reference.iter().zip(computed).enumerate().skip(1) {
        for column in 0..old.len().max(new.len()) {
            let (old, new) = (old.get(column).unwrap_or_default(), new.get(column).unwrap_or_default());
            if old != new {
                let column = header.get(column).map_or_else(|| format!("number {}", column + 1), str::to_owned);
                return Some(Difference::Cell { row, column, reference: old.to_owned(), computed: new.to_owned() });
            }
        }
    }
    None
}

/// Number of the first line that differs, from 1.
fn first_line(reference: &str, computed: &str) -> usize {
    let same = reference.split('\n').zip(computed.split('\n')).take_while(|(old, new)| old == new);
    same.count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERENCE: &str = "alpha,entropy\n0.3,0.48\n0.5,0.33\n";

    fn first(computed: &str) -> Option<String> {
        Difference::first(REFERENCE, computed).unwrap().map(|difference| difference.to_string())
    }

    #[test]
    fn equal_tables_have_no_difference() {
        assert_eq!(first(REFERENCE), None);
    }

    #[test]
    fn the_first_cell_that_differs_is_named_with_both_values() {
        assert_eq!(
            first("alpha,entropy\n0.3,0.48\n0.5,0.3300000001\n").as_deref(),
            Some(r#"row 2, column entropy: reference "0.33", computed "0.3300000001" (relative 3.0e-10)"#)
        );
        assert_eq!(
            first("alpha,entropy\n0.3,\n0.6,0.33\n").as_deref(),
            Some(r#"row 1, column entropy: reference "0.48", computed """#)
        );
    }

    #[test]
    fn rows_that_end_early_or_late_differ() {
        assert_eq!(
            first("alpha,entropy\n0.3\n0.5,0.33\n").as_deref(),
            Some(r#"row 1, column entropy: reference "0.48", computed """#)
        );
        assert_eq!(
            first("alpha,entropy\n0.3,0.48,7\n0.5,0.33\n").as_deref(),
            Some(r#"row 1, column number 3: reference "", computed "7""#)
        );
    }

    #[test]
    fn headers_and_numbers_of_rows_are_compared() {
        assert_eq!(
            first("alpha,s\n0.3,0.48\n").as_deref(),
            Some(r#"header: reference "alpha,entropy", computed "alpha,s""#)
        );
        assert_eq!(first("alpha,entropy\n0.3,0.48\n").as_deref(), Some("the reference has 2 rows, computed were 1"));
        assert_eq!(first("").as_deref(), Some(r#"header: reference "alpha,entropy", computed """#));
    }

    #[test]
    fn other_bytes_with_the_same_cells_are_a_difference() {
        let expected = Some("line 2: same cells, other quoting or line ends");
        assert_eq!(first("alpha,entropy\n0.3,0.48\r\n0.5,0.33\n").as_deref(), expected);
        assert_eq!(first("alpha,entropy\n0.3,\"0.48\"\n0.5,0.33\n").as_deref(), expected);
    }
}
