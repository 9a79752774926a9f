//! Rectangles of text, put beside, over and around each other by the two-dimensional printer.

use crate::notation::{ATOM, POWER, PRODUCT};

/// A rectangle of text with the line that its neighbours align to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Block {
    pub lines: Vec<String>,
    pub baseline: usize,
    /// Binding level, as in the plain printer.
    pub level: u8,
}

fn width(line: &str) -> usize {
    line.chars().count()
}

impl Block {
    pub fn text(text: &str, level: u8) -> Block {
        Block { lines: vec![text.to_string()], baseline: 0, level }
    }

    pub fn width(&self) -> usize {
        self.lines.first().map_or(0, |l| width(l))
    }

    pub fn below(&self) -> usize {
        self.lines.len().saturating_sub(self.baseline + 1)
    }

    /// Side by side, baselines aligned.
    pub fn beside(blocks: &[Block], level: u8) -> Block {
        let above = blocks.iter().map(|b| b.baseline).max().unwrap_or(0);
        let below = blocks.iter().map(Block::below).max().unwrap_or(0);
        let mut lines = vec![String::new(); above + 1 + below];
        for block in blocks {
            let top = above - block.baseline;
            let blank = " ".repeat(block.width());
            for (index, line) in lines.iter_mut().enumerate() {
                let own = index.checked_sub(top).and_then(|i| block.lines.get(i));
                line.push_str(own.unwrap_or(&blank));
            }
        }
        Block { lines, baseline: above, level }
    }

    pub fn centered(&self, to: usize) -> Vec<String> {
        let left = (to - self.width()) / 2;
        let right = to - self.width() - left;
        self.lines.iter().map(|l| format!("{}{l}{}", " ".repeat(left), " ".repeat(right))).collect()
    }

    pub fn over(above: &Block, below: &Block) -> Block {
        let bar = above.width().max(below.width()) + 2;
        let mut lines = above.centered(bar);
        let baseline = lines.len();
        lines.push("─".repeat(bar));
        lines.extend(below.centered(bar));
        Block { lines, baseline, level: PRODUCT }
    }

    pub fn fenced(&self, open: [char; 4], close: [char; 4], level: u8) -> Block {
        let side = |shape: [char; 4]| -> Block {
            let [single, top, middle, bottom] = shape;
            let count = self.lines.len();
            let pick = |i: usize| match (count, i) {
                (1, _) => single,
                (_, 0) => top,
                (n, i) if i + 1 == n => bottom,
                _ => middle,
            };
            Block {
                lines: (0..count).map(|i| pick(i).to_string()).collect(),
                baseline: self.baseline,
                level: ATOM,
            }
        };
        Block::beside(&[side(open), self.clone(), side(close)], level)
    }

    pub fn grouped(&self, level: u8) -> Block {
        if self.level >= level {
            self.clone()
        } else {
            self.fenced(['(', '⎛', '⎜', '⎝'], [')', '⎞', '⎟', '⎠'], ATOM)
        }
    }

    /// `exponent` raised to the right of this base.
    pub fn raised(&self, exponent: &Block) -> Block {
        let mut lines: Vec<String> =
            exponent.lines.iter().map(|l| format!("{}{l}", " ".repeat(self.width()))).collect();
        let baseline = lines.len() + self.baseline;
        lines.extend(self.lines.iter().map(|l| format!("{l}{}", " ".repeat(exponent.width()))));
        Block { lines, baseline, level: POWER }
    }

    pub fn root(&self) -> Block {
        let height = self.lines.len();
        let mut lines =
            vec![format!("{} {}", " ".repeat(height.saturating_sub(1)), "_".repeat(self.width()))];
        for (index, line) in self.lines.iter().enumerate() {
            let sign = if index + 1 == height { '√' } else { '╱' };
            let left = height - 1 - index;
            lines.push(format!("{}{sign}{}{line}", " ".repeat(left), " ".repeat(index)));
        }
        Block { lines, baseline: self.baseline + 1, level: ATOM }
    }
}
