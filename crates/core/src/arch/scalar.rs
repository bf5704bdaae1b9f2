//! The definition: one word at a time, on any machine.

/// Number of bits in which two packed vectors differ.
///
/// # Panics
/// If the slices differ in length.
pub fn hamming(a: &[u64], b: &[u64]) -> u64 {
    assert_eq!(a.len(), b.len(), "packed vectors differ in length");
    a.iter().zip(b).map(|(x, y)| u64::from((x ^ y).count_ones())).sum()
}

/// Hamming distance of every row of a packed matrix to one packed vector.
///
/// # Panics
/// If the sizes do not fit; see [`arch::hamming_rows`](super::hamming_rows).
pub fn hamming_rows(rows: &[u64], w: &[u64], out: &mut [i32]) {
    super::check_rows(rows, w, out);
    for (r, distance) in out.iter_mut().enumerate() {
        *distance = hamming(&rows[r * w.len()..(r + 1) * w.len()], w) as i32;
    }
}

/// Sum of every row's signs with integers; the definition of [`products`](crate::products).
///
/// # Panics
/// If the sizes do not fit.
pub fn sign_sums(rows: &[u64], q: &[i32], out: &mut [i64]) {
    let words = q.len().div_ceil(64);
    assert_eq!(rows.len(), words * out.len(), "{} words are not {} rows of {words}", rows.len(), out.len());
    for (r, sum) in out.iter_mut().enumerate() {
        let row = &rows[r * words..(r + 1) * words];
        *sum = row.iter().zip(q.chunks(64)).map(|(word, q)| sign_sum(*word, q)).sum();
    }
}

fn sign_sum(word: u64, q: &[i32]) -> i64 {
    q.iter().enumerate().map(|(i, &q)| i64::from(if word >> i & 1 == 1 { q } else { -q })).sum()
}
