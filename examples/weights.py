# %% [markdown]
# Patterns and weights in NumPy
#
# Reads patterns (`.npz`) and weights (`.npy`) that piccole wrote, and counts the errors again: every label is the sign of
# the field, and the smallest stability is positive.
#
#     piccole generate teacher-student --n 501 --alpha 0.8 --seed 2 --out patterns.npz
#     piccole solve --algorithm reinforced-bp --patterns patterns.npz --weights-out weights.npy
#     python weights.py patterns.npz weights.npy

# %%
import argparse
import tomllib
from pathlib import Path

import numpy as np

arguments = argparse.ArgumentParser(description="Counts the errors of weights on patterns.")
arguments.add_argument("patterns", type=Path)
arguments.add_argument("weights", type=Path)
arguments = arguments.parse_args()

# %% `inputs` is (P, N) and `labels` (P,), both int8; `teacher` is there if one gave the labels; `settings` says what drew them.
patterns = np.load(arguments.patterns)
inputs, labels = patterns["inputs"].astype(float), patterns["labels"].astype(float)
print(tomllib.loads(patterns["settings"].tobytes().decode()))

# %% Weights are (K, N): the rows are the hidden units of a committee, one row for a perceptron.
weights = np.load(arguments.weights).astype(float)
hidden, n = weights.shape
print(f"{hidden} unit(s) of {n} weights, {len(labels)} patterns")

# %% Every unit votes; with one unit the stability is the field in the direction of the label, in units of √N.
fields = inputs @ weights.T / np.sqrt(n)
outputs = np.sign(np.sign(fields).sum(axis=1))
errors = int((outputs != labels).sum())
print(f"errors: {errors}")
if hidden == 1:
    stabilities = labels * fields[:, 0]
    print(f"smallest stability: {stabilities.min():.4f}")
    assert (stabilities > 0).sum() == len(labels) - errors
assert errors == 0, "these weights do not know every label"

# %% How well the solution generalizes: the angle to the teacher, ε = arccos(W·T/N)/π.
if "teacher" in patterns and hidden == 1:
    overlap = float(weights[0] @ patterns["teacher"].astype(float).ravel()) / n
    print(f"overlap with the teacher: {overlap:.4f}, generalization error: {np.arccos(overlap) / np.pi:.4f}")
