"""A user's mistakes: every line with a mark is refused by the type checkers, no other (never run)."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm

tree = gm.read_tree("wgi")
data = gm.read_records("records.csv", tree)
scaled = gm.normalisation.min_max(data)
staff, solved = pd.DataFrame({"staff": [1.0]}), pd.DataFrame({"solved": [2.0]})
gm.folow(gm.Recipe(), data)  # wrong
gm.weighting.entropy(data)  # wrong
gm.weighting.entropi(scaled)  # wrong
gm.dea.radial(staff, solved, orientation="inputs")  # wrong
gm.follow(data, "recipe")  # wrong
gm.follow(gm.Recipe(), data, survey="answers.csv")  # wrong
gm.follow(gm.Recipe(), data, judgements=pd.DataFrame())  # wrong
gm.aggregation.arithmetic(data, gm.weighting.equal(tree))  # wrong
gm.aggregation.arithmetic(scaled, tree)  # wrong
gm.weighting.combine([gm.weighting.equal(tree)], how="sum")  # wrong
gm.use("fr")  # wrong
scaled.summary("fr")  # wrong
scaled.tables(language="cn")  # wrong
gm.survey.alpha(staff, interval="boot")  # wrong
gm.fuzzy.compose([1.0], staff, operator="min_max")  # wrong
gm.ranking.topsis(tree, gm.weighting.equal(tree))  # wrong
gm.robustness.uncertainty(gm.Recipe(), data, [], draws="many")  # wrong
gm.Recipe(wieghting="equal")  # wrong
gm.survey.rake(staff, [("sex", 0.5)])  # wrong
