//! Limits of a step, and the walk on a line against quadrature.

use super::super::Sgd;
use super::*;
use crate::landscape::TwoWells;

#[test]
fn the_mean_of_a_long_walk_is_that_of_quadrature() {
    // Many walks at once, one a coordinate, from the wide well: γ = 3, β = 5.
    let (scope, rate, walks) = (3.0, 1e-3, 400);
    let dynamics = EntropySgd {
        learning_rate: Schedule::Constant(1.0 / scope),
        scope: Schedule::Constant(scope),
        walk_steps: 12_000,
        walk_rate: rate,
        temperature: 0.2,
        averaging: 1.0 / 6000.0,
    };
    let (centre, mut walk) = (vec![-1.0; walks], Walk::default());
    dynamics.walk(0, &centre, &mut walk, StreamKey::from_seed(1), |x, g| {
        x.iter().zip(g).for_each(|(&x, g)| *g = TwoWells.slope(x));
        0.0
    });
    let mean = walk.mean().iter().sum::<f64>() / walks as f64;
    let spread = walk.mean().iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (walks - 1) as f64;
    let exact = TwoWells.local_entropy(-1.0, scope, 5.0).mean;
    // Five standard errors (6e-7), and the bias of a finite time step and of a start at the centre, below 0.005.
    let error = (mean - exact).abs();
    assert!(error < 5.0 * (spread / walks as f64).sqrt() + 0.005, "{mean} against {exact}");
    assert!((spread / walks as f64).sqrt() < 0.01, "{spread}");
}

/// Quartic wells of three curvatures.
fn wells(theta: &[f64], gradient: &mut [f64]) -> f64 {
    for (k, (g, w)) in gradient.iter_mut().zip(theta).enumerate() {
        *g = (1.0 + k as f64) * (w + w * w * w);
    }
    theta[0]
}

fn entropic(scope: f64, walk_steps: u64) -> EntropySgd {
    EntropySgd {
        learning_rate: Schedule::Constant(0.1),
        scope: Schedule::Constant(scope),
        walk_steps,
        walk_rate: 1.0 / scope,
        temperature: 0.0,
        averaging: 1.0,
    }
}

fn after_ten_steps(mut step: impl FnMut(u64, &mut [f64])) -> [f64; 3] {
    let mut theta = [0.3, -0.7, 1.1];
    (0..10).for_each(|t| step(t, &mut theta));
    theta
}

#[test]
fn without_a_walk_or_in_the_narrowest_scope_it_is_sgd() {
    let sgd = after_ten_steps(|t, theta| {
        let mut gradient = [0.0; 3];
        wells(theta, &mut gradient);
        Sgd::new(0.1).update(t, theta, &gradient, &mut []);
    });
    let run = |optimizer: EntropySgd| {
        let mut walk = Walk::default();
        after_ten_steps(|t, theta| {
            let first = theta[0];
            assert_eq!(optimizer.step(t, theta, &mut walk, StreamKey::from_seed(1), wells), first);
        })
    };
    let distance = |theta: [f64; 3]| theta.iter().zip(sgd).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    assert_eq!(run(entropic(2.0, 0)), sgd);
    // One step of the walk: equal up to rounding, 1e-16 γ of θ.
    assert!(distance(run(entropic(2.0, 1))) < 1e-14);
    // Twenty: the deviation falls as 1/γ.
    let (wide, narrow) = (distance(run(entropic(1e4, 20))), distance(run(entropic(1e6, 20))));
    assert!(narrow < 1e-5 && (wide / narrow / 100.0 - 1.0).abs() < 0.05, "{wide:e} {narrow:e}");
}
