//! Averages over the output of a training sample.

use super::loss::Loss;
use crate::averages::{AverageError, Feature, Rule};
use piccole_core::gauss;

/// `H(−tξ)` and `G(tξ)` are entire but grow as `exp(t²y²/2)` off the real axis: by `e⁸` only over the ellipses of panels
/// made for this strip, in units of `1/t`.
const GROWTH: f64 = 2.0;

/// The order parameters; `overlap` is `artanh(m/√q)`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) v: f64,
    pub(super) q: f64,
    pub(super) overlap: f64,
}

/// The integrals over `ξ`, without the factor `α`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Channel {
    pub(super) v_hat: f64,
    pub(super) q_hat: f64,
    pub(super) m_hat: f64,
    /// Mean of the loss over the training samples.
    pub(super) train_loss: f64,
}

impl Channel {
    /// The integrals on nodes that resolve everything; `resolution` above 1 takes that many times more.
    pub(super) fn new(loss: Loss, order: Order, resolution: f64) -> Result<Self, AverageError> {
        let root_q = order.q.sqrt();
        // t = sinh and 1/σ = cosh of the hyperbolic angle whose tanh is the correlation.
        let (t, inverse_sigma) = (libm::sinh(order.overlap), libm::cosh(order.overlap));
        let mut features = loss.features(order.v, root_q);
        features.push(Feature { centre: 0.0, strip: GROWTH / t.abs() });
        for feature in &mut features {
            feature.strip /= resolution;
        }
        let [v_hat, q_hat, m_hat, train_loss] = Rule::resolving(&features)?.means(|xi| {
            let proximal = loss.proximal(root_q * xi, order.v);
            let probability = 2.0 * gauss::tail(-t * xi);
            [
                probability * proximal.stiffness,
                probability * proximal.force * proximal.force,
                2.0 * gauss::pdf(t * xi) * inverse_sigma * proximal.force,
                probability * proximal.loss,
            ]
        });
        Ok(Self { v_hat, q_hat, m_hat, train_loss })
    }
}
