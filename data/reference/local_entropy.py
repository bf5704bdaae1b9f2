"""Write local_entropy.csv: local entropies and pairs of solutions (numpy 2.4, scipy 1.17).

An implementation apart from the crate's: the order parameters (t, q1, field) of the literature, plain equidistant grids
in one or two dimensions, scipy's hybrid Powell method for the residuals of all saddle equations at once. Halving the
step of the grids changes no printed digit (asserted).
"""

import csv
import pathlib

import numpy as np
from scipy.optimize import brentq, root
from scipy.special import log_ndtr, ndtr

HERE = pathlib.Path(__file__).parent


def grid(step):
    z = np.arange(-9.5, 9.5 + step / 2, step)
    return z, step * np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def ln_tail(x):
    return log_ndtr(-x)


def hazard(x):
    return np.exp(-x * x / 2 - ln_tail(x)) / np.sqrt(2 * np.pi)


def ln_2cosh(y):
    return np.logaddexp(y, -y)


def solve(equations, start):
    solution = root(equations, start, tol=1e-13)
    assert np.max(np.abs(equations(solution.x))) < 1e-11, solution
    return solution.x


def storage(alpha, kappa):
    z, w = grid(0.02)

    def conjugate(q):
        return alpha / (1 - q) * w @ hazard((kappa + np.sqrt(q) * z) / np.sqrt(1 - q)) ** 2

    q = brentq(lambda q: w @ np.tanh(np.sqrt(conjugate(q)) * z) ** 2 - q, 1e-6, 0.95, xtol=1e-15)
    return q, conjugate(q)


def single(alpha, d, kappa, teacher, step):
    z, w = grid(step)
    p = 1 - 2 * d

    def parts(q1):
        x = (kappa - np.sqrt(q1) * z) / np.sqrt(1 - q1)
        weight = 2 * ndtr(p * z / np.sqrt(q1 - p * p)) if teacher else np.ones_like(z)
        return x, weight, alpha / (1 - q1) * w @ (weight * hazard(x) ** 2)

    def equations(v):
        if not p * p < v[0] < 1:
            return [10.0, 10.0]
        q1_hat = parts(v[0])[2]
        m = np.tanh(np.sqrt(q1_hat) * z + v[1])
        return [w @ m - p, w @ m**2 - v[0]]

    q1, p_hat = solve(equations, [p * p + 0.1 * (1 - p * p), np.arctanh(p)])
    x, weight, q1_hat = parts(q1)
    entropy = -p * p_hat - q1_hat * (1 - q1) / 2 + w @ ln_2cosh(np.sqrt(q1_hat) * z + p_hat)
    return entropy + alpha * w @ (weight * ln_tail(x)), q1


def typical(alpha, d, margin, kappa, step, start):
    q, q_hat = storage(alpha, margin)
    z, w = grid(step)
    p = 1 - 2 * d
    z0, y = z[:, None], z[None, :]
    both = w[:, None] * w[None, :]

    def parts(t, q1):
        v = np.sqrt(q1 - t * t / q)
        rho = (p - t) / (np.sqrt(1 - q) * v)
        x_reference = (margin - np.sqrt(q) * z0) / np.sqrt(1 - q)
        bound = (margin - np.sqrt(q) * z0 - np.sqrt(1 - q) * rho * y) / np.sqrt((1 - q) * (1 - rho * rho))
        weight = both * np.exp(ln_tail(bound) - ln_tail(x_reference))
        x = (kappa - t / np.sqrt(q) * z0 - v * y) / np.sqrt(1 - q1)
        r = hazard(x)
        q1_hat = alpha / (1 - q1) * np.sum(weight * r * r)
        t_hat = alpha / np.sqrt((1 - q) * (1 - q1)) * np.sum(weight * hazard(x_reference) * r)
        return q1_hat, t_hat, np.sum(weight * ln_tail(x))

    def spins(q1_hat, t_hat, field):
        reference = np.tanh(np.sqrt(q_hat) * z0)
        b = t_hat / np.sqrt(q_hat) * z0 + np.sqrt(q1_hat - t_hat**2 / q_hat) * y + field
        return both * (1 + reference), reference, b

    def equations(v):
        t, q1, field = v
        if not (t * t / q + (p - t) ** 2 / (1 - q) < q1 < 1):
            return [10.0, 10.0, 10.0]
        q1_hat, t_hat, _ = parts(t, q1)
        weight, reference, b = spins(q1_hat, t_hat, field)
        m = np.tanh(b)
        return [np.sum(weight * m) - p, np.sum(weight * reference * m) - t, np.sum(weight * m * m) - q1]

    t, q1, field = solve(equations, start)
    q1_hat, t_hat, ln = parts(t, q1)
    weight, _, b = spins(q1_hat, t_hat, field)
    entropy = -p * (field + t_hat) + t * t_hat - q1_hat * (1 - q1) / 2 + np.sum(weight * ln_2cosh(b)) + alpha * ln
    return entropy, q1, t


def pairs(alpha, d, step):
    u, w = grid(step)
    p = 1 - 2 * d
    x, dx = np.linspace(0, 14, 7001, retstep=True)

    def parts(q):
        b = -np.sqrt(q / (1 - q)) * u
        rho = (p - q) / (1 - q)
        shifted = b[:, None] + x[None, :]
        f = np.exp(-shifted**2 / 2) / np.sqrt(2 * np.pi) * ndtr((rho * shifted - b[:, None]) / np.sqrt(1 - rho * rho))
        # Simpson's rule
        both = (dx / 3) * (f[:, 0] + f[:, -1] + 4 * f[:, 1:-1:2].sum(1) + 2 * f[:, 2:-1:2].sum(1))
        density = np.exp(-b * b / 2) / np.sqrt(2 * np.pi) * ndtr(-b * np.sqrt((1 - rho) / (1 + rho)))
        return alpha / (1 - q) * w @ (density / both) ** 2, w @ np.log(both)

    def spins(q_hat, g):
        b = np.sqrt(q_hat) * u
        down = np.exp(-g)
        up, odd = np.exp(g) * np.cosh(2 * b), np.exp(g) * np.sinh(2 * b)
        return w @ ((up - down) / (up + down)), w @ (odd / (up + down)) ** 2, w @ np.log(2 * up + 2 * down)

    def equations(v):
        if not 0 < v[0] < (1 + p) / 2:
            return [10.0, 10.0]
        means = spins(parts(v[0])[0], v[1])
        return [means[0] - p, means[1] - v[0]]

    q, g = solve(equations, [0.6 * alpha, np.arctanh(p)])
    q_hat, ln = parts(q)
    return -p * (g + q_hat) + q * q_hat - q_hat * (1 - q) + spins(q_hat, g)[2] + alpha * ln, q


def checked(function, *arguments, steps, **keywords):
    coarse, fine = (function(*arguments, step=step, **keywords) for step in steps)
    assert np.max(np.abs(np.subtract(coarse, fine))) < 2e-11, (arguments, coarse, fine)
    return fine


def main():
    rows = []

    def add(kind, alpha, margin, kappa, d, values):
        rows.append([kind, alpha, margin, kappa, d] + [f"{v:.11f}" for v in values] + ["nan"] * (3 - len(values)))
        print(rows[-1], flush=True)

    for alpha in (0.1, 0.5, 1.0):
        for d in (0.02, 0.1, 0.3, 0.5):
            add("teacher", alpha, 0, 0, d, checked(single, alpha, d, 0.0, True, steps=(0.02, 0.01)))
    for alpha, kappa, d in ((0.1, 0.0, 0.1), (0.5, 0.0, 0.25), (0.5, 0.0, 0.4), (0.2, 0.7, 0.3), (1.5, -1.0, 0.3)):
        add("independent", alpha, kappa, kappa, d, checked(single, alpha, d, kappa, False, steps=(0.02, 0.01)))
    for alpha in (0.1, 0.5, 0.8):
        for d in (0.02, 0.1, 0.2, 0.45):
            add("pairs", alpha, 0, 0, d, checked(pairs, alpha, d, steps=(0.08, 0.04)))
    for alpha, margin, kappa, d in (
        (0.1, 0.0, 0.0, 0.1), (0.5, 0.0, 0.0, 0.03), (0.5, 0.0, 0.0, 0.1), (0.5, 0.0, 0.0, 0.25), (0.5, 0.0, 0.0, 0.45),
        (0.8, 0.0, 0.0, 0.05), (0.8, 0.0, 0.0, 0.15), (0.8, 0.0, 0.0, 0.4), (1.5, -1.0, -1.0, 0.1),
        (0.3, 0.5, 0.0, 0.1), (0.3, 0.5, 0.0, 0.3), (0.5, 0.3, 0.0, 0.05),
    ):
        q, _ = storage(alpha, margin)
        p = 1 - 2 * d
        # Inside of the domain, the rest of the variance a tenth of what is left.
        t = q * p + 0.5 * min(p, 1 - p * p) * q * (1 - q)
        inside = t * t / q + (p - t) ** 2 / (1 - q)
        start = [t, inside + 0.1 * (1 - inside), np.arctanh(p)]
        values = checked(typical, alpha, d, margin, kappa, steps=(0.06, 0.04), start=start)
        add("typical", alpha, margin, kappa, d, values)
    with open(HERE / "local_entropy.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kind", "alpha", "margin", "kappa", "distance", "entropy", "q", "t"])
        table.writerows(rows)


if __name__ == "__main__":
    main()
