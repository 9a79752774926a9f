//! The interactive prompt, on reedline: highlighting, completion with one line of help, history,
//! continuation lines.

use crate::batch::{is_incomplete, line};
use crate::commands;
use crate::terminal::Terminal;
use nu_ansi_term::{Color, Style};
use reedline::{
    ColumnarMenu, Completer, CompletionResult, DefaultPrompt, DefaultPromptSegment, Emacs,
    FileBackedHistory, Highlighter, KeyCode, KeyModifiers, MenuBuilder, Reedline, ReedlineEvent,
    ReedlineMenu, Signal, Span, StyledText, Suggestion, ValidationResult, Validator,
    default_emacs_keybindings,
};
use std::process::ExitCode;
use viete::floors::syntax::{Class, KEYWORDS, tokenize};
use viete::{OutputMode, Session};

struct Names(Vec<(String, String)>);

impl Completer for Names {
    fn complete(&mut self, text: &str, position: usize) -> CompletionResult {
        let before = text.get(..position).unwrap_or(text);
        let start =
            before.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != ':').map_or(0, |i| {
                i + before.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8)
            });
        let word = before.get(start..).unwrap_or("");
        if word.is_empty() {
            return CompletionResult::fresh(Vec::new());
        }
        let hits = self.0.iter().filter(|(name, _)| name.starts_with(word));
        let suggestions: Vec<Suggestion> = hits
            .map(|(name, summary)| Suggestion {
                value: name.clone(),
                description: Some(summary.clone()),
                span: Span { start, end: position },
                append_whitespace: false,
                ..Suggestion::default()
            })
            .collect();
        CompletionResult::fresh(suggestions)
    }
}

struct Colors(Vec<String>);

impl Highlighter for Colors {
    fn highlight(&self, text: &str, _cursor: usize) -> StyledText {
        let mut styled = StyledText::new();
        let mut at = 0;
        for token in tokenize(text).unwrap_or_default() {
            let style = match token.class {
                Class::Number => Style::new().fg(Color::Cyan),
                Class::Text => Style::new().fg(Color::Green),
                Class::Name if KEYWORDS.contains(&token.text) => Style::new().fg(Color::Magenta),
                Class::Name if self.0.iter().any(|n| n == token.text) => {
                    Style::new().fg(Color::Blue)
                }
                Class::Operator => Style::new().fg(Color::Yellow),
                _ => Style::new(),
            };
            styled.push((Style::new(), text.get(at..token.span().start).unwrap_or("").to_string()));
            styled.push((style, token.text.to_string()));
            at = token.span().end;
        }
        styled.push((Style::new(), text.get(at..).unwrap_or("").to_string()));
        styled
    }
}

struct Brackets;

impl Validator for Brackets {
    fn validate(&self, text: &str) -> ValidationResult {
        if is_incomplete(text) && !text.starts_with([':', '?']) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Complete
        }
    }
}

fn editor(session: &Session) -> Reedline {
    let mut names = session.names();
    names.extend(commands::names());
    let functions = names.iter().map(|(n, _)| n.clone()).collect();
    let menu = ColumnarMenu::default().with_name("completion");
    let mut keys = default_emacs_keybindings();
    keys.add_binding(
        KeyModifiers::NONE,
        KeyCode::Tab,
        ReedlineEvent::UntilFound(vec![
            ReedlineEvent::Menu("completion".into()),
            ReedlineEvent::MenuNext,
        ]),
    );
    let editor = Reedline::create()
        .with_completer(Box::new(Names(names)))
        .with_highlighter(Box::new(Colors(functions)))
        .with_validator(Box::new(Brackets))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(menu)))
        .with_edit_mode(Box::new(Emacs::new(keys)));
    let file =
        std::env::var_os("HOME").map(|home| std::path::Path::new(&home).join(".viete_history"));
    match file.and_then(|file| FileBackedHistory::with_file(2000, file).ok()) {
        Some(history) => editor.with_history(Box::new(history)),
        None => editor,
    }
}

/// Reads and answers until the end of input.
pub fn run(session: &Session, terminal: &mut Terminal) -> ExitCode {
    session.set_output(OutputMode::Pretty);
    terminal.print(&format!(
        "viete {}   :tour to begin, :help for help, :quit to end",
        env!("CARGO_PKG_VERSION")
    ));
    let prompt = DefaultPrompt::new(
        DefaultPromptSegment::Basic("viete".into()),
        DefaultPromptSegment::Empty,
    );
    let mut editor = editor(session);
    loop {
        match editor.read_line(&prompt) {
            Ok(Signal::Success(text)) => {
                if line(session, terminal, &text, true).is_none() {
                    return ExitCode::SUCCESS;
                }
            }
            Ok(Signal::CtrlD) => return ExitCode::SUCCESS,
            Ok(_) => {}
            Err(error) => {
                terminal.complain(&format!("error: cannot read the terminal: {error}"));
                return ExitCode::FAILURE;
            }
        }
    }
}
