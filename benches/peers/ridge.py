#!/usr/bin/env python3
"""Ridge regression against LAPACK: 1000 features, 2000 examples, one thread, process CPU seconds, by turns.

    cargo bench -p piccole-benches --bench ridge --no-run     # prints the path of the program
    python3 benches/peers/ridge.py target/release/deps/ridge-... [ROUNDS]

Needs NumPy and SciPy. Both sides form the Gram matrix (BLAS dsyrk), decompose it (LAPACK dpotrf) and solve.
"""

import os

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[name] = "1"

import statistics
import subprocess
import sys
import time

import numpy as np
import scipy
from scipy.linalg import blas, cho_factor, cho_solve

FEATURES, EXAMPLES, RIDGE = 1000, 2000, 10.0


def solve(features, targets):
    """The coefficients, by the lower triangle of the Gram matrix."""
    gram = blas.dsyrk(1.0, features, lower=1)
    gram[np.diag_indices(FEATURES)] += RIDGE
    factor = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    return cho_solve(factor, features @ targets, overwrite_b=True, check_finite=False)


def main(program, rounds):
    random = np.random.default_rng(1)
    features = np.asfortranarray(random.standard_normal((FEATURES, EXAMPLES)))
    targets = random.standard_normal(EXAMPLES)
    gradient = features @ (features.T @ solve(features, targets) - targets) + RIDGE * solve(features, targets)
    assert np.abs(gradient).max() < 1e-8
    ours, theirs = [], []
    command = [program, "--by-turns"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as peer:
        for turn in range(rounds + 1):
            peer.stdin.write("\n")
            peer.stdin.flush()
            seconds = float(peer.stdout.readline())
            start = time.process_time()
            solve(features, targets)
            if turn > 0:  # the first round warms up
                ours.append(seconds)
                theirs.append(time.process_time() - start)
        peer.stdin.close()
    a, b = statistics.median(ours), statistics.median(theirs)
    print(f"ridge regression, {FEATURES} features, {EXAMPLES} examples, one thread, {rounds} rounds by turns, median CPU")
    print(f"  piccole-nn {1e3 * a:.1f} ms (fastest {1e3 * min(ours):.1f})")
    print(f"  SciPy {scipy.__version__} {1e3 * b:.1f} ms (fastest {1e3 * min(theirs):.1f})")
    print(f"  piccole-nn / SciPy = {a / b:.2f} (fastest {min(ours) / min(theirs):.2f})")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 11)
