# %% [markdown]
# The points of a run in NumPy and pandas
#
# `piccole export` writes every point of a run as a row: as NumPy arrays, a column each, or as CSV. Both hold the same numbers
# to the last bit. Here the share of solved instances is computed from the points, as the run's own table has it.
#
#     piccole run docs/cluster/plan.toml --out run
#     piccole export run --out points.npz
#     piccole export run --out points.csv
#     python points.py points.npz points.csv

# %%
import argparse

import numpy as np
import pandas as pd

arguments = argparse.ArgumentParser(description="Compares the two exports of a run and sums them up.")
arguments.add_argument("arrays", nargs="?", default="points.npz")
arguments.add_argument("table", nargs="?", default="points.csv")
arguments = arguments.parse_args()

# %% In NumPy texts are bytes, and absent values are NaN or empty.
arrays = np.load(arguments.arrays)
points = pd.DataFrame({name: arrays[name] for name in arrays.files})
texts = points.select_dtypes(object).columns
points[texts] = points[texts].map(bytes.decode).replace("", None)
print(points.dtypes)

# %% The same, read from CSV.
table = pd.read_csv(arguments.table)
assert list(table.columns) == list(points.columns)
for name in table.columns:
    left, right = points[name], table[name]
    assert (left.isna() == right.isna()).all(), name
    assert (left[left.notna()] == right[right.notna()]).all(), name
assert (table.number == np.arange(len(table))).all(), "rows are in the order of the plan"

# %%
instances = points[points["point.instance.n"].notna()].rename(columns=lambda name: name.split(".")[-1])
solved = (instances.errors == 0).groupby([instances.algorithm, instances.alpha]).agg(["mean", "count"])
assert (solved["count"] == 15).all(), "as many as the plan asks for"
print(solved)
print(f"{len(points)} points agree in both files")
