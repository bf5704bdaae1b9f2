"""Belief propagation from zero messages, pattern after pattern, a pattern's messages at once: numpy with scipy's log_ndtr."""

import math

import numpy as np
from scipy.special import log_ndtr

from side import arguments, serve

SWEEPS = 10

rival, folder, (n, alpha) = arguments()
inputs = np.fromfile(folder / "inputs", np.int8).reshape(-1, int(n)).astype(float) / math.sqrt(int(n))


def call():
    """Leaves the fields of the weights."""
    global fields
    fields, messages = np.zeros(inputs.shape[1]), np.zeros(inputs.shape)
    for _ in range(SWEEPS):
        for a, u in zip(inputs, messages):
            m = np.tanh(fields - u)
            shares = (1 - m * m) * a * a
            deviations = np.sqrt(shares.sum() - shares)
            mean = a * m
            others = mean.sum() - mean
            new = 0.5 * (log_ndtr((others + a) / deviations) - log_ndtr((others - a) / deviations))
            fields += new - u
            u[:] = new


def answer():
    call()
    return np.tanh(fields)


serve(call, answer)
