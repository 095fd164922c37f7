"""Valid calls of every public function of `govmetrics.audit`, and of what its results are asked."""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics import audit

ITEMS = {"trust": ("q1", "q2"), "solved": (), "visits": ()}
TREE = gm.IndicatorTree(
    gm.Group("index", "", tuple(
        gm.Indicator(code, source="survey" if items else "record", items=items) for code, items in ITEMS.items())),
    {"source": "made up"},
)  # fmt: skip
VALUES = pd.DataFrame(
    {
        "trust": [60.0, 50, 80, 70, 20, 90],
        "solved": [90.0, 55, 40, 60, 30, 95],
        "visits": [5.0, 4, 7, 1, 3, 8],
    },
    list("ABCDEF"),
)
MATRIX = [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]
JUDGEMENTS = gm.read_judgements({"Li": {"index": MATRIX}, "Wu": {"index": MATRIX}}, TREE)
ANSWERS = pd.DataFrame(
    {"q1": [1, 2, 3, 4, 5, 4, 3, 1], "q2": [1, 3, 3, 4, 4, 4, 2, 1], "unit": list("AABBCCDD")}
)
INDEX = gm.follow(gm.Recipe(weighting="ahp"), gm.read_records(VALUES, TREE), judgements=JUDGEMENTS)
SURE = gm.robustness.uncertainty(
    INDEX.recipe, INDEX.dataset, [gm.robustness.PerturbedWeights(0.2, draws=5)], 5, judgements=JUDGEMENTS
)
GIVEN = {
    "assessment": INDEX,
    "uncertainty": SURE,
    "experts": gm.ahp.weights(JUDGEMENTS),
    "reliability": gm.survey.reliability(gm.read_survey(ANSWERS, TREE, by="unit")),
    "agreement": gm.ranking.compare({"index": INDEX.scores, "other": VALUES["visits"]}),
}
FOUND = audit.ten_steps(**GIVEN)

CALLS = {
    "ten_steps": (audit.ten_steps, GIVEN),
    "TenSteps.summary": (FOUND.summary, {"language": "en"}),
    "TenSteps.tables": (FOUND.tables, {"language": "zh"}),
    "TenSteps.method_paragraph": (FOUND.method_paragraph, {"language": "en"}),
}
