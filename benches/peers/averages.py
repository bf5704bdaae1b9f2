"""Averages over a Gaussian: scipy's adaptive quadrature, one value at a time, or Gauss-Hermite nodes and numpy."""

import math

import numpy as np
from scipy.integrate import quad
from scipy.special import roots_hermitenorm

NODES, WEIGHTS = roots_hermitenorm(200)
WEIGHTS = WEIGHTS / math.sqrt(2 * math.pi)


def mean(rival):
    """A function that averages functions of a unit Gaussian."""
    if rival == "scipy":
        density = lambda z: math.exp(-z * z / 2) / math.sqrt(2 * math.pi)
        return lambda f: quad(lambda z: density(z) * f(z), -10, 10, points=[0], epsabs=1e-11, epsrel=1e-11, limit=200)[0]
    return lambda f: WEIGHTS @ f(NODES)


def functions(rival):
    """tanh and exp, of one number or of arrays."""
    return (math.tanh, math.exp) if rival == "scipy" else (np.tanh, np.exp)
