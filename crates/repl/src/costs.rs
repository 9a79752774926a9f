//! `:report`, and `viete calibrate`: what kernels cost on this machine.

use crate::terminal::Terminal;
use faer::Mat;
use faer::prelude::SolveLstsq;
use std::path::PathBuf;
use viete::{CostModel, Kernel, Session};

/// The file of this machine's weights: lines of a name and nanoseconds.
fn file() -> Option<PathBuf> {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".config"));
    let folder = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).or(home)?;
    Some(folder.join("viete").join("costs"))
}

/// The weights measured on this machine, else the shipped ones.
fn model() -> CostModel {
    let mut model = CostModel::default();
    let text = file().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    for (name, weight) in text.lines().filter_map(|line| line.split_once(' ')) {
        let known = model.weights.iter_mut().find(|(n, _)| n == name);
        if let (Some((_, slot)), Ok(weight)) = (known, weight.parse()) {
            *slot = weight;
        }
    }
    model
}

pub fn report(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let mut words = text.split_whitespace();
    let name = words.next().unwrap_or_default();
    let kernel = session
        .kernel(name)
        .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
    let range = |word: &str| {
        let ends = word
            .split_once("..")
            .and_then(|(a, b)| Some((a.parse::<f64>().ok()?, b.parse::<f64>().ok()?)));
        ends.ok_or_else(|| format!("expected a range such as 0..1, got `{word}`"))
    };
    let ranges: Vec<(f64, f64)> = words.map(range).collect::<Result<_, _>>()?;
    let report = kernel.report(&model(), &ranges).map_err(|error| error.to_string())?;
    terminal.print(&report.to_string());
    Ok(())
}

/// Operations of random kernels, from few to some dozen.
fn expression(state: &mut u64, depth: u64) -> String {
    let mut next = || {
        *state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        *state >> 33
    };
    if depth == 0 {
        return ["x", "y", "z", "3/7"].get(next() as usize % 4).copied().unwrap_or("x").to_string();
    }
    let (shape, pick) = (next() % 14, next() as usize);
    let (a, b) = (expression(state, depth - 1), expression(state, (depth - 1) / 2));
    const FUNCTIONS: [&str; 14] = [
        "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "erf",
        "gamma", "lgamma",
    ];
    match shape {
        0..5 => format!("({a} + {b}*{a})"),
        5..7 => format!("({a})*({b} - 2)"),
        7 => format!("({a})/({b} + 4)"),
        8 => format!("sqrt(1 + ({a})^2)"),
        9 => format!("(1 + ({a})^2)^({b})"),
        10 => format!("(if {a} < {b} then {a} else {b})"),
        _ => {
            let name = FUNCTIONS.get(pick % FUNCTIONS.len()).copied().unwrap_or("exp");
            // arguments within the domains of all, without overflow
            format!("{name}(1/5 + 1/(2 + ({a})^2))")
        }
    }
}

/// Counts and nanoseconds a point of random kernels.
fn sample(kernels: usize) -> Result<Vec<(Vec<f64>, f64)>, String> {
    let (mut rows, mut state) = (Vec::new(), 0xCA11_B8A7_E000_0001);
    while rows.len() < kernels {
        let session = Session::new();
        let depth = 1 + rows.len() as u64 % 6;
        let outputs: Result<Vec<_>, _> =
            (0..=rows.len() % 3).map(|_| session.parse(&expression(&mut state, depth))).collect();
        let outputs = outputs.map_err(|error| error.to_string())?;
        let kernel = session
            .compile(&session.symbols(["x", "y", "z"]), &outputs)
            .map_err(|error| error.to_string())?;
        let fast: Kernel = kernel.fast();
        let report = fast
            .report(&CostModel::default(), &[(0.2, 0.9); 3])
            .map_err(|error| error.to_string())?;
        rows.push((CostModel::counts(fast.program()), report.measured));
    }
    Ok(rows)
}

/// Weights by least squares of relative errors; negative ones are set to zero one by one (Lawson,
/// Hanson, Solving Least Squares Problems, 1974, in its simplest form).
fn fit(rows: &[(Vec<f64>, f64)]) -> Vec<f64> {
    let columns = rows.first().map_or(0, |row| row.0.len());
    let occurs = |c: &usize| rows.iter().any(|row| row.0.get(*c).is_some_and(|&n| n > 0.0));
    let mut active: Vec<usize> = (0..columns).filter(occurs).collect();
    loop {
        let entry = |r: usize, c: usize| {
            let row = rows.get(r);
            let count = row
                .zip(active.get(c))
                .and_then(|(row, &column)| row.0.get(column))
                .copied()
                .unwrap_or(0.0);
            count / row.map_or(1.0, |row| row.1)
        };
        let matrix = Mat::from_fn(rows.len(), active.len(), entry);
        let right = Mat::from_fn(rows.len(), 1, |_, _| 1.0);
        let solution = matrix.qr().solve_lstsq(&right);
        let values: Vec<f64> = (0..active.len()).map(|c| *solution.get(c, 0)).collect();
        let worst = values
            .iter()
            .enumerate()
            .filter(|v| *v.1 < 0.0)
            .min_by(|a, b| a.1.total_cmp(b.1))
            .map(|v| v.0);
        match worst {
            Some(place) => drop(active.remove(place)),
            None => {
                let mut weights = vec![0.0; columns];
                for (&column, value) in active.iter().zip(values) {
                    weights.iter_mut().skip(column).take(1).for_each(|weight| *weight = value);
                }
                return weights;
            }
        }
    }
}

/// The share of the variance that the weights explain.
fn r_squared(rows: &[(Vec<f64>, f64)], weights: &[f64]) -> f64 {
    let mean = rows.iter().map(|row| row.1).sum::<f64>() / rows.len() as f64;
    let predicted = |row: &(Vec<f64>, f64)| {
        row.0.iter().zip(weights).map(|(count, weight)| count * weight).sum::<f64>()
    };
    let left: f64 = rows.iter().map(|row| (row.1 - predicted(row)).powi(2)).sum();
    let all: f64 = rows.iter().map(|row| (row.1 - mean).powi(2)).sum();
    1.0 - left / all
}

/// Measures random kernels, fits the weights to half of them, says how well they predict the
/// others, and keeps them.
pub fn calibrate(kernels: usize) -> Result<(), String> {
    let rows = sample(kernels.max(100))?;
    let (odd, even): (Vec<_>, Vec<_>) =
        rows.iter().cloned().enumerate().partition(|(index, _)| index % 2 == 1);
    let [odd, even] =
        [odd, even].map(|list| list.into_iter().map(|(_, row)| row).collect::<Vec<_>>());
    let held_out = r_squared(&odd, &fit(&even));
    let weights = fit(&rows);
    let mut text = String::new();
    for (name, weight) in CostModel::names().iter().zip(&weights) {
        println!("{name:12} {weight:.3} ns");
        text.push_str(&format!("{name} {weight}\n"));
    }
    println!(
        "R2 = {held_out:.3} for {} kernels that the fit to the other {} had not seen",
        odd.len(),
        even.len()
    );
    let Some(file) = file() else { return Ok(()) };
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder
        .and_then(|()| std::fs::write(&file, text))
        .map_err(|error| format!("cannot write file `{}`: {error}", file.display()))?;
    println!("wrote {}", file.display());
    Ok(())
}
