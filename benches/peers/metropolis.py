"""Metropolis's chain on the number of errors, one pattern after the other, compiled by numba.

Every call starts from the same weights, in equilibrium at the same temperature, as ours does. Acceptance and energy have to agree
within their errors for the times to mean anything.
"""

import math

import numba
import numpy as np

from side import arguments, serve

rival, folder, (n, beta, sweeps) = arguments()
n, beta = int(n), float(beta)
proposals = int(sweeps) * n
inputs = np.fromfile(folder / "inputs", np.int8).reshape(-1, n)
columns = np.ascontiguousarray(inputs.T).astype({"numba-int8": np.int8, "numba-int16": np.int16}[rival])
start = np.fromfile(folder / "weights", np.int8).astype(np.int16)
overlaps = (inputs.astype(np.int32) @ start.astype(np.int32)).astype(np.int16)
samples = []


@numba.njit(fastmath=True)
def advance(columns, weights, products, beta, proposals):
    """`columns[i, mu]` is the input of pattern mu at weight i; `products` are those of the patterns with the weights."""
    accepted = 0
    for _ in range(proposals):
        i = np.random.randint(len(weights))
        twice = np.int16(2 * weights[i])
        column = columns[i]
        change = 0
        for mu in range(len(products)):
            old = products[mu]
            new = np.int16(old - twice * column[mu])
            change += np.int16(new <= 0) - np.int16(old <= 0)
        if change <= 0 or np.random.random() < math.exp(-beta * change):
            for mu in range(len(products)):
                products[mu] -= twice * column[mu]
            weights[i] = -weights[i]
            accepted += 1
    return accepted


@numba.njit
def seed(number):
    np.random.seed(number)


def call():
    weights, products = start.copy(), overlaps.copy()
    accepted = advance(columns, weights, products, beta, proposals)
    samples.append((accepted / proposals, (products <= 0).sum()))


def answer():
    means = np.mean(samples, axis=0)
    errors = np.std(samples, axis=0, ddof=1) / math.sqrt(len(samples))
    return np.column_stack((means, errors)).ravel()


seed(1)
serve(call, answer)
