//! Tables of features with a column for the target.

use super::{DataError, Dataset, Targets};
use nalgebra::DMatrix;

/// Largest label that is read: a table of a typing error would otherwise ask for that many outputs.
const LARGEST_LABEL: usize = u16::MAX as usize;

/// Reads a table (comma-separated, with a header) in which a column holds the class of each line, a whole number from 0; all
/// other columns are features. The number of classes is one more than the largest label.
///
/// ```
/// use piccole_nn::data::read_csv_classes;
/// let data = read_csv_classes(b"height,class,width\n1.5,0,2\n0.5,2,-1\n", "class")?;
/// assert_eq!(data.classes()?, (&[0, 2][..], 3));
/// assert_eq!(data.inputs().as_slice(), [1.5, 2.0, 0.5, -1.0]);
/// let error = read_csv_classes(b"height,class\n1.5,0\nNaN,1\n", "class").unwrap_err();
/// assert_eq!(error.to_string(), "line 3, column \"height\" is \"NaN\", expected a finite number");
/// # Ok::<(), piccole_nn::data::DataError>(())
/// ```
///
/// # Errors
/// [`DataError::NoColumn`], [`DataError::Csv`] for a line of another length or one that is no UTF-8 text,
/// [`DataError::Field`] for what is no finite number or no class, [`DataError::Empty`] without lines or features.
pub fn read_csv_classes(bytes: &[u8], column: &str) -> Result<Dataset, DataError> {
    let table = Table::read(bytes, column, |text| {
        text.parse().ok().filter(|&label| label <= LARGEST_LABEL).ok_or("a class, a whole number from 0 to 65535")
    })?;
    let classes = table.targets.iter().max().map_or(0, |&largest| largest + 1);
    Dataset::new(table.inputs, Targets::Classes { labels: table.targets, classes })
}

/// Reads a table in which a column holds a real target; all other columns are features.
///
/// # Errors
/// As [`read_csv_classes`].
pub fn read_csv_real(bytes: &[u8], column: &str) -> Result<Dataset, DataError> {
    let table = Table::read(bytes, column, finite)?;
    let values = DMatrix::from_vec(1, table.targets.len(), table.targets);
    Dataset::new(table.inputs, Targets::Real(values))
}

fn finite(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|value: &f64| value.is_finite()).ok_or("a finite number")
}

/// What a table holds.
struct Table<T> {
    inputs: DMatrix<f64>,
    targets: Vec<T>,
}

impl<T> Table<T> {
    fn read(
        bytes: &[u8],
        target: &str,
        parse_target: impl Fn(&str) -> Result<T, &'static str>,
    ) -> Result<Self, DataError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(bytes);
        let names: Vec<String> =
            reader.headers().map_err(|error| damaged(bytes, &error))?.iter().map(str::to_owned).collect();
        let Some(place) = names.iter().position(|name| name == target) else {
            return Err(DataError::NoColumn { name: target.to_owned(), present: names });
        };
        let (mut entries, mut targets) = (Vec::new(), Vec::new());
        for record in reader.records() {
            let record = record.map_err(|error| damaged(bytes, &error))?;
            let refused = |column: usize, expected| DataError::Field {
                line: line_of(bytes, record.position()),
                column: names[column].clone(),
                value: record[column].chars().take(40).collect(),
                expected,
            };
            for (column, text) in record.iter().enumerate() {
                if column == place {
                    targets.push(parse_target(text).map_err(|expected| refused(column, expected))?);
                } else {
                    entries.push(finite(text).map_err(|expected| refused(column, expected))?);
                }
            }
        }
        Ok(Self { inputs: DMatrix::from_vec(names.len() - 1, targets.len(), entries), targets })
    }
}

/// Where the table cannot be understood.
fn damaged(bytes: &[u8], error: &csv::Error) -> DataError {
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => format!("{len} fields, expected {expected_len}"),
        csv::ErrorKind::Utf8 { .. } => "not UTF-8 text".to_owned(),
        _ => error.to_string(),
    };
    DataError::Csv { line: line_of(bytes, error.position()), reason }
}

/// The line on which a record begins. The reader's own count stops before empty lines, which it skips.
fn line_of(bytes: &[u8], position: Option<&csv::Position>) -> u64 {
    let before = position.map_or(0, |position| position.byte() as usize).min(bytes.len());
    let empty = bytes[before..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    1 + bytes[..before + empty].iter().filter(|&&byte| byte == b'\n').count() as u64
}
