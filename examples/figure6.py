# %% [markdown]
# Figure 6 with pandas and matplotlib
#
# Reads the table of `fig6-generalization` and draws the figure again: errors of typical students, of the dense region and of
# the vote of all, and of the students that algorithms find.
#
#     python figure6.py [fig6-generalization.csv] [--out figure6.png]

# %%
import argparse
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import pandas as pd

REFERENCE = Path(__file__).parent / "../data/reference/quick/fig6-generalization.csv"
arguments = argparse.ArgumentParser(description="Draws figure 6 from its table.")
arguments.add_argument("table", nargs="?", type=Path, default=REFERENCE)
arguments.add_argument("--out", type=Path, default=Path("figure6.png"))
arguments = arguments.parse_args()

# %% A row is a method at a density; `found` rows name the algorithm and average over the instances it solved.
table = pd.read_csv(arguments.table)
print(table.groupby("method")["error"].describe()[["count", "min", "max"]])

# %% The order of the curves is the point of the figure.
theory = table[table.method != "found"].pivot(index="alpha", columns="method", values="error")
gaps = theory["gibbs"] - theory["dense-replica"], theory["dense-replica"] - theory["dense-centre"]
assert (gaps[0] > 0).all() and (gaps[1] > 0).all(), "the dense region is not better than typical students"
assert (theory["dense-centre"] > theory["bayes"]).all(), "nobody is better than the vote of all"

# %% Six or more solved instances make a point, as in the gallery.
found = table[(table.method == "found") & (table.solved >= 6)]
summary = found.pivot_table(index="algorithm", columns="alpha", values="error", sort=False)
print(summary.round(4))

# %%
curves = {
    "gibbs": ("typical student (Gibbs)", "black", "-"),
    "dense-replica": ("dense region, students", "#D55E00", "--"),
    "dense-centre": ("dense region, centre", "#E69F00", "-."),
    "bayes": ("vote of all students (Bayes)", "#0072B2", ":"),
}
colours = ["#009E73", "#56B4E9", "#CC79A7", "#999999", "black", "#D55E00"]
markers = "os^Dv+"
figure, axes = plt.subplots(figsize=(7.5, 5), constrained_layout=True)
for method, (label, colour, dashes) in curves.items():
    axes.plot(theory.index, theory[method], dashes, color=colour, label=label)
for number, (name, rows) in enumerate(found.groupby("algorithm", sort=False)):
    # Set apart sideways, so that markers and bars (standard errors) can be told apart.
    x = rows.alpha + 0.014 * (number - (len(summary) - 1) / 2)
    look = {"fmt": markers[number % len(markers)], "color": colours[number % len(colours)]}
    axes.errorbar(x, rows.error, rows.error_sem, capsize=3, markersize=5, label=name, **look)
axes.set(xlabel="constraint density α = P/N", ylabel="generalization error", xlim=(0.05, 1.25))
axes.grid(color="#e6e6e6")
axes.legend(fontsize="small")
figure.savefig(arguments.out, dpi=150)
print(f"wrote {arguments.out}")
