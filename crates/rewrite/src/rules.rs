//! Rules: `name: left => right if guard(x_), ...` (or `where`), read from `rules/*.rules` and from the function rows.

use crate::heads::Heads;
use crate::pattern::{Left, is_variable, variables};
use std::borrow::Cow;
use viete_evaluate::{Assumptions, Property, constant_value};
use viete_numbers::{Big, Interval, Rational, Truth};
use viete_syntax::{Library, SyntaxError, parse_plain};
use viete_term::{Store, Term};

/// A condition on what a pattern stands for, from the closed vocabulary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
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

    /// Whether the guard holds of `term`, which stands for its subject.
    pub fn prove(&self, store: &mut Store, library: &mut Library, term: Term, assumptions: &Assumptions) -> Truth {
        match self {
            Guard::Has(property, _) => assumptions.prove(store, library, term, *property),
            Guard::Between(_, low, high) => match constant_value(store, library, term, 128) {
                Some(value) if value.is_real() => {
                    let (low, high) = (Interval::<Big>::from_rational(low, 128), Interval::<Big>::from_rational(high, 128));
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
    pub name: String,
    pub left: Term,
    pub right: Term,
    pub guards: Vec<Guard>,
    /// `where` instead of `if`: the left side has no value where a guard fails, so the law only widens the domain.
    pub widens: bool,
    /// The line it came from.
    pub text: String,
}

/// Why a line is no rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    #[error("rule `{0}`: {1}")]
    Syntax(String, SyntaxError),
    #[error("rule `{0}`: expected `name: left => right if guard` (or `where guard`)")]
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

/// An ordered collection of rules; the order is part of the result. A line is parsed when the heads of its left
/// side first occur in a term, so a session pays for the rules it uses.
#[derive(Clone, Debug, Default)]
pub struct RuleSet {
    lines: Vec<Line>,
}

/// Which rules take part in a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topics {
    All,
    /// All and the conversions between families of functions.
    Conversions,
    /// Those of the files of these names.
    Only(&'static [&'static str]),
}

#[derive(Clone, Debug)]
struct Line {
    /// The file it stands in; empty for laws of rows and of the user.
    topic: &'static str,
    text: Cow<'static, str>,
    /// Functions applied in every left side of the line.
    heads: Heads,
    parsed: Option<Vec<Prepared>>,
}

/// A rule with its left side prepared for matching.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub rule: Rule,
    pub left: Left,
    /// The right side is larger, and of a kind that rarely helps unless a part of it is already there.
    pub expands: bool,
}

/// Files whose expanding laws (multiple angles, sums of arguments) are used only to reach what a term already has.
const RESERVED: &[&str] = &["trigonometric", "hyperbolic", "exponential"];

impl RuleSet {
    /// The shipped rules and those of all rows.
    pub fn standard(store: &Store, library: &Library) -> RuleSet {
        let shipped = viete_rules::FILES.iter().flat_map(|(topic, text)| text.lines().map(|line| (*topic, line.trim())));
        let shipped = shipped.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let rows = library.functions().into_iter().flat_map(|f| f.rules.iter().map(|&line| ("", line)));
        let mut set = RuleSet::default();
        for (topic, line) in shipped.chain(rows) {
            set.push(store, library, topic, line.into());
        }
        set
    }

    fn push(&mut self, store: &Store, library: &Library, topic: &'static str, text: Cow<'static, str>) {
        let heads = text_heads(store, library, &text);
        self.lines.push(Line { topic, text, heads, parsed: None });
    }

    /// Adds a rule of the user's.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn add(&mut self, store: &mut Store, library: &mut Library, line: &str) -> Result<(), RuleError> {
        parse_rule(store, library, line)?;
        self.push(store, library, "", Cow::Owned(line.to_string()));
        Ok(())
    }

    /// Every rule, in order.
    ///
    /// # Errors
    /// The first malformed line.
    pub fn all(&self, store: &mut Store, library: &mut Library) -> Result<Vec<Rule>, RuleError> {
        let mut all = Vec::new();
        for line in &self.lines {
            all.extend(parse_rule(store, library, &line.text)?);
        }
        Ok(all)
    }

    /// Parses the lines that can match where `heads` occur. A malformed shipped line, which the tests exclude, is
    /// left out; those of the user were checked when they were added.
    pub(crate) fn prepare(&mut self, store: &mut Store, library: &mut Library, heads: Heads) {
        for line in self.lines.iter_mut().filter(|line| line.parsed.is_none() && heads.includes(line.heads)) {
            let rules = parse_rule(store, library, &line.text).unwrap_or_default();
            let reserved = RESERVED.contains(&line.topic);
            let prepare = |rule: Rule| {
                let expands = reserved && store.size(rule.right) > store.size(rule.left);
                Left::compile(store, rule.left).map(|left| Prepared { rule, left, expands })
            };
            line.parsed = Some(rules.into_iter().filter_map(prepare).collect());
        }
    }

    /// The parsed rules whose heads all occur, each with its number.
    pub(crate) fn applicable(&self, heads: Heads, topics: Topics) -> impl Iterator<Item = (usize, &Prepared)> {
        let wanted = move |line: &Line| match topics {
            Topics::All => line.topic != "conversions",
            Topics::Conversions => true,
            Topics::Only(names) => line.topic.is_empty() || names.contains(&line.topic),
        };
        let lines = self.lines.iter().enumerate().filter(move |(_, line)| heads.includes(line.heads) && wanted(line));
        let rules = lines.flat_map(|(number, line)| line.parsed.iter().flatten().map(move |rule| (number, rule)));
        rules.filter(move |(_, rule)| heads.includes(rule.left.heads))
    }
}

/// The functions that the text of a rule applies on its left side, or on both for `<=>`; those that unfold when
/// they are read, such as `sqrt`, are no heads.
fn text_heads(store: &Store, library: &Library, text: &str) -> Heads {
    let law = text.split_once(": ").map_or("", |(_, law)| law);
    let mut sides = Vec::new();
    if let Some((left, right)) = law.split_once("<=>") {
        sides.extend([left, right.split(" if ").next().unwrap_or("")]);
    } else if let Some((left, _)) = law.split_once("=>") {
        sides.push(left);
    }
    let of_side = |side: &str| {
        let pieces: Vec<&str> = side.split('(').collect();
        let (_, applied) = pieces.split_last().unwrap_or((&"", &[]));
        applied.iter().fold(Heads::NONE, |heads, piece| {
            let start = piece.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            match library.find(store, piece.get(start..).unwrap_or("")) {
                Some(function) if !function.unfolds => {
                    store.find_name(function.name).map_or(heads, |name| heads.with(Heads::name(name)))
                }
                _ => heads,
            }
        })
    };
    sides.into_iter().map(of_side).reduce(Heads::common).unwrap_or(Heads::NONE)
}

/// Reads one line: one rule, or two for `<=>` (which cannot have `where`).
///
/// # Errors
/// What is wrong with it.
pub fn parse_rule(store: &mut Store, library: &mut Library, line: &str) -> Result<Vec<Rule>, RuleError> {
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
    let mut rules = vec![Rule { name, left, right, guards: list, widens, text: line.to_string() }];
    if both {
        if widens {
            return Err(shape());
        }
        let reversed = rules.iter().map(|r| Rule { name: format!("{}_reversed", r.name), left: right, right: left, ..r.clone() });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_seen_in_the_text_are_heads_of_the_parsed_rule() {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        let set = RuleSet::standard(&store, &library);
        for line in &set.lines {
            let Ok(rules) = parse_rule(&mut store, &mut library, &line.text) else { panic!("{}", line.text) };
            for rule in rules {
                let Some(left) = Left::compile(&store, rule.left) else { panic!("{}", line.text) };
                assert!(left.heads.includes(line.heads), "{}", line.text);
            }
        }
    }
}
