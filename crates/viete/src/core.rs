//! The state of a session, behind the cell of [`crate::Session`].

use crate::answer::Plot;
use crate::error::Error;
use crate::session::OutputMode;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::time::Duration;
use viete_evaluate::{Assumptions, Property};
use viete_kernel::Kernel;
use viete_numbers::{Budget, Cancel, Stop, Truth};
use viete_rewrite::{End, Engine, Explanation, Goal, Rewriter, Simplified, Step, parse_rule};
use viete_syntax::Library;
use viete_term::{Store, Term};

/// A function defined by the user.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Definition {
    /// Its parameters and body.
    pub function: Term,
}

pub(crate) struct Core {
    pub store: Store,
    pub library: Library,
    /// The shipped rules and the user's, parsed at first use.
    rewriter: Option<Rewriter>,
    pub user_rules: Vec<String>,
    pub assumptions: Assumptions,
    pub variables: BTreeMap<String, Term>,
    pub definitions: BTreeMap<String, Definition>,
    pub kernels: BTreeMap<String, Kernel>,
    pub history: Vec<Term>,
    pub cancel: Cancel,
    /// What the current statement may spend.
    statement: Option<Budget>,
    pub fuel: u64,
    pub time: Option<Duration>,
    pub output: OutputMode,
    pub last_steps: Vec<Step>,
    /// What the last `simplify` was asked about, for `:why`.
    pub last_simplified: Option<Term>,
    /// What the current statement has to say beside its value.
    pub notes: Vec<String>,
    pub plot: Option<Plot>,
    pub text: Option<String>,
    /// The kernel that the current statement has made, and the function it is of.
    pub last_kernel: Option<(Term, Kernel)>,
    /// Names, typed without a quote, of variables that the statement's calls speak of.
    pub spoken: Vec<String>,
    /// Names that stand for themselves while a definition is read.
    pub shielded: Vec<String>,
}

impl Core {
    pub fn new() -> Core {
        let mut store = Store::new();
        let mut library = Library::new(&mut store);
        for signature in crate::notebook::SIGNATURES {
            library.add_signature(signature);
        }
        Core {
            store,
            library,
            rewriter: None,
            user_rules: Vec::new(),
            assumptions: Assumptions::default(),
            variables: BTreeMap::new(),
            definitions: BTreeMap::new(),
            kernels: BTreeMap::new(),
            history: Vec::new(),
            cancel: Cancel::default(),
            statement: None,
            fuel: 200_000_000,
            time: None,
            output: OutputMode::Plain,
            last_steps: Vec::new(),
            last_simplified: None,
            notes: Vec::new(),
            plot: None,
            text: None,
            last_kernel: None,
            spoken: Vec::new(),
            shielded: Vec::new(),
        }
    }

    /// The budget of the statement; outside of one, a new one for the call.
    pub fn budget(&self) -> Budget {
        self.statement
            .clone()
            .unwrap_or_else(|| Budget::new(self.fuel, self.time, 50_000_000, self.cancel.clone()))
    }

    /// Begins a statement: everything it does spends one budget.
    pub fn begin(&mut self) {
        self.statement = None;
        let budget = self.budget();
        self.store.hold(&budget);
        self.statement = Some(budget);
    }

    /// Ends a statement. When a limit was reached in it, what was remembered of its terms is
    /// forgotten and the limit is the answer.
    pub fn end(&mut self) -> Result<(), Stop> {
        self.statement = None;
        match self.store.release() {
            None => Ok(()),
            Some(stop) => {
                self.library.forget_terms();
                self.rewriter = None;
                self.last_steps.clear();
                self.last_simplified = None;
                Err(stop)
            }
        }
    }

    /// Whether the statement may go on.
    pub fn go_on(&self) -> Result<(), Stop> {
        self.store.stop().map_or(Ok(()), Err)
    }

    /// Products and natural powers of sums multiplied out.
    pub fn expanded(&mut self, term: Term) -> Result<Term, Error> {
        let budget = self.budget();
        let Core { store, library, .. } = self;
        let apply = &mut |store: &mut Store, name, arguments: &[Term]| {
            library.apply(store, name, arguments)
        };
        Ok(viete_algebra::expand(store, apply, term, &budget)?)
    }

    /// Asks the rewriter, which may parse further rules.
    fn with_engine<T>(
        &mut self,
        ask: impl FnOnce(&mut Engine<'_>) -> Result<T, Stop>,
    ) -> Result<T, Error> {
        let mut rewriter = match self.rewriter.take() {
            Some(rewriter) => rewriter,
            None => {
                let mut rewriter = Rewriter::standard(&self.store, &self.library);
                for line in &self.user_rules {
                    rewriter.rules.add(&mut self.store, &mut self.library, line)?;
                }
                rewriter
            }
        };
        let budget = self.budget();
        let Core { store, library, assumptions, .. } = self;
        let result = ask(&mut Engine {
            store,
            library,
            rewriter: &mut rewriter,
            assumptions,
            budget: &budget,
        });
        self.rewriter = Some(rewriter);
        Ok(result?)
    }

    /// Adds a rule of the user's.
    pub fn add_rule(&mut self, line: String) -> Result<(), Error> {
        parse_rule(&mut self.store, &mut self.library, &line)?;
        self.user_rules.push(line);
        self.rewriter = None;
        Ok(())
    }

    pub fn forget_rules(&mut self) {
        self.rewriter = None;
    }

    pub fn simplified(&mut self, term: Term, goal: &Goal) -> Result<Simplified, Error> {
        self.with_engine(|engine| engine.simplify(term, goal))
    }

    pub fn variants(&mut self, term: Term, count: usize) -> Result<Vec<Term>, Error> {
        self.with_engine(|engine| engine.variants(term, count))
    }

    /// The form that loses the fewest bits in doubles, with a note of how many.
    pub fn most_accurate(&mut self, term: Term) -> Result<Term, Error> {
        let (form, before, after) = self.with_engine(|engine| engine.most_accurate(term))?;
        self.notes.push(format!("loses {after:.1} bits in the mean, the input {before:.1}"));
        Ok(form)
    }

    pub fn explain(&mut self, term: Term) -> Result<Explanation, Error> {
        self.with_engine(|engine| engine.explain(term, &Goal::SMALLEST))
    }

    pub fn equal(&mut self, a: Term, b: Term) -> Result<Truth, Error> {
        let truth = self.with_engine(|engine| engine.equal(a, b))?;
        if truth != Truth::Unknown {
            return Ok(truth);
        }
        let difference = self.store.subtract(a, b);
        let budget = self.budget();
        Ok(viete_constants::is_zero(&mut self.store, &self.library, difference, &budget))
    }

    /// Simplifies towards a goal, with notes on what was assumed.
    pub fn simplify(&mut self, term: Term, goal: &Goal) -> Result<Term, Error> {
        let result = self.simplified(term, goal)?;
        self.note_conditions(&result);
        Ok(result.term)
    }

    pub fn note_conditions(&mut self, result: &viete_rewrite::Simplified) {
        for &(property, subject) in &result.provided {
            let text = viete_syntax::plain(&self.store, subject);
            self.notes.push(match property {
                Property::Nonzero => format!("provided {text} != 0"),
                _ => format!("provided {text} is {}", property.name()),
            });
        }
        for &(property, symbol) in &result.assumed {
            let text = viete_syntax::plain(&self.store, symbol);
            self.notes.push(format!("provided {text} is {}", property.name()));
        }
        match result.end {
            End::Saturated | End::Limit => {}
            End::Stopped(stop) => {
                self.notes.push(format!("unchanged, the search for a simpler form ended: {stop}"))
            }
            End::Contradiction => {
                self.notes.push(
                    "unchanged: two laws contradict each other here; if one is yours, `:check` it"
                        .into(),
                );
            }
        }
    }

    /// Renumbers everything the session holds and frees the rest; terms held outside become
    /// meaningless.
    pub fn collect(&mut self, extra: &[Term]) -> Vec<Term> {
        let mut roots: Vec<Term> = extra.to_vec();
        roots.extend(self.variables.values().copied());
        roots.extend(self.history.iter().copied());
        roots.extend(self.definitions.values().map(|definition| definition.function));
        roots.extend(self.assumptions.all().into_iter().map(|(t, _)| t));
        let moved = self.store.collect(&roots);
        let new: FxHashMap<Term, Term> = roots.into_iter().zip(moved.iter().copied()).collect();
        let rename = |t: &mut Term| *t = new.get(t).copied().unwrap_or(*t);
        self.variables.values_mut().for_each(rename);
        self.history.iter_mut().for_each(rename);
        for definition in self.definitions.values_mut() {
            rename(&mut definition.function);
        }
        self.assumptions.rename(|t| new.get(&t).copied());
        self.last_steps.clear();
        self.last_simplified = None;
        self.library.forget_terms();
        self.rewriter = None;
        moved.into_iter().take(extra.len()).collect()
    }
}
