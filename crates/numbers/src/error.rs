//! [`Error`]: what a call refuses, as one type from the parser to the doors: its kind, what is
//! wrong, where in the text, and what to write instead. Mathematics without an answer is no
//! error but a value (undefined, unknown, unevaluated).

use crate::budget::Stop;
use crate::integer::TooLarge;
use std::fmt;
use std::ops::Range;

/// What sort of mistake or limit an [`Error`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The text is no sentence of the language; the error has a place.
    Syntax,
    /// An argument of the wrong sort: a string where a number is expected.
    Type,
    /// Lists or matrices whose sizes do not fit, or a wrong number of arguments.
    Shape,
    /// A number outside what is accepted: an index, a number of digits.
    Range,
    /// No value there: the inverse of a singular matrix.
    Domain,
    /// Meaningful, but nothing here can do it.
    Unsupported,
    /// A limit was reached or the computation was cancelled.
    Stopped(Stop),
}

impl ErrorKind {
    /// The words that open a labelled message.
    fn label(self) -> &'static str {
        match self {
            ErrorKind::Type => "type error: ",
            ErrorKind::Shape => "shape error: ",
            ErrorKind::Range => "range error: ",
            _ => "",
        }
    }
}

/// One refusal. Messages are lower case without a full stop and name the thing in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Refused>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Refused {
    kind: ErrorKind,
    message: String,
    /// Whether the message opens with the words for its kind.
    labelled: bool,
    span: Option<Range<usize>>,
    help: Option<String>,
}

impl Error {
    /// A refusal of this kind; `message` says what was got and what was expected.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        let message = message.into();
        Error(Box::new(Refused { kind, message, labelled: false, span: None, help: None }))
    }

    /// A refusal whose message opens with the words for its kind, unless it opens with a name and
    /// so says by itself what is wrong with it.
    fn labelled(kind: ErrorKind, message: impl Into<String>) -> Error {
        let mut error = Error::new(kind, message);
        error.0.labelled = !error.0.message.starts_with('`');
        error
    }

    /// A mistake in a text, at a range of bytes.
    pub fn syntax(span: Range<usize>, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Syntax, message).at(span)
    }

    /// [`ErrorKind::Type`].
    pub fn of_type(message: impl Into<String>) -> Error {
        Error::labelled(ErrorKind::Type, message)
    }

    /// [`ErrorKind::Shape`].
    pub fn of_shape(message: impl Into<String>) -> Error {
        Error::labelled(ErrorKind::Shape, message)
    }

    /// [`ErrorKind::Range`].
    pub fn of_range(message: impl Into<String>) -> Error {
        Error::labelled(ErrorKind::Range, message)
    }

    /// [`ErrorKind::Domain`].
    pub fn of_domain(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Domain, message)
    }

    /// [`ErrorKind::Unsupported`].
    pub fn unsupported(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Unsupported, message)
    }

    /// A size predicted beyond what is computed: `message` names the thing and its size.
    pub fn too_large(message: impl fmt::Display) -> Error {
        Error::new(ErrorKind::Stopped(Stop::Memory), format!("resource limit: {message}"))
    }

    /// The same error with its place in the text, unless it has one already.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Error {
        self.0.span.get_or_insert(span);
        self
    }

    /// The same error with what to write instead.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Error {
        self.0.help = Some(help.into());
        self
    }

    /// What sort of mistake or limit it is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Its place in the text, in bytes, when it has one.
    pub fn span(&self) -> Option<Range<usize>> {
        self.0.span.clone()
    }

    /// What to write instead, when known.
    pub fn help(&self) -> Option<&str> {
        self.0.help.as_deref()
    }

    /// The limit that was reached, when that is what happened.
    pub fn stop(&self) -> Option<Stop> {
        match self.0.kind {
            ErrorKind::Stopped(stop) => Some(stop),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let label = if self.0.labelled { self.0.kind.label() } else { "" };
        write!(f, "{label}{}", self.0.message)
    }
}

impl std::error::Error for Error {}

impl From<TooLarge> for Error {
    fn from(error: TooLarge) -> Error {
        Error::new(ErrorKind::Stopped(Stop::Memory), error.to_string())
    }
}

impl From<Stop> for Error {
    fn from(stop: Stop) -> Error {
        Error::new(ErrorKind::Stopped(stop), stop.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_labelled_unless_they_name_their_subject() {
        assert_eq!(Error::of_type("expected a list").to_string(), "type error: expected a list");
        assert_eq!(Error::of_type("`det` got 1").to_string(), "`det` got 1");
        let stopped = Error::from(Stop::Time);
        assert_eq!(stopped.stop(), Some(Stop::Time));
        assert_eq!(stopped.at(1..2).at(3..4).span(), Some(1..2));
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
