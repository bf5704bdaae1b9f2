//! Random directions in the space of parameters.

use crate::{Mlp, Scalar};
use piccole_core::{StandardNormal, StreamKey};

/// A random direction: independent Gaussians for the weights, 0 for the biases.
///
/// Layer `l` is drawn from the stream `key.named("direction").indexed(l)`, in the order of the layout.
pub fn gaussian_direction(mlp: &Mlp, key: StreamKey) -> Vec<f64> {
    let key = key.named("direction");
    let mut direction = vec![0.0; mlp.parameter_count()];
    for l in 0..mlp.layers().len() {
        let gaussians = StandardNormal::new(key.indexed(l as u64).rng());
        direction[mlp.weight_range(l)].iter_mut().zip(gaussians).for_each(|(d, z)| *d = z);
    }
    direction
}

/// A random direction in the scale of the network: the [`gaussian_direction`] with the incoming weights `d_u` of every unit
/// `u` (a filter) brought to the length of the unit's own, `w_u`.
///
/// ```math
/// d_u \leftarrow \frac{|w_u|}{|d_u|}\, d_u .
/// ```
///
/// Networks that differ in the scale of their layers alone (`c W_1`, `W_2/c` around a ReLU) have the same slices along
/// the directions of one key, so that the width of what one sees can be compared between networks.
///
/// Reference: H. Li et al., NeurIPS 2018, arXiv:1712.09913.
///
/// # Panics
/// Unless there are as many parameters as the network has.
pub fn filter_normalized_direction<T: Scalar>(mlp: &Mlp, parameters: &[T], key: StreamKey) -> Vec<f64> {
    let mut direction = gaussian_direction(mlp, key);
    for l in 0..mlp.layers().len() {
        let weights = mlp.weights(parameters, l).map(Into::<f64>::into);
        for (mut d, w) in mlp.weights_mut(&mut direction, l).row_iter_mut().zip(weights.row_iter()) {
            let length = d.norm();
            if length > 0.0 {
                d *= w.norm() / length;
            }
        }
    }
    direction
}
