//! Explanations: the steps of a simplification or derivative, in text and LaTeX.

use crate::core::Core;
use crate::error::Error;
use crate::expr::Expr;
use crate::session::Session;
use std::fmt::Write;
use viete_rewrite::Step;
use viete_term::Kind;

/// One law used once.
#[derive(Clone, Debug)]
pub struct WhyStep<'s> {
    pub law: String,
    /// The whole expression before and after.
    pub before: Expr<'s>,
    pub after: Expr<'s>,
    /// Variables of the law and what they stand for.
    pub values: Vec<(String, String)>,
    /// Guards of the law and how each was proved.
    pub guards: Vec<(String, &'static str)>,
}

/// An explanation.
#[derive(Clone, Debug, Default)]
pub struct Why<'s> {
    pub steps: Vec<WhyStep<'s>>,
    /// What the proof checker said: the number of lemmas of an accepted proof, or why it was
    /// refused; `None` for derivatives, whose steps are rules applied one by one.
    pub proof: Option<Result<usize, String>>,
}

impl Why<'_> {
    /// One line a step: `= after   by law [x_ = u] (guard: how)`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (index, step) in self.steps.iter().enumerate() {
            if index == 0 {
                let _ = writeln!(text, "    {}", step.before);
            }
            let _ = write!(text, "  = {}   by {}", step.after, step.law);
            if !step.values.is_empty() {
                let values: Vec<String> =
                    step.values.iter().map(|(name, value)| format!("{name} = {value}")).collect();
                let _ = write!(text, " [{}]", values.join(", "));
            }
            for (guard, how) in &step.guards {
                let _ = write!(text, " ({guard}: {how})");
            }
            text.push('\n');
        }
        match &self.proof {
            Some(Ok(lemmas)) if !self.steps.is_empty() => {
                let _ = writeln!(
                    text,
                    "  proof checked: {lemmas} law instance{}",
                    if *lemmas == 1 { "" } else { "s" }
                );
            }
            Some(Err(reason)) => {
                let _ = writeln!(text, "  the proof was not accepted: {reason}");
            }
            _ => {}
        }
        text
    }

    /// The steps as an `align*` environment.
    pub fn latex(&self) -> String {
        let Some(first) = self.steps.first() else { return String::new() };
        let mut text = format!("\\begin{{align*}}\n  & {}", first.before.latex());
        for step in &self.steps {
            let law = step.law.replace('_', "\\_");
            let _ = write!(text, " \\\\\n  &= {} && \\text{{{law}}}", step.after.latex());
        }
        text + "\n\\end{align*}"
    }
}

impl Session {
    /// Steps of the last `diff` of the prompt.
    pub fn last_steps(&self) -> Why<'_> {
        let steps = self.core().last_steps.clone();
        Why { steps: self.wrap_steps(steps), proof: None }
    }

    /// The steps of simplifying the expression `text` and the verdict of the proof checker; for an
    /// empty text those of the last `diff`, or of simplifying what was simplified last.
    ///
    /// # Errors
    /// A syntax error, or cancellation.
    pub fn explain(&self, text: &str) -> Result<Why<'_>, Error> {
        let last = self.core().last_simplified;
        let input = match (text.trim().is_empty(), last) {
            (true, Some(last)) => last,
            (true, None) => return Ok(self.last_steps()),
            _ => self.parse(text)?.term,
        };
        let explanation = {
            let mut core = self.core();
            // commands inside are what is asked about, so `simplify(e)` explains e
            let inner = match (core.store.kind(input), core.store.children(input)) {
                (Kind::Call(name), &[argument]) if core.store.text(name) == "simplify" => argument,
                _ => input,
            };
            core.explain(inner)?
        };
        let proof = explanation
            .checked
            .map(|()| explanation.proof.lemmas.len())
            .map_err(|refusal| refusal.to_string());
        Ok(Why { steps: self.wrap_steps(explanation.steps), proof: Some(proof) })
    }

    /// Tests a law `name: left => right if guard` at `points` points that meet its guards, and its
    /// mutants: a report in words. The law need not be one of the session's.
    ///
    /// # Errors
    /// A malformed law, or cancellation.
    pub fn check_rule(&self, text: &str, points: usize) -> Result<String, Error> {
        let mut core = self.core();
        let budget = core.budget();
        let Core { store, library, .. } = &mut *core;
        let mut report = Vec::new();
        for rule in viete_rewrite::parse_rule(store, library, text)? {
            let verdict = viete_rewrite::test_rule(store, library, &rule, points, &budget)?;
            if let Some(complaint) = verdict.complaint() {
                report.push(format!("{}: false: {complaint}", rule.name));
                continue;
            }
            let mutants = viete_rewrite::mutants(store, library, &rule);
            let mut standing = Vec::new();
            for mutant in &mutants {
                if viete_rewrite::test_rule(store, library, &mutant.rule, points, &budget)?
                    .counterexample
                    .is_none()
                {
                    standing.push(mutant.what.as_str());
                }
            }
            let (informative, count) = (verdict.informative, mutants.len());
            let refuted = count - standing.len();
            report.push(format!(
                "{}: no contradiction at {} points ({informative} with both sides known); {refuted} of {count} mutants refuted",
                rule.name, verdict.points
            ));
            report.extend(standing.iter().map(|what| format!("  not refuted: another {what}")));
        }
        Ok(report.join("\n"))
    }

    fn wrap_steps(&self, steps: Vec<Step>) -> Vec<WhyStep<'_>> {
        let text = |term| self.wrap(term).to_string();
        let wrap = |step: Step| WhyStep {
            law: step.rule,
            before: self.wrap(step.before),
            after: self.wrap(step.after),
            values: step
                .values
                .into_iter()
                .map(|(name, value)| (text(name), text(value)))
                .collect(),
            guards: step.guards,
        };
        steps.into_iter().map(wrap).collect()
    }
}
