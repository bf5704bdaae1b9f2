//! The set of weight vectors.

/// The set of weight vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Weights {
    /// `W_i = ±1`: the prior [`Binary`](piccole_core::model::Binary).
    Binary,
    /// `|W|² = N`: the prior [`Spherical`](piccole_core::model::Spherical).
    Spherical,
}

impl Weights {
    /// The name in tables: `binary`, `spherical`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Binary => "binary",
            Self::Spherical => "spherical",
        }
    }
}
