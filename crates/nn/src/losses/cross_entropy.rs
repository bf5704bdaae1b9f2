//! Softmax and its cross-entropy with a label.

use super::{Batch, LossError};
use crate::Scalar;

/// Writes the softmax `p_μk = exp(z_μk) / Σ_l exp(z_μl)` of every row of logits into `probabilities` (row-major).
///
/// The largest logit of the row is subtracted first, so nothing overflows; adding a number to a row changes nothing but
/// rounding. With `m` the largest logit the relative error is below `(C + 4 + m − z_μk) ε` (`ε` the machine epsilon of
/// `T`) wherever `p` is a normal number. A logit of −∞ has probability 0; with two classes or more, a row with a NaN,
/// with more than one +∞, or with −∞ alone, is all NaN.
///
/// # Errors
/// [`LossError::BufferLength`] if `probabilities` does not have one number for each logit.
///
/// ```
/// use piccole_nn::losses::{Batch, softmax};
/// let mut p = [0.0; 4];
/// softmax(Batch::new(&[0.0, 3.0_f64.ln(), 1000.0, -1000.0], 2)?, &mut p)?;
/// assert!((p[0] - 0.25).abs() < 1e-15 && (p[1] - 0.75).abs() < 1e-15);
/// assert_eq!(p[2..], [1.0, 0.0]);
/// # Ok::<(), piccole_nn::losses::LossError>(())
/// ```
pub fn softmax<T: Scalar>(logits: Batch<'_, T>, probabilities: &mut [T]) -> Result<(), LossError> {
    logits.check_buffer(probabilities)?;
    let classes = logits.columns();
    for (z, p) in logits.values().chunks_exact(classes).zip(probabilities.chunks_exact_mut(classes)) {
        let peak = Peak::of(z);
        let sum = 1.0 + peak.rest(z);
        for (k, (p, &z)) in p.iter_mut().zip(z).enumerate() {
            *p = T::from_f64(peak.weight(k, z) / sum);
        }
    }
    Ok(())
}

/// Mean cross-entropy `ℓ = 1/M Σ_μ [ln Σ_k exp(z_μk) − z_μ,y(μ)]` of the softmax of `M` rows of logits with the labels
/// `y(μ)`, in nats a row.
///
/// With `m` the largest logit of a row its term is `(m − z_y) + ln(1 + Σ' exp(z_k − m))`, the sum over all classes but
/// that of `m`: nothing overflows, and the loss of a row that is classified with certainty is a small number with all
/// its digits, not 0. A label whose logit is −∞ gives +∞; a NaN gives NaN, and a logit of +∞ one of the two.
///
/// # Errors
/// [`LossError::LabelCount`] unless there is one label a row, [`LossError::LabelOutOfRange`] if one is not below `C`.
///
/// ```
/// use piccole_nn::losses::{Batch, cross_entropy};
/// let logits = [0.0, 0.0, 0.0, 0.0, 500.0, 0.0, 0.0, 0.0];
/// let loss = cross_entropy(Batch::new(&logits, 4)?, &[2, 1])?; // ln 4 and 500
/// assert!((loss - 0.5 * (4.0_f64.ln() + 500.0)).abs() < 1e-13);
/// # Ok::<(), piccole_nn::losses::LossError>(())
/// ```
pub fn cross_entropy<T: Scalar>(logits: Batch<'_, T>, labels: &[usize]) -> Result<f64, LossError> {
    check_labels(logits, labels)?;
    let rows = logits.values().chunks_exact(logits.columns());
    let losses = rows.zip(labels).map(|(z, &label)| {
        let peak = Peak::of(z);
        peak.loss(z[label], peak.rest(z))
    });
    Ok(losses.sum::<f64>() / logits.rows() as f64)
}

/// Writes the gradient `∂ℓ/∂z_μk = (p_μk − δ_{k,y(μ)})/M` of the [`cross_entropy`] into `gradient` (row-major, as the
/// logits) and returns `ℓ`; `p` is the [`softmax`].
///
/// The entry of the label is minus the sum of the others, not `p − 1`: it keeps its relative accuracy where the row is
/// classified with certainty, and every row of the gradient sums to zero up to the rounding of its entries.
///
/// # Errors
/// Those of [`cross_entropy`], and [`LossError::BufferLength`] if `gradient` does not have one number for each logit.
pub fn cross_entropy_gradient<T: Scalar>(
    logits: Batch<'_, T>,
    labels: &[usize],
    gradient: &mut [T],
) -> Result<f64, LossError> {
    logits.check_buffer(gradient)?;
    check_labels(logits, labels)?;
    let (classes, rows) = (logits.columns(), logits.rows() as f64);
    let mut total = 0.0;
    let samples = logits.values().chunks_exact(classes).zip(gradient.chunks_exact_mut(classes)).zip(labels);
    for ((z, g), &label) in samples {
        let peak = Peak::of(z);
        let rest = peak.rest(z);
        let mut others = 0.0;
        for (k, (g, &z)) in g.iter_mut().zip(z).enumerate().filter(|&(k, _)| k != label) {
            let share = peak.weight(k, z) / (1.0 + rest) / rows;
            *g = T::from_f64(share);
            others += share;
        }
        g[label] = T::from_f64(-others);
        total += peak.loss(z[label], rest);
    }
    Ok(total / rows)
}

/// Writes the Hessian of the [`cross_entropy`] with respect to the logits times a vector,
/// `p_μk (v_μk − Σ_l p_μl v_μl)/M` with `p` the [`softmax`], into `product`; it does not depend on the labels.
///
/// # Errors
/// [`LossError::TargetShape`] unless `vector` has the shape of the logits, [`LossError::BufferLength`] if `product` does
/// not have one number for each.
pub fn cross_entropy_hessian_product<T: Scalar>(
    logits: Batch<'_, T>,
    vector: Batch<'_, T>,
    product: &mut [T],
) -> Result<(), LossError> {
    logits.check_shape(vector)?;
    softmax(logits, product)?;
    let (classes, rows) = (logits.columns(), logits.rows() as f64);
    for (p, v) in product.chunks_exact_mut(classes).zip(vector.values().chunks_exact(classes)) {
        let mean: f64 = p.iter().zip(v).map(|(&p, &v)| p.into() * v.into()).sum();
        for (p, &v) in p.iter_mut().zip(v) {
            *p = T::from_f64((*p).into() * (v.into() - mean) / rows);
        }
    }
    Ok(())
}

/// The largest logit of a row (the first, if several are).
struct Peak {
    class: usize,
    logit: f64,
}

impl Peak {
    fn of<T: Scalar>(logits: &[T]) -> Self {
        let mut peak = Self { class: 0, logit: logits[0].into() };
        for (class, &logit) in logits.iter().enumerate() {
            if logit.into() > peak.logit {
                peak = Self { class, logit: logit.into() };
            }
        }
        peak
    }

    /// `exp(z_k − m)`, exactly 1 for the peak itself.
    fn weight<T: Scalar>(&self, class: usize, logit: T) -> f64 {
        if class == self.class { 1.0 } else { libm::exp(logit.into() - self.logit) }
    }

    /// `Σ' exp(z_k − m)` over all classes but that of the peak, in order.
    fn rest<T: Scalar>(&self, logits: &[T]) -> f64 {
        let others = logits.iter().enumerate().filter(|&(class, _)| class != self.class);
        others.map(|(class, &logit)| self.weight(class, logit)).sum()
    }

    /// `ln Σ_k exp(z_k) − z_y` from the logit of the label and the [`rest`](Self::rest).
    fn loss<T: Scalar>(&self, label_logit: T, rest: f64) -> f64 {
        (self.logit - label_logit.into()) + libm::log1p(rest)
    }
}

fn check_labels<T>(logits: Batch<'_, T>, labels: &[usize]) -> Result<(), LossError> {
    let (rows, classes) = (logits.rows(), logits.columns());
    if labels.len() != rows {
        return Err(LossError::LabelCount { labels: labels.len(), rows });
    }
    match labels.iter().position(|&label| label >= classes) {
        Some(row) => Err(LossError::LabelOutOfRange { row, label: labels[row], classes }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
