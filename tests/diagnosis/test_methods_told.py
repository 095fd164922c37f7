"""What diagnoses say of how they were found, and the tables that papers print."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from govmetrics.core import Group, Indicator, IndicatorTree, Scaled, Weights
from govmetrics.diagnosis import coupling, importance_performance, obstacles, strengths, synergy
from govmetrics.diagnosis.coupling import FORMULAS, GRADES
from govmetrics.diagnosis.importance import KINDS

CODES = list("abcdef")
TREE = IndicatorTree(
    Group("G", "", tuple(Indicator(code, {"en": f"N{code}", "zh": f"名{code}"}) for code in CODES))
)
EVEN = Weights(TREE, pd.Series(1 / 6, CODES))


def scaled(rows: list[list[float]], index: object) -> Scaled:
    return Scaled(TREE, pd.DataFrame(rows, index, CODES, dtype=float), pd.DataFrame(), "", (0, 100))


def test_obstacles_are_five_names_a_unit_with_their_degrees():
    found = obstacles(
        scaled([[0, 20, 40, 60, 80, 90], [100] * 6, [100, 100, 100, 100, 100, 50]], list("uvw")), EVEN
    )
    first = found.tables("zh")[0]
    assert first.frame.columns.tolist() == ["单元", *(f"第{k}障碍因素" for k in range(1, 6))]
    # shortfalls 1, .8, .6, .4, .2, .1 sum to 3.1: 1 / 3.1 = 32.3 %
    assert first.cells()[0] == [
        "u",
        "名a（32.3%）",
        "名b（25.8%）",
        "名c（19.4%）",
        "名d（12.9%）",
        "名e（6.5%）",
    ]
    assert first.cells()[1] == ["v", "", "", "", "", ""]  # no shortfall
    assert first.cells()[2][:3] == ["w", "名f（100.0%）", ""]
    assert first.sentence.endswith("。")


def test_obstacles_of_periods_have_a_row_for_each():
    rows = pd.MultiIndex.from_product([[2022, 2023], ["u"]], names=["period", "unit"])
    first = obstacles(scaled([[0] * 6, [50] * 6], rows), EVEN).tables("en")[0]
    assert first.frame[["Period", "Unit"]].to_numpy().tolist() == [["2022", "u"], ["2023", "u"]]


@pytest.mark.parametrize("formula", FORMULAS)
def test_coupling_says_its_formula_and_shows_the_ten_levels(formula):
    values = pd.DataFrame({"经济": [0.9, 0.05, 0.5], "环境": [0.9, 0.05, 0.5]})
    found = coupling(values, formula, weights={"经济": 3, "环境": 1})
    told = found.method_paragraph("zh")
    assert FORMULAS[formula] in told
    assert "经济 0.75、环境 0.25" in told
    table, levels = found.tables("zh")[:2]
    assert levels.frame["耦合协调度D值区间"].iloc[[0, -1]].tolist() == ["[0.0, 0.1)", "[0.9, 1.0]"]
    assert len(levels.frame) == len(GRADES)
    assert levels.frame["单元数"].sum() == 3
    assert table.frame["耦合协调程度"].tolist() == ["优质协调", "中度失调", "中级协调"]


def test_items_stand_by_quadrant():
    rng = np.random.default_rng(1)
    performance = pd.DataFrame(rng.uniform(1, 5, (40, 4)) + np.array([0, 2, 0, 2]), columns=list("pqrs"))
    found = importance_performance(performance, {"p": 5.0, "q": 5.0, "r": 1.0, "s": 1.0})
    table = found.tables("zh")[0]
    assert table.frame["题目"].tolist() == ["q", "p", "r", "s"]
    assert table.frame.columns[:4].tolist() == ["象限", "题目", "重要性", "绩效"]
    assert table.groups == "quadrant_name"
    assert "重要性 3.000" in found.method_paragraph("zh")
    outcome = performance @ [3.0, 1, 1, 1] + rng.normal(size=40)
    kinds = set(KINDS) - {"stated"}
    told = {
        importance_performance(performance, outcome=outcome, derive=kind).method_paragraph("zh")
        for kind in kinds
    }
    assert len(told) == len(kinds)


def test_choices_are_told():
    one = strengths(scaled(np.eye(6).tolist(), list("uvwxyz")), share=0.1)
    assert "10%" in one.method_paragraph("en")
    rows = pd.MultiIndex.from_product([[2022, 2023], ["u"]], names=["period", "unit"])
    two = IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    values = Scaled(two, pd.DataFrame([[10.0, 20], [30, 40]], rows, ["a", "b"]), pd.DataFrame(), "", (0, 100))
    even = Weights(two, pd.Series({"A": 0.5, "B": 0.5, "a": 1.0, "b": 1.0}))
    told = synergy(values, even, "linear", "previous").method_paragraph("zh")
    assert "加权平均" in told
    assert "上一期" in told
