//! Machine code as text.

use iced_x86::{Decoder, DecoderOptions, Formatter, IntelFormatter};

/// The instructions from `entry` on, one a line.
pub fn text(bytes: &[u8], entry: usize) -> String {
    let mut formatter = IntelFormatter::new();
    let code = bytes.get(entry..).unwrap_or_default();
    let mut lines = String::new();
    for instruction in &mut Decoder::with_ip(64, code, entry as u64, DecoderOptions::NONE) {
        formatter.format(&instruction, &mut lines);
        lines.push('\n');
    }
    lines
}
