//! Commands that start with `:` or `?`: one row each.

use crate::terminal::Terminal;
use std::time::{Duration, Instant};
use viete::{OutputMode, Session, verbs};

/// What a line turned out to be.
pub enum Outcome {
    Statement,
    Done(bool),
    Quit,
}

struct Command {
    name: &'static str,
    usage: &'static str,
    summary: &'static str,
    run: fn(&Session, &mut Terminal, &str) -> Result<(), String>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "help",
        usage: ":help",
        summary: "this list; ?name for a function, ??name at length, ?~word to search",
        run: help,
    },
    Command { name: "tour", usage: ":tour", summary: "a first session in ten lines", run: tour },
    Command {
        name: "why",
        usage: ":why [latex] [e]",
        summary: "the steps of the last simplify or diff, or of simplifying e",
        run: why,
    },
    Command {
        name: "check",
        usage: ":check name: left => right if guard",
        summary: "test a law at 10000 points, and its mutants",
        run: check,
    },
    Command {
        name: "time",
        usage: ":time e",
        summary: "evaluate and say how long it took",
        run: time,
    },
    Command {
        name: "latex",
        usage: ":latex e",
        summary: "evaluate and print LaTeX",
        run: to_latex,
    },
    Command {
        name: "program",
        usage: ":program f",
        summary: "the operations of a compiled function",
        run: program,
    },
    Command {
        name: "source",
        usage: ":source c f",
        summary: "a compiled function in c, rust, python, julia, fortran or latex",
        run: source,
    },
    Command {
        name: "asm",
        usage: ":asm f",
        summary: "the machine code of a compiled function",
        run: assembly,
    },
    Command {
        name: "report",
        usage: ":report f [a..b ...]",
        summary: "operations after each pass, cost predicted and measured, largest error; ranges of the arguments",
        run: crate::costs::report,
    },
    Command {
        name: "export",
        usage: ":export f file",
        summary: "write a compiled function as text; :import f file reads it back",
        run: export,
    },
    Command {
        name: "import",
        usage: ":import f file",
        summary: "compile a function from the text of :export",
        run: import,
    },
    Command {
        name: "model",
        usage: ":model file [a..b [x, y] [out.svg]]",
        summary: "compile a system of differential equations or a .net reaction network; integrate and draw it",
        run: crate::models::model,
    },
    Command { name: "vars", usage: ":vars", summary: "variables and their values", run: variables },
    Command {
        name: "set",
        usage: ":set output pretty|plain|latex|sexpr|json, :set time S, :set fuel N",
        summary: "settings",
        run: set,
    },
    Command {
        name: "full",
        usage: ":full",
        summary: "print the next answer whole, however long",
        run: full,
    },
    Command {
        name: "load",
        usage: ":load file.vt",
        summary: "run the statements of a file",
        run: load,
    },
    Command {
        name: "save",
        usage: ":save file.vt",
        summary: "write variables as statements",
        run: save,
    },
    Command { name: "quit", usage: ":quit", summary: "end the session", run: |_, _, _| Ok(()) },
];

/// Names of all commands with their help, for completion.
pub fn names() -> Vec<(String, String)> {
    COMMANDS.iter().map(|c| (format!(":{}", c.name), c.summary.to_string())).collect()
}

/// Runs a command line, or says that it is a statement.
pub fn run(session: &Session, terminal: &mut Terminal, text: &str) -> Outcome {
    let text = text.trim();
    if matches!(text, "quit" | "exit") {
        return Outcome::Quit;
    }
    let result = if let Some(query) = text.strip_prefix('?') {
        explain(session, terminal, query)
    } else if let Some(command) = text.strip_prefix(':') {
        let (name, rest) = command.split_once(char::is_whitespace).unwrap_or((command, ""));
        if matches!(name, "quit" | "q" | "exit") {
            return Outcome::Quit;
        }
        match COMMANDS.iter().find(|c| c.name == name) {
            Some(command) => (command.run)(session, terminal, rest.trim()),
            None => Err(format!(
                "unknown command `:{}`: :help lists them",
                name.chars().take(20).collect::<String>()
            )),
        }
    } else {
        return Outcome::Statement;
    };
    if let Err(message) = &result {
        terminal.complain(&if message.starts_with("error") {
            message.clone()
        } else {
            format!("error: {message}")
        });
    }
    Outcome::Done(result.is_ok())
}

/// Number of the last answer.
pub fn history_length(session: &Session) -> usize {
    session.answers()
}

/// Evaluates a text and gives its last expression.
fn value<'s>(session: &'s Session, text: &str) -> Result<viete::Expr<'s>, String> {
    if text.is_empty() {
        return session
            .last_answer()
            .ok_or_else(|| "there is no answer yet: give an expression".into());
    }
    session.evaluate(text).map_err(|e| e.to_string())?;
    session.last_answer().ok_or_else(|| "expected an expression".into())
}

fn help(_: &Session, terminal: &mut Terminal, _: &str) -> Result<(), String> {
    for command in COMMANDS {
        terminal.print(&format!(
            "{:<28} {}",
            command.usage.split(", ").next().unwrap_or(command.usage),
            command.summary
        ));
    }
    terminal.print("");
    for verb in verbs() {
        terminal.print(&format!(
            "{:<28} {}",
            verb.signature.split("), ").next().unwrap_or(verb.signature),
            verb.summary
        ));
    }
    Ok(())
}

fn tour(_: &Session, terminal: &mut Terminal, _: &str) -> Result<(), String> {
    for (input, remark) in [
        ("2^100 + 1/3", "exact numbers"),
        ("N(pi, 50)", "fifty digits, each proved"),
        ("f := sin(x)*exp(-x^2)", "a value for f"),
        ("diff(f, x)", "the derivative; :why shows the steps"),
        ("simplify(sin(x)^2 + cos(x)^2)", "what is obvious is found"),
        ("sqrt(x^2)", "and nothing false: this stays"),
        ("simplify(sqrt(x^2)) assuming x > 0", "until you say more"),
        ("g := compile(f, [x])", "a native function"),
        ("g(0.5)", "called like any other"),
        ("plot(f, x = -3..3)", "a picture"),
    ] {
        terminal.print(&format!("{input:<40} # {remark}"));
    }
    Ok(())
}

/// `?name`, `??name`, `?~word`.
fn explain(session: &Session, terminal: &mut Terminal, query: &str) -> Result<(), String> {
    if let Some(word) = query.strip_prefix('~') {
        let word = word.trim().to_lowercase();
        let hits: Vec<_> = session
            .names()
            .into_iter()
            .filter(|(n, s)| n.to_lowercase().contains(&word) || s.to_lowercase().contains(&word))
            .collect();
        for (name, summary) in &hits {
            terminal.print(&format!("{name:<14} {summary}"));
        }
        return if hits.is_empty() { Err(format!("nothing found for `{word}`")) } else { Ok(()) };
    }
    let (long, name) = match query.strip_prefix('?') {
        Some(name) => (true, name.trim()),
        None => (false, query.trim()),
    };
    if name.is_empty() {
        return help(session, terminal, "");
    }
    if let Some(verb) = verbs().find(|v| v.name == name) {
        terminal.print(&format!(
            "{}\n  {}\n  {}  gives  {}",
            verb.signature, verb.summary, verb.example.0, verb.example.1
        ));
        return Ok(());
    }
    let Some(function) = session.function(name) else {
        return Err(format!("no help for `{name}`: ?~{name} searches, :help lists commands"));
    };
    terminal.print(&format!(
        "{}: {} ({})",
        function.signature(),
        function.summary,
        function.reference
    ));
    let mut facts: Vec<(&str, String)> = vec![("derivative", function.derivative.join(", "))];
    if long {
        facts.extend([
            ("definition", function.definition.unwrap_or("").to_string()),
            ("formula", function.text.to_string()),
            ("real for", function.real_domain.to_string()),
            ("range", function.range.to_string()),
            ("period", function.period.to_string()),
            ("inverse", function.inverse.unwrap_or("").to_string()),
            ("antiderivative", function.antiderivative.unwrap_or("").to_string()),
            ("laws", function.rules.join("; ")),
        ]);
    }
    for (label, fact) in facts.into_iter().filter(|(_, fact)| !fact.is_empty()) {
        terminal.print(&format!("  {label}: {fact}"));
    }
    for (input, output) in function.examples {
        terminal.print(&format!("  {input}  gives  {output}"));
    }
    Ok(())
}

fn why(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let (latex, text) = match text.trim().strip_prefix("latex") {
        Some(rest) if rest.is_empty() || rest.starts_with(' ') => (true, rest),
        _ => (false, text),
    };
    let why = session.explain(text).map_err(|e| e.to_string())?;
    if why.steps.is_empty() {
        terminal.print("no steps: nothing was rewritten");
    } else if latex {
        terminal.print(&why.latex());
    } else {
        terminal.print(why.text().trim_end());
    }
    Ok(())
}

fn check(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let law = text.trim().strip_prefix("rule ").unwrap_or(text.trim());
    terminal.print(&session.check_rule(law, 10_000).map_err(|e| e.to_string())?);
    Ok(())
}

fn time(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let start = Instant::now();
    let answers = session.evaluate(text).map_err(|e| e.to_string())?;
    let elapsed = start.elapsed();
    for answer in &answers {
        terminal.answer(session, answer, None);
    }
    terminal.print(&format!("{:.3} ms", elapsed.as_secs_f64() * 1e3));
    Ok(())
}

fn to_latex(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    terminal.print(&value(session, text)?.latex());
    Ok(())
}

fn program(session: &Session, terminal: &mut Terminal, name: &str) -> Result<(), String> {
    let kernel = session
        .kernel(name)
        .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
    terminal.print(&kernel.program().to_string());
    Ok(())
}

fn source(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let (language, name) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if language.eq_ignore_ascii_case("latex") {
        let kernel = session
            .kernel(name.trim())
            .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
        terminal.print(kernel.latex().trim_end());
        return Ok(());
    }
    let names = viete::Language::ALL.map(viete::Language::name).join(", ");
    let known = viete::Language::ALL.into_iter().find(|l| l.name() == language.to_lowercase());
    let language = known.ok_or_else(|| {
        format!("unknown language `{language}`: expected one of {names}, as in `:source c f`")
    })?;
    let name = name.trim();
    let kernel = session
        .kernel(name)
        .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
    let text = kernel
        .source(language, if name.is_empty() { "f" } else { name })
        .map_err(|e| e.to_string())?;
    terminal.print(text.trim_end());
    Ok(())
}

fn assembly(session: &Session, terminal: &mut Terminal, name: &str) -> Result<(), String> {
    let kernel = session
        .kernel(name)
        .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
    terminal.print(&kernel.assembly().map_err(|error| error.to_string())?);
    Ok(())
}

fn name_and_file<'t>(
    terminal: &Terminal,
    text: &'t str,
    usage: &str,
) -> Result<(&'t str, &'t str), String> {
    if !terminal.files {
        return Err("files are not allowed in batch input: start viete with --allow-files".into());
    }
    text.trim()
        .split_once(' ')
        .map(|(name, file)| (name, file.trim()))
        .ok_or_else(|| format!("expected {usage}"))
}

fn export(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let (name, file) = name_and_file(terminal, text, ":export f file")?;
    let kernel = session
        .kernel(name)
        .ok_or_else(|| format!("no compiled function `{name}`: write f := compile(e, [x])"))?;
    std::fs::write(file, format!("{}\n", kernel.program()))
        .map_err(|error| format!("cannot write file `{file}`: {error}"))
}

fn import(session: &Session, terminal: &mut Terminal, text: &str) -> Result<(), String> {
    let (name, file) = name_and_file(terminal, text, ":import f file")?;
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read file `{file}`: {error}"))?;
    let program: viete::Program = text.parse().map_err(|error| format!("{file}: {error}"))?;
    let kernel = viete::Kernel::new(program);
    terminal.print(&format!(
        "{name}({}): {} operations",
        kernel.arguments().join(", "),
        kernel.program().cost()
    ));
    session.keep_kernel(name, kernel);
    Ok(())
}

fn variables(session: &Session, terminal: &mut Terminal, _: &str) -> Result<(), String> {
    for (name, value) in session.variables() {
        let size = session.size(value.term());
        terminal.print(&if size > 1000 {
            format!("{name} := (an expression of {size} nodes)")
        } else {
            format!("{name} := {value}")
        });
    }
    Ok(())
}

fn set(session: &Session, _: &mut Terminal, text: &str) -> Result<(), String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.as_slice() {
        ["output", mode] => {
            session.set_output(match *mode {
                "pretty" => OutputMode::Pretty,
                "plain" => OutputMode::Plain,
                "latex" => OutputMode::Latex,
                "sexpr" => OutputMode::SExpression,
                "json" => OutputMode::Json,
                other => {
                    return Err(format!(
                        "unknown output `{other}`: expected pretty, plain, latex, sexpr or json"
                    ));
                }
            });
            Ok(())
        }
        ["time", seconds] => {
            let seconds: f64 =
                seconds.parse().map_err(|_| "expected a number of seconds".to_string())?;
            let limit = Duration::try_from_secs_f64(seconds)
                .map_err(|_| "expected a number of seconds".to_string())?;
            session.set_limits(crate::FUEL, Some(limit));
            Ok(())
        }
        ["fuel", units] => {
            session.set_limits(
                units.parse().map_err(|_| "expected a whole number".to_string())?,
                None,
            );
            Ok(())
        }
        _ => Err("expected :set output MODE, :set time SECONDS or :set fuel UNITS".into()),
    }
}

fn full(_: &Session, terminal: &mut Terminal, _: &str) -> Result<(), String> {
    terminal.full = true;
    Ok(())
}

/// Files are read and written only where the user is present or asked for it, and only viete's own.
fn file_allowed(terminal: &Terminal, name: &str) -> Result<(), String> {
    if !terminal.files {
        return Err("files are not allowed in batch input: start viete with --allow-files".into());
    }
    if !name.ends_with(".vt") {
        return Err(format!("`{name}` is no viete file: expected a name ending in .vt"));
    }
    Ok(())
}

fn load(session: &Session, terminal: &mut Terminal, name: &str) -> Result<(), String> {
    file_allowed(terminal, name)?;
    let text =
        std::fs::read_to_string(name).map_err(|e| format!("cannot read file `{name}`: {e}"))?;
    for line in crate::batch::join_continued(&text) {
        if crate::batch::line(session, terminal, &line, false) != Some(true) {
            return Err(format!("`{name}` was not run to its end"));
        }
    }
    Ok(())
}

fn save(session: &Session, terminal: &mut Terminal, name: &str) -> Result<(), String> {
    file_allowed(terminal, name)?;
    let text: String =
        session.variables().iter().map(|(name, value)| format!("{name} := {value};\n")).collect();
    std::fs::write(name, text).map_err(|e| format!("cannot write file `{name}`: {e}"))
}
