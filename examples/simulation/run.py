"""Three policies on simulated staff, backlog and trust: what becomes of the index, the grade and the rank of East."""

from pathlib import Path

import numpy as np
import pandas as pd

import govmetrics as gm

here = Path(__file__).parent
model = gm.dynamics.read(here / "model.yaml")
print(model.summary(), model.loops, sep="\n")
data = gm.read_records(here / "units.csv", gm.read_tree(here / "tree.yaml"))
policies = {"as now": (0, 10), "four more": (4, 10), "better tools": (0, 13)}
draws, rng = 200, np.random.default_rng(0)
extra, solved = np.repeat(list(policies.values()), draws, axis=0).T
given = pd.DataFrame({"extra_staff": extra, "per_person": solved * rng.normal(1, 0.05, 3 * draws)})
run = model.run(given=given, method="rk4")
recipe = gm.Recipe(normalisation="goalposts", weighting="equal")
found = gm.dynamics.score(
    run, recipe, data, unit="East", every=6, policies=np.repeat(list(policies), draws).tolist()
)
print(found.summary(), found.outcome.round(1), sep="\n")
