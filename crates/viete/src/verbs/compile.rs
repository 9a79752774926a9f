//! `compile` at the prompt.

use super::{items, wrong};
use crate::core::Core;
use crate::error::Error;
use viete_kernel::{Backend, Kernel, Program, Sparse};
use viete_syntax::plain;
use viete_term::{Form, Term};

/// Entries of a matrix that a note lists.
const SHOWN: usize = 12;

pub fn compile(core: &mut Core, arguments: &[Term]) -> Result<Term, Error> {
    let (outputs, variables, mode) = match *arguments {
        [outputs, variables, mode] => (outputs, items(core, variables), plain(&core.store, mode)),
        [outputs, variables] => (outputs, items(core, variables), String::new()),
        [outputs] => (outputs, core.store.symbols(outputs), String::new()),
        _ => return Err(wrong(core, "compile", arguments)),
    };
    let functions = items(core, outputs);
    let start = std::time::Instant::now();
    let Some(program) = program(core, &functions, &variables, &mode)? else {
        return Err(wrong(core, "compile", arguments));
    };
    let strict = Kernel::new(program);
    let kernel = match Backend::named(&mode) {
        Some(backend) => strict.with_backend(backend),
        None if mode == "fast" => strict.fast(),
        None => strict,
    };
    let fallback = kernel.fallback().map(ToString::to_string);
    let elapsed = start.elapsed();
    core.notes.push(match fallback {
        None => format!(
            "{} operations, {} bytes of machine code in {:.2} ms",
            kernel.program().cost(),
            kernel.code_bytes(),
            elapsed.as_secs_f64() * 1e3
        ),
        Some(reason) => format!("interpreted, not compiled: {reason}"),
    });
    let names: Vec<Term> = kernel.arguments().iter().map(|name| core.store.symbol(name)).collect();
    let body = match functions.as_slice() {
        [single] => *single,
        all => core.store.form(Form::List, all),
    };
    let body = match mode.as_str() {
        "" | "fast" | "cheapest" => body,
        backend if Backend::named(backend).is_some() => body,
        derivative => {
            let head = core.store.name(derivative.split('(').next().unwrap_or(derivative));
            core.store.call(head, &[body])
        }
    };
    let function = core.library.bind(&mut core.store, &names, body);
    core.store.hint(function, &names);
    core.last_kernel = Some((function, kernel));
    Ok(function)
}

/// The program of a mode; `None` for a mode that is none.
fn program(
    core: &mut Core,
    functions: &[Term],
    variables: &[Term],
    mode: &str,
) -> Result<Option<Program>, Error> {
    if mode == "jacobian" {
        let sparse = core.sparse_jacobian(variables, functions, variables.len())?;
        return Ok(Some(noted(core, sparse)));
    }
    if mode == "cheapest" {
        return core.cheapest(variables, functions).map(Some);
    }
    let program = core.lowered(variables, functions)?;
    Ok(Some(match mode {
        "" | "fast" => program,
        backend if Backend::named(backend).is_some() => program,
        "complex" => viete_kernel::complex(&program)?,
        "gradient" => core.differentiate(|d| d.gradient(&program))?,
        "tangent" => core.differentiate(|d| d.tangent(&program))?,
        "adjoint" => core.differentiate(|d| d.adjoint(&program))?,
        "hessian" => {
            let by: Vec<usize> = (0..variables.len()).collect();
            let sparse = core.differentiate(|d| d.hessian(&program, &by))?;
            noted(core, sparse)
        }
        other => {
            let order = other
                .strip_prefix("taylor(")
                .and_then(|rest| rest.strip_suffix(')'))
                .and_then(|n| n.parse().ok());
            let Some(order) = order.filter(|&n: &usize| n <= 100) else { return Ok(None) };
            core.differentiate(|d| d.taylor(&program, order))?
        }
    }))
}

/// The program of a sparse matrix, its entries said in a note.
fn noted(core: &mut Core, sparse: Sparse) -> Program {
    let places: Vec<String> =
        sparse.entries.iter().take(SHOWN).map(|(r, c)| format!("({}, {})", r + 1, c + 1)).collect();
    let more = if sparse.entries.len() > SHOWN { ", ..." } else { "" };
    core.notes.push(format!(
        "{} of {} entries can differ from zero: {}{more}",
        sparse.entries.len(),
        sparse.rows * sparse.columns,
        places.join(", ")
    ));
    sparse.program
}
