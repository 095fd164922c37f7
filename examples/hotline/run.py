"""Recompute a hotline's bulletin, and ask how sure its ranks are."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm

here = Path(__file__).parent
tree, bulletin = gm.read_tree("hotline_panjin_2023"), pd.read_csv(here / "bulletin.csv", index_col="unit")
recipe = gm.Recipe(normalisation="goalposts", weighting="assigned", aggregation="arithmetic")
rates, tickets = bulletin[tree.codes], bulletin["assigned"]
funnels = {code: gm.monitoring.funnel((rates[code] * tickets / 100).round(), tickets) for code in rates}
errors = pd.DataFrame({code: 100 * found.standard_errors for code, found in funnels.items()})
data, found = gm.Dataset(tree, rates, standard_errors=errors), funnels["satisfaction"]
scores = gm.follow(recipe, data).scores.values["hotline"].round(1)
print(bulletin[["assigned", "score"]].assign(recomputed=scores))
print(found.table[["rate", "lower", "upper", "shrunk", "rank", "rank_lower", "rank_upper"]].round(4))
sure = gm.robustness.uncertainty(recipe, data, [gm.robustness.StandardErrors()], draws=2000)
print(sure.intervals[["nominal", "lower", "upper"]], found.summary(), sep="\n")
if len(sys.argv) > 1:
    gm.plots.save(gm.plots.funnel(found), Path(sys.argv[1]) / "funnel.png")
