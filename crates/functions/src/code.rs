//! What a row tells the compiler besides its kernels: a form of a few instructions, one of several
//! lanes at once, one over real and imaginary parts, its spelling in other languages, its cost.
//! Programs carry the rows of the functions they call, so a registered row is compiled like a
//! built-in one.

use crate::row::Function;
use viete_elementary::{Binary, Elementary, Unary};

/// Which whole number a rounding goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rounding {
    /// The next below.
    Down,
    /// The next above.
    Up,
}

/// A function of doubles that is one or a few instructions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Its argument, where that is real.
    Same,
    /// The argument without its sign.
    Abs,
    /// 1, -1 or 0; NaN for NaN.
    Sign,
    /// A whole number beside the argument.
    Round(Rounding),
    /// `if a < b then b else a`, NaN where either is.
    Max,
    /// `if b < a then b else a`, NaN where either is.
    Min,
}

/// A real number of a program that is being written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Real(pub u32);

/// Real and imaginary part; a missing one is zero throughout.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Real part.
    pub re: Real,
    /// Imaginary part.
    pub im: Option<Real>,
}

impl Pair {
    /// A real number.
    pub fn real(re: Real) -> Pair {
        Pair { re, im: None }
    }

    /// A number with both parts.
    pub fn new(re: Real, im: Real) -> Pair {
        Pair { re, im: Some(im) }
    }
}

/// Writes operations of a program over doubles: what complex forms are made of.
pub trait Parts {
    /// A whole number.
    fn integer(&mut self, number: i64) -> Real;
    /// `a + b`.
    fn add(&mut self, a: Real, b: Real) -> Real;
    /// `a - b`.
    fn subtract(&mut self, a: Real, b: Real) -> Real;
    /// `a b`.
    fn multiply(&mut self, a: Real, b: Real) -> Real;
    /// `a/b`.
    fn divide(&mut self, a: Real, b: Real) -> Real;
    /// A function of one or two real numbers, by its double kernel.
    fn call(&mut self, function: &Function, arguments: &[Real]) -> Real;
    /// `|z|`, without overflow in between.
    fn modulus(&mut self, z: Pair) -> Real;
    /// The principal logarithm of z, which the general power is made of.
    fn logarithm(&mut self, z: Pair) -> Pair;
    /// `-a` as `0 - a`: a real number stays on the upper side of a cut.
    fn opposite(&mut self, a: Real) -> Real {
        let zero = self.integer(0);
        self.subtract(zero, a)
    }
    /// The imaginary part, zero where it is missing.
    fn imaginary(&mut self, z: Pair) -> Real {
        z.im.unwrap_or_else(|| self.integer(0))
    }
    /// `f(x) g(y)` of two functions of one argument.
    fn product(&mut self, [f, g]: [&Function; 2], [x, y]: [Real; 2]) -> Real {
        let (f, g) = (self.call(f, &[x]), self.call(g, &[y]));
        self.multiply(f, g)
    }
}

/// Writes `f(z)` for a complex z.
pub type ComplexForm = fn(&mut dyn Parts, Pair) -> Pair;

/// What the compiler knows of a function.
#[derive(Clone, Copy)]
pub struct Code {
    /// The form that needs no call.
    pub inline: Option<Inline>,
    /// The form over blocks of doubles, with the bits of the double kernel.
    pub lanes: Option<Elementary>,
    /// The form over real and imaginary parts.
    pub complex: Option<ComplexForm>,
    /// Names in other languages: language, name.
    pub source: &'static [(&'static str, &'static str)],
    /// Measured cost of a point in a batch, in nanoseconds.
    pub nanoseconds: Option<f64>,
}

impl Code {
    /// Nothing stated: calls of the double kernel.
    pub const UNSTATED: Code =
        Code { inline: None, lanes: None, complex: None, source: &[], nanoseconds: None };
}

/// The lanes of a function of `viete-elementary`.
pub(crate) const fn lanes(function: Unary) -> Option<Elementary> {
    Some(Elementary::Lanes(function))
}

/// The lanes of a function of two arguments of `viete-elementary`.
pub(crate) const fn pair_lanes(function: Binary) -> Option<Elementary> {
    Some(Elementary::Pairs(function))
}
