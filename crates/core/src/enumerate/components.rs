//! Connected components of the solutions.

use super::Solutions;

/// Up to which Hamming distance two solutions are linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Radius {
    /// Solutions that differ in one weight.
    One,
    /// Solutions that differ in one weight or in two.
    Two,
}

/// The graph that links solutions within a [`Radius`], in three numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Components {
    /// Number of connected components.
    pub count: usize,
    /// Solutions in the largest component.
    pub largest: usize,
    /// Solutions with no other one within the radius: components of one.
    pub isolated: usize,
}

impl Solutions {
    /// Connected components of the graph whose nodes are the solutions and whose links join those within `radius`.
    ///
    /// The cost is `Z N` look-ups for a radius of one and `Z N(N + 1)/2` for two; memory is some 20 bytes a solution.
    pub fn components(&self, radius: Radius) -> Components {
        let mut forest = Forest::new(self.len());
        self.visit_links(radius, |i, j| forest.join(i, j));
        forest.components()
    }

    /// The links themselves, as pairs of positions `i < j` in [`weights`](Self::weights), in ascending order of `i`.
    pub fn links(&self, radius: Radius) -> Vec<(usize, usize)> {
        let mut links = Vec::new();
        self.visit_links(radius, |i, j| links.push((i, j)));
        links
    }

    fn visit_links(&self, radius: Radius, mut link: impl FnMut(usize, usize)) {
        let lookup = Lookup::new(self);
        let flips = flips(self.n, radius);
        for (i, &weights) in self.weights.iter().enumerate() {
            // Of the two ends of a link, the smaller one looks for the larger.
            for neighbor in flips.iter().map(|flip| weights ^ flip).filter(|&neighbor| neighbor > weights) {
                if let Some(j) = lookup.position(neighbor) {
                    link(i, j);
                }
            }
        }
    }
}

/// Sets of weights to flip, one or two at a time.
fn flips(n: usize, radius: Radius) -> Vec<u64> {
    let single = (0..n).map(|i| 1 << i);
    let double = (0..n).flat_map(|i| (0..i).map(move |j| 1 << i | 1 << j));
    match radius {
        Radius::One => single.collect(),
        Radius::Two => single.chain(double).collect(),
    }
}

/// Positions in a sorted list, by buckets of the leading bits with about one entry each.
struct Lookup<'a> {
    weights: &'a [u64],
    shift: usize,
    /// Entry `b` is the position of the first entry of bucket `b` or later.
    starts: Vec<usize>,
}

impl<'a> Lookup<'a> {
    fn new(solutions: &'a Solutions) -> Self {
        let weights = &solutions.weights[..];
        let bucket_bits = solutions.n.min(weights.len().max(1).ilog2() as usize);
        let shift = solutions.n - bucket_bits;
        let mut starts = vec![0; (1 << bucket_bits) + 1];
        for &entry in weights {
            starts[(entry >> shift) as usize + 1] += 1;
        }
        for bucket in 1..starts.len() {
            starts[bucket] += starts[bucket - 1];
        }
        Self { weights, shift, starts }
    }

    fn position(&self, entry: u64) -> Option<usize> {
        let bucket = (entry >> self.shift) as usize;
        let start = self.starts[bucket];
        self.weights[start..self.starts[bucket + 1]].binary_search(&entry).ok().map(|offset| start + offset)
    }
}

/// Disjoint sets: every tree is one set, and the root of a tree stands for it.
struct Forest {
    parent: Vec<usize>,
}

impl Forest {
    fn new(len: usize) -> Self {
        Self { parent: (0..len).collect() }
    }

    /// Root of the tree of `i`; the path is halved on the way.
    fn root(&mut self, mut i: usize) -> usize {
        while self.parent[i] != i {
            self.parent[i] = self.parent[self.parent[i]];
            i = self.parent[i];
        }
        i
    }

    /// Merges two sets. The smaller root wins.
    fn join(&mut self, i: usize, j: usize) {
        let (i, j) = (self.root(i), self.root(j));
        self.parent[i.max(j)] = i.min(j);
    }

    fn components(mut self) -> Components {
        let mut sizes = vec![0; self.parent.len()];
        for i in 0..sizes.len() {
            sizes[self.root(i)] += 1;
        }
        Components {
            count: sizes.iter().filter(|&&size| size > 0).count(),
            largest: sizes.iter().copied().max().unwrap_or(0),
            isolated: sizes.iter().filter(|&&size| size == 1).count(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::StreamKey;
    use rand::Rng;

    /// Floods the graph from every node not yet reached, looking at all pairs.
    fn naive(solutions: &Solutions, radius: u32) -> Components {
        let weights = &solutions.weights;
        let linked = |i: usize, j: usize| i != j && (weights[i] ^ weights[j]).count_ones() <= radius;
        let mut reached = vec![false; weights.len()];
        let mut sizes = Vec::new();
        for seed in 0..weights.len() {
            let mut front = if reached[seed] { vec![] } else { vec![seed] };
            reached[seed] = true;
            let mut size = 0;
            while let Some(i) = front.pop() {
                size += 1;
                for (j, reached) in reached.iter_mut().enumerate() {
                    if linked(i, j) && !*reached {
                        *reached = true;
                        front.push(j);
                    }
                }
            }
            sizes.extend((size > 0).then_some(size));
        }
        let isolated = (0..weights.len()).filter(|&i| (0..weights.len()).all(|j| !linked(i, j))).count();
        Components { count: sizes.len(), largest: sizes.into_iter().max().unwrap_or(0), isolated }
    }

    #[test]
    fn components_agree_with_a_flood_over_all_pairs() {
        for (n, keep_one_in) in [(1, 1), (2, 2), (5, 3), (8, 4), (10, 8), (11, 20), (12, 50), (16, 300)] {
            let mut rng = StreamKey::from_seed(keep_one_in).rng();
            let weights = (0..1 << n).filter(|_| rng.next_u64().is_multiple_of(keep_one_in)).collect();
            let solutions = Solutions { n, weights };
            assert_eq!(solutions.components(Radius::One), naive(&solutions, 1), "N = {n}, radius 1");
            assert_eq!(solutions.components(Radius::Two), naive(&solutions, 2), "N = {n}, radius 2");
        }
    }

    #[test]
    fn the_even_vectors_of_the_cube_are_isolated_at_radius_one_and_connected_at_two() {
        let weights: Vec<u64> = (0..1 << 9_u64).filter(|w: &u64| w.count_ones().is_multiple_of(2)).collect();
        let even = Solutions { n: 9, weights };
        assert_eq!(even.components(Radius::One), Components { count: 256, largest: 1, isolated: 256 });
        assert_eq!(even.components(Radius::Two), Components { count: 1, largest: 256, isolated: 0 });
    }

    #[test]
    fn no_solution_has_no_component() {
        let none = Solutions { n: 40, weights: vec![] };
        assert_eq!(none.components(Radius::Two), Components { count: 0, largest: 0, isolated: 0 });
    }
}
