//! One binary: scenarios in Markdown, the book's examples, laws over every row and every rule.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod complex_kernels;
mod corpus;
mod derivatives;
mod elementary;
mod hostile;
mod hostile_statements;
mod kernels;
mod models;
mod round_trip;
mod row_laws;
mod rule_laws;
mod scenarios;
