"""A user's script that the type checkers accept (read by test_types.py, never run)."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm

tree: gm.IndicatorTree = gm.read_tree("wgi")
data: gm.Dataset = gm.read_records("records.csv", tree)
answers: gm.Survey = gm.read_survey("answers.csv", tree, scale=(1, 5), reverse=("q1",))
experts: gm.Judgements = gm.read_judgements("experts.xlsx", tree)
run: gm.Assessment = gm.follow(gm.Recipe(weighting="ahp"), data, answers, experts)
scored = gm.follow(gm.Recipe(), data, gm.survey.score(answers))
scaled: gm.Scaled = gm.normalisation.min_max(data, scale=(1, 100))
weights: gm.Weights = gm.weighting.combine(
    [gm.weighting.entropy(scaled), gm.weighting.equal(tree)], how="product"
)
scores: gm.Scores = gm.aggregation.geometric(scaled, weights)
ranking: pd.DataFrame = scores.ranking()
leaves: pd.Series[float] = weights.across_tree()
found = gm.dea.radial(pd.DataFrame({"staff": [1.0]}), pd.DataFrame({"solved": [2.0]}), orientation="input")
peers: pd.DataFrame = found.peers
alpha: float = gm.survey.alpha(pd.DataFrame()).alpha
table: gm.Table = run.tables("zh")[0]
with gm.use("zh"):
    print(run.summary(), table.caption, alpha, leaves, ranking, peers, scored)
