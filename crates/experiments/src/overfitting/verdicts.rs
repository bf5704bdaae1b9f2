//! What the figure has to show.

use super::figure::plateau;
use super::table::{Method, Row};
use crate::experiment::Verdict;

/// The exact variance, the shape of the U, the plateau, the best ridge against all others, the simulation against the
/// theory, the U of polynomials, and networks.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let theory = [exact_variance(rows), classical_u(rows), below_the_u(rows), without_peak(rows), never_worse(rows)];
    theory
        .into_iter()
        .chain([simulated(rows), polynomial_u(rows), wide_fit(rows), wide_generalize(rows)])
        .flatten()
        .collect()
}

/// Largest deviation from the theory, in standard errors. With 20 instances three are exceeded with probability 0.0074 at
/// a point, at one of twelve with 9 %; the theory is that of D → ∞, and corrections of a few percent over D/100 come on top.
fn simulated(rows: &[Row]) -> Option<Verdict> {
    let deviations = rows.iter().filter_map(|row| Some((row.test_error? - row.theory?) / row.test_error_sem?));
    let deviations: Vec<f64> = deviations.collect();
    let worst = deviations.iter().map(|deviation| deviation.abs()).reduce(f64::max)?;
    Some(Verdict {
        claim: "instances err as the theory says, at the peak and away from it".into(),
        value: format!("largest deviation of {} means {worst:.1} standard errors", deviations.len()),
        accepted: "at most 3".into(),
        pass: worst <= 3.0,
    })
}

/// The test error has its minimum inside the range of degrees and rises well beyond its error, the training error falls.
fn polynomial_u(rows: &[Row]) -> Option<Verdict> {
    let polynomials: Vec<&Row> = rows.iter().filter(|row| row.method == Method::Polynomial).collect();
    let errors: Vec<(f64, f64)> =
        polynomials.iter().filter_map(|row| Some((row.test_error?, row.test_error_sem?))).collect();
    let (lowest, minimum) = errors.iter().enumerate().min_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    let rises = |end: &(f64, f64)| end.0 - minimum.0 > 5.0 * (end.1 + minimum.1);
    let (first, last) = (errors.first()?, errors.last()?);
    let training: Vec<f64> = polynomials.iter().filter_map(|row| row.train_error).collect();
    Some(Verdict {
        claim: "polynomials: the training error falls with the degree, the test error is a U".into(),
        value: format!(
            "test error {:.3} at degree 0, {:.3} at {lowest}, {:.3} at the last",
            first.0, minimum.0, last.0
        ),
        accepted: "both ends 5 standard errors above the minimum".into(),
        pass: rises(first) && rises(last) && training.windows(2).all(|pair| pair[1] < pair[0]),
    })
}

/// Networks in the order of their width.
fn networks(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.method == Method::Network)
}

fn wide_fit(rows: &[Row]) -> Option<Verdict> {
    let (first, last) = (networks(rows).next()?, networks(rows).last()?);
    let (narrow, wide) = (first.train_wrong?, last.train_wrong?);
    Some(Verdict {
        claim: "the widest networks reproduce all labels, wrong ones too; the narrowest do not".into(),
        value: format!("{:.1} % and {:.1} % of the labels are not reproduced", 100.0 * wide, 100.0 * narrow),
        accepted: "at most 0.5 %, at least 5 %".into(),
        pass: wide <= 0.005 && narrow >= 0.05,
    })
}

/// Against the width at which the networks begin to reproduce 99 % of their labels.
fn wide_generalize(rows: &[Row]) -> Option<Verdict> {
    let threshold = networks(rows).find(|row| row.train_wrong.is_some_and(|wrong| wrong < 0.01))?;
    let last = networks(rows).last()?;
    let (there, wide) = (threshold.test_wrong?, last.test_wrong?);
    Some(Verdict {
        claim: format!(
            "the widest networks ({} units) err less on new images than the first that fit ({} units)",
            last.width?, threshold.width?
        ),
        value: format!("{:.1} % against {:.1} %", 100.0 * wide, 100.0 * there),
        accepted: "less".into(),
        pass: wide < there,
    })
}

/// `ψ1/(ψ2 − ψ1)` without ridge.
fn exact_variance(rows: &[Row]) -> Option<Verdict> {
    let deviations = rows.iter().filter(|row| row.method == Method::Ridgeless).filter_map(|row| {
        let psi2 = row.psi2?;
        let psi1 = row.psi1.filter(|psi1| *psi1 < psi2)?;
        Some((row.variance? * (psi2 - psi1) / psi1 - 1.0).abs())
    });
    let worst = deviations.reduce(f64::max)?;
    Some(Verdict {
        claim: "without ridge and N < n the variance is N/(n \u{2212} N) times that of the noise".into(),
        value: format!("largest relative deviation {worst:.0e}"),
        accepted: "below 1e-12".into(),
        pass: worst < 1e-12,
    })
}

/// Errors without ridge below the threshold, by `ψ1`.
fn u(rows: &[Row]) -> Vec<(f64, f64)> {
    let below = rows.iter().filter(|row| row.method == Method::Ridgeless);
    below.filter_map(|row| Some((row.psi1.filter(|psi1| Some(*psi1) < row.psi2)?, row.test_error?))).collect()
}

fn classical_u(rows: &[Row]) -> Option<Verdict> {
    let u = u(rows);
    let (lowest, (psi1, error)) = u.iter().copied().enumerate().min_by(|a, b| a.1.1.total_cmp(&b.1.1))?;
    let falls = u[..=lowest].windows(2).all(|pair| pair[1].1 < pair[0].1);
    let rises = u[lowest..].windows(2).all(|pair| pair[1].1 > pair[0].1);
    Some(Verdict {
        claim: "without ridge the error falls to one minimum and rises towards N = n".into(),
        value: format!("minimum {error:.4} at N/D = {psi1}"),
        accepted: "one minimum, not at an end".into(),
        pass: falls && rises && lowest > 0 && lowest + 1 < u.len(),
    })
}

fn below_the_u(rows: &[Row]) -> Option<Verdict> {
    let (plateau, minimum) = (plateau(rows)?, u(rows).into_iter().map(|(_, error)| error).reduce(f64::min)?);
    Some(Verdict {
        claim: "without ridge many features are better than the minimum of the U".into(),
        value: format!("{plateau:.4} against {minimum:.4}"),
        accepted: "lower".into(),
        pass: plateau < minimum,
    })
}

fn without_peak(rows: &[Row]) -> Option<Verdict> {
    let best = rows.iter().filter(|row| row.method == Method::OptimalRidge);
    let errors: Vec<f64> = best.filter_map(|row| row.test_error).collect();
    let rise = errors.windows(2).map(|pair| pair[1] - pair[0]).reduce(f64::max)?;
    Some(Verdict {
        claim: "at the best ridge more features are always better".into(),
        value: format!("largest change between neighbours {rise:.1e}"),
        accepted: "negative".into(),
        pass: rise < 0.0,
    })
}

fn never_worse(rows: &[Row]) -> Option<Verdict> {
    let best: Vec<&Row> = rows.iter().filter(|row| row.method == Method::OptimalRidge).collect();
    let others = rows.iter().filter(|row| matches!(row.method, Method::Ridgeless | Method::Ridge));
    let gaps = others.filter_map(|row| {
        let best = best.iter().find(|best| best.psi1 == row.psi1)?;
        Some(row.test_error? / best.test_error? - 1.0)
    });
    let smallest = gaps.reduce(f64::min)?;
    Some(Verdict {
        claim: "no other ridge is better than the best one".into(),
        value: format!("smallest relative excess {smallest:.1e}"),
        accepted: "above -1e-12".into(),
        pass: smallest > -1e-12,
    })
}
