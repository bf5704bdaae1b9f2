//! The maximum of a function of one unknown.

use super::solution::{Solution, Stop};

/// Finds a local maximum between `low` and `high` by Brent's method: parabolas, and golden sections where they fail.
///
/// The position is good to about the square root of the rounding of `f`, some 10⁻⁸, the value to that rounding. Stops when
/// the interval is shorter than `tolerance` (positions closer than 10⁻⁸ relative cannot be told apart). `residual` is the
/// length that is left of it.
pub fn maximum(
    mut f: impl FnMut(f64) -> f64,
    low: f64,
    high: f64,
    tolerance: f64,
    max_evaluations: usize,
) -> (Solution<f64>, f64) {
    /// `(3 − √5)/2`
    const GOLDEN: f64 = 0.381_966_011_250_105_1;
    const RESOLUTION: f64 = 1.5e-8;
    let (mut a, mut b) = (low, high);
    let mut best = a + GOLDEN * (b - a);
    let mut f_best = f(best);
    // The second best point and the one that it replaced.
    let (mut second, mut f_second) = (best, f_best);
    let (mut third, mut f_third) = (best, f_best);
    let (mut step, mut before): (f64, f64) = (0.0, 0.0);
    for evaluations in 1..=max_evaluations {
        let smallest = RESOLUTION * best.abs() + 0.25 * tolerance;
        let middle = 0.5 * (a + b);
        let left = f64::max(best - a, b - best);
        if left <= 2.0 * smallest || f_best.is_nan() {
            let stop = if f_best.is_nan() { Stop::LeftDomain } else { Stop::Converged };
            return (Solution { point: best, residual: b - a, iterations: evaluations, stop }, f_best);
        }
        // The top of the parabola through the three points.
        let r = (best - second) * (f_best - f_third);
        let q = (best - third) * (f_best - f_second);
        let top = ((best - third) * q - (best - second) * r) / (2.0 * (r - q));
        let parabolic = best + top;
        let trusted = top.abs() < 0.5 * before.abs() && parabolic > a && parabolic < b;
        before = step;
        step = if trusted {
            top
        } else {
            before = if best < middle { b - best } else { a - best };
            GOLDEN * before
        };
        if step.abs() < smallest {
            step = if trusted { smallest.copysign(middle - best) } else { smallest.copysign(step) };
        }
        let next = best + step;
        let f_next = f(next);
        if f_next >= f_best {
            if next >= best {
                a = best;
            } else {
                b = best;
            }
            (third, f_third, second, f_second, best, f_best) = (second, f_second, best, f_best, next, f_next);
        } else {
            if next < best {
                a = next;
            } else {
                b = next;
            }
            if f_next >= f_second || second == best {
                (third, f_third, second, f_second) = (second, f_second, next, f_next);
            } else if f_next >= f_third || third == best || third == second {
                (third, f_third) = (next, f_next);
            }
        }
    }
    (Solution { point: best, residual: b - a, iterations: max_evaluations, stop: Stop::IterationLimit }, f_best)
}

#[cfg(test)]
mod tests {
    use super::maximum;

    #[test]
    fn smooth_and_sharp_maxima_are_found() {
        let (top, value) = maximum(|x| -(x - 0.3) * (x - 0.3) + 2.0, -4.0, 5.0, 1e-9, 100);
        assert!(top.converged() && (top.point - 0.3).abs() < 1e-7 && (value - 2.0).abs() < 1e-15, "{top:?}");
        assert!(top.iterations < 30, "{top:?}");
        let (top, value) = maximum(libm::sin, 0.0, 3.0, 1e-9, 100);
        assert!((top.point - std::f64::consts::FRAC_PI_2).abs() < 1e-7 && (value - 1.0).abs() < 1e-15);
        let (kink, _) = maximum(|x: f64| -(x - 1.0).abs(), -1.0, 2.5, 1e-9, 200);
        assert!(kink.converged() && (kink.point - 1.0).abs() < 1e-7, "{kink:?}");
        let (edge, _) = maximum(|x| x, 0.0, 1.0, 1e-9, 200);
        assert!(edge.converged() && (edge.point - 1.0).abs() < 1e-7, "{edge:?}");
    }

    #[test]
    fn a_function_that_is_not_a_number_and_too_few_steps_are_reported() {
        assert!(!maximum(|_| f64::NAN, 0.0, 1.0, 1e-9, 50).0.converged());
        assert!(!maximum(libm::sin, 0.0, 3.0, 1e-9, 4).0.converged());
    }
}
