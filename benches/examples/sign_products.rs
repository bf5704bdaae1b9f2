//! The side of `peers/sgemv.py` that is ours: `sign_products N P WORDS_FILE VECTOR_FILE forward|backward`.
//!
//! Reads packed rows (64-bit words, least significant bit first, rows padded to words) and a vector of `f64`. For every line
//! on standard input it computes the product on one thread and prints the CPU seconds; at the end it prints the product.

#![allow(missing_docs)]

use piccole_benches::cpu_seconds_per_call;
use piccole_core::BitMatrix;
use piccole_core::products::{Precision, SignProducts};
use std::io::BufRead;

fn read<const B: usize, T>(path: &str, from: fn([u8; B]) -> T) -> Vec<T> {
    let bytes = std::fs::read(path).expect("a readable file");
    bytes.as_chunks().0.iter().map(|bytes| from(*bytes)).collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n, p, words, vector, direction] = arguments.as_slice() else { panic!("see the head of this file") };
    let [n, p] = [n, p].map(|number| number.parse::<usize>().expect("a number"));
    let matrix = BitMatrix::from_words(p, n, read(words, u64::from_le_bytes)).expect("packed rows");
    let (x, forward) = (read(vector, f64::from_le_bytes), direction == "forward");
    let products = SignProducts::new(&matrix);
    let mut out = vec![0.0; if forward { p } else { n }];
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    pool.install(|| {
        let mut multiply = || match forward {
            true => products.forward_into(&x, Precision::Bits21, &mut out),
            false => products.backward_into(&x, Precision::Bits21, &mut out),
        };
        multiply();
        for _ in std::io::stdin().lock().lines() {
            println!("{}", cpu_seconds_per_call(5, &mut multiply));
        }
    });
    out.iter().for_each(|product| println!("{product:e}"));
}
