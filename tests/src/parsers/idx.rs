//! Images and labels in IDX files.

use super::{ALLOWANCE, Parser, size};
use piccole_core::formats::decompress;
use piccole_nn::data::{read_images, read_labels};

pub(super) const PARSER: Parser =
    Parser { name: "idx", more_seeds: &[], read, check_round_trip, size: size::unfolded, allowance: ALLOWANCE };

fn read(bytes: &[u8]) -> bool {
    let images = read_images(bytes).is_ok();
    read_labels(bytes).is_ok() || images
}

/// Nothing writes IDX files; their parts put together by hand are the file again.
fn check_round_trip(bytes: &[u8]) {
    let size = |size: usize| u32::try_from(size).expect("read from 32 bits").to_be_bytes();
    let plain =
        || if bytes.starts_with(&[0x1f, 0x8b]) { decompress(bytes).expect("just read") } else { bytes.to_vec() };
    if let Ok(images) = read_images(bytes) {
        let sizes = [images.count(), images.rows(), images.columns()].map(size).concat();
        assert_eq!([&[0, 0, 8, 3][..], &sizes, images.pixels()].concat(), plain());
    }
    if let Ok(labels) = read_labels(bytes) {
        assert_eq!([&[0, 0, 8, 1][..], &size(labels.len()), &labels].concat(), plain());
    }
}
