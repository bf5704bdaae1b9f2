//! The graph of the solutions of one instance, and where to draw them.

use piccole_core::enumerate::{Radius, Solutions};
use std::collections::VecDeque;

/// One solution in the graph that links solutions which differ in one weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    /// Place in the plane of the two leading principal components, in units of one flipped weight (Euclidean distances are
    /// at most the square root of the number of weights that differ).
    pub(super) place: [f64; 2],
    /// Solutions in its connected component.
    pub(super) cluster_size: usize,
    /// Whether this is the largest component (of equal ones the first).
    pub(super) in_largest: bool,
    /// The neighbour through which a walk from the component's first solution reaches it.
    pub(super) parent: Option<usize>,
}

/// Nodes in the order of the solutions.
pub(super) fn nodes(solutions: &Solutions) -> Vec<Node> {
    let parents = walk(solutions);
    let cluster = |mut i: usize| {
        while let Some(parent) = parents[i].1 {
            i = parent;
        }
        i
    };
    let clusters: Vec<usize> = (0..solutions.len()).map(cluster).collect();
    let mut sizes = vec![0; solutions.len()];
    clusters.iter().for_each(|&first| sizes[first] += 1);
    let largest = (0..sizes.len()).max_by_key(|&first| (sizes[first], std::cmp::Reverse(first)));
    let places = places(solutions);
    (0..solutions.len())
        .map(|i| Node {
            place: places[i],
            cluster_size: sizes[clusters[i]],
            in_largest: Some(clusters[i]) == largest,
            parent: parents[i].1,
        })
        .collect()
}

/// Breadth-first walks from the first solution of every component: whether a solution was seen, and from where.
fn walk(solutions: &Solutions) -> Vec<(bool, Option<usize>)> {
    let mut neighbours = vec![Vec::new(); solutions.len()];
    for (i, j) in solutions.links(Radius::One) {
        neighbours[i].push(j);
        neighbours[j].push(i);
    }
    let mut seen = vec![(false, None); solutions.len()];
    for first in 0..solutions.len() {
        if seen[first].0 {
            continue;
        }
        seen[first].0 = true;
        let mut queue = VecDeque::from([first]);
        while let Some(i) = queue.pop_front() {
            for &j in &neighbours[i] {
                if !seen[j].0 {
                    seen[j] = (true, Some(i));
                    queue.push_back(j);
                }
            }
        }
    }
    seen
}

/// Projections of the weights `±1/2` on the two leading eigenvectors of their covariance.
fn places(solutions: &Solutions) -> Vec<[f64; 2]> {
    let n = solutions.n();
    let mut vectors: Vec<Vec<f64>> =
        solutions.weights().iter().map(|w| (0..n).map(|i| (w >> i & 1) as f64 - 0.5).collect()).collect();
    let mean: Vec<f64> = (0..n).map(|i| vectors.iter().map(|w| w[i]).sum::<f64>() / vectors.len() as f64).collect();
    for vector in &mut vectors {
        vector.iter_mut().zip(&mean).for_each(|(x, mean)| *x -= mean);
    }
    let mut covariance = vec![vec![0.0; n]; n];
    for vector in &vectors {
        for (row, x) in covariance.iter_mut().zip(vector) {
            row.iter_mut().zip(vector).for_each(|(entry, y)| *entry += x * y);
        }
    }
    let first = leading(&covariance, &[]);
    let second = leading(&covariance, std::slice::from_ref(&first));
    vectors.iter().map(|vector| [dot(vector, &first), dot(vector, &second)]).collect()
}

/// The leading eigenvector of a covariance in the space orthogonal to `found`, by power iteration; its sign makes the
/// largest entry positive.
fn leading(covariance: &[Vec<f64>], found: &[Vec<f64>]) -> Vec<f64> {
    /// Two directions of nearly equal variance may stay mixed, which turns the picture a little and no more.
    const STEPS: usize = 300;
    // Unequal entries, so that no eigenvector is orthogonal to the start by symmetry.
    let mut vector: Vec<f64> = (0..covariance.len()).map(|i| 1.0 / (1.0 + i as f64)).collect();
    for _ in 0..STEPS {
        vector = covariance.iter().map(|row| dot(row, &vector)).collect();
        for other in found {
            let along = dot(&vector, other);
            vector.iter_mut().zip(other).for_each(|(x, y)| *x -= along * y);
        }
        let norm = dot(&vector, &vector).sqrt();
        if norm == 0.0 {
            return vector;
        }
        vector.iter_mut().for_each(|x| *x /= norm);
    }
    let largest = vector.iter().copied().fold(0.0, |a: f64, b| if b.abs() > a.abs() { b } else { a });
    vector.iter_mut().for_each(|x| *x *= largest.signum());
    vector
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use piccole_core::StreamKey;
    use piccole_core::patterns::{InputLaw, Patterns, Scenario};

    fn solutions(n: usize, p: usize, seed: u64) -> Solutions {
        let key = StreamKey::from_seed(seed);
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key).unwrap();
        Solutions::collect(&patterns, 0.0, 100_000).unwrap()
    }

    #[test]
    fn clusters_are_the_components_of_the_enumeration() {
        let (mut isolated, mut largest) = (0, 0);
        for seed in 1..=5 {
            let solutions = solutions(17, 8, seed);
            let (nodes, components) = (nodes(&solutions), solutions.components(Radius::One));
            assert_eq!(nodes.iter().filter(|node| node.parent.is_none()).count(), components.count);
            assert_eq!(nodes.iter().filter(|node| node.cluster_size == 1).count(), components.isolated);
            assert_eq!(nodes.iter().filter(|node| node.in_largest).count(), components.largest);
            for (i, node) in nodes.iter().enumerate() {
                if let Some(parent) = node.parent {
                    assert_eq!((solutions.weights()[i] ^ solutions.weights()[parent]).count_ones(), 1);
                }
            }
            (isolated, largest) = (isolated + components.isolated, largest.max(components.largest));
        }
        assert!(isolated > 10 && largest > 10, "{isolated} {largest}");
    }

    #[test]
    fn the_plane_shortens_distances_and_never_lengthens_them() {
        let solutions = solutions(13, 6, 1);
        let nodes = nodes(&solutions);
        for (i, a) in nodes.iter().enumerate() {
            for (j, b) in nodes[..i].iter().enumerate() {
                let [dx, dy] = [0, 1].map(|axis| a.place[axis] - b.place[axis]);
                let hamming = (solutions.weights()[i] ^ solutions.weights()[j]).count_ones();
                assert!(dx * dx + dy * dy <= f64::from(hamming) + 1e-9);
            }
        }
    }
}
