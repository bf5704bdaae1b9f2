//! Rows on their way out: a table for people, CSV and JSON for programs.

use crate::failure::Failure;
use crate::terminal::{Ink, shows_colours};
use clap::{Args, ValueEnum};
use piccole_experiments::write_atomically;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Format {
    /// Aligned columns, numbers shortened.
    Table,
    /// A header and a line a row; numbers as short as they can be without losing a bit, absent values empty.
    Csv,
    /// One array of objects; absent values are null.
    Json,
}

/// Where rows go.
#[derive(Args, Clone, Debug, Serialize)]
pub(crate) struct Output {
    /// Format of the rows [default: table on a terminal, csv elsewhere; for --out by the file's extension]
    #[arg(long, value_enum, help_heading = "Output")]
    format: Option<Format>,
    /// Write the rows to FILE (.csv or .json), and the settings that made them to FILE.toml
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    out: Option<PathBuf>,
}

impl Output {
    /// Rows to a file, in the format of its extension.
    pub(crate) fn to_file(path: &Path) -> Self {
        Self { format: None, out: Some(path.to_owned()) }
    }

    /// Refuses, before any work, a file whose extension says nothing or whose folder is not there.
    pub(crate) fn check(&self) -> Result<(), Failure> {
        self.out.as_deref().map_or(Ok(()), |path| {
            self.file_format(path)?;
            check_folder(path)
        })
    }

    /// Writes rows; `settings` are the command's, defaults included.
    pub(crate) fn write<R: Serialize>(&self, rows: &[R], settings: &Settings<impl Serialize>) -> Result<(), Failure> {
        self.write_with_decimals(rows, settings, DECIMALS)
    }

    /// As [`Output::write`], with another number of decimals in tables.
    pub(crate) fn write_with_decimals<R: Serialize>(
        &self,
        rows: &[R],
        settings: &Settings<impl Serialize>,
        decimals: usize,
    ) -> Result<(), Failure> {
        let rows = objects(rows)?;
        match &self.out {
            Some(path) => {
                write_atomically(path, encode(&rows, self.file_format(path)?, decimals)?.as_bytes())?;
                settings.write_beside(path)
            }
            None => {
                let stdout = std::io::stdout();
                let format = self.format.unwrap_or(if stdout.is_terminal() { Format::Table } else { Format::Csv });
                let text = if format == Format::Table && shows_colours(&stdout) {
                    table(&rows, decimals, status_ink)
                } else {
                    encode(&rows, format, decimals)?
                };
                print(&text)
            }
        }
    }

    /// The format for a file, by `--format` or by its extension.
    fn file_format(&self, path: &Path) -> Result<Format, Failure> {
        match (self.format, path.extension().and_then(|extension| extension.to_str())) {
            (Some(format), _) => Ok(format),
            (None, Some("csv")) => Ok(Format::Csv),
            (None, Some("json")) => Ok(Format::Json),
            _ => Err(Failure::bad_input(format!(
                "{}: expected a name that ends in .csv or .json, or --format",
                path.display()
            ))),
        }
    }
}

/// Refuses, before any work, a file to be written where there is no folder for it.
pub(crate) fn check_folder(path: &Path) -> Result<(), Failure> {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(Failure::bad_input(format!("cannot write {}: {} is no folder", path.display(), folder.display())))
        }
        _ => Ok(()),
    }
}

/// What made a file: recorded beside it.
#[derive(Serialize)]
pub(crate) struct Settings<T: Serialize> {
    version: &'static str,
    command: &'static str,
    #[serde(flatten)]
    options: T,
}

impl<T: Serialize> Settings<T> {
    /// The options of a command, `command` being its words.
    pub(crate) fn new(command: &'static str, options: T) -> Self {
        Self { version: env!("CARGO_PKG_VERSION"), command, options }
    }

    /// As TOML.
    pub(crate) fn to_toml(&self) -> Result<String, Failure> {
        toml::to_string(self).map_err(|error| Failure::Work(error.into()))
    }

    /// Writes `FILE.toml` beside `FILE`.
    pub(crate) fn write_beside(&self, path: &Path) -> Result<(), Failure> {
        let mut name = path.to_owned().into_os_string();
        name.push(".toml");
        Ok(write_atomically(Path::new(&name), self.to_toml()?.as_bytes())?)
    }
}

/// Rows as ordered objects; floats that are not finite become null.
fn objects<R: Serialize>(rows: &[R]) -> Result<Vec<Map<String, Value>>, Failure> {
    let object = |row: &R| match serde_json::to_value(row) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(other) => Err(Failure::Work(anyhow::anyhow!("a row is {other}, not an object"))),
        Err(error) => Err(Failure::Work(error.into())),
    };
    rows.iter().map(object).collect()
}

fn encode(rows: &[Map<String, Value>], format: Format, decimals: usize) -> Result<String, Failure> {
    match format {
        Format::Table => Ok(table(rows, decimals, |_, _| None)),
        Format::Csv => csv(rows).map_err(Failure::Work),
        Format::Json => {
            let text = serde_json::to_string_pretty(rows).map_err(|error| Failure::Work(error.into()))?;
            Ok(text + "\n")
        }
    }
}

fn csv(rows: &[Map<String, Value>]) -> anyhow::Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    if let Some(first) = rows.first() {
        writer.write_record(first.keys())?;
    }
    for row in rows {
        writer.write_record(row.values().map(exact))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// A cell without loss.
fn exact(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A cell for reading.
fn short(value: &Value, decimals: usize) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Number(number) if number.is_f64() => short_float(number.as_f64().unwrap_or(f64::NAN), decimals),
        other => exact(other),
    }
}

/// Decimals of numbers in tables.
const DECIMALS: usize = 6;

/// That many decimals for numbers of ordinary size, exponents for others.
fn short_float(x: f64, decimals: usize) -> String {
    if x == 0.0 || (1e-4..1e7).contains(&x.abs()) { format!("{x:.decimals$}") } else { format!("{x:.3e}") }
}

/// For rows: a number that may be infinite, which JSON has no word for, as the text `inf`.
pub(crate) fn or_infinite<S: Serializer>(x: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if x.is_infinite() { serializer.serialize_str(&x.to_string()) } else { serializer.serialize_f64(*x) }
}

/// The colour of a cell, by its column: what is well, what is not, and what says nothing about it.
fn status_ink(column: &str, cell: &str) -> Option<Ink> {
    match (column, cell) {
        ("status", "ok") | ("solved" | "recovered", "true") => Some(Ink::Green),
        ("status", "info") => Some(Ink::Faint),
        ("status", _) | ("solved" | "recovered", "false") => Some(Ink::Red),
        _ => None,
    }
}

/// Aligned columns; `ink` gives the colour of a cell from the name of its column and its text.
fn table(rows: &[Map<String, Value>], decimals: usize, ink: fn(&str, &str) -> Option<Ink>) -> String {
    let Some(first) = rows.first() else { return String::new() };
    let header: Vec<String> = first.keys().cloned().collect();
    let lines: Vec<Vec<String>> = std::iter::once(header)
        .chain(rows.iter().map(|row| row.values().map(|value| short(value, decimals)).collect()))
        .collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..first.len()).map(width).collect();
    let mut text = String::new();
    for (number, line) in lines.iter().enumerate() {
        let cell = |(column, (cell, width)): (&String, (&String, &usize))| {
            let aligned = format!("{cell:>width$}");
            ink(column, cell).filter(|_| number > 0).map_or(aligned.clone(), |ink| ink.paint(&aligned))
        };
        let cells: Vec<String> = lines[0].iter().zip(line.iter().zip(&widths)).map(cell).collect();
        text.push_str(&cells.join("  "));
        text.push('\n');
    }
    text
}

/// Prints to standard output; a reader that has seen enough (`| head`) is no error.
pub(crate) fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::Work(anyhow::anyhow!("cannot write to standard output: {error}")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        value: f64,
        count: Option<usize>,
    }

    const ROWS: [Row; 2] =
        [Row { name: "a", value: 0.1 + 0.2, count: Some(3) }, Row { name: "b", value: f64::NAN, count: None }];

    #[test]
    fn csv_keeps_every_bit_and_leaves_absent_values_empty() {
        let text = encode(&objects(&ROWS).unwrap(), Format::Csv, DECIMALS).unwrap();
        assert_eq!(text, "name,value,count\na,0.30000000000000004,3\nb,,\n");
    }

    #[test]
    fn json_is_one_array_of_objects_in_the_order_of_the_fields() {
        let text = encode(&objects(&ROWS[1..]).unwrap(), Format::Json, DECIMALS).unwrap();
        assert_eq!(text, "[\n  {\n    \"name\": \"b\",\n    \"value\": null,\n    \"count\": null\n  }\n]\n");
    }

    #[test]
    fn a_table_is_aligned_and_shortened() {
        let text = encode(&objects(&ROWS).unwrap(), Format::Table, DECIMALS).unwrap();
        assert_eq!(text, "name     value  count\n   a  0.300000      3\n   b         -      -\n");
        let painted = table(&objects(&ROWS).unwrap(), DECIMALS, |column, _| (column == "count").then_some(Ink::Red));
        assert_eq!(painted.replace("\u{1b}[31m", "").replace("\u{1b}[0m", ""), text);
        assert!(painted.starts_with("name     value  count\n   a  0.300000  \u{1b}[31m    3\u{1b}[0m\n"));
        assert_eq!(
            (short_float(3.2e-13, 6), short_float(0.1, 10)),
            ("3.200e-13".to_owned(), "0.1000000000".to_owned())
        );
    }
}
