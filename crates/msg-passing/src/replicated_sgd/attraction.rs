//! How machines are drawn to their centre.

use std::fmt;

/// The four published forms of the attraction of a machine to the centre `c = (1/y) Σ_b W^b`: what is added to the hidden
/// number behind a weight `W`, in units of `λ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A binary centre, traced out: `tanh(γ y c) − W`.
    Simple,
    /// The same without the machine's own share: `tanh(γ y c) − tanh(γ y) W`.
    Corrected,
    /// A real centre, traced out: `c − W`, whatever the coupling.
    Continuous,
    /// As [`Simple`](Self::Simple), with the hyperbolic tangent replaced by its argument cut off at ±1.
    Hard,
}

impl Formula {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Simple, Self::Corrected, Self::Continuous, Self::Hard];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Corrected => "corrected",
            Self::Continuous => "continuous",
            Self::Hard => "hard",
        }
    }

    /// The attraction in units of `λ` of a weight among `y` that sum to `sum`.
    pub(super) fn attraction(self, sum: f64, weight: f64, replicas: f64, coupling: f64) -> f64 {
        match self {
            Self::Simple => libm::tanh(coupling * sum) - weight,
            Self::Corrected => libm::tanh(coupling * sum) - libm::tanh(coupling * replicas) * weight,
            Self::Continuous => sum / replicas - weight,
            Self::Hard => (coupling * sum).clamp(-1.0, 1.0) - weight,
        }
    }
}

impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// The attraction of an epoch, tabulated: sum and weight take few values.
pub(super) struct Attraction {
    replicas: i32,
    /// Entry `2 j + w` for `j` of `y` weights positive, and the weight itself negative or positive, `w = 0, 1`.
    table: Vec<f64>,
}

impl Attraction {
    /// For `replicas` machines, with the step `λ` and the coupling `γ`.
    pub(super) fn new(formula: Formula, replicas: usize, step: f64, coupling: f64) -> Self {
        let y = replicas as f64;
        let entry = |index: usize| {
            let (positive, weight) = ((index / 2) as f64, if index % 2 == 1 { 1.0 } else { -1.0 });
            step * formula.attraction(2.0 * positive - y, weight, y, coupling)
        };
        Self { replicas: replicas as i32, table: (0..2 * (replicas + 1)).map(entry).collect() }
    }

    /// What is added to the hidden number behind a weight, `sum` being that of the machines' weights.
    #[inline(always)]
    pub(super) fn of(&self, sum: i32, positive: bool) -> f64 {
        // The sum has the parity of `y`: half of sum + y is the number of positive weights.
        self.table[(sum + self.replicas) as usize + usize::from(positive)]
    }
}
