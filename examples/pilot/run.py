"""Did the councils work? The design first, then the naive answer, then the right one (numbers simulated, see simulate.py)."""

import sys
from pathlib import Path

import pandas as pd

import govmetrics as gm

frame = pd.read_csv(Path(__file__).parent / "pilot_simulated.csv", keep_default_na=False)
design = gm.policy.power.stepped_wedge(steps=[7, 7, 7, 9], size=1, tau=4, difference=1, sd=1.2)
begun = frame["council_since"].ne("") & frame["quarter"].ge(frame["council_since"])
changes = (
    frame[frame["council_since"].ne("")]
    .assign(begun=begun)
    .groupby(["community", "begun"])["satisfaction"]
    .mean()
    .unstack()
)
two_way = gm.policy.effects(
    frame.assign(council=begun), "satisfaction", ["council"], "community", "quarter"
).coefficients
asked = (frame, "satisfaction", "community", "quarter", "council_since")
split, right = gm.policy.decompose(*asked), gm.policy.staggered(*asked, controls="not_yet", draws=999)
rows = {
    "before and after": (changes[True] - changes[False]).agg(["mean", "sem"]).to_numpy(),
    "two-way fixed effects": two_way.iloc[0, :2].to_numpy(),
    "not yet treated as controls": right.simple.iloc[0, :2].to_numpy(),
    "truth": (frame.loc[begun, "true_effect"].mean(), 0),
}
print(
    design.summary(),
    pd.DataFrame(rows, ["effect", "error"]).T.round(2),
    split.summary(),
    right.summary(),
    right.events.round(2),
    sep="\n\n",
)
if len(sys.argv) > 1:
    gm.plots.save(gm.plots.event_study(right), Path(sys.argv[1]) / "event_study.png")
