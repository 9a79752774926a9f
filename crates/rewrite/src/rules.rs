//! The rules of a session: those of `rules/*.rules`, of the function rows and of the user, parsed
//! when needed.

use crate::heads::Heads;
use crate::pattern::Left;
use std::borrow::Cow;
use viete_proof::{Laws, Rule, RuleError, parse_rule};
use viete_syntax::Library;
use viete_term::Store;

/// An ordered collection of rules; the order is part of the result. A line is parsed when the heads
/// of its left side first occur in a term, so a session pays for the rules it uses.
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
    /// All and the forms that lose fewer digits.
    Accuracy,
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
    /// The right side is larger, and of a kind that rarely helps unless a part of it is already
    /// there.
    pub expands: bool,
}

/// Files whose expanding laws (multiple angles, sums of arguments) are used only to reach what a
/// term already has.
const RESERVED: &[&str] = &["trigonometric", "hyperbolic", "exponential"];

impl RuleSet {
    /// The shipped rules and those of all rows.
    pub fn standard(store: &Store, library: &Library) -> RuleSet {
        let shipped = viete_rules::FILES
            .iter()
            .flat_map(|(topic, text)| text.lines().map(|line| (*topic, line.trim())));
        let shipped = shipped.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let rows =
            library.functions().into_iter().flat_map(|f| f.rules.iter().map(|&line| ("", line)));
        let mut set = RuleSet::default();
        for (topic, line) in shipped.chain(rows) {
            set.push(store, library, topic, line.into());
        }
        set
    }

    fn push(
        &mut self,
        store: &Store,
        library: &Library,
        topic: &'static str,
        text: Cow<'static, str>,
    ) {
        let heads = text_heads(store, library, &text);
        self.lines.push(Line { topic, text, heads, parsed: None });
    }

    /// Adds a rule of the user's.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub fn add(
        &mut self,
        store: &mut Store,
        library: &mut Library,
        line: &str,
    ) -> Result<(), RuleError> {
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

    /// The rules of these names, for the checker of proofs.
    pub fn laws(&self, names: &[&str]) -> Laws {
        let mut laws = Laws::default();
        for prepared in self.lines.iter().filter_map(|line| line.parsed.as_ref()).flatten() {
            if names.contains(&prepared.rule.name.as_str()) {
                laws.entry(prepared.rule.name.clone()).or_default().push(prepared.rule.clone());
            }
        }
        laws
    }

    /// Parses the lines that can match where `heads` occur. A malformed shipped line, which the
    /// tests exclude, is left out; those of the user were checked when they were added.
    pub(crate) fn prepare(&mut self, store: &mut Store, library: &mut Library, heads: Heads) {
        for line in
            self.lines.iter_mut().filter(|line| line.parsed.is_none() && heads.includes(line.heads))
        {
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
    pub(crate) fn applicable(
        &self,
        heads: Heads,
        topics: Topics,
    ) -> impl Iterator<Item = (usize, &Prepared)> {
        let wanted = move |line: &Line| match topics {
            Topics::All => !matches!(line.topic, "conversions" | "accuracy"),
            Topics::Conversions => line.topic != "accuracy",
            Topics::Accuracy => line.topic != "conversions",
            Topics::Only(names) => line.topic.is_empty() || names.contains(&line.topic),
        };
        let lines = self
            .lines
            .iter()
            .enumerate()
            .filter(move |(_, line)| heads.includes(line.heads) && wanted(line));
        let rules = lines.flat_map(|(number, line)| {
            line.parsed.iter().flatten().map(move |rule| (number, rule))
        });
        rules.filter(move |(_, rule)| heads.includes(rule.left.heads))
    }
}

/// The functions that the text of a rule applies on its left side, or on both for `<=>`; those that
/// unfold when they are read, such as `sqrt`, are no heads.
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
            let start =
                piece.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
            match library.find(store, piece.get(start..).unwrap_or("")) {
                Some(function) if !function.unfolds => store
                    .find_name(function.name)
                    .map_or(heads, |name| heads.with(Heads::name(name))),
                _ => heads,
            }
        })
    };
    sides.into_iter().map(of_side).reduce(Heads::common).unwrap_or(Heads::NONE)
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
            let Ok(rules) = parse_rule(&mut store, &mut library, &line.text) else {
                panic!("{}", line.text)
            };
            for rule in rules {
                let Some(left) = Left::compile(&store, rule.left) else { panic!("{}", line.text) };
                assert!(left.heads.includes(line.heads), "{}", line.text);
            }
        }
    }
}
