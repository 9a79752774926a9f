//! What a statement answers.

use viete_term::Term;

/// A curve of a plot: its label and points (NaN where the function has no real value).
#[derive(Clone, Debug)]
pub struct Curve {
    pub label: String,
    pub points: Vec<(f64, f64)>,
}

/// Data of a plot, for whoever draws.
#[derive(Clone, Debug)]
pub struct Plot {
    pub variable: String,
    pub range: (f64, f64),
    pub curves: Vec<Curve>,
    /// File to write instead of drawing on the terminal.
    pub file: Option<String>,
}

/// The answer to one statement.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub term: Option<Term>,
    /// Answers that are text: reports, help, listings.
    pub text: Option<String>,
    pub plot: Option<Plot>,
    /// Remarks beside the answer: conditions, limits met, suggestions.
    pub notes: Vec<String>,
    /// A trailing `;` asked not to show it.
    pub hidden: bool,
}

impl Answer {
    pub fn term(term: Term) -> Answer {
        Answer { term: Some(term), ..Answer::default() }
    }

    pub fn text(text: String) -> Answer {
        Answer { text: Some(text), ..Answer::default() }
    }
}
