"""The saddle-point equations of weights +1 and -1, by the averages of a rival.

t = sqrt(q/(1-q)) z; G and H are density and tail of a unit Gaussian.
"""

import math

from scipy.special import log_ndtr

from averages import functions, mean

HALF_LOG = 0.5 * math.log(2 * math.pi)


class Equations:
    def __init__(self, rival):
        self.mean = mean(rival)
        self.tanh, self.exp = functions(rival)

    def labels_of_teacher(self, alpha, q):
        """2 alpha/(1-q) E G(t)^2/H(t)."""
        slope = math.sqrt(q / (1 - q))
        f = lambda z: self.exp(-((slope * z) ** 2) - 2 * HALF_LOG - log_ndtr(-slope * z))
        return 2 * alpha / (1 - q) * self.mean(f)

    def random_labels(self, alpha, q):
        """alpha/(1-q) E (G/H)(t)^2."""
        slope = math.sqrt(q / (1 - q))
        f = lambda z: self.exp(-((slope * z) ** 2) - 2 * HALF_LOG - 2 * log_ndtr(-slope * z))
        return alpha / (1 - q) * self.mean(f)

    def overlap_with_teacher(self, q_hat):
        """E tanh(q_hat + sqrt(q_hat) z)."""
        root = math.sqrt(q_hat)
        return self.mean(lambda z: self.tanh(q_hat + root * z))

    def overlap_of_solutions(self, q_hat):
        """E tanh(sqrt(q_hat) z)^2."""
        root = math.sqrt(q_hat)
        return self.mean(lambda z: self.tanh(root * z) ** 2)


def fixed_point(step, q, tolerance=1e-9):
    """Iterates until the overlap changes by less than the tolerance."""
    while True:
        new = step(q)
        if abs(new - q) < tolerance:
            return new
        q = new
