//! What the readers read, and what they refuse.

use crate::data::{DataError, Dataset, Targets, read_csv_classes, read_csv_real, read_images, read_labels};
use proptest::prelude::*;

const TRAIN: [&[u8]; 2] = [
    include_bytes!("../../../../../data/fashion-mnist/train-images-idx3-ubyte.gz"),
    include_bytes!("../../../../../data/fashion-mnist/train-labels-idx1-ubyte.gz"),
];
const TEST: [&[u8]; 2] = [
    include_bytes!("../../../../../data/fashion-mnist/t10k-images-idx3-ubyte.gz"),
    include_bytes!("../../../../../data/fashion-mnist/t10k-labels-idx1-ubyte.gz"),
];

/// Two images of 1 × 3 pixels.
const IMAGES: [u8; 22] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];
/// Two labels.
const LABELS: [u8; 10] = [0, 0, 8, 1, 0, 0, 0, 2, 7, 0];

fn message<T: std::fmt::Debug>(result: Result<T, DataError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn the_subset_of_fashion_mnist_is_read_from_gzip_and_balanced() {
    for ([images, labels], per_class) in [(TRAIN, 400), (TEST, 100)] {
        let (images, labels) = (read_images(images).unwrap(), read_labels(labels).unwrap());
        assert_eq!((images.count(), images.rows(), images.columns()), (10 * per_class, 28, 28));
        let data = Dataset::of_images(&images, &labels, 10, 2).unwrap();
        assert_eq!((data.examples(), data.dimension()), (10 * per_class, 196));
        let (labels, classes) = data.classes().unwrap();
        let counts: Vec<usize> = (0..classes).map(|class| labels.iter().filter(|&&l| l == class).count()).collect();
        assert_eq!(counts, [per_class; 10]);
        // The set is darker than grey and lighter than black: 72.94 of 255 over the whole of it.
        let mean = data.inputs().mean() * 255.0;
        assert!((mean - 72.94).abs() < 2.0, "{mean}");
    }
}

#[test]
fn plain_files_are_read_too() {
    let images = read_images(&IMAGES).unwrap();
    assert_eq!((images.count(), images.rows(), images.columns(), images.pixels()), (2, 1, 3, &IMAGES[16..]));
    assert_eq!(read_labels(&LABELS).unwrap(), [7, 0]);
}

#[test]
fn a_file_that_is_no_idx_file_or_another_one_is_refused_by_name() {
    assert_eq!(
        message(read_images(b"\x89PNG\r\n")),
        "the file begins with [89, 50, 4e, 47]: an IDX file has two zero bytes, the element type and the number of dimensions"
    );
    assert!(message(read_labels(b"")).starts_with("the file begins with []"));
    assert!(message(read_labels(&[0, 0, 7, 1])).starts_with("the file begins with [00, 00, 07, 01]"));
    assert_eq!(
        message(read_images(&[0, 0, 0x0d, 3, 0, 0])),
        "the IDX file holds 32-bit floating-point numbers (type 0x0d), expected unsigned bytes (type 0x08)"
    );
    assert_eq!(message(read_images(&LABELS)), "the IDX file has 1 dimension(s), expected 3, a file of images");
    assert_eq!(message(read_labels(&IMAGES)), "the IDX file has 3 dimension(s), expected 1, a file of labels");
}

#[test]
fn a_file_cut_anywhere_is_refused_and_so_are_bytes_left_over() {
    for length in 0..IMAGES.len() {
        assert!(read_images(&IMAGES[..length]).is_err(), "{length}");
    }
    assert_eq!(message(read_images(&IMAGES[..10])), "the IDX header needs 16 bytes and the file has 10: truncated");
    assert_eq!(
        message(read_images(&IMAGES[..20])),
        "the IDX header promises 2 x 1 x 3 = 6 bytes after it and there are 4: truncated"
    );
    let longer = [&LABELS[..], &[1]].concat();
    assert_eq!(
        message(read_labels(&longer)),
        "the IDX header promises 2 = 2 bytes after it and there are 3: trailing garbage"
    );
    let cut = &TEST[1][..TEST[1].len() - 9];
    assert_eq!(message(read_labels(cut)), "the gzip data end before they are complete: the file is truncated");
}

#[test]
fn a_header_that_promises_the_world_allocates_nothing() {
    let mut hostile = vec![0, 0, 8, 3];
    hostile.extend([0xff; 12]);
    assert!(message(read_images(&hostile)).contains("4294967295 x 4294967295 x 4294967295 = 7922816"));
    // No image of no pixel, however many.
    let none = [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 3];
    assert_eq!(message(read_images(&none)), "9 examples of 0 components: need at least one of each");
}

#[test]
fn images_and_labels_that_do_not_belong_together_are_refused() {
    let (images, labels) = (read_images(&IMAGES).unwrap(), read_labels(&LABELS).unwrap());
    assert_eq!(
        message(Dataset::of_images(&images, &labels[..1], 10, 1)),
        "2 inputs and 1 targets: each input needs one"
    );
    assert_eq!(
        message(Dataset::of_images(&images, &labels, 7, 1)),
        "label 7 of example 0, expected a class from 0 to 6"
    );
    assert!(Dataset::of_images(&images, &labels, 8, 1).is_ok());
}

#[test]
fn a_table_is_read_with_its_target_wherever_it_stands() {
    let data = read_csv_real(b"a, y ,b\n1, 2.5 ,3e-1\n-4,+5,0\n", "y").unwrap();
    assert_eq!(data.inputs().as_slice(), [1.0, 0.3, -4.0, 0.0]);
    assert_eq!(data.real_targets().as_slice(), [2.5, 5.0]);
}

#[test]
fn what_is_wrong_in_a_table_is_named_with_line_and_column() {
    let classes = |text: &[u8]| message(read_csv_classes(text, "y"));
    assert_eq!(classes(b"a,b\n1,2\n"), r#"no column "y"; the header has ["a", "b"]"#);
    assert_eq!(
        classes(b"a,y\n1,0\n\n2,x\n"),
        r#"line 4, column "y" is "x", expected a class, a whole number from 0 to 65535"#
    );
    assert!(classes(b"a,y\n1,-1\n").starts_with(r#"line 2, column "y" is "-1", expected a class"#));
    assert!(classes(b"a,y\n1,4000000000\n").starts_with(r#"line 2, column "y" is "4000000000""#));
    for text in ["NaN", "inf", "", "1,5"] {
        let table = format!("a,y\n\"{text}\",0\n");
        assert_eq!(classes(table.as_bytes()), format!(r#"line 2, column "a" is {text:?}, expected a finite number"#));
    }
    assert_eq!(classes(b"a,y\n1,0\n1\n"), "line 3: 1 fields, expected 2");
    assert_eq!(classes(b"a,y\n\xff,0\n"), "line 2: not UTF-8 text");
    assert_eq!(classes(b"a,y\n"), "0 examples of 1 components: need at least one of each");
    assert_eq!(classes(b"y\n1\n"), "1 examples of 0 components: need at least one of each");
    assert!(message(read_csv_real(b"a,y\n1,nan\n", "y")).ends_with("expected a finite number"));
    assert_eq!(classes(b"a,y\n1,0\r\n1,0,\"2\n\",3\n"), "line 3: 4 fields, expected 2");
    let DataError::NoColumn { present, .. } = read_csv_real("a,".repeat(99).as_bytes(), "y").unwrap_err() else {
        panic!("a header without y is accepted");
    };
    assert_eq!(present, ["a"; 50]);
}

#[test]
fn fields_of_any_length_are_read() {
    let digits = "0".repeat(300);
    let data = read_csv_real(format!("y,\"a\"\"{digits}\"\n0.{digits}1,+{digits}2").as_bytes(), "y").unwrap();
    assert_eq!((data.real_targets()[0], data.inputs()[0]), (1e-301, 2.0));
}

proptest! {
    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..60), header in 0_usize..4) {
        let start: [&[u8]; 4] = [&[], &IMAGES[..16], &LABELS[..8], b"a,y\n"];
        let bytes = [start[header], &bytes].concat();
        let _ = (read_images(&bytes), read_labels(&bytes), read_csv_classes(&bytes, "y"), read_csv_real(&bytes, "y"));
    }

    #[test]
    fn a_table_that_is_written_is_read_back(values in proptest::collection::vec(-1e300_f64..1e300, 3..30)) {
        let lines: Vec<String> = values.chunks_exact(3).map(|v| format!("{},{},{}\n", v[0], v[1], v[2])).collect();
        let data = read_csv_real(format!("y,a,b\n{}", lines.concat()).as_bytes(), "y").unwrap();
        for (example, v) in values.chunks_exact(3).enumerate() {
            let input: Vec<f64> = data.inputs().column(example).iter().copied().collect();
            prop_assert_eq!(&input, &v[1..]);
            let Targets::Real(targets) = data.targets() else { unreachable!() };
            prop_assert_eq!(targets[(0, example)], v[0]);
        }
    }
}
