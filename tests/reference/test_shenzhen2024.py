"""《意识、行为、机制：社区治理共同体建设三维构建》, 特区实践与理论 2024(4): item means of 1,206 residents.

The article's table prints the dimension means 83.8, 89.4, 81.3, 72.7, 76.2 and the total 80.7. Its text gives 74.5
for hard construction: that is wrong, the items give 72.74.
"""

import pandas as pd

import govmetrics as gm

ITEMS = {
    "effect": [84.3, 87.1, 79.4, 80.2, 88.0], "duty": [95.8, 90.4, 85.3, 89.5, 86.0],
    "software": [86.4, 85.1, 80.6, 78.8, 75.8], "hardware": [81.1, 75.4, 76.3, 67.0, 63.9],
    "actors": [83.4, 73.6, 78.8, 76.7, 68.6],
}  # fmt: skip
PRINTED = {
    "effect": 83.8,
    "duty": 89.4,
    "software": 81.3,
    "hardware": 72.7,
    "actors": 76.2,
    "community": 80.7,
}


def test_dimensions_and_total_as_printed():
    tree = gm.read_tree("community_survey")
    row = {
        code: value
        for group, values in ITEMS.items()
        for code, value in zip(tree.parts(group), values, strict=True)
    }
    data = gm.read_records(pd.DataFrame([row], index=["district"]), tree)
    scores = gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), data).scores
    assert scores.values.loc["district", list(PRINTED)].round(1).to_dict() == PRINTED


def test_the_text_contradicts_the_table():
    table = pd.DataFrame(
        [(group, value) for group, values in ITEMS.items() for value in values], columns=["group", "mean"]
    )
    means = {"table": {k: v for k, v in PRINTED.items() if k != "community"}, "text": {"hardware": 74.5}}
    audit = gm.diagnosis.audit_table(table, "mean", "group", means, total=80.7)
    assert "74.5" in audit.summary()
    assert "72.7" in audit.summary()
