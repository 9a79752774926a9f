//! Colours of columns that no row has twice: one directional derivative serves all columns of a
//! colour (Curtis, Powell, Reid, IMA Journal of Applied Mathematics 13, 1974).

use rustc_hash::FxHashSet;

/// A colour for each of `columns` columns of a matrix with the given entries (row, column), counted
/// from zero, so that no two columns of one colour have an entry in the same row. Greedy, columns
/// with the most entries first; cost is the sum over entries of their rows' lengths.
pub fn coloring(entries: &[(u32, u32)], columns: usize) -> Vec<u32> {
    let rows = entries.iter().map(|e| e.0 as usize + 1).max().unwrap_or(0);
    let (mut in_row, mut in_column) = (vec![Vec::new(); rows], vec![Vec::new(); columns]);
    for &(row, column) in entries {
        in_row.iter_mut().skip(row as usize).take(1).for_each(|list| list.push(column));
        in_column.iter_mut().skip(column as usize).take(1).for_each(|list| list.push(row));
    }
    let mut order: Vec<usize> = (0..columns).collect();
    order.sort_by_key(|&column| std::cmp::Reverse(in_column.get(column).map_or(0, Vec::len)));
    let mut colors: Vec<Option<u32>> = vec![None; columns];
    for column in order {
        let neighbours = in_column
            .get(column)
            .into_iter()
            .flatten()
            .filter_map(|&row| in_row.get(row as usize))
            .flatten();
        let taken: FxHashSet<u32> =
            neighbours.filter_map(|&other| colors.get(other as usize).copied().flatten()).collect();
        let free = (0u32..).find(|color| !taken.contains(color));
        colors.iter_mut().skip(column).take(1).for_each(|slot| *slot = free);
    }
    colors.into_iter().map(|color| color.unwrap_or(0)).collect()
}
