//! The two-dimensional Unicode printer: fractions stacked, exponents raised, roots with a bar.
//! Built bottom-up over the shared nodes; large terms fall back to one line.

use crate::display::{Factor, Fraction, Shown, show};
use crate::plain::{infix_form, plain};
use rustc_hash::FxHashMap;
use viete_numbers::Rational;
use viete_term::{Form, Kind, Store, Term};

/// Terms with more nodes than this are printed on one line.
const SIZE_LIMIT: u32 = 400;

/// A rectangle of text with the line that its neighbours align to.
#[derive(Clone, Debug, Default)]
struct Block {
    lines: Vec<String>,
    baseline: usize,
    /// Binding level, as in the plain printer.
    level: u8,
}

const SUM: u8 = 8;
const PRODUCT: u8 = 9;
const POWER: u8 = 12;
const ATOM: u8 = 14;

fn width(line: &str) -> usize {
    line.chars().count()
}

impl Block {
    fn text(text: &str, level: u8) -> Block {
        Block { lines: vec![text.to_string()], baseline: 0, level }
    }

    fn width(&self) -> usize {
        self.lines.first().map_or(0, |l| width(l))
    }

    fn below(&self) -> usize {
        self.lines.len().saturating_sub(self.baseline + 1)
    }

    /// Side by side, baselines aligned.
    fn beside(blocks: &[Block], level: u8) -> Block {
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

    fn centered(&self, to: usize) -> Vec<String> {
        let left = (to - self.width()) / 2;
        let right = to - self.width() - left;
        self.lines.iter().map(|l| format!("{}{l}{}", " ".repeat(left), " ".repeat(right))).collect()
    }

    fn over(above: &Block, below: &Block) -> Block {
        let bar = above.width().max(below.width()) + 2;
        let mut lines = above.centered(bar);
        let baseline = lines.len();
        lines.push("─".repeat(bar));
        lines.extend(below.centered(bar));
        Block { lines, baseline, level: PRODUCT }
    }

    fn fenced(&self, open: [char; 4], close: [char; 4], level: u8) -> Block {
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

    fn grouped(&self, level: u8) -> Block {
        if self.level >= level {
            self.clone()
        } else {
            self.fenced(['(', '⎛', '⎜', '⎝'], [')', '⎞', '⎟', '⎠'], ATOM)
        }
    }

    /// `exponent` raised to the right of this base.
    fn raised(&self, exponent: &Block) -> Block {
        let mut lines: Vec<String> =
            exponent.lines.iter().map(|l| format!("{}{l}", " ".repeat(self.width()))).collect();
        let baseline = lines.len() + self.baseline;
        lines.extend(self.lines.iter().map(|l| format!("{l}{}", " ".repeat(exponent.width()))));
        Block { lines, baseline, level: POWER }
    }

    fn root(&self) -> Block {
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

/// The term as lines of Unicode text.
pub fn pretty(store: &Store, term: Term) -> String {
    if store.size(term) > SIZE_LIMIT {
        return plain(store, term);
    }
    let mut blocks: FxHashMap<Term, Block> = FxHashMap::default();
    for node in store.reachable(&[term]) {
        let block = build(store, node, &blocks);
        blocks.insert(node, block);
    }
    let lines = blocks.remove(&term).map(|b| b.lines).unwrap_or_default();
    lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n")
}

type Blocks = FxHashMap<Term, Block>;

fn get(blocks: &Blocks, term: Term, level: u8) -> Block {
    blocks.get(&term).map(|b| b.grouped(level)).unwrap_or_default()
}

fn build(store: &Store, term: Term, blocks: &Blocks) -> Block {
    match show(store, term) {
        Shown::Sum(addends) => {
            let mut parts = Vec::new();
            for (index, addend) in addends.into_iter().enumerate() {
                let sign = match (index, addend.negative) {
                    (0, false) => "",
                    (0, true) => "-",
                    (_, false) => " + ",
                    (_, true) => " - ",
                };
                parts.push(Block::text(sign, ATOM));
                parts.push(fraction(store, &addend, blocks));
            }
            Block::beside(&parts, SUM)
        }
        Shown::Fraction(shown) => {
            let body = fraction(store, &shown, blocks);
            if shown.negative { Block::beside(&[Block::text("-", ATOM), body], SUM) } else { body }
        }
        Shown::Exponential(exponent) => Block::text("ℯ", ATOM).raised(&get(blocks, exponent, 0)),
        Shown::Power(base, exponent) => {
            get(blocks, base, POWER + 1).raised(&get(blocks, exponent, 0))
        }
        Shown::Other => other(store, term, blocks),
    }
}

fn fraction(store: &Store, shown: &Fraction, blocks: &Blocks) -> Block {
    let above = factors(store, &shown.numerator, blocks, shown.denominator.is_empty());
    if shown.denominator.is_empty() {
        return above;
    }
    Block::over(&above, &factors(store, &shown.denominator, blocks, false))
}

fn factors(_store: &Store, list: &[Factor], blocks: &Blocks, bare: bool) -> Block {
    let level = match (list.len(), bare) {
        (1, true) => SUM + 1,
        (1, false) => 0,
        _ => PRODUCT + 1,
    };
    let mut parts = Vec::new();
    for (index, factor) in list.iter().enumerate() {
        if index > 0 {
            parts.push(Block::text("⋅", ATOM));
        }
        parts.push(match factor {
            Factor::Literal(text) => Block::text(if text == "I" { "ⅈ" } else { text }, ATOM),
            Factor::Term(term) => get(blocks, *term, level),
            Factor::Power(base, exponent) if *exponent == Rational::HALF => {
                get(blocks, *base, 0).root()
            }
            Factor::Power(base, exponent) => {
                get(blocks, *base, POWER + 1).raised(&Block::text(&exponent.to_string(), ATOM))
            }
        });
    }
    match parts.as_slice() {
        [single] => single.clone(),
        _ => Block::beside(&parts, PRODUCT),
    }
}

fn joined(children: &[Term], separator: &str, blocks: &Blocks, level: u8, own: u8) -> Block {
    let mut parts = Vec::new();
    for (index, &child) in children.iter().enumerate() {
        if index > 0 {
            parts.push(Block::text(separator, ATOM));
        }
        parts.push(get(blocks, child, level));
    }
    Block::beside(&parts, own)
}

fn other(store: &Store, term: Term, blocks: &Blocks) -> Block {
    let children = store.children(term);
    const SQUARE: ([char; 4], [char; 4]) = (['[', '⎡', '⎢', '⎣'], [']', '⎤', '⎥', '⎦']);
    match store.kind(term) {
        Kind::Constant(name) => Block::text(
            match store.text(name) {
                "pi" => "π",
                "E" => "ℯ",
                "oo" => "∞",
                other => other,
            },
            ATOM,
        ),
        Kind::Call(name) => {
            let arguments = joined(children, ", ", blocks, 3, 0).fenced(
                ['(', '⎛', '⎜', '⎝'],
                [')', '⎞', '⎟', '⎠'],
                ATOM,
            );
            Block::beside(&[Block::text(store.text(name), ATOM), arguments], ATOM)
        }
        Kind::Form(Form::List) => {
            joined(children, ", ", blocks, 3, 0).fenced(SQUARE.0, SQUARE.1, ATOM)
        }
        Kind::Form(Form::Matrix) => {
            matrix(store, children, blocks).fenced(SQUARE.0, SQUARE.1, ATOM)
        }
        Kind::Form(form) => match infix_form(form) {
            Some((operator, own)) => joined(children, operator, blocks, own + 1, own),
            None => Block::text(&plain(store, term), ATOM),
        },
        _ => Block::text(&plain(store, term), ATOM),
    }
}

fn matrix(store: &Store, rows: &[Term], blocks: &Blocks) -> Block {
    let cells: Vec<Vec<Block>> = rows
        .iter()
        .map(|&r| store.children(r).iter().map(|&c| get(blocks, c, 3)).collect())
        .collect();
    let columns = cells.first().map_or(0, Vec::len);
    let column_width =
        |j: usize| cells.iter().filter_map(|r| r.get(j)).map(Block::width).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(column_width).collect();
    let mut lines = Vec::new();
    for row in &cells {
        let mut parts = Vec::new();
        for (index, (cell, &to)) in row.iter().zip(&widths).enumerate() {
            if index > 0 {
                parts.push(Block::text("  ", ATOM));
            }
            parts.push(Block { lines: cell.centered(to), baseline: cell.baseline, level: ATOM });
        }
        lines.extend(Block::beside(&parts, ATOM).lines);
    }
    let baseline = lines.len() / 2;
    Block { lines, baseline, level: ATOM }
}
