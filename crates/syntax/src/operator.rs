//! Unevaluated operators as data: derivatives (a function, an order for each argument, the
//! arguments), and sums, products, integrals, limits (a function, a range or point).

use crate::library::Library;
use viete_functions::signature::{DERIVATIVE, OPERATORS, Operator};
use viete_term::{Form, Kind, Name, Store, Term};

/// The unevaluated derivative of a function at arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derivative {
    /// A lambda of as many parameters as there are arguments.
    pub function: Term,
    /// How often by each argument.
    pub orders: Vec<u32>,
    pub arguments: Vec<Term>,
}

impl Derivative {
    /// Reads a term.
    pub fn of(store: &Store, term: Term) -> Option<Derivative> {
        let Kind::Call(name) = store.kind(term) else { return None };
        let [function, orders, arguments @ ..] = store.children(term) else { return None };
        let count = store.parameter_count(*function)?;
        if store.text(name) != DERIVATIVE || count as usize != arguments.len() {
            return None;
        }
        let orders = store.as_form(*orders, Form::List)?.iter();
        let orders = orders.map(|&n| store.as_i64(n).and_then(|n| u32::try_from(n).ok()));
        let orders: Vec<u32> = orders.collect::<Option<_>>()?;
        (orders.len() == arguments.len()).then(|| Derivative {
            function: *function,
            orders,
            arguments: arguments.to_vec(),
        })
    }

    /// The term; the function's value where nothing is differentiated.
    pub fn term(&self, store: &mut Store, library: &mut Library) -> Term {
        if let Some(standard) = self.of_call(store, library) {
            return standard.term(store, library);
        }
        if self.orders.iter().all(|&order| order == 0)
            && let Some(value) = library.applied(store, self.function, &self.arguments)
        {
            return value;
        }
        let orders: Vec<Term> =
            self.orders.iter().map(|&order| store.integer(order.into())).collect();
        let mut children = vec![self.function, store.form(Form::List, &orders)];
        children.extend_from_slice(&self.arguments);
        let head = store.name(DERIVATIVE);
        store.call(head, &children)
    }

    /// A derivative of `x |-> f(a, x)` is one of `f` by its second argument, and one of a derivative
    /// by an argument is of higher order: the one form of both.
    fn of_call(&self, store: &mut Store, library: &mut Library) -> Option<Derivative> {
        let (&[order], &[argument]) = (self.orders.as_slice(), self.arguments.as_slice()) else {
            return None;
        };
        let body = store.children(self.function).first().copied()?;
        let Kind::Call(name) = store.kind(body) else { return None };
        let inner = Derivative::of(store, body);
        let mut arguments = match &inner {
            Some(inner) if store.loose(inner.function) == 0 => inner.arguments.clone(),
            Some(_) => return None,
            None => store.children(body).to_vec(),
        };
        let parameter = |&a: &Term| store.kind(a) == Kind::Bound(0);
        let place = arguments.iter().position(parameter)?;
        let plain = |a: Term| store.loose(a) == 0 && store.parameter_count(a).is_none();
        let mut others = arguments.iter().enumerate().filter(|&(k, _)| k != place);
        if !others.all(|(_, &a)| plain(a)) || (inner.is_none() && arguments.len() < 2) {
            return None;
        }
        arguments.iter_mut().skip(place).take(1).for_each(|slot| *slot = argument);
        let more = |k: usize| if k == place { order } else { 0 };
        if let Some(mut inner) = inner {
            inner.orders.iter_mut().enumerate().for_each(|(k, n)| *n += more(k));
            return Some(Derivative { arguments, ..inner });
        }
        let function = library.function_of(store, name, &arguments);
        let orders = (0..arguments.len()).map(more).collect();
        Some(Derivative { function, orders, arguments })
    }

    /// The same, differentiated once more by the argument at `place`.
    #[must_use]
    pub fn raised(&self, place: usize) -> Derivative {
        let mut raised = self.clone();
        raised.orders.iter_mut().skip(place).take(1).for_each(|order| *order += 1);
        raised
    }

    /// The head of the call that is differentiated, where the function is one of all its arguments
    /// in order: `f` for `(x, y) |-> f(x, y)`.
    pub fn head(&self, store: &Store) -> Option<Term> {
        let body = store.children(self.function).first().copied()?;
        let in_order = store.children(body).iter().zip(0u32..);
        let plain = store.children(body).len() == self.arguments.len()
            && in_order.into_iter().all(|(&child, place)| store.kind(child) == Kind::Bound(place));
        (matches!(store.kind(body), Kind::Call(_)) && plain).then_some(body)
    }
}

/// An unevaluated sum, product, integral or limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    pub operator: &'static Operator,
    /// A lambda of one parameter.
    pub function: Term,
    /// A range, the point of a limit, or where an indefinite sum or integral stands.
    pub place: Term,
    /// Options, as strings, and further arguments.
    pub extras: Vec<Term>,
}

impl Bound {
    /// Reads a term.
    pub fn of(store: &Store, term: Term) -> Option<Bound> {
        let Kind::Call(name) = store.kind(term) else { return None };
        let [function, place, extras @ ..] = store.children(term) else { return None };
        let text = store.text(name);
        let operator = OPERATORS.iter().find(|operator| operator.signature.name == text)?;
        if store.parameter_count(*function) != Some(1) || text == DERIVATIVE {
            return None;
        }
        Some(Bound { operator, function: *function, place: *place, extras: extras.to_vec() })
    }

    /// The term.
    pub fn term(&self, store: &mut Store) -> Term {
        let head = store.name(self.operator.signature.name);
        let mut children = vec![self.function, self.place];
        children.extend_from_slice(&self.extras);
        store.call(head, &children)
    }

    /// Low and high end of its range.
    pub fn range(&self, store: &Store) -> Option<(Term, Term)> {
        match store.as_form(self.place, Form::Range) {
            Some(&[low, high]) => Some((low, high)),
            _ => None,
        }
    }

    /// Whether its variable takes integer values only: a sum or product over a range.
    pub fn runs_over_integers(&self, store: &Store) -> bool {
        self.range(store).is_some() && !self.operator.continuous
    }

    /// Whether it stands at a point that is its own variable's: an indefinite sum or integral.
    pub fn is_indefinite(&self, store: &Store) -> bool {
        use viete_functions::signature::Slot;
        let indefinite = |slot: &Slot| matches!(slot, Slot::Name(_));
        let usages = self.operator.signature.usages;
        store.as_form(self.place, Form::Range).is_none()
            && usages.iter().any(|usage| usage.slots.iter().any(indefinite))
    }
}

impl Library {
    /// The unevaluated derivative of `term` by a symbol, `times` times. A call that has the symbol
    /// as one argument and nowhere else is its function's derivative, and derivatives of such
    /// derivatives are of higher order, so that the order of differentiation does not matter.
    pub fn unevaluated_derivative(
        &mut self,
        store: &mut Store,
        term: Term,
        symbol: Term,
        times: u32,
    ) -> Term {
        if times == 0 {
            return term;
        }
        let place = |store: &Store, arguments: &[Term]| {
            let holds = |&argument: &Term| store.contains(argument, symbol);
            let place = arguments.iter().position(holds)?;
            let alone = arguments.iter().filter(|&argument| holds(argument)).count() == 1;
            (alone && arguments.get(place) == Some(&symbol)).then_some(place)
        };
        if let Some(mut inner) = Derivative::of(store, term)
            && !store.contains(inner.function, symbol)
            && let Some(place) = place(store, &inner.arguments)
        {
            inner.orders.iter_mut().skip(place).take(1).for_each(|order| *order += times);
            return inner.term(store, self);
        }
        if let Kind::Call(head) = store.kind(term) {
            let arguments = store.children(term).to_vec();
            let bound = arguments.iter().any(|&a| store.parameter_count(a).is_some());
            if let (Some(place), false) = (place(store, &arguments), bound) {
                let function = self.function_of(store, head, &arguments);
                let orders = (0..arguments.len()).map(|k| if k == place { times } else { 0 });
                let orders = orders.collect();
                return Derivative { function, orders, arguments }.term(store, self);
            }
        }
        let function = self.bind(store, &[symbol], term);
        Derivative { function, orders: vec![times], arguments: vec![symbol] }.term(store, self)
    }

    /// The unevaluated derivative of the function `name` by its argument at `place`, at the
    /// arguments.
    pub fn partial_derivative(
        &mut self,
        store: &mut Store,
        name: Name,
        arguments: &[Term],
        place: usize,
    ) -> Term {
        let function = self.function_of(store, name, arguments);
        let orders = (0..arguments.len()).map(|k| u32::from(k == place)).collect();
        Derivative { function, orders, arguments: arguments.to_vec() }.term(store, self)
    }

    /// The function `name` as a lambda of as many parameters as there are arguments; arguments that
    /// are symbols name the parameters.
    fn function_of(&mut self, store: &mut Store, name: Name, arguments: &[Term]) -> Term {
        let mut taken = arguments.to_vec();
        let mut parameters = Vec::new();
        for &argument in arguments {
            let fresh = match store.kind(argument) {
                Kind::Symbol(_) if !parameters.contains(&argument) => argument,
                _ => store.fresh("t", &taken),
            };
            taken.push(fresh);
            parameters.push(fresh);
        }
        let body = store.intern(Kind::Call(name), &parameters);
        self.bind(store, &parameters, body)
    }

    /// The function of `parameters` with this body, canonical.
    pub fn bind(&mut self, store: &mut Store, parameters: &[Term], body: Term) -> Term {
        store.bind(parameters, body, &mut |store, kind, children| self.build(store, kind, children))
    }

    /// A function's value at closed arguments; `None` for other terms and other numbers of
    /// arguments.
    pub fn applied(
        &mut self,
        store: &mut Store,
        function: Term,
        arguments: &[Term],
    ) -> Option<Term> {
        store.instantiate(function, arguments, &mut |store, kind, children| {
            self.build(store, kind, children)
        })
    }

    /// Fresh symbols for the parameters of a function, found neither in it nor in `avoid`, and its
    /// body over them.
    pub fn open(
        &mut self,
        store: &mut Store,
        function: Term,
        avoid: &[Term],
    ) -> Option<(Vec<Term>, Term)> {
        store.open(function, avoid, &mut |store, kind, children| self.build(store, kind, children))
    }

    /// Changes the body of a function of one parameter and closes it again.
    pub fn map_body(
        &mut self,
        store: &mut Store,
        function: Term,
        avoid: &[Term],
        change: impl FnOnce(&mut Store, &mut Library, Term, Term) -> Term,
    ) -> Term {
        let Some((symbols, body)) = self.open(store, function, avoid) else { return function };
        let Some(&symbol) = symbols.first() else { return function };
        let changed = change(store, self, symbol, body);
        self.bind(store, &symbols, changed)
    }

    /// A linear operator over `c*f` as `c` times the operator over `f`, as far as factors are free
    /// of the bound variable. `None` when there are none.
    pub fn without_constant_factors(
        &mut self,
        store: &mut Store,
        term: Term,
    ) -> Option<(Term, Term)> {
        let bound = Bound::of(store, term).filter(|bound| bound.operator.linear)?;
        let (symbols, body) = self.open(store, bound.function, &[])?;
        let &symbol = symbols.first()?;
        if store.kind(body) != Kind::Product {
            return None;
        }
        let (varying, constant): (Vec<Term>, Vec<Term>) =
            store.children(body).to_vec().into_iter().partition(|&f| store.contains(f, symbol));
        if constant.is_empty() || constant.iter().any(|&f| !store.is_total(f)) {
            return None;
        }
        let inner = store.product(&varying);
        let function = self.bind(store, &symbols, inner);
        let rest = Bound { function, ..bound }.term(store);
        Some((store.product(&constant), rest))
    }
}
