//! Weights and real vectors as `.npy`.

use super::{ALLOWANCE, Parser, size};
use piccole_core::formats::{read_real_vector, read_weights, write_real_vector, write_weights};

pub(super) const PARSER: Parser =
    Parser { name: "arrays", more_seeds: &[], read, check_round_trip, size: size::of_units, allowance: ALLOWANCE };

fn read(bytes: &[u8]) -> bool {
    let weights = read_weights(bytes).is_ok();
    read_real_vector(bytes).is_ok() || weights
}

fn check_round_trip(bytes: &[u8]) {
    if let Ok(weights) = read_weights(bytes) {
        assert_eq!(read_weights(&write_weights(&weights)).expect("just written"), weights);
    }
    if let Ok(numbers) = read_real_vector(bytes) {
        let again = read_real_vector(&write_real_vector(&numbers)).expect("just written");
        let bits = |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&again), bits(&numbers));
    }
}
