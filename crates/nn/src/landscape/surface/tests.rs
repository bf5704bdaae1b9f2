//! Norms, projections and invariances that hold exactly.

use super::*;
use crate::Activation;
use crate::landscape::example::{Example, gaussians};
use crate::landscape::{Landscape, NetworkLandscape};
use crate::vector::{add_scaled, distance, dot};
use piccole_core::StreamKey;

#[test]
fn a_direction_has_the_filter_norms_of_the_weights_and_no_biases() {
    let example = Example::new(&[3, 5, 4, 2]);
    let (mlp, theta) = (&example.mlp, example.parameters());
    let direction = filter_normalized_direction(mlp, &theta, StreamKey::from_seed(1));
    for l in 0..3 {
        assert!(mlp.biases(&direction, l).iter().all(|&b| b == 0.0));
        let (d, w) = (mlp.weights(&direction, l), mlp.weights(&theta, l));
        for (d, w) in d.row_iter().zip(w.row_iter()) {
            assert!((d.norm() / w.norm() - 1.0).abs() < 1e-14);
        }
    }
    assert_eq!(direction, filter_normalized_direction(mlp, &theta, StreamKey::from_seed(1)));
    assert_ne!(direction, filter_normalized_direction(mlp, &theta, StreamKey::from_seed(2)));
}

/// A surface of losses and a slice along its first axis.
fn pictures(example: &Example, theta: &[f64], direction: impl Fn(u64) -> Vec<f64>) -> (Surface<f64>, LineSlice<f64>) {
    let mut landscape = NetworkLandscape::new(example.objective());
    let grid = symmetric_grid(1.0, 5);
    let plane = Plane::new(theta.to_vec(), [direction(0), direction(1)]).unwrap();
    let surface = Surface::measure(plane, grid.clone(), grid.clone(), |point| landscape.loss(point));
    let line = LineSlice::measure(theta.to_vec(), direction(0), grid, |point| landscape.loss(point));
    (surface, line)
}

#[test]
fn the_centre_of_a_slice_is_the_loss_and_its_rows_are_along_the_first_axis() {
    let example = Example::new(&[3, 5, 2]);
    let theta = example.parameters();
    let direction = |k| filter_normalized_direction(&example.mlp, &theta, StreamKey::from_seed(k));
    let (surface, line) = pictures(&example, &theta, direction);
    let mut landscape = NetworkLandscape::new(example.objective());
    assert_eq!(*surface.value(2, 2), landscape.loss(&theta));
    assert_eq!(line.values, surface.values[10..15]);
    let mut corner = theta.clone();
    add_scaled(&mut corner, 0.5, &direction(0));
    add_scaled(&mut corner, -1.0, &direction(1));
    assert!((surface.value(3, 0) - landscape.loss(&corner)).abs() < 1e-14);
}

#[test]
fn rescaling_a_relu_network_leaves_normalised_slices_and_spoils_others() {
    let example = Example::with_activation(&[3, 6, 2], Activation::Relu);
    let (mlp, theta) = (&example.mlp, example.parameters());
    // W₁ and b₁ times 4, W₂ over 4: the same network.
    let mut rescaled = theta.clone();
    rescaled[..mlp.bias_range(0).end].iter_mut().for_each(|w| *w *= 4.0);
    rescaled[mlp.weight_range(1)].iter_mut().for_each(|w| *w /= 4.0);
    let largest_difference = |direction: &dyn Fn(&[f64], u64) -> Vec<f64>| {
        let (a, _) = pictures(&example, &theta, |k| direction(&theta, k));
        let (b, _) = pictures(&example, &rescaled, |k| direction(&rescaled, k));
        a.values.iter().zip(&b.values).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
    };
    let normalized = |theta: &[f64], k| filter_normalized_direction(mlp, theta, StreamKey::from_seed(k));
    assert!(largest_difference(&normalized) < 1e-13);
    assert!(largest_difference(&|_, k| gaussian_direction(mlp, StreamKey::from_seed(k))) > 0.1);
}

#[test]
fn a_plane_holds_the_three_points_it_goes_through() {
    let points: Vec<Vec<f64>> = ["a", "b", "c"].iter().map(|name| gaussians(20, name)).collect();
    let plane = Plane::through(&points[0], &points[1], &points[2]).unwrap();
    assert!(dot(&plane.axes[0], &plane.axes[1]).abs() < 1e-15);
    for point in &points {
        let Projection { coordinates, residual } = plane.project(point);
        assert!(residual < 1e-13);
        assert!(distance(&plane.point(coordinates), point) < 1e-13);
        let [x, y] = coordinates;
        assert!((libm::hypot(x, y) - distance(point, &points[0])).abs() < 1e-13, "coordinates are distances");
    }
    assert!(plane.project(&points[1]).coordinates[1].abs() < 1e-14);
}

#[test]
fn a_projection_onto_oblique_axes_is_the_nearest_point() {
    let plane = Plane::new(gaussians(20, "o"), [gaussians(20, "u"), gaussians(20, "v")]).unwrap();
    let point = gaussians(20, "p");
    let Projection { coordinates: [x, y], residual } = plane.project(&point);
    let away = |x, y| distance(&plane.point([x, y]), &point);
    assert!((away(x, y) - residual).abs() < 1e-13);
    for (dx, dy) in [(1e-3, 0.0), (-1e-3, 0.0), (0.0, 1e-3), (0.0, -1e-3)] {
        assert!(away(x + dx, y + dy) > residual);
    }
}

#[test]
fn points_that_span_no_plane_are_refused() {
    let error = Plane::through(&[0.0, 0.0], &[1.0, 1.0], &[2.0, 2.0]).unwrap_err();
    assert_eq!(error.to_string(), "the axes span no plane: the sine of their angle is 0e0");
    assert!(matches!(Plane::through(&[0.0; 2], &[0.0; 2], &[1.0; 2]), Err(PlaneError::Parallel { .. })));
    let error = Plane::new(vec![0.0; 3], [vec![1.0; 3], vec![1.0; 2]]).unwrap_err();
    assert_eq!(error.to_string(), "points of 3, 3, 2 numbers, expected the same length");
    assert_eq!(PrincipalPlane::of(&[vec![0.0], vec![1.0]]), Err(PlaneError::TooFewPoints { points: 2 }));
    let line: Vec<Vec<f64>> = (0..5).map(|k| vec![f64::from(k), 2.0 * f64::from(k)]).collect();
    assert!(matches!(PrincipalPlane::of(&line), Err(PlaneError::Parallel { .. })));
}

#[test]
fn the_principal_plane_of_an_ellipse_is_its_plane() {
    // Half-axes 3 and 1 along two orthogonal directions of 50 dimensions, and 0.1 cos 2φ along a third.
    let frame = Plane::through(&[0.0; 50], &gaussians(50, "u"), &gaussians(50, "v")).unwrap();
    let mut normal = gaussians(50, "w");
    let inside = frame.point(frame.project(&normal).coordinates);
    add_scaled(&mut normal, -1.0, &inside);
    let length = crate::vector::norm(&normal);
    let height = |phi: f64| 0.1 * libm::cos(2.0 * phi);
    let angles: Vec<f64> = (0..16).map(|k| std::f64::consts::TAU * f64::from(k) / 16.0).collect();
    let points: Vec<Vec<f64>> = angles
        .iter()
        .map(|&phi| {
            let mut point = frame.point([3.0 * libm::cos(phi), libm::sin(phi)]);
            add_scaled(&mut point, height(phi) / length, &normal);
            point
        })
        .collect();
    let PrincipalPlane { plane, explained } = PrincipalPlane::of(&points).unwrap();
    // Variances 9/2, 1/2 and 0.01/2.
    assert!((explained[0] - 9.0 / 10.01).abs() < 1e-13 && (explained[1] - 1.0 / 10.01).abs() < 1e-13);
    assert!((dot(&plane.axes[0], &frame.axes[0]).abs() - 1.0).abs() < 1e-13);
    assert!((dot(&plane.axes[1], &frame.axes[1]).abs() - 1.0).abs() < 1e-13);
    assert_eq!(plane.origin, points[15]);
    for (point, &phi) in points.iter().zip(&angles) {
        let expected = (height(phi) - height(angles[15])).abs();
        assert!((plane.project(point).residual - expected).abs() < 1e-13);
    }
    assert!(plane.project(&points[0]).coordinates.iter().all(|&x| x >= 0.0));
}

fn surface_of(half_width: f64, count: usize, loss: impl Fn(f64, f64) -> f64) -> Surface<f64> {
    let plane = Plane::new(vec![0.0; 2], [vec![1.0, 0.0], vec![0.0, 1.0]]).unwrap();
    let grid = symmetric_grid(half_width, count);
    Surface::measure(plane, grid.clone(), grid, |point| loss(point[0], point[1]))
}

#[test]
fn roughness_of_known_surfaces() {
    let settings = RoughnessSettings { reference_loss: 1.0, margin: 1.5, highest_loss: 1e3 };
    // ln ℓ = x² + y²: its discrete Laplacian is 4 h² everywhere. On a grid of −2 … 2, x² + y² < ln 2.5 at five points.
    let smooth = surface_of(2.0, 5, |x, y| libm::exp(x * x + y * y)).roughness(&settings);
    assert!(smooth.laplacian_deviation < 1e-14);
    assert_eq!((smooth.low_loss_share, smooth.local_minima), (1.0 / 25.0, 1));
    // A chessboard of heights ± a: Laplacian ∓ 8 a with standard deviation 8 a √(1 − 1/81) on nine inner points.
    let sign = |x: f64, y: f64| if (x + y) as i64 % 2 == 0 { -1.0 } else { 1.0 };
    let rough = surface_of(2.0, 5, |x, y| libm::exp(0.1 * sign(x, y))).roughness(&settings);
    assert!((rough.laplacian_deviation - 0.8 * (80.0_f64 / 81.0).sqrt()).abs() < 1e-14);
    assert_eq!((rough.low_loss_share, rough.local_minima), (1.0, 0), "diagonal neighbours are as low");
    let wells = surface_of(3.0, 7, |x, _| 1.5 + libm::cos(std::f64::consts::PI * x)).roughness(&settings);
    assert_eq!(wells.local_minima, 0);
    let wells = surface_of(3.0, 7, |x, y| {
        let wave = |x: f64| libm::cos(std::f64::consts::PI * x);
        2.5 + wave(x) + wave(y)
    });
    assert_eq!(wells.roughness(&settings).local_minima, 4);
}

#[test]
fn losses_without_bound_count_as_the_highest() {
    let settings = RoughnessSettings::cross_entropy(0.0, 10);
    assert_eq!(settings.margin, std::f64::consts::LN_10 / 2.0);
    let surface = surface_of(1.0, 3, |x, y| if x + y > 0.0 { f64::NAN } else { f64::INFINITY });
    let roughness = surface.roughness(&settings);
    assert_eq!((roughness.median_loss, roughness.laplacian_deviation, roughness.low_loss_share), (1e3, 0.0, 0.0));
}
