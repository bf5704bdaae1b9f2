//! Dense regions: large deviations of the local entropy of binary weights.
//!
//! The local entropy of a centre `W̃ = ±1` is the logarithm of the number of solutions at the distance `d` from it,
//! `S_loc = (1/N) ln #{W solution: W·W̃ = N S}` with `S = 1 − 2d`. Typical solutions are isolated, and typical
//! configurations have no solution nearby; but there are exponentially rare centres with exponentially many solutions
//! at every distance. A centre is weighed by the number of solutions around it to the power `y` (`y` replicas of a
//! solution, one centre), which picks the rare ones as `y` grows. Entropies are in nats per weight.
//!
//! # Free centre, `y → ∞`
//!
//! The centres of largest local entropy among all configurations: [`Replicas::Infinite`] with [`Centre::Free`]. With the
//! overlap `q` of two replicas of one centre and `δq = lim y (q₁ − q₀)`,
//!
//! ```math
//! \begin{aligned}
//! S_{\mathrm{loc}} = \operatorname{extr}\; & - \hat S S - \tfrac12 \hat q (1-q) - \tfrac12 (\hat q\,\delta q + q\,\delta\hat q)
//!   - \hat R R \\
//! & + \int\! Dz \max_{\tilde W, u} \Big[ -\tfrac{u^2}{2} + \ln 2\cosh\big(\sqrt{\hat q}\, z + \hat R + \sqrt{\delta\hat q}\, u
//!   + \hat S \tilde W\big) \Big] \\
//! & + \alpha \int\! Dz\, w(z) \max_{u} \Big[ -\tfrac{u^2}{2}
//!   + \ln H\Big(\tfrac{\kappa - \sqrt q\, z - \sqrt{\delta q}\, u}{\sqrt{1-q}}\Big) \Big]
//! \end{aligned}
//! ```
//!
//! with `w = 1` and no `R` for random labels, `w = 2 H(−R z/√(q−R²))` for those of a teacher. With `A = R(x)` (the hazard
//! at the inner maximum of the second line), `b = δq/(1−q)` and `t = tanh` at that of the first,
//!
//! ```math
//! \begin{aligned}
//! \hat q &= \frac{\alpha}{1-q} \langle w A^2 \rangle, &
//! \delta\hat q &= \frac{\alpha}{1-q} \Big\langle w\, \frac{b\, R'(x)^2}{1 + b\, R'(x)} \Big\rangle, &
//! \hat R &= \frac{2\alpha}{\sqrt{1-q}} \big\langle \delta(\text{teacher's field})\, A \big\rangle, \\
//! q &= \langle t^2 \rangle, &
//! \delta q &= \Big\langle \frac{\partial t}{\partial h} \Big\rangle - \langle 1 - t^2 \rangle, &
//! S &= \langle t \tilde W \rangle, \qquad R = \langle t \rangle
//! \end{aligned}
//! ```
//!
//! where `∂t/∂h` includes the jump of `t` at the field `h = √q̂ z + R̂ = 0`, in which the centre changes sign. Written like
//! this nothing cancels: all terms are positive. The slope is `dS_loc/dd = 2Ŝ`.
//!
//! - As `d → 0` the constraints cease to matter: `S_loc → h₂(d) = −d ln d − (1−d) ln(1−d)`, with a difference that
//!   vanishes faster than any power, and `δq → ∞`. Below a distance of 10⁻³ (at `α = 0.6`) the difference is below 10⁻¹⁵.
//! - The branch ends at the distance `d = (1 − ⟨|tanh √q̂ z|⟩)/2` between typical solutions and the signs of their mean,
//!   with `Ŝ = δq = 0` and the entropy of all solutions. From there on the largest local entropy is constant: rows have
//!   the status [`BranchEnded`](crate::Status::BranchEnded).
//! - Above [`alpha_u`] the local entropy has a maximum at a small distance and a minimum behind it; between the two the
//!   saddle has `Ŝ < 0` and is not a solution. Rows in this gap are `BranchEnded` too, with the distance of the maximum.
//!   Close to the capacity the saddle at small distances has more entropy than there are solutions in all: a sign that
//!   no centre is left that is as good as `y → ∞` asks for.
//!
//! # Finite `y`
//!
//! With [`Replicas::Finite`] centres count as `exp(N y S_loc)`, and there are `exp(N Σ)` of those that dominate, with the
//! complexity `Σ`. Replicas of one centre have the overlap `q₁`, those of different centres `q₀`. For a free centre
//!
//! ```math
//! \begin{aligned}
//! \Phi = \operatorname{extr}\; & - \tfrac{y(y-1)}{2} \hat q_1 q_1 + \tfrac{y^2}{2} \hat q_0 q_0 - \tfrac y2 \hat q_1
//!   - y \hat S S - y \hat R R \\
//! & + \int\! Dz_0 \ln \sum_{\tilde W} \int\! Dz_1
//!   \big[ 2\cosh(\sqrt{\hat q_0} z_0 + \hat R + \sqrt{\hat q_1 - \hat q_0} z_1 + \hat S \tilde W) \big]^y \\
//! & + \alpha \int\! Dz_0\, w \ln \int\! Dz_1\, H\Big(\tfrac{\kappa - \sqrt{q_0} z_0 - \sqrt{q_1-q_0} z_1}{\sqrt{1-q_1}}\Big)^y
//! \end{aligned}
//! ```
//!
//! and `S_loc = ∂Φ/∂y`, `Σ = Φ − y S_loc`, `∂Φ/∂d = 2yŜ`, hence `∂S_loc/∂d = 2 ∂(yŜ)/∂y`. At `y = 1` the potential is that of
//! a solution and any configuration at its distance, `Φ = S + h₂(d)`; as `y → ∞` the case above is approached like `1/y²`.
//!
//! A centre that has to be a solution ([`Centre::Solution`]) has the overlap `p` with other centres, `S̃` with their
//! replicas and `R̃` with the teacher. Its constraint multiplies `H(…)^y` by `H((κ − u − c z₁)/√(1−p−c²))`, where `u` is a field
//! of variance `p` and covariance `S̃` with the replicas' `√q₀ z₀`, and `c = (S − S̃)/√(q₁−q₀)`; the sum over `W̃` is weighted
//! by `exp(W̃ û)` with a field `û` alike. Both potentials get the terms `p p̂/2 − p̂/2 + y Ŝ̃ S̃ − R̂̃ R̃`. `y → 0` are typical
//! solutions as centres (`Σ = S`), `y = 1` are typical pairs, and [`y_star`] the densest regions that exist, where
//! `Σ = 0`. The branch ends where the distance is that of two typical solutions, `d = (1−q)/2`. There is no limit `y → ∞`
//! of interest: the complexity is negative long before.
//!
//! At small `y` the branch ends towards small distances too, where `q₁ → 1`: typical solutions are isolated.
//!
//! # Method
//!
//! The inner maxima are not searched: their location increases with the field, and becomes the variable of integration
//! in its place. The integrands are then smooth on the scale of the hazard, of `tanh` and of the density, and
//! Gauss–Legendre panels of that size give 10⁻¹⁴. The conjugates are explicit functions of the order parameters, so that
//! Newton's method works on `ln(q/(1−q))`, `ln δq`, `Ŝ` and `artanh R`, in the logarithms of the equations. The branch is
//! entered near its end and followed to every distance, with intermediate steps where the grid is coarse.
//!
//! At finite `y` the inner average is an equidistant sum around its peak, for each `z₀` once. In `u` only what is
//! independent of `z₀` is averaged over; that part is small, and needs a few nodes. Conjugates are explicit again, and
//! written as `S̃/q₀` and `p − S̃²/q₀ = E(⟨W̃⟩ − (S̃/q₀)⟨t⟩)²`, and alike with hats, nothing cancels where `u` is a function of
//! `z₀`, as at `y = 1`. The branch is entered at small `α`, where replicas are `S W̃` with independent noise, and followed
//! in `α` and then in `d`.
//!
//! References: Baldassi, Ingrosso, Lucibello, Saglietti and Zecchina, PRL 115, 128101 (2015); Baldassi, Borgs, Chayes,
//! Ingrosso, Lucibello, Saglietti and Zecchina, PNAS 113, E7655 (2016).

mod curve;
mod finite;
mod infinite;
mod panels;
mod point;
mod setting;

pub use curve::curve;
pub use finite::y_star;
pub use infinite::{DenseRegionTransition, alpha_u};
pub use point::{DenseRegionPoint, RESIDUAL};
pub use setting::{Centre, Replicas, Setting};

#[cfg(test)]
mod tests;
