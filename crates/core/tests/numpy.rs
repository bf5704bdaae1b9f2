//! Files written by NumPy (`fixtures/make.py`) are read as what they are.

use piccole_core::formats::{PatternsFormat, read_patterns, read_weights, recognize_patterns};
use piccole_core::patterns::Inputs;
use piccole_core::{BitVector, Committee, Patterns};

const INPUTS: [[i8; 4]; 3] = [[1, -1, 1, 1], [-1, -1, 1, -1], [1, 1, 1, -1]];
const LABELS: [i8; 3] = [1, -1, -1];

/// Gauged inputs.
fn gauged(patterns: &Patterns) -> Vec<Vec<f64>> {
    (0..patterns.p()).map(|mu| (0..patterns.n()).map(|i| patterns.gauged().entry(mu, i)).collect()).collect()
}

/// `scale` times the inputs of the script, gauged.
fn expected(scale: f64) -> Vec<Vec<f64>> {
    let row = |(x, y): (&[i8; 4], &i8)| x.iter().map(|x| f64::from(x * y) * scale).collect();
    INPUTS.iter().zip(&LABELS).map(row).collect()
}

fn units() -> Vec<BitVector> {
    INPUTS.iter().map(|signs| BitVector::from_signs(signs).unwrap()).collect()
}

#[test]
fn npz_files_of_integers_are_read_with_labels_and_teacher() {
    let teacher = Committee::from(BitVector::from_signs(&[-1, 1, -1, 1]).unwrap());
    let plain = read_patterns(include_bytes!("fixtures/savez-int8.npz")).unwrap();
    let compressed = read_patterns(include_bytes!("fixtures/savez-compressed-int64-fortran.npz")).unwrap();
    for patterns in [plain, compressed] {
        assert_eq!(gauged(&patterns), expected(1.0));
        assert!(matches!(patterns.gauged(), Inputs::Signs(_)));
        assert_eq!(patterns.labels().signs().collect::<Vec<_>>(), LABELS);
        assert_eq!(patterns.teacher(), Some(&teacher));
    }
}

#[test]
fn npz_files_of_real_big_endian_inputs_are_read() {
    let patterns = read_patterns(include_bytes!("fixtures/savez-big-endian-real.npz")).unwrap();
    assert_eq!(gauged(&patterns), expected(0.5));
    assert_eq!(patterns.teacher(), None);
}

#[test]
fn text_of_savetxt_is_fbp_text() {
    let plain: &[u8] = include_bytes!("fixtures/savetxt.txt");
    let gzipped: &[u8] = include_bytes!("fixtures/savetxt-integers.txt.gz");
    for (bytes, format) in [(plain, PatternsFormat::Fbp), (gzipped, PatternsFormat::FbpGzip)] {
        assert_eq!(recognize_patterns(bytes), Ok(format));
        let patterns = read_patterns(bytes).unwrap();
        assert_eq!(gauged(&patterns), expected(1.0));
        assert!(patterns.labels().signs().all(|label| label == 1));
    }
}

#[test]
fn numbers_of_tofile_are_rfbp_binary() {
    let bytes = include_bytes!("fixtures/tofile.rfbp");
    assert_eq!(recognize_patterns(bytes), Ok(PatternsFormat::RfbpBinary));
    let patterns = read_patterns(bytes).unwrap();
    assert_eq!(gauged(&patterns), expected(1.0));
    assert_eq!(patterns.labels().signs().collect::<Vec<_>>(), LABELS);
}

#[test]
fn weights_of_any_order_and_type_are_read() {
    assert_eq!(read_weights(include_bytes!("fixtures/save-int8.npy")), Ok(units()));
    assert_eq!(read_weights(include_bytes!("fixtures/save-fortran-big-endian.npy")), Ok(units()));
    assert_eq!(read_weights(include_bytes!("fixtures/save-one-unit.npy")), Ok(units()[..1].to_vec()));
}
