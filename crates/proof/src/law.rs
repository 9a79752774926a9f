//! Laws: `name: left => right if guard(x_), ...`, or `where` for laws whose left side has no value
//! where a guard fails.

use viete_evaluate::{Assumptions, Property, constant_value};
use viete_numbers::{Big, Error, Interval, Rational, Truth};
use viete_syntax::{Library, parse_plain};
use viete_term::{Kind, Store, Term, name_arity};

/// A condition on what a pattern stands for, from the closed vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// What the pattern stands for has a property.
    Has(Property, Term),
    /// `between(x_, a, b)`: a real value in the closed interval.
    Between(Term, Rational, Rational),
}

impl Guard {
    /// What the guard speaks of.
    pub fn subject(&self) -> Term {
        let (Guard::Has(_, term) | Guard::Between(term, ..)) = self;
        *term
    }

    /// The property of a guard that states one.
    pub fn property(&self) -> Option<Property> {
        match self {
            Guard::Has(property, _) => Some(*property),
            Guard::Between(..) => None,
        }
    }

    /// The guard said of `subject`.
    pub fn text(&self, store: &Store, subject: Term) -> String {
        let subject = viete_syntax::plain(store, subject);
        match self {
            Guard::Has(property, _) => format!("{}({subject})", property.name()),
            Guard::Between(_, low, high) => format!("between({subject}, {low}, {high})"),
        }
    }

    /// Whether the guard holds of `term`, which stands for its subject.
    pub fn prove(
        &self,
        store: &mut Store,
        library: &mut Library,
        term: Term,
        assumptions: &Assumptions,
    ) -> Truth {
        match self {
            Guard::Has(property, _) => assumptions.prove(store, library, term, *property),
            Guard::Between(_, low, high) => match constant_value(store, library, term, 128) {
                Some(value) if value.is_real() => {
                    let (low, high) = (
                        Interval::<Big>::from_rational(low, 128),
                        Interval::<Big>::from_rational(high, 128),
                    );
                    (value.re.lower >= low.upper && value.re.upper <= high.lower).into()
                }
                _ => Truth::Unknown,
            },
        }
    }
}

/// A directed law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name that explanations show.
    pub name: String,
    /// The pattern.
    pub left: Term,
    /// What it is replaced by.
    pub right: Term,
    /// Conditions under which the sides are equal.
    pub guards: Vec<Guard>,
    /// `where` instead of `if`: the left side has no value where a guard fails, so the law only
    /// widens the domain.
    pub widens: bool,
    /// The line it came from.
    pub text: String,
}

/// Why a line is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// A side or a guard cannot be read.
    #[error("rule `{0}`: {1}")]
    Syntax(String, Error),
    /// The line has not the form of a rule.
    #[error("rule `{0}`: expected `name: left => right if guard` (or `where guard`)")]
    Shape(String),
    /// The left side is a single variable.
    #[error("rule `{0}`: the left side is a single variable, so it would match everything")]
    CatchAll(String),
    /// The right side has a variable that the left side lacks.
    #[error("rule `{0}`: the right side has the variable `{1}` that the left side lacks")]
    Unbound(String, String),
    /// A guard outside the vocabulary.
    #[error(
        "rule `{0}`: unknown guard `{1}`: expected real, integer, positive, nonnegative, negative, nonzero, finite or between"
    )]
    UnknownGuard(String, String),
}

/// Reads one line: one rule, or two for `<=>` (which cannot have `where`).
///
/// # Errors
/// What is wrong with it.
pub fn parse_rule(
    store: &mut Store,
    library: &mut Library,
    line: &str,
) -> Result<Vec<Rule>, RuleError> {
    let shape = || RuleError::Shape(line.to_string());
    let (name, law) = line.split_once(": ").ok_or_else(shape)?;
    let name = name.trim().to_string();
    let (law, guards, widens) = match (law.split_once(" if "), law.split_once(" where ")) {
        (Some((law, guards)), _) => (law, guards, false),
        (None, Some((law, guards))) => (law, guards, true),
        (None, None) => (law, "", false),
    };
    let (both, sides) = match law.split_once("<=>") {
        Some(sides) => (true, sides),
        None => (false, law.split_once("=>").ok_or_else(shape)?),
    };
    let mut parse = |text: &str| {
        parse_plain(library, store, text).map_err(|e| RuleError::Syntax(name.clone(), e))
    };
    let (left, right) = (parse(sides.0)?, parse(sides.1)?);
    let mut list = Vec::new();
    for guard in split_guards(guards) {
        let (word, inside) = guard.split_once('(').ok_or_else(shape)?;
        let inside = inside.strip_suffix(')').ok_or_else(shape)?;
        list.push(match (word.trim(), Property::from_name(word.trim())) {
            (_, Some(property)) => Guard::Has(property, parse(inside)?),
            ("between", None) => {
                let parts: Vec<&str> = inside.split(',').collect();
                let [x, low, high] = parts.as_slice() else { return Err(shape()) };
                let bound = |text: &str| {
                    text.trim().parse::<i64>().map(Rational::integer).map_err(|_| shape())
                };
                Guard::Between(parse(x)?, bound(low)?, bound(high)?)
            }
            (other, None) => return Err(RuleError::UnknownGuard(name, other.to_string())),
        });
    }
    let mut rules = vec![Rule { name, left, right, guards: list, widens, text: line.to_string() }];
    if both {
        if widens {
            return Err(shape());
        }
        let reversed = rules.iter().map(|r| Rule {
            name: format!("{}_reversed", r.name),
            left: right,
            right: left,
            ..r.clone()
        });
        let reversed: Vec<Rule> = reversed.collect();
        rules.extend(reversed);
    }
    for rule in &rules {
        if is_variable(store, rule.left) {
            return Err(RuleError::CatchAll(rule.name.clone()));
        }
        let bound = variables(store, rule.left);
        if let Some(free) = variables(store, rule.right).into_iter().find(|v| !bound.contains(v)) {
            return Err(RuleError::Unbound(rule.name.clone(), viete_syntax::plain(store, free)));
        }
    }
    Ok(rules)
}

/// Splits at commas outside parentheses.
fn split_guards(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (index, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.extend(text.get(start..index).map(str::trim));
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..).map(str::trim).filter(|t| !t.is_empty()));
    parts
}

/// True for `x_` and `rest__`.
pub fn is_variable(store: &Store, term: Term) -> bool {
    matches!(store.kind(term), Kind::Symbol(name) if name_arity(store.text(name)) > 0)
}

/// The pattern variables of a term.
pub fn variables(store: &Store, term: Term) -> Vec<Term> {
    store.symbols(term).into_iter().filter(|&s| is_variable(store, s)).collect()
}
