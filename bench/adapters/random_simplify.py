"""Random expressions simplified, and compared with the original at points the simplifier does not use.

    cargo build --release && python3 bench/adapters/random_simplify.py --seed 1 --count 4000

Both forms are evaluated by `N` to 20 proved digits at real and complex points; prints every difference (none is
right), and forms that have digits at a point where the simplified one has none.
"""

import argparse
import re
import subprocess

LEAVES = ["x", "y", "x", "y", "x", "y", "2", "3", "1", "-1", "5", "1/2", "pi", "I"]
EXPONENTS = ["2", "3", "(-1)", "(1/2)", "(-1/2)", "(1/3)", "(-2)"]
FUNCTIONS = "sin cos tan cot sec csc exp log sqrt sinh cosh tanh atan asin acos abs conj arg".split()
POINTS = [("37/100", "-121/100"), ("-83/100", "29/100"), ("17/10 + 2/5*I", "-3/5 - 9/10*I"), ("-23/10", "31/10"), ("I/5", "-3/2*I")]
# more than this is not told from infinity when it is read back
LARGEST = 1e150


def expression(random, depth):
    if depth == 0 or random.random() < 0.15:
        return random.choice(LEAVES)
    kind, part = random.random(), lambda: expression(random, depth - 1)
    if kind < 0.4:
        return f"({part()} {random.choice('+-')} {part()})"
    if kind < 0.7:
        return f"({part()}){random.choice('**/')}({part()})"
    if kind < 0.78:
        return f"({part()})^{random.choice(EXPONENTS)}"
    return f"{random.choice(FUNCTIONS)}({part()})"


def number(text):
    """The complex number of an answer of digits, else None."""
    if text is None or re.search(r"[a-df-zA-HJ-Z(]", text):
        return None
    try:
        value = complex(text.replace("*I", "j").replace("I", "1j").replace(" ", ""))
    except ValueError:
        return None
    return value if abs(value.real) < LARGEST and abs(value.imag) < LARGEST else None


def answers(binary, statements):
    """The answer of each statement: markers stand between them, since a refused statement has none."""
    script = "".join(f'"#{index}"\n{statement}\n' for index, statement in enumerate(statements))
    output = subprocess.run([binary, "--time", "5"], input=script, capture_output=True, text=True).stdout
    found, current = {}, None
    for line in output.splitlines():
        marker = re.fullmatch(r'"#(\d+)"', line.strip())
        if marker:
            current = int(marker.group(1))
        else:
            found.setdefault(current, line.strip())
    return found


def main():
    import random

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--binary", default="target/release/viete")
    options = parser.parse_args()
    random.seed(options.seed)
    inputs = [expression(random, 4) for _ in range(options.count)]
    statements = []
    for text in inputs:
        statements += [f"s := simplify({text})", "s"]
        for x, y in POINTS:
            statements += [f"N(subs({form}, [x = {x}, y = {y}]), 20)" for form in (text, "s")]
    found = answers(options.binary, statements)
    compared = wrong = lost = 0
    stride = 2 + 2 * len(POINTS)
    for index, text in enumerate(inputs):
        start = index * stride
        for place, point in enumerate(POINTS):
            before, after = (number(found.get(start + 2 + 2 * place + form)) for form in (0, 1))
            if before is None:
                continue
            compared += 1
            if after is None:
                lost += 1
                print(f"no digits: {text} => {found.get(start + 1)} at {point}")
            elif abs(before - after) > 1e-9 * (1 + abs(before)):
                wrong += 1
                print(f"WRONG: {text} => {found.get(start + 1)} at {point}: {before} against {after}")
    print(f"{options.count} expressions, {compared} values compared, {wrong} wrong, {lost} without digits")
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
