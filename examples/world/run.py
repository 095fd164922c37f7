"""Countries beside each other: bounds before ranks, and who can be told apart (values simulated, see simulate.py)."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm

sources = pd.read_csv(Path(__file__).parent / "sources_simulated.csv").query("edition == 2023")
published = sources.groupby("country")["score"].agg(estimate="mean", sources="size", standard_error="sem")
estimate, error = published["estimate"], published["standard_error"]
bounds = published.assign(lower=estimate - 1.645 * error, upper=estimate + 1.645 * error)  # 90 %, as the WGI
print(bounds.sort_values("estimate", ascending=False).round(2), end="\n\n")
ranks = gm.robustness.rank_confidence(estimate, error, 0.9, simultaneous=True)
print(ranks.ranks[["rank", "lower", "upper"]], ranks.summary(), sep="\n", end="\n\n")
tree = gm.read_tree("wgi").keep(["GE"])
data = gm.Dataset(tree, estimate.to_frame("GE"), standard_errors=error.to_frame("GE"))
recipe = gm.Recipe(normalisation="goalposts", weighting="equal", aggregation="arithmetic")
sure = gm.robustness.uncertainty(recipe, data, [gm.robustness.StandardErrors()], draws=2000)
print(sure.tiers.rename("tier").to_frame())
if len(sys.argv) > 1:
    gm.plots.save(gm.plots.rank_intervals(sure), Path(sys.argv[1]) / "ranks.png")
