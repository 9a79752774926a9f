//! Elimination over Z/p.

use crate::Result;
use crate::word::Field;
use viete_numbers::Budget;

pub(super) type Rows = Vec<Vec<u64>>;

/// What elimination tells.
pub(super) struct Echelon {
    /// The reduced row echelon form, without zero rows.
    pub rows: Rows,
    pub pivots: Vec<usize>,
}

/// `row -= factor * pivot` from a column on.
fn eliminate(field: &Field, row: &mut [u64], pivot: &[u64], factor: u64) {
    let minus = field.negate(factor);
    for (x, &y) in row.iter_mut().zip(pivot) {
        *x = field.reduce(field.accumulate(Field::raised(*x), minus, y));
    }
}

/// The reduced row echelon form.
pub(super) fn echelon(field: &Field, mut rows: Rows, budget: &Budget) -> Result<Echelon> {
    let width = rows.first().map_or(0, Vec::len);
    let mut pivots = Vec::new();
    for column in 0..width {
        let top = pivots.len();
        let Some(found) = (top..rows.len()).find(|&i| rows[i][column] != 0) else { continue };
        budget.spend((rows.len() * (width - column)) as u64 / 8 + 1)?;
        rows.swap(found, top);
        let inverse = field.inverse(rows[top][column]);
        rows[top][column..].iter_mut().for_each(|x| *x = field.mul(*x, inverse));
        let pivot = rows[top][column..].to_vec();
        for (i, row) in rows.iter_mut().enumerate() {
            if i != top && row[column] != 0 {
                let factor = row[column];
                eliminate(field, &mut row[column..], &pivot, factor);
            }
        }
        pivots.push(column);
    }
    rows.truncate(pivots.len());
    Ok(Echelon { rows, pivots })
}

/// The determinant of a square matrix, by elimination below the diagonal.
pub(super) fn determinant(field: &Field, mut rows: Rows, budget: &Budget) -> Result<u64> {
    let n = rows.len();
    let mut determinant = field.one();
    for column in 0..n {
        let Some(found) = (column..n).find(|&i| rows[i][column] != 0) else { return Ok(0) };
        budget.spend(((n - column) * (n - column)) as u64 / 8 + 1)?;
        if found != column {
            rows.swap(found, column);
            determinant = field.negate(determinant);
        }
        let (head, tail) = rows.split_at_mut(column + 1);
        let pivot = &head[column][column..];
        determinant = field.mul(determinant, pivot[0]);
        let inverse = field.inverse(pivot[0]);
        for row in tail.iter_mut().filter(|row| row[column] != 0) {
            let factor = field.mul(row[column], inverse);
            eliminate(field, &mut row[column..], pivot, factor);
        }
    }
    Ok(determinant)
}

/// The inverse of a square matrix, if there is one.
pub(super) fn inverse(field: &Field, rows: &Rows, budget: &Budget) -> Result<Option<Rows>> {
    let n = rows.len();
    let extended = rows.iter().enumerate().map(|(i, row)| {
        let mut wide = row.clone();
        wide.extend((0..n).map(|j| if i == j { field.one() } else { 0 }));
        wide
    });
    let found = echelon(field, extended.collect(), budget)?;
    let regular = found.pivots.len() == n && found.pivots.last().is_none_or(|&last| last < n);
    Ok(regular.then(|| found.rows.into_iter().map(|row| row[n..].to_vec()).collect()))
}

/// The characteristic polynomial, monic, lowest coefficient first, through Hessenberg's form (H.
/// Cohen, A Course in Computational Algebraic Number Theory, 2.2.9).
pub(super) fn characteristic(field: &Field, mut h: Rows, budget: &Budget) -> Result<Vec<u64>> {
    let n = h.len();
    for m in 1..n.saturating_sub(1) {
        budget.spend((n * n) as u64 / 8 + 1)?;
        let Some(found) = (m..n).find(|&i| h[i][m - 1] != 0) else { continue };
        if found != m {
            h.swap(found, m);
            h.iter_mut().for_each(|row| row.swap(found, m));
        }
        let inverse = field.inverse(h[m][m - 1]);
        for i in m + 1..n {
            let factor = field.mul(h[i][m - 1], inverse);
            if factor == 0 {
                continue;
            }
            let pivot = h[m].clone();
            eliminate(field, &mut h[i], &pivot, factor);
            for row in &mut h {
                row[m] = field.add(row[m], field.mul(factor, row[i]));
            }
        }
    }
    let mut polynomials: Vec<Vec<u64>> = vec![vec![field.one()]];
    for m in 0..n {
        budget.spend((n * n) as u64 / 8 + 1)?;
        // p_m+1 = (x - h_mm) p_m - sum of h_im times subdiagonal products p_i
        let last = &polynomials[m];
        let mut next = vec![0; m + 2];
        for (k, &c) in last.iter().enumerate() {
            next[k + 1] = field.add(next[k + 1], c);
            next[k] = field.sub(next[k], field.mul(h[m][m], c));
        }
        let mut product = field.one();
        for i in (0..m).rev() {
            product = field.mul(product, h[i + 1][i]);
            let factor = field.mul(product, h[i][m]);
            for (k, &c) in polynomials[i].iter().enumerate() {
                next[k] = field.sub(next[k], field.mul(factor, c));
            }
        }
        polynomials.push(next);
    }
    Ok(polynomials.pop().unwrap_or_default())
}
