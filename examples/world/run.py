"""Countries beside each other: bounds before ranks, tiers, and change where the sources changed; then SDG 16 of 2018."""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

here = Path(__file__).parent
sources = pd.read_csv(here / "sources_simulated.csv")

# 1. What a publisher gives: an estimate, its standard error, how many sources (simulated, see simulate.py).
by_country = sources.groupby(["edition", "country"])["score"]
published = by_country.agg(estimate="mean", sources="size", standard_error="sem").loc[2023]
width = 1.645 * published["standard_error"]  # 90 %, as the WGI are published
bounds = published.assign(lower=published["estimate"] - width, upper=published["estimate"] + width)
print(bounds.sort_values("estimate", ascending=False).round(2), end="\n\n")

# 2. Ranks only with what the evidence does not rule out, and who can be told apart.
ranks = gm.robustness.rank_confidence(
    published["estimate"], published["standard_error"], 0.9, simultaneous=True
)
print(ranks.ranks[["rank", "lower", "upper"]], ranks.summary(), sep="\n", end="\n\n")
tree = gm.read_tree("wgi").keep(["GE"])
values, errors = (published[[key]].set_axis(["GE"], axis="columns") for key in ("estimate", "standard_error"))
data = gm.Dataset(tree, values, standard_errors=errors)
recipe = gm.Recipe(normalisation="goalposts", weighting="equal", aggregation="arithmetic")
sure = gm.robustness.uncertainty(recipe, data, [gm.robustness.StandardErrors()], draws=2000)
print(sure.tiers.rename("tier").to_frame(), end="\n\n")

# 3. Change between editions: of all sources, and of those that both editions have.
wide = sources.pivot_table(index=["country", "source"], columns="edition", values="score")
both = (wide[2023] - wide[2013]).dropna().groupby("country").agg(["mean", "sem", "size"])
everything = by_country.mean().unstack("edition").diff(axis=1)[2023]
change = pd.DataFrame(
    {"all sources": everything, "same sources": both["mean"], "error": both["sem"], "n": both["size"]}
)
change["because sources changed"] = change["all sources"] - change["same sources"]
change["sure"] = (change["same sources"].abs() > 1.645 * change["error"]) & (change["n"] > 2)
print(change.round(2), end="\n\n")

# 4. SDG 16 of 2018, from published values: goalposts, mean of what is there.
goals = gm.read_tree("sdg16")
records = gm.read_records(pd.read_csv(here / "sdg16_2018.csv", index_col="country")[goals.codes], goals)
scores = gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), records).scores
printed = pd.read_csv(here / "sdg16_2018.csv", index_col="country")["published"]
found = pd.DataFrame(
    {"published": printed, "recomputed": scores.values["SDG16"], "coverage": scores.coverage["SDG16"]}
)
print(found.sort_values("published", ascending=False).round(2))
assert np.allclose(found["published"], found["recomputed"])

# 5. What the trees of the two publishers share.
print(gm.read_tree("wgi").compare(gm.read_tree("wjp")).summary())
if len(sys.argv) > 1:
    gm.plots.save(gm.plots.rank_intervals(sure), Path(sys.argv[1]) / "ranks.png")
