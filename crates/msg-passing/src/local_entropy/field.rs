//! The field towards a reference that holds the weights at a distance from it.

/// Largest error of the overlap: a hundred roundings of a sum of terms below 1.
const TOLERANCE: f64 = 1e-14;
/// Steps of Newton's method or of bisection; the latter alone would reach rounding in about 60.
const MOST_STEPS: usize = 100;

/// The `γ` with `Σ_i tanh(a_i + γ)/N = p`, for fields `a_i` along the reference and `p` in `(−1, 1)`.
///
/// The left-hand side grows with `γ`, and the root lies between `atanh p − max a` and `atanh p − min a`: Newton's method from
/// `guess`, with bisection where a step would leave what is left of this interval.
pub(super) fn field_at(fields: &[f64], overlap: f64, guess: f64) -> f64 {
    let (least, largest) = fields.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), &x| (a.min(x), b.max(x)));
    let free = libm::atanh(overlap);
    let (mut low, mut high) = (free - largest, free - least);
    let mut gamma = guess.clamp(low, high);
    for _ in 0..MOST_STEPS {
        let (mut mean, mut slope) = (0.0, 0.0);
        for a in fields {
            let m = libm::tanh(a + gamma);
            mean += m;
            slope += 1.0 - m * m;
        }
        let gap = mean / fields.len() as f64 - overlap;
        if gap.abs() <= TOLERANCE {
            break;
        }
        (low, high) = if gap > 0.0 { (low, gamma) } else { (gamma, high) };
        let newton = gamma - gap * fields.len() as f64 / slope;
        let next = if newton > low && newton < high { newton } else { 0.5 * (low + high) };
        if next == gamma {
            break;
        }
        gamma = next;
    }
    gamma
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlap(fields: &[f64], gamma: f64) -> f64 {
        fields.iter().map(|a| libm::tanh(a + gamma)).sum::<f64>() / fields.len() as f64
    }

    #[test]
    fn the_overlap_is_the_one_asked_for() {
        let fields = [-30.0, -3.0, -0.2, 0.0, 0.1, 1.0, 2.5, 40.0];
        for p in [-0.99, -0.3, 0.0, 0.5, 0.9, 0.999] {
            for guess in [-1e3, 0.0, 1e3] {
                let gamma = field_at(&fields, p, guess);
                assert!((overlap(&fields, gamma) - p).abs() < 1e-13, "{p} {guess}: {gamma}");
            }
        }
    }

    #[test]
    fn without_fields_it_is_the_inverse_of_tanh() {
        // Around p = 0.8 the inverse magnifies the rounding of the sum by 1/(1 − p²) < 3.
        assert!((field_at(&[0.0; 7], 0.8, 0.0) - libm::atanh(0.8)).abs() < 1e-13);
    }
}
