//! Printing is reading: random terms, binders, piecewise values, relations and matrices included,
//! are the terms that their plain text, s-expression and JSON read as.
//!
//! `VIETE_ROUND_TRIPS=50000 cargo test -p viete-conformance round_trip` tries more of them.

use viete::floors::numbers::{Integer, Number, Rational};
use viete::floors::syntax::{
    Bound, Derivative, Library, json, parse_plain, plain, read_json, read_s_expression,
    s_expression,
};
use viete::floors::term::{Form, Kind, Store, Term};

/// Terms tried without the environment variable.
const TRIPS: usize = 3000;
/// Longer texts are numbers of thousands of digits.
const LONGEST: usize = 2000;
const SEED: u64 = 0x5EED_0012;

/// Random terms, by a linear congruential generator.
struct Random<'s> {
    store: &'s mut Store,
    library: &'s mut Library,
    state: u64,
}

impl Random<'_> {
    fn below(&mut self, n: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.state >> 33) % n
    }

    fn symbol(&mut self) -> Term {
        let names = ["x", "y", "z", "k", "a", "t", "n"];
        let name = names[self.below(names.len() as u64) as usize];
        self.store.symbol(name)
    }

    fn number(&mut self) -> Term {
        let small = [0i64, 1, -1, 2, 3, -2, 7, 12, -30, 1_000_003];
        let n = small[self.below(10) as usize];
        match self.below(5) {
            0 => {
                let d = [2i64, 3, 4, 7][self.below(4) as usize];
                let value = Rational::new(&Integer::from(n), &Integer::from(d)).unwrap();
                self.store.number(value.into())
            }
            1 => {
                let i = self.store.number(Number::i());
                let n = self.store.integer(n);
                self.store.product(&[n, i])
            }
            _ => self.store.integer(n),
        }
    }

    fn leaf(&mut self) -> Term {
        match self.below(12) {
            0..=5 => self.symbol(),
            6 => self.store.constant("pi"),
            7 => self.store.euler(),
            8 => self.store.infinity(),
            _ => self.number(),
        }
    }

    fn build(&mut self, kind: Kind, children: &[Term]) -> Term {
        self.library.build(self.store, kind, children)
    }

    /// A mathematical expression.
    fn expression(&mut self, depth: u32) -> Term {
        if depth == 0 {
            return self.leaf();
        }
        let d = depth - 1;
        match self.below(16) {
            0..=2 => {
                let parts = self.several(d);
                self.build(Kind::Sum, &parts)
            }
            3..=5 => {
                let parts = self.several(d);
                self.build(Kind::Product, &parts)
            }
            6 | 7 => {
                let (base, exponent) = (self.expression(d), self.expression(d.min(1)));
                self.build(Kind::Power, &[base, exponent])
            }
            8 => {
                let a = self.expression(d);
                let exponent = [2i64, -1, -2, 3][self.below(4) as usize];
                let exponent = self.store.integer(exponent);
                self.build(Kind::Power, &[a, exponent])
            }
            9 | 10 => {
                let name = ["sin", "log", "abs", "f", "gamma", "sqrt"][self.below(6) as usize];
                let name = self.store.name(name);
                let argument = self.expression(d);
                self.build(Kind::Call(name), &[argument])
            }
            11 => {
                let name = self.store.name("g");
                let (a, b) = (self.expression(d), self.expression(d));
                self.build(Kind::Call(name), &[a, b])
            }
            12 => self.operator(d),
            13 => self.derivative(d),
            14 => {
                let (value, when, other) =
                    (self.expression(d), self.condition(d), self.expression(d));
                self.build(Kind::Form(Form::Piecewise), &[value, when, other])
            }
            _ => {
                let (list, place) = (self.symbol(), self.expression(0));
                self.store.form(Form::Index, &[list, place])
            }
        }
    }

    fn several(&mut self, depth: u32) -> Vec<Term> {
        (0..2 + self.below(3)).map(|_| self.expression(depth)).collect()
    }

    fn function(&mut self, depth: u32) -> Term {
        let (body, symbol) = (self.expression(depth), self.symbol());
        self.library.bind(self.store, &[symbol], body)
    }

    fn operator(&mut self, depth: u32) -> Term {
        let function = self.function(depth);
        let name = ["sum", "product", "integrate", "limit"][self.below(4) as usize];
        let range = name != "limit" && self.below(3) > 0;
        let place = match range {
            true => {
                let (low, high) = (self.expression(depth.min(1)), self.expression(depth.min(1)));
                self.store.form(Form::Range, &[low, high])
            }
            false => self.expression(depth.min(1)),
        };
        let name = self.store.name(name);
        let term = self.store.call(name, &[function, place]);
        assert!(Bound::of(self.store, term).is_some() || term == self.store.undefined());
        term
    }

    fn derivative(&mut self, depth: u32) -> Term {
        let orders = vec![1 + self.below(4) as u32];
        let (function, argument) = (self.function(depth), self.expression(depth.min(1)));
        if self.below(2) == 0 {
            let name = self.store.name("g");
            let arguments = [argument, self.symbol()];
            let place = self.below(2) as usize;
            return self.library.partial_derivative(self.store, name, &arguments, place);
        }
        let derivative = Derivative { function, orders, arguments: vec![argument] };
        derivative.term(self.store, self.library)
    }

    fn condition(&mut self, depth: u32) -> Term {
        let (a, b) = (self.expression(depth), self.expression(depth));
        let form =
            [Form::Less, Form::LessEqual, Form::Equation, Form::NotEqual][self.below(4) as usize];
        let relation = self.build(Kind::Form(form), &[a, b]);
        if depth == 0 || self.below(2) == 0 {
            return relation;
        }
        let other = self.condition(depth - 1);
        match self.below(3) {
            0 => self.build(Kind::Form(Form::And), &[relation, other]),
            1 => self.build(Kind::Form(Form::Or), &[relation, other]),
            _ => {
                let both = self.build(Kind::Form(Form::And), &[relation, other]);
                self.build(Kind::Form(Form::Not), &[both])
            }
        }
    }

    /// Any term of the language.
    fn term(&mut self) -> Term {
        let depth = 1 + self.below(3) as u32;
        match self.below(12) {
            0 => self.condition(depth),
            1 => {
                let items = self.several(depth);
                self.store.form(Form::List, &items)
            }
            2 => {
                let rows: Vec<Term> = (0..2)
                    .map(|_| {
                        let row = [self.expression(depth), self.expression(depth)];
                        self.store.form(Form::List, &row)
                    })
                    .collect();
                self.store.form(Form::Matrix, &rows)
            }
            3 => self.function(depth),
            4 => {
                let (body, a, b) = (self.expression(depth), self.symbol(), self.symbol());
                let parameters = if a == b { vec![a] } else { vec![a, b] };
                self.library.bind(self.store, &parameters, body)
            }
            _ => self.expression(depth),
        }
    }
}

#[test]
fn texts_read_back_as_the_terms_they_were_written_from() {
    let count = std::env::var("VIETE_ROUND_TRIPS").ok().and_then(|n| n.parse().ok());
    let (mut wrong, mut tried) = (Vec::new(), 0);
    let mut store = Store::new();
    let mut library = Library::new(&mut store);
    let mut state = SEED;
    for number in 0..count.unwrap_or(TRIPS) {
        let mut random = Random { store: &mut store, library: &mut library, state };
        let term = random.term();
        state = random.state;
        if store.size(term) > 300 {
            continue;
        }
        let text = plain(&store, term);
        if text.len() > LONGEST {
            continue;
        }
        tried += 1;
        let again = parse_plain(&mut library, &mut store, &text);
        if again.as_ref().ok() != Some(&term) {
            let read = again.map(|t| plain(&store, t)).unwrap_or_else(|e| format!("error: {e}"));
            wrong.push(format!("{number} plain: {text}\n    reads as {read}"));
        }
        let text = s_expression(&store, term);
        if read_s_expression(&mut store, &mut library, &text).ok() != Some(term) {
            wrong.push(format!("{number} s-expression: {text}"));
        }
        let text = json(&store, term);
        if read_json(&mut store, &mut library, &text).ok() != Some(term) {
            wrong.push(format!("{number} json: {text}"));
        }
    }
    assert!(tried > 100);
    let shown: Vec<&String> = wrong.iter().take(12).collect();
    assert!(wrong.is_empty(), "seed {SEED:#x}: {} of {tried}: {shown:#?}", wrong.len());
}
