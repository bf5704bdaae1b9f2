"""Metropolis's chain on the number of errors: ours against the same loop compiled by numba.

    pip install numba numpy
    cargo build --release -p piccole-benches --example metropolis
    python benches/peers/metropolis.py

Both sides start from the same weights, equilibrated at beta = 1, on the same patterns at alpha = 0.5, and run by turns, one
thread each. Times are CPU seconds of each side's own process; the medians over the rounds are compared. Acceptance, mean
energy and the share of sweeps (N proposals) in which nothing was accepted are printed: they have to agree, within what the few
slowly changing samples allow, for the ratio to mean anything. Ours does not make the proposals of a chain that is stuck, but draws their number; the
second ratio leaves those sweeps out on both sides.
"""

import math
import subprocess
import sys
import time
from pathlib import Path

import numba
import numpy as np

BETA = 1.0
ROUNDS = 11
# Weights, sweeps a round, sweeps before the first.
SIZES = [(1001, 200, 1000), (10_001, 20, 1000)]


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

    def __init__(self, n, sweeps):
        program = Path(__file__).parents[2] / "target/release/examples/metropolis"
        arguments = [str(program), str(n), str(BETA), str(sweeps)]
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

    def __init__(self, inputs, weights, dtype):
        self.columns = np.ascontiguousarray(inputs.T).astype(dtype)
        self.weights = weights.astype(np.int16)
        self.products = (inputs.astype(np.int32) @ weights.astype(np.int32)).astype(np.int16)
        advance(self.columns, self.weights.copy(), self.products.copy(), BETA, 10)

    def advance(self, proposals):
        start = time.process_time()
        accepted = advance(self.columns, self.weights, self.products, BETA, proposals)
        return time.process_time() - start, accepted, int((self.products <= 0).sum())


def main():
    for n, sweeps, before in SIZES:
        ours = Ours(n, before)
        sides = {"ours": ours}
        for dtype in (np.int8, np.int16):
            sides[f"numba {np.dtype(dtype).name}"] = Numba(ours.inputs, ours.weights, dtype)
        results = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, side in sides.items():
                results[name].append([side.advance(n) for _ in range(sweeps)])
        print(f"n = {n}, p = {n // 2}, beta = {BETA}: {ROUNDS} rounds of {sweeps} sweeps")
        medians = {}
        for name, rounds in results.items():
            seconds, accepted, energies = np.moveaxis(np.array(rounds, dtype=float), 2, 0)
            nanoseconds = 1e9 * seconds / n
            medians[name] = np.median(nanoseconds.mean(axis=1)), np.median(nanoseconds[accepted > 0])
            print(
                f"  {name:12} {medians[name][0]:7.1f} ns a proposal, {medians[name][1]:7.1f} in sweeps that move; acceptance"
                f" {accepted.mean() / n:.4f}, none in {(accepted == 0).mean():.1%} of the sweeps, mean energy {energies.mean():.1f}"
            )
        for what, which in (("all sweeps", 0), ("sweeps that move", 1)):
            rival = min(median[which] for name, median in medians.items() if name != "ours")
            print(f"  best numba : ours  {rival / medians['ours'][which]:.2f} ({what})")
        ours.process.stdin.close()
        ours.process.wait()


if __name__ == "__main__":
    sys.exit(main())
