//! `viete`: the prompt, the command line, batch input. Holds no mathematics.

mod batch;
mod commands;
mod costs;
mod models;
mod plotting;
mod progress;
mod prompt;
mod terminal;

use clap::{Parser, Subcommand};
use std::io::IsTerminal;
use std::process::ExitCode;
use terminal::Terminal;
use viete::Session;

/// A symbolic-numeric computer algebra system.
#[derive(Parser)]
#[command(name = "viete", version, about)]
struct Arguments {
    /// Evaluate statements and exit.
    #[arg(short = 'e', long = "evaluate", value_name = "STATEMENTS")]
    expressions: Vec<String>,
    /// Plain one-line answers, no colour.
    #[arg(long)]
    plain: bool,
    /// Allow statements of batch input to read and write files.
    #[arg(long)]
    allow_files: bool,
    /// Seconds a statement may take.
    #[arg(long, value_name = "SECONDS")]
    time: Option<f64>,
    /// A file of statements to run.
    file: Option<std::path::PathBuf>,
    #[command(subcommand)]
    mode: Option<Mode>,
}

#[derive(Subcommand)]
enum Mode {
    /// Measure what operations cost on this machine, for `:report`.
    Calibrate {
        /// Random kernels to measure.
        #[arg(long, default_value_t = 500)]
        kernels: usize,
    },
}

/// Fuel of a statement at the prompt.
const FUEL: u64 = 200_000_000;
/// Seconds a statement of batch input may take.
const BATCH_SECONDS: f64 = 4.0;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let session = Session::new();
    let cancel = session.cancel();
    // without a handler Ctrl-C still ends the program, so a failure here is no error
    let _ = ctrlc::set_handler(move || cancel.cancel());
    if let Some(Mode::Calibrate { kernels }) = arguments.mode {
        return match costs::calibrate(kernels) {
            Ok(()) => ExitCode::SUCCESS,
            Err(message) => {
                eprintln!("error: {message}");
                ExitCode::FAILURE
            }
        };
    }
    let interactive = arguments.expressions.is_empty()
        && arguments.file.is_none()
        && std::io::stdin().is_terminal();
    let seconds = arguments.time.or(if interactive { None } else { Some(BATCH_SECONDS) });
    let limit = seconds.and_then(|s| std::time::Duration::try_from_secs_f64(s).ok());
    session.set_limits(FUEL, limit);
    let plain = arguments.plain || !std::io::stdout().is_terminal();
    let mut terminal = Terminal::new(plain, interactive || arguments.allow_files);
    if !arguments.expressions.is_empty() {
        return batch::lines(&session, &mut terminal, &arguments.expressions);
    }
    if let Some(path) = &arguments.file {
        return batch::file(&session, &mut terminal, path);
    }
    if interactive {
        prompt::run(&session, &mut terminal)
    } else {
        batch::standard_input(&session, &mut terminal)
    }
}
