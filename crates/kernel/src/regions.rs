//! Which values only one branch of a selection needs. Programs are straight lines, so that every
//! executor may compute everything; one that has branches computes the values of a region only
//! where its branch is taken. The chosen value is the same, bit for bit: nothing else reads the
//! others.

use crate::inline::inline;
use crate::program::{Operation, Program, Value};

/// Selections within branches of selections, beyond which both branches are computed.
const DEEPEST: u32 = 32;
/// What a branch has to be worth: a jump that was foreseen wrongly costs as much as this many sums.
const WORTH: u32 = 8;
/// A division or square root, and a call, in sums.
const DIVISION: u32 = 8;
const CALL: u32 = 40;

/// Whether branches save more than what their engine costs: calls behind guards, in a program of
/// moderate size.
pub(crate) fn pays(program: &Program) -> bool {
    const CALLS: u32 = 4;
    const OPERATIONS: usize = 600;
    let is_selection = |operation: &Operation| matches!(operation, Operation::Select(..));
    program.operations.len() <= OPERATIONS
        && program.operations.iter().any(is_selection)
        && Regions::new(program).guarded_calls >= CALLS
}

/// A number of a region; the outermost is computed always.
pub(crate) type Region = u32;

/// The region computed always.
pub(crate) const ALWAYS: Region = 0;

/// The regions of a program.
pub(crate) struct Regions {
    /// The operations of each region, in order.
    pub members: Vec<Vec<u32>>,
    /// For each operation that is a selection with branches, their regions.
    branches: Vec<Option<[Region; 2]>>,
    /// What is computed only where it is needed, in calls.
    pub guarded_calls: u32,
}

/// Regions as they are found: each with the one around it.
struct Tree {
    around: Vec<Region>,
    depth: Vec<u32>,
}

impl Tree {
    fn within(&mut self, region: Region) -> Region {
        self.around.push(region);
        self.depth.push(self.depth_of(region) + 1);
        self.around.len() as Region - 1
    }

    fn depth_of(&self, region: Region) -> u32 {
        self.depth.get(region as usize).copied().unwrap_or(0)
    }

    fn around(&self, region: Region) -> Region {
        self.around.get(region as usize).copied().unwrap_or(ALWAYS)
    }

    /// The innermost region that holds both.
    fn common(&self, mut a: Region, mut b: Region) -> Region {
        while a != b {
            if self.depth_of(a) >= self.depth_of(b) {
                a = self.around(a);
            } else {
                b = self.around(b);
            }
        }
        a
    }
}

impl Regions {
    /// Finds them from the last operation to the first: a value belongs to the innermost region
    /// that holds all its uses. Linear in the program, times [`DEEPEST`].
    pub fn new(program: &Program) -> Regions {
        let count = program.operations.len();
        let mut tree = Tree { around: vec![ALWAYS], depth: vec![0] };
        let mut places: Vec<Option<Region>> = vec![None; count];
        let mut branches: Vec<Option<[Region; 2]>> = vec![None; count];
        let used = |places: &mut Vec<Option<Region>>, tree: &Tree, value: Value, by: Region| {
            for place in places.iter_mut().skip(value.index()).take(1) {
                *place = Some(place.map_or(by, |known| tree.common(known, by)));
            }
        };
        for &output in &program.outputs {
            used(&mut places, &tree, output, ALWAYS);
        }
        for (index, operation) in program.operations.iter().enumerate().rev() {
            let region = places.get(index).copied().flatten().unwrap_or(ALWAYS);
            match *operation {
                Operation::Select(_, [a, b], [x, y]) if tree.depth_of(region) < DEEPEST => {
                    let pair = [tree.within(region), tree.within(region)];
                    let [yes, no] = pair;
                    for (value, by) in [(a, region), (b, region), (x, yes), (y, no)] {
                        used(&mut places, &tree, value, by);
                    }
                    branches.iter_mut().skip(index).take(1).for_each(|slot| *slot = Some(pair));
                }
                _ => operation
                    .operands()
                    .into_iter()
                    .for_each(|value| used(&mut places, &tree, value, region)),
            }
        }
        Regions::worthwhile(program, &tree, &places, branches)
    }

    /// Leaves out the branches that are not worth a jump: their values join the region around.
    fn worthwhile(
        program: &Program,
        tree: &Tree,
        places: &[Option<Region>],
        mut branches: Vec<Option<[Region; 2]>>,
    ) -> Regions {
        let mut weights = vec![0u32; tree.around.len()];
        for (operation, place) in program.operations.iter().zip(places) {
            let region = place.unwrap_or(ALWAYS) as usize;
            let weight = weight(program, operation);
            weights.iter_mut().skip(region).take(1).for_each(|w| *w = w.saturating_add(weight));
        }
        // a region within another counts as part of it
        for region in (1..tree.around.len()).rev() {
            let weight = weights.get(region).copied().unwrap_or(0);
            let around = tree.around(region as Region) as usize;
            weights.iter_mut().skip(around).take(1).for_each(|w| *w = w.saturating_add(weight));
        }
        let mut is_kept = vec![false; tree.around.len()];
        for pair in &mut branches {
            let Some([yes, no]) = *pair else { continue };
            let worth = |r: Region| weights.get(r as usize).is_some_and(|&w| w >= WORTH);
            if worth(yes) || worth(no) {
                for region in [yes, no] {
                    is_kept.iter_mut().skip(region as usize).take(1).for_each(|k| *k = true);
                }
            } else {
                *pair = None;
            }
        }
        let mut members = vec![Vec::new(); tree.around.len()];
        for (index, (operation, place)) in program.operations.iter().zip(places).enumerate() {
            let mut region = match operation {
                Operation::Input(_) | Operation::Constant(_) => ALWAYS,
                _ => place.unwrap_or(ALWAYS),
            };
            while region != ALWAYS && is_kept.get(region as usize) != Some(&true) {
                region = tree.around(region);
            }
            members.iter_mut().skip(region as usize).take(1).for_each(|m| m.push(index as u32));
        }
        let is_call = |&&index: &&u32| {
            let operation = program.operations.get(index as usize);
            operation.is_some_and(|operation| weight(program, operation) >= CALL)
        };
        let guarded = members.iter().skip(1).flatten().filter(is_call).count();
        Regions { members, branches, guarded_calls: guarded as u32 }
    }

    /// The regions of a selection's branches, where it is worth a jump.
    pub fn branches(&self, operation: usize) -> Option<[Region; 2]> {
        self.branches.get(operation).copied().flatten()
    }
}

fn weight(program: &Program, operation: &Operation) -> u32 {
    match operation {
        Operation::Input(_) | Operation::Constant(_) => 0,
        Operation::Divide(..) | Operation::Sqrt(_) => DIVISION,
        Operation::Exp(_) | Operation::Power(..) => CALL,
        Operation::Call1(..) | Operation::Call2(..) => match inline(program, operation) {
            Some(_) => 1,
            None => CALL,
        },
        Operation::PowerInteger(_, n) if *n < 0 => DIVISION,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(text: &str) -> Vec<usize> {
        let program: Program = text.parse().unwrap_or_default();
        let regions = Regions::new(&program);
        regions.members.iter().map(Vec::len).filter(|&n| n > 0).collect()
    }

    #[test]
    fn values_that_one_branch_needs_are_in_its_region() {
        let guarded = "v0 = x\nv1 = 0\nv2 = log(v0)\nv3 = v2 * v2\nv4 = sqrt(v0)\n\
                       v5 = if v1 < v0 then v3 else v4\nreturn v5";
        assert_eq!(sizes(guarded), [3, 2, 1]);
        // what both branches, or an output, need is computed always
        assert_eq!(sizes(&guarded.replace("sqrt(v0)", "sqrt(v2)")), [4, 1, 1]);
        assert_eq!(sizes(&guarded.replace("return v5", "return v5, v3")), [5, 1]);
        // sums are not worth a jump
        assert_eq!(sizes(&guarded.replace("log(v0)", "v0 + v0").replace("sqrt(v0)", "-v0")), [6]);
    }
}
