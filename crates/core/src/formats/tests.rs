//! Every format against training sets drawn at random, and against bytes drawn at random.

use super::*;
use crate::patterns::{InputLaw, Inputs, Patterns, Scenario};
use crate::{BitVector, StreamKey};
use proptest::prelude::*;

fn draw(scenario: Scenario, law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(scenario, law, n, p, &StreamKey::from_seed(seed)).unwrap()
}

/// What a format keeps of patterns.
fn kept(patterns: &Patterns, format: PatternsFormat) -> Patterns {
    let (inputs, p) = (patterns.gauged().clone(), patterns.p());
    let (labels, teacher) = match format {
        PatternsFormat::Fbp | PatternsFormat::FbpGzip => (BitVector::from_fn(p, |_| true), None),
        PatternsFormat::Rfbp | PatternsFormat::RfbpBinary => (patterns.labels().clone(), None),
        PatternsFormat::Npz => (patterns.labels().clone(), patterns.teacher().cloned()),
    };
    Patterns::from_gauged(inputs, labels, teacher).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_format_survives_a_round_trip(n in 1..140_usize, p in 1..40_usize, seed: u64, taught: bool) {
        let scenario = if taught { Scenario::TeacherStudent } else { Scenario::Storage };
        let patterns = draw(scenario, InputLaw::Signs, n, p, seed);
        for format in PatternsFormat::ALL {
            let bytes = write_patterns(&patterns, format).unwrap();
            prop_assert_eq!(read_patterns_as(&bytes, format), Ok(kept(&patterns, format)), "{}", format);
            prop_assert_eq!(recognize_patterns(&bytes), Ok(format));
        }
    }

    #[test]
    fn real_inputs_survive_the_round_trip_through_npz(n in 1..40_usize, p in 1..20_usize, seed: u64) {
        let patterns = draw(Scenario::TeacherStudent, InputLaw::Gaussian, n, p, seed);
        let bytes = write_patterns(&patterns, PatternsFormat::Npz).unwrap();
        prop_assert_eq!(read_patterns(&bytes), Ok(patterns));
    }

    #[test]
    fn weights_survive_a_round_trip(n in 1..140_usize, k in 1..6_usize, seed: u64) {
        let mut rng = StreamKey::from_seed(seed).rng();
        let units: Vec<BitVector> = (0..k).map(|_| BitVector::random(n, &mut rng)).collect();
        prop_assert_eq!(read_weights(&write_weights(&units)), Ok(units));
    }

    #[test]
    fn random_bytes_are_refused_or_read_but_never_panic(bytes: Vec<u8>, format in 0..5_usize) {
        let _ = read_patterns(&bytes);
        let _ = read_patterns_as(&bytes, PatternsFormat::ALL[format]);
        let _ = read_weights(&bytes);
        let _ = read_settings(&bytes);
    }

    #[test]
    fn random_text_is_refused_or_read_but_never_panics(text in "[-+10.e \t\r\n]{0,60}") {
        for format in [PatternsFormat::Fbp, PatternsFormat::Rfbp] {
            let _ = read_patterns_as(text.as_bytes(), format);
        }
        let _ = read_patterns(text.as_bytes());
    }

    #[test]
    fn a_damaged_byte_never_panics(at: prop::sample::Index, value: u8, format in 0..5_usize, seed in 0..20_u64) {
        let patterns = draw(Scenario::TeacherStudent, InputLaw::Signs, 9, 4, seed);
        let mut bytes = write_patterns(&patterns, PatternsFormat::ALL[format]).unwrap();
        *at.get_mut(&mut bytes) = value;
        let _ = read_patterns(&bytes);
        let _ = read_patterns_as(&bytes, PatternsFormat::ALL[format]);
        let _ = read_settings(&bytes);
        let mut bytes = write_weights(&[patterns.labels().clone()]);
        *at.get_mut(&mut bytes) = value;
        let _ = read_weights(&bytes);
    }
}

/// The first `p` patterns.
fn prefix(patterns: &Patterns, p: usize) -> Patterns {
    let Inputs::Signs(signs) = patterns.gauged() else { panic!("these tests draw signs") };
    let rows: Vec<BitVector> = (0..p).map(|mu| signs.row(mu)).collect();
    let inputs = Inputs::Signs(crate::BitMatrix::from_rows(signs.cols(), &rows).unwrap());
    Patterns::from_gauged(inputs, BitVector::from_fn(p, |mu| patterns.labels().sign(mu) == 1), None).unwrap()
}

#[test]
fn binary_files_cut_anywhere_are_refused() {
    let patterns = draw(Scenario::TeacherStudent, InputLaw::Signs, 7, 5, 1);
    for format in [PatternsFormat::FbpGzip, PatternsFormat::RfbpBinary, PatternsFormat::Npz] {
        let bytes = write_patterns(&patterns, format).unwrap();
        for cut in 0..bytes.len() {
            assert!(read_patterns(&bytes[..cut]).is_err(), "{format} cut at {cut}");
        }
    }
}

#[test]
fn fbp_text_cut_anywhere_is_refused_or_is_the_patterns_of_the_lines_that_are_left() {
    let patterns = kept(&draw(Scenario::Storage, InputLaw::Signs, 7, 5, 1), PatternsFormat::Fbp);
    let bytes = write_patterns(&patterns, PatternsFormat::Fbp).unwrap();
    let first_line = bytes.iter().position(|&b| b == b'\n').unwrap();
    let mut read_after_a_cut = 0;
    for cut in first_line..bytes.len() {
        let lines = bytes[..cut].split(|&b| b == b'\n').filter(|line| !line.is_empty()).count();
        if let Ok(read) = read_patterns(&bytes[..cut]) {
            assert_eq!(read, prefix(&patterns, lines), "cut at {cut}");
            read_after_a_cut += 1;
        }
    }
    // The last entry of a line may end in `1`, `1.`, `1.0` or `1.0\n`: two of these in the first line, from where on cuts are
    // made, four in each of three lines, and all but the last, which is no cut, in the fifth.
    assert_eq!(read_after_a_cut, 2 + 3 * 4 + 3);
}

#[test]
fn rfbp_text_cut_anywhere_is_refused_or_whole() {
    for p in [5, 7] {
        let patterns = kept(&draw(Scenario::Storage, InputLaw::Signs, 7, p, 1), PatternsFormat::Rfbp);
        let bytes = write_patterns(&patterns, PatternsFormat::Rfbp).unwrap();
        for cut in 0..bytes.len() {
            let read = read_patterns_as(&bytes[..cut], PatternsFormat::Rfbp);
            assert!(cut == bytes.len() - 1 || read.is_err(), "cut at {cut}");
            assert!(read.is_err() || read.as_ref() == Ok(&patterns), "cut at {cut}");
        }
    }
}

#[test]
fn weights_cut_anywhere_are_refused() {
    let bytes = write_weights(&[BitVector::from_fn(9, |i| i % 2 == 0), BitVector::from_fn(9, |i| i % 3 == 0)]);
    for cut in 0..bytes.len() {
        assert!(read_weights(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn empty_files_are_called_empty() {
    assert_eq!(read_patterns(b""), Err(FormatError::Empty));
    assert_eq!(read_patterns(b" \n\t\r\n"), Err(FormatError::Empty));
    assert_eq!(read_weights(b""), Err(FormatError::Empty));
    assert_eq!(read_settings(b""), Err(FormatError::Empty));
    for format in PatternsFormat::ALL {
        assert_eq!(read_patterns_as(b"", format), Err(FormatError::Empty), "{format}");
    }
    let nothing_in_gzip = gzip::compress(b"");
    assert_eq!(read_patterns(&nothing_in_gzip), Err(FormatError::Empty));
}

#[test]
fn what_is_recognised_as_something_else_is_named() {
    let weights = write_weights(&[BitVector::from_fn(3, |_| true)]);
    let error = read_patterns(&weights).unwrap_err();
    assert_eq!(error.to_string(), "this is a single .npy array, expected patterns (a .npz holds several arrays)");
    let patterns = draw(Scenario::Storage, InputLaw::Signs, 3, 2, 1);
    let error = read_weights(&write_npz(&patterns, "")).unwrap_err();
    assert_eq!(error.to_string(), "this is a .npz (or other zip) archive, expected weights, a .npy array");
    assert_eq!(read_patterns(b"1 -1 \xe9"), Err(FormatError::NotUtf8 { offset: 5 }));
}

#[test]
fn square_text_is_told_by_the_way_its_first_line_is_written() {
    let square = draw(Scenario::Storage, InputLaw::Signs, 6, 6, 2);
    let bytes = write_patterns(&square, PatternsFormat::Rfbp).unwrap();
    assert_eq!(recognize_patterns(&bytes), Ok(PatternsFormat::Rfbp));
    let tall = draw(Scenario::Storage, InputLaw::Signs, 6, 7, 2);
    let bytes = write_patterns(&tall, PatternsFormat::Fbp).unwrap();
    assert_eq!(recognize_patterns(&bytes), Ok(PatternsFormat::Fbp));
    // The same entries in integers are FBP's only if the caller says so.
    let integers = b"1 -1\n-1 -1\n1 1\n";
    assert_eq!(read_patterns(integers).unwrap().p(), 2);
    assert_eq!(read_patterns_as(integers, PatternsFormat::Fbp).unwrap().p(), 3);
}

#[test]
fn formats_of_binary_data_refuse_real_inputs() {
    let real = draw(Scenario::Storage, InputLaw::Gaussian, 3, 2, 1);
    for format in PatternsFormat::ALL {
        let result = write_patterns(&real, format);
        if format == PatternsFormat::Npz {
            assert!(result.is_ok());
        } else {
            assert_eq!(result, Err(FormatError::RealInputs { format }));
        }
    }
    let error = FormatError::RealInputs { format: PatternsFormat::Fbp };
    assert_eq!(error.to_string(), "fbp holds inputs ±1 only and these are real; npz holds them");
}

#[test]
fn format_names_survive_a_round_trip() {
    for format in PatternsFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    let error = "csv".parse::<PatternsFormat>().unwrap_err();
    assert_eq!(error.to_string(), "unknown format \"csv\", expected fbp, fbp-gzip, rfbp, rfbp-binary or npz");
}

mod arrays;
mod texts;
