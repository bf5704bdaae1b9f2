//! Theory against the literature.

use super::Row;
use crate::failure::Failure;
use piccole_theory::capacity::{CapacityModel, capacity};
use piccole_theory::thresholds;
use std::collections::BTreeMap;

/// Critical densities and capacities, each with its source.
pub(super) fn published() -> Result<Vec<Row>, Failure> {
    // Half a unit of the last digit printed there.
    let printed = BTreeMap::from([
        ("capacity", 5e-4),
        ("information_theoretic", 5e-4),
        ("algorithmic_spinodal", 5e-4),
        ("planted_first_moment", 5e-6),
        ("de_almeida_thouless", 5e-4),
    ]);
    let thresholds = thresholds::all()?;
    let row = |threshold: &thresholds::NamedThreshold| {
        let (tolerance, found) = (*printed.get(threshold.name)?, &threshold.threshold);
        let what = format!("{} ({})", threshold.name, threshold.source);
        Some(close(&what, found.alpha, (threshold.literature, tolerance), found.converged))
    };
    let mut rows: Vec<Row> = thresholds.iter().filter_map(row).collect();
    for (model, kappa, expected, what) in [
        (CapacityModel::Spherical, 0.0, (2.0, 1e-12), "spherical capacity (Gardner, J. Phys. A 21, 257 (1988))"),
        (
            CapacityModel::Symmetric,
            1.0,
            (1.8159, 5e-5),
            "symmetric capacity (Aubin et al., J. Phys. A 52, 294003 (2019))",
        ),
    ] {
        rows.push(close(what, capacity(model, kappa)?.alpha_c, expected, true));
    }
    Ok(rows)
}

fn close(what: &str, found: f64, (expected, tolerance): (f64, f64), converged: bool) -> Row {
    let ok = converged && (found - expected).abs() <= tolerance;
    Row::test(format!("theory: {what}"), format!("{found:.8}"), format!("{expected} to {tolerance:e}"), ok)
}
