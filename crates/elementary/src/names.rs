//! The functions that have a text over lanes, and what the language calls them.

/// A function with a text over lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unary {
    /// The exponential function.
    Exp,
    /// The natural logarithm.
    Log,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// The inverse sine.
    Asin,
    /// The inverse cosine.
    Acos,
    /// The inverse tangent.
    Atan,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The hyperbolic tangent.
    Tanh,
    /// The Gauss error function.
    Erf,
    /// The gamma function.
    Gamma,
    /// The logarithm of the absolute value of the gamma function.
    Lgamma,
}

impl Unary {
    /// All of them, in the order of their declaration.
    pub const ALL: [Unary; 14] = [
        Unary::Exp,
        Unary::Log,
        Unary::Sin,
        Unary::Cos,
        Unary::Tan,
        Unary::Asin,
        Unary::Acos,
        Unary::Atan,
        Unary::Sinh,
        Unary::Cosh,
        Unary::Tanh,
        Unary::Erf,
        Unary::Gamma,
        Unary::Lgamma,
    ];

    /// The name in the language.
    pub fn name(self) -> &'static str {
        match self {
            Unary::Exp => "exp",
            Unary::Log => "log",
            Unary::Sin => "sin",
            Unary::Cos => "cos",
            Unary::Tan => "tan",
            Unary::Asin => "asin",
            Unary::Acos => "acos",
            Unary::Atan => "atan",
            Unary::Sinh => "sinh",
            Unary::Cosh => "cosh",
            Unary::Tanh => "tanh",
            Unary::Erf => "erf",
            Unary::Gamma => "gamma",
            Unary::Lgamma => "lgamma",
        }
    }
}

/// A function of two arguments with a text over lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binary {
    /// The general power, which is an operation of the language and has no name.
    Power,
    /// The angle of the point `(x, y)`, called with `y` first.
    Atan2,
}

impl Binary {
    /// All of them, in the order of their declaration.
    pub const ALL: [Binary; 2] = [Binary::Power, Binary::Atan2];
}
