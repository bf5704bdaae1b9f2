//! `.npz` and `.npy`: what is accepted, and every error.

use super::*;
use crate::formats::npy;

/// A `.npz` with these members.
fn npz(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    zip::write(members)
}

fn int8(shape: &[usize], entries: &[i8]) -> Vec<u8> {
    npy::write_signs(shape, entries.iter().copied())
}

fn float64(shape: &[usize], entries: &[f64]) -> Vec<u8> {
    npy::write("<f8", shape, entries.iter().flat_map(|x| x.to_le_bytes()))
}

/// A `.npz` with two patterns of three entries, one array replaced.
fn with(name: &str, array: Vec<u8>) -> Vec<u8> {
    let mut members = vec![
        ("inputs.npy", int8(&[2, 3], &[1, 1, -1, 1, 1, -1])),
        ("labels.npy", int8(&[2], &[1, -1])),
        ("teacher.npy", int8(&[3], &[1, -1, 1])),
    ];
    members.retain(|(present, _)| *present != name);
    members.push((name, array));
    npz(&members)
}

fn message(bytes: &[u8]) -> String {
    read_patterns(bytes).unwrap_err().to_string()
}

/// Where these bytes begin.
fn positions(bytes: &[u8], sought: &[u8]) -> Vec<usize> {
    (0..bytes.len()).filter(|&at| bytes[at..].starts_with(sought)).collect()
}

/// A `.npy` whose header is this text.
fn with_header(version: u8, header: &str, data: &[u8]) -> Vec<u8> {
    let length = (header.len() as u32).to_le_bytes();
    let length = if version == 1 { &length[..2] } else { &length[..] };
    [b"\x93NUMPY", &[version, 0][..], length, header.as_bytes(), data].concat()
}

#[test]
fn npz_inputs_are_gauged_by_the_labels() {
    let patterns = read_patterns(&with("teacher.npy", int8(&[3], &[1, -1, 1]))).unwrap();
    let row = |mu| (0..3).map(|i| patterns.gauged().entry(mu, i)).collect::<Vec<_>>();
    assert_eq!([row(0), row(1)], [[1.0, 1.0, -1.0], [-1.0, -1.0, 1.0]]);
    assert_eq!(patterns.teacher().unwrap().units()[0].signs().collect::<Vec<_>>(), [1, -1, 1]);
}

#[test]
fn settings_come_back_and_change_nothing_else() {
    let patterns = draw(Scenario::TeacherStudent, InputLaw::Signs, 5, 4, 1);
    let settings = "seed = 1\nscenario = \"teacher-student\" # α = 0.8\n";
    let bytes = write_npz(&patterns, settings);
    assert_eq!(read_settings(&bytes), Ok(Some(settings.to_owned())));
    assert_eq!(read_patterns(&bytes), Ok(patterns.clone()));
    assert_eq!(bytes, write_npz(&patterns, settings));
    assert_eq!(read_settings(&write_patterns(&patterns, PatternsFormat::Npz).unwrap()), Ok(None));
    let latin = with("settings.npy", npy::write("|u1", &[1], [0xe9]));
    assert_eq!(read_settings(&latin), Err(FormatError::Settings));
    let signed = with("settings.npy", int8(&[1], &[65]));
    assert_eq!(
        read_settings(&signed).unwrap_err().to_string(),
        "settings has elements of type \"|i1\", expected uint8"
    );
}

#[test]
fn float_inputs_that_are_all_signs_are_packed_and_others_stay_real() {
    let packed = read_patterns(&with("inputs.npy", float64(&[2, 3], &[1.0, 1.0, -1.0, 1.0, 1.0, -1.0]))).unwrap();
    assert_eq!(packed, read_patterns(&with("inputs.npy", int8(&[2, 3], &[1, 1, -1, 1, 1, -1]))).unwrap());
    let real = read_patterns(&with("inputs.npy", float64(&[2, 3], &[1.0, 1.0, -1.0, 1.0, 1.0, -0.5]))).unwrap();
    assert!(matches!(real.gauged(), Inputs::Real(_)));
    assert_eq!(real.gauged().entry(1, 2), 0.5);
}

#[test]
fn missing_and_unknown_arrays_are_named() {
    let no_labels = npz(&[("inputs.npy", int8(&[1, 1], &[1])), ("teacher.npy", int8(&[1], &[1]))]);
    assert_eq!(message(&no_labels), "the .npz has no array \"labels\"; it holds [\"inputs\", \"teacher\"]");
    assert_eq!(
        message(&with("techer.npy", int8(&[3], &[1, 1, 1]))),
        "the .npz holds an array \"techer\", expected inputs, labels, teacher or settings"
    );
    let twice = npz(&[("inputs", int8(&[1, 1], &[1])), ("inputs.npy", int8(&[1, 1], &[-1]))]);
    assert_eq!(message(&twice), "the .npz archive is damaged or unusual: two arrays have the same name");
    let mut twice = npz(&[("inputs.npy", int8(&[1, 1], &[1])), ("inputz.npy", int8(&[1, 1], &[-1]))]);
    for place in positions(&twice, b"inputz.npy") {
        twice[place + 5] = b's';
    }
    assert!(message(&twice).contains("duplicate file names"), "{}", message(&twice));
}

#[test]
fn teachers_of_several_units_survive_a_round_trip() {
    use crate::patterns::{InputLaw, Scenario};
    let key = StreamKey::from_seed(1);
    let patterns = Patterns::generate_hidden(Scenario::TeacherStudent, InputLaw::Signs, 21, 3, 5, &key).unwrap();
    assert_eq!(read_patterns(&write_npz(&patterns, "")).unwrap(), patterns);
}

#[test]
fn shapes_that_do_not_fit_are_refused() {
    assert_eq!(message(&with("inputs.npy", int8(&[6], &[1; 6]))), "inputs has shape [6], expected (P, N)");
    assert!(message(&with("inputs.npy", int8(&[0, 3], &[]))).contains("at least one pattern"));
    assert!(message(&with("inputs.npy", int8(&[2, 0], &[]))).contains("at least one pattern"));
    assert_eq!(
        message(&with("labels.npy", int8(&[3], &[1; 3]))),
        "labels has shape [3], expected (2,), as the inputs demand"
    );
    assert_eq!(
        message(&with("teacher.npy", int8(&[1, 4], &[1; 4]))),
        "teacher has shape [1, 4], expected (3,) or (K, 3), as the inputs demand"
    );
    assert_eq!(
        message(&with("teacher.npy", int8(&[4], &[1; 4]))),
        "teacher has shape [4], expected (3,), as the inputs demand"
    );
    let even = "2 hidden units, expected an odd number (of an even number half may vote either way)";
    assert_eq!(message(&with("teacher.npy", int8(&[2, 3], &[1; 6]))), even);
}

#[test]
fn entries_and_element_types_are_checked() {
    assert_eq!(message(&with("labels.npy", int8(&[2], &[1, 0]))), "labels[0, 1] is 0, expected 1 or -1");
    assert_eq!(message(&with("inputs.npy", int8(&[2, 3], &[1, 1, 1, 1, 2, 1]))), "inputs[1, 1] is 2, expected 1 or -1");
    assert_eq!(
        message(&with("inputs.npy", float64(&[2, 3], &[0.5, 1.0, 1.0, f64::NAN, 1.0, 1.0]))),
        "inputs[1, 0] is NaN, expected a finite number"
    );
    assert_eq!(
        message(&with("inputs.npy", npy::write("|b1", &[2, 3], [1; 6]))),
        "inputs has elements of type \"|b1\", expected int8, int16, int32, int64, float32 or float64"
    );
}

#[test]
fn arrays_shorter_or_longer_than_their_shape_are_refused() {
    let short = npy::write("|i1", &[2, 3], [1; 5]);
    assert_eq!(message(&with("inputs.npy", short)), "inputs should have 6 bytes by its header and has 5: truncated");
    let long = npy::write("|i1", &[2], [1; 3]);
    assert_eq!(
        message(&with("labels.npy", long)),
        "labels should have 2 bytes by its header and has 3: trailing garbage"
    );
    let vast = npy::write("<f8", &[usize::MAX, usize::MAX], []);
    assert!(matches!(read_weights(&vast), Err(FormatError::Length { part: "weights", promised: u128::MAX, got: 0 })));
}

#[test]
fn damaged_archives_are_refused() {
    let good = with("teacher.npy", int8(&[3], &[1, -1, 1]));
    let garbage = [&good[..], b"garbage"].concat();
    assert_eq!(
        message(&garbage),
        "the .npz archive is damaged or unusual: truncated, or something else follows its end"
    );
    let shifted = [b"PK garbage", &good[..]].concat();
    assert_eq!(message(&shifted), "the .npz archive is damaged or unusual: its directory is not where its end says");
    let mut damaged = good.clone();
    let entry = damaged.windows(6).position(|w| w == [1, 1, 0xff, 1, 1, 0xff]).unwrap();
    damaged[entry] = 0xff;
    assert_eq!(message(&damaged), "the .npz archive is damaged or unusual: member \"inputs.npy\": Invalid checksum");
}

#[test]
fn archives_of_another_kind_are_refused() {
    let good = npz(&[("inputs.npy", int8(&[1, 1], &[1])), ("labels.npy", int8(&[1], &[1]))]);
    assert!(read_patterns(&good).is_ok());
    let (locals, directory) = (positions(&good, b"PK\x03\x04"), positions(&good, b"PK\x01\x02"));
    // Fields of the second member, at its local header and at its entry in the directory: flags, method, size unfolded,
    // name. The entry ends in the member's place, at 42. In the end record the counts are at 8 and 10, the place at 16.
    let (local, entry, end) = (locals[1], directory[1], good.len() - 22);
    let refused = |changes: &[(usize, u8)], reason: &str| {
        let mut bytes = good.clone();
        for &(at, value) in changes {
            bytes[at] = value;
        }
        let error = read_patterns(&bytes).unwrap_err();
        assert!(error.to_string().contains(reason), "{changes:?}: {error}");
        assert!(matches!(error, FormatError::Zip { .. } | FormatError::UnknownArray { .. }), "{changes:?}: {error}");
    };
    refused(&[(local + 6, 1), (entry + 8, 1)], "Password required");
    refused(&[(local + 8, 12), (entry + 10, 12)], "ompression method");
    // The contents begin at 40, and a block of deflated data cannot be of type 3.
    refused(&[(local + 8, 8), (entry + 10, 8), (local + 40, 7)], "member \"labels.npy\": corrupt deflate stream");
    refused(&[(local + 22, 1), (entry + 24, 1)], "larger than its declared uncompressed size");
    refused(&[(local + 22, 0xff), (entry + 24, 0xff)], "member \"labels.npy\": 129 bytes, the directory says 255");
    refused(&[(local + 30, 0xff), (entry + 46, 0xff)], "holds an array \"\\u{a0}abels\"");
    // What the two headers of a member say has to agree.
    refused(&[(entry + 8, 1)], "encryption flag mismatch");
    refused(&[(entry + 10, 8)], "compression method mismatch");
    refused(&[(entry + 24, 1)], "uncompressed size mismatch");
    refused(&[(entry + 46, 0xff)], "filename mismatch");
    refused(&[(entry + 42, 0)], "filename mismatch");
    refused(&[(entry + 42, 1)], "Invalid local file header");
    refused(&[(entry + 45, 0x7f)], "Unexpected end of");
    refused(&[(entry, 0)], "Invalid Central Directory header");
    refused(&[(end + 8, 3), (end + 10, 3)], "Unexpected end of");
    refused(&[(end + 8, 1), (end + 10, 1)], "local file header missing from central directory");
    refused(&[(end + 10, 1)], "several parts");
    refused(&[(end + 16, 0)], "its directory is not where its end says");
    refused(&[(end + 12, 0)], "its directory is not where its end says");
    refused(&[(end + 8, 65), (end + 10, 65)], "more than 64 members");
    refused(&[(end + 20, 1)], "several parts, or a comment");
    // A member as large as the limit, by both headers.
    let mut bomb = good.clone();
    bomb[local + 25] = 0x20;
    bomb[entry + 27] = 0x20;
    assert_eq!(read_patterns(&bomb), Err(FormatError::DecompressedSize { compressed: bomb.len(), limit: 1 << 20 }));
}

#[test]
fn an_archive_is_the_same_bytes_on_every_system() {
    // Version 1.0, no flags, stored, 0 o'clock on 1 January 1980, CRC, two sizes, length of the name, no extra field.
    let common = b"\x0a\0\0\0\0\0\0\0\x21\0\x83\x16\xdc\x8c\x01\0\0\0\x01\0\0\0\x01\0\0\0";
    let local = [b"PK\x03\x04", &common[..], b"a", b"x"].concat();
    // Written by Unix, no comment, first disk, a file that its owner may write and all may read, at the first byte.
    let entry = [b"PK\x01\x02\x0a\x03", &common[..], b"\0\0\0\0\0\0\0\0\xa4\x81\0\0\0\0", b"a"].concat();
    let end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2f\0\0\0\x20\0\0\0\0\0";
    assert_eq!(zip::write(&[("a", b"x".to_vec())]), [&local[..], &entry, end].concat());
}

#[test]
fn a_damaged_archive_is_never_read_as_another_training_set() {
    let good = with("teacher.npy", int8(&[3], &[1, -1, 1]));
    let patterns = read_patterns(&good).unwrap();
    for at in 2..good.len() {
        for flip in [1, 0x80, 0xff] {
            let mut damaged = good.clone();
            damaged[at] ^= flip;
            if let Ok(read) = read_patterns(&damaged) {
                assert_eq!(read, patterns, "byte {at} flipped by {flip}");
            }
        }
    }
}

#[test]
fn weights_of_every_number_type_and_order_are_read() {
    let expected = [BitVector::from_signs(&[1, -1, -1]).unwrap(), BitVector::from_signs(&[-1, -1, 1]).unwrap()];
    let entries = [1_i8, -1, -1, -1, -1, 1];
    macro_rules! check {
        ($($type:ty, $descr:literal, $to:ident);*) => {$(
            let data = entries.iter().flat_map(|&x| <$type>::from(x).$to());
            assert_eq!(read_weights(&npy::write($descr, &[2, 3], data)).unwrap(), expected, $descr);
        )*};
    }
    check!(i8, "|i1", to_le_bytes; i16, "<i2", to_le_bytes; i16, ">i2", to_be_bytes; i32, "<i4", to_le_bytes;
        i32, ">i4", to_be_bytes; i64, "<i8", to_le_bytes; i64, ">i8", to_be_bytes; f32, "<f4", to_le_bytes;
        f32, ">f4", to_be_bytes; f64, "<f8", to_le_bytes; f64, ">f8", to_be_bytes);
    let columns = [1, 255, 255, 255, 255, 1];
    let header = "{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }\n";
    for version in [1, 2, 3] {
        assert_eq!(read_weights(&with_header(version, header, &columns)).unwrap(), expected);
    }
    assert_eq!(read_weights(&int8(&[3], &[1, -1, -1])).unwrap(), expected[..1]);
}

#[test]
fn headers_that_are_not_numpys_are_refused() {
    let refused = |bytes: &[u8], reason: &str| {
        assert_eq!(read_weights(bytes).unwrap_err().to_string(), format!("weights is not a .npy array: {reason}"));
    };
    refused(b"1 -1\n", "it does not begin with \\x93NUMPY");
    refused(&with_header(4, "", b""), "its version is none of 1, 2 and 3");
    refused(b"\x93NUMPY\x01\0\xff\xff{", "its header is truncated");
    refused(b"\x93NUMPY\x02\0\xff\xff\xff\xff{", "its header is truncated");
    refused(&with_header(1, "{'shape': (1,)}", b""), "no element type in its header, or a structured one");
    let structured = "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,)}";
    refused(&with_header(1, structured, b""), "no element type in its header, or a structured one");
    let no_order = "{'descr': '|i1', 'fortran_order': 0, 'shape': (1,)}";
    refused(&with_header(1, no_order, b"\x01"), "no fortran_order in its header");
    for shape in ["(-1,)", "(1, x)", "(99999999999999999999,)", "3", "(3", "(,)"] {
        let header = format!("{{'descr': '|i1', 'fortran_order': False, 'shape': {shape}}}");
        let error = read_weights(&with_header(1, &header, b"\x01")).unwrap_err();
        if shape == "(,)" {
            assert!(matches!(error, FormatError::Shape { .. }), "{error}");
        } else {
            assert!(error.to_string().contains("no shape in its header"), "{shape}: {error}");
        }
    }
    let deep = with_header(2, &"(".repeat(100_000), b"");
    assert!(read_weights(&deep).is_err());
}

#[test]
fn weights_without_a_unit_or_of_three_axes_are_refused() {
    for shape in [&[0, 3][..], &[3, 0], &[0], &[], &[1, 1, 1]] {
        let error = read_weights(&int8(shape, &[1; 1][..usize::from(!shape.contains(&0))])).unwrap_err();
        assert!(error.to_string().contains("expected (K, N) or (N,) with at least one weight"), "{shape:?}: {error}");
    }
    assert_eq!(
        read_weights(&int8(&[2, 2], &[1, 1, 1, 0])).unwrap_err().to_string(),
        "weights[1, 1] is 0, expected 1 or -1"
    );
}

#[test]
fn headers_are_padded_to_multiples_of_64_bytes() {
    for n in [1, 10, 100, 1_000_000] {
        let bytes = write_weights(&[BitVector::from_fn(n, |_| true)]);
        assert_eq!((bytes.len() - n) % 64, 0, "N = {n}");
        assert_eq!(bytes[bytes.len() - n - 1], b'\n');
    }
}
