"""Metropolis's chain on the number of errors: ours against the same loop compiled by numba.

    pip install numba numpy
    cargo build --release -p piccole-benches --example metropolis
    python benches/peers/metropolis.py

Every round of either side starts from the same weights, in equilibrium at the same beta, on the same patterns at alpha = 0.5;
the sides run by turns, one thread each, with random numbers of their own. Times are CPU seconds of each side's own process; the
medians over the rounds are compared. Acceptance and energy at the end of a round are printed with their standard errors: they
have to agree for the ratio to mean anything. The temperatures give both sizes an acceptance of about a tenth (at N = 10001 and
beta = 1 the chains freeze, and ours, which does not make the proposals of a chain that is stuck, would win by not working).
"""

import math
import subprocess
import sys
import time
from pathlib import Path

import numba
import numpy as np

ROUNDS = 21
# Weights, beta, sweeps a round, sweeps before the first.
SIZES = [(1001, 1.0, 100, 1000), (10_001, 0.5, 5, 1000)]


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


class Ours:
    """The example `metropolis`, which makes the instance."""

    def __init__(self, n, beta, sweeps):
        program = Path(__file__).parents[2] / "target/release/examples/metropolis"
        arguments = [str(program), str(n), str(beta), str(sweeps)]
        self.process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        p = n // 2
        self.inputs = np.frombuffer(self.process.stdout.read(p * n), dtype=np.int8).reshape(p, n)
        self.weights = np.frombuffer(self.process.stdout.read(n), dtype=np.int8)

    def advance(self, proposals):
        """Seconds, accepted, energy."""
        self.process.stdin.write(f"{proposals}\n".encode())
        self.process.stdin.flush()
        seconds, accepted, energy = self.process.stdout.readline().split()
        return float(seconds), int(accepted), int(energy)


class Numba:
    """The compiled loop, from the same start."""

    def __init__(self, inputs, weights, beta, dtype):
        self.beta = beta
        self.columns = np.ascontiguousarray(inputs.T).astype(dtype)
        self.weights = weights.astype(np.int16)
        self.products = (inputs.astype(np.int32) @ weights.astype(np.int32)).astype(np.int16)
        self.advance(10)

    def advance(self, proposals):
        weights, products = self.weights.copy(), self.products.copy()
        start = time.process_time()
        accepted = advance(self.columns, weights, products, self.beta, proposals)
        return time.process_time() - start, accepted, int((products <= 0).sum())


def main():
    for n, beta, sweeps, before in SIZES:
        ours = Ours(n, beta, before)
        sides = {"ours": ours}
        for dtype in (np.int8, np.int16):
            sides[f"numba {np.dtype(dtype).name}"] = Numba(ours.inputs, ours.weights, beta, dtype)
        results = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, side in sides.items():
                results[name].append(side.advance(sweeps * n))
        print(f"n = {n}, p = {n // 2}, beta = {beta}: {ROUNDS} rounds of {sweeps} sweeps")
        medians = {}
        for name, rounds in results.items():
            seconds, accepted, energies = np.array(rounds, dtype=float).T
            medians[name] = 1e9 * np.median(seconds) / (sweeps * n)
            acceptance = accepted / (sweeps * n)
            error = lambda samples: samples.std(ddof=1) / math.sqrt(ROUNDS)
            print(
                f"  {name:12} {medians[name]:7.1f} ns a proposal; acceptance {acceptance.mean():.4f} +- {error(acceptance):.4f},"
                f" energy {energies.mean():.1f} +- {error(energies):.1f}"
            )
        rival = min(median for name, median in medians.items() if name != "ours")
        print(f"  best numba : ours  {rival / medians['ours']:.2f}")
        ours.process.stdin.close()
        ours.process.wait()


if __name__ == "__main__":
    sys.exit(main())
