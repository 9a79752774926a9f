"""The corpus of simplifications in SymPy, beside viete on the same machine:

    python3 -m venv .venv && .venv/bin/pip install sympy
    cargo build --release && .venv/bin/python bench/sympy_corpus.py

Prints how many lines each solves (no larger than expected, by SymPy's own count of operations for SymPy) and the
ratio of median times. SymPy's cache is cleared before each line; viete's times come from `viete-bench corpus`.
"""

import re
import statistics
import subprocess
import time
from pathlib import Path

import sympy
from sympy.core.cache import clear_cache

NAMES = {name: getattr(sympy, name) for name in ["erf", "erfc", "gamma", "factorial", "binomial", "besselj", "sign", "floor"]}
NAMES |= {"ceil": sympy.ceiling, "conj": sympy.conjugate, "abs": sympy.Abs, "E": sympy.E, "I": sympy.I, "pi": sympy.pi}


def read(text):
    return sympy.sympify(text.replace("^", "**"), locals=NAMES)


def main():
    lines = Path(__file__).with_name("corpus").joinpath("simplify.txt").read_text().splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    solved, times = 0, []
    for source, expected in pairs:
        expression, goal = read(source), read(expected)
        clear_cache()
        start = time.process_time()
        result = sympy.simplify(expression)
        times.append((time.process_time() - start) * 1e3)
        if sympy.count_ops(result) <= sympy.count_ops(goal):
            solved += 1
        else:
            print(f"sympy: {source}  gives  {result}  expected  {expected}")
    median = statistics.median(times)
    print(f"sympy {sympy.__version__}: {solved} of {len(pairs)} solved, median {median:.1f} ms, slowest {max(times):.0f} ms")
    ours = subprocess.run(["cargo", "run", "--release", "-q", "-p", "viete-bench", "corpus"], capture_output=True, text=True)
    print(ours.stdout.strip())
    found = re.search(r"median ([0-9.]+) ms", ours.stdout)
    if found:
        print(f"ratio of medians: {median / float(found.group(1)):.0f}")


if __name__ == "__main__":
    main()
