"""Two policies by the PMC index, with the agreement of two coders; and the worked surface of the PIE index."""

from pathlib import Path

import pandas as pd

import govmetrics as gm

here = Path(__file__).parent
coding = pd.read_csv(here / "coding.csv")
codes = [name for name in coding.columns if "." in name]
main = dict.fromkeys(code.split(".")[0] for code in codes)
tree = gm.IndicatorTree.from_groups(
    {group: [code for code in codes if code.split(".")[0] == group] for group in main}
)

# One coder alone is refused: the index hides what a coder gets wrong.
try:
    gm.text.rubric(coding[coding["coder"] == "published"], tree)
except gm.FaultyInput as error:
    print(error)

# The first coding counts as the settled one; how far a second coder agrees is told beside.
settled = gm.text.rubric(coding[coding["coder"] == "published"], tree, agreed="published")
both = gm.text.agreement(coding, tree)
print(settled.policies[["pmc", "attained", "level_five", "level_four"]].round(3))
print(settled.surface.loc["P1"].round(2))
print(both.summary("en"))
gm.plots.save(gm.plots.pmc_surface(settled, "P1"), "surface.png")
gm.plots.save(gm.plots.pmc_surface(settled, "P1", flat=True), "surface_flat.png")

# Ruiz Estrada's example: nine main variables as printed, each of one sub-variable.
printed = pd.read_csv(here / "pie.csv").set_index("variable")["value"]
nine = gm.IndicatorTree.from_groups({f"G{at}": [name] for at, name in enumerate(printed.index, start=1)})
paper = pd.DataFrame([{"policy": "Issing (2007)", "coder": "six readers", **printed}])
pie = gm.text.rubric(paper, nine, agreed="six readers")
print(pie.policies[["pmc", "attained", "level_five"]].round(4))
