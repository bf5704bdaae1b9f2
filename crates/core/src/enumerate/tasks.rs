//! Sums over fixed tasks, on the threads there are.

#[cfg(feature = "rayon")]
use rayon::prelude::*;

/// Entrywise sum of the `len` counts that each task returns. Integers add up to the same in any order.
pub(super) fn sum_counts(tasks: u64, len: usize, task: impl Fn(u64) -> Vec<u64> + Sync + Send) -> Vec<u64> {
    #[cfg(feature = "rayon")]
    return (0..tasks).into_par_iter().map(task).reduce(|| vec![0; len], add);
    #[cfg(not(feature = "rayon"))]
    return (0..tasks).map(task).fold(vec![0; len], add);
}

fn add(mut total: Vec<u64>, part: Vec<u64>) -> Vec<u64> {
    for (total, part) in total.iter_mut().zip(part) {
        *total += part;
    }
    total
}
