//! The table: pair after pair, each with its three ways; the plane of the first; the spanning tree.
//!
//! Numbers are rounded to six significant digits: those of networks in single precision are not better.

use super::points::{Pair, PlaneView};
use crate::landscape::PathPoint;
use crate::statistics::rounded;
use piccole_nn::landscape::path::SaddleGraph;
use serde::{Deserialize, Serialize};

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A point of the straight line.
    Line,
    /// A point of the relaxed path.
    Path,
    /// A point of the trained curve.
    Curve,
    /// A relaxed path as a whole: its highest loss, its length, its pivots.
    Pair,
    /// A point of the grid in the plane of the first pair.
    Plane,
    /// A pivot or end of the first pair's path, projected onto that plane.
    Pivot,
    /// The way between two neighbours along the minimum spanning tree.
    Tree,
}

/// One row; what does not apply is absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is about.
    pub kind: Kind,
    /// Number of the minimum at the start.
    pub from: usize,
    /// Number of the minimum at the end.
    pub to: usize,
    /// Share of the way.
    pub position: Option<f64>,
    /// Mean loss over the training examples; of a whole way its maximum.
    pub loss: Option<f64>,
    /// Fraction of test examples classified wrongly.
    pub test_error: Option<f64>,
    /// First coordinate in the plane, in units of the distance between the minima.
    pub x: Option<f64>,
    /// Second coordinate.
    pub y: Option<f64>,
    /// Distance from the plane in these units.
    pub residual: Option<f64>,
    /// Length of a whole way, in units of the distance between its ends along the straight lines it replaces.
    pub length: Option<f64>,
    /// Inner pivots of a relaxed path.
    pub pivots: Option<usize>,
    /// Cycle in which it was found, 0 for the straight line.
    pub cycle: Option<usize>,
    /// The minima on a way along the tree, `0-1-2`.
    pub via: Option<String>,
}

impl Row {
    /// A row with nothing in it.
    fn new(kind: Kind, (from, to): (usize, usize)) -> Self {
        Self {
            kind,
            from,
            to,
            position: None,
            loss: None,
            test_error: None,
            x: None,
            y: None,
            residual: None,
            length: None,
            pivots: None,
            cycle: None,
            via: None,
        }
    }
}

/// The whole table.
pub(super) fn rows(outcomes: &[((usize, usize), Pair)]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (ends, pair) in outcomes {
        for (kind, way) in [(Kind::Line, &pair.line), (Kind::Path, &pair.path), (Kind::Curve, &pair.curve)] {
            rows.extend(way.iter().map(|point| along(kind, *ends, point)));
        }
        rows.push(Row {
            loss: Some(rounded(saddle(pair))),
            length: Some(rounded(pair.length / pair.distance)),
            pivots: Some(pair.pivots),
            cycle: Some(pair.cycle),
            ..Row::new(Kind::Pair, *ends)
        });
        rows.extend(pair.plane.iter().flat_map(|view| plane(*ends, view)));
    }
    rows.extend(tree(outcomes));
    rows
}

fn along(kind: Kind, ends: (usize, usize), point: &PathPoint) -> Row {
    Row {
        position: Some(rounded(point.position)),
        loss: Some(rounded(point.loss)),
        test_error: Some(rounded(point.test_error)),
        ..Row::new(kind, ends)
    }
}

/// The grid, row after row, and the path over it.
fn plane(ends: (usize, usize), view: &PlaneView) -> Vec<Row> {
    let places = view.y.iter().flat_map(|&y| view.x.iter().map(move |&x| (x, y)));
    let at = |kind, x, y| Row { x: Some(rounded(x)), y: Some(rounded(y)), ..Row::new(kind, ends) };
    let grid =
        places.zip(&view.losses).map(|((x, y), &loss)| Row { loss: Some(rounded(loss)), ..at(Kind::Plane, x, y) });
    let path = view
        .path
        .iter()
        .map(|point| Row { residual: Some(rounded(point.residual)), ..at(Kind::Pivot, point.x, point.y) });
    grid.chain(path).collect()
}

/// The highest loss on the relaxed path.
fn saddle(pair: &Pair) -> f64 {
    pair.path.iter().map(|point| point.loss).fold(f64::NEG_INFINITY, f64::max)
}

/// Between every two neighbours the way whose maximum is lowest, along the minimum spanning tree of all saddles. Around
/// the ring one edge is not in it.
fn tree(outcomes: &[((usize, usize), Pair)]) -> Vec<Row> {
    let losses = outcomes.iter().map(|(_, pair)| pair.path[0].loss).collect();
    let mut graph = SaddleGraph::new(losses);
    for (&(from, to), pair) in outcomes.iter().map(|(ends, pair)| (ends, pair)) {
        graph.connect(from, to, saddle(pair));
    }
    let edge = |a: usize, b: usize| {
        outcomes.iter().find(|((from, to), _)| [(a, b), (b, a)].contains(&(*from, *to))).map(|(_, pair)| pair)
    };
    let row = |&(from, to): &(usize, usize)| {
        let way = graph.path(from, to)?;
        let edges: Vec<&Pair> = way.windows(2).filter_map(|pair| edge(pair[0], pair[1])).collect();
        let total = |length: fn(&Pair) -> f64| edges.iter().map(|pair| length(pair)).sum::<f64>();
        Some(Row {
            loss: Some(rounded(graph.saddle(from, to)?)),
            length: Some(rounded(total(|pair| pair.length) / total(|pair| pair.distance))),
            via: Some(way.iter().map(ToString::to_string).collect::<Vec<_>>().join("-")),
            ..Row::new(Kind::Tree, (from, to))
        })
    };
    outcomes.iter().filter_map(|(ends, _)| row(ends)).collect()
}
