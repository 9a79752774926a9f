"""Random problems of exact algebra, answered by viete and compared with python-flint and SymPy.

    python3 -m venv .venv && .venv/bin/pip install python-flint sympy
    cargo build && .venv/bin/python bench/adapters/oracle.py --seed 1 --count 40

Prints every difference and ends with 1 if there is one; no difference is right.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile

import flint
import sympy

NAMES = ["x", "y", "z", "w"]
CONTEXT = flint.fmpq_mpoly_ctx.get(NAMES, flint.Ordering.lex)
GENERATORS = dict(zip(NAMES, CONTEXT.gens()))
SYMBOLS = {name: sympy.Symbol(name) for name in NAMES}


def value(text, names):
    """An answer as a value of the oracle: whole numbers become exact, powers Python's."""
    text = re.sub(r"\b\d+\b", lambda m: f"F({m.group()})", text)
    text = re.sub(r"\^\((-?)F\((\d+)\)\)", r"**(\1\2)", text)
    text = re.sub(r"\^F\((\d+)\)", r"**\1", text)
    return eval(text, {"F": flint.fmpq, "__builtins__": {}, **names})


def poly(text):
    result = value(text, GENERATORS)
    return result if isinstance(result, flint.fmpq_mpoly) else CONTEXT.constant(result)


def polynomial(rng, variables, terms, degree, size):
    """As text and as a polynomial of the oracle."""
    parts = []
    for _ in range(terms):
        powers = "*".join(f"{v}^{rng.randint(0, degree)}" for v in NAMES[:variables])
        parts.append(f"({rng.randint(-size, size)})*{powers}")
    text = " + ".join(parts)
    return text, poly(text)


def associated(a, b):
    """Equal up to a number."""
    if a == 0 or b == 0:
        return a == b
    return a * b.leading_coefficient() == b * a.leading_coefficient()


def split_list(text):
    """The items of a list, one level deep."""
    items, depth, start = [], 0, 1
    for i, c in enumerate(text):
        depth += (c in "[(") - (c in ")]")
        if (c == "," and depth == 1) or (c == "]" and depth == 0):
            items.append(text[start:i].strip())
            start = i + 1
    return [item for item in items if item]


def products(rng):
    variables = rng.randint(1, 4)
    (a, p), (b, q) = (polynomial(rng, variables, rng.randint(1, 8), 6, 10 ** rng.randint(1, 25)) for _ in "ab")
    return f"expand(({a})*({b}))", lambda out: poly(out) == p * q


def powers(rng):
    n = rng.randint(0, 6)
    a, p = polynomial(rng, rng.randint(1, 3), rng.randint(1, 5), 4, 50)
    return f"expand(({a})^{n})", lambda out: poly(out) == p**n


def gcds(rng):
    variables = rng.randint(1, 4)
    parts = [polynomial(rng, variables, rng.randint(1, 8), 5, 10 ** rng.randint(1, 12)) for _ in "gab"]
    (g, _), (a, _), (b, _) = parts
    left, right = f"({g})*({a})", f"({g})*({b})"
    return f"gcd({left}, {right})", lambda out: associated(poly(out), poly(left).gcd(poly(right)))


def factors(rng):
    variables, count = rng.randint(1, 3), rng.randint(1, 3)
    text = "*".join(f"({polynomial(rng, variables, rng.randint(1, 6), 4, 30)[0]} + {rng.randint(1, 9)})^{rng.randint(1, 2)}" for _ in range(count))

    def check(out):
        pairs = [split_list(pair) for pair in split_list(out)]
        product, found = poly("1"), []
        for factor, n in pairs:
            product *= poly(factor) ** int(n)
            if poly(factor).total_degree() > 0:
                found.append(int(n))
        return product == poly(text) and sorted(found) == sorted(n for _, n in poly(text).factor()[1])

    return f"factors({text})", check


def univariate_factors(rng):
    count, degree = rng.randint(1, 6), rng.randint(1, 7)
    parts = [[rng.randint(-20, 20) for _ in range(degree)] + [rng.randint(1, 3)] for _ in range(count)]
    product = flint.fmpz_poly([1])
    for part in parts:
        product *= flint.fmpz_poly(part)
    text = " + ".join(f"({c})*x^{i}" for i, c in enumerate(product.coeffs()))
    expected = sorted(n for _, n in product.factor()[1])

    def check(out):
        pairs = [split_list(pair) for pair in split_list(out)]
        return sorted(int(n) for f, n in pairs if "x" in f) == expected

    return f"factors({text})", check


def resultants(rng):
    (a, p), (b, q) = (polynomial(rng, rng.randint(1, 3), rng.randint(2, 5), 3, 20) for _ in "ab")
    return f"resultant({a}, {b}, x)", lambda out: poly(out) == p.resultant(q, "x")


def discriminants(rng):
    a, p = polynomial(rng, 2, rng.randint(2, 5), 3, 20)
    if p.degrees()[0] < 1:
        return "1", lambda out: True
    return f"discriminant({a}, x)", lambda out: poly(out) == p.discriminant("x")


def fractions(rng):
    parts = [f"({polynomial(rng, 2, 2, 2, 5)[0]} + 1)/({polynomial(rng, 2, 2, 1, 5)[0]} + {rng.randint(6, 9)} + x)" for _ in range(3)]
    text = " + ".join(parts)
    point = {"x": flint.fmpq(rng.randint(11, 99), 7), "y": flint.fmpq(rng.randint(11, 99), 13)}

    def check(out):
        try:
            return value(out, point) == value(text, point)
        except ZeroDivisionError:
            return True

    return f"{rng.choice(['together', 'cancel', 'factor'])}({text})", check


def partial_fractions(rng):
    poles = [f"({rng.randint(1, 3)}*x + {rng.randint(-5, 5)})^{rng.randint(1, 2)}" for _ in range(2)] + [f"(x^2 + {rng.randint(1, 5)})"]
    text = f"({polynomial(rng, 1, 3, 6, 9)[0]} + 1)/({'*'.join(poles)})"
    point = {"x": flint.fmpq(rng.randint(101, 999), 89)}
    return f"apart({text}, x)", lambda out: value(out, point) == value(text, point)


def bases(rng):
    system = [polynomial(rng, 2, 3, 2, 5)[0] + f" + {rng.randint(1, 5)}" for _ in range(2)]
    order = rng.choice(["grevlex", "lex"])
    exact = [sympy.sympify(p.replace("^", "**"), locals=SYMBOLS) for p in system]
    basis = sympy.groebner(exact, *[SYMBOLS[v] for v in "xy"], order=order) if any(exact) else None

    def check(out):
        if basis is None:
            return True
        own = {sympy.Poly(sympy.sympify(p.replace("^", "**"), locals=SYMBOLS), *[SYMBOLS[v] for v in "xy"]) for p in split_list(out)}
        monic = {sympy.Poly(p / sympy.LC(p, *[SYMBOLS[v] for v in "xy"], order=order), *[SYMBOLS[v] for v in "xy"]) for p in (q.as_expr() for q in own)}
        theirs = {sympy.Poly(p / sympy.LC(p, *[SYMBOLS[v] for v in "xy"], order=order), *[SYMBOLS[v] for v in "xy"]) for p in basis.exprs}
        return monic == theirs

    return f"groebner([{', '.join(system)}], [x, y], {order})", check


def random_matrix(rng, rows, columns, fractions=True):
    entry = lambda: flint.fmpq(rng.randint(-50, 50), rng.choice([1, 1, 2, 3, 7]) if fractions else 1)
    entries = [[entry() for _ in range(columns)] for _ in range(rows)]
    return "[" + "; ".join(", ".join(str(e) for e in row) for row in entries) + "]", flint.fmpq_mat(entries)


def determinants(rng):
    n = rng.randint(1, 8)
    text, matrix = random_matrix(rng, n, n)
    return f"det({text})", lambda out: value(out, {}) == matrix.det()


def systems(rng):
    n = rng.randint(2, 7)
    (a, left), (b, right) = random_matrix(rng, n, n), random_matrix(rng, n, 1)
    if left.det() == 0:
        return "1", lambda out: True
    solution = left.solve(right)
    return f"linsolve({a}, {b})[1, 1]", lambda out: value(out, {}) == solution[0, 0]


def echelon_forms(rng):
    text, matrix = random_matrix(rng, rng.randint(1, 5), rng.randint(1, 6))
    return f"rank({text})", lambda out: int(out) == matrix.rank()


def characteristic_polynomials(rng):
    n = rng.randint(1, 6)
    text, matrix = random_matrix(rng, n, n)
    expected = matrix.charpoly().coeffs()
    return f"coeffs(charpoly({text}, x), x)", lambda out: [value(c, {}) for c in split_list(out)] == expected


def normal_forms(rng):
    text, matrix = random_matrix(rng, rng.randint(1, 4), rng.randint(1, 4), fractions=False)
    whole = flint.fmpz_mat([[int(matrix[i, j].p) for j in range(matrix.ncols())] for i in range(matrix.nrows())])
    snf = whole.snf()
    expected = [int(snf[i, i]) for i in range(min(snf.nrows(), snf.ncols())) if snf[i, i] != 0]
    return f"smith({text})", lambda out: [int(item) for item in split_list(out)] == expected


def whole_numbers(rng):
    n = rng.randint(2, 10 ** rng.randint(1, 32))
    expected = sorted((int(p), int(e)) for p, e in flint.fmpz(n).factor())
    return f"factors({n})", lambda out: [tuple(map(int, split_list(pair))) for pair in split_list(out)] == expected


def primes(rng):
    n = rng.randint(0, 10 ** rng.randint(1, 60))
    return f"nextprime({n})", lambda out: int(out) == sympy.nextprime(n)


def real_roots(rng):
    degree = rng.randint(1, 8)
    coefficients = [rng.randint(-9, 9) for _ in range(degree)] + [1]
    text = " + ".join(f"({c})*x^{i}" for i, c in enumerate(coefficients))
    expected = sympy.Poly(list(reversed(coefficients)), SYMBOLS["x"]).sqf_part().count_roots()
    return f"length(realroots({text}, x))", lambda out: int(out) == expected


def minimal_polynomials(rng):
    a, b, c = (rng.randint(2, 30) for _ in range(3))
    text = f"sqrt({a}) + {b}^(1/3)*{rng.randint(1, 4)} + {c}/7"
    expected = sympy.minimal_polynomial(sympy.sympify(text.replace("^", "**")), SYMBOLS["x"])
    return f"minpoly({text}, x)", lambda out: sympy.expand(sympy.sympify(out.replace("^", "**"), locals=SYMBOLS) - expected) == 0


KINDS = [products, powers, gcds, factors, univariate_factors, resultants, discriminants, fractions, partial_fractions, bases,
         determinants, systems, echelon_forms, characteristic_polynomials, normal_forms, whole_numbers, primes, real_roots, minimal_polynomials]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20, help="problems of each kind")
    parser.add_argument("--viete", default="target/debug/viete")
    options = parser.parse_args()
    wrong = 0
    for kind in KINDS:
        rng = random.Random(f"{options.seed} {kind.__name__}")
        problems = [kind(rng) for _ in range(options.count)]
        with tempfile.NamedTemporaryFile("w", suffix=".viete") as file:
            file.write("\n".join(statement for statement, _ in problems) + "\n")
            file.flush()
            run = subprocess.run([options.viete, "--plain", file.name], capture_output=True, text=True, timeout=600)
        answers = [line for line in run.stdout.splitlines() if not line.startswith("note:")]
        if len(answers) != len(problems):
            print(f"{kind.__name__}: {len(problems)} problems, {len(answers)} answers\n{run.stderr[:2000]}")
            wrong += 1
            continue
        for (statement, check), answer in zip(problems, answers):
            if not check(answer):
                print(f"{kind.__name__}: {statement}\n  gave {answer}")
                wrong += 1
    print(f"{len(KINDS) * options.count} problems of {len(KINDS)} kinds, {wrong} differences (seed {options.seed})")
    sys.exit(1 if wrong else 0)


main()
