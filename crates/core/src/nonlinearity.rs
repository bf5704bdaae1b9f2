//! Nonlinearities and their first Gaussian moments, all that proportional asymptotics sees of them.

/// The function that makes a random feature `σ(f·x/√D)` of an input.
///
/// With `z` a unit Gaussian, `μ0 = ⟨σ(z)⟩`, `μ1 = ⟨z σ(z)⟩` and `μ⋆² = ⟨σ²⟩ − μ0² − μ1²`, features of many dimensions
/// have the second moments of `μ0 + μ1 f·x/√D + μ⋆ noise`.
///
/// | | `σ(x)` | `μ0` | `μ1` | `μ⋆²` | `ζ² = μ1²/μ⋆²` |
/// | --- | --- | --- | --- | --- | --- |
/// | `Sign` | `sign x` | 0 | `√(2/π)` | `1 − 2/π` | 1.75 |
/// | `Relu` | `max(0, x)` | `1/√(2π)` | `1/2` | `(π − 2)/(4π)` | 2.75 |
/// | `Tanh` | `tanh x` | 0 | 0.6057 | 0.0274 | 13.4 |
/// | `Erf` | `erf(x/√2)` | 0 | `1/√π` | `1/3 − 1/π` | 21.2 |
///
/// The moments are right to the last bit or two.
///
/// ```
/// use piccole_core::Nonlinearity;
/// assert_eq!(Nonlinearity::Relu.linear(), 0.5);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Nonlinearity {
    /// `sign x`.
    Sign,
    /// `max(0, x)`.
    Relu,
    /// `tanh x`.
    Tanh,
    /// `erf(x/√2)`.
    Erf,
}

impl Nonlinearity {
    /// Every nonlinearity.
    pub const ALL: [Self; 4] = [Self::Sign, Self::Relu, Self::Tanh, Self::Erf];

    /// The name in tables: `sign`, `relu`, `tanh`, `erf`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Relu => "relu",
            Self::Tanh => "tanh",
            Self::Erf => "erf",
        }
    }

    /// `σ(x)`; `sign 0` is 1.
    pub fn value(self, x: f64) -> f64 {
        match self {
            Self::Sign => {
                if x < 0.0 {
                    -1.0
                } else {
                    1.0
                }
            }
            Self::Relu => x.max(0.0),
            Self::Tanh => libm::tanh(x),
            Self::Erf => libm::erf(x * std::f64::consts::FRAC_1_SQRT_2),
        }
    }

    /// `μ0 = ⟨σ(z)⟩`: removed by centring the features.
    pub fn mean(self) -> f64 {
        match self {
            Self::Relu => 0.398_942_280_401_432_7,
            Self::Sign | Self::Tanh | Self::Erf => 0.0,
        }
    }

    /// `μ1 = ⟨z σ(z)⟩`: how much of the input a feature carries.
    pub fn linear(self) -> f64 {
        match self {
            Self::Sign => 0.797_884_560_802_865_4,
            Self::Relu => 0.5,
            Self::Tanh => 0.605_705_509_602_158_8,
            Self::Erf => 0.564_189_583_547_756_3,
        }
    }

    /// `μ⋆² = ⟨σ(z)²⟩ − μ0² − μ1²`: the variance of what acts as noise of the features.
    pub fn nonlinear_variance(self) -> f64 {
        match self {
            Self::Sign => 0.363_380_227_632_418_7,
            Self::Relu => 0.090_845_056_908_104_66,
            Self::Tanh => 0.027_415_326_035_430_26,
            Self::Erf => 0.015_023_447_149_542_66,
        }
    }

    /// `ζ² = μ1²/μ⋆²`: the signal-to-noise ratio of a feature.
    pub fn zeta_squared(self) -> f64 {
        self.linear() * self.linear() / self.nonlinear_variance()
    }
}
