//! The files that are checked, and what in them is code of the product.

use std::io::Result;
use std::path::Path;

/// A Rust file of the workspace.
pub struct Source {
    /// From the root of the workspace, with `/`.
    pub path: String,
    pub text: String,
}

/// The crates that read and write files.
const DOORS: &[&str] = &["crates/repl/", "bench/", "xtask/", "tests/"];

impl Source {
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    pub fn starts_with(&self, folder: &str) -> bool {
        self.path.starts_with(folder)
    }

    pub fn is_door(&self) -> bool {
        DOORS.iter().any(|door| self.starts_with(door))
    }

    /// Whether the whole file is tests, benchmarks, examples or automation.
    pub fn is_test(&self) -> bool {
        let folders = ["tests/", "bench/", "xtask/"];
        folders.iter().any(|folder| self.starts_with(folder))
            || self.path.contains("/examples/")
            || self.path.ends_with("tests.rs")
    }

    /// Lines of code: no comments, and nothing from the module of tests on that ends a file.
    pub fn code(&self) -> impl Iterator<Item = &str> {
        let tests = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let product = self.text.get(..tests).unwrap_or_default();
        product.lines().filter(|line| !line.trim_start().starts_with("//"))
    }

    /// How many lines of code hold one of the texts.
    pub fn code_with(&self, texts: &[&str]) -> usize {
        if self.path.starts_with("xtask/") {
            // the checks name what they look for
            return 0;
        }
        self.code().filter(|line| texts.iter().any(|text| line.contains(text))).count()
    }

    /// How many lines of code speak of a map or a pair that holds text, which is no error.
    pub fn maps_of_text(&self) -> usize {
        if self.path.starts_with("xtask/") {
            return 0;
        }
        self.code().filter(|line| line.contains(", String>") && !line.contains("Result<")).count()
    }
}

/// All Rust files under the folders.
pub fn read(folders: &[&str]) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in folders {
        collect(Path::new(folder), &mut sources)?;
    }
    Ok(sources)
}

fn collect(folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    for path in paths {
        if path.is_dir() {
            if !path.ends_with("target") {
                collect(&path, sources)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path)?;
            let path = path.to_string_lossy().replace('\\', "/");
            sources.push(Source { path, text });
        }
    }
    Ok(())
}
