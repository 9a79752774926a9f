//! The checker: every lemma is an instance of its law, and the claim follows from the lemmas.

use crate::closure::Closure;
use crate::law::{Guard, Rule};
use crate::lemma::{Lemma, Proof, Reason};
use rustc_hash::FxHashMap;
use viete_algebra::{by_kernels, expand, reduce};
use viete_evaluate::{Assumptions, Property};
use viete_numbers::{Budget, Number, Rational, Stop};
use viete_syntax::{Bound, Library};
use viete_term::{Kind, Store, Term};

/// The law book: what laws of a name exist. Laws of one name are tried in turn.
pub type Laws = FxHashMap<String, Vec<Rule>>;

/// Monomials of a difference of fractions.
const MONOMIALS: usize = 10_000;

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A lemma names a law that is not in the book.
    #[error("lemma {0}: there is no law `{1}`")]
    UnknownLaw(usize, String),
    /// The sides of a lemma are no instance of the law it names.
    #[error("lemma {0}: its sides are no instance of `{1}`")]
    NoInstance(usize, String),
    /// A guard of the law named is neither proved nor provided.
    #[error("lemma {0}: a guard of `{1}` is neither proved nor provided")]
    Guard(usize, String),
    /// The lemmas do not imply the claim.
    #[error("the claim does not follow from the lemmas")]
    DoesNotFollow,
    /// The budget is spent.
    #[error(transparent)]
    Stopped(#[from] Stop),
}

/// Replays a proof. Cost: the lemmas once, and the closure over all their terms.
///
/// # Errors
/// What is wrong with it, or the budget's stop.
pub fn check(
    store: &mut Store,
    library: &mut Library,
    laws: &Laws,
    assumptions: &Assumptions,
    proof: &Proof,
    budget: &Budget,
) -> Result<(), Refusal> {
    let assumptions = &with_bound_variables(store, proof, assumptions);
    let mut checker =
        Checker { store, library, laws, assumptions, provided: &proof.provided, budget };
    for (number, lemma) in proof.lemmas.iter().enumerate() {
        budget.spend(100)?;
        checker.lemma(number + 1, lemma)?;
    }
    let lemmas: Vec<&Lemma> = proof.lemmas.iter().collect();
    if follows(store, library, proof.from, proof.to, &lemmas) {
        Ok(())
    } else {
        Err(Refusal::DoesNotFollow)
    }
}

/// Whether `from = to` follows from true lemmas by replacing equals by equals; lemmas about parts
/// only need that their parts are equal by those before.
pub fn follows(
    store: &mut Store,
    library: &mut Library,
    from: Term,
    to: Term,
    lemmas: &[&Lemma],
) -> bool {
    let mut closure = Closure::default();
    closure.add(store, from);
    closure.add(store, to);
    for lemma in lemmas {
        if let Reason::Parts { left, right, .. } = &lemma.reason {
            left.iter().chain(right).for_each(|&part| closure.add(store, part));
            closure.close(store, library);
            if left.len() != right.len()
                || left.iter().zip(right).any(|(&a, &b)| closure.find(a) != closure.find(b))
            {
                // says nothing without its parts
                continue;
            }
        }
        if let Reason::Inside { left, right, .. } = lemma.reason {
            [left, right].iter().for_each(|&body| closure.add(store, body));
            closure.close(store, library);
            if closure.find(left) != closure.find(right) {
                continue;
            }
        }
        closure.add(store, lemma.left);
        closure.add(store, lemma.right);
        closure.join(store, lemma.left, lemma.right);
    }
    closure.close(store, library);
    closure.find(from) == closure.find(to)
}

/// The assumptions, and that the variables of sums and products over ranges are integers, where
/// nothing outside of the bodies mentions them.
fn with_bound_variables(store: &Store, proof: &Proof, assumptions: &Assumptions) -> Assumptions {
    let mut extended = assumptions.clone();
    for lemma in &proof.lemmas {
        let Reason::Inside { symbol, .. } = lemma.reason else { continue };
        let integer = Bound::of(store, lemma.left).is_some_and(|b| b.runs_over_integers(store));
        let outside = [proof.from, proof.to].into_iter().any(|side| store.contains(side, symbol));
        if integer && !outside {
            extended.assume(symbol, Property::Integer);
        }
    }
    extended
}

struct Checker<'p> {
    store: &'p mut Store,
    library: &'p mut Library,
    laws: &'p Laws,
    assumptions: &'p Assumptions,
    provided: &'p [(Property, Term)],
    budget: &'p Budget,
}

impl Checker<'_> {
    /// Whether the lemma is an instance of what it names; equality of parts is left to [`follows`].
    fn lemma(&mut self, number: usize, lemma: &Lemma) -> Result<(), Refusal> {
        let holds = match &lemma.reason {
            Reason::Law { name, values, scale, factors, rest } => {
                return self.instance(number, lemma, name, values, (scale, factors, rest));
            }
            Reason::Expansion => self.same_expansion(lemma.left, lemma.right),
            Reason::Fraction => self.same_fraction(lemma.left, lemma.right)?,
            Reason::Relations => self.same_by_relations(lemma.left, lemma.right)?,
            Reason::PerfectPower => self.perfect_power(lemma.left, lemma.right),
            Reason::NestedRoot => self.nested_root(lemma.left, lemma.right),
            Reason::Inside { symbol, left, right } => {
                self.same_operator(lemma, *symbol, *left, *right)
            }
            Reason::Parts { kind, left, right } => {
                self.library.build(self.store, *kind, left) == lemma.left
                    && self.library.build(self.store, *kind, right) == lemma.right
            }
        };
        if holds {
            Ok(())
        } else {
            Err(Refusal::NoInstance(number, lemma.reason.name().to_string()))
        }
    }

    fn instance(
        &mut self,
        number: usize,
        lemma: &Lemma,
        name: &str,
        values: &[(Term, Term)],
        (scale, factors, rest): (&Number, &[Term], &[Term]),
    ) -> Result<(), Refusal> {
        let Some(rules) = self.laws.get(name) else {
            return Err(Refusal::UnknownLaw(number, name.to_string()));
        };
        let values: FxHashMap<Term, Term> = values.iter().copied().collect();
        let mut refusal = Refusal::NoInstance(number, name.to_string());
        for rule in rules {
            let side = |checker: &mut Self, side: Term| {
                let store = &mut *checker.store;
                let mut product = factors.to_vec();
                product.push(store.number(scale.clone()));
                product.push(checker.library.substitute(store, side, &values));
                let mut sum = rest.to_vec();
                sum.push(store.product(&product));
                store.sum(&sum)
            };
            if side(self, rule.left) != lemma.left || side(self, rule.right) != lemma.right {
                continue;
            }
            if rule.guards.iter().all(|guard| self.guard(guard, &values)) {
                return Ok(());
            }
            refusal = Refusal::Guard(number, name.to_string());
        }
        Err(refusal)
    }

    fn guard(&mut self, guard: &Guard, values: &FxHashMap<Term, Term>) -> bool {
        let subject = self.library.substitute(self.store, guard.subject(), values);
        let provided = matches!(guard, Guard::Has(property, _) if self.provided.contains(&(*property, subject)));
        provided || guard.prove(self.store, self.library, subject, self.assumptions).is_true()
    }

    /// Both sides are one operator over these bodies, closed over the symbol.
    fn same_operator(&mut self, lemma: &Lemma, symbol: Term, left: Term, right: Term) -> bool {
        let sides = (Bound::of(self.store, lemma.left), Bound::of(self.store, lemma.right));
        let (Some(a), Some(b)) = sides else { return false };
        let mut closes =
            |body, function| self.library.bind(self.store, &[symbol], body) == function;
        let same = closes(left, a.function) && closes(right, b.function);
        let outside = [a.place, b.place, a.function, b.function];
        same && (a.operator, a.place, &a.extras) == (b.operator, b.place, &b.extras)
            && outside.iter().all(|&part| !self.store.contains(part, symbol))
    }

    fn same_expansion(&mut self, a: Term, b: Term) -> bool {
        let Checker { store, library, budget, .. } = self;
        let mut expanded = |term| {
            expand(
                store,
                &mut |store, name, arguments| library.apply(store, name, arguments),
                term,
                budget,
            )
        };
        match (expanded(a), expanded(b)) {
            (Ok(x), Ok(y)) => x == y,
            _ => false,
        }
    }

    fn same_fraction(&mut self, a: Term, b: Term) -> Result<bool, Stop> {
        let difference = self.store.subtract(a, b);
        let reduced = reduce(self.store, difference, MONOMIALS, self.budget)?;
        Ok(reduced.is_some_and(|fraction| fraction.term == self.store.zero()))
    }

    fn same_by_relations(&mut self, a: Term, b: Term) -> Result<bool, Stop> {
        let difference = self.store.subtract(a, b);
        let Checker { store, library, budget, .. } = self;
        let reduced = by_kernels(
            store,
            &mut |store, name, arguments| library.apply(store, name, arguments),
            difference,
            (MONOMIALS, budget),
        )?;
        Ok(reduced.is_some_and(|fraction| fraction.term == self.store.zero()))
    }

    /// `log(n) = k log(b)` with `n = b^k` exactly.
    fn perfect_power(&mut self, left: Term, right: Term) -> bool {
        let store = &*self.store;
        let argument = |term: Term| match (store.kind(term), store.children(term)) {
            (Kind::Call(name), &[argument]) if store.text(name) == "log" => {
                store.as_number(argument)?.as_rational().cloned()
            }
            _ => None,
        };
        let factor = store.coefficient(right).as_rational().cloned();
        let inner = match (store.kind(right), store.children(right)) {
            (Kind::Product, &[_, inner]) => inner,
            _ => right,
        };
        let (Some(n), Some(b), Some(k)) = (argument(left), argument(inner), factor) else {
            return false;
        };
        let Some(k) = k.to_i64() else { return false };
        let power = Number::from(b).checked_pow(&k.into());
        n.signum() > 0 && matches!(power, Ok(Some(power)) if power == Number::from(n))
    }

    /// A square root of an exact number: the square of the right side is the radicand, and the
    /// right side is positive.
    fn nested_root(&mut self, left: Term, right: Term) -> bool {
        let (base, exponent) = self.store.base_and_exponent(left);
        let half = self
            .store
            .as_number(exponent)
            .and_then(Number::as_rational)
            .is_some_and(|r| *r == Rational::HALF);
        let two = self.store.integer(2);
        let square = self.store.power(right, two);
        half && self.same_expansion(square, base)
            && self.assumptions.prove(self.store, self.library, right, Property::Positive).is_true()
    }
}
