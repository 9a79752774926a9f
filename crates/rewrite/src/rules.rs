//! Rules: `name: left => right if guard(x_), ...`, read from `rules/*.rules` and from the function rows.

use viete_evaluate::Property;
use viete_numbers::Rational;
use viete_syntax::{Library, SyntaxError, parse_plain};
use viete_term::{Kind, Store, Term, name_arity};

/// A condition on what a pattern stands for, from the closed vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    Has(Property, Term),
    /// `between(x_, a, b)`: a real value in the closed interval.
    Between(Term, Rational, Rational),
}

/// A directed law.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub name: String,
    pub left: Term,
    pub right: Term,
    pub guards: Vec<Guard>,
    /// The line it came from.
    pub text: String,
}

/// Why a line is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("rule `{0}`: {1}")]
    Syntax(String, SyntaxError),
    #[error("rule `{0}`: expected `name: left => right if guard`")]
    Shape(String),
    #[error("rule `{0}`: the left side is a single variable, so it would match everything")]
    CatchAll(String),
    #[error("rule `{0}`: the right side has the variable `{1}` that the left side lacks")]
    Unbound(String, String),
    #[error(
        "rule `{0}`: unknown guard `{1}`: expected real, integer, positive, nonnegative, negative, nonzero, finite or between"
    )]
    UnknownGuard(String, String),
}

/// An ordered collection of rules; the order is part of the result.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    pub rules: Vec<Rule>,
}

impl RuleSet {
    /// The shipped rules and those of all rows.
    ///
    /// # Errors
    /// The first malformed line (a test keeps the shipped ones well formed).
    pub fn standard(store: &mut Store, library: &mut Library) -> Result<RuleSet, RuleError> {
        let mut set = RuleSet::default();
        for (_, text) in viete_rules::FILES {
            for line in text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
                set.rules.extend(parse_rule(store, library, line)?);
            }
        }
        let lines: Vec<&'static str> = library.functions().iter().flat_map(|f| f.rules.iter().copied()).collect();
        for line in lines {
            set.rules.extend(parse_rule(store, library, line)?);
        }
        Ok(set)
    }
}

/// Reads one line: one rule, or two for `<=>`.
///
/// # Errors
/// What is wrong with it.
pub fn parse_rule(store: &mut Store, library: &mut Library, line: &str) -> Result<Vec<Rule>, RuleError> {
    let shape = || RuleError::Shape(line.to_string());
    let (name, law) = line.split_once(": ").ok_or_else(shape)?;
    let name = name.trim().to_string();
    let (law, guards) = match law.split_once(" if ") {
        Some((law, guards)) => (law, guards),
        None => (law, ""),
    };
    let (both, sides) = match law.split_once("<=>") {
        Some(sides) => (true, sides),
        None => (false, law.split_once("=>").ok_or_else(shape)?),
    };
    let mut parse = |text: &str| parse_plain(library, store, text).map_err(|e| RuleError::Syntax(name.clone(), e));
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
                let bound = |text: &str| text.trim().parse::<i64>().map(Rational::integer).map_err(|_| shape());
                Guard::Between(parse(x)?, bound(low)?, bound(high)?)
            }
            (other, None) => return Err(RuleError::UnknownGuard(name, other.to_string())),
        });
    }
    let mut rules = vec![Rule { name: name.clone(), left, right, guards: list.clone(), text: line.to_string() }];
    if both {
        rules.push(Rule { name: format!("{name}_reversed"), left: right, right: left, guards: list, text: line.to_string() });
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

/// True for `x_`.
pub(crate) fn is_variable(store: &Store, term: Term) -> bool {
    matches!(store.kind(term), Kind::Symbol(name) if name_arity(store.text(name)) > 0)
}

/// The pattern variables of a term.
pub(crate) fn variables(store: &Store, term: Term) -> Vec<Term> {
    store.symbols(term).into_iter().filter(|&s| is_variable(store, s)).collect()
}
