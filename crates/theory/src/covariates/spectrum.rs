//! Averages over the law of Marchenko and Pastur.

/// Averages of `A = x/(x+s)` and `B = 1/(x+s)` over the eigenvalues `x` of `FFᵀ/D`, `F` an `N × D` matrix of independent
/// entries of variance 1, for `N/D = ratio` and `s > 0`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spectrum {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) a_a: f64,
    pub(super) a_b: f64,
    pub(super) b_b: f64,
}

impl Spectrum {
    /// All five in closed form, every sum one of positive terms.
    ///
    /// With the discriminant `r² = (1 − c + s)² + 4cs = s² + 2s(1 + c) + (1 − c)²` the quadratic for `g = ⟨B⟩` gives
    /// `⟨A⟩ = 1 − sg = g/(1 + cg)`; its derivative in `s` gives `⟨B²⟩ = −g′ = g(1 + cg)/r` and
    /// `⟨AB⟩ = −⟨A⟩′ = g/((1 + cg) r)`; and `⟨A²⟩ = ⟨A⟩ − s⟨AB⟩ = ⟨A⟩ (r² − s²)/(r(r + s))`.
    pub(super) fn new(ratio: f64, s: f64) -> Self {
        let c = ratio;
        let above_square = (1.0 - c) * (1.0 - c) + 2.0 * s * (1.0 + c);
        let r = (s * s + above_square).sqrt();
        let linear = 1.0 - c + s;
        let b = if linear >= 0.0 { 2.0 / (linear + r) } else { (r - linear) / (2.0 * c * s) };
        let w = 1.0 + c * b;
        let a = b / w;
        Self { a, b, a_a: a * above_square / (r * (r + s)), a_b: a / r, b_b: b * w / r }
    }
}
