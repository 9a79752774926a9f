//! A grid of Braille characters, two dots wide and four high each.

/// Dots and the owner of each character.
pub(crate) struct Canvas {
    columns: usize,
    rows: usize,
    cells: Vec<Cell>,
}

#[derive(Clone, Copy, Default)]
struct Cell {
    dots: u8,
    owner: usize,
}

/// Lengths of strokes and gaps in dots, by number of the curve; the first is drawn through.
const DASHES: [&[usize]; 4] = [&[1], &[5, 3], &[1, 2], &[6, 2, 1, 2]];

/// The bit of a dot by its place in the character (Unicode, Braille patterns).
const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Canvas {
    pub fn new(columns: usize, rows: usize) -> Canvas {
        Canvas { columns, rows, cells: vec![Cell::default(); columns * rows] }
    }

    /// The dot nearest to shares of the width from the left and of the height from below.
    pub fn dot(&self, (right, up): (f64, f64)) -> (i64, i64) {
        let (last_column, last_row) = (2 * self.columns - 1, 4 * self.rows - 1);
        let column = (right * last_column as f64).round() as i64;
        (column, last_row as i64 - (up * last_row as f64).round() as i64)
    }

    /// The character at a place, with its owner; nothing where there is no dot.
    pub fn character(&self, column: usize, row: usize) -> Option<(char, usize)> {
        let cell = self.cells.get(row * self.columns + column)?;
        let character = char::from_u32(0x2800 + u32::from(cell.dots))?;
        (cell.dots != 0).then_some((character, cell.owner))
    }

    /// Joins dots by straight lines, in the dashes of the owner where `dashed`.
    pub fn chain(&mut self, dots: &[(i64, i64)], owner: usize, dashed: bool) {
        let pattern = DASHES.get(if dashed { owner % DASHES.len() } else { 0 });
        let pattern = pattern.copied().unwrap_or(&[1]);
        let period: usize = pattern.iter().sum();
        let mut drawn = 0;
        if let Some(&first) = dots.first() {
            self.set(first, owner);
        }
        for pair in dots.windows(2) {
            let &[from, to] = pair else { continue };
            let (across, down) = (to.0 - from.0, to.1 - from.1);
            let steps = across.abs().max(down.abs());
            for step in 1..=steps {
                drawn += 1;
                if is_ink(pattern, drawn % period) {
                    let part = step as f64 / steps as f64;
                    let along =
                        |start: i64, length: i64| start + (length as f64 * part).round() as i64;
                    self.set((along(from.0, across), along(from.1, down)), owner);
                }
            }
        }
    }

    fn set(&mut self, (column, row): (i64, i64), owner: usize) {
        let (Ok(column), Ok(row)) = (usize::try_from(column), usize::try_from(row)) else { return };
        if column >= 2 * self.columns || row >= 4 * self.rows {
            return;
        }
        let bit = BITS.get(column % 2).and_then(|bits| bits.get(row % 4)).copied().unwrap_or(0);
        if let Some(cell) = self.cells.get_mut(row / 4 * self.columns + column / 2) {
            *cell = Cell { dots: cell.dots | bit, owner };
        }
    }
}

/// Whether a place within the period of a pattern of strokes and gaps is drawn; a pattern of one
/// length has no gap.
fn is_ink(pattern: &[usize], mut place: usize) -> bool {
    for (index, &length) in pattern.iter().enumerate() {
        if place < length {
            return index % 2 == 0;
        }
        place -= length;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fills_the_dots_between_its_ends() {
        let mut canvas = Canvas::new(2, 1);
        let ends = [canvas.dot((0.0, 0.0)), canvas.dot((1.0, 1.0))];
        canvas.chain(&ends, 0, false);
        assert_eq!(canvas.character(0, 0), Some(('⡠', 0)));
        assert_eq!(canvas.character(1, 0), Some(('⠊', 0)));
    }

    #[test]
    fn dots_outside_are_left_out() {
        let mut canvas = Canvas::new(1, 1);
        canvas.chain(&[(-5, -5), (-1, -1)], 0, false);
        assert_eq!(canvas.character(0, 0), None);
    }
}
