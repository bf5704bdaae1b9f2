//! Bethe entropies of a set of messages.

use super::lane::{Lane, blocks};
use super::messages::{Instance, Messages};
use super::row::LnSatisfied;
use crate::pattern::BLOCK;
use piccole_core::arch::{self, Elementwise};
use piccole_core::elementwise::sum_ln_2cosh;
use piccole_core::gauss;

impl<R: Lane> Messages<R> {
    /// Bethe entropy in nats per weight, external fields being zero:
    ///
    /// ```math
    /// K N S = \sum_\mu \ln Z_\mu + \sum_{\mu k i} \ln 2\cosh(h_{ki} - u_{\mu ki}) - (P - 1) \sum_{ki} \ln 2\cosh h_{ki} ,
    /// ```
    ///
    /// where `Z_μ` is the probability that the majority satisfies pattern `μ` under the cavity marginals. Exact up to the
    /// Gaussian approximation of the units' fields where the messages are a fixed point.
    pub(crate) fn bethe_entropy(&mut self, instance: &mut Instance<'_, R>) -> f64 {
        let weights: f64 = self.fields().iter().map(|&h| gauss::ln_2cosh(h)).sum();
        (self.of_patterns(instance) + weights) / instance.weights() as f64
    }

    /// Local entropy in nats per weight around the common centre of `replicas` coupled to it by `coupling = γ`, and the mean
    /// overlap `S = ⟨W_ki W̃_ki⟩` with the centre:
    ///
    /// ```math
    /// K N (S_\mathrm{loc} + \gamma S) = \sum_\mu \ln Z_\mu + \sum_{\mu k i} \ln 2\cosh(h_{ki} - u_{\mu ki})
    ///     - P \sum_{ki} \ln 2\cosh h_{ki} + \sum_{ki} \bigl\langle \ln 2\cosh(h^0_{ki} + \gamma\tilde W)\bigr\rangle ,
    /// ```
    ///
    /// with the field of the patterns `h⁰ = h − g` and the centre's marginal `p(W̃) ∝ (2 cosh(h⁰ + γ W̃))^y`.
    pub(crate) fn local_entropy(&mut self, instance: &mut Instance<'_, R>, coupling: f64, replicas: f64) -> f64 {
        let mut weights = 0.0;
        for (h, g) in self.fields().into_iter().zip(self.external()) {
            let centre = Centre::new(h - g, coupling, replicas);
            weights += centre.mean(|sign| gauss::ln_2cosh(h - g + sign * coupling)) - coupling * centre.overlap();
        }
        (self.of_patterns(instance) + weights) / instance.weights() as f64
    }

    /// Mean overlap `⟨W_ki W̃_ki⟩` of a replica with the centre.
    pub(crate) fn overlap_with_centre(&self, coupling: f64, replicas: f64) -> f64 {
        let (fields, external) = (self.fields(), self.external());
        let overlap = |(h, g): (f64, f64)| Centre::new(h - g, coupling, replicas).overlap();
        let n = fields.len() as f64;
        fields.into_iter().zip(external).map(overlap).sum::<f64>() / n
    }

    /// What the patterns and their edges contribute: `Σ_μ ln Z_μ + Σ_{μki} [ln 2cosh(h_ki − u_{μki}) − ln 2cosh h_ki]`.
    fn of_patterns(&mut self, instance: &mut Instance<'_, R>) -> f64 {
        let mut sum = 0.0;
        for mu in 0..instance.p() {
            let (rows, _) = self.rows(instance, mu);
            sum += arch::vectorized(Edges { fields: rows.fields, messages: rows.messages });
            sum += arch::vectorized(LnSatisfied(rows));
        }
        sum
    }
}

/// `Σ_i [ln 2cosh(h_i − u_i) − ln 2cosh h_i]`; the padding cancels.
struct Edges<'a, R> {
    fields: &'a [f64],
    messages: &'a [R],
}

impl<R: Lane> Elementwise for Edges<'_, R> {
    type Output = f64;

    #[inline(always)]
    fn run(self) -> f64 {
        let mut sum = 0.0;
        for (h, u) in blocks(self.fields).iter().zip(blocks(self.messages)) {
            let cavity: [f64; BLOCK] = std::array::from_fn(|i| h[i] - u[i].value());
            sum += sum_ln_2cosh(&cavity) - sum_ln_2cosh(h);
        }
        sum
    }
}

/// One weight of the centre of coupled replicas.
struct Centre {
    /// Probability that it is +1.
    plus: f64,
    /// Field of the patterns on a replica's weight.
    field: f64,
    coupling: f64,
}

impl Centre {
    fn new(field: f64, coupling: f64, replicas: f64) -> Self {
        let advantage = if coupling.is_finite() {
            gauss::ln_2cosh(field + coupling) - gauss::ln_2cosh(field - coupling)
        } else {
            2.0 * field
        };
        Self { plus: 1.0 / (1.0 + libm::exp(-replicas * advantage)), field, coupling }
    }

    /// Mean of a function of the centre's weight.
    fn mean(&self, function: impl Fn(f64) -> f64) -> f64 {
        self.plus * function(1.0) + (1.0 - self.plus) * function(-1.0)
    }

    /// Mean product of the weights of replica and centre.
    fn overlap(&self) -> f64 {
        self.mean(|sign| sign * libm::tanh(self.field + sign * self.coupling))
    }
}

#[cfg(test)]
mod tests {
    use crate::{BeliefPropagation, Problem, Stop};
    use piccole_core::patterns::{InputLaw, Patterns, Scenario};
    use piccole_core::{BitVector, StreamKey};

    /// Entropy of all committees of three units that satisfy the patterns, in nats per weight.
    ///
    /// A unit's weights matter only through the set of patterns it votes for: sets are counted, and all triples of sets seen.
    fn enumerated(patterns: &Patterns) -> f64 {
        let (n, all) = (patterns.n(), (1_usize << patterns.p()) - 1);
        let mut units = vec![0_u64; all + 1];
        for w in 0..1_u64 << n {
            let stabilities = patterns.stabilities(&BitVector::from_fn(n, |i| w >> i & 1 == 1));
            units[stabilities.iter().enumerate().fold(0, |set, (mu, &s)| set | usize::from(s > 0.0) << mu)] += 1;
        }
        let seen: Vec<usize> = (0..=all).filter(|&set| units[set] > 0).collect();
        let mut committees = 0;
        for &a in &seen {
            for &b in seen.iter().filter(|&&b| a | b == all) {
                let third = seen.iter().filter(|&&c| a & b | a & c | b & c == all);
                committees += units[a] * units[b] * third.map(|&c| units[c]).sum::<u64>();
            }
        }
        libm::log(committees as f64) / (3 * n) as f64
    }

    #[test]
    fn the_entropy_of_small_committees_is_that_of_enumeration() {
        for (law, p) in [(InputLaw::Signs, 4), (InputLaw::Signs, 8), (InputLaw::Gaussian, 4)] {
            let gaps = (0..20).map(|seed| {
                let key = StreamKey::from_seed(seed).named("patterns");
                let patterns = Patterns::generate(Scenario::Storage, law, 11, p, &key).unwrap();
                let problem = Problem::committee(&patterns, 3).unwrap();
                let marginals = BeliefPropagation { damping: 0.5, ..Default::default() }.run(problem).unwrap();
                assert_eq!(marginals.stop, Stop::Converged);
                marginals.entropy - enumerated(&patterns)
            });
            let gaps: Vec<f64> = gaps.collect();
            let (mean, largest) = (gaps.iter().sum::<f64>() / 20.0, gaps.iter().fold(0.0, |a: f64, b| a.max(b.abs())));
            // The Gaussian form of the fields errs by O(1/N): seen are 0.014 in one instance and 8e-4 on average.
            assert!(mean.abs() < 0.003 && largest < 0.03, "{law:?} P={p}: {mean:e} on average, at most {largest:e}");
        }
    }
}
