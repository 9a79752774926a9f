//! Names of bound variables while a term is printed: what the function's hint says, unless that is
//! a free symbol or a name in use around it.

use viete_term::{Kind, Store, Term};

/// Where a term stands: which names the enclosing functions' parameters have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Scope(usize);

/// All scopes of a printed term.
pub(crate) struct Names {
    scopes: Vec<Inside>,
}

/// Parameters of one function and what is around it.
#[derive(Default)]
struct Inside {
    names: Vec<String>,
    parent: usize,
}

impl Names {
    /// Outside of all functions.
    pub fn new() -> Names {
        Names { scopes: vec![Inside::default()] }
    }

    /// The scope of a function's body, with names for its parameters.
    pub fn enter(&mut self, store: &Store, function: Term, scope: Scope) -> Scope {
        let count = store.parameter_count(function).unwrap_or(0) as usize;
        let mut taken = self.taken(store, &[function], scope);
        let mut names = Vec::with_capacity(count);
        for place in 0..count {
            let hint = store.hints(function).get(place).map_or("t", |&name| store.text(name));
            let name = unused(hint, &taken);
            taken.push(name.clone());
            names.push(name);
        }
        self.enter_as(names, scope)
    }

    /// The scope of a body whose parameters have these names.
    pub fn enter_as(&mut self, names: Vec<String>, scope: Scope) -> Scope {
        self.scopes.push(Inside { names, parent: scope.0 });
        Scope(self.scopes.len() - 1)
    }

    /// Names that a variable bound over `terms` may not have.
    pub fn taken(&self, store: &Store, terms: &[Term], scope: Scope) -> Vec<String> {
        let mut taken: Vec<String> = Vec::new();
        for term in store.all_nodes(terms) {
            if let Kind::Symbol(name) | Kind::Call(name) = store.kind(term) {
                taken.push(store.text(name).to_string());
            }
        }
        let mut at = scope.0;
        while let Some(inside) = self.scopes.get(at).filter(|_| at > 0) {
            taken.extend(inside.names.iter().cloned());
            at = inside.parent;
        }
        taken
    }

    /// The parameters of a scope.
    pub fn parameters(&self, scope: Scope) -> &[String] {
        self.scopes.get(scope.0).map_or(&[], |inside| &inside.names)
    }

    /// The name of a bound variable.
    pub fn bound(&self, scope: Scope, index: u32) -> String {
        let (mut at, mut left) = (scope.0, index as usize);
        while let Some(inside) = self.scopes.get(at).filter(|_| at > 0) {
            match inside.names.get(left) {
                Some(name) => return name.clone(),
                None => left -= inside.names.len(),
            }
            at = inside.parent;
        }
        // a part of a function shown by itself
        format!("#{left}")
    }
}

/// The hint, or the hint with the first number that makes it new.
pub(crate) fn unused(hint: &str, taken: &[String]) -> String {
    let free = |name: &str| !taken.iter().any(|other| other == name);
    let allowed = |name: &str| free(name) && !crate::elaborate::is_constant_name(name);
    if allowed(hint) {
        return hint.to_string();
    }
    (1..).map(|n| format!("{hint}{n}")).find(|name| allowed(name)).unwrap_or_default()
}
