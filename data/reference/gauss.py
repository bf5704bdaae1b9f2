"""Write gauss.csv: reference values of the Gaussian special functions at 60 digits (needs mpmath 1.3).

Columns: x, G(x), H(x), ln H(x), R(x) = G/H, R'(x) = R (R - x), ln 2cosh x. Every x is a double, written so that it
reads back exactly; values below the smallest normal double (2.2e-308) are written as they are and not to be tested.
"""

import csv
import math
import pathlib

from mpmath import cosh, erfc, exp, log, log1p, mp, mpf, nstr, pi, sqrt

mp.dps = 60


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def tail(x):
    return erfc(x / sqrt(2)) / 2


def ln_tail(x):
    return log1p(-tail(-x)) if x < 0 else log(tail(x))


def points():
    """Doubles from -40 to 1e6, dense where an implementation may change its method."""
    grid = [-40 + 0.5 * k for k in range(161)]
    grid += [0.1 * k + 1 / 3 for k in range(-30, 60)]
    grid += [s * 10.0**k for k in range(-300, 0, 20) for s in (-1, 1)] + [s * 10.0**k for k in range(-9, 0) for s in (-1, 1)]
    grid += [10 ** (1 + k / 8) for k in range(41)] + [3e5, 7.77e5, 1e6]
    switches = [0.0, 2.0, 2.25, 2.5, 3.0, 4.0, 37.5, -37.5, 38.5, -38.5, 39.0, 6.1 * math.sqrt(2), 50 * math.sqrt(2)]
    # The pieces of the erfcx table end where 400/(4 + x/sqrt 2) is whole.
    switches += [math.sqrt(2) * (400 / k - 4) for k in range(8, 100, 7)]
    for s in switches:
        grid += [s, math.nextafter(s, -math.inf), math.nextafter(s, math.inf), s - 1e-3, s + 1e-3]
    return sorted({x for x in grid if -40 <= x <= 1e6})


def main():
    with open(pathlib.Path(__file__).with_suffix(".csv"), "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["x", "pdf", "tail", "ln_tail", "hazard", "hazard_derivative", "ln_2cosh"])
        for point in points():
            x = mpf(point)
            # R - x cancels 2 log10(x) digits of 60, the tail none.
            hazard = density(x) / tail(x)
            values = [density(x), tail(x), ln_tail(x), hazard, hazard * (hazard - x), log(2 * cosh(x))]
            rows.writerow([repr(point)] + [nstr(v, 20, min_fixed=0, max_fixed=0) for v in values])


if __name__ == "__main__":
    main()
