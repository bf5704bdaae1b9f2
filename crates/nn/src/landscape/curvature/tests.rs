//! Against the dense Hessian of networks of some thirty parameters.

use super::trace::{block_forms, signs};
use super::*;
use crate::landscape::example::{Example, gaussians};
use nalgebra::{DMatrix, DVector};
use piccole_core::StreamKey;
use std::ops::Range;

/// Columns by products with the axes.
fn dense(operator: &mut impl SymmetricOperator) -> DMatrix<f64> {
    let n = operator.dimension();
    let mut matrix = DMatrix::zeros(n, n);
    for k in 0..n {
        let mut axis = vec![0.0; n];
        axis[k] = 1.0;
        operator.apply(&axis, matrix.column_mut(k).as_mut_slice());
    }
    matrix
}

fn whole_and_layers(example: &Example) -> Vec<Range<usize>> {
    std::iter::once(0..example.mlp.parameter_count()).chain(layer_ranges(&example.mlp)).collect()
}

fn sorted_eigenvalues(matrix: &DMatrix<f64>) -> Vec<f64> {
    let mut values: Vec<f64> = matrix.symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(f64::total_cmp);
    values
}

#[test]
fn extreme_eigenvalues_of_the_whole_and_of_each_layer_are_those_of_the_dense_hessian() {
    let example = Example::new(&[2, 4, 2, 3]); // 31 parameters
    let (theta, objective) = (example.parameters(), example.objective());
    let whole = dense(&mut Hessian::new(objective, &theta));
    let blocks = whole_and_layers(&example);
    let settings = EigenvalueSettings { largest: 3, smallest: 2, tolerance: 1e-9, max_products: 100 };
    for (k, block) in blocks.into_iter().enumerate() {
        let mut operator = match k.checked_sub(1) {
            None => Hessian::new(objective, &theta),
            Some(layer) => Hessian::of_layer(objective, &theta, layer),
        };
        let matrix = whole.view((block.start, block.start), (block.len(), block.len())).into_owned();
        // Adding a number to all logits changes nothing: the last layer has 0 more than once, and a start finds it once.
        let mut values = sorted_eigenvalues(&matrix);
        values.dedup_by(|a, b| (*a - *b).abs() < 1e-12);
        let found = extreme_eigenvalues(&mut operator, &settings, StreamKey::from_seed(4));
        assert!(found.converged && found.products <= block.len());
        let largest: Vec<f64> = values.iter().rev().take(3).copied().collect();
        for (pair, expected) in found.largest.iter().zip(largest).chain(found.smallest.iter().zip(values)) {
            // The error is quadratic in the residual over the gap, or rounding.
            assert!((pair.value - expected).abs() < 1e-12, "block {k}: {} {expected}", pair.value);
            let x = DVector::from_column_slice(&pair.vector);
            assert!((x.norm() - 1.0).abs() < 1e-12);
            let residual = (&matrix * &x - &x * pair.value).norm();
            assert!((residual - pair.residual).abs() < 1e-12, "{residual:e}, not {:e}", pair.residual);
        }
    }
}

#[test]
fn a_search_that_is_cut_short_says_so() {
    let example = Example::new(&[2, 4, 2, 3]);
    let settings = EigenvalueSettings { max_products: 3, tolerance: 1e-12, ..EigenvalueSettings::default() };
    let mut hessian = Hessian::new(example.objective(), &example.parameters());
    let found = extreme_eigenvalues(&mut hessian, &settings, StreamKey::from_seed(1));
    assert!(!found.converged && found.products == 3);
    let top = *sorted_eigenvalues(&dense(&mut hessian)).last().unwrap();
    let pair = &found.largest[0];
    assert!(pair.value < top - 1e-9, "a Ritz value is below the eigenvalue");
}

#[test]
fn a_space_that_runs_out_ends_the_search() {
    /// 1 and 3 in turns on the diagonal: two different eigenvalues.
    struct TwoLevels;
    impl SymmetricOperator for TwoLevels {
        fn dimension(&self) -> usize {
            50
        }
        fn apply(&mut self, vector: &[f64], product: &mut [f64]) {
            for (k, (y, x)) in product.iter_mut().zip(vector).enumerate() {
                *y = if k % 2 == 0 { *x } else { 3.0 * x };
            }
        }
    }
    let settings = EigenvalueSettings { largest: 3, ..EigenvalueSettings::default() };
    let found = extreme_eigenvalues(&mut TwoLevels, &settings, StreamKey::from_seed(1));
    let values: Vec<f64> = found.largest.iter().map(|pair| pair.value).collect();
    assert!(found.converged && found.products == 2 && values.len() == 2, "{values:?}");
    assert!((values[0] - 3.0).abs() < 1e-13 && (values[1] - 1.0).abs() < 1e-13);
}

#[test]
fn the_mean_over_all_signs_is_the_trace_of_the_whole_and_of_each_layer() {
    let example = Example::new(&[1, 2, 2]); // 10 parameters
    let (theta, objective) = (example.parameters(), example.objective());
    let mut hessian = Hessian::new(objective, &theta);
    let matrix = dense(&mut hessian);
    let blocks = whole_and_layers(&example);
    let (mut sums, mut squares) = ([0.0; 3], 0.0);
    for word in 0..1024_u32 {
        let z: Vec<f64> = (0..10).map(|bit| if word >> bit & 1 == 1 { 1.0 } else { -1.0 }).collect();
        let forms = block_forms(&mut hessian, &z, &blocks);
        sums.iter_mut().zip(&forms).for_each(|(sum, form)| *sum += form / 1024.0);
        squares += forms[0] * forms[0] / 1024.0;
    }
    for (sum, block) in sums.iter().zip(blocks.clone()) {
        let expected: f64 = block.map(|i| matrix[(i, i)]).sum();
        assert!((sum - expected).abs() < 1e-13, "{sum} {expected}");
    }
    let variance = 2.0 * (matrix.norm_squared() - matrix.diagonal().norm_squared());
    assert!((squares - sums[0] * sums[0] - variance).abs() < 1e-12);
    // Fewer draws scatter around the trace: five standard errors, a false alarm at 6e-7.
    let estimate = block_traces(&mut hessian, &blocks, 400, StreamKey::from_seed(2))[0];
    assert_eq!(estimate, trace(&mut hessian, 400, StreamKey::from_seed(2)));
    assert!((estimate.mean - matrix.trace()).abs() < 5.0 * (variance / 400.0).sqrt());
    assert!((estimate.standard_error / (variance / 400.0).sqrt() - 1.0).abs() < 0.3);
}

#[test]
fn moments_of_the_density_are_those_of_the_hessian() {
    let example = Example::new(&[1, 2, 2]);
    let mut hessian = Hessian::new(example.objective(), &example.parameters());
    let matrix = dense(&mut hessian);
    // Three steps give five moments of each start exactly.
    let mut start = signs(10, StreamKey::from_seed(1).named("spectral density").indexed(0));
    let density = SpectralDensity::estimate(&mut hessian, 3, 1, StreamKey::from_seed(1));
    assert_eq!(density.points.len(), 3);
    let z = DVector::from_vec(start.clone());
    let mut power = z.clone();
    for k in 0..=5 {
        let expected = z.dot(&power) / 10.0;
        assert!((density.moment(k) - expected).abs() < 1e-13, "moment {k}");
        power = &matrix * power;
    }
    // The mean over all starts is the density itself.
    let mut moments = [0.0; 4];
    for word in 0..1024_u32 {
        start.iter_mut().enumerate().for_each(|(bit, z)| *z = if word >> bit & 1 == 1 { 1.0 } else { -1.0 });
        let points = density::quadrature(&mut hessian, start.clone(), 2);
        for (k, moment) in (0..).zip(&mut moments) {
            *moment += points.iter().map(|(x, w)| w * x.powi(k)).sum::<f64>() / 1024.0;
        }
    }
    for (k, moment) in moments.into_iter().enumerate() {
        let expected = sorted_eigenvalues(&matrix).iter().map(|x| x.powi(k as i32)).sum::<f64>() / 10.0;
        assert!((moment - expected).abs() < 1e-13, "moment {k}: {moment} {expected}");
    }
}

#[test]
fn the_smoothed_density_is_normalised_and_counts_what_lies_below() {
    let density = SpectralDensity { points: vec![(-1.0, 0.25), (0.0, 0.5), (3.0, 0.25)] };
    let sum: f64 = (-400..800).map(|k| 0.01 * density.smoothed(0.01 * f64::from(k), 0.2)).sum();
    assert!((sum - 1.0).abs() < 1e-12); // the trapezoidal rule is exponentially exact for Gaussians
    assert_eq!([-2.0, -0.5, 0.5, 4.0].map(|x| density.share_below(x)), [0.0, 0.25, 0.75, 1.0]);
}

#[test]
fn the_local_energy_of_a_linear_regression_is_known() {
    // ℓ(w) = mean of (w·x − t)²: under w (1 + s z) it grows by s² Σ_i w_i² <x_i²>.
    let mlp = crate::Mlp::fully_connected(&[3, 1], crate::Activation::Tanh).unwrap();
    let inputs = DMatrix::from_vec(3, 20, gaussians(60, "inputs"));
    let values = DMatrix::from_vec(1, 20, gaussians(20, "values"));
    let objective = crate::Objective::new(&mlp, crate::Examples::with_values(&inputs, &values).unwrap()).unwrap();
    let theta = [0.5, -1.0, 2.0, 0.0];
    let growth: f64 = (0..3).map(|i| theta[i] * theta[i] * inputs.row(i).norm_squared() / 20.0).sum();
    let energy = local_energy(&objective, &theta, 2.0, 4000, StreamKey::from_seed(1));
    // Five standard errors: a false alarm at 6e-7.
    assert!((energy.loss.mean - 4.0 * growth).abs() < 5.0 * energy.loss.standard_error);
    assert!(energy.loss.standard_error < 0.05 * 4.0 * growth);
    assert_eq!(local_energy(&objective, &theta, 0.0, 3, StreamKey::from_seed(1)).error.mean, 0.0);
}
