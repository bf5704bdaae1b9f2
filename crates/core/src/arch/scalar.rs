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
