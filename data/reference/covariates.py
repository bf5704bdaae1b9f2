"""Write covariates.csv: the saddle of the Gaussian covariate model (needs numpy, scipy), and check it by simulation (needs
scikit-learn as well; `python3 covariates.py simulate`).

Apart from the crate's method: spectral averages by a sum over the Marchenko-Pastur density, Gaussian averages on a plain
grid of step 1/200, the proximal operator by bisection alone, and damped iteration in (V, q, m) to 1e-14. The values are
good to about 11 digits.
"""

import csv
import pathlib
import sys

import numpy as np
from scipy.special import expit, ndtr

HERE = pathlib.Path(__file__).parent
# k1 and the square of k*, see nonlinearity.rs for their digits.
MOMENTS = {
    "sign": (np.sqrt(2 / np.pi), 1 - 2 / np.pi),
    "relu": (0.5, (np.pi - 2) / (4 * np.pi)),
    "tanh": (0.60570550960215882558, 0.027415326035430257156),
    "erf": (1 / np.sqrt(np.pi), 1 / 3 - 1 / np.pi),
}
XI = np.arange(-12, 12.0025, 0.005)
DXI = 0.005 * np.exp(-(XI**2) / 2) / np.sqrt(2 * np.pi)


def spectrum(psi1, points=20000):
    """Eigenvalues of F F'/D and their weights: F is N x D with unit variance, N/D = psi1."""
    low, high = (1 - np.sqrt(psi1)) ** 2, (1 + np.sqrt(psi1)) ** 2
    angle = (np.arange(points) + 0.5) * np.pi / points
    x = (low + high) / 2 - (high - low) / 2 * np.cos(angle)
    density = (high - low) / 2 * np.sin(angle) / (2 * np.pi * psi1 * x)
    weights = density * (high - low) / 2 * np.sin(angle) * np.pi / points
    if psi1 > 1:
        x, weights = np.append(x, 0), np.append(weights, 1 - 1 / psi1)
    assert abs(weights.sum() - 1) < 1e-9, weights.sum()
    return x, weights


def logistic(omega, V):
    low, high = omega.copy(), omega + V
    for _ in range(70):
        middle = (low + high) / 2
        right = middle - omega - V * expit(-middle) > 0
        low, high = np.where(right, low, middle), np.where(right, middle, high)
    x = (low + high) / 2
    f = expit(-x)
    return f, f * (1 - f) / (1 + V * f * (1 - f)), np.logaddexp(0, -x)


def square(omega, V):
    f = (1 - omega) / (1 + V)
    return f, 1 / (1 + V) + 0 * omega, ((omega - 1) / (1 + V)) ** 2 / 2


def saddle(name, loss, psi1, psi2, lam):
    k1, ks2 = MOMENTS[name]
    x, weights = spectrum(psi1)
    big, gram = k1**2 * x + ks2, k1**2 * x
    alpha, gamma = psi2 / psi1, 1 / psi1
    V, q, m = 1.0, 0.5, 0.3
    for step in range(200000):
        c, s = m / np.sqrt(q), np.sqrt(1 - m * m / q)
        f, slope, _ = loss(np.sqrt(q) * XI, V)
        p, dp = ndtr(c * XI / s), np.exp(-((c * XI / s) ** 2) / 2) / np.sqrt(2 * np.pi) / s
        Vh = 2 * alpha * np.sum(DXI * p * slope)
        qh = 2 * alpha * np.sum(DXI * p * f * f)
        mh = 2 * alpha / np.sqrt(gamma) * np.sum(DXI * dp * f)
        rest = lam + Vh * big
        new = np.array([np.sum(weights * big / rest), np.sum(weights * (qh * big + mh**2 * gram) * big / rest**2),
                        mh / np.sqrt(gamma) * np.sum(weights * gram / rest)])
        change = np.max(np.abs(new / [V, q, m] - 1))
        V, q, m = 0.3 * np.array([V, q, m]) + 0.7 * new
        if change < 2e-14:
            break
    train = 2 * np.sum(DXI * ndtr(m / np.sqrt(q - m * m) * XI) * loss(np.sqrt(q) * XI, V)[2])
    return np.arccos(m / np.sqrt(q)) / np.pi, train, q, m, V, step, change


CASES = [("relu", 0.5, 3, 0.01), ("relu", 2, 3, 0.1), ("relu", 6, 3, 0.01), ("tanh", 2.5, 3, 0.05), ("erf", 4, 1, 1e-3),
         ("sign", 0.3, 2, 1e-4), ("sign", 3, 3, 1), ("erf", 1.5, 8, 100), ("tanh", 10, 0.3, 0.2), ("relu", 3, 3, 1e-3)]


def table():
    rows = []
    for loss in (square, logistic):
        for name, psi1, psi2, lam in CASES:
            values = saddle(name, loss, psi1, psi2, lam)
            print(loss.__name__, name, psi1, psi2, lam, values, flush=True)
            rows.append([loss.__name__, name, psi1, psi2, lam] + [f"{v:.14g}" for v in values[:5]])
    with open(HERE / "covariates.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["loss", "nonlinearity", "psi1", "psi2", "lambda", "generalization_error", "train_loss", "q", "m", "v"])
        out.writerows(rows)


def simulate(d=300, repetitions=10):
    """Fits of real features on Gaussian inputs, beside the theory."""
    from sklearn.linear_model import LogisticRegression

    rng = np.random.default_rng(1)
    sigma = {"relu": lambda x: np.maximum(x, 0) - 1 / np.sqrt(2 * np.pi), "tanh": np.tanh, "sign": np.sign}
    for loss in (square, logistic):
        for name, psi1, psi2, lam in [("relu", 0.5, 3, 0.01), ("relu", 2, 3, 0.1), ("relu", 6, 3, 0.01), ("tanh", 2.5, 3, 0.05),
                                      ("sign", 3, 3, 1), ("tanh", 8, 0.5, 0.2)]:
            N, n, found = int(psi1 * d), int(psi2 * d), []
            for _ in range(repetitions):
                F, teacher = rng.normal(size=(N, d)), rng.normal(size=d)
                x, fresh = rng.normal(size=(n, d)), rng.normal(size=(4000, d))
                z, z_fresh = (sigma[name](u @ F.T / np.sqrt(d)) / np.sqrt(N) for u in (x, fresh))
                y, y_fresh = np.sign(x @ teacher), np.sign(fresh @ teacher)
                if loss is square:
                    w = np.linalg.solve(z.T @ z + lam * np.eye(N), z.T @ y)
                    train = np.mean((y - z @ w) ** 2) / 2
                else:
                    fit = LogisticRegression(C=1 / lam, fit_intercept=False, tol=1e-8, max_iter=10000).fit(z, y)
                    w = fit.coef_[0]
                    train = np.mean(np.logaddexp(0, -y * (z @ w)))
                found.append((np.mean(np.sign(z_fresh @ w) != y_fresh), train, np.var(z_fresh @ w)))
            mean, error = np.mean(found, axis=0), np.std(found, axis=0) / np.sqrt(repetitions)
            theory = saddle(name, loss, psi1, psi2, lam)
            print(f"{loss.__name__} {name} {psi1} {psi2} {lam}: "
                  + "  ".join(f"{what} {a:.4f} +- {b:.4f} ({c:.4f})" for what, a, b, c in zip(("error", "train", "q"), mean, error, theory)),
                  flush=True)


if __name__ == "__main__":
    simulate() if sys.argv[1:] == ["simulate"] else table()
