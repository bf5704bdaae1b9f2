//! Losses of a batch and their gradients with respect to the network's output.
//!
//! A [`Batch`] is a row-major matrix of `M` rows (one a sample) and `C` columns (one an output of the network). Losses are
//! means over the rows, so that their size does not depend on that of the batch. They are computed and returned in
//! `f64` whatever the precision of the network, and summed row by row in order; gradients have the network's precision.
//!
//! ```math
//! \text{mean squared error:}\quad \ell = \frac{1}{MC} \sum_{\mu k} (z_{\mu k} - t_{\mu k})^2, \qquad
//! \text{cross-entropy:}\quad \ell = \frac1M \sum_\mu \Bigl[\ln \sum_k e^{z_{\mu k}} - z_{\mu, y(\mu)}\Bigr] .
//! ```
//!
//! | loss | `ℓ` | `∂ℓ/∂z_μk` |
//! | --- | --- | --- |
//! | [`mean_squared_error`] | `1/(MC) Σ_μk (z_μk − t_μk)²` | `2 (z_μk − t_μk)/(MC)` |
//! | [`cross_entropy`] | `1/M Σ_μ [ln Σ_k exp(z_μk) − z_μ,y(μ)]`, in nats | `(p_μk − δ_{k,y(μ)})/M`, `p` the [`softmax`] |

mod batch;
mod cross_entropy;
mod error;
mod squared_error;

pub use batch::Batch;
pub use cross_entropy::{cross_entropy, cross_entropy_gradient, cross_entropy_hessian_product, softmax};
pub use error::LossError;
pub use squared_error::{mean_squared_error, mean_squared_error_gradient, mean_squared_error_hessian_product};
