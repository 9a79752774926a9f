//! Number domains: the operations that evaluating a term or running a program needs, over doubles,
//! complex doubles and enclosures. A new domain is one implementation of [`Domain`].

use crate::row::{Function, Monotone, Native};
use num_complex::Complex64;
use viete_numbers::{Enclosure, Endpoint, Integer, Interval, Number, Rational, Round, Truth};

/// A type of numeric values. `bits` is the working precision where the type has one.
pub trait Domain: Clone {
    /// The value of an exact number.
    fn from_number(value: &Number, bits: u32) -> Self;
    /// The ratio of a circle's circumference to its diameter.
    fn pi(bits: u32) -> Self;
    /// The base of the natural logarithm.
    fn euler(bits: u32) -> Self;
    /// The sum.
    fn add(&self, other: &Self) -> Self;
    /// The product.
    fn mul(&self, other: &Self) -> Self;
    /// The quotient.
    fn div(&self, other: &Self) -> Self;
    /// The value with the opposite sign.
    fn neg(&self) -> Self;
    /// The principal power.
    fn power(&self, exponent: &Self) -> Self;
    /// The power with a whole exponent.
    fn power_integer(&self, exponent: &Integer) -> Self;
    /// The principal square root.
    fn sqrt(&self) -> Self;
    /// The exponential function.
    fn exp(&self) -> Self;
    /// The function's own kernel; `None` when the row states none for this domain.
    fn call(function: &Function, arguments: &[Self]) -> Option<Self>;
    /// A value that says nothing: NaN or an undetermined enclosure.
    fn undetermined(bits: u32) -> Self;
    /// A value known to lie between these real and imaginary bounds.
    fn within(re: [&Rational; 2], im: [&Rational; 2], bits: u32) -> Self;
    /// Whether `self < other`, and whether `self = other`.
    fn less(&self, other: &Self) -> Truth;
    /// Whether `self = other`.
    fn equal(&self, other: &Self) -> Truth;
}

fn part_f64(value: &viete_numbers::Real) -> f64 {
    value.to_rational().map_or(f64::NAN, |r| r.to_f64())
}

/// `x^n` by repeated squaring; the same order of operations in every executor of programs.
pub fn power_f64(x: f64, n: i32) -> f64 {
    let (mut result, mut square, mut k) = (1.0, x, n.unsigned_abs());
    while k > 0 {
        if k & 1 == 1 {
            result *= square;
        }
        k >>= 1;
        if k > 0 {
            square *= square;
        }
    }
    if n < 0 { 1.0 / result } else { result }
}

impl Domain for f64 {
    fn from_number(value: &Number, _bits: u32) -> f64 {
        if value.is_real() { part_f64(value.re()) } else { f64::NAN }
    }
    fn pi(_bits: u32) -> f64 {
        std::f64::consts::PI
    }
    fn euler(_bits: u32) -> f64 {
        std::f64::consts::E
    }
    fn add(&self, other: &f64) -> f64 {
        self + other
    }
    fn mul(&self, other: &f64) -> f64 {
        self * other
    }
    fn div(&self, other: &f64) -> f64 {
        self / other
    }
    fn neg(&self) -> f64 {
        -self
    }
    fn power(&self, exponent: &f64) -> f64 {
        viete_elementary::apply_pair(viete_elementary::Binary::Power, *self, *exponent)
    }
    fn power_integer(&self, exponent: &Integer) -> f64 {
        match exponent.to_i64().and_then(|n| i32::try_from(n).ok()) {
            Some(n) if n.unsigned_abs() <= 64 => power_f64(*self, n),
            _ => viete_elementary::apply_pair(
                viete_elementary::Binary::Power,
                *self,
                exponent.to_f64(),
            ),
        }
    }
    fn sqrt(&self) -> f64 {
        f64::sqrt(*self)
    }
    fn exp(&self) -> f64 {
        viete_elementary::apply(viete_elementary::Unary::Exp, *self)
    }
    fn call(function: &Function, arguments: &[f64]) -> Option<f64> {
        match (function.kernels.f64, arguments) {
            (Native::Unary(f), [x]) => Some(f(*x)),
            (Native::Binary(f), [x, rest @ ..]) if function.is_variadic() => {
                Some(rest.iter().fold(*x, |a, b| f(a, *b)))
            }
            (Native::Binary(f), [x, y]) => Some(f(*x, *y)),
            _ => None,
        }
    }
    fn within([low, high]: [&Rational; 2], im: [&Rational; 2], _bits: u32) -> f64 {
        if im.iter().all(|end| end.is_zero()) {
            (low.to_f64() + high.to_f64()) / 2.0
        } else {
            f64::NAN
        }
    }
    fn undetermined(_bits: u32) -> f64 {
        f64::NAN
    }
    fn less(&self, other: &f64) -> Truth {
        if self.is_nan() || other.is_nan() { Truth::Unknown } else { (self < other).into() }
    }
    fn equal(&self, other: &f64) -> Truth {
        if self.is_nan() || other.is_nan() { Truth::Unknown } else { (self == other).into() }
    }
}

impl Domain for Complex64 {
    fn from_number(value: &Number, _bits: u32) -> Complex64 {
        Complex64::new(part_f64(value.re()), part_f64(value.im()))
    }
    fn pi(_bits: u32) -> Complex64 {
        std::f64::consts::PI.into()
    }
    fn euler(_bits: u32) -> Complex64 {
        std::f64::consts::E.into()
    }
    fn add(&self, other: &Complex64) -> Complex64 {
        self + other
    }
    fn mul(&self, other: &Complex64) -> Complex64 {
        self * other
    }
    fn div(&self, other: &Complex64) -> Complex64 {
        self / other
    }
    fn neg(&self) -> Complex64 {
        // 0 - 0i keeps the upper side of a cut: negating a real number leaves it real
        if self.im == 0.0 { Complex64::new(-self.re, 0.0) } else { -self }
    }
    fn power(&self, exponent: &Complex64) -> Complex64 {
        if self.re == 0.0 && self.im == 0.0 {
            return match (exponent.re, exponent.im) {
                (0.0, 0.0) => 1.0.into(),
                (re, _) if re > 0.0 => 0.0.into(),
                _ => Complex64::new(f64::NAN, f64::NAN),
            };
        }
        if self.im == 0.0 && self.re > 0.0 && exponent.im == 0.0 {
            return libm::pow(self.re, exponent.re).into();
        }
        (self.ln() * exponent).exp()
    }
    fn power_integer(&self, exponent: &Integer) -> Complex64 {
        match exponent.to_i64().and_then(|n| i32::try_from(n).ok()) {
            Some(n) => self.powi(n),
            None => Domain::power(self, &exponent.to_f64().into()),
        }
    }
    fn sqrt(&self) -> Complex64 {
        Complex64::sqrt(*self)
    }
    fn exp(&self) -> Complex64 {
        Complex64::exp(*self)
    }
    fn call(function: &Function, arguments: &[Complex64]) -> Option<Complex64> {
        function.kernels.complex.map(|f| f(arguments))
    }
    fn within(re: [&Rational; 2], im: [&Rational; 2], _bits: u32) -> Complex64 {
        let middle = |[low, high]: [&Rational; 2]| (low.to_f64() + high.to_f64()) / 2.0;
        Complex64::new(middle(re), middle(im))
    }
    fn undetermined(_bits: u32) -> Complex64 {
        Complex64::new(f64::NAN, f64::NAN)
    }
    fn less(&self, other: &Complex64) -> Truth {
        if self.im == 0.0 && other.im == 0.0 { self.re.less(&other.re) } else { Truth::Unknown }
    }
    fn equal(&self, other: &Complex64) -> Truth {
        self.re.equal(&other.re).and(self.im.equal(&other.im))
    }
}

/// Endpoint types know which of a row's two enclosure kernels is theirs.
pub trait EnclosureKernel: Endpoint {
    /// The kernel over this endpoint type; `None` when the row states none.
    fn kernel(function: &Function) -> Option<fn(&[Enclosure<Self>]) -> Enclosure<Self>>;
}

impl EnclosureKernel for f64 {
    fn kernel(function: &Function) -> Option<fn(&[Enclosure<f64>]) -> Enclosure<f64>> {
        function.kernels.enclosure.map(|e| e.double)
    }
}

#[cfg(feature = "mpfr")]
impl EnclosureKernel for viete_numbers::Big {
    fn kernel(function: &Function) -> Option<fn(&[Enclosure<Self>]) -> Enclosure<Self>> {
        function.kernels.enclosure.map(|e| e.big)
    }
}

impl<F: EnclosureKernel> Domain for Enclosure<F> {
    fn from_number(value: &Number, bits: u32) -> Self {
        Enclosure::from_number(value, bits)
    }
    fn pi(bits: u32) -> Self {
        Enclosure::pi(bits)
    }
    fn euler(bits: u32) -> Self {
        Enclosure::from_i64(1, bits).exp()
    }
    fn add(&self, other: &Self) -> Self {
        Enclosure::add(self, other)
    }
    fn mul(&self, other: &Self) -> Self {
        Enclosure::mul(self, other)
    }
    fn div(&self, other: &Self) -> Self {
        Enclosure::div(self, other)
    }
    fn neg(&self) -> Self {
        Enclosure::neg(self)
    }
    fn power(&self, exponent: &Self) -> Self {
        Enclosure::power(self, exponent)
    }
    fn power_integer(&self, exponent: &Integer) -> Self {
        Enclosure::power_integer(self, exponent)
    }
    fn sqrt(&self) -> Self {
        Enclosure::sqrt(self)
    }
    fn exp(&self) -> Self {
        Enclosure::exp(self)
    }
    fn call(function: &Function, arguments: &[Self]) -> Option<Self> {
        let Some(kernel) = F::kernel(function) else { return monotone(function, arguments) };
        match arguments {
            // binary kernels of variadic functions fold over their arguments
            [first, rest @ ..] if function.is_variadic() => {
                Some(rest.iter().fold(first.clone(), |a, b| kernel(&[a, b.clone()])))
            }
            _ => Some(kernel(arguments)),
        }
    }
    fn within(re: [&Rational; 2], im: [&Rational; 2], bits: u32) -> Self {
        let hull = |[low, high]: [&Rational; 2]| {
            Interval::from_rational(low, bits).hull(&Interval::from_rational(high, bits))
        };
        Enclosure { re: hull(re), im: hull(im) }
    }
    fn undetermined(bits: u32) -> Self {
        Enclosure::undetermined(bits)
    }
    fn less(&self, other: &Self) -> Truth {
        if !self.is_real() || !other.is_real() {
            return Truth::Unknown;
        }
        if self.re.upper < other.re.lower {
            Truth::True
        } else if self.re.lower >= other.re.upper {
            Truth::False
        } else {
            Truth::Unknown
        }
    }
    fn equal(&self, other: &Self) -> Truth {
        let difference = self.sub(other);
        if difference.is_exact_zero() {
            Truth::True
        } else if difference.contains_zero() {
            Truth::Unknown
        } else {
            Truth::False
        }
    }
}

/// The enclosure that a monotone double kernel gives where none is stated: its values at the ends,
/// moved outwards by its stated error. Only where that error is tested.
fn monotone<F: EnclosureKernel>(
    function: &Function,
    arguments: &[Enclosure<F>],
) -> Option<Enclosure<F>> {
    let (Native::Unary(kernel), [x]) = (function.kernels.f64, arguments) else { return None };
    let bits = x.precision();
    let (low, high) = (x.re.lower.to_f64(Round::Down), x.re.upper.to_f64(Round::Up));
    let (first, last) = match function.monotone {
        Monotone::Increasing => (low, high),
        Monotone::Decreasing => (high, low),
        Monotone::Unstated => return None,
    };
    let is_tested = function.region.first().is_some_and(|&(from, to)| from <= low && high <= to);
    if !x.is_real() || !is_tested {
        return Some(Enclosure::undetermined(bits));
    }
    // one unit more than stated, for the rounding of the sum itself
    let moved = |value: f64, units: f64| {
        let unit = (value.abs().next_up() - value.abs()).max(f64::MIN_POSITIVE);
        exact_enclosure::<F>(value + units * unit, bits)
    };
    let units = function.max_ulps + 1.0;
    let (below, above) = (moved(kernel(first), -units), moved(kernel(last), units));
    Some(Enclosure::real(below.re.hull(&above.re)))
}

/// Midpoint of an enclosure as a complex double.
pub fn midpoint<F: Endpoint>(value: &Enclosure<F>) -> Complex64 {
    Complex64::new(value.re.midpoint(), value.im.midpoint())
}

/// An enclosure from a double, exactly.
pub fn exact_enclosure<F: Endpoint>(x: f64, bits: u32) -> Enclosure<F> {
    match Rational::from_f64(x) {
        Some(r) => Enclosure::from_rational(&r, bits),
        None => Enclosure::undetermined(bits),
    }
}

/// Width of a real enclosure relative to nothing: an upper bound of its diameter as a double.
pub fn diameter<F: Endpoint>(value: &Enclosure<F>) -> f64 {
    value.re.upper.sub(&value.re.lower, Round::Up).to_f64(Round::Up)
}
