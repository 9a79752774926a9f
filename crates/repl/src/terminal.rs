//! Input and output of the program, in one place. A closed pipe ends the program quietly.

use nu_ansi_term::Color;
use std::io::Write;
use viete::{Answer, Error, OutputMode, Session};

/// Longest answer printed in full.
const MAX_TEXT: usize = 100_000;
/// Largest expression printed in full, in nodes.
const MAX_NODES: u32 = 200_000;

/// Where answers go.
pub struct Terminal {
    pub plain: bool,
    /// Whether statements may read and write files.
    pub files: bool,
    /// `:full` prints the next long answer whole.
    pub full: bool,
}

impl Terminal {
    pub fn new(plain: bool, files: bool) -> Terminal {
        Terminal { plain, files, full: false }
    }

    /// A line on standard output.
    pub fn print(&self, text: &str) {
        let mut out = std::io::stdout().lock();
        if writeln!(out, "{text}").and_then(|()| out.flush()).is_err() {
            std::process::exit(0);
        }
    }

    /// A line on standard error; nobody reading it is no reason to stop.
    pub fn complain(&self, text: &str) {
        let _ = writeln!(std::io::stderr(), "{text}");
    }

    pub fn error(&self, error: &Error, text: &str) {
        match error {
            Error::Refused(error) => match viete::report(error, text, !self.plain) {
                Some(report) => self.complain(&report),
                None => self.complain(&format!("error: {error}")),
            },
            other => self.complain(&format!("error: {other}")),
        }
    }

    /// An answer with its notes; the number of the answer stands before it at the prompt.
    pub fn answer(&mut self, session: &Session, answer: &Answer, number: Option<usize>) {
        if let Some(plot) = &answer.plot {
            match crate::plotting::draw(plot, self) {
                Ok(text) => self.print(&text),
                Err(message) => self.complain(&format!("error: {message}")),
            }
        } else if !answer.hidden {
            if let Some(text) = &answer.text {
                self.print(text);
            } else if let Some(term) = answer.term {
                let text = self.shown(session, term);
                match number {
                    Some(number) => self.numbered(session, term, &text, number),
                    None => self.print(&text),
                }
            }
        }
        for note in &answer.notes {
            let note = format!("note: {note}");
            if number.is_some() { self.print(&self.dim(&note)) } else { self.complain(&note) }
        }
    }

    fn numbered(
        &self,
        session: &Session,
        term: viete::floors::term::Term,
        text: &str,
        number: usize,
    ) {
        let decimal =
            session.decimal(term).map_or(String::new(), |d| self.dim(&format!("   ≈ {d}")));
        let label = self.dim(&format!("%{number} = "));
        if text.contains('\n') {
            self.print(&format!("{label}{decimal}\n{text}"));
        } else {
            self.print(&format!("{label}{text}{decimal}"));
        }
    }

    fn shown(&mut self, session: &Session, term: viete::floors::term::Term) -> String {
        let full = std::mem::take(&mut self.full);
        let nodes = session.size(term);
        if nodes > MAX_NODES && !full {
            return format!(
                "(an expression of {} nodes; `:full` before it prints it all)",
                count(nodes)
            );
        }
        let mode = if self.plain && session.output() == OutputMode::Pretty {
            OutputMode::Plain
        } else {
            session.output()
        };
        let text = session.show(term, mode);
        if text.len() <= MAX_TEXT || full {
            return text;
        }
        let head: String = text.chars().take(1000).collect();
        format!("{head}... ({} characters; `:full` before it prints it all)", text.len())
    }

    pub fn dim(&self, text: &str) -> String {
        if self.plain { text.to_string() } else { Color::DarkGray.paint(text).to_string() }
    }
}

fn count(nodes: u32) -> String {
    if nodes == u32::MAX { "more than 4 billion".into() } else { nodes.to_string() }
}
