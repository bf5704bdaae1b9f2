//! Tables of features with a column `y` for the target.

use super::{ALLOWANCE, Parser};
use piccole_nn::data::{DataError, Dataset, Targets, read_csv_classes, read_csv_real};
use std::fmt::Write;

pub(super) const PARSER: Parser =
    Parser { name: "csv", more_seeds: &[], read, check_round_trip, size: <[u8]>::len, allowance: ALLOWANCE };

const TARGET: &str = "y";

type Read = fn(&[u8], &str) -> Result<Dataset, DataError>;
const READERS: [Read; 2] = [read_csv_classes, read_csv_real];

fn read(bytes: &[u8]) -> bool {
    READERS.map(|read| read(bytes, TARGET).is_ok()).contains(&true)
}

fn check_round_trip(bytes: &[u8]) {
    for read in READERS {
        if let Ok(data) = read(bytes, TARGET) {
            assert_eq!(read(table(&data).as_bytes(), TARGET).expect("just written"), data);
        }
    }
}

/// The table of a data set, the target first.
fn table(data: &Dataset) -> String {
    let mut table = TARGET.to_owned();
    (0..data.dimension()).for_each(|column| write!(table, ",x{column}").expect("a string takes all"));
    for (example, input) in data.inputs().column_iter().enumerate() {
        match data.targets() {
            Targets::Classes { labels, .. } => write!(table, "\n{}", labels[example]),
            Targets::Real(values) => write!(table, "\n{:?}", values[(0, example)]),
        }
        .expect("a string takes all");
        input.iter().for_each(|x| write!(table, ",{x:?}").expect("a string takes all"));
    }
    table
}
