//! Text formats, gzip and rFBP binary: what is accepted, and every error.

use super::*;

fn message(bytes: &[u8]) -> String {
    read_patterns(bytes).unwrap_err().to_string()
}

#[test]
fn entries_may_be_written_in_any_way_that_is_a_number() {
    let patterns =
        read_patterns(b"1.0 -1.0  1\r\n\t+1 -1e0 1.000000000000000000e+00 \r\n-1 -1 -1\r\n\r\n \r\n").unwrap();
    let rows: Vec<Vec<f64>> = (0..3).map(|mu| (0..3).map(|i| patterns.gauged().entry(mu, i)).collect()).collect();
    assert_eq!(rows, [[1.0, -1.0, 1.0], [1.0, -1.0, 1.0], [-1.0; 3]]);
    assert!(patterns.labels().signs().all(|label| label == 1));
}

#[test]
fn rfbp_inputs_are_gauged_by_the_labels_of_the_first_line() {
    let patterns = read_patterns(b"1\t-1\n1\t1\t-1\n1\t1\t-1\n").unwrap();
    assert_eq!((patterns.p(), patterns.n()), (2, 3));
    let row = |mu| (0..3).map(|i| patterns.gauged().entry(mu, i)).collect::<Vec<_>>();
    assert_eq!([row(0), row(1)], [[1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]);
    assert_eq!(write_patterns(&patterns, PatternsFormat::Rfbp).unwrap(), b"1\t-1\n1\t1\t-1\n1\t1\t-1\n");
    assert_eq!(write_patterns(&patterns, PatternsFormat::Fbp).unwrap(), b"1.0 1.0 -1.0\n-1.0 -1.0 1.0\n");
}

#[test]
fn an_entry_that_is_not_a_sign_is_named_with_line_and_place() {
    assert_eq!(message(b"1 -1\n1 0\n1 1\n1 1\n"), "line 2, entry 2 is \"0\", expected 1 or -1");
    assert_eq!(message(b"1 NaN 1"), "line 1, entry 2 is \"NaN\", expected 1 or -1");
    assert_eq!(message(b"# patterns\n"), "line 1, entry 1 is \"#\", expected 1 or -1");
    assert_eq!(message(b"1,-1,1\n"), "line 1, entry 1 is \"1,-1,1\", expected 1 or -1");
    // A label, and an input below the labels.
    assert_eq!(message(b"1 2\n1 1 1\n1 1 1\n"), "line 1, entry 2 is \"2\", expected 1 or -1");
    assert_eq!(message(b"1 1\n1 1 1\n1 1 0.5\n"), "line 3, entry 3 is \"0.5\", expected 1 or -1");
    let long = [b'7'; 1000];
    assert_eq!(message(&long).len(), "line 1, entry 1 is \"\", expected 1 or -1".len() + 32);
}

#[test]
fn lines_ended_by_carriage_returns_alone_are_not_joined() {
    assert_eq!(message(b"1 -1\r-1 1\r"), "line 1, entry 2 is \"-1\\r-1\", expected 1 or -1");
}

#[test]
fn ragged_lines_are_named_with_what_was_expected() {
    assert_eq!(message(b"1 1 1\n1 1 1\n1 1\n1 1 1\n1 1 1\n"), "line 3 has 2 entries, expected 3");
    assert_eq!(message(b"1 1 1\n\n1 1 1\n1 1\n1 1 1\n"), "line 2 has 0 entries, expected 3");
    assert_eq!(message(b"1 1 1\n1 1\n"), "line 2 has 2 entries, expected 3");
    // Below a line of three labels.
    assert_eq!(message(b"1 1 1\n1 1 1 1\n1 1 1 1\n1 1 1\n"), "line 4 has 3 entries, expected 4");
    let gzipped = gzip::compress(b"1 1 1\n1 1\n");
    assert_eq!(message(&gzipped), "line 2 has 2 entries, expected 3");
}

#[test]
fn a_first_line_that_fits_neither_text_format_is_explained() {
    let expected = "line 1 has 4 entries, expected 3 labels for the 3 lines after it (rFBP text) or 2 entries like theirs \
                    (FBP text)";
    assert_eq!(message(b"1 1 1 1\n1 1\n1 1\n1 1\n"), expected);
    let error = read_patterns_as(b"1 1\n", PatternsFormat::Rfbp).unwrap_err();
    assert_eq!(error, FormatError::FirstLine { got: 2, patterns: 0, entries: 0 });
}

#[test]
fn gzip_of_several_members_is_read_as_one_text() {
    let bytes = [gzip::compress(b"1 1\n-1 1\n"), gzip::compress(b"-1 1\n1 1\n")].concat();
    assert_eq!(read_patterns(&bytes).unwrap().p(), 4);
}

#[test]
fn damaged_gzip_is_told_from_truncated() {
    let bytes = gzip::compress(b"1 1\n-1 1\n");
    for cut in 2..bytes.len() {
        assert_eq!(read_patterns(&bytes[..cut]), Err(FormatError::TruncatedGzip), "cut at {cut}");
    }
    let mut damaged = bytes.clone();
    let crc = damaged.len() - 8;
    damaged[crc] ^= 1;
    assert!(matches!(read_patterns(&damaged), Err(FormatError::Gzip { .. })));
    let garbage = [&bytes[..], b"and more, to fill a header"].concat();
    assert!(matches!(read_patterns(&garbage), Err(FormatError::Gzip { .. })));
}

#[test]
fn gzip_that_unfolds_to_too_much_is_refused() {
    let zeros = vec![b'0'; gzip::limit(0) + 1];
    let bytes = gzip::compress(&zeros);
    assert_eq!(read_patterns(&bytes), Err(FormatError::DecompressedSize { compressed: bytes.len(), limit: 1 << 20 }));
    assert_eq!(gzip::limit(10 << 20), 1000 << 20);
}

/// An rFBP binary file.
fn binary(m: i64, n: i64, labels: &[i64], inputs: &[f64]) -> Vec<u8> {
    let integers = [m, n].into_iter().chain(labels.iter().copied()).flat_map(i64::to_le_bytes);
    integers.chain(inputs.iter().flat_map(|x| x.to_le_bytes())).collect()
}

#[test]
fn rfbp_binary_is_read_to_the_byte() {
    let patterns = read_patterns(&binary(2, 3, &[1, -1], &[1.0, 1.0, -1.0, 1.0, 1.0, -1.0])).unwrap();
    assert_eq!(patterns, read_patterns(b"1 -1\n1 1 -1\n1 1 -1\n").unwrap());
}

#[test]
fn binary_entries_that_are_not_signs_are_named() {
    let bad_label = binary(2, 1, &[1, 3], &[1.0, 1.0]);
    assert_eq!(message(&bad_label), "labels[0, 1] is 3, expected 1 or -1");
    let bad_input = binary(2, 2, &[1, 1], &[1.0, 1.0, 1.0, f64::NAN]);
    assert_eq!(message(&bad_input), "inputs[1, 1] is NaN, expected 1 or -1");
}

#[test]
fn binary_headers_that_promise_more_or_less_than_there_is_are_refused() {
    let short = binary(3, 4, &[1, 1, 1], &[1.0; 11]);
    assert_eq!(message(&short), "the file should have 136 bytes by its header and has 128: truncated");
    let long = binary(1, 1, &[1], &[1.0, 1.0]);
    assert_eq!(message(&long), "the file should have 32 bytes by its header and has 40: trailing garbage");
    assert_eq!(message(b"\x01\0\0\0"), "the file should have 16 bytes by its header and has 4: truncated");
    // More than any memory, and more than 64 bits can count in bytes.
    let largest = i64::from(i32::MAX);
    let error = read_patterns(&binary(largest, largest, &[], &[])).unwrap_err();
    assert!(matches!(error, FormatError::Length { got: 16, .. }), "{error}");
}

#[test]
fn impossible_binary_dimensions_are_refused() {
    for (m, n) in [(0, 5), (5, 0), (-1, 5), (5, -1), (1 << 31, 1), (1, i64::MAX), (i64::MIN, 1)] {
        assert_eq!(read_patterns(&binary(m, n, &[], &[])), Err(FormatError::Dimensions { m, n }));
    }
    let big_endian: Vec<u8> = [2_i64, 3].iter().flat_map(|x| x.to_be_bytes()).collect();
    assert!(matches!(read_patterns(&big_endian), Err(FormatError::Dimensions { .. })));
}
