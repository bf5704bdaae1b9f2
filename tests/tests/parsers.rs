//! Every reader of bytes from outside, on the inputs of the fuzz targets and on what is near them.

#![forbid(unsafe_code)]

use piccole_tests::parsers::seeds::{findings, seeds};
use piccole_tests::parsers::{PARSERS, Parser};

#[test]
fn every_seed_is_accepted_and_survives_a_round_trip() {
    for parser in PARSERS {
        let seeds = seeds(&parser);
        assert!(seeds.len() > 2, "{}", parser.name);
        for (name, bytes) in seeds {
            assert!((parser.read)(&bytes), "{}/{name} is refused", parser.name);
            (parser.check_round_trip)(&bytes);
        }
    }
}

#[test]
fn no_finding_comes_back() {
    for parser in PARSERS {
        for (_, bytes) in findings(&parser) {
            visit(&parser, &bytes);
        }
    }
}

#[test]
fn seeds_cut_anywhere_or_with_a_flipped_bit_are_read_or_refused() {
    // Bytes from one change to the next: a step that has no divisor in common with the sizes of numbers.
    const STRIDE: usize = 7;
    // Seeds up to this long are cut at every byte, which takes a time that grows with the square.
    const SHORT: usize = 1000;
    for parser in PARSERS {
        for (_, bytes) in seeds(&parser) {
            let cuts = (0..bytes.len()).step_by(if bytes.len() <= SHORT { 1 } else { STRIDE });
            cuts.for_each(|length| visit(&parser, &bytes[..length]));
            for place in (0..bytes.len()).step_by(STRIDE) {
                let mut flipped = bytes.clone();
                flipped[place] ^= 1 << (place / STRIDE % 8);
                visit(&parser, &flipped);
            }
        }
    }
}

/// What a fuzz target does with an input.
fn visit(parser: &Parser, bytes: &[u8]) {
    (parser.read)(bytes);
    (parser.check_round_trip)(bytes);
}
