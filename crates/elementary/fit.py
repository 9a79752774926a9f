"""The polynomial coefficients of `src/coefficients.rs`: Chebyshev fits in 60 digits (mpmath), rounded to doubles.

    .venv/bin/python crates/elementary/fit.py > crates/elementary/src/coefficients.rs

Each polynomial in z stands for a smooth part of a function on the reduced range; the printed error is the largest of the
fit, relative to the function itself.
"""

from mpmath import mp, mpf, atan, asin, chebyfit, cos, erf, erfc, exp, gamma, log, loggamma, pi, sin, sqrt, tanh, factorial

mp.dps = 60


def at(z, small, otherwise):
    """A series value near zero, where the closed form cancels."""
    return small(z) if z < mpf(10) ** -12 else otherwise(z)


def show(name, doc, function, low, high, degree, weight):
    coefficients, error = chebyfit(function, [mpf(low), mpf(high)], degree + 1, error=True)
    print(f"/// {doc}; fitted to {mp.nstr(error * weight, 2)}.")
    print(f"pub const {name}: [f64; {degree + 1}] = [")
    for c in reversed(coefficients):
        print(f"    {float(c)!r},")
    print("];\n")


print("//! Coefficients, lowest first. Made by `fit.py`.\n#![allow(clippy::approx_constant)]\n")
print("/// `1/k!` from k = 2: the exponential on `[-log(2)/2, log(2)/2]`.")
print("pub const EXP: [f64; 12] = [")
for k in range(2, 14):
    print(f"    {float(1 / factorial(k))!r},")
print("];\n")
print("/// `1/(2 k + 1)!` from k = 1: the hyperbolic sine on `[-1, 1]`.")
print("pub const SINH: [f64; 9] = [")
for k in range(1, 10):
    print(f"    {float(1 / factorial(2 * k + 1))!r},")
print("];\n")
quarter = (pi / 4 + mpf("0.001")) ** 2
show("SIN", "`(sin(x)/x - 1)/z`, z = x^2", lambda z: at(z, lambda z: -mpf(1) / 6 + z / 120, lambda z: (sin(sqrt(z)) / sqrt(z) - 1) / z), 0, quarter, 6, quarter)
show("COS", "`(cos(x) - 1 + z/2)/z^2`, z = x^2", lambda z: at(z, lambda z: mpf(1) / 24 - z / 720, lambda z: (cos(sqrt(z)) - 1 + z / 2) / z**2), 0, quarter, 6, quarter**2)
s = ((sqrt(2) - 1) / (sqrt(2) + 1)) ** 2 * mpf("1.001")
show("LOG", "`(log((1 + s)/(1 - s))/s - 2)/z`, z = s^2", lambda z: at(z, lambda z: mpf(2) / 3 + 2 * z / 5, lambda z: (log((1 + sqrt(z)) / (1 - sqrt(z))) / sqrt(z) - 2) / z), 0, s, 7, s)
t = (sqrt(2) - 1) ** 2 * mpf("1.001")
show("ATAN", "`(atan(x)/x - 1)/z`, z = x^2", lambda z: at(z, lambda z: -mpf(1) / 3 + z / 5, lambda z: (atan(sqrt(z)) / sqrt(z) - 1) / z), 0, t, 10, t)
show("ASIN", "`(asin(x)/x - 1)/z`, z = x^2", lambda z: at(z, lambda z: mpf(1) / 6 + 3 * z / 40, lambda z: (asin(sqrt(z)) / sqrt(z) - 1) / z), 0, mpf("0.2501"), 12, mpf("0.25"))
h = mpf("0.626") ** 2
show("TANH", "`(tanh(x)/x - 1)/z`, z = x^2", lambda z: at(z, lambda z: -mpf(1) / 3 + 2 * z / 15, lambda z: (tanh(sqrt(z)) / sqrt(z) - 1) / z), 0, h, 11, h)
show("ERF", "`erf(x)/x - 1`, z = x^2", lambda z: at(z, lambda z: 2 / sqrt(pi) * (1 - z / 3) - 1, lambda z: erf(sqrt(z)) / sqrt(z) - 1), 0, 1, 12, 1)

def scaled_erfc(u):
    x = 3 * (1 + u) / (1 - u)
    return erfc(x) * exp(x * x) * (x + 3)


show("ERFC", "`erfc(x) exp(x^2) (x + 3)` over `u = (x - 3)/(x + 3)` for x in [1, 6]", scaled_erfc, -mpf(1) / 2, mpf(1) / 3, 14, mpf("0.11"))

def log_rest(z):
    s = sqrt(z)
    return (log((1 + s) / (1 - s)) / s - 2 - 2 * z / 3) / z**2


show("LOG_REST", "`(log((1 + s)/(1 - s))/s - 2 - 2 z/3)/z^2`, z = s^2", lambda z: at(z, lambda z: mpf(2) / 5 + 2 * z / 7, log_rest), 0, s, 6, s**2)


def stirling_log(v):
    y = 1 / sqrt(v)
    return (loggamma(y) - (y - mpf(1) / 2) * log(y) + y - log(2 * pi) / 2) * y


show("STIRLING_LOG", "`(log gamma(y) - (y - 1/2) log(y) + y - log(2 pi)/2) y` over `v = 1/y^2` for y from 3", lambda v: at(v, lambda v: mpf(1) / 12 - v / 360, stirling_log), 0, mpf(1) / 9, 10, mpf(1) / 3)


def stirling(w):
    y = 1 / w
    return (gamma(y) / (sqrt(2 * pi / y) * exp(y * log(y) - y)) - 1) / w


show("STIRLING", "`(gamma(y) sqrt(y/(2 pi)) (e/y)^y - 1) y` over `w = 1/y` for y from 8", lambda w: at(w, lambda w: mpf(1) / 12 + w / 288, stirling), 0, mpf(1) / 8, 8, mpf(1) / 8)


def log_gamma_over(zero, center):
    """`log gamma(x)/(x - zero)` over x - center."""

    def value(t):
        x = center + t
        return loggamma(x + (mpf(10) ** -20 if abs(x - zero) < mpf(10) ** -20 else 0)) / (x - zero if x != zero else mpf(10) ** -20)

    return value


show("LOG_GAMMA_ONE", "`log gamma(x)/(x - 1)` over x - 1 for x in [1/2, 3/2]", log_gamma_over(1, 1), -mpf(1) / 2, mpf(1) / 2, 27, 1)
show("LOG_GAMMA_TWO", "`log gamma(x)/(x - 2)` over x - 9/4 for x in [3/2, 3]", log_gamma_over(2, mpf(9) / 4), -mpf(3) / 4, mpf(3) / 4, 20, 1)
