//! How replicas attract one another.

/// What attracts the replicas, weight by weight. With `s_i = Σ_a W^a_i`, the joint law of `y` replicas has the factor
///
/// | attraction | factor |
/// | --- | --- |
/// | to a centre | `Σ_W̃ exp(γ Σ_a W^a · W̃) = Π_i 2 cosh(γ s_i)` |
/// | pairwise | `exp(γ/y Σ_{a<b} W^a · W^b) = Π_i exp(γ (s_i² − y)/(2y))` |
///
/// For two replicas both are one: pairwise with `ln cosh 2γ` is to a centre with `γ`. In general a pair attracts as a centre would
/// whose weights are real numbers of Gaussian law; a replica that leaves all others pays `2γ` to a centre of weights ±1, if `γ`
/// is large, and `2γ (1 − 1/y)` pairwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attraction {
    /// All to a centre, which is summed over.
    Centre,
    /// Every one to every other.
    Pairwise,
}

impl Attraction {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Centre, Self::Pairwise];

    /// The name, `centre` or `pairwise`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Pairwise => "pairwise",
        }
    }

    /// The ratios by which a flip changes the factor, for `s = −y..=y`, where `s` is the sum of the replicas' weights times the
    /// weight that flips: `s` becomes `s − 2`.
    pub(super) fn ratios(self, gamma: f64, replicas: usize) -> Vec<f64> {
        let y = replicas as i64;
        let ratio = |s: f64| match self {
            Self::Centre => cosh_ratio(gamma * (s - 2.0), gamma * s),
            Self::Pairwise => libm::exp(-2.0 * gamma * (s - 1.0) / replicas as f64),
        };
        (-y..=y).map(|s| ratio(s as f64)).collect()
    }
}

/// `cosh a/cosh b`, as `e^{|a| − |b|}` times a ratio of numbers between 1 and 2.
fn cosh_ratio(a: f64, b: f64) -> f64 {
    libm::exp(a.abs() - b.abs()) * (1.0 + libm::exp(-2.0 * a.abs())) / (1.0 + libm::exp(-2.0 * b.abs()))
}
