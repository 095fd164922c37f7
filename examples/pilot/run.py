"""Did the councils work? The design first, the naive answer, the right one (numbers simulated, see simulate.py)."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm

frame = pd.read_csv(Path(__file__).parent / "pilot_simulated.csv", keep_default_na=False)
design = gm.policy.power.stepped_wedge(steps=[7, 7, 7, 9], size=1, tau=4, difference=1, sd=1.2)
frame["council"] = frame["council_since"].ne("") & frame["quarter"].ge(frame["council_since"])
means = frame[frame["council_since"].ne("")].pivot_table("satisfaction", "community", "council")
usual = gm.policy.effects(frame, "satisfaction", ["council"], "community", "quarter").coefficients
asked = (frame, "satisfaction", "community", "quarter", "council_since")
split, right = gm.policy.decompose(*asked), gm.policy.staggered(*asked, controls="not_yet", draws=999)
naive, truth = means[True] - means[False], frame.loc[frame["council"], "true_effect"].mean()
side = pd.DataFrame({"before and after": [naive.mean(), naive.sem()], "two-way fixed effects": [*usual.iloc[0, :2]],
                     "not yet treated as controls": [*right.simple.iloc[0, :2]], "truth": [truth, 0]})  # fmt: skip
print(design.summary(), side.T.set_axis(["effect", "error"], axis=1).round(2), split, right, sep="\n\n")
gm.plots.save(gm.plots.event_study(right), Path(*sys.argv[1:2]) / "event_study.png") if sys.argv[1:] else None
