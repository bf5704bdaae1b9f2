//! Tables of features with a column for the target.

use super::csv_fields::Fields;
use super::{DataError, Dataset, Targets};
use nalgebra::DMatrix;

/// Largest label that is read: a table of a typing error would otherwise ask for that many outputs.
const LARGEST_LABEL: usize = u16::MAX as usize;

/// Names that an error quotes of a header without the one that is sought.
const QUOTED_NAMES: usize = 50;

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
        let mut fields = Fields::of(bytes);
        let Header { place, width } = Header::read(bytes, &mut fields, target)?;
        let most_lines = most_fields(&bytes[fields.position()..]) / width + 1;
        let (mut entries, mut targets) = (Vec::with_capacity(most_lines * (width - 1)), Vec::with_capacity(most_lines));
        let (mut start, mut column) = (fields.position(), 0);
        while let Some(field) = fields.next() {
            let is_last = field.is_last;
            if column == width || (is_last && column + 1 < width) {
                let further = if is_last { 0 } else { rest_of_record(&mut fields) };
                let reason = format!("{} fields, expected {width}", column + 1 + further);
                return Err(DataError::Csv { line: line_of(bytes, start), reason });
            }
            let text = field.text.ok_or_else(|| not_text(bytes, start))?;
            let refused = |expected| DataError::Field {
                line: line_of(bytes, start),
                column: names(bytes).nth(column).unwrap_or_default(),
                value: text.chars().take(40).collect(),
                expected,
            };
            if column == place {
                targets.push(parse_target(text).map_err(refused)?);
            } else {
                entries.push(finite(text).map_err(refused)?);
            }
            (start, column) = if is_last { (fields.position(), 0) } else { (start, column + 1) };
        }
        Ok(Self { inputs: DMatrix::from_vec(width - 1, targets.len(), entries), targets })
    }
}

/// What the first line says.
struct Header {
    /// Column of the target.
    place: usize,
    /// Number of columns.
    width: usize,
}

impl Header {
    fn read(bytes: &[u8], fields: &mut Fields<'_>, target: &str) -> Result<Self, DataError> {
        let (mut place, mut width) = (None, 0);
        while let Some(field) = fields.next() {
            if field.text.ok_or_else(|| not_text(bytes, 0))? == target {
                place.get_or_insert(width);
            }
            width += 1;
            if field.is_last {
                break;
            }
        }
        let unknown =
            || DataError::NoColumn { name: target.to_owned(), present: names(bytes).take(QUOTED_NAMES).collect() };
        Ok(Self { place: place.ok_or_else(unknown)?, width })
    }
}

/// The names in the header, read again: only errors want them.
fn names(bytes: &[u8]) -> impl Iterator<Item = String> {
    let (mut fields, mut ended) = (Fields::of(bytes), false);
    std::iter::from_fn(move || {
        let field = if ended { None } else { fields.next() }?;
        ended = field.is_last;
        Some(field.text.unwrap_or_default().to_owned())
    })
}

/// A number that the fields of some lines do not exceed.
fn most_fields(lines: &[u8]) -> usize {
    1 + lines.iter().filter(|byte| matches!(byte, b',' | b'\r' | b'\n')).count()
}

/// How many fields the record still has.
fn rest_of_record(fields: &mut Fields<'_>) -> usize {
    let mut count = 0;
    while let Some(field) = fields.next() {
        count += 1;
        if field.is_last {
            break;
        }
    }
    count
}

/// The error that a record, which begins at `start`, is no text.
fn not_text(bytes: &[u8], start: usize) -> DataError {
    DataError::Csv { line: line_of(bytes, start), reason: "not UTF-8 text".to_owned() }
}

/// The line on which a record begins; `start` is where the one before ended.
fn line_of(bytes: &[u8], start: usize) -> u64 {
    let empty = bytes[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    1 + bytes[..start + empty].iter().filter(|&&byte| byte == b'\n').count() as u64
}
