//! Nodes and weights for the unit Gaussian.

/// Nodes and weights with `⟨f⟩ ≈ Σ_k weight_k f(node_k)`; the density is part of the weights.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    nodes: Vec<f64>,
    weights: Vec<f64>,
}

impl Rule {
    /// A rule from nodes and the weights of a plain integral `∫ f dz`, to which it adds the density.
    pub(super) fn from_plain(nodes: Vec<f64>, mut weights: Vec<f64>) -> Self {
        let mut densities = vec![0.0; nodes.len()];
        piccole_core::gauss::pdfs_into(&nodes, &mut densities);
        weights.iter_mut().zip(densities).for_each(|(weight, density)| *weight *= density);
        Self { nodes, weights }
    }

    /// Gauss–Legendre panels of 20 nodes between ascending break points, for plain integrals `∫ f dz` over any interval:
    /// the density, if there is one, is part of `f`. For half-lines, kinks and substitutions.
    pub(crate) fn plain(breaks: &[f64]) -> Self {
        let (nodes, weights) = super::panels::between(breaks);
        Self { nodes, weights }
    }

    /// The rule for even functions: nodes `z ≥ 0` of a rule that is symmetric about 0, with the weights of both signs.
    pub(super) fn folded(&self) -> Self {
        let positive = self.nodes.partition_point(|node| *node < 0.0);
        let nodes = self.nodes[positive..].to_vec();
        let fold = |(node, weight): (&f64, &f64)| if *node == 0.0 { *weight } else { 2.0 * weight };
        let weights = nodes.iter().zip(&self.weights[positive..]).map(fold).collect();
        Self { nodes, weights }
    }

    /// The number of nodes, in other words the evaluations an average costs.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the rule has no node at all; such a rule averages everything to 0.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Pairs of a node and its weight, in ascending order of the nodes.
    pub fn iter(&self) -> impl Iterator<Item = (f64, f64)> {
        self.nodes.iter().copied().zip(self.weights.iter().copied())
    }

    /// The weights, in the order in which [`Rule::means`] visits the nodes.
    pub(crate) fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The average of one function.
    pub fn mean(&self, mut f: impl FnMut(f64) -> f64) -> f64 {
        let [mean] = self.means(|z| [f(z)]);
        mean
    }

    /// The averages of `K` functions that share their evaluation, summed in the order of the nodes.
    pub fn means<const K: usize>(&self, mut f: impl FnMut(f64) -> [f64; K]) -> [f64; K] {
        let mut sums = [0.0; K];
        for (node, weight) in self.iter() {
            for (sum, value) in sums.iter_mut().zip(f(node)) {
                *sum += weight * value;
            }
        }
        sums
    }

    /// The averages of `K` functions that write their values at all nodes at once, summed in the order of the nodes.
    pub fn means_of_slices<const K: usize>(&self, f: impl FnOnce(&[f64], [&mut [f64]; K])) -> [f64; K] {
        let count = self.len();
        let mut values = vec![0.0; K * count];
        let mut rest = values.as_mut_slice();
        f(&self.nodes, std::array::from_fn(|_| rest.split_off_mut(..count).expect("room for every function")));
        std::array::from_fn(|k| {
            let terms = self.weights.iter().zip(&values[k * count..]).map(|(weight, value)| weight * value);
            terms.sum()
        })
    }
}
