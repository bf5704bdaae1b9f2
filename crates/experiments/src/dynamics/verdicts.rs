//! What the figure has to show.

use super::table::{Row, System};
use crate::experiment::Verdict;
use crate::statistics::mean;

/// Ageing, what is left of it late, the two exact answers, losses, and the noise.
pub(super) fn verdicts(rows: &[Row]) -> Vec<Verdict> {
    let [over, under] = [System::OverParametrized, System::UnderParametrized];
    let two_time = [
        ages(rows, over, "the network that fits its examples"),
        ages(rows, under, "the one that does not"),
        late(rows, over, "at the bottom the network that fits freezes", "at least 4", |ratio| ratio >= 4.0),
        late(rows, under, "the one that does not goes on moving", "at most 2", |ratio| ratio <= 2.0),
        final_loss(rows, over, "fits its examples", "at most 0.001", |low_high| low_high.1 <= 1e-3),
        final_loss(rows, under, "does not", "at least 0.03", |low_high| low_high.0 >= 0.03),
        control(rows),
        diffusion(rows),
    ];
    two_time
        .into_iter()
        .flatten()
        .chain(scaled_variances(rows))
        .chain([few_directions(rows), aligned(rows)].into_iter().flatten())
        .collect()
}

/// The displacement at a pair of times, sample by sample.
pub(super) fn displacements(rows: &[Row], system: System, waiting_time: u64, lag: u64) -> Vec<f64> {
    let chosen = rows
        .iter()
        .filter(|row| row.system == system && row.waiting_time == Some(waiting_time) && row.lag == Some(lag));
    chosen.filter_map(|row| row.displacement).collect()
}

/// The exponential of the mean logarithm.
pub(super) fn geometric_mean(values: &[f64]) -> f64 {
    libm::exp(mean(&values.iter().map(|&value| libm::log(value)).collect::<Vec<_>>()))
}

fn range(values: &[f64]) -> Option<(f64, f64)> {
    let low = values.iter().copied().reduce(f64::min)?;
    Some((low, values.iter().copied().fold(low, f64::max)))
}

/// Ratios of displacements after two waiting times, sample by sample; none where the table lacks one.
fn ratios(rows: &[Row], system: System, waiting_times: [u64; 2], lag: u64) -> Option<Vec<f64>> {
    let [early, late] = waiting_times.map(|time| displacements(rows, system, time, lag));
    (!early.is_empty() && early.len() == late.len()).then(|| early.iter().zip(&late).map(|(a, b)| a / b).collect())
}

fn ages(rows: &[Row], system: System, who: &str) -> Option<Verdict> {
    let ratios = ratios(rows, system, [10, 1000], 100)?;
    let (low, high) = range(&ratios)?;
    Some(Verdict {
        claim: format!("ageing: in 100 steps {who} moves less after 1000 steps than after 10"),
        value: format!("displacements in a ratio of {low:.1} to {high:.1} over {} samples", ratios.len()),
        accepted: "at least 8 in every sample".into(),
        pass: low >= 8.0,
    })
}

/// Judged by the geometric mean over samples, which scatter by factors.
fn late(rows: &[Row], system: System, claim: &str, accepted: &str, pass: fn(f64) -> bool) -> Option<Verdict> {
    let ratios = ratios(rows, system, [10_000, 30_000], 10)?;
    let (low, high) = range(&ratios)?;
    let ratio = geometric_mean(&ratios);
    Some(Verdict {
        claim: format!("{claim}: displacement in 10 steps after 10 000 steps over that after 30 000"),
        value: format!("geometric mean {ratio:.2}, from {low:.2} to {high:.2} over {} samples", ratios.len()),
        accepted: format!("geometric mean {accepted}"),
        pass: pass(ratio),
    })
}

fn final_loss(
    rows: &[Row],
    system: System,
    claim: &str,
    accepted: &str,
    pass: fn((f64, f64)) -> bool,
) -> Option<Verdict> {
    let chosen = rows.iter().filter(|row| row.system == system && row.waiting_time == Some(30_000));
    let (low, high) = range(&chosen.filter_map(|row| row.loss).collect::<Vec<_>>())?;
    Some(Verdict {
        claim: format!(
            "after 30 000 steps the {} network {claim}",
            if system == System::OverParametrized { "wide" } else { "narrow" }
        ),
        value: format!("loss from {low:.2e} to {high:.2e}"),
        accepted: format!("{accepted} in every sample"),
        pass: pass((low, high)),
    })
}

/// Bowls at every pair of times.
fn control(rows: &[Row]) -> Option<Verdict> {
    let claim = "bowls at equilibrium move as they must, whatever the waiting time";
    against_theory(rows, System::Control, claim, 7, |_| true)
}

/// Free diffusion after 1000 steps, in 10 and in 100 more. (A step is long enough for the stiffest direction of some
/// networks to swing from one side of its valley to the other, step after step, which odd lags see.)
fn diffusion(rows: &[Row]) -> Option<Verdict> {
    let claim = "Langevin dynamics diffuses freely after 1000 steps, by 2T\u{3b7}t in t = 10 and 100 more";
    let looked_at = |row: &Row| row.waiting_time == Some(1000) && matches!(row.lag, Some(10 | 100));
    against_theory(rows, System::Langevin, claim, 10, looked_at)
}

/// Largest deviation of the mean over samples from the theory, in percent, among some pairs of times.
fn against_theory(
    rows: &[Row],
    system: System,
    claim: &str,
    percent: u32,
    looked_at: fn(&Row) -> bool,
) -> Option<Verdict> {
    let chosen: Vec<&Row> = rows.iter().filter(|row| row.system == system && looked_at(row)).collect();
    let first = chosen.first()?.sample;
    let deviations = chosen.iter().filter(|row| row.sample == first).filter_map(|row| {
        let measured = mean(&displacements(rows, system, row.waiting_time?, row.lag?));
        Some(100.0 * (measured / row.theory? - 1.0))
    });
    let worst = deviations.reduce(|a, b| if b.abs() > a.abs() { b } else { a })?;
    Some(Verdict {
        claim: claim.into(),
        value: format!("largest deviation of the mean over samples {worst:+.1} %"),
        accepted: format!("at most {percent} %"),
        pass: worst.abs() <= f64::from(percent),
    })
}

/// Rows of the noise, one for each sample and batch size.
fn noise(rows: &[Row]) -> impl Iterator<Item = &Row> {
    rows.iter().filter(|row| row.system == System::Noise)
}

/// Batch sizes with the mean over samples of `B |g_B − g|²/tr C` and its standard error, from those of the samples.
pub(super) fn variance_ratios(rows: &[Row]) -> Vec<(usize, f64, f64)> {
    let mut batches: Vec<usize> = noise(rows).filter_map(|row| row.batch).collect();
    batches.sort_unstable();
    batches.dedup();
    let ratio = |batch: usize| {
        let chosen = noise(rows).filter(|row| row.batch == Some(batch));
        let parts = chosen.filter_map(|row| {
            let trace = row.trace?;
            Some((row.scaled_variance? / trace, row.scaled_variance_sem? / trace))
        });
        let (ratios, errors): (Vec<f64>, Vec<f64>) = parts.unzip();
        let variance: f64 = errors.iter().map(|error| error * error).sum();
        (batch, mean(&ratios), variance.sqrt() / ratios.len() as f64)
    };
    batches.into_iter().map(ratio).collect()
}

/// Three standard errors are exceeded with probability 0.0027 at one batch size.
fn scaled_variances(rows: &[Row]) -> Vec<Verdict> {
    let verdict = |(batch, ratio, error): (usize, f64, f64)| Verdict {
        claim: format!("gradients over B = {batch} examples: B times the variance is the trace of the covariance"),
        value: format!("ratio {ratio:.3} \u{b1} {error:.3}"),
        accepted: "1 within three standard errors".into(),
        pass: (ratio - 1.0).abs() <= 3.0 * error,
    };
    variance_ratios(rows).into_iter().map(verdict).collect()
}

fn few_directions(rows: &[Row]) -> Option<Verdict> {
    let shares: Vec<f64> =
        noise(rows).filter_map(|row| Some(row.participation_ratio? / row.parameters? as f64)).collect();
    let (_, largest) = range(&shares)?;
    let (low, high) = range(&noise(rows).filter_map(|row| row.participation_ratio).collect::<Vec<_>>())?;
    Some(Verdict {
        claim: "the noise lives in few directions: participation ratio of its covariance".into(),
        value: format!("{low:.1} to {high:.1}, 1/{:.0} of the parameters or less", 1.0 / largest),
        accepted: "below 1/50 of the parameters in every sample".into(),
        pass: largest < 1.0 / 50.0,
    })
}

fn aligned(rows: &[Row]) -> Option<Verdict> {
    let (low, high) = range(&noise(rows).filter_map(|row| row.alignment).collect::<Vec<_>>())?;
    Some(Verdict {
        claim: "the noise is aligned with curvature: variance along the top eigenvector of the Hessian".into(),
        value: format!("{low:.0} to {high:.0} times that of a mean direction"),
        accepted: "at least 100 in every sample".into(),
        pass: low >= 100.0,
    })
}
