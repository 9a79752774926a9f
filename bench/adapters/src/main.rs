//! `viete-adapters`: viete behind the line protocols of foreign benchmarks. The library beside it
//! holds the same for callers of C functions; neither is a part of the product.

#![forbid(unsafe_code)]

mod harness;
mod protocol;

use std::process::ExitCode;

const USAGE: &str = "usage: viete-adapters bench | kernel-harness
  bench           the line protocol of the symbolic benchmarks, on standard input
  kernel-harness  kernel requests, one JSON object a line";

fn main() -> ExitCode {
    match std::env::args().nth(1).as_deref() {
        Some("bench") => protocol::run(),
        Some("kernel-harness") => harness::run(),
        _ => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
    }
}
