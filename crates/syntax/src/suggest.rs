//! "Did you mean": the nearest known name, foreign spellings included.

/// Spellings of other systems and what they are here.
const FOREIGN: &[(&str, &str)] = &[
    ("Sin", "sin"),
    ("Cos", "cos"),
    ("Tan", "tan"),
    ("Exp", "exp"),
    ("Log", "log"),
    ("Sqrt", "sqrt"),
    ("Integrate", "integrate"),
    ("D", "diff"),
    ("derivative", "diff"),
    ("ratsimp", "simplify"),
    ("radsimp", "simplify"),
    ("FullSimplify", "simplify"),
    ("Simplify", "simplify"),
    ("subst", "subs"),
    ("evalf", "N"),
    ("float", "N"),
    ("intnum", "integrate"),
    ("int", "integrate"),
    ("Solve", "solve"),
    ("Expand", "expand"),
    ("Factor", "factor"),
    ("tg", "tan"),
    ("ctg", "cot"),
    ("lg", "log10"),
    ("arctg", "atan"),
    ("Gamma", "gamma"),
    ("Matrix", "matrix"),
    ("Limit", "limit"),
    ("is", "=="),
];

/// The known name nearest to `unknown`, when one is near.
pub fn suggest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    if let Some((_, ours)) = FOREIGN.iter().find(|(foreign, _)| *foreign == unknown) {
        return Some((*ours).to_string());
    }
    known
        .into_iter()
        .filter(|candidate| candidate.len() > 1)
        .map(|candidate| (strsim::damerau_levenshtein(unknown, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.len().max(unknown.len()) / 3)
        .min()
        .map(|(_, candidate)| candidate.to_string())
}
