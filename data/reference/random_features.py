"""Write random_features.csv: ridge regression on random features at 30 digits (needs mpmath 1.3), and check the theorem by
simulation (needs numpy; `python3 random_features.py simulate`).

Apart from the crate's form of the theory: the two coupled equations of Mei and Montanari (arXiv:1908.05355, Definition 1)
on the imaginary axis by bisection of the textbook form, and the polynomials E0, E1, E2 as they are printed, at 60 digits
so that they may cancel.
"""

import csv
import pathlib
import sys

from mpmath import erf, exp, mp, mpf, nstr, pi, quad, sqrt, tanh

mp.dps = 60
HERE = pathlib.Path(__file__).parent
SIGMA = {
    "sign": lambda x: mpf(1) if x > 0 else mpf(-1),
    "relu": lambda x: max(x, mpf(0)),
    "tanh": tanh,
    "erf": lambda x: erf(x / sqrt(2)),
}


def moments(name):
    mean = lambda f: quad(lambda x: f(x) * exp(-x * x / 2) / sqrt(2 * pi), [-17, -8, -4, -2, -1, 0, 1, 2, 4, 8, 17])
    sigma = SIGMA[name]
    mu0, mu1 = mean(sigma), mean(lambda x: x * sigma(x))
    return mu1, mean(lambda x: sigma(x) ** 2) - mu0**2 - mu1**2


def chi(z, psi1, psi2, lam):
    """Product of the two Stieltjes transforms at xi = i sqrt(psi1 psi2 lam), by bisection in n1 = nu1/i."""
    xi = sqrt(psi1 * psi2 * lam)

    def rest(n1):
        # From the first equation n1 (xi + n2 (1 + z/(1 + z n1 n2))) = psi1, a quadratic for n2; then the second.
        c = psi1 / n1 - xi
        A, B, C = z * n1, 1 + z - c * z * n1, -c
        n2 = (-B + sqrt(B * B - 4 * A * C)) / (2 * A)
        return n1, n2, n2 * (xi + n1 * (1 + z / (1 + z * n1 * n2))) - psi2

    low, high = mpf(0), psi1 / xi
    for _ in range(220):
        middle = (low + high) / 2
        if rest(middle)[2] > 0:
            low = middle
        else:
            high = middle
    n1, n2, _ = rest((low + high) / 2)
    return -n1 * n2


def bias_variance(z, p1, p2, lam):
    x = chi(z, p1, p2, lam)
    z2, z4, z6 = z, z**2, z**3
    e0 = (-x**5 * z6 + 3 * x**4 * z4 + (p1 * p2 - p2 - p1 + 1) * x**3 * z6 - 2 * x**3 * z4 - 3 * x**3 * z2
          + (p1 + p2 - 3 * p1 * p2 + 1) * x**2 * z4 + 2 * x**2 * z2 + x**2 + 3 * p1 * p2 * x * z2 - p1 * p2)
    e1 = p2 * x**3 * z4 - p2 * x**2 * z2 + p1 * p2 * x * z2 - p1 * p2
    e2 = (x**5 * z6 - 3 * x**4 * z4 + (p1 - 1) * x**3 * z6 + 2 * x**3 * z4 + 3 * x**3 * z2
          + (-p1 - 1) * x**2 * z4 - 2 * x**2 * z2 - x**2)
    return e1 / e0, e2 / e0


def table():
    rows = []
    for name in SIGMA:
        mu1, mu_star = moments(name)
        z = mu1**2 / mu_star
        for p1, p2, lam in [("0.5", "3", "0.01"), ("2", "3", "0.1"), ("6", "3", "0.01"), ("3", "3", "0.05"), ("3", "3", "1e-12"),
                            ("2.999999", "3", "1e-9"), ("3.000001", "3", "1e-15"), ("2", "1", "0.3"), ("1", "1", "1"),
                            ("0.3", "1000", "1e-4"), ("1000", "0.3", "1e-4"), ("1e6", "2", "1e3"), ("1e-6", "2", "1e-3"),
                            ("0.01", "0.02", "100"), ("5", "5", "1e8"), ("40", "8", "1e-20"), ("8", "40", "1e-20"),
                            ("1e9", "1e-9", "1"), ("1e-10", "1e-10", "1e-20"), ("1e10", "2e10", "1e-10")]:
            b, v = bias_variance(z, mpf(p1), mpf(p2), mpf(lam))
            rows.append([name, p1, p2, lam, nstr(b, 20), nstr(v, 20)])
    with open(HERE / "random_features.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["nonlinearity", "psi1", "psi2", "lambda", "bias", "variance"])
        out.writerows(rows)


def simulate(d=300, repetitions=20):
    """Bias and variance of actual fits on the sphere, beside the theorem's."""
    import numpy as np

    rng = np.random.default_rng(1)
    sigma = {"relu": lambda x: np.maximum(x, 0), "tanh": np.tanh}

    def sphere(rows):
        x = rng.normal(size=(rows, d))
        return x * np.sqrt(d) / np.linalg.norm(x, axis=1)[:, None]

    for name in sigma:
        mu1, mu_star = (float(m) for m in moments(name))
        for p1, p2, lam in [(0.5, 3, 0.01), (2, 3, 0.1), (6, 3, 0.01), (3, 3, 0.05), (2, 1, 0.3), (1, 1, 1.0)]:
            features, samples, found = int(p1 * d), int(p2 * d), []
            for _ in range(repetitions):
                directions, inputs, fresh = sphere(features), sphere(samples), sphere(2000)
                teacher = rng.normal(size=d)
                teacher /= np.linalg.norm(teacher)
                z, z_fresh = (sigma[name](x @ directions.T / np.sqrt(d)) for x in (inputs, fresh))
                gram = z.T @ z / samples + features * lam * mu_star / d * np.eye(features)
                labels = np.stack([inputs @ teacher, rng.normal(size=samples)], axis=1)
                fit = z_fresh @ np.linalg.solve(gram, z.T @ labels / samples)
                found.append((np.mean((fresh @ teacher - fit[:, 0]) ** 2), np.mean(fit[:, 1] ** 2)))
            mean, error = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(repetitions)
            b, v = bias_variance(mpf(mu1) ** 2 / mpf(mu_star), mpf(p1), mpf(p2), mpf(lam))
            print(f"{name} psi1 {p1} psi2 {p2} lambda {lam}: B {mean[0]:.4f} +- {error[0]:.4f} ({float(b):.4f})  "
                  f"V {mean[1]:.4f} +- {error[1]:.4f} ({float(v):.4f})", flush=True)


if __name__ == "__main__":
    simulate() if sys.argv[1:] == ["simulate"] else table()
