//! Two-time functions of a trajectory.

use crate::Scalar;
use crate::vector::dot;

/// How far a trajectory moved, and how much it kept, between two times.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TwoTime {
    /// The waiting time `t_w`, in the trajectory's steps.
    pub waiting_time: u64,
    /// The time `t` since then.
    pub lag: u64,
    /// Mean-square displacement `Δ = |θ(t_w + t) − θ(t_w)|²/P`.
    pub displacement: f64,
    /// Overlap `θ(t_w)·θ(t_w + t)/(|θ(t_w)| |θ(t_w + t)|)`.
    pub overlap: f64,
}

/// Measures two-time functions while a trajectory runs, keeping nothing of it but the parameters at waiting times whose
/// lags are not over.
///
/// ```math
/// \Delta(t_w, t_w + t) = \frac1P \sum_{i=1}^P \bigl[\theta_i(t_w + t) - \theta_i(t_w)\bigr]^2, \qquad
/// q(t_w, t_w + t) = \frac{\theta(t_w)\cdot\theta(t_w + t)}{|\theta(t_w)|\,|\theta(t_w + t)|} .
/// ```
///
/// A system in equilibrium depends on `t` alone; one that ages is the slower the longer it has waited.
///
/// Reference: M. Baity-Jesi et al., ICML 2018, arXiv:1803.06969.
///
/// ```
/// use piccole_nn::dynamics::TwoTimeRecorder;
/// let mut recorder = TwoTimeRecorder::new(&[0, 2], &[1, 3]);
/// for time in 0..6 {
///     recorder.record(time, &[time as f64, 1.0]); // moves by 1 a step in one of two coordinates
/// }
/// let rows = recorder.finish();
/// let displacements: Vec<_> = rows.iter().map(|r| (r.waiting_time, r.lag, r.displacement)).collect();
/// assert_eq!(displacements, [(0, 1, 0.5), (0, 3, 4.5), (2, 1, 0.5), (2, 3, 4.5)]);
/// assert!((rows[0].overlap - 0.5_f64.sqrt()).abs() < 1e-15);
/// ```
#[derive(Clone, Debug)]
pub struct TwoTimeRecorder<T> {
    waiting_times: Vec<u64>,
    lags: Vec<u64>,
    snapshots: Vec<(u64, Vec<T>)>,
    rows: Vec<TwoTime>,
}

impl<T: Scalar> TwoTimeRecorder<T> {
    /// For all pairs of the given waiting times and lags, in any order.
    pub fn new(waiting_times: &[u64], lags: &[u64]) -> Self {
        let sorted = |times: &[u64]| {
            let mut times = times.to_vec();
            times.sort_unstable();
            times.dedup();
            times
        };
        Self { waiting_times: sorted(waiting_times), lags: sorted(lags), snapshots: Vec::new(), rows: Vec::new() }
    }

    /// Whether [`record`](Self::record) would do anything at this time.
    pub fn wants(&self, time: u64) -> bool {
        let is_lag = |&(start, _): &(u64, _)| self.lags.binary_search(&(time - start)).is_ok();
        self.waiting_times.binary_search(&time).is_ok() || self.snapshots.iter().any(is_lag)
    }

    /// Takes note of the parameters at a time. Times may be skipped where nothing is [wanted](Self::wants).
    ///
    /// # Panics
    /// If the time is before one recorded earlier, or parameters differ in length.
    pub fn record(&mut self, time: u64, parameters: &[T]) {
        if self.waiting_times.binary_search(&time).is_ok() {
            self.snapshots.push((time, parameters.to_vec()));
        }
        for (start, snapshot) in &self.snapshots {
            let lag = time.checked_sub(*start).expect("times do not run backwards");
            if self.lags.binary_search(&lag).is_ok() {
                self.rows.push(two_time(*start, lag, snapshot, parameters));
            }
        }
        let longest = self.lags.last().copied().unwrap_or(0);
        self.snapshots.retain(|(start, _)| time - start < longest);
    }

    /// What was measured, by waiting time and lag; pairs beyond the end of the trajectory are missing.
    pub fn finish(mut self) -> Vec<TwoTime> {
        self.rows.sort_by_key(|row| (row.waiting_time, row.lag));
        self.rows
    }
}

fn two_time<T: Scalar>(waiting_time: u64, lag: u64, then: &[T], now: &[T]) -> TwoTime {
    assert_eq!(then.len(), now.len(), "{} parameters, then {}", then.len(), now.len());
    let double = |parameters: &[T]| parameters.iter().map(|&w| w.into()).collect::<Vec<f64>>();
    let (then, now) = (double(then), double(now));
    // From the differences themselves: from products of parameters, a small displacement would be rounding.
    let squares: f64 = then.iter().zip(&now).map(|(a, b)| (b - a) * (b - a)).sum();
    let overlap = dot(&then, &now) / (dot(&then, &then) * dot(&now, &now)).sqrt();
    TwoTime { waiting_time, lag, displacement: squares / then.len() as f64, overlap }
}

/// Integer times at equal distances on a logarithmic scale, `per_decade` in each factor of ten, from `first` to `last`;
/// rounded, without repetitions.
///
/// ```
/// assert_eq!(piccole_nn::dynamics::logarithmic_times(1, 1000, 3), [1, 2, 5, 10, 22, 46, 100, 215, 464, 1000]);
/// ```
///
/// # Panics
/// If `first` is 0 or `per_decade` is.
pub fn logarithmic_times(first: u64, last: u64, per_decade: u32) -> Vec<u64> {
    assert!(first > 0 && per_decade > 0, "{per_decade} times a decade from {first}");
    let time = |k: u32| (first as f64 * libm::pow(10.0, f64::from(k) / f64::from(per_decade))).round() as u64;
    let mut times: Vec<u64> = (0..).map(time).take_while(|&time| time <= last).collect();
    times.dedup();
    times
}
