//! Roots of one equation in one unknown.

use super::solution::{Solution, Stop};

/// An interval with the values of a function at its ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bracket {
    /// One end.
    pub a: f64,
    /// The value there.
    pub f_a: f64,
    /// The other end.
    pub b: f64,
    /// The value there.
    pub f_b: f64,
}

impl Bracket {
    /// Whether the values at the ends have opposite signs or one of them is 0.
    pub fn encloses_a_root(&self) -> bool {
        (self.f_a <= 0.0 && self.f_b >= 0.0) || (self.f_a >= 0.0 && self.f_b <= 0.0)
    }
}

/// Steps out from `start` until the sign of `f` changes, for an `f` that is positive below its root and negative above.
///
/// The first step has the length `step`; each further one is twice as long. The number of evaluations is returned
/// beside the bracket; the bracket is the last pair of points, with equal signs if `max_evaluations` were not enough or
/// `f` is NaN somewhere.
pub fn bracket(mut f: impl FnMut(f64) -> f64, start: f64, step: f64, max_evaluations: usize) -> (Bracket, usize) {
    let f_start = f(start);
    let mut stride = if f_start >= 0.0 { step } else { -step };
    let mut bracket = Bracket { a: start, f_a: f_start, b: start, f_b: f_start };
    let mut evaluations = 1;
    while evaluations < max_evaluations {
        let next = bracket.b + stride;
        bracket = Bracket { a: bracket.b, f_a: bracket.f_b, b: next, f_b: f(next) };
        evaluations += 1;
        if bracket.encloses_a_root() || bracket.f_b.is_nan() {
            break;
        }
        stride *= 2.0;
    }
    (bracket, evaluations)
}

/// Finds a root inside a bracket by Brent's method: inverse quadratic interpolation that falls back on bisection.
///
/// Stops when `|f| ≤ tolerance`, or when the bracket has shrunk to neighbouring doubles: then the sign changes there,
/// and the solution is [`Stop::Converged`] if the residual is within the tolerance and [`Stop::Stalled`] if not (a
/// jump, a pole, or rounding). `iterations` counts evaluations.
pub fn brent(mut f: impl FnMut(f64) -> f64, bracket: Bracket, tolerance: f64, max_evaluations: usize) -> Solution<f64> {
    let Bracket { mut a, f_a: mut fa, mut b, f_b: mut fb } = bracket;
    if fa.abs() < fb.abs() {
        ((a, fa), (b, fb)) = ((b, fb), (a, fa));
    }
    // b is the best point, a the end of the other sign, c the best point before; `last` and `before_last` are steps.
    let (mut c, mut fc) = (a, fa);
    let mut last = b - a;
    let mut before_last = last;
    let end = |point: f64, value: f64, iterations, stop| Solution { point, residual: value.abs(), iterations, stop };
    if !bracket.encloses_a_root() {
        return end(b, fb, 0, Stop::NoSignChange);
    }
    for iterations in 0..=max_evaluations {
        if fb.abs() <= tolerance {
            return end(b, fb, iterations, Stop::Converged);
        }
        let half = 0.5 * (a - b);
        let smallest = 2.0 * f64::EPSILON * b.abs() + f64::MIN_POSITIVE;
        if half.abs() <= smallest {
            return end(b, fb, iterations, Stop::Stalled);
        }
        if iterations == max_evaluations {
            break;
        }
        let interpolated = interpolate((a, fa), (b, fb), (c, fc));
        // Accepted if it stays inside the three quarters next to b and halves the step before last.
        let inside = interpolated * half > 0.0 && interpolated.abs() < 1.5 * half.abs();
        let mut step = if inside && interpolated.abs() < 0.5 * before_last.abs() { interpolated } else { half };
        before_last = if step == half { half } else { last };
        if step.abs() < smallest {
            step = smallest.copysign(half);
        }
        last = step;
        (c, fc) = (b, fb);
        let next = b + step;
        let value = f(next);
        if value.is_nan() {
            return end(b, fb, iterations + 1, Stop::LeftDomain);
        }
        if (value > 0.0) != (fb > 0.0) {
            (a, fa) = (b, fb);
        }
        (b, fb) = (next, value);
        if fa.abs() < fb.abs() {
            (c, fc) = (b, fb);
            ((a, fa), (b, fb)) = ((b, fb), (a, fa));
        }
    }
    end(b, fb, max_evaluations, Stop::IterationLimit)
}

/// The step from `b` to the root of the inverse parabola through three points, or of the chord if two coincide.
fn interpolate((a, fa): (f64, f64), (b, fb): (f64, f64), (c, fc): (f64, f64)) -> f64 {
    if fa == fc || fb == fc || a == c {
        return -fb * (b - a) / (fb - fa);
    }
    // Lagrange's formula for x as a function of f, at f = 0.
    let from_a = (a - b) * fb / (fa - fb) * fc / (fa - fc);
    let from_c = (c - b) * fb / (fc - fb) * fa / (fc - fa);
    from_a + from_c
}

/// Finds a root inside a bracket by Newton's method, bisecting where a step would leave the bracket or shrink too
/// slowly.
///
/// `f` returns value and slope. Stops as [`brent`] does. `iterations` counts evaluations.
pub fn newton(
    mut f: impl FnMut(f64) -> (f64, f64),
    bracket: Bracket,
    start: f64,
    tolerance: f64,
    max_evaluations: usize,
) -> Solution<f64> {
    let end = |point: f64, value: f64, iterations, stop| Solution { point, residual: value.abs(), iterations, stop };
    for (x, value) in [(bracket.a, bracket.f_a), (bracket.b, bracket.f_b)] {
        if value.abs() <= tolerance {
            return end(x, value, 0, Stop::Converged);
        }
    }
    if !bracket.encloses_a_root() {
        return end(bracket.a, bracket.f_a, 0, Stop::NoSignChange);
    }
    // Ordered by sign: f(low) < 0 < f(high).
    let (mut low, mut high) = if bracket.f_a < 0.0 { (bracket.a, bracket.b) } else { (bracket.b, bracket.a) };
    let inside = |x: f64, low: f64, high: f64| (x - low) * (x - high) < 0.0;
    let mut x = if inside(start, low, high) { start } else { 0.5 * (low + high) };
    let mut before = f64::INFINITY;
    let mut value = f64::NAN;
    for iterations in 1..=max_evaluations {
        let slope;
        (value, slope) = f(x);
        if value.abs() <= tolerance {
            return end(x, value, iterations, Stop::Converged);
        }
        if value.is_nan() {
            return end(x, value, iterations, Stop::LeftDomain);
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let newton = x - value / slope;
        let bisect = !inside(newton, low, high) || value.abs() > 0.5 * before;
        let next = if bisect { 0.5 * (low + high) } else { newton };
        // A bisection resets the comparison: the step after it is Newton's again.
        before = if bisect { f64::INFINITY } else { value.abs() };
        if next == x || next == low || next == high {
            return end(x, value, iterations, Stop::Stalled);
        }
        x = next;
    }
    end(x, value, max_evaluations, Stop::IterationLimit)
}

#[cfg(test)]
mod tests {
    use super::{Bracket, bracket, brent, newton};
    use crate::saddle::Stop;
    use proptest::prelude::*;

    fn ends(f: impl Fn(f64) -> f64, a: f64, b: f64) -> Bracket {
        Bracket { a, f_a: f(a), b, f_b: f(b) }
    }

    /// Functions with one root in [a, b]: value, slope, a, b, root.
    type Case = (fn(f64) -> f64, fn(f64) -> f64, f64, f64, f64);
    const CASES: [Case; 6] = [
        (|x| x * x * x - 2.0 * x - 5.0, |x| 3.0 * x * x - 2.0, 2.0, 3.0, 2.094_551_481_542_326_6),
        (|x| libm::cos(x) - x, |x| -libm::sin(x) - 1.0, 0.0, 1.0, 0.739_085_133_215_160_6),
        (libm::atan, |x| 1.0 / (1.0 + x * x), -1e6, 3e5, 0.0),
        // Newton from the middle cycles without the bracket: x³ − 2x + 2.
        (|x| x * x * x - 2.0 * x + 2.0, |x| 3.0 * x * x - 2.0, -3.0, 3.0, -1.769_292_354_238_631_4),
        // Flat on one side.
        (|x| libm::expm1(x), libm::exp, -500.0, 3.0, 0.0),
        // A ninefold root: no method knows it better than |f|^(1/9).
        (|x| libm::pow(x - 1.0, 9.0), |x| 9.0 * libm::pow(x - 1.0, 8.0), 0.0, 5.0, 1.0),
    ];

    #[test]
    fn both_methods_find_every_root_from_either_orientation() {
        for (case, (f, slope, a, b, root)) in CASES.into_iter().enumerate() {
            let tolerance = 1e-14;
            let near = if case == 5 { 0.03 } else { 1e-13 };
            for bracket in [ends(f, a, b), ends(f, b, a)] {
                for solution in
                    [brent(f, bracket, tolerance, 200), newton(|x| (f(x), slope(x)), bracket, 0.0, tolerance, 200)]
                {
                    assert!(solution.converged(), "case {case}: {solution:?}");
                    assert!((solution.point - root).abs() < near, "case {case}: {solution:?}");
                    assert_eq!(solution.residual, f(solution.point).abs());
                    assert!(solution.iterations < 90, "case {case}: {solution:?}");
                }
            }
        }
    }

    #[test]
    fn smooth_roots_take_few_evaluations() {
        let (f, slope, a, b, _) = CASES[1];
        assert!(brent(f, ends(f, a, b), 1e-14, 50).iterations <= 8);
        assert!(newton(|x| (f(x), slope(x)), ends(f, a, b), 0.5, 1e-14, 50).iterations <= 5);
    }

    #[test]
    fn a_root_at_an_end_of_the_bracket_is_found() {
        let f = |x: f64| x * (x - 2.0);
        for (a, b) in [(2.0, 5.0), (5.0, 2.0), (0.0, 1.0), (-1.0, 0.0)] {
            let by_brent = brent(f, ends(f, a, b), 0.0, 100);
            let by_newton = newton(|x| (f(x), 2.0 * x - 2.0), ends(f, a, b), 1.5, 0.0, 100);
            for solution in [by_brent, by_newton] {
                assert_eq!((solution.stop, solution.residual, solution.iterations), (Stop::Converged, 0.0, 0));
            }
        }
    }

    #[test]
    fn no_change_of_sign_and_a_jump_are_reported() {
        let f = |x: f64| x * x + 1.0;
        assert_eq!(brent(f, ends(f, -1.0, 2.0), 1e-12, 100).stop, Stop::NoSignChange);
        assert_eq!(newton(|x| (f(x), 2.0 * x), ends(f, -1.0, 2.0), 0.0, 1e-12, 100).stop, Stop::NoSignChange);
        let step = |x: f64| if x < 0.3 { -1.0 } else { 2.0 };
        let jump = brent(step, ends(step, 0.0, 1.0), 1e-12, 200);
        assert_eq!(jump.stop, Stop::Stalled);
        assert!((jump.point - 0.3).abs() < 1e-15 && jump.residual >= 1.0);
        let jump = newton(|x| (step(x), 0.0), ends(step, 0.0, 1.0), 0.5, 1e-12, 200);
        assert_eq!(jump.stop, Stop::Stalled);
        assert!((jump.point - 0.3).abs() < 1e-15);
    }

    #[test]
    fn nan_inside_the_bracket_stops_the_search() {
        let f = |x: f64| if x.abs() < 0.5 { f64::NAN } else { x };
        assert_eq!(brent(f, ends(f, -1.0, 1.0), 1e-12, 100).stop, Stop::LeftDomain);
        assert_eq!(newton(|x| (f(x), 1.0), ends(f, -1.0, 1.0), 0.9, 1e-12, 100).stop, Stop::LeftDomain);
    }

    #[test]
    fn stepping_out_finds_a_root_on_either_side_or_says_so() {
        for (start, root) in [(0.0, 37.5), (0.0, -900.0), (5.0, 5.0)] {
            let (found, evaluations) = bracket(|x| root - x, start, 0.5, 40);
            assert!(found.encloses_a_root() && (found.a - root) * (found.b - root) <= 0.0, "{found:?}");
            assert!(evaluations <= 13);
        }
        let (lost, evaluations) = bracket(|_| 1.0, 0.0, 1.0, 10);
        assert!(!lost.encloses_a_root() && evaluations == 10);
        let (nan, evaluations) = bracket(|x| if x > 3.0 { f64::NAN } else { 1.0 }, 0.0, 1.0, 100);
        assert!(!nan.encloses_a_root() && evaluations < 5);
    }

    proptest! {
        #[test]
        fn a_monotone_cubic_is_solved_to_rounding(root in -50.0..50.0, curvature in 0.0..3.0, a in 0.01..60.0, b in 0.01..60.0) {
            let f = |x: f64| (x - root) * (1.0 + curvature * (x - root) * (x - root));
            let slope = |x: f64| 1.0 + 3.0 * curvature * (x - root) * (x - root);
            let bracket = ends(f, root - a, root + b);
            let by_brent = brent(f, bracket, 1e-13, 100);
            prop_assert!(by_brent.converged() && f64::abs(by_brent.point - root) <= 1e-13, "{:?}", by_brent);
            let by_newton = newton(|x| (f(x), slope(x)), bracket, root + 0.9 * b, 1e-13, 100);
            prop_assert!(by_newton.converged() && f64::abs(by_newton.point - root) <= 1e-13, "{:?}", by_newton);
        }
    }
}
