//! What the figure has to show.

use super::points::{Knob, Row};
use crate::experiment::Verdict;
use crate::statistics::mean;

/// Equal losses; batches, learning rates and dropout by curvature, local energy and test error.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    [equal_losses(rows)].into_iter().chain(batches(rows)).chain(rates(rows)).chain(dropout(rows)).flatten().collect()
}

/// A quantity of a row.
type Quantity = fn(&Row) -> f64;

const TOP_EIGENVALUE: (&str, Quantity) = ("top eigenvalue", |row| row.top_eigenvalue);
const TRACE: (&str, Quantity) = ("trace", |row| row.trace);
const LOCAL_ENERGY: (&str, Quantity) = ("local energy", |row| row.local_energy);

/// Rows of a series whose parameter has a value.
fn at(rows: &[Row], knob: Knob, value: f64) -> Vec<&Row> {
    rows.iter().filter(|row| row.knob == knob && row.value() == value).collect()
}

/// Mean of a quantity.
fn average(rows: &[&Row], quantity: Quantity) -> f64 {
    mean(&rows.iter().map(|row| quantity(row)).collect::<Vec<_>>())
}

/// Least and largest value of a series' parameter.
fn ends(rows: &[Row], knob: Knob) -> Option<[f64; 2]> {
    let values = || rows.iter().filter(|row| row.knob == knob).map(Row::value);
    Some([values().reduce(f64::min)?, values().reduce(f64::max)?])
}

/// That the mean of a quantity is so many times as large for some rows as for others.
fn ratio(claim: String, [large, small]: [&[&Row]; 2], quantity: Quantity, least: f64) -> Verdict {
    let [large, small] = [large, small].map(|rows| average(rows, quantity));
    let value = large / small;
    Verdict {
        claim,
        value: format!("{value:.1} ({large:.3} against {small:.3})"),
        accepted: format!("at least {least}"),
        pass: value >= least,
    }
}

/// The losses at which trainings without dropout ended.
fn equal_losses(rows: &[Row]) -> Option<Verdict> {
    let losses = || rows.iter().filter(|row| row.knob != Knob::Dropout).map(|row| row.loss);
    let (low, high) = (losses().reduce(f64::min)?, losses().reduce(f64::max)?);
    Some(Verdict {
        claim: "batch sizes and learning rates are compared at equal training loss".into(),
        value: format!("from {low:.4} to {high:.4}"),
        accepted: "below 0.03, and within a factor of 1.5".into(),
        pass: high < 0.03 && high < 1.5 * low,
    })
}

fn batches(rows: &[Row]) -> Vec<Option<Verdict>> {
    let Some([small, full]) = ends(rows, Knob::Batch) else { return Vec::new() };
    let [small_rows, full_rows] = [small, full].map(|batch| at(rows, Knob::Batch, batch));
    let sharper = |(name, quantity): (&str, Quantity), least| {
        ratio(format!("{name}: batch {full} against {small}"), [&full_rows, &small_rows], quantity, least)
    };
    let difference = average(&full_rows, |row| row.test_error) - average(&small_rows, |row| row.test_error);
    let worse = Verdict {
        claim: format!("test error: batch {full} errs no less than {small}"),
        value: format!("mean difference {difference:+.4}"),
        accepted: "not below 0".into(),
        pass: difference >= 0.0,
    };
    [sharper(TOP_EIGENVALUE, 2.5), sharper(TRACE, 2.0), sharper(LOCAL_ENERGY, 2.0), worse].map(Some).to_vec()
}

fn rates(rows: &[Row]) -> Vec<Option<Verdict>> {
    let Some([slow, fast]) = ends(rows, Knob::LearningRate) else { return Vec::new() };
    let [slow_rows, fast_rows] = [slow, fast].map(|rate| at(rows, Knob::LearningRate, rate));
    let flatter = |(name, quantity): (&str, Quantity), least| {
        ratio(format!("{name}: learning rate {slow} against {fast}"), [&slow_rows, &fast_rows], quantity, least)
    };
    [flatter(TOP_EIGENVALUE, 4.0), flatter(LOCAL_ENERGY, 3.0)].map(Some).to_vec()
}

/// The least dropout above none against none.
fn dropout(rows: &[Row]) -> Vec<Option<Verdict>> {
    let shares = rows.iter().filter(|row| row.knob == Knob::Dropout && row.dropout > 0.0).map(|row| row.dropout);
    let Some(share) = shares.reduce(f64::min) else { return Vec::new() };
    let [without, with] = [0.0, share].map(|share| at(rows, Knob::Dropout, share));
    let flatter = |(name, quantity): (&str, Quantity)| {
        ratio(format!("{name}: no dropout against {share}"), [&without, &with], quantity, 1.5)
    };
    let difference = average(&with, |row| row.test_error) - average(&without, |row| row.test_error);
    let no_worse = Verdict {
        claim: format!("test error: dropout {share} costs nothing"),
        value: format!("mean difference {difference:+.4}"),
        accepted: "at most 0.01".into(),
        pass: difference <= 0.01,
    };
    [flatter(TOP_EIGENVALUE), flatter(LOCAL_ENERGY), no_worse].map(Some).to_vec()
}
