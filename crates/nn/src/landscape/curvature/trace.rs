//! The trace of a matrix known by its products.

use super::SymmetricOperator;
use crate::Estimate;
use crate::vector::dot;
use piccole_core::StreamKey;
use rand::Rng;
use std::ops::Range;

/// Estimates the trace of a symmetric matrix from products with vectors of random signs (Hutchinson).
///
/// ```math
/// \operatorname{tr} A = \mathbb E\, z^T A z, \qquad z_i = \pm 1, \qquad
/// \operatorname{Var} z^T A z = 2 \sum_{i \ne j} A_{ij}^2 .
/// ```
///
/// Reference: M. F. Hutchinson, Commun. Stat. Simul. Comput. 19, 433 (1990), doi:10.1080/03610919008812866.
///
/// # Panics
/// If there are no draws.
pub fn trace(operator: &mut impl SymmetricOperator, draws: usize, key: StreamKey) -> Estimate {
    let all = 0..operator.dimension();
    block_traces(operator, &[all], draws, key)[0]
}

/// Estimates the traces of several diagonal blocks from the same products, such as those of the layers of a network
/// ([`layer_ranges`](super::layer_ranges)): `tr A_bb = E Σ_{i∈b} z_i (A z)_i`.
///
/// # Panics
/// If there are no draws, or a block is not within the matrix.
pub fn block_traces(
    operator: &mut impl SymmetricOperator,
    blocks: &[Range<usize>],
    draws: usize,
    key: StreamKey,
) -> Vec<Estimate> {
    let key = key.named("trace");
    let forms: Vec<Vec<f64>> = (0..draws as u64)
        .map(|draw| block_forms(operator, &signs(operator.dimension(), key.indexed(draw)), blocks))
        .collect();
    let of_block = |b: usize| forms.iter().map(|form| form[b]).collect::<Vec<f64>>();
    (0..blocks.len()).map(|b| Estimate::from_draws(&of_block(b))).collect()
}

/// `Σ_{i∈b} z_i (A z)_i` for each block.
pub(super) fn block_forms(operator: &mut impl SymmetricOperator, z: &[f64], blocks: &[Range<usize>]) -> Vec<f64> {
    let mut product = vec![0.0; z.len()];
    operator.apply(z, &mut product);
    blocks.iter().map(|block| dot(&z[block.clone()], &product[block.clone()])).collect()
}

/// Independent signs ±1, 64 from each word of the stream.
pub(super) fn signs(count: usize, key: StreamKey) -> Vec<f64> {
    let mut rng = key.rng();
    let words = std::iter::repeat_with(|| rng.next_u64());
    let signs = words.flat_map(|word| (0..64).map(move |bit| if word >> bit & 1 == 1 { 1.0 } else { -1.0 }));
    signs.take(count).collect()
}
