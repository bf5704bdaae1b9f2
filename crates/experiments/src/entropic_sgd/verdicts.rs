//! What the figure has to show.

use super::table::{Algorithm, Row};
use crate::experiment::Verdict;
use crate::statistics::mean;

/// Local entropies at 1 and −1 of the loss on the line at inverse temperature 5, found independently: scope, narrow, wide.
const LOCAL_ENTROPIES: [(f64, f64, f64); 5] = [
    (100.0, 0.80038184, 0.74681959),
    (10.0, 0.60155435, 0.72292740),
    (3.0, 0.48980682, 0.68159933),
    (1.0, 0.39120867, 0.61749401),
    (0.3, 0.32998357, 0.52649127),
];

/// Equal losses; Entropy-SGD against SGD, the barycentre against a replica, the spread, and the line.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let entropy = scopes(rows).into_iter().map(|scope| no_worse(rows, scope));
    [equal_losses(rows)]
        .into_iter()
        .chain(entropy)
        .chain([barycentre(rows), spread(rows), line(rows), scopes_on_the_line(rows)])
        .flatten()
        .collect()
}

/// The scopes of Entropy-SGD.
pub(super) fn scopes(rows: &[Row]) -> Vec<f64> {
    let chosen = rows.iter().filter(|row| row.algorithm == Algorithm::EntropySgd);
    let mut scopes: Vec<f64> = chosen.filter_map(|row| row.scope).collect();
    scopes.sort_by(f64::total_cmp);
    scopes.dedup();
    scopes
}

/// The mean of a quantity over initialisations.
fn average(rows: &[Row], algorithm: Algorithm, scope: Option<f64>, quantity: fn(&Row) -> Option<f64>) -> Option<f64> {
    let chosen = rows.iter().filter(|row| row.algorithm == algorithm && row.scope == scope);
    let values: Vec<f64> = chosen.filter_map(quantity).collect();
    (!values.is_empty()).then(|| mean(&values))
}

fn equal_losses(rows: &[Row]) -> Option<Verdict> {
    let chosen = |row: &&Row| row.algorithm != Algorithm::Replica;
    let losses = || rows.iter().filter(chosen).filter_map(|row| row.loss);
    let (low, high) = (losses().reduce(f64::min)?, losses().reduce(f64::max)?);
    Some(Verdict {
        claim: "the algorithms are compared at equal training loss".into(),
        value: format!("from {low:.4} to {high:.4}"),
        accepted: "below 0.05, and within a factor of 1.5".into(),
        pass: high < 0.05 && high < 1.5 * low,
    })
}

fn no_worse(rows: &[Row], scope: f64) -> Option<Verdict> {
    let test_error = |row: &Row| row.test_error;
    let difference = average(rows, Algorithm::EntropySgd, Some(scope), test_error)?
        - average(rows, Algorithm::Sgd, None, test_error)?;
    Some(Verdict {
        claim: format!("test error: Entropy-SGD at scope {scope} is no worse than SGD"),
        value: format!("mean difference {difference:+.4}"),
        accepted: "at most 0.005".into(),
        pass: difference <= 0.005,
    })
}

fn barycentre(rows: &[Row]) -> Option<Verdict> {
    let loss = |row: &Row| row.loss;
    let [centre, replica] = [Algorithm::Barycentre, Algorithm::Replica].map(|name| average(rows, name, None, loss));
    let (centre, replica) = (centre?, replica?);
    Some(Verdict {
        claim: "the barycentre has no higher training loss than a replica".into(),
        value: format!("{centre:.4} against {replica:.4}"),
        accepted: "at most that of a replica".into(),
        pass: centre <= replica,
    })
}

fn spread(rows: &[Row]) -> Option<Verdict> {
    let spreads: Vec<f64> = rows.iter().filter_map(|row| row.spread).collect();
    let (first, last) = (spreads.first()?, spreads.last()?);
    Some(Verdict {
        claim: "replicas meet as the coupling grows".into(),
        value: format!("relative distance {first:.3} at the least coupling, {last:.4} at the largest"),
        accepted: "falls with the coupling, to a fifth at most".into(),
        pass: spreads.windows(2).all(|pair| pair[1] < pair[0]) && *last <= 0.2 * first,
    })
}

/// The local entropy at a place of the line.
fn local_entropy(rows: &[Row], scope: f64, place: f64) -> Option<f64> {
    let is_there = |row: &&Row| row.scope == Some(scope) && row.x.is_some_and(|x| (x - place).abs() < 1e-9);
    rows.iter().find(is_there)?.local_entropy
}

fn line(rows: &[Row]) -> Option<Verdict> {
    let deviations = LOCAL_ENTROPIES.iter().flat_map(|&(scope, narrow, wide)| {
        [(1.0, narrow), (-1.0, wide)].map(|(x, exact)| local_entropy(rows, scope, x).map(|found| (found - exact).abs()))
    });
    let deviations: Vec<f64> = deviations.flatten().collect();
    let largest = deviations.iter().copied().reduce(f64::max)?;
    Some(Verdict {
        claim: "local entropies on the line agree with values found independently".into(),
        value: format!("largest deviation of {} values {largest:.1e}", deviations.len()),
        accepted: "below 6e-9, eight digits".into(),
        pass: largest < 6e-9,
    })
}

/// The narrow well is a maximum of the local entropy at the narrowest scope, and none at the widest.
fn scopes_on_the_line(rows: &[Row]) -> Option<Verdict> {
    let scopes = || rows.iter().filter(|row| row.algorithm == Algorithm::Line).filter_map(|row| row.scope);
    let [narrow, wide] = [scopes().reduce(f64::max)?, scopes().reduce(f64::min)?].map(|scope| maxima(rows, scope));
    let list = |places: &[f64]| places.iter().map(|x| format!("{x:.2}")).collect::<Vec<_>>().join(", ");
    Some(Verdict {
        claim: "the narrow well is a maximum of the local entropy at the largest \u{3b3} and no longer at the smallest"
            .into(),
        value: format!("maxima at {} and at {}", list(&narrow), list(&wide)),
        accepted: "one within 0.05 of 1, then a single one below 0".into(),
        pass: narrow.iter().any(|x| (x - 1.0).abs() < 0.05) && wide.len() == 1 && wide[0] < 0.0,
    })
}

/// Places of the line where the local entropy is largest among its neighbours.
fn maxima(rows: &[Row], scope: f64) -> Vec<f64> {
    let line: Vec<(f64, f64)> = rows
        .iter()
        .filter(|row| row.algorithm == Algorithm::Line && row.scope == Some(scope))
        .filter_map(|row| Some((row.x?, row.local_entropy?)))
        .collect();
    let inner = line.windows(3).filter(|three| three[1].1 > three[0].1 && three[1].1 > three[2].1);
    inner.map(|three| three[1].0).collect()
}
