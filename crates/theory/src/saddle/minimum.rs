//! The minimum of a function of one variable.

/// A minimum found between two points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Minimum {
    /// Where.
    pub point: f64,
    /// The value there.
    pub value: f64,
    /// Evaluations of the function.
    pub iterations: usize,
    /// Whether the interval shrank to the tolerance.
    pub converged: bool,
}

/// Finds a local minimum between `a` and `b` by Brent's method: parabolas that fall back on golden sections.
///
/// Stops when the interval is within `tolerance + √ε |x|` of the point, the best that values of the function alone can
/// tell: a deviation `δ` changes them by `f″δ²/2` only. If the function has no minimum inside, the result is next to
/// the lower end. A NaN counts as higher than everything.
///
/// ```
/// use piccole_theory::saddle::minimum::brent;
/// let found = brent(|x| x * x * x - x, 0.0, 2.0, 1e-9, 100);
/// assert!(found.converged && (found.point - 1.0 / 3.0_f64.sqrt()).abs() < 1e-8);
/// ```
pub fn brent(mut f: impl FnMut(f64) -> f64, a: f64, b: f64, tolerance: f64, max_evaluations: usize) -> Minimum {
    /// `(3 − √5)/2`
    const GOLDEN: f64 = 0.381_966_011_250_105_1;
    let (mut low, mut high) = (a.min(b), a.max(b));
    let mut value_at = |x: f64| {
        let value = f(x);
        if value.is_nan() { f64::INFINITY } else { value }
    };
    // Best, second best and the second best before it.
    let mut x = low + GOLDEN * (high - low);
    let mut fx = value_at(x);
    let ((mut w, mut fw), (mut v, mut fv)) = ((x, fx), (x, fx));
    let (mut step, mut before_last) = (0.0_f64, 0.0_f64);
    let mut iterations = 1;
    loop {
        let middle = 0.5 * (low + high);
        let near = tolerance + f64::EPSILON.sqrt() * x.abs();
        let converged = (x - middle).abs() <= 2.0 * near - 0.5 * (high - low);
        if converged || iterations >= max_evaluations {
            return Minimum { point: x, value: fx, iterations, converged };
        }
        let parabolic = vertex((x, fx), (w, fw), (v, fv)) - x;
        let inside = low < x + parabolic && x + parabolic < high;
        let (last, earlier) = (step, before_last);
        if inside && parabolic.abs() < 0.5 * earlier.abs() {
            before_last = last;
            step = parabolic;
            // The ends are known; a point next to one of them tells nothing.
            if (x + step) - low < 2.0 * near || high - (x + step) < 2.0 * near {
                step = near.copysign(middle - x);
            }
        } else {
            before_last = if x < middle { high - x } else { low - x };
            step = GOLDEN * before_last;
        }
        let u = if step.abs() >= near { x + step } else { x + near.copysign(step) };
        let fu = value_at(u);
        iterations += 1;
        if fu <= fx {
            if u < x {
                high = x;
            } else {
                low = x;
            }
            ((v, fv), (w, fw), (x, fx)) = ((w, fw), (x, fx), (u, fu));
        } else {
            if u < x {
                low = u;
            } else {
                high = u;
            }
            if fu <= fw || w == x {
                ((v, fv), (w, fw)) = ((w, fw), (u, fu));
            } else if fu <= fv || v == x || v == w {
                (v, fv) = (u, fu);
            }
        }
    }
}

/// Where the parabola through three points has its vertex; NaN if two coincide.
fn vertex((x, fx): (f64, f64), (w, fw): (f64, f64), (v, fv): (f64, f64)) -> f64 {
    let (r, q) = ((x - w) * (fx - fv), (x - v) * (fx - fw));
    x - ((x - v) * q - (x - w) * r) / (2.0 * (q - r))
}

#[cfg(test)]
mod tests {
    use super::brent;

    #[test]
    fn a_smooth_minimum_takes_few_evaluations() {
        let found = brent(|x| libm::cosh(x - 1.3), -4.0, 9.0, 1e-9, 100);
        assert!(found.converged && (found.point - 1.3).abs() < 3e-8, "{found:?}");
        assert!(found.iterations < 20, "{found:?}");
    }

    #[test]
    fn a_kink_is_found_by_golden_sections() {
        let found = brent(|x: f64| (x - 0.7).abs(), 0.0, 10.0, 1e-12, 200);
        assert!(found.converged && (found.point - 0.7).abs() < 3e-8, "{found:?}");
    }

    #[test]
    fn without_a_minimum_inside_the_lower_end_is_approached() {
        let found = brent(|x| x, 2.0, 3.0, 1e-9, 100);
        assert!(found.converged && found.point < 2.0 + 2e-7, "{found:?}");
    }

    #[test]
    fn nan_is_avoided_and_the_limit_is_reported() {
        let found = brent(|x| if x > 1.0 { f64::NAN } else { (x - 0.5) * (x - 0.5) }, 0.0, 2.0, 1e-9, 100);
        assert!(found.converged && (found.point - 0.5).abs() < 1e-7, "{found:?}");
        let cut = brent(|x| x * x, -1.0, 3.0, 1e-12, 4);
        assert!(!cut.converged && cut.iterations == 4);
    }
}
