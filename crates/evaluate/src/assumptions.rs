//! What is assumed of symbols, and what follows for terms: a small closed vocabulary of properties,
//! proved by structure, row facts and enclosures. Unknown is never true.

use crate::value::constant_value;
use rustc_hash::FxHashMap;
use viete_numbers::{Number, Truth};
use viete_syntax::Library;
use viete_term::{Kind, Store, Term};

/// A property that can be assumed or proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Property {
    /// Real.
    Real,
    /// A whole number.
    Integer,
    /// Real and above zero.
    Positive,
    /// Real and not below zero.
    Nonnegative,
    /// Real and below zero.
    Negative,
    /// Not zero.
    Nonzero,
    /// Defined and finite.
    Finite,
}

impl Property {
    /// The name used in guards: `if positive(x_)`.
    pub fn from_name(name: &str) -> Option<Property> {
        Some(match name {
            "real" => Property::Real,
            "integer" => Property::Integer,
            "positive" => Property::Positive,
            "nonnegative" => Property::Nonnegative,
            "negative" => Property::Negative,
            "nonzero" => Property::Nonzero,
            "finite" => Property::Finite,
            _ => return None,
        })
    }

    /// The name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Property::Real => "real",
            Property::Integer => "integer",
            Property::Positive => "positive",
            Property::Nonnegative => "nonnegative",
            Property::Negative => "negative",
            Property::Nonzero => "nonzero",
            Property::Finite => "finite",
        }
    }

    /// Whether having `self` implies having `other`.
    fn implies(self, other: Property) -> bool {
        use Property::{Finite, Integer, Negative, Nonnegative, Nonzero, Positive, Real};
        self == other
            || matches!(
                (self, other),
                (Positive, Real | Nonnegative | Nonzero | Finite)
                    | (Negative, Real | Nonzero | Finite)
                    | (Nonnegative | Integer, Real | Finite)
                    | (Real | Nonzero, Finite)
            )
    }
}

/// Assumed properties of symbols.
#[derive(Clone, Debug, Default)]
pub struct Assumptions {
    known: FxHashMap<Term, Vec<Property>>,
}

/// Nodes looked at before a proof attempt gives up.
const PROOF_LIMIT: u32 = 200;

impl Assumptions {
    /// Adds a property of a symbol.
    pub fn assume(&mut self, symbol: Term, property: Property) {
        let properties = self.known.entry(symbol).or_default();
        if !properties.contains(&property) {
            properties.push(property);
            properties.sort_unstable();
        }
    }

    /// Forgets everything assumed of a symbol.
    pub fn forget(&mut self, symbol: Term) {
        self.known.remove(&symbol);
    }

    /// Assumed properties, ordered by symbol.
    pub fn all(&self) -> Vec<(Term, Property)> {
        let mut all: Vec<(Term, Property)> =
            self.known.iter().flat_map(|(&t, ps)| ps.iter().map(move |&p| (t, p))).collect();
        all.sort_unstable();
        all
    }

    /// What is assumed of a symbol.
    pub fn of(&self, symbol: Term) -> &[Property] {
        self.known.get(&symbol).map_or(&[], Vec::as_slice)
    }

    /// Renumbers symbols after a collection of the store.
    pub fn rename(&mut self, new: impl Fn(Term) -> Option<Term>) {
        self.known = std::mem::take(&mut self.known)
            .into_iter()
            .filter_map(|(t, ps)| Some((new(t)?, ps)))
            .collect();
    }

    /// Whether `term` has `property` for all values of its symbols that meet the assumptions.
    /// Only *True* and *Unknown* for terms with symbols; constants are also refuted.
    pub fn prove(
        &self,
        store: &mut Store,
        library: &mut Library,
        term: Term,
        property: Property,
    ) -> Truth {
        if store.size(term) > PROOF_LIMIT {
            return Truth::Unknown;
        }
        if let Some(number) = store.as_number(term) {
            return number_has(number, property);
        }
        let structural = self.structural(store, library, term, property);
        if structural != Truth::Unknown {
            return structural;
        }
        match constant_value(store, library, term, 128) {
            Some(value) => match property {
                Property::Finite => Truth::True,
                Property::Nonzero if !value.contains_zero() => Truth::True,
                Property::Real if value.is_real() => Truth::True,
                Property::Positive | Property::Nonnegative
                    if value.is_real() && value.re.is_positive().is_true() =>
                {
                    Truth::True
                }
                Property::Negative if value.is_real() && value.re.neg().is_positive().is_true() => {
                    Truth::True
                }
                _ => Truth::Unknown,
            },
            None => Truth::Unknown,
        }
    }

    /// Rules over sums, products, powers and function rows.
    fn structural(
        &self,
        store: &mut Store,
        library: &mut Library,
        term: Term,
        property: Property,
    ) -> Truth {
        let children = store.children(term).to_vec();
        let all = |s: &Self, store: &mut Store, library: &mut Library, p: Property| {
            children
                .iter()
                .fold(
                    Truth::True,
                    |t, &c| if t.is_true() { s.prove(store, library, c, p) } else { t },
                )
                .is_true()
        };
        let proved = match (store.kind(term), property) {
            (Kind::Symbol(_), Property::Finite) => true,
            (Kind::Symbol(_), _) => self.of(term).iter().any(|p| p.implies(property)),
            (_, Property::Finite) => {
                store.is_total(term) || self.is_finite(store, library, term, &children)
            }
            (Kind::Sum, Property::Positive) => {
                all(self, store, library, Property::Nonnegative)
                    && children
                        .iter()
                        .any(|&c| self.prove(store, library, c, Property::Positive).is_true())
            }
            (Kind::Sum, Property::Negative) => all(self, store, library, Property::Negative),
            (Kind::Sum, Property::Nonzero) => {
                self.structural(store, library, term, Property::Positive).is_true()
                    || all(self, store, library, Property::Negative)
            }
            (Kind::Sum, p @ (Property::Real | Property::Integer | Property::Nonnegative)) => {
                all(self, store, library, p)
            }
            (Kind::Product, Property::Positive | Property::Negative) => {
                match self.product_sign(store, library, &children) {
                    Some(sign) => (sign > 0) == (property == Property::Positive),
                    None => false,
                }
            }
            (Kind::Product, Property::Nonnegative) => {
                all(self, store, library, Property::Nonnegative)
                    || self.product_sign(store, library, &children).is_some_and(|s| s > 0)
            }
            (Kind::Product, p @ (Property::Real | Property::Integer | Property::Nonzero)) => {
                all(self, store, library, p)
            }
            (Kind::Power, _) => self.power_has(store, library, &children, property),
            (Kind::Call(name), _) => {
                let Some(function) = library.function(name).copied() else { return Truth::Unknown };
                let on_reals = function.real
                    && function.real_domain.is_everything()
                    && all(self, store, library, Property::Real);
                match property {
                    Property::Real => on_reals,
                    Property::Integer => on_reals && function.range.is_integers(),
                    Property::Positive | Property::Nonzero => {
                        on_reals && function.range.is_positive()
                    }
                    Property::Nonnegative => on_reals && function.range.is_nonnegative(),
                    _ => false,
                }
            }
            _ => false,
        };
        if proved { Truth::True } else { Truth::Unknown }
    }

    /// Finite because its parts are and its head is defined there.
    fn is_finite(
        &self,
        store: &mut Store,
        library: &mut Library,
        term: Term,
        children: &[Term],
    ) -> bool {
        let has = |store: &mut Store, library: &mut Library, t: Term, p: Property| {
            self.prove(store, library, t, p).is_true()
        };
        match (store.kind(term), children) {
            (Kind::Sum | Kind::Product, _) => {
                children.iter().all(|&c| has(store, library, c, Property::Finite))
            }
            (Kind::Power, &[base, exponent]) => {
                has(store, library, base, Property::Finite)
                    && has(store, library, base, Property::Nonzero)
                    && has(store, library, exponent, Property::Finite)
            }
            (Kind::Call(name), _) => {
                let Some(domain) = library.function(name).map(|function| function.real_domain)
                else {
                    return false;
                };
                let needed = match domain {
                    all if all.is_everything() => Property::Real,
                    most if most.has_all_positive() => Property::Positive,
                    _ => return false,
                };
                children.iter().all(|&c| has(store, library, c, needed))
            }
            _ => false,
        }
    }

    fn product_sign(
        &self,
        store: &mut Store,
        library: &mut Library,
        factors: &[Term],
    ) -> Option<i64> {
        let mut sign = 1;
        for &factor in factors {
            if self.prove(store, library, factor, Property::Negative).is_true() {
                sign = -sign;
            } else if !self.prove(store, library, factor, Property::Positive).is_true() {
                return None;
            }
        }
        Some(sign)
    }

    fn power_has(
        &self,
        store: &mut Store,
        library: &mut Library,
        children: &[Term],
        property: Property,
    ) -> bool {
        let &[base, exponent] = children else { return false };
        let has = |s: &Self, store: &mut Store, library: &mut Library, t: Term, p: Property| {
            s.prove(store, library, t, p).is_true()
        };
        let positive_base = has(self, store, library, base, Property::Positive);
        let real_exponent = has(self, store, library, exponent, Property::Real);
        if positive_base
            && real_exponent
            && matches!(
                property,
                Property::Positive | Property::Nonnegative | Property::Real | Property::Nonzero
            )
        {
            return true;
        }
        let integer = store.as_number(exponent).and_then(Number::as_integer);
        match property {
            // exp of a finite exponent is never zero; a nonzero base to a finite power neither
            Property::Nonzero => {
                has(self, store, library, base, Property::Nonzero)
                    && has(self, store, library, exponent, Property::Finite)
            }
            Property::Real | Property::Nonnegative | Property::Positive => {
                let real_base = has(self, store, library, base, Property::Real);
                let Some(n) = integer else {
                    let half_natural =
                        store.as_number(exponent).and_then(Number::signum).is_some_and(|s| s > 0);
                    return half_natural
                        && property != Property::Positive
                        && has(self, store, library, base, Property::Nonnegative);
                };
                let defined = n.signum() > 0 || has(self, store, library, base, Property::Nonzero);
                match property {
                    Property::Real => real_base && defined,
                    Property::Nonnegative => real_base && defined && n.is_even(),
                    _ => {
                        real_base
                            && n.is_even()
                            && has(self, store, library, base, Property::Nonzero)
                    }
                }
            }
            Property::Integer => {
                integer.is_some_and(|n| n.signum() >= 0)
                    && has(self, store, library, base, Property::Integer)
            }
            _ => false,
        }
    }
}

fn number_has(number: &Number, property: Property) -> Truth {
    let sign = number.signum();
    match property {
        Property::Finite => Truth::True,
        Property::Real => number.is_real().into(),
        Property::Nonzero => (!number.is_zero()).into(),
        Property::Integer => number.as_integer().is_some().into(),
        Property::Positive => sign.is_some_and(|s| s > 0).into(),
        Property::Nonnegative => sign.is_some_and(|s| s >= 0).into(),
        Property::Negative => sign.is_some_and(|s| s < 0).into(),
    }
}
