"""Write teacher_student.csv: the Bayes-optimal teacher-student perceptron at 20 digits (needs mpmath 1.3).

An implementation apart from the crate's: textbook equations in q, mpmath's tanh-sinh quadrature, and the secant method
for q, for the zero of the entropy and for the maximum of alpha(q).
"""

import csv
import pathlib

from mpmath import asin, diff, erfc, exp, findroot, log, log1p, mp, mpf, nstr, pi, quad, sqrt, tanh

mp.dps = 22
HERE = pathlib.Path(__file__).parent
PIECES = [mpf(z) for z in (-13, -6, -3, -1, 0, 1, 3, 6, 13)]


def average(f):
    return quad(lambda z: f(z) * exp(-z * z / 2) / sqrt(2 * pi), PIECES)


def tail(x):
    return erfc(x / sqrt(2)) / 2


def gauss(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def ln_2cosh(y):
    return abs(y) + log1p(exp(-2 * abs(y)))


def information(q):
    """Integral of G(t)^2/H(t) with t = sqrt(q/(1-q)) z, over t where the z average would be a spike."""
    s = sqrt(q / (1 - q))
    return average(lambda z: gauss(s * z) ** 2 / tail(s * z))


def ln_tails(q):
    s = sqrt(q / (1 - q))
    return average(lambda z: tail(s * z) * log(tail(s * z)))


def overlap(q_hat):
    return average(lambda z: tanh(q_hat + sqrt(q_hat) * z))


def binary_entropy_of(alpha, q, q_hat):
    return -q_hat * (1 + q) / 2 + average(lambda z: ln_2cosh(q_hat + sqrt(q_hat) * z)) + 2 * alpha * ln_tails(q)


def binary(alpha, start):
    conjugate = lambda q: 2 * alpha / (1 - q) * information(q)
    q = findroot(lambda q: overlap(conjugate(q)) - q, (mpf(start), mpf(start) + mpf("1e-3")), solver="secant", tol=1e-38)
    return q, conjugate(q), binary_entropy_of(alpha, q, conjugate(q))


def spherical(alpha, start):
    q = findroot(lambda q: 2 * alpha * information(q) - q, (mpf(start), mpf(start) - mpf("1e-3")), solver="secant", tol=1e-38)
    return q, q / (1 - q), q / 2 + log(1 - q) / 2 + 2 * alpha * ln_tails(q)


def density(q_hat):
    q = overlap(q_hat)
    return q_hat * (1 - q) / (2 * information(q))


def main():
    rows = []
    for alpha, start in [("0.1", "0.06"), ("0.5", "0.3"), ("1", "0.56"), ("1.2", "0.7"), ("1.4", "0.8"), ("1.49", "0.89")]:
        rows.append(["binary", alpha, *binary(mpf(alpha), start)])
    for alpha, start in [("0.5", "0.25"), ("1", "0.45"), ("5", "0.95"), ("40", "0.999")]:
        rows.append(["spherical", alpha, *spherical(mpf(alpha), start)])
    with open(HERE / "teacher_student.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["weights", "alpha", "q", "q_hat", "entropy"])
        for row in rows:
            writer.writerow(row[:2] + [nstr(x, 18) for x in row[2:]])
        # Thresholds, in the column alpha: the zero of the entropy and the maximum of the density.
        zero = findroot(lambda x: binary_entropy_of(density(x), overlap(x), x), (mpf("2.5"), mpf("2.6")), solver="secant", tol=1e-36)
        writer.writerow(["information_theoretic", nstr(density(zero), 18), nstr(overlap(zero), 18), nstr(zero, 18), "0"])
        top = findroot(lambda x: diff(density, x), (mpf("4.3"), mpf("4.4")), solver="secant", tol=1e-20)
        writer.writerow(["algorithmic_spinodal", nstr(density(top), 16), nstr(overlap(top), 8), nstr(top, 8), ""])


main()
