//! Reaction networks with mass-action kinetics, as BioNetGen writes them (.net files; Faeder,
//! Blinov, Hlavacek, Methods in Molecular Biology 500, 2009).

use crate::text::number;
use crate::{ModelError, System};
use rustc_hash::FxHashMap;
use viete::{Expr, Session};

/// A species: its name (a pattern of molecules) and initial amount.
#[derive(Clone, Debug, PartialEq)]
pub struct Species {
    /// A pattern of molecules.
    pub name: String,
    /// The initial amount.
    pub initial: f64,
    /// Held at its initial amount.
    pub is_fixed: bool,
}

/// A reaction: species numbers from zero, and the rate constant as a formula of parameters and
/// observables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reaction {
    /// Numbers of the species that are used up.
    pub reactants: Vec<usize>,
    /// Numbers of the species that are made.
    pub products: Vec<usize>,
    /// The rate constant, a formula.
    pub rate: String,
    line: usize,
}

/// A weighted sum of species: (species, weight).
pub type Group = Vec<(usize, f64)>;

/// A reaction network.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Names and formulas, in order: each may use those before it.
    pub parameters: Vec<(String, String)>,
    /// Names and formulas of parameters and observables.
    pub functions: Vec<(String, String)>,
    /// What reacts.
    pub species: Vec<Species>,
    /// How it reacts.
    pub reactions: Vec<Reaction>,
    /// Observables.
    pub groups: Vec<(String, Group)>,
    /// What the parameters amount to.
    values: Vec<f64>,
}

/// The sections of a file that matter; others are passed over.
#[derive(Clone, Copy, PartialEq)]
enum Section {
    Outside,
    Parameters,
    Functions,
    Species,
    Reactions,
    Groups,
    Other,
}

impl Network {
    /// Reads a .net file.
    ///
    /// # Errors
    /// Lines that are no entry of their section, species numbers out of range, unknown names in
    /// formulas.
    pub fn parse(text: &str) -> Result<Network, ModelError> {
        let mut network = Network::default();
        let mut amounts: Vec<(usize, String)> = Vec::new();
        let mut section = Section::Outside;
        for (index, line) in text.lines().enumerate() {
            let line_number = index + 1;
            let line = line.split('#').next().unwrap_or_default().trim();
            let words: Vec<&str> = line.split_whitespace().collect();
            match (words.as_slice(), section) {
                ([], _) => {}
                (["begin", rest @ ..], Section::Outside) => section = section_of(&rest.join(" ")),
                (["end", ..], _) => section = Section::Outside,
                (_, Section::Outside | Section::Other) => {}
                ([_, name, formula @ ..], Section::Parameters) => {
                    network.parameters.push(((*name).to_string(), formula.concat()));
                }
                ([_, name, formula @ ..], Section::Functions) => {
                    network
                        .functions
                        .push((name.trim_end_matches("()").to_string(), formula.concat()));
                }
                ([_, name, amount], Section::Species) => {
                    let is_fixed = name.starts_with('$');
                    network.species.push(Species {
                        name: name.trim_start_matches('$').into(),
                        initial: 0.0,
                        is_fixed,
                    });
                    amounts.push((line_number, (*amount).to_string()));
                }
                ([_, reactants, products, rate], Section::Reactions) => {
                    let (reactants, products) =
                        (list(reactants, line_number)?, list(products, line_number)?);
                    network.reactions.push(Reaction {
                        reactants,
                        products,
                        rate: (*rate).to_string(),
                        line: line_number,
                    });
                }
                ([_, name, members], Section::Groups) => {
                    network.groups.push(((*name).into(), weights(members, line_number)?))
                }
                ([_, name], Section::Groups) => network.groups.push(((*name).into(), Vec::new())),
                _ => {
                    return Err(ModelError::Text {
                        line: line_number,
                        message: format!("expected {}", section.entry()),
                    });
                }
            }
        }
        network.check()?;
        network.evaluate(&amounts)?;
        Ok(network)
    }

    /// Species numbers within range.
    fn check(&self) -> Result<(), ModelError> {
        for reaction in &self.reactions {
            if let Some(&species) = reaction
                .reactants
                .iter()
                .chain(&reaction.products)
                .find(|&&s| s >= self.species.len())
            {
                let message =
                    format!("species {}: expected at most {}", species + 1, self.species.len());
                return Err(ModelError::Text { line: reaction.line, message });
            }
        }
        for (name, group) in &self.groups {
            if let Some((species, _)) = group.iter().find(|(s, _)| *s >= self.species.len()) {
                let (species, count) = (species + 1, self.species.len());
                return Err(ModelError::Model(format!(
                    "group {name} has species {species}: expected at most {count}"
                )));
            }
        }
        Ok(())
    }

    /// Numbers for parameters and initial amounts.
    fn evaluate(&mut self, amounts: &[(usize, String)]) -> Result<(), ModelError> {
        let session = Session::new();
        let mut known: Vec<(Expr<'_>, f64)> = Vec::new();
        let read = |formula: &str, known: &[(Expr<'_>, f64)]| {
            let direct = formula.parse::<f64>().ok();
            direct.or_else(|| number(&session, session.parse(formula).ok()?, known))
        };
        for (name, formula) in &self.parameters {
            let value = read(formula, &known);
            let value = value.ok_or_else(|| {
                ModelError::Model(format!("parameter {name}: expected a number, got `{formula}`"))
            })?;
            known.push((session.symbol(name), value));
        }
        for (species, (line, formula)) in self.species.iter_mut().zip(amounts) {
            let value = read(formula, &known);
            let message = || format!("expected an initial amount, got `{formula}`");
            species.initial =
                value.ok_or_else(|| ModelError::Text { line: *line, message: message() })?;
        }
        self.values = known.into_iter().map(|p| p.1).collect();
        Ok(())
    }

    /// The value of a parameter.
    pub fn value(&self, name: &str) -> Option<f64> {
        self.parameters
            .iter()
            .position(|(n, _)| n == name)
            .and_then(|index| self.values.get(index))
            .copied()
    }

    /// The mass-action equations of the network: states `s1, s2, ...` in the order of the species.
    /// Parameters named in `free` are arguments of the kernels, the others are numbers.
    ///
    /// # Errors
    /// Rates that are no formulas of parameters, functions and observables; names in `free` that
    /// are no parameters.
    pub fn system<'s>(
        &self,
        session: &'s Session,
        free: &[&str],
    ) -> Result<System<'s>, ModelError> {
        if let Some(name) = free.iter().find(|&&name| self.value(name).is_none()) {
            return Err(ModelError::Model(format!("`{name}` is no parameter of the network")));
        }
        let mut prefix = String::from("s");
        let is_taken = |prefix: &str| {
            let numbered = |name: &str| {
                name.strip_prefix(prefix).is_some_and(|rest| rest.parse::<u32>().is_ok())
            };
            self.parameters.iter().chain(&self.functions).any(|(name, _)| numbered(name))
        };
        while is_taken(&prefix) {
            prefix.push('_');
        }
        let states: Vec<Expr<'s>> =
            (1..=self.species.len()).map(|i| session.symbol(&format!("{prefix}{i}"))).collect();
        let names = self.names(session, free, &states)?;
        let mut rates: FxHashMap<&str, Expr<'s>> = FxHashMap::default();
        let mut addends: Vec<Vec<Expr<'s>>> = vec![Vec::new(); states.len()];
        for reaction in &self.reactions {
            let rate = match rates.get(reaction.rate.as_str()) {
                Some(&rate) => rate,
                None => {
                    let text = session.parse(&reaction.rate).map_err(|error| ModelError::Text {
                        line: reaction.line,
                        message: format!("rate `{}`: {error}", reaction.rate),
                    })?;
                    let rate = text.subs(&names);
                    rates.insert(&reaction.rate, rate);
                    rate
                }
            };
            let mut factors = vec![rate];
            factors.extend(reaction.reactants.iter().filter_map(|&species| states.get(species)));
            let flux = session.product(&factors);
            let mut change: FxHashMap<usize, i64> = FxHashMap::default();
            reaction.reactants.iter().for_each(|&species| *change.entry(species).or_insert(0) -= 1);
            reaction.products.iter().for_each(|&species| *change.entry(species).or_insert(0) += 1);
            for (species, times) in change {
                let moves = times != 0
                    && self.species.get(species).is_some_and(|species| !species.is_fixed);
                if let Some(list) = addends.get_mut(species).filter(|_| moves) {
                    list.push(if times == 1 {
                        flux
                    } else {
                        session.product(&[session.integer(times), flux])
                    });
                }
            }
        }
        let right: Vec<Expr<'s>> = addends.iter().map(|list| session.sum(list)).collect();
        let initial: Vec<f64> = self.species.iter().map(|species| species.initial).collect();
        let mut system = System::new(session, &states, &right)?.starting_at(&initial)?;
        for &name in free {
            system = system.parameter(session.symbol(name), self.value(name).unwrap_or(f64::NAN));
        }
        Ok(system)
    }

    /// What the names in rates stand for: numbers or formulas for parameters, sums for observables,
    /// then functions.
    fn names<'s>(
        &self,
        session: &'s Session,
        free: &[&str],
        states: &[Expr<'s>],
    ) -> Result<Vec<(Expr<'s>, Expr<'s>)>, ModelError> {
        let mut names: Vec<(Expr<'s>, Expr<'s>)> = Vec::new();
        let read = |text: &str| session.parse(text).map_err(ModelError::from);
        for (name, formula) in
            self.parameters.iter().filter(|(name, _)| !free.contains(&name.as_str()))
        {
            // exact decimals as they are written, not as doubles
            let value = exact(session, formula).map_or_else(|| read(formula), Ok)?.subs(&names);
            names.push((session.symbol(name), value));
        }
        for (name, group) in &self.groups {
            let weigh = |&(species, weight): &(usize, f64)| {
                states.get(species).map(|&state| state * weight)
            };
            let addends: Vec<Expr<'s>> = group.iter().filter_map(weigh).collect();
            names.push((session.symbol(name), session.sum(&addends)));
        }
        for (name, formula) in &self.functions {
            let value = read(&formula.replace("()", ""))?.subs(&names);
            names.push((session.symbol(name), value));
        }
        Ok(names)
    }
}

impl Section {
    fn entry(self) -> &'static str {
        match self {
            Section::Parameters => "`number name value`",
            Section::Functions => "`number name() formula`",
            Section::Species => "`number name amount`",
            Section::Reactions => "`number reactants products rate` with mass-action kinetics",
            Section::Groups => "`number name members`",
            Section::Outside | Section::Other => "a section",
        }
    }
}

fn section_of(name: &str) -> Section {
    match name {
        "parameters" => Section::Parameters,
        "functions" => Section::Functions,
        "species" => Section::Species,
        "reactions" => Section::Reactions,
        "groups" => Section::Groups,
        _ => Section::Other,
    }
}

/// A decimal number in the exact rational it is written as.
fn exact<'s>(session: &'s Session, text: &str) -> Option<Expr<'s>> {
    text.parse::<f64>().ok()?;
    session.parse(text).ok()
}

/// `1,2` as species numbers from zero; `0` alone is nothing.
fn list(text: &str, line: usize) -> Result<Vec<usize>, ModelError> {
    if text == "0" {
        return Ok(Vec::new());
    }
    let number = |word: &str| word.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let numbers: Option<Vec<usize>> = text.split(',').map(number).collect();
    numbers.ok_or_else(|| ModelError::Text {
        line,
        message: format!("expected species numbers from 1, got `{text}`"),
    })
}

/// `1,2*4` as species and weights.
fn weights(text: &str, line: usize) -> Result<Group, ModelError> {
    let member = |word: &str| {
        let (weight, species) = word.split_once('*').unwrap_or(("1", word));
        Some((species.parse::<usize>().ok()?.checked_sub(1)?, weight.parse::<f64>().ok()?))
    };
    let members: Option<Group> = text.split(',').map(member).collect();
    members.ok_or_else(|| ModelError::Text {
        line,
        message: format!("expected species numbers with weights, got `{text}`"),
    })
}
