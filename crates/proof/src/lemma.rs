//! Proofs as data.

use viete_evaluate::Property;
use viete_numbers::Number;
use viete_term::{Kind, Term};

/// `left = right`, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lemma {
    /// One side.
    pub left: Term,
    /// The other side.
    pub right: Term,
    /// Why they are equal.
    pub reason: Reason,
}

/// Why the sides of a lemma are equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A law of the book: both sides are `scale * factors * side + rest`, with the values put for
    /// the variables.
    Law {
        /// The name of the law.
        name: String,
        /// Variables of the law and what they stand for.
        values: Vec<(Term, Term)>,
        /// The number in front.
        scale: Number,
        /// Factors common to both sides.
        factors: Vec<Term>,
        /// Summands common to both sides.
        rest: Vec<Term>,
    },
    /// The same polynomial when multiplied out.
    Expansion,
    /// The same fraction of polynomials: their difference reduces to zero.
    Fraction,
    /// The same fraction of sines, cosines, exponentials and roots modulo `sin^2 + cos^2 = 1`,
    /// `(b^(1/q))^q = b` and `I^2 = -1`: their difference reduces to zero.
    Relations,
    /// `log(b^k) = k log(b)` for exact numbers.
    PerfectPower,
    /// A square root of `a + b sqrt(c)` for exact numbers.
    NestedRoot,
    /// The same head over parts that earlier lemmas make equal.
    Parts {
        /// The head.
        kind: Kind,
        /// Its parts on one side.
        left: Vec<Term>,
        /// Its parts on the other.
        right: Vec<Term>,
    },
    /// The same operator (sum, product, integral, limit) over bodies that earlier lemmas make equal
    /// for every value of its variable; of a sum or product over a range, for every integer.
    Inside {
        /// What the variable is called in the bodies: a symbol that nothing outside mentions.
        symbol: Term,
        /// The body on one side.
        left: Term,
        /// The body on the other.
        right: Term,
    },
}

impl Reason {
    /// The name that explanations show.
    pub fn name(&self) -> &str {
        match self {
            Reason::Law { name, .. } => name,
            Reason::Expansion => "expand",
            Reason::Fraction => "cancel",
            Reason::Relations => "common_angles_and_roots",
            Reason::PerfectPower => "log_of_perfect_power",
            Reason::NestedRoot => "denest_square_root",
            Reason::Parts { .. } => "collect",
            Reason::Inside { .. } => "inside",
        }
    }
}

/// Lemmas from which `from = to` follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// What is claimed to be equal to `to`.
    pub from: Term,
    /// What `from` is claimed to be equal to.
    pub to: Term,
    /// The steps, each checked by itself.
    pub lemmas: Vec<Lemma>,
    /// Guards of laws that are not proved but assumed, or implied where `from` has a value.
    pub provided: Vec<(Property, Term)>,
}
