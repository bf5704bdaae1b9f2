//! What the figure has to show.

use super::table::Row;
use crate::experiment::Verdict;
use crate::statistics::mean;

/// A ratio that a depth has to show.
struct Band {
    depth: usize,
    at_least: f64,
}

/// Roughness, curvature and width of the bottom, plain against residual at the same depth; roughness against depth.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let bands = |first, second| [Band { depth: 12, at_least: first }, Band { depth: 32, at_least: second }];
    let roughness = bands(1.3, 3.0).map(|band| {
        let claim = "without residual connections the surface is rougher";
        compare(rows, claim, &band, |row| row.roughness, false)
    });
    let curvature = bands(2.0, 8.0).map(|band| {
        let claim = "without residual connections the largest eigenvalue of the Hessian is larger";
        compare(rows, claim, &band, |row| row.largest_eigenvalue, false)
    });
    let shares = bands(1.5, 1.5).map(|band| {
        let claim = "with residual connections more of the square is low";
        compare(rows, claim, &band, |row| row.low_loss_share, true)
    });
    roughness.into_iter().chain(curvature).chain(shares).flatten().chain(with_depth(rows)).collect()
}

/// The mean of a quantity over the initial parameters.
fn mean_of(rows: &[Row], depth: usize, skip: bool, value: fn(&Row) -> Option<f64>) -> Option<f64> {
    let of_network = rows.iter().filter(|row| (row.depth, row.skip) == (depth, skip));
    let values: Vec<f64> = of_network.filter_map(value).collect();
    (!values.is_empty()).then(|| mean(&values))
}

/// The ratio of the means, plain over residual, or the other way round.
fn compare(
    rows: &[Row],
    claim: &str,
    band: &Band,
    value: fn(&Row) -> Option<f64>,
    residual_over_plain: bool,
) -> Option<Verdict> {
    let [plain, residual] = [false, true].map(|skip| mean_of(rows, band.depth, skip, value));
    let (plain, residual) = (plain?, residual?);
    let ratio = if residual_over_plain { residual / plain } else { plain / residual };
    Some(Verdict {
        claim: format!("depth {}: {claim}", band.depth),
        value: format!("{ratio:.2} times ({plain:.3} without, {residual:.3} with)"),
        accepted: format!("at least {} times", band.at_least),
        pass: ratio >= band.at_least,
    })
}

/// The depths, ascending.
pub(super) fn depths(rows: &[Row]) -> Vec<usize> {
    let mut depths: Vec<usize> = rows.iter().map(|row| row.depth).collect();
    depths.sort_unstable();
    depths.dedup();
    depths
}

/// Roughness grows with depth without residual connections, and hardly with them.
fn with_depth(rows: &[Row]) -> Option<Verdict> {
    let depths = depths(rows);
    let growth = |skip| {
        let [first, last] =
            [depths.first()?, depths.last()?].map(|&depth| mean_of(rows, depth, skip, |row| row.roughness));
        Some(last? / first?)
    };
    let (plain, residual): (f64, f64) = (growth(false)?, growth(true)?);
    Some(Verdict {
        claim: "depth makes the surface rougher without residual connections, and hardly with them".into(),
        value: format!("{plain:.2} times from the shallowest to the deepest without, {residual:.2} times with"),
        accepted: "at least 3 times without, at most 1.5 times with".into(),
        pass: plain >= 3.0 && residual <= 1.5,
    })
}
