"""Two policies by the PMC index, with the agreement of two coders."""

from pathlib import Path

import pandas as pd

import govmetrics as gm

coding = pd.read_csv(Path(__file__).parent / "coding.csv")
groups: dict[str, list[str]] = {}
for code in (name for name in coding.columns if "." in name):
    groups.setdefault(code.split(".")[0], []).append(code)
tree = gm.IndicatorTree.from_groups(groups)
first = coding[coding["coder"] == "published"]
try:  # one coder alone is refused: the index hides what a coder gets wrong
    gm.text.rubric(first, tree)
except gm.FaultyInput as error:
    print(error)
settled = gm.text.rubric(first, tree, agreed="published")  # how far a second coder agrees is told beside
print(settled.policies[["pmc", "attained", "level_five", "level_four"]].round(3))
print(gm.text.agreement(coding, tree).summary("en"))
gm.plots.save(gm.plots.pmc_surface(settled, "P1"), "surface.png")
gm.plots.save(gm.plots.pmc_surface(settled, "P1", flat=True), "surface_flat.png")
