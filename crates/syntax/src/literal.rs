//! Literals: numbers, superscripts and strings as the language writes them.

use viete_numbers::{Error, ErrorKind, Integer, Number, Rational, scaled_by_ten};

/// `12`, `1_000`, `0xff`, `0b101`, `0.1`, `1e-3`: all exact.
pub(crate) fn read_number(text: &str) -> Result<Number, Error> {
    if text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit()) {
        // fits a machine word
        return text.parse().map(Number::integer).map_err(|_| too_large(text));
    }
    let digits: String = text.chars().filter(|&c| c != '_').collect();
    let radix = |prefix: &str, radix: u32| {
        digits.strip_prefix(prefix).and_then(|d| Integer::from_radix(d, radix))
    };
    if let Some(n) = radix("0x", 16).or_else(|| radix("0b", 2)) {
        return Ok(n.into());
    }
    let (mantissa, exponent) = match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => {
            (mantissa, exponent.parse::<i64>().map_err(|_| too_large(text))?)
        }
        None => (digits.as_str(), 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = Integer::from_decimal(&format!("{whole}{fraction}"))
        .ok_or_else(|| malformed(format!("malformed number `{}`", shorten(text))))?;
    let exponent = exponent.checked_sub(fraction.len() as i64).ok_or_else(|| too_large(text))?;
    let value: Rational = scaled_by_ten(&all, exponent).map_err(|_| too_large(text))?;
    Ok(value.into())
}

/// The place is added by who reads the token.
fn malformed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Syntax, message)
}

fn too_large(text: &str) -> Error {
    Error::too_large(format!("the number `{}` is too large", shorten(text)))
}

pub(crate) fn read_superscript(text: &str) -> Option<Number> {
    let plain: String = text
        .chars()
        .map(|c| {
            "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c).map_or('-', |d| char::from(b'0' + d as u8))
        })
        .collect();
    plain.parse::<i64>().ok().map(Number::integer)
}

pub(crate) fn read_string(text: &str) -> Result<String, Error> {
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or("");
    let mut out = String::new();
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.push_str(rest.get(..at).unwrap_or(""));
        let escape = rest.get(at + 1..).unwrap_or("");
        let mut characters = escape.chars();
        let next = characters.next();
        rest = characters.as_str();
        match next {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some(c @ ('"' | '\\')) => out.push(c),
            Some('u') => {
                let code = rest.strip_prefix('{').and_then(|r| r.split_once('}'));
                let character = code
                    .and_then(|(hex, _)| u32::from_str_radix(hex, 16).ok())
                    .and_then(char::from_u32);
                let (Some((_, after)), Some(character)) = (code, character) else {
                    return Err(malformed("malformed escape: expected `\\u{hex digits}`"));
                };
                out.push(character);
                rest = after;
            }
            _ => {
                return Err(malformed(
                    "unknown escape: expected `\\n`, `\\t`, `\\\"`, `\\\\` or `\\u{..}`",
                ));
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The start of a long text, for messages.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() > 20 {
        text.chars().take(20).chain("...".chars()).collect()
    } else {
        text.to_string()
    }
}
