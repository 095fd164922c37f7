"""Which combinations of conditions go with solving problems: 24 simulated communities of a district."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm

here = Path(__file__).parent
panel = pd.read_csv(here / "communities_simulated.csv", index_col=["period", "unit"])
anchors = pd.read_csv(here / "anchors.csv", index_col="set").drop(columns="reason").T.to_dict("list")
sets = gm.qca.calibrate(panel.xs(2025), anchors)
rows = gm.qca.truth_table(sets, "解决率", consistency=0.8, pri=0.65)
found = gm.qca.minimise(rows, "directed", ["居民信任", "议事次数", "经费", "人手"])
needed = gm.qca.necessary_condition_analysis(panel.xs(2025), "解决率", draws=2000)
years = gm.qca.temporal(gm.qca.calibrate(panel, anchors), "解决率", found)
results = [sets, gm.qca.necessity(sets, "解决率"), rows, found, gm.qca.robustness(found), years, needed]
shown = rows.rows[["n", "inclusion", "PRI", "OUT", "contradictory"]].round(3)
print(*(result.summary() for result in results), found.tables()[0], shown, sep="\n\n")
for folder in map(Path, sys.argv[1:]):
    gm.report.word(results, folder / "configurations.docx", language="zh")
    gm.plots.save(gm.plots.xy(found, language="zh"), folder / "xy.png")
    gm.plots.save(gm.plots.ceiling(needed, language="zh"), folder / "ceiling.png")
