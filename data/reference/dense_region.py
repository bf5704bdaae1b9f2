"""Local entropy of dense regions at y -> infinity, free centre: the potential itself on plain dense grids.

    S = extr  -Sh S - qh (1-q)/2 - (qh dq + q dqh)/2 - Rh R
              + int Dz max_W max_u [-u^2/2 + ln 2cosh(sqrt(qh) z + Rh + sqrt(dqh) u + Sh W)]
              + alpha int Dz w(z) max_u [-u^2/2 + ln H(-(sqrt(q) z + sqrt(dq) u)/sqrt(1-q))]

No saddle-point equation is used: the gradient of the potential is taken by central differences in the logarithms of the
order parameters and set to zero by MINPACK, both inner maxima are found by bisection of their derivatives, and the
outer averages are Gauss-Legendre sums over z on the two half-lines of the field. Entropies are good to about 1e-11
(they are stationary), order parameters to about 1e-8.

Needs numpy and scipy. Writes dense_region.csv: scenario, alpha, distance, local_entropy, slope, q, dq, R.
"""
import numpy as np
from scipy.optimize import root
from scipy.special import log_ndtr, ndtr

NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


def half_line(start):
    """Nodes and weights of int_start^(start+24) dz, in four panels."""
    ends = start + np.array([0.0, 1.5, 5.0, 11.0, 24.0])
    nodes = [(a + b) / 2 + (b - a) / 2 * NODES for a, b in zip(ends, ends[1:])]
    weights = [(b - a) / 2 * WEIGHTS for a, b in zip(ends, ends[1:])]
    return np.concatenate(nodes), np.concatenate(weights)


def density(z):
    return np.exp(-z * z / 2) / np.sqrt(2 * np.pi)


def bisect(slope, low, high):
    """Root of a slope that is positive at low and negative at high."""
    for _ in range(70):
        middle = (low + high) / 2
        up = slope(middle) > 0
        low, high = np.where(up, middle, low), np.where(up, high, middle)
    return (low + high) / 2


def weights_part(qh, dqh, Sh, Rh):
    total = 0.0
    for sign in (1.0, -1.0):
        # the half-line sign * (sqrt(qh) z + Rh) > 0, z = sign * s
        s, w = half_line(-sign * Rh / np.sqrt(qh))
        h = np.sqrt(qh) * s + sign * Rh
        u = bisect(lambda u: -u + np.sqrt(dqh) * np.tanh(h + Sh + np.sqrt(dqh) * u), 0 * h, 0 * h + np.sqrt(dqh))
        b = h + Sh + np.sqrt(dqh) * u
        total += np.sum(w * density(s) * (-u * u / 2 + np.logaddexp(b, -b)))
    return total


def patterns_part(q, dq, R, teacher):
    z, w = half_line(-12.0)
    weight = 2 * ndtr(R * z / np.sqrt(q - R * R)) if teacher else 1.0

    def x(u):
        return -(np.sqrt(q) * z + np.sqrt(dq) * u) / np.sqrt(1 - q)

    def slope(u):
        hazard = np.exp(-x(u) ** 2 / 2 - log_ndtr(-x(u))) / np.sqrt(2 * np.pi)
        return -u + np.sqrt(dq / (1 - q)) * hazard

    u = bisect(slope, 0 * z, 0 * z + 30 + 15 / np.sqrt(dq))
    return np.sum(w * density(z) * weight * (-u * u / 2 + log_ndtr(-x(u))))


def potential(vector, alpha, d, teacher):
    q = 1 / (1 + np.exp(-vector[0]))
    dq, qh, dqh = np.exp(vector[1:4])
    Sh = vector[4]
    R, Rh = (np.tanh(vector[5]), vector[6]) if teacher else (0.0, 0.0)
    pairs = -Sh * (1 - 2 * d) - qh * (1 - q) / 2 - (qh * dq + q * dqh) / 2 - Rh * R
    return pairs + weights_part(qh, dqh, Sh, Rh) + alpha * patterns_part(q, dq, R, teacher)


def gradient(vector, *rest):
    # fourth-order central differences
    steps = 3e-4 * np.eye(len(vector))
    f = lambda e, k: potential(vector + k * e, *rest)
    return np.array([(8 * (f(e, 1) - f(e, -1)) - f(e, 2) + f(e, -2)) / (12 * 3e-4) for e in steps])


# rough starts: q, dq, qh, dqh, Sh, R, Rh
CASES = [
    ("storage", 0.6, 0.2, [0.43, 0.098, 0.87, 0.06, 0.08]),
    ("storage", 0.6, 0.05, [0.81, 1.26, 0.26, 0.61, 0.6]),
    ("storage", 0.6, 0.01, [0.96, 15.0, 0.0026, 0.33, 1.93]),
    ("storage", 0.78, 0.04, [0.853, 0.576, 1.15, 1.13, 0.036]),
    ("storage", 0.78, 0.005, [0.98, 5.4, 0.0214, 1.32, 1.23]),
    ("teacher-student", 0.8, 0.1, [0.66, 0.45, 0.44, 0.30, 0.35, 0.51, 0.55]),
    ("teacher-student", 0.8, 0.02, [0.92, 2.65, 0.05, 0.69, 1.09, 0.507, 0.16]),
]

with open("dense_region.csv", "w") as out:
    out.write("scenario,alpha,distance,local_entropy,slope,q,dq,R\n")
    for scenario, alpha, d, guess in CASES:
        teacher = scenario == "teacher-student"
        start = [np.log(guess[0] / (1 - guess[0])), *np.log(guess[1:4]), guess[4]]
        if teacher:
            start += [np.arctanh(guess[5]), guess[6]]
        solution = root(gradient, start, args=(alpha, d, teacher), method="hybr", tol=1e-12)
        v = solution.x
        R = np.tanh(v[5]) if teacher else float("nan")
        S = potential(v, alpha, d, teacher)
        row = [S, 2 * v[4], 1 / (1 + np.exp(-v[0])), np.exp(v[1]), R]
        print(scenario, alpha, d, row, np.abs(solution.fun).max())
        out.write(f"{scenario},{alpha},{d}," + ",".join(f"{x:.12g}" for x in row) + "\n")
