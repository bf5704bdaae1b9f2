//! Newton's method in several unknowns.

use super::fixed_point::Limits;
use super::solution::{Solution, Stop, max_norm};
use nalgebra::{DMatrix, DVector};

/// Solves `F(x) = 0` with a Jacobian from forward differences.
///
/// `equations` writes `F(x)` into its second argument. The differences cost one evaluation per unknown and step, and
/// leave the Jacobian good to about 10⁻⁸: convergence is fast but linear at the very end, which matters to nobody.
/// Otherwise as [`newton_with_jacobian`].
pub fn newton(mut equations: impl FnMut(&[f64], &mut [f64]), start: &[f64], limits: Limits) -> Solution<Vec<f64>> {
    let size = start.len();
    let mut shifted = vec![0.0; size];
    let mut there = vec![0.0; size];
    newton_with_jacobian(
        move |x: &[f64], values: &mut [f64], jacobian: Option<&mut DMatrix<f64>>| {
            equations(x, values);
            let Some(jacobian) = jacobian else { return };
            for column in 0..size {
                shifted.copy_from_slice(x);
                // √ε balances rounding against curvature; the sum is re-read so that the step is a double.
                shifted[column] += f64::EPSILON.sqrt() * x[column].abs().max(1e-3);
                let step = shifted[column] - x[column];
                equations(&shifted, &mut there);
                for row in 0..size {
                    jacobian[(row, column)] = (there[row] - values[row]) / step;
                }
            }
        },
        start,
        limits,
    )
}

/// Solves `F(x) = 0` by Newton's method with backtracking.
///
/// `equations` writes `F(x)` and, when asked, the matrix of `∂F_row/∂x_column`. A step is halved until the largest
/// component of `F` falls (by the fraction 10⁻⁴ of what the linear model promises), so that the method cannot cycle or
/// run away: where full steps would, it ends in a solution or reports [`Stop::Stalled`] at a point where the residual
/// has no downhill direction left. `iterations` counts steps.
pub fn newton_with_jacobian(
    mut equations: impl FnMut(&[f64], &mut [f64], Option<&mut DMatrix<f64>>),
    start: &[f64],
    limits: Limits,
) -> Solution<Vec<f64>> {
    let size = start.len();
    let mut point = start.to_vec();
    let mut values = DVector::zeros(size);
    let mut jacobian = DMatrix::zeros(size, size);
    equations(&point, values.as_mut_slice(), None);
    let mut residual = max_norm(values.as_slice());
    let mut iterations = 0;
    let stop = loop {
        if residual <= limits.tolerance {
            break Stop::Converged;
        }
        if !residual.is_finite() {
            break Stop::LeftDomain;
        }
        if iterations == limits.max_iterations {
            break Stop::IterationLimit;
        }
        equations(&point, values.as_mut_slice(), Some(&mut jacobian));
        let Some(step) = solve(&jacobian, &values) else { break Stop::SingularJacobian };
        match backtrack(|x, f| equations(x, f, None), &point, residual, &step) {
            Ok((there, lower)) => (point, residual) = (there, lower),
            Err(stop) => break stop,
        }
        iterations += 1;
    };
    Solution { point, residual, iterations, stop }
}

/// The first of the points `x − step, x − step/2, x − step/4, …` with a sufficiently smaller residual, and that residual.
fn backtrack(
    mut equations: impl FnMut(&[f64], &mut [f64]),
    point: &[f64],
    residual: f64,
    step: &DVector<f64>,
) -> Result<(Vec<f64>, f64), Stop> {
    const MOST_HALVINGS: usize = 30;
    /// Part of the decrease of the linear model that a step must deliver.
    const SUFFICIENT: f64 = 1e-4;
    let mut values = vec![0.0; point.len()];
    let mut inside = false;
    let mut fraction = 1.0;
    for _ in 0..MOST_HALVINGS {
        let trial: Vec<f64> = point.iter().zip(step.iter()).map(|(x, change)| x - fraction * change).collect();
        equations(&trial, &mut values);
        let there = max_norm(&values);
        if there <= (1.0 - SUFFICIENT * fraction) * residual {
            return Ok((trial, there));
        }
        inside |= there.is_finite();
        fraction *= 0.5;
    }
    Err(if inside { Stop::Stalled } else { Stop::LeftDomain })
}

/// `J⁻¹ F`, unless the Jacobian is singular to working precision.
fn solve(jacobian: &DMatrix<f64>, values: &DVector<f64>) -> Option<DVector<f64>> {
    let step = jacobian.clone().lu().solve(values)?;
    step.iter().all(|x| x.is_finite()).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::{newton, newton_with_jacobian};
    use crate::saddle::Stop;
    use crate::saddle::fixed_point::Limits;

    const LIMITS: Limits = Limits { tolerance: 1e-13, max_iterations: 60 };

    #[test]
    fn rosenbrock_s_valley_is_left_at_its_minimum() {
        let equations = |x: &[f64], f: &mut [f64]| {
            f[0] = 10.0 * (x[1] - x[0] * x[0]);
            f[1] = 1.0 - x[0];
        };
        let solution = newton(equations, &[-1.2, 1.0], LIMITS);
        assert!(solution.converged(), "{solution:?}");
        assert!(solution.point.iter().all(|x| (x - 1.0).abs() < 1e-12));
    }

    #[test]
    fn a_given_jacobian_converges_quadratically() {
        let mut steps = Vec::new();
        let solution = newton_with_jacobian(
            |x, f, jacobian| {
                f[0] = x[0] * x[0] - 2.0;
                if let Some(jacobian) = jacobian {
                    steps.push((x[0] - 2.0_f64.sqrt()).abs());
                    jacobian[(0, 0)] = 2.0 * x[0];
                }
            },
            &[1.5],
            LIMITS,
        );
        assert!(solution.converged() && (solution.point[0] - 2.0_f64.sqrt()).abs() < 1e-15);
        // e' = e²/(2x)
        assert!(steps.windows(2).all(|e| e[1] <= 0.36 * e[0] * e[0] + 1e-15), "{steps:?}");
    }

    #[test]
    fn the_arctangent_does_not_throw_it_out() {
        // Full steps from 3 go to −9.5, 124, …
        let solution = newton(|x, f| f[0] = libm::atan(x[0]), &[3.0], LIMITS);
        assert!(solution.converged() && solution.point[0].abs() < 1e-12, "{solution:?}");
    }

    #[test]
    fn a_cycle_of_full_steps_is_broken_or_reported() {
        // x³ − 2x + 2 sends 0 to 1 and 1 to 0; downhill from 0 lies the local minimum of the residual at √(2/3).
        let cubic = |x: &[f64], f: &mut [f64]| f[0] = x[0] * x[0] * x[0] - 2.0 * x[0] + 2.0;
        let caught = newton(cubic, &[0.0], LIMITS);
        assert!(matches!(caught.stop, Stop::Stalled | Stop::SingularJacobian | Stop::IterationLimit), "{caught:?}");
        assert!((caught.point[0] - (2.0_f64 / 3.0).sqrt()).abs() < 1e-3, "{caught:?}");
        assert!((caught.residual - 0.911_337_892).abs() < 1e-6);
        let root = newton(cubic, &[-1.0], LIMITS);
        assert!(root.converged() && (root.point[0] + 1.769_292_354_238_631_4).abs() < 1e-13);
    }

    #[test]
    fn a_step_out_of_the_domain_is_shortened() {
        // ln x from 5 would go to 5 − 5 ln 5 < 0.
        let solution = newton(|x, f| f[0] = libm::log(x[0]), &[5.0], LIMITS);
        assert!(solution.converged() && (solution.point[0] - 1.0).abs() < 1e-12, "{solution:?}");
        let outside = newton(|x, f| f[0] = libm::log(x[0]), &[-1.0], LIMITS);
        assert_eq!((outside.stop, outside.iterations), (Stop::LeftDomain, 0));
    }

    #[test]
    fn a_singular_jacobian_and_a_missing_root_are_told_apart() {
        let flat = newton(|_, f| f.copy_from_slice(&[1.0, 1.0]), &[0.0, 0.0], LIMITS);
        assert_eq!((flat.stop, flat.residual), (Stop::SingularJacobian, 1.0));
        let rootless = newton(|x, f| f[0] = x[0] * x[0] + 1.0, &[1.3], LIMITS);
        assert!(!rootless.converged() && rootless.residual >= 1.0, "{rootless:?}");
    }
}
