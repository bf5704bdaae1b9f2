//! Several minima, and the best paths between all of them.

/// Minima joined by paths, each with the highest loss on it (its saddle).
///
/// The path between two minima with the lowest maximum, over all detours, runs along a minimum spanning tree whose edges
/// weigh what their saddles are.
///
/// ```
/// use piccole_nn::landscape::path::SaddleGraph;
/// let mut graph = SaddleGraph::new(vec![0.1, 0.2, 0.3]);
/// graph.connect(0, 1, 1.0);
/// graph.connect(0, 2, 9.0);
/// assert_eq!(graph.proposal(), Some((1, 2))); // a way around the highest saddle
/// graph.connect(1, 2, 4.0);
/// assert_eq!(graph.path(0, 2), Some(vec![0, 1, 2]));
/// assert_eq!(graph.saddle(0, 2), Some(4.0));
/// assert_eq!(graph.proposal(), None);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct SaddleGraph {
    losses: Vec<f64>,
    edges: Vec<Edge>,
}

/// A path between two minima.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Indices of the minima, the smaller one first.
    pub minima: [usize; 2],
    /// The highest loss on the path.
    pub saddle: f64,
}

impl SaddleGraph {
    /// Minima of the given losses, without paths.
    pub fn new(losses: Vec<f64>) -> Self {
        Self { losses, edges: Vec::new() }
    }

    /// Adds a path between two minima; a second one between the same is kept beside the first.
    ///
    /// # Panics
    /// If there are no such two minima.
    pub fn connect(&mut self, a: usize, b: usize, saddle: f64) {
        let count = self.losses.len();
        assert!(a != b && a < count && b < count, "a path between minima {a} and {b} of {count}");
        self.edges.push(Edge { minima: [a.min(b), a.max(b)], saddle });
    }

    /// The paths added so far, in their order.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The minimum spanning tree (a forest, while not all minima are joined): indices of its edges, lowest saddle first;
    /// of equal saddles the path added first.
    ///
    /// Reference: J. B. Kruskal, Proc. Am. Math. Soc. 7, 48 (1956), doi:10.1090/S0002-9939-1956-0078686-7.
    pub fn spanning_tree(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.edges.len()).collect();
        order.sort_by(|&a, &b| self.edges[a].saddle.total_cmp(&self.edges[b].saddle));
        let mut component: Vec<usize> = (0..self.losses.len()).collect();
        order.retain(|&edge| {
            let [a, b] = self.edges[edge].minima.map(|minimum| component[minimum]);
            component.iter_mut().filter(|c| **c == b).for_each(|c| *c = a);
            a != b
        });
        order
    }

    /// The minima on the path of lowest maximum from one to another, both included; nothing if they are not joined.
    ///
    /// # Panics
    /// If there is no such minimum.
    pub fn path(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let tree = self.spanning_tree();
        let mut parents = vec![None; self.losses.len()];
        parents[from] = Some(from);
        let mut reached = vec![from];
        let mut next = 0;
        while let Some(&minimum) = reached.get(next) {
            next += 1;
            for [a, b] in tree.iter().map(|&edge| self.edges[edge].minima) {
                let other = if a == minimum { b } else { a };
                if (a == minimum || b == minimum) && parents[other].is_none() {
                    parents[other] = Some(minimum);
                    reached.push(other);
                }
            }
        }
        let mut path = vec![to];
        while path[path.len() - 1] != from {
            path.push(parents[path[path.len() - 1]]?);
        }
        path.reverse();
        Some(path)
    }

    /// The highest loss on that path; of a minimum to itself its loss.
    ///
    /// # Panics
    /// If there is no such minimum.
    pub fn saddle(&self, from: usize, to: usize) -> Option<f64> {
        let tree = self.spanning_tree();
        let joins = |pair: &[usize]| {
            let joined = tree
                .iter()
                .map(|&edge| self.edges[edge])
                .find(|edge| edge.minima == [pair[0].min(pair[1]), pair[0].max(pair[1])]);
            joined.map_or(f64::INFINITY, |edge| edge.saddle)
        };
        Some(self.path(from, to)?.windows(2).map(joins).fold(self.losses[from], f64::max))
    }

    /// The pair of minima to seek a path between next, nothing if no path could improve the tree.
    ///
    /// While minima are not joined to the lowest one, the lowest of those with it. Then, for the edges of the tree from
    /// the highest saddle on: the pair of lowest losses, not tried yet, on either side of it.
    pub fn proposal(&self) -> Option<(usize, usize)> {
        let mut by_loss: Vec<usize> = (0..self.losses.len()).collect();
        by_loss.sort_by(|&a, &b| self.losses[a].total_cmp(&self.losses[b]));
        let tree = self.spanning_tree();
        let reached = self.reached(*by_loss.first()?, &tree);
        if let Some(&alone) = by_loss.iter().find(|&&minimum| !reached[minimum]) {
            return Some((by_loss[0], alone));
        }
        for k in (0..tree.len()).rev() {
            let without: Vec<usize> = tree.iter().enumerate().filter(|&(j, _)| j != k).map(|(_, &edge)| edge).collect();
            let side = self.reached(self.edges[tree[k]].minima[0], &without);
            for &a in by_loss.iter().filter(|&&a| side[a]) {
                for &b in by_loss.iter().filter(|&&b| !side[b]) {
                    if self.edges.iter().all(|edge| edge.minima != [a.min(b), a.max(b)]) {
                        return Some((a.min(b), a.max(b)));
                    }
                }
            }
        }
        None
    }

    /// Which minima can be reached along some edges.
    fn reached(&self, from: usize, edges: &[usize]) -> Vec<bool> {
        let mut reached = vec![false; self.losses.len()];
        reached[from] = true;
        // Each pass reaches at least one more minimum, or is the last.
        while let Some(edge) = edges.iter().find(|&&edge| {
            let [a, b] = self.edges[edge].minima;
            reached[a] != reached[b]
        }) {
            self.edges[*edge].minima.iter().for_each(|&minimum| reached[minimum] = true);
        }
        reached
    }
}
