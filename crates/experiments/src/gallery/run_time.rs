//! How long a figure took.

use crate::store::plan_of;
use std::path::Path;

/// Time in the points of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct RunTime {
    points: usize,
    /// Seconds of all points, each on its thread.
    seconds: f64,
}

impl RunTime {
    /// From the run store beside a table. None without one, or if it is no whole store of this version: the gallery shows
    /// tables, whatever became of the stores.
    pub(super) fn of(dir: &Path, name: &str) -> Option<Self> {
        let plan = plan_of(&dir.join(format!("{name}.store"))).ok()??;
        let status = plan.status(dir).ok()?;
        Some(Self { points: status.done, seconds: status.seconds })
    }
}

impl std::fmt::Display for RunTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let points = if self.points == 1 { "1 point".to_owned() } else { format!("{} points", self.points) };
        write!(f, "{} of one thread for {points}", duration(self.seconds))
    }
}

/// A duration in the two largest units that matter.
fn duration(seconds: f64) -> String {
    if seconds < 10.0 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_units_that_matter() {
        assert_eq!([0.04, 59.7, 61.2, 7384.0].map(duration), ["0.0 s", "1 min 0 s", "1 min 1 s", "2 h 3 min"]);
    }

    #[test]
    fn one_point_is_no_points() {
        assert_eq!(RunTime { points: 1, seconds: 12.0 }.to_string(), "12 s of one thread for 1 point");
    }

    #[test]
    fn no_store_has_no_time() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(RunTime::of(folder.path(), "entropy"), None);
    }
}
