//! `:model`: a system of differential equations or a reaction network from a file, compiled, and
//! drawn over time.

use crate::plotting::draw;
use crate::terminal::Terminal;
use std::time::Instant;
use viete::{Curve, Plot, Session};
use viete_models::{Lattice, Network, Ode, System};

/// Times a path is sampled at.
const SAMPLES: u32 = 400;
/// States that are drawn when none are named.
const DRAWN: usize = 4;
const TOLERANCE: f64 = 1e-6;
const USAGE: &str = "expected a file, then a range of times, names of states and an .svg file, as in `:model decay.model 0..10 x out.svg`";

/// `file`, `file a..b`, `file a..b x, y`, `file a..b x, y out.svg`.
pub fn model(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Err(USAGE.into());
    }
    if !terminal.files {
        return Err("files are not allowed in batch input: start viete with --allow-files".into());
    }
    let cancel = session.cancel();
    cancel.reset();
    let file = words.remove(0);
    let picture = words.pop_if(|last| last.ends_with(".svg")).map(str::to_string);
    let start = Instant::now();
    let content = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read file `{file}`: {error}"))?;
    if content.contains("[i]") {
        return lattice(session, terminal, &content, &words, picture);
    }
    let (names, ode) = if file.ends_with(".net") {
        let network = Network::parse(&content).map_err(|e| e.to_string())?;
        let system = network.system(session, &[]).map_err(|e| e.to_string())?;
        let names: Vec<String> =
            network.species.iter().map(|species| species.name.clone()).collect();
        terminal.print(&format!(
            "{} species, {} reactions",
            network.species.len(),
            network.reactions.len()
        ));
        (names, system.compile().map_err(|e| e.to_string())?)
    } else {
        let ode = System::parse(session, &content)
            .and_then(|system| system.compile())
            .map_err(|e| e.to_string())?;
        (ode.states.clone(), ode)
    };
    let native = ode.right.is_native() && ode.jacobian.kernel.is_native();
    terminal.print(&format!(
        "{} states; right-hand side {} operations, Jacobian {} of {} entries, {} operations; {} in {:.1} ms",
        ode.states.len(),
        ode.right.program().cost(),
        ode.jacobian.entries.len(),
        ode.states.len() * ode.states.len(),
        ode.jacobian.kernel.program().cost(),
        if native { "native" } else { "interpreted" },
        start.elapsed().as_secs_f64() * 1e3
    ));
    session.keep_kernel("rhs", ode.right.clone());
    session.keep_kernel("jac", ode.jacobian.kernel.clone());
    let Some((range, chosen)) = words.split_first() else { return Ok(()) };
    let (from, to) = ends(range).ok_or(USAGE)?;
    let start = Instant::now();
    let times: Vec<f64> =
        (0..=SAMPLES).map(|i| from + (to - from) * f64::from(i) / f64::from(SAMPLES)).collect();
    let path = ode
        .solve_while(&times, TOLERANCE, &|| !cancel.is_cancelled())
        .map_err(|e| e.to_string())?;
    terminal
        .print(&format!("integrated to t = {to} in {:.1} ms", start.elapsed().as_secs_f64() * 1e3));
    let mut curves = Vec::new();
    for index in indices(&ode, &names, chosen)? {
        let at = |state: &Vec<f64>| state.get(index).copied().unwrap_or(f64::NAN);
        let label = names.get(index).cloned().unwrap_or_default();
        if let Some(last) = path.last() {
            terminal.print(&format!("{label}({to}) = {}", at(last)));
        }
        curves.push(Curve {
            label,
            points: times.iter().zip(&path).map(|(&t, state)| (t, at(state))).collect(),
        });
    }
    let plot = Plot { variable: "t".into(), range: (from, to), curves, file: picture };
    let text = draw(&plot, terminal)?;
    terminal.print(&text);
    Ok(())
}

fn ends(range: &str) -> Option<(f64, f64)> {
    let (a, b) = range.split_once("..")?;
    Some((a.parse::<f64>().ok()?, b.parse::<f64>().ok()?)).filter(|(from, to)| from < to)
}

/// Equations on a line of cells: the fields over the cells at the last time.
fn lattice(
    session: &Session,
    terminal: &mut Terminal,
    text: &str,
    words: &[&str],
    file: Option<String>,
) -> Result<(), String> {
    let start = Instant::now();
    let lattice = Lattice::parse(text).map_err(|e| e.to_string())?;
    let made = start.elapsed().as_secs_f64() * 1e3;
    terminal.print(&format!(
        "fields {}: programs for any number of cells in {made:.1} ms",
        lattice.fields.join(", ")
    ));
    let Some(range) = words.first() else { return Ok(()) };
    let (from, to) = ends(range).ok_or(USAGE)?;
    let n = lattice.cells.ok_or("expected a line N = ... with the number of cells")?;
    let start = Instant::now();
    let cancel = session.cancel();
    let system = lattice.of(n).map_err(|e| e.to_string())?;
    let path = system
        .solve_while(&[from, to], TOLERANCE, &|| !cancel.is_cancelled())
        .map_err(|e| e.to_string())?;
    terminal.print(&format!(
        "{n} cells integrated to t = {to} in {:.1} ms",
        start.elapsed().as_secs_f64() * 1e3
    ));
    let last = path.last().map(Vec::as_slice).unwrap_or_default();
    let curve = |(name, values): (&String, &[f64])| Curve {
        label: format!("{name} at t = {to}"),
        points: values.iter().zip(1u32..).map(|(&y, i)| (f64::from(i), y)).collect(),
    };
    let curves = lattice.fields.iter().zip(last.chunks_exact(n)).map(curve).collect();
    let plot = Plot { variable: "i".into(), range: (1.0, n as f64), curves, file };
    let text = draw(&plot, terminal)?;
    terminal.print(&text);
    Ok(())
}

/// The states named, by symbol or by name, or the first few.
fn indices(ode: &Ode, names: &[String], chosen: &[&str]) -> Result<Vec<usize>, String> {
    if chosen.is_empty() {
        return Ok((0..names.len().min(DRAWN)).collect());
    }
    let find = |name: &&str| {
        let place = ode
            .states
            .iter()
            .position(|state| state == name)
            .or_else(|| names.iter().position(|n| n == name));
        place.ok_or_else(|| {
            format!("`{name}` is no state of the model: expected one of {}, ...", clip(&ode.states))
        })
    };
    chosen.iter().map(find).collect()
}

fn clip(states: &[String]) -> String {
    states.iter().take(8).cloned().collect::<Vec<_>>().join(", ")
}
