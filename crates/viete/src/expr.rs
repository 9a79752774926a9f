//! `Expr`: a `Copy` handle to a term of a session, with operators and methods.

use crate::error::Error;
use crate::session::{OutputMode, Session};
use rustc_hash::FxHashMap;
use std::fmt;
use viete_numbers::Rational;
use viete_rewrite::Goal;
use viete_syntax::Library;
use viete_term::{Store, Term};

/// An expression of a session. Operators build canonical terms; nothing is simplified unasked.
#[derive(Clone, Copy)]
pub struct Expr<'s> {
    pub(crate) session: &'s Session,
    pub(crate) term: Term,
}

/// What can stand beside an expression in arithmetic: expressions, integers, doubles (taken
/// exactly).
pub trait IntoExpr<'s> {
    fn into_expr(self, session: &'s Session) -> Expr<'s>;
}

impl<'s> IntoExpr<'s> for Expr<'s> {
    fn into_expr(self, _session: &'s Session) -> Expr<'s> {
        self
    }
}

impl<'s> IntoExpr<'s> for i64 {
    fn into_expr(self, session: &'s Session) -> Expr<'s> {
        session.integer(self)
    }
}

impl<'s> IntoExpr<'s> for i32 {
    fn into_expr(self, session: &'s Session) -> Expr<'s> {
        session.integer(self.into())
    }
}

impl<'s> IntoExpr<'s> for f64 {
    /// The exact rational value of the double; `undefined` for infinities and NaN.
    fn into_expr(self, session: &'s Session) -> Expr<'s> {
        match Rational::from_f64(self) {
            Some(value) => session.number(value.into()),
            None => {
                let term = session.core().store.undefined();
                session.wrap(term)
            }
        }
    }
}

impl PartialEq for Expr<'_> {
    /// The same term: structural equality. See [`Expr::equals`] for mathematical equality.
    fn eq(&self, other: &Self) -> bool {
        self.term == other.term && std::ptr::eq(self.session, other.session)
    }
}

impl fmt::Display for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.session.show(self.term, OutputMode::Plain))
    }
}

impl fmt::Debug for Expr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'s> Expr<'s> {
    /// The term, for the lower floors.
    pub fn term(self) -> Term {
        self.term
    }

    fn with(self, f: impl FnOnce(&mut Store, &mut Library, Term) -> Term) -> Expr<'s> {
        let mut core = self.session.core();
        let core = &mut *core;
        let term = f(&mut core.store, &mut core.library, self.term);
        self.session.wrap(term)
    }

    /// The function `name` applied to this expression.
    pub fn apply(self, name: &str) -> Expr<'s> {
        self.with(|store, library, term| {
            let name = store.name(name);
            library.apply(store, name, &[term])
        })
    }

    /// `self^exponent`.
    pub fn pow(self, exponent: impl IntoExpr<'s>) -> Expr<'s> {
        let exponent = exponent.into_expr(self.session).term;
        self.with(|store, _, term| store.power(term, exponent))
    }

    pub fn sqrt(self) -> Expr<'s> {
        self.apply("sqrt")
    }

    pub fn exp(self) -> Expr<'s> {
        self.apply("exp")
    }

    pub fn log(self) -> Expr<'s> {
        self.apply("log")
    }

    pub fn sin(self) -> Expr<'s> {
        self.apply("sin")
    }

    pub fn cos(self) -> Expr<'s> {
        self.apply("cos")
    }

    pub fn tan(self) -> Expr<'s> {
        self.apply("tan")
    }

    pub fn abs(self) -> Expr<'s> {
        self.apply("abs")
    }

    /// The derivative by a symbol.
    ///
    /// # Errors
    /// The budget's stop.
    pub fn diff(self, variable: Expr<'s>) -> Result<Expr<'s>, Error> {
        let mut core = self.session.core();
        let core = &mut *core;
        let budget = core.budget();
        let term = viete_calculus::derivative(
            &mut core.store,
            &mut core.library,
            self.term,
            variable.term,
            &budget,
        )?;
        Ok(self.session.wrap(term))
    }

    /// The simplest equal form that the rules prove; what must not vanish for the input to have a
    /// value is dropped from this convenience: see [`Expr::simplify_with_conditions`].
    ///
    /// # Errors
    /// Cancellation.
    pub fn simplify(self) -> Result<Expr<'s>, Error> {
        self.simplify_with_conditions().map(|(expr, _)| expr)
    }

    /// The simplified form and the terms that were cancelled: the input has no value where one of
    /// them is zero.
    ///
    /// # Errors
    /// Cancellation.
    pub fn simplify_with_conditions(self) -> Result<(Expr<'s>, Vec<Expr<'s>>), Error> {
        let result = self.session.core().simplified(self.term, &Goal::SMALLEST)?;
        let conditions = result.provided.iter().map(|&(_, t)| self.session.wrap(t)).collect();
        Ok((self.session.wrap(result.term), conditions))
    }

    /// Products and natural powers of sums multiplied out.
    ///
    /// # Errors
    /// When the result would be too large.
    pub fn expand(self) -> Result<Expr<'s>, Error> {
        let mut core = self.session.core();
        let term = core.expanded(self.term)?;
        Ok(self.session.wrap(term))
    }

    /// Whether both are equal for all values that meet the session's assumptions.
    ///
    /// # Errors
    /// Cancellation.
    pub fn equals(self, other: impl IntoExpr<'s>) -> Result<viete_numbers::Truth, Error> {
        let other = other.into_expr(self.session).term;
        self.session.core().equal(self.term, other)
    }

    /// Replaces terms simultaneously.
    pub fn subs(self, replacements: &[(Expr<'s>, Expr<'s>)]) -> Expr<'s> {
        let map: FxHashMap<Term, Term> =
            replacements.iter().map(|(from, to)| (from.term, to.term)).collect();
        self.with(|store, library, term| library.substitute(store, term, &map))
    }

    /// `digits` proved decimal digits of a constant, as text; `None` when it has no numeric value.
    ///
    /// # Errors
    /// Digits out of range, or the budget's stop.
    #[expect(non_snake_case, reason = "the name of the operation at the prompt and in SymPy")]
    pub fn N(self, digits: u32) -> Result<Option<Expr<'s>>, Error> {
        let mut core = self.session.core();
        let core = &mut *core;
        let budget = core.budget();
        let number = viete_evaluate::numeric(
            &mut core.store,
            &mut core.library,
            self.term,
            digits,
            &budget,
        )?;
        Ok(number.map(|n| self.session.wrap(core.store.number(n))))
    }

    /// The expression as LaTeX.
    pub fn latex(self) -> String {
        self.session.show(self.term, OutputMode::Latex)
    }

    /// The expression in two dimensions.
    pub fn pretty(self) -> String {
        self.session.show(self.term, OutputMode::Pretty)
    }
}

impl<'s, R: IntoExpr<'s>> std::ops::Add<R> for Expr<'s> {
    type Output = Expr<'s>;
    fn add(self, other: R) -> Expr<'s> {
        let other = other.into_expr(self.session).term;
        self.with(|store, _, term| store.sum(&[term, other]))
    }
}

impl<'s, R: IntoExpr<'s>> std::ops::Sub<R> for Expr<'s> {
    type Output = Expr<'s>;
    fn sub(self, other: R) -> Expr<'s> {
        let other = other.into_expr(self.session).term;
        self.with(|store, _, term| store.subtract(term, other))
    }
}

impl<'s, R: IntoExpr<'s>> std::ops::Mul<R> for Expr<'s> {
    type Output = Expr<'s>;
    fn mul(self, other: R) -> Expr<'s> {
        let other = other.into_expr(self.session).term;
        self.with(|store, _, term| store.product(&[term, other]))
    }
}

impl<'s, R: IntoExpr<'s>> std::ops::Div<R> for Expr<'s> {
    type Output = Expr<'s>;
    fn div(self, other: R) -> Expr<'s> {
        let other = other.into_expr(self.session).term;
        self.with(|store, _, term| store.divide(term, other))
    }
}

impl<'s> std::ops::Neg for Expr<'s> {
    type Output = Expr<'s>;
    fn neg(self) -> Expr<'s> {
        self.with(|store, _, term| store.negate(term))
    }
}
