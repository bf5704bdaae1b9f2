"""Write activations.csv: reference values of the activations and their derivatives at 60 digits (needs mpmath 1.3).

Columns: activation, x, sigma(x), sigma'(x). Every x is a dyadic number of at most 12 significant bits, so that it is
the same number in single and in double precision. Values below the smallest normal number of a precision are not to be
tested there.
"""

import csv
import pathlib

from mpmath import cosh, erf, exp, mp, mpf, nstr, pi, sqrt, tanh

mp.dps = 60

ACTIVATIONS = {
    "tanh": (tanh, lambda x: 1 / cosh(x) ** 2),
    "sigmoid": (lambda x: 1 / (1 + exp(-x)), lambda x: 1 / ((1 + exp(-x)) * (1 + exp(x)))),
    "erf": (lambda x: erf(x / sqrt(2)), lambda x: sqrt(2 / pi) * exp(-x * x / 2)),
}


def points():
    """Dense near 0, then to where derivatives underflow, and tiny arguments."""
    grid = [k / 8 for k in range(1, 48)] + [6 + k / 2 for k in range(0, 60, 3)] + [40, 100, 350, 700, 1000]
    grid += [2.0**-k for k in range(4, 100, 12)]
    return sorted({s * x for x in grid for s in (-1, 1)} | {0.0})


def main():
    path = pathlib.Path(__file__).with_suffix(".csv")
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["activation", "x", "value", "derivative"])
        for name, (value, derivative) in ACTIVATIONS.items():
            for x in points():
                writer.writerow([name, repr(x), nstr(value(mpf(x)), 20), nstr(derivative(mpf(x)), 20)])


main()
