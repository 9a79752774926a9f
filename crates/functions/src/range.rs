//! Ranges and real domains as the rows state them: a text for readers, read once, when the row is
//! compiled, into the interval that conditions ask about. A text that is no interval (`x != 0`)
//! stays a text: nothing is concluded from it.

use std::fmt;

/// An interval of the real line; infinite ends are open.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Lower end, rounded where it is no double.
    pub low: f64,
    /// Whether the lower end is left out.
    pub low_open: bool,
    /// Upper end, rounded where it is no double.
    pub high: f64,
    /// Whether the upper end is left out.
    pub high_open: bool,
}

/// The real values of a function at real arguments of its domain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    text: &'static str,
    span: Option<Span>,
    integers: bool,
}

/// The real arguments at which a function has a real value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RealDomain {
    text: &'static str,
    span: Option<Span>,
}

impl Range {
    /// Nothing is stated.
    pub const UNSTATED: Range = Range { text: "", span: None, integers: false };

    /// Reads `[0, oo)`, `(-pi/2, pi/2)` or `ZZ`.
    pub const fn of(text: &'static str) -> Range {
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        let integers = reader.takes(b"ZZ");
        let low_open = reader.takes(b"(");
        if integers || !(low_open || reader.takes(b"[")) {
            return Range { text, span: None, integers };
        }
        let low = reader.number();
        let comma = reader.takes(b",");
        let high = reader.number();
        let high_open = reader.takes(b")");
        let span = match (low, high, comma && (high_open || reader.takes(b"]"))) {
            (Some(low), Some(high), true) => Some(Span { low, low_open, high, high_open }),
            _ => None,
        };
        Range { text, span, integers }
    }

    /// Whether all values are integers.
    pub const fn is_integers(&self) -> bool {
        self.integers
    }

    /// Whether all values are positive.
    pub fn is_positive(&self) -> bool {
        self.span.is_some_and(|s| s.low > 0.0 || s.low == 0.0 && s.low_open)
    }

    /// Whether no value is negative.
    pub fn is_nonnegative(&self) -> bool {
        self.span.is_some_and(|s| s.low >= 0.0)
    }
}

impl RealDomain {
    /// Nothing is stated.
    pub const UNSTATED: RealDomain = RealDomain { text: "", span: None };

    /// Reads `true`, `x > 0`, `-1 < x and x <= 1`; other conditions stay text.
    pub const fn of(text: &'static str) -> RealDomain {
        let mut span =
            Span { low: f64::NEG_INFINITY, low_open: true, high: f64::INFINITY, high_open: true };
        let mut reader = Reader { text: text.as_bytes(), at: 0 };
        if reader.takes(b"true") {
            return RealDomain { text, span: Some(span) };
        }
        loop {
            let left = reader.number();
            let variable = reader.takes(b"x");
            let less = reader.takes(b"<");
            if !less && !reader.takes(b">") {
                return RealDomain { text, span: None };
            }
            let open = !reader.takes(b"=");
            let right = if left.is_some() { None } else { reader.number() };
            let right_variable = left.is_some() && reader.takes(b"x");
            match (left, right) {
                (Some(end), None) if right_variable && !variable => {
                    span = span.cut(end, open, less);
                }
                (None, Some(end)) if variable => span = span.cut(end, open, !less),
                _ => return RealDomain { text, span: None },
            }
            if reader.is_done() {
                return RealDomain { text, span: Some(span) };
            }
            if !reader.takes(b"and") {
                return RealDomain { text, span: None };
            }
        }
    }

    /// Whether every real argument is in it.
    pub fn is_everything(&self) -> bool {
        self.span.is_some_and(|s| s.low == f64::NEG_INFINITY && s.high == f64::INFINITY)
    }

    /// Whether every positive argument is in it.
    pub fn has_all_positive(&self) -> bool {
        self.span.is_some_and(|s| s.low <= 0.0 && s.high == f64::INFINITY)
    }
}

impl Span {
    /// With another lower or upper end.
    const fn cut(self, end: f64, open: bool, is_low: bool) -> Span {
        if is_low {
            Span { low: end, low_open: open, ..self }
        } else {
            Span { high: end, high_open: open, ..self }
        }
    }
}

/// A place in a text, for the constant functions above.
struct Reader {
    text: &'static [u8],
    at: usize,
}

impl Reader {
    const fn peek(&self) -> u8 {
        match self.text.split_at(self.at).1 {
            [first, ..] => *first,
            [] => 0,
        }
    }

    const fn skip_blanks(&mut self) {
        while self.peek() == b' ' {
            self.at += 1;
        }
    }

    const fn is_done(&mut self) -> bool {
        self.skip_blanks();
        self.at == self.text.len()
    }

    /// Whether the word is next, which is then passed.
    const fn takes(&mut self, word: &'static [u8]) -> bool {
        self.skip_blanks();
        let start = self.at;
        let mut left = word;
        while let [first, others @ ..] = left {
            if self.peek() != *first {
                self.at = start;
                return false;
            }
            self.at += 1;
            left = others;
        }
        true
    }

    /// `-3`, `oo`, `pi/2`, `-1/E`.
    const fn number(&mut self) -> Option<f64> {
        self.skip_blanks();
        let start = self.at;
        let sign = if self.takes(b"-") { -1.0 } else { 1.0 };
        let Some(above) = self.magnitude() else {
            self.at = start;
            return None;
        };
        if !self.takes(b"/") {
            return Some(sign * above);
        }
        match self.magnitude() {
            Some(below) => Some(sign * above / below),
            None => None,
        }
    }

    const fn magnitude(&mut self) -> Option<f64> {
        if self.takes(b"oo") {
            return Some(f64::INFINITY);
        }
        if self.takes(b"pi") {
            return Some(std::f64::consts::PI);
        }
        if self.takes(b"E") {
            return Some(std::f64::consts::E);
        }
        let start = self.at;
        let mut value = 0.0;
        while self.peek().is_ascii_digit() {
            value = value * 10.0 + (self.peek() - b'0') as f64;
            self.at += 1;
        }
        if self.at > start { Some(value) } else { None }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

impl fmt::Display for RealDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_once() {
        const ANGLES: Range = Range::of("(-pi/2, pi/2]");
        let span =
            ANGLES.span.unwrap_or(Span { low: 0.0, low_open: false, high: 0.0, high_open: false });
        assert_eq!(
            (span.low, span.high),
            (-std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2)
        );
        assert!(span.low_open && !span.high_open);
        assert!(Range::of("(0, 2)").is_positive() && Range::of("[1, oo)").is_positive());
        assert!(!Range::of("[0, 1]").is_positive() && Range::of("[0, 1]").is_nonnegative());
        assert!(Range::of("ZZ").is_integers() && !Range::of("").is_nonnegative());
        assert!(!Range::of("(-oo, oo)").is_nonnegative());
        assert_eq!(Range::of("[-1, 1]").to_string(), "[-1, 1]");
    }

    #[test]
    fn domains_are_read_once() {
        assert!(RealDomain::of("true").is_everything());
        assert!(RealDomain::of("x > 0").has_all_positive());
        assert!(RealDomain::of("x >= -1/E").has_all_positive());
        assert!(!RealDomain::of("-1 <= x and x <= 1").has_all_positive());
        for text in
            ["x != 0", "x > 0 and x != 1", "cos(x) != 0", "n in NN", "", "x <= -1 or x >= 1"]
        {
            assert!(RealDomain::of(text).span.is_none(), "{text}");
        }
        let span = RealDomain::of("-1 < x and x <= 1").span;
        assert_eq!(span, Some(Span { low: -1.0, low_open: true, high: 1.0, high_open: false }));
    }
}
