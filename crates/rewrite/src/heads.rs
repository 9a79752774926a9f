//! Sets of heads (kinds of nodes, names of functions and constants, exact exponents) as 128 bits,
//! so that a rule is tried only where all its heads occur. Distinct heads may share a bit: then a
//! rule is tried in vain, never missed.

use viete_term::{Kind, Name};

/// A set of heads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads(u128);

/// Bits for sums, products, powers and forms; names and numbers share the others.
const FIXED: u32 = 4;
const NUMBERS: u32 = 20;

impl Heads {
    pub const NONE: Heads = Heads(0);

    pub fn of(kind: Kind) -> Heads {
        let bit = match kind {
            Kind::Sum => 0,
            Kind::Product => 1,
            Kind::Power => 2,
            Kind::Form(_) | Kind::Lambda(_) | Kind::Bound(_) => 3,
            Kind::Number(id) => FIXED + id % NUMBERS,
            Kind::Call(name) | Kind::Constant(name) | Kind::Symbol(name) | Kind::Text(name) => {
                return Heads::name(name);
            }
        };
        Heads(1 << bit)
    }

    /// The head of an application of a function, or of a constant.
    pub fn name(name: Name) -> Heads {
        Heads(1 << (FIXED + NUMBERS + name.index() as u32 % (128 - FIXED - NUMBERS)))
    }

    pub fn with(self, other: Heads) -> Heads {
        Heads(self.0 | other.0)
    }

    pub fn common(self, other: Heads) -> Heads {
        Heads(self.0 & other.0)
    }

    pub fn includes(self, other: Heads) -> bool {
        self.0 & other.0 == other.0
    }
}
