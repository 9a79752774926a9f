//! The lexical grammar of viete's language as a pest file. Flat on purpose: see `expression.pest`.
#![expect(missing_docs, reason = "pest's derive generates undocumented items")]

use pest_derive::Parser;

/// The generated lexer; entry rule [`Rule::text`].
#[derive(Parser)]
#[grammar = "expression.pest"]
pub struct Lexer;
