//! Exact constants: minimal polynomials, the number fields that constants generate, roots of
//! polynomials as terms, recognition of digits, and the zero test.
//!
//! Arithmetic in a field Q[x]/m and everything else that needs no terms stands in `rings`; here are
//! the questions that need enclosures as well, to tell which root of a polynomial is meant.
//! Constants of cyclotomic fields are simplified in `algebra`, which needs them and no enclosures.
//!
//! - `minimal.rs`: minimal polynomials of expressions of radicals and roots
//! - `parts.rs`, `field.rs`, `factors.rs`: the field of the constants of a term, factors and common
//!   divisors over it
//! - `roots.rs`: roots of polynomials, written as radicals where these are short
//! - `digits.rs`: integer relations, and exact numbers behind decimals
//! - `zero.rs`: whether a constant is zero

#![warn(missing_docs)]

mod digits;
mod factors;
mod field;
mod minimal;
mod parts;
mod roots;
mod zero;

pub use digits::{RelationError, identify, integer_relation};
pub use factors::{OverConstants, factor_over_constants, gcd_over_constants};
pub use field::ConstantField;
pub use minimal::minimal_polynomial;
pub use parts::AlgebraicParts;
pub use roots::{nth_root, real_roots, root_term, roots};
pub use viete_rings::relation::{IDENTIFIED_DEGREE, IntegerRelation};
pub use zero::is_zero;

#[cfg(test)]
mod tests {
    use viete_syntax::{Library, parse_plain};
    use viete_term::{Store, Term};

    /// Runs a test on terms read from texts.
    pub fn with_terms<const N: usize>(
        texts: [&str; N],
        test: impl FnOnce(&mut Store, &mut Library, [Term; N]),
    ) {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        let terms = texts
            .map(|text| parse_plain(&mut library, &mut store, text).unwrap_or(store.undefined()));
        test(&mut store, &mut library, terms);
    }
}
