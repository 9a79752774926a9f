//! The session: owner of all terms, variables, assumptions and limits.

use crate::answer::Answer;
use crate::core::Core;
use crate::error::Error;
use crate::expr::Expr;
use std::cell::{RefCell, RefMut};
use std::time::Duration;
use viete_functions::Function;
use viete_kernel::Kernel;
use viete_numbers::{Cancel, Number};
use viete_syntax::{json, latex, parse_plain, plain, pretty, s_expression};
use viete_term::Term;

/// How [`Session::show`] prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OutputMode {
    #[default]
    Plain,
    Pretty,
    Latex,
    SExpression,
    Json,
}

/// A session. Expressions borrow it; kernels do not. One thread at a time; sessions are
/// independent.
pub struct Session {
    core: RefCell<Core>,
}

impl Default for Session {
    fn default() -> Self {
        Session::new()
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    pub fn new() -> Session {
        Session { core: RefCell::new(Core::new()) }
    }

    pub(crate) fn core(&self) -> RefMut<'_, Core> {
        self.core.borrow_mut()
    }

    pub(crate) fn wrap(&self, term: Term) -> Expr<'_> {
        Expr { session: self, term }
    }

    /// A term of this session as an expression: the inverse of [`Expr::term`].
    pub fn expr(&self, term: Term) -> Expr<'_> {
        self.wrap(term)
    }

    /// The free symbol of this name.
    pub fn symbol(&self, name: &str) -> Expr<'_> {
        let term = self.core().store.symbol(name);
        self.wrap(term)
    }

    /// Several symbols at once: `let [x, y] = session.symbols(["x", "y"]);`
    pub fn symbols<const N: usize>(&self, names: [&str; N]) -> [Expr<'_>; N] {
        names.map(|name| self.symbol(name))
    }

    pub fn integer(&self, value: i64) -> Expr<'_> {
        let term = self.core().store.integer(value);
        self.wrap(term)
    }

    pub fn number(&self, value: Number) -> Expr<'_> {
        let term = self.core().store.number(value);
        self.wrap(term)
    }

    /// The sum of all addends, built once: adding them one by one costs the square of their number.
    pub fn sum<'s>(&'s self, addends: &[Expr<'s>]) -> Expr<'s> {
        let addends: Vec<Term> = addends.iter().map(|e| e.term).collect();
        let term = self.core().store.sum(&addends);
        self.wrap(term)
    }

    /// The product of all factors, built once.
    pub fn product<'s>(&'s self, factors: &[Expr<'s>]) -> Expr<'s> {
        let factors: Vec<Term> = factors.iter().map(|e| e.term).collect();
        let term = self.core().store.product(&factors);
        self.wrap(term)
    }

    /// Reads an expression; names are free symbols, commands of the prompt are not known.
    ///
    /// # Errors
    /// A syntax error with its place in `text`.
    pub fn parse(&self, text: &str) -> Result<Expr<'_>, Error> {
        let mut core = self.core();
        let core = &mut *core;
        let term = parse_plain(&mut core.library, &mut core.store, text)?;
        Ok(self.wrap(term))
    }

    /// Runs statements as the prompt does; stops at the first error.
    ///
    /// # Errors
    /// The first error; earlier statements keep their effect.
    pub fn evaluate(&self, text: &str) -> Result<Vec<Answer>, Error> {
        crate::notebook::program(&mut self.core(), text)
    }

    /// Registers a function with the row type of the built-in ones.
    pub fn register(&self, function: Function) {
        let mut core = self.core();
        let core = &mut *core;
        core.library.register(&mut core.store, function);
        core.forget_rules();
    }

    /// The gradient of `f` by `variables`.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn gradient<'s>(
        &'s self,
        f: Expr<'s>,
        variables: &[Expr<'s>],
    ) -> Result<Vec<Expr<'s>>, Error> {
        variables.iter().map(|&v| f.diff(v)).collect()
    }

    /// The Jacobian: one row a function, one column a variable. One pass a variable over all
    /// functions.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn jacobian<'s>(
        &'s self,
        functions: &[Expr<'s>],
        variables: &[Expr<'s>],
    ) -> Result<Vec<Vec<Expr<'s>>>, Error> {
        let terms: Vec<Term> = functions.iter().map(|f| f.term).collect();
        let mut core = self.core();
        let core = &mut *core;
        let budget = core.budget();
        let mut rows = vec![Vec::with_capacity(variables.len()); functions.len()];
        for variable in variables {
            let column = viete_calculus::derivatives(
                &mut core.store,
                &mut core.library,
                &terms,
                variable.term,
                &budget,
            )?;
            for (row, term) in rows.iter_mut().zip(column) {
                row.push(self.wrap(term));
            }
        }
        Ok(rows)
    }

    /// The Hessian of `f`: the symmetric matrix of second derivatives.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn hessian<'s>(
        &'s self,
        f: Expr<'s>,
        variables: &[Expr<'s>],
    ) -> Result<Vec<Vec<Expr<'s>>>, Error> {
        let gradient = self.gradient(f, variables)?;
        self.jacobian(&gradient, variables)
    }

    /// The term in the chosen notation.
    pub fn show(&self, term: Term, mode: OutputMode) -> String {
        let core = self.core();
        match mode {
            OutputMode::Plain => plain(&core.store, term),
            OutputMode::Pretty => pretty(&core.store, term),
            OutputMode::Latex => latex(&core.store, &core.library, term),
            OutputMode::SExpression => s_expression(&core.store, term),
            OutputMode::Json => json(&core.store, term),
        }
    }

    /// A decimal to show beside an exact answer: 10 digits, for constants that are not plain
    /// integers.
    pub fn decimal(&self, term: Term) -> Option<String> {
        let mut core = self.core();
        let core = &mut *core;
        if core.store.as_number(term).is_some_and(|n| n.as_integer().is_some() || !n.is_exact())
            || core.store.size(term) > 500
        {
            return None;
        }
        let budget = viete_numbers::Budget::new(200_000, None, 1_000_000, core.cancel.clone());
        let number = viete_evaluate::numeric(&mut core.store, &mut core.library, term, 10, &budget)
            .ok()??;
        let term = core.store.number(number);
        Some(plain(&core.store, term))
    }

    /// Written size of a term in nodes, saturating: what printing it would cost.
    pub fn size(&self, term: Term) -> u32 {
        self.core().store.size(term)
    }

    /// The switch that ends a running computation from a signal handler or another thread.
    pub fn cancel(&self) -> Cancel {
        self.core().cancel.clone()
    }

    /// Limits of every further computation: units of fuel (10 to 100 ns each) and wall clock.
    pub fn set_limits(&self, fuel: u64, time: Option<Duration>) {
        let mut core = self.core();
        core.fuel = fuel;
        core.time = time;
    }

    pub fn output(&self) -> OutputMode {
        self.core().output
    }

    pub fn set_output(&self, mode: OutputMode) {
        self.core().output = mode;
    }

    /// Names the prompt completes: functions, commands, variables, with one line of help each.
    pub fn names(&self) -> Vec<(String, String)> {
        let core = self.core();
        let rows = core
            .library
            .functions()
            .into_iter()
            .map(|f| (f.name.to_string(), f.summary.to_string()));
        let verbs = crate::verbs::verbs().map(|v| (v.name.to_string(), v.summary.to_string()));
        let variables = core
            .variables
            .keys()
            .map(|name| (name.clone(), "a variable of this session".to_string()));
        let definitions = core
            .definitions
            .keys()
            .map(|name| (name.clone(), "a function of this session".to_string()));
        let mut all: Vec<_> = rows.chain(verbs).chain(variables).chain(definitions).collect();
        all.sort();
        all.dedup_by(|a, b| a.0 == b.0);
        all
    }

    /// The row of a function, by name or alias.
    pub fn function(&self, name: &str) -> Option<Function> {
        let core = self.core();
        core.library.find(&core.store, name).copied()
    }

    /// Variables and their values, by name.
    pub fn variables(&self) -> Vec<(String, Expr<'_>)> {
        let pairs: Vec<(String, Term)> =
            self.core().variables.iter().map(|(n, &t)| (n.clone(), t)).collect();
        pairs.into_iter().map(|(name, term)| (name, self.wrap(term))).collect()
    }

    /// A kernel made by `name := compile(...)`, or the last one for an empty name.
    pub fn kernel(&self, name: &str) -> Option<Kernel> {
        let core = self.core();
        if name.is_empty() {
            core.last_kernel.as_ref().map(|(_, kernel)| kernel.clone())
        } else {
            core.kernels.get(name).cloned()
        }
    }

    /// Gives a kernel a name, as `name := compile(...)` does.
    pub fn keep_kernel(&self, name: &str, kernel: Kernel) {
        self.core().kernels.insert(name.to_string(), kernel);
    }

    /// Number of terms held.
    pub fn terms(&self) -> usize {
        self.core().store.len()
    }

    /// Frees what the session's variables and `keep` do not need. Expressions other than the
    /// returned ones, in the order of `keep`, lose their meaning.
    pub fn collect(&self, keep: &[Expr<'_>]) -> Vec<Expr<'_>> {
        let terms: Vec<Term> = keep.iter().map(|e| e.term).collect();
        let moved = self.core().collect(&terms);
        moved.into_iter().map(|t| self.wrap(t)).collect()
    }
}

impl Session {
    /// Number of answers so far: the number of the last one, for `%n`.
    pub fn answers(&self) -> usize {
        self.core().history.len()
    }

    /// The last answer.
    pub fn last_answer(&self) -> Option<Expr<'_>> {
        let last = self.core().history.last().copied();
        last.map(|term| self.wrap(term))
    }
}
