//! Derivatives against differences, the passes against a slow and obvious network, and equalities that hold to the bit.

use super::*;
use crate::Activation::{self, Erf, Identity, Relu, Sigmoid, Tanh};
use nalgebra::{DMatrix, DVector};
use piccole_core::{StandardNormal, StreamKey};

fn gaussians(count: usize, name: &str) -> Vec<f64> {
    StandardNormal::new(StreamKey::from_seed(1).named(name).rng()).take(count).collect()
}

fn gaussian_matrix(rows: usize, columns: usize, name: &str) -> DMatrix<f64> {
    DMatrix::from_vec(rows, columns, gaussians(rows * columns, name))
}

/// Parameters with biases that are not zero.
fn parameters(mlp: &Mlp) -> Vec<f64> {
    gaussians(mlp.parameter_count(), "parameters").iter().map(|z| 0.5 * z).collect()
}

fn plain(activation: Activation) -> Mlp {
    Mlp::fully_connected(&[4, 5, 5, 3], activation).unwrap()
}

fn residual(activation: Activation) -> Mlp {
    let layers = vec![
        Layer::dense(4, 5, activation),
        Layer::residual(5, activation, 0.7),
        Layer::residual(5, activation, -0.4),
        Layer::dense(5, 3, Identity),
    ];
    Mlp::new(layers).unwrap()
}

fn with_dropout(activation: Activation) -> Mlp {
    let layers = residual(activation).layers().iter().map(|layer| layer.with_dropout(0.3)).collect();
    Mlp::new(layers).unwrap()
}

/// The derivative of a function of the parameters along each axis, by central differences of fourth order.
fn differences(parameters: &[f64], mut function: impl FnMut(&[f64]) -> f64) -> Vec<f64> {
    let h = 1.0 / 16384.0;
    let mut shifted = parameters.to_vec();
    let mut derivative = |k: usize| {
        let mut at = |steps: f64| {
            shifted[k] = parameters[k] + steps * h;
            let value = function(&shifted);
            shifted[k] = parameters[k];
            value
        };
        (8.0 * (at(1.0) - at(-1.0)) - (at(2.0) - at(-2.0))) / (12.0 * h)
    };
    (0..parameters.len()).map(&mut derivative).collect()
}

/// `|a − b|/|b|`.
fn relative_distance(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (DVector::from_column_slice(a), DVector::from_column_slice(b));
    (&a - &b).norm() / b.norm()
}

/// Runs a check on seven examples with labels and with values.
fn for_both_losses(mlp: &Mlp, check: impl Fn(Objective<'_, f64>)) {
    let inputs = gaussian_matrix(4, 7, "inputs");
    let values = gaussian_matrix(3, 7, "values");
    let labels = [0, 1, 2, 2, 1, 0, 1];
    check(Objective::new(mlp, Examples::labelled(&inputs, &labels).unwrap()).unwrap());
    check(Objective::new(mlp, Examples::with_values(&inputs, &values).unwrap()).unwrap());
}

#[test]
fn gradients_agree_with_differences_of_the_loss() {
    for activation in Activation::ALL {
        for mlp in [plain(activation), residual(activation), with_dropout(activation)] {
            let theta = parameters(&mlp);
            for_both_losses(&mlp, |objective| {
                let (mut workspace, mut gradient) = (Workspace::default(), vec![f64::NAN; theta.len()]);
                let loss = objective.gradient(&theta, &mut workspace, &mut gradient);
                assert_eq!(loss, objective.loss(&theta, &mut workspace));
                let expected = differences(&theta, |theta| objective.loss(theta, &mut workspace));
                // Rounding leaves 1e-16/h ~ 2e-12 of gradients of order 1, the formula h⁴ ~ 1e-17.
                let error = relative_distance(&gradient, &expected);
                assert!(error < 1e-9, "{mlp:?}: {error:e}");
            });
        }
    }
}

#[test]
fn gradients_with_a_mask_agree_with_differences_of_the_loss_with_it() {
    for activation in [Relu, Tanh] {
        let mlp = with_dropout(activation);
        let masks = DropoutMasks::new(&mlp, 7, StreamKey::from_seed(2));
        let theta = parameters(&mlp);
        for_both_losses(&mlp, |objective| {
            let (mut workspace, mut gradient) = (Workspace::default(), vec![0.0; theta.len()]);
            let loss = objective.gradient_with_masks(&theta, &masks, &mut workspace, &mut gradient);
            assert!((loss - objective.loss(&theta, &mut workspace)).abs() > 1e-3, "the mask does nothing");
            let mut unused = vec![0.0; theta.len()];
            let expected =
                differences(&theta, |theta| objective.gradient_with_masks(theta, &masks, &mut workspace, &mut unused));
            let error = relative_distance(&gradient, &expected);
            assert!(error < 1e-9, "{activation}: {error:e}");
        });
    }
}

#[test]
fn a_pass_does_what_the_definition_says() {
    let mlp = with_dropout(Tanh);
    let (theta, inputs) = (parameters(&mlp), gaussian_matrix(4, 3, "inputs"));
    let masks = DropoutMasks::new(&mlp, 3, StreamKey::from_seed(2));
    let expected = |masks: Option<&DropoutMasks<f64>>| {
        let mut x = inputs.clone();
        for (l, layer) in mlp.layers().iter().enumerate() {
            let mut y = mlp.weights(&theta, l) * &x;
            for (k, y) in y.iter_mut().enumerate() {
                let unit = layer.activation.value(*y + mlp.biases(&theta, l)[k % layer.outputs]);
                *y = masks.map_or(1.0, |masks| masks.layer(l).unwrap()[k]) * unit;
            }
            x = layer.branch_factor.map_or(y.clone(), |factor| &x + &y * factor);
        }
        x
    };
    assert!((mlp.forward(&theta, &inputs) - expected(None)).amax() < 1e-14);
    // With masks the outputs show in the loss alone.
    let values = DMatrix::zeros(3, 3);
    let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values).unwrap()).unwrap();
    let loss = objective.gradient_with_masks(&theta, &masks, &mut Workspace::default(), &mut vec![0.0; theta.len()]);
    assert!((loss - expected(Some(&masks)).norm_squared() / 9.0).abs() < 1e-14);
}

#[test]
fn masks_keep_the_mean_and_silence_the_stated_share() {
    let mlp = Mlp::new(vec![Layer::dense(1, 50, Relu).with_dropout(0.2), Layer::dense(50, 1, Identity)]).unwrap();
    let masks = DropoutMasks::<f32>::new(&mlp, 1000, StreamKey::from_seed(3));
    assert!(masks.layer(1).is_none());
    let mask = masks.layer(0).unwrap();
    assert!(mask.iter().all(|&m| m == 0.0 || m == 1.25));
    let silent = mask.iter().filter(|&&m| m == 0.0).count() as f64 / 50_000.0;
    // Standard deviation √(0.2 · 0.8/50000) = 0.0018: a false alarm at five of them has probability 6e-7.
    assert!((silent - 0.2).abs() < 0.009, "{silent}");
}

/// The Hessian column by column, as differences of the gradient.
fn dense_hessian(objective: &Objective<'_, f64>, theta: &[f64]) -> DMatrix<f64> {
    let p = theta.len();
    let mut workspace = Workspace::default();
    let rows: Vec<Vec<f64>> = (0..p)
        .map(|row| {
            let mut gradient = vec![0.0; p];
            differences(theta, |theta| {
                objective.gradient(theta, &mut workspace, &mut gradient);
                gradient[row]
            })
        })
        .collect();
    DMatrix::from_fn(p, p, |i, j| rows[i][j])
}

#[test]
fn hessian_vector_products_are_those_of_the_dense_hessian() {
    for activation in [Relu, Tanh, Sigmoid, Erf] {
        // 29 and 30 parameters.
        let small = Mlp::fully_connected(&[2, 4, 2, 3], activation).unwrap();
        let layers = vec![
            Layer::dense(2, 3, activation),
            Layer::residual(3, activation, 0.6),
            Layer::dense(3, 3, activation).with_dropout(0.5),
        ];
        for mlp in [small, Mlp::new(layers).unwrap()] {
            let theta = parameters(&mlp);
            let inputs = gaussian_matrix(2, 6, "inputs");
            let values = gaussian_matrix(3, 6, "values");
            for examples in [
                Examples::labelled(&inputs, &[0, 1, 2, 2, 1, 0]).unwrap(),
                Examples::with_values(&inputs, &values).unwrap(),
            ] {
                let objective = Objective::new(&mlp, examples).unwrap();
                let hessian = dense_hessian(&objective, &theta);
                assert!((&hessian - hessian.transpose()).norm() < 1e-9 * hessian.norm());
                let mut workspace = Workspace::default();
                for name in ["first vector", "second vector"] {
                    let v = gaussians(theta.len(), name);
                    let mut product = vec![f64::NAN; theta.len()];
                    objective.hessian_vector_product(&theta, &v, &mut workspace, &mut product);
                    let expected = &hessian * DVector::from_vec(v);
                    let error = relative_distance(&product, expected.as_slice());
                    assert!(error < 1e-9, "{activation}, {:?}: {error:e}", examples.targets());
                }
            }
        }
    }
}

#[test]
fn the_batch_of_all_examples_gives_the_bits_of_the_full_gradient() {
    let mlp = residual(Tanh);
    let theta = parameters(&mlp);
    let inputs = gaussian_matrix(4, 2100, "inputs");
    let labels: Vec<usize> = (0..2100).map(|i| i % 3).collect();
    let objective = Objective::new(&mlp, Examples::labelled(&inputs, &labels).unwrap()).unwrap();
    let (mut workspace, mut full, mut batch) = (Workspace::default(), vec![0.0; theta.len()], vec![0.0; theta.len()]);
    let all: Vec<usize> = (0..2100).collect();
    let loss = objective.gradient(&theta, &mut workspace, &mut full);
    assert_eq!(objective.batch_gradient(&theta, &all, None, &mut workspace, &mut batch), loss);
    assert_eq!(full, batch);
    // The blocks the examples go in leave no trace but rounding.
    let mut sum = DVector::zeros(theta.len());
    for i in all {
        objective.batch_gradient(&theta, &[i], None, &mut workspace, &mut batch);
        sum += DVector::from_column_slice(&batch);
    }
    assert!(relative_distance((sum / 2100.0).as_slice(), &full) < 1e-13);
    assert!((objective.loss(&theta, &mut workspace) - loss).abs() < 1e-15 * 2100.0);
}

#[cfg(feature = "rayon")]
#[test]
fn the_number_of_threads_that_share_the_blocks_does_not_change_a_bit() {
    // Six blocks, the last of them short, and work for more threads than there are blocks.
    let mlp = Mlp::fully_connected(&[90, 60, 3], Tanh).unwrap();
    let (theta, direction) = (parameters(&mlp), gaussians(mlp.parameter_count(), "direction"));
    let inputs = gaussian_matrix(90, 1300, "inputs");
    let labels: Vec<usize> = (0..1300).map(|i| i % 3).collect();
    let objective = Objective::new(&mlp, Examples::labelled(&inputs, &labels).unwrap()).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let (mut gradient, mut product) = (vec![1.0; theta.len()], vec![1.0; theta.len()]);
            let mut workspace = Workspace::default();
            let loss = objective.gradient(&theta, &mut workspace, &mut gradient);
            objective.hessian_vector_product(&theta, &direction, &mut workspace, &mut product);
            (loss, gradient, product)
        })
    };
    let one = on(1);
    for threads in [2, 3, 4, 9] {
        assert_eq!(on(threads), one);
    }
}

#[test]
fn the_mean_over_mini_batches_is_the_full_gradient() {
    let mlp = plain(Relu);
    let theta = parameters(&mlp);
    for_both_losses(&mlp, |objective| {
        let p = theta.len();
        let (mut workspace, mut full, mut batch) = (Workspace::default(), vec![0.0; p], vec![0.0; p]);
        objective.gradient(&theta, &mut workspace, &mut full);
        // All pairs of the seven examples: each example is in as many.
        let mut mean = DVector::zeros(p);
        for i in 0..7 {
            for j in 0..i {
                objective.batch_gradient(&theta, &[i, j], None, &mut workspace, &mut batch);
                mean += DVector::from_column_slice(&batch) / 21.0;
            }
        }
        assert!(relative_distance(mean.as_slice(), &full) < 1e-14);
    });
}

#[test]
fn gradient_descent_on_a_linear_network_converges_up_to_the_learning_rate_two_over_the_top_eigenvalue() {
    let mlp = Mlp::fully_connected(&[3, 1], Tanh).unwrap();
    let (inputs, values) = (gaussian_matrix(3, 20, "inputs"), gaussian_matrix(1, 20, "values"));
    let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values).unwrap()).unwrap();
    let mut workspace = Workspace::default();
    let mut column = |k: usize| {
        let (mut axis, mut product) = (vec![0.0; 4], vec![0.0; 4]);
        axis[k] = 1.0;
        objective.hessian_vector_product(&[0.0; 4], &axis, &mut workspace, &mut product);
        DVector::from_vec(product)
    };
    let hessian = DMatrix::from_columns(&[column(0), column(1), column(2), column(3)]);
    let limit = 2.0 / hessian.symmetric_eigenvalues().max();
    let mut gradient_after = |rate: f64| {
        let (mut theta, mut gradient) = (vec![0.0; 4], vec![0.0; 4]);
        for _ in 0..3000 {
            objective.gradient(&theta, &mut workspace, &mut gradient);
            theta.iter_mut().zip(&gradient).for_each(|(w, g)| *w -= rate * g);
        }
        DVector::from_vec(gradient).norm()
    };
    // Along the top eigenvector a step multiplies by 1 − ηλ: by ∓(1 ± 0.02) at the two rates, to the power 3000.
    assert!(gradient_after(0.99 * limit) < 1e-12);
    assert!(gradient_after(1.01 * limit) > 1e12);
}

#[test]
fn single_precision_follows_double_precision() {
    let mlp = residual(Tanh);
    let (theta, inputs) = (parameters(&mlp), gaussian_matrix(4, 9, "inputs"));
    let labels = [0, 1, 2, 0, 1, 2, 0, 1, 2];
    let (mut double, mut single) = (vec![0.0; theta.len()], vec![0.0_f32; theta.len()]);
    Objective::new(&mlp, Examples::labelled(&inputs, &labels).unwrap()).unwrap().gradient(
        &theta,
        &mut Workspace::default(),
        &mut double,
    );
    let (theta, inputs) = (theta.iter().map(|&w| w as f32).collect::<Vec<_>>(), inputs.map(|x| x as f32));
    let objective = Objective::new(&mlp, Examples::labelled(&inputs, &labels).unwrap()).unwrap();
    objective.gradient(&theta, &mut Workspace::default(), &mut single);
    let single: Vec<f64> = single.into_iter().map(f64::from).collect();
    assert!(relative_distance(&single, &double) < 1e-6);
}

#[test]
fn errors_count_ties_and_wrong_answers() {
    // Outputs are the inputs.
    let mlp = Mlp::fully_connected(&[2, 2], Relu).unwrap();
    let identity = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];
    let inputs = DMatrix::from_column_slice(2, 4, &[1.0, 0.0, 0.0, 1.0, 0.0, 1.0, 2.0, 2.0]);
    let mut workspace = Workspace::default();
    let objective = Objective::new(&mlp, Examples::labelled(&inputs, &[0, 1, 0, 1]).unwrap()).unwrap();
    assert_eq!(objective.error(&identity, &mut workspace), 0.5); // one wrong, one tie
    let values = DMatrix::from_column_slice(2, 4, &[3.0, -1.0, 0.0, 0.5, 2.0, 1.0, 1.0, 0.0]);
    let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values).unwrap()).unwrap();
    assert_eq!(objective.error(&identity, &mut workspace), 0.5);

    let mlp = Mlp::fully_connected(&[1, 1], Relu).unwrap();
    let inputs = DMatrix::from_column_slice(1, 4, &[1.0, -0.5, 0.0, -2.0]);
    let values = DMatrix::from_column_slice(1, 4, &[1.0, -1.0, 1.0, 1.0]);
    let objective = Objective::new(&mlp, Examples::with_values(&inputs, &values).unwrap()).unwrap();
    assert_eq!(objective.error(&[1.0, 0.0], &mut workspace), 0.5); // a zero and a wrong sign
    assert_eq!(objective.error(&[f64::NAN, 0.0], &mut workspace), 1.0);
}
