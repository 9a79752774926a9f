//! Compiled functions called at the prompt, and doubles as terms.

use crate::core::Core;
use viete_numbers::{Error, Number};
use viete_term::{Form, Term};

impl Core {
    pub(crate) fn run_kernel(
        &mut self,
        name: &str,
        kernel: &viete_kernel::Kernel,
        arguments: &[Term],
    ) -> Result<Term, Error> {
        let values: Option<Vec<f64>> = arguments.iter().map(|&a| self.double(a)).collect();
        let values = values.ok_or_else(|| {
            Error::of_type(format!("`{name}` is compiled: expected numbers as arguments"))
        })?;
        let mut outputs = vec![0.0; kernel.outputs()];
        kernel.call(&values, &mut outputs).map_err(crate::error::Error::from)?;
        let terms: Vec<Term> = outputs.into_iter().map(|v| self.float(v)).collect();
        Ok(match terms.as_slice() {
            [single] => *single,
            _ => self.store.form(Form::List, &terms),
        })
    }

    /// A double as a decimal float of 17 digits, which identifies it.
    pub(crate) fn float(&mut self, value: f64) -> Term {
        let decimal = viete_numbers::Rational::from_f64(value)
            .and_then(|r| viete_numbers::Decimal::from_rational(&r, 17).ok());
        match decimal {
            Some(decimal) => self.store.number(Number::Real(viete_numbers::Real::Float(decimal))),
            None if value.is_infinite() => {
                let infinity = self.store.infinity();
                if value > 0.0 { infinity } else { self.store.negate(infinity) }
            }
            None => self.store.undefined(),
        }
    }

    /// The double nearest to a real constant.
    pub(crate) fn double(&mut self, term: Term) -> Option<f64> {
        if let Some(number) = self.store.as_number(term) {
            return if number.is_real() {
                number.re().to_rational().ok().map(|r| r.to_f64())
            } else {
                None
            };
        }
        let value = viete_evaluate::constant_value(&mut self.store, &mut self.library, term, 128)?;
        value.is_real().then(|| value.re.midpoint())
    }
}
