//! What readers hold at once; alone in its program, whose allocator counts.

#![forbid(unsafe_code)]

use piccole_core::formats::{PatternsFormat, write_patterns, write_weights};
use piccole_core::patterns::{Inputs, Patterns};
use piccole_core::{BitMatrix, BitVector};
use piccole_tests::parsers::heap::{self, PeakAlloc};
use piccole_tests::parsers::seeds::{findings, seeds};
use piccole_tests::parsers::{PARSERS, Parser, parser};
use std::io::Write;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// Just beyond a power of two: where a vector that doubles has the most to spare.
const MANY: usize = (1 << 16) + 1;

/// One test, so that no other allocates meanwhile.
#[test]
fn no_reader_holds_ten_times_its_input() {
    for parser in PARSERS.map(Parser::prepared) {
        for (_, bytes) in seeds(&parser).into_iter().chain(findings(&parser)) {
            heap::check(ALLOCATOR, &parser, &bytes);
        }
    }
    for (name, bytes) in large() {
        heap::check(ALLOCATOR, &parser(name), &bytes);
    }
}

/// Inputs of many parts, each as short as it can be, by the parser that reads them.
fn large() -> Vec<(&'static str, Vec<u8>)> {
    let mut inputs = Vec::new();
    for (p, n) in [(MANY, 1), (1, MANY), (257, 257)] {
        inputs.extend(patterns(p, n).map(|bytes| ("patterns", bytes)));
        let units = vec![BitVector::from_fn(n, |i| i % 3 == 0); p];
        inputs.push(("arrays", write_weights(&units)));
    }
    inputs.push(("patterns", "1\n".repeat(MANY).into()));
    inputs.push(("patterns", ["1 ".repeat(MANY), "\n1".repeat(MANY)].concat().into()));
    inputs.push(("patterns", gzip("1.0 -1.0 ".repeat(MANY).as_bytes())));
    inputs.push(("patterns", gzip(&vec![b'1'; 200 * MANY])));
    inputs.push(("patterns", directory(MANY)));
    inputs.push(("idx", gzip(&[&[0, 0, 8, 1, 0, 1, 0, 1][..], &[7; MANY]].concat())));
    inputs.push(("csv", ["a,".repeat(MANY), "y\n".into(), "1,".repeat(MANY), "1\n".into()].concat().into()));
    inputs.push(("csv", ["a,".repeat(MANY), "b\n".into()].concat().into()));
    inputs.push(("csv", ["y\n", &"1\n".repeat(MANY)].concat().into()));
    inputs.push(("csv", ["y,a\n", &"1,1\n".repeat(MANY)].concat().into()));
    inputs.push(("csv", ["y\n1", &"\n".repeat(MANY)].concat().into()));
    inputs.push(("csv", ["y\n\"", &"1".repeat(MANY)].concat().into()));
    inputs.push(("plan", ["0,", &"1,".repeat(MANY)].concat().into()));
    inputs.push(("plan", ["figure = 'entropy'\nseed = [", &"1,".repeat(MANY), "]"].concat().into()));
    inputs.push(("plan", "[a]\n".repeat(MANY).into()));
    inputs.push(("plan", "a.".repeat(MANY).into()));
    inputs.push(("plan", (0..MANY / 4).map(|k| format!("a{k}=1\n")).collect::<String>().into()));
    inputs.extend(many_numbers());
    inputs
}

/// Patterns of these dimensions in every format.
fn patterns(p: usize, n: usize) -> [Vec<u8>; 5] {
    let inputs = Inputs::Signs(BitMatrix::from_fn(p, n, |mu, i| (mu + i) % 3 == 0));
    let patterns = Patterns::from_gauged(inputs, BitVector::from_fn(p, |mu| mu % 2 == 0), None);
    let patterns = patterns.expect("dimensions that are accepted");
    PatternsFormat::ALL.map(|format| write_patterns(&patterns, format).expect("signs fit into every format"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to memory does not fail")
}

/// A zip archive of many empty members.
fn directory(members: usize) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for member in 0..members {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(format!("{member}"), options).expect("names differ");
    }
    archive.finish().expect("writing to memory does not fail").into_inner()
}

/// The seeds of checkpoints and stores with a list in them made long.
fn many_numbers() -> Vec<(&'static str, Vec<u8>)> {
    let longer = |name: &'static str, seed: &str, list: &str, item: &str| {
        let seeds = seeds(&parser(name));
        let (_, bytes) = seeds.into_iter().find(|(file, _)| file == seed).unwrap_or_else(|| panic!("no seed {seed}"));
        let text = String::from_utf8(bytes).expect("a seed of text");
        assert!(text.contains(list), "{name}/{seed} has no {list}");
        (name, text.replacen(list, &format!("{list}{}", item.repeat(MANY)), 1).into_bytes())
    };
    vec![
        longer("checkpoint", "training-f64", "\"parameters\":[", "0,"),
        longer("checkpoint", "training-f32", "\"velocity\":[", "0,"),
        longer("checkpoint", "file", "\"rows\":[", "{\"errors\":0,\"energy\":null},"),
        longer("checkpoint", "file", "\"settings\":{\"a\":[", "0,"),
        longer("store", "whole", "\"solutions\":[", "1,"),
    ]
}
