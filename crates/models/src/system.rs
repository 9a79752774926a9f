//! A system of differential equations `M(p, t) x' = f(x, p, t)`.

use crate::ModelError;
use crate::ode::Ode;
use viete::{Expr, Session};

/// Differential equations with a mass matrix, parameters and initial values.
#[derive(Clone, Debug)]
pub struct System<'s> {
    pub(crate) session: &'s Session,
    time: Expr<'s>,
    states: Vec<Expr<'s>>,
    right: Vec<Expr<'s>>,
    parameters: Vec<(Expr<'s>, f64)>,
    initial: Vec<f64>,
    /// Entries of the mass matrix that are not zero; `None` is the unit matrix.
    mass: Option<Vec<((u32, u32), Expr<'s>)>>,
}

impl<'s> System<'s> {
    /// `states' = right`, the symbol `t` being time; initial values are zero until they are set.
    ///
    /// # Errors
    /// Different numbers of states and right-hand sides.
    pub fn new(
        session: &'s Session,
        states: &[Expr<'s>],
        right: &[Expr<'s>],
    ) -> Result<System<'s>, ModelError> {
        if states.len() != right.len() {
            return Err(ModelError::Model(format!(
                "{} states but {} equations: expected as many",
                states.len(),
                right.len()
            )));
        }
        Ok(System {
            session,
            time: session.symbol("t"),
            states: states.to_vec(),
            right: right.to_vec(),
            parameters: Vec::new(),
            initial: vec![0.0; states.len()],
            mass: None,
        })
    }

    /// A symbol that is an argument of the kernels, with its usual value.
    #[must_use]
    pub fn parameter(mut self, symbol: Expr<'s>, value: f64) -> System<'s> {
        self.parameters.push((symbol, value));
        self
    }

    /// Initial values, one for each state.
    ///
    /// # Errors
    /// A wrong number of values.
    pub fn starting_at(mut self, initial: &[f64]) -> Result<System<'s>, ModelError> {
        if initial.len() != self.states.len() {
            let (expected, got) = (self.states.len(), initial.len());
            return Err(ModelError::Model(format!("{got} initial values: expected {expected}")));
        }
        self.initial = initial.to_vec();
        Ok(self)
    }

    /// The mass matrix by its entries that are not zero (row, column, value); values may depend on
    /// parameters and time. Rows without entries are algebraic equations.
    ///
    /// # Errors
    /// An entry outside the matrix.
    pub fn with_mass(
        mut self,
        entries: Vec<((u32, u32), Expr<'s>)>,
    ) -> Result<System<'s>, ModelError> {
        let n = self.states.len() as u32;
        if let Some(((row, column), _)) =
            entries.iter().find(|((row, column), _)| *row >= n || *column >= n)
        {
            return Err(ModelError::Model(format!(
                "mass matrix entry ({row}, {column}): expected both below {n}"
            )));
        }
        self.mass = Some(entries);
        Ok(self)
    }

    /// The states, in order.
    pub fn states(&self) -> &[Expr<'s>] {
        &self.states
    }

    /// Their derivatives, in the same order.
    pub fn right_hand_side(&self) -> &[Expr<'s>] {
        &self.right
    }

    /// Native right-hand side, sparse Jacobian by the states, and mass matrix.
    ///
    /// # Errors
    /// Symbols that are neither states nor parameters nor time, functions without kernels or
    /// derivatives.
    pub fn compile(&self) -> Result<Ode, ModelError> {
        let mut arguments = self.states.clone();
        arguments.extend(self.parameters.iter().map(|p| p.0));
        arguments.push(self.time);
        let right = self.session.compile(&arguments, &self.right)?;
        let jacobian = self.session.compile_jacobian(&arguments, &self.right, self.states.len())?;
        let mass = match &self.mass {
            None => None,
            Some(entries) => {
                let mut entries = entries.clone();
                entries.sort_by_key(|&(place, _)| place);
                let (places, values): (Vec<(u32, u32)>, Vec<Expr<'s>>) =
                    entries.into_iter().unzip();
                Some((places, self.session.compile(&arguments, &values)?))
            }
        };
        Ok(Ode {
            states: self.states.iter().map(ToString::to_string).collect(),
            parameters: self.parameters.iter().map(|(symbol, _)| symbol.to_string()).collect(),
            values: self.parameters.iter().map(|p| p.1).collect(),
            initial: self.initial.clone(),
            right,
            jacobian,
            mass,
        })
    }
}
