//! One-to-one assignment of lines to rows by best total score, component by component.

use crate::TransactionId;
use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// A possible pair.
pub(super) struct Edge {
    pub(super) line: usize,
    pub(super) row: usize,
    pub(super) score: u16,
}

/// Components with more lines or rows than this are assigned best pair first: the optimum costs the third power.
const LARGEST: usize = 64;

/// Indexes of the chosen edges, ascending. Lines are ordered by `line_id`, so the order of the file does not matter.
pub(super) fn assign(edges: &[Edge], line_id: impl Fn(usize) -> TransactionId) -> Vec<usize> {
    let mut chosen = Vec::new();
    for component in components(edges) {
        let mut lines: Vec<usize> = component.iter().map(|at| edges[*at].line).collect();
        let mut rows: Vec<usize> = component.iter().map(|at| edges[*at].row).collect();
        lines.sort_unstable_by_key(|line| (line_id(*line), *line));
        lines.dedup();
        rows.sort_unstable();
        rows.dedup();
        if component.len() == 1 {
            chosen.extend(component);
        } else if lines.len() > LARGEST || rows.len() > LARGEST {
            chosen.extend(best_first(edges, &component, &lines));
        } else {
            chosen.extend(optimal(edges, &component, &lines, &rows));
        }
    }
    chosen.sort_unstable();
    chosen
}

fn components(edges: &[Edge]) -> Vec<Vec<usize>> {
    // Union-find over edges: an edge joins the set of the first edge seen at its line and at its row.
    let mut parent: Vec<usize> = (0..edges.len()).collect();
    fn root(parent: &mut [usize], mut at: usize) -> usize {
        while parent[at] != at {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        at
    }
    let mut at_line: FxHashMap<usize, usize> = FxHashMap::default();
    let mut at_row: FxHashMap<usize, usize> = FxHashMap::default();
    for (at, edge) in edges.iter().enumerate() {
        let neighbours = [*at_line.entry(edge.line).or_insert(at), *at_row.entry(edge.row).or_insert(at)];
        for neighbour in neighbours {
            let (a, b) = (root(&mut parent, at), root(&mut parent, neighbour));
            parent[a.max(b)] = a.min(b);
        }
    }
    let mut sets: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for at in 0..edges.len() {
        sets.entry(root(&mut parent, at)).or_default().push(at);
    }
    sets.into_values().collect()
}

fn best_first(edges: &[Edge], component: &[usize], lines: &[usize]) -> Vec<usize> {
    let rank: FxHashMap<usize, usize> = lines.iter().enumerate().map(|(rank, line)| (*line, rank)).collect();
    let mut order = component.to_vec();
    order.sort_unstable_by_key(|at| {
        (Reverse(edges[*at].score), rank.get(&edges[*at].line).copied(), edges[*at].row)
    });
    let mut used_lines = rustc_hash::FxHashSet::default();
    let mut used_rows = rustc_hash::FxHashSet::default();
    let mut free = |at: &usize| {
        let edge = &edges[*at];
        if used_lines.contains(&edge.line) || used_rows.contains(&edge.row) {
            return false;
        }
        used_lines.insert(edge.line);
        used_rows.insert(edge.row)
    };
    order.retain(|at| free(at));
    order
}

fn optimal(edges: &[Edge], component: &[usize], lines: &[usize], rows: &[usize]) -> Vec<usize> {
    let place = |of: &[usize]| -> FxHashMap<usize, usize> {
        of.iter().enumerate().map(|(place, at)| (*at, place)).collect()
    };
    let (line_at, row_at) = (place(lines), place(rows));
    // The algorithm wants at least as many columns as rows; pairs that are no edge weigh nothing.
    let flipped = lines.len() > rows.len();
    let (height, width) = if flipped { (rows.len(), lines.len()) } else { (lines.len(), rows.len()) };
    let mut weights = Matrix::new(height, width, 0_i64);
    let mut edge_at: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for at in component.iter().copied() {
        let edge = &edges[at];
        let cell = match (line_at.get(&edge.line), row_at.get(&edge.row)) {
            (Some(line), Some(row)) if flipped => (*row, *line),
            (Some(line), Some(row)) => (*line, *row),
            _ => continue,
        };
        weights[cell] = i64::from(edge.score);
        edge_at.insert(cell, at);
    }
    let (_, columns) = kuhn_munkres(&weights);
    columns.into_iter().enumerate().filter_map(|cell| edge_at.get(&cell).copied()).collect()
}
