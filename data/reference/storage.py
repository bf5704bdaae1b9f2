"""Write storage.csv and capacity.csv: the replica-symmetric storage problem at 25 digits (needs mpmath 1.3).

An implementation apart from the crate's: textbook form of the equations in q (not in the odds), mpmath's tanh-sinh
quadrature, and the secant method.
"""

import csv
import pathlib

from mpmath import cosh, erfc, exp, findroot, log, log1p, mp, mpf, nstr, pi, quad, sqrt, tanh

mp.dps = 25
HERE = pathlib.Path(__file__).parent


def average(f, kink=0):
    """Average over a unit Gaussian, in pieces around a kink; 15 standard deviations leave 1e-50."""
    pieces = sorted({mpf(-15), mpf(15), *(mpf(z) for z in (-6, -3, 3, 6)), *(kink + d for d in (-1, -0.25, 0, 0.25, 1))})
    pieces = [z for z in pieces if abs(z) <= 15]
    return quad(lambda z: f(z) * exp(-z * z / 2) / sqrt(2 * pi), pieces)


def tail(x):
    return erfc(x / sqrt(2)) / 2


def hazard(x):
    return exp(-x * x / 2) / sqrt(2 * pi) / tail(x)


def ln_2cosh(y):
    return abs(y) + log1p(exp(-2 * abs(y)))


def over_field(kappa, q, f):
    return average(lambda z: f((kappa + sqrt(q) * z) / sqrt(1 - q)), -kappa / sqrt(q))


def conjugate(kappa, alpha, q):
    return alpha / (1 - q) * over_field(kappa, q, lambda x: hazard(x) ** 2)


def solve(weights, kappa, alpha, start):
    if weights == "binary":
        gap = lambda q: average(lambda z: tanh(sqrt(conjugate_now[0]) * z) ** 2) - q

        def equation(q):
            conjugate_now[0] = conjugate(kappa, alpha, q)
            return gap(q)

        conjugate_now = [mpf(0)]
    else:
        equation = lambda q: conjugate(kappa, alpha, q) * (1 - q) ** 2 - q
    q = findroot(equation, (mpf(start), mpf(start) + mpf("1e-3")), solver="secant", tol=mpf("1e-44"))
    q_hat = conjugate(kappa, alpha, q)
    ln_tail = over_field(kappa, q, lambda x: log(tail(x)))
    slope2 = over_field(kappa, q, lambda x: (hazard(x) * (hazard(x) - x)) ** 2)
    if weights == "binary":
        entropy = -q_hat * (1 - q) / 2 + average(lambda z: ln_2cosh(sqrt(q_hat) * z))
        response = average(lambda z: cosh(sqrt(q_hat) * z) ** -4) / (1 - q) ** 2
    else:
        entropy = q / (2 * (1 - q)) + log(1 - q) / 2
        response = 1
    return q, q_hat, entropy + alpha * ln_tail, alpha * slope2 * response, ln_tail


def write(name, header, rows):
    with open(HERE / name, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)


def main():
    points = [
        ("binary", "0", "0.3", 0.19), ("binary", "0", "0.5", 0.32), ("binary", "0", "0.8", 0.54),
        ("binary", "0", "1", 0.71), ("binary", "1", "0.2", 0.5), ("binary", "-1", "3", 0.28), ("binary", "-2", "20", 0.07),
        ("spherical", "0", "0.5", 0.3), ("spherical", "0", "1.5", 0.83), ("spherical", "1", "0.4", 0.82),
        ("spherical", "-1", "8", 0.72),
    ]
    rows = []
    for weights, kappa, alpha, start in points:
        values = solve(weights, mpf(kappa), mpf(alpha), start)[:4]
        rows.append([weights, kappa, alpha] + [nstr(v, 18) for v in values])
        print(rows[-1], flush=True)
    write("storage.csv", ["weights", "kappa", "alpha", "q", "q_hat", "entropy", "at_stability"], rows)

    rows = []
    for kappa, alpha, start in [("0", "0.8330786", 0.564), ("1", "0.2707001", 0.70), ("-1", "3.7946283", 0.365)]:
        alpha = mpf(alpha)
        for _ in range(3):
            start, _, entropy, stability, slope = solve("binary", mpf(kappa), alpha, start)
            alpha -= entropy / slope
        rows.append(["binary", kappa] + [nstr(v, 18) for v in (alpha, start, stability)])
        print(rows[-1], flush=True)
    for kappa in ("0", "0.5", "1", "3", "-1", "-2"):
        k = mpf(kappa)
        moment = (1 + k * k) * tail(-k) + k * exp(-k * k / 2) / sqrt(2 * pi)
        rows.append(["spherical", kappa] + [nstr(v, 18) for v in (1 / moment, mpf(1), tail(-k) / moment)])
    for kappa in ("1e-10", "0.5", "1", "1.5", "5", "20"):
        k = mpf(kappa)
        # 1 − 2H(κ) cancels for small κ and is close to 1 for large: raise the precision.
        with mp.workdps(150):
            inside = 1 - 2 * tail(k)
            alpha = -log(2) / log(inside)
            stability = alpha * (2 * k * exp(-k * k / 2) / sqrt(2 * pi) / inside) ** 2
        rows.append(["symmetric", kappa] + [nstr(v, 18) for v in (alpha, mpf(0), stability)])
    write("capacity.csv", ["model", "kappa", "alpha_c", "q", "at_stability"], rows)


if __name__ == "__main__":
    main()
