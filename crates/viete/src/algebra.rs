//! Exact algebra on expressions: the commands of the prompt as methods. Notes about conditions are
//! dropped here; the prompt and [`crate::Session::evaluate`] show them.

use crate::error::Error;
use crate::expr::Expr;
use crate::session::Session;
use crate::verbs::find_verb;
use viete_term::{Form, Term};

impl Session {
    /// Runs a command of the prompt on expressions: `session.command("apart", &[e, x])`.
    ///
    /// # Errors
    /// No such command, or what the command refuses.
    ///
    /// # Example
    /// ```
    /// let session = viete::Session::new();
    /// let (x, y) = (session.symbol("x"), session.symbol("y"));
    /// let basis = session.groebner(&[x.pow(2) + y.pow(2) - 1, x - y], &[x, y])?;
    /// assert_eq!(basis.len(), 2);
    /// # Ok::<(), viete::Error>(())
    /// ```
    pub fn command(&self, name: &str, arguments: &[Expr<'_>]) -> Result<Expr<'_>, Error> {
        let verb =
            find_verb(name).ok_or_else(|| Error::Argument(format!("`{name}` is no command")))?;
        let terms: Vec<Term> = arguments.iter().map(|argument| argument.term()).collect();
        let term = (verb.run)(&mut self.core(), &terms)?;
        Ok(self.wrap(term))
    }

    /// A list of expressions, as commands take them.
    pub fn list(&self, items: &[Expr<'_>]) -> Expr<'_> {
        let terms: Vec<Term> = items.iter().map(|item| item.term()).collect();
        let list = self.core().store.form(Form::List, &terms);
        self.wrap(list)
    }

    /// A matrix of rows of one length.
    ///
    /// # Errors
    /// Rows of different lengths, or none.
    pub fn matrix(&self, rows: &[Vec<Expr<'_>>]) -> Result<Expr<'_>, Error> {
        let rows: Vec<Expr<'_>> = rows.iter().map(|row| self.list(row)).collect();
        let list = self.list(&rows);
        self.command("matrix", &[list])
    }

    /// The reduced Groebner basis for the degree reverse lexicographic order.
    ///
    /// # Errors
    /// Other symbols than the variables, too large, or the budget's stop.
    pub fn groebner(
        &self,
        polynomials: &[Expr<'_>],
        variables: &[Expr<'_>],
    ) -> Result<Vec<Expr<'_>>, Error> {
        let (polynomials, variables) = (self.list(polynomials), self.list(variables));
        Ok(self.command("groebner", &[polynomials, variables])?.items())
    }
}

impl<'s> Expr<'s> {
    fn command(self, name: &str, arguments: &[Expr<'s>]) -> Result<Expr<'s>, Error> {
        let all: Vec<Expr<'s>> = std::iter::once(self).chain(arguments.iter().copied()).collect();
        self.session.command(name, &all)
    }

    /// The items of a list, the rows of a matrix; other expressions have none.
    pub fn items(self) -> Vec<Expr<'s>> {
        let core = self.session.core();
        let list = core
            .store
            .as_form(self.term(), Form::List)
            .or_else(|| core.store.as_form(self.term(), Form::Matrix));
        let items = list.unwrap_or_default().to_vec();
        drop(core);
        items.into_iter().map(|item| self.session.wrap(item)).collect()
    }

    /// The product of irreducible factors over the rational numbers and the algebraic numbers that
    /// occur.
    ///
    /// # Errors
    /// Not a rational expression, too large, or the budget's stop.
    ///
    /// # Example
    /// ```
    /// let session = viete::Session::new();
    /// let x = session.symbol("x");
    /// assert_eq!((x.pow(4) - 4).factor()?.to_string(), "(x^2 - 2)*(x^2 + 2)");
    /// # Ok::<(), viete::Error>(())
    /// ```
    pub fn factor(self) -> Result<Expr<'s>, Error> {
        self.command("factor", &[])
    }

    /// The greatest common divisor of integers or polynomials.
    ///
    /// # Errors
    /// Not polynomials, too large, or the budget's stop.
    pub fn gcd(self, other: Expr<'s>) -> Result<Expr<'s>, Error> {
        self.command("gcd", &[other])
    }

    /// One fraction in lowest terms.
    ///
    /// # Errors
    /// Not a rational expression, too large, or the budget's stop.
    pub fn together(self) -> Result<Expr<'s>, Error> {
        self.command("together", &[])
    }

    /// Full partial fractions in a symbol.
    ///
    /// # Errors
    /// Not a rational expression, too large, or the budget's stop.
    pub fn apart(self, variable: Expr<'s>) -> Result<Expr<'s>, Error> {
        self.command("apart", &[variable])
    }

    /// A sum of powers of a symbol with collected coefficients.
    ///
    /// # Errors
    /// Not a polynomial in the symbol, too large, or the budget's stop.
    pub fn collect(self, variable: Expr<'s>) -> Result<Expr<'s>, Error> {
        self.command("collect", &[variable])
    }

    /// The coefficients of the powers of a symbol, lowest first.
    ///
    /// # Errors
    /// Not a polynomial in the symbol, too large, or the budget's stop.
    pub fn coefficients(self, variable: Expr<'s>) -> Result<Vec<Expr<'s>>, Error> {
        Ok(self.command("coeffs", &[variable])?.items())
    }

    /// The resultant of two polynomials with respect to a symbol.
    ///
    /// # Errors
    /// Not polynomials, too large, or the budget's stop.
    pub fn resultant(self, other: Expr<'s>, variable: Expr<'s>) -> Result<Expr<'s>, Error> {
        self.command("resultant", &[other, variable])
    }

    /// All complex roots of a polynomial in one symbol with rational coefficients, exactly, as
    /// often as they occur.
    ///
    /// # Errors
    /// Not such a polynomial, too large, or the budget's stop.
    pub fn roots(self, variable: Expr<'s>) -> Result<Vec<Expr<'s>>, Error> {
        Ok(self.command("roots", &[variable])?.items())
    }

    /// The determinant of a square matrix.
    ///
    /// # Errors
    /// Not a square matrix of rational expressions, too large, or the budget's stop.
    ///
    /// # Example
    /// ```
    /// let session = viete::Session::new();
    /// let (a, b) = (session.symbol("a"), session.symbol("b"));
    /// let matrix = session.matrix(&[vec![a, b], vec![b, a]])?;
    /// assert_eq!(matrix.determinant()?.to_string(), "a^2 - b^2");
    /// # Ok::<(), viete::Error>(())
    /// ```
    pub fn determinant(self) -> Result<Expr<'s>, Error> {
        self.command("det", &[])
    }

    /// The inverse of a square matrix.
    ///
    /// # Errors
    /// A singular matrix, entries that are no rational expressions, too large, or the budget's
    /// stop.
    pub fn inverse(self) -> Result<Expr<'s>, Error> {
        self.command("inv", &[])
    }

    /// The x with `A x = b` for this regular square matrix A and a list or matrix b.
    ///
    /// # Errors
    /// As for [`Expr::inverse`], or shapes that do not fit.
    pub fn solve_linear(self, right: Expr<'s>) -> Result<Expr<'s>, Error> {
        self.command("linsolve", &[right])
    }
}
