"""The community survey of Shenzhen: 《意识、行为、机制：社区治理共同体建设三维构建》, 特区实践与理论 2024(4).

1,206 residents of 32 communities. The article's table has item means, dimension means 83.8, 89.4, 81.3, 72.7,
76.2 and the total 80.7; its text gives 74.5 for hard construction.
"""

from __future__ import annotations

import pandas as pd

import govmetrics as gm
from govmetrics.diagnosis import audit_table

ITEMS = {
    "effect": (84.3, 87.1, 79.4, 80.2, 88.0),
    "duty": (95.8, 90.4, 85.3, 89.5, 86.0),
    "software": (86.4, 85.1, 80.6, 78.8, 75.8),
    "hardware": (81.1, 75.4, 76.3, 67.0, 63.9),
    "actors": (83.4, 73.6, 78.8, 76.7, 68.6),
}
TABLE = {"effect": 83.8, "duty": 89.4, "software": 81.3, "hardware": 72.7, "actors": 76.2}


def table():
    rows = [(dimension, value) for dimension, values in ITEMS.items() for value in values]
    return pd.DataFrame(rows, columns=["dimension", "mean"])


def test_dimensions_and_total_as_printed():
    tree = gm.read_tree("community_survey")
    row = {
        code: value
        for group, values in ITEMS.items()
        for code, value in zip(tree.parts(group), values, strict=True)
    }
    data = gm.read_records(pd.DataFrame([row], index=["district"]), tree)
    scores = gm.follow(gm.Recipe(normalisation="goalposts", weighting="equal"), data).scores
    printed = TABLE | {"community": 80.7}
    assert scores.values.loc["district", list(printed)].round(1).to_dict() == printed


def test_the_table_agrees_with_itself():
    result = audit_table(table(), "mean", "dimension", means=TABLE, total=80.7)
    assert result.contradictions.empty
    assert result.summary() == "6 of 6 checks agree"


def test_the_text_contradicts_the_table():
    result = audit_table(
        table(), "mean", "dimension", means={"table": TABLE, "text": {"hardware": 74.5}}, total=80.7
    )
    assert result.contradictions[["check", "place"]].to_numpy().tolist() == [
        ["dimension mean", "text, hardware"],
        ["places agree", "hardware"],
    ]
    assert result.summary().splitlines() == [
        "6 of 8 checks agree",
        "text, hardware: 74.5 is printed, but the items give 72.74",
        "hardware: 72.7 (table), 74.5 (text) cannot all be right; only 72.7 fits the items",
    ]
    assert "text，hardware：文中为 74.5，但由条目计算得 72.74" in result.summary("zh")
