"""What weights and scores are called in Chinese, composite ones too: reports print it."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.words import Text

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"], "H": ["c"]})
TABLE = pd.DataFrame({"a": [1.0, 4, 2], "b": [5.0, 3, 9], "c": [2.0, 8, 4]}, index=["Li", "Wu", "Xu"])


@pytest.fixture(scope="module")
def scaled():
    return gm.normalisation.min_max(gm.read_records(TABLE, TREE))


def methods(scaled):
    even, entropy = gm.weighting.equal(TREE), gm.weighting.entropy(scaled)
    judgements = gm.read_judgements({"Ann": {"index": [[1, 3], [1 / 3, 1]], "G": [[1, 2], [1 / 2, 1]]}}, TREE)
    for how in ("product", "mean", "game"):
        yield gm.weighting.combine([even, entropy], how=how).method
    for kind, limits in (
        ("penalty", {"low": 0.3}),
        ("reward", {"high": 0.7}),
        ("mixed", {"low": 0.3, "high": 0.7}),
    ):
        yield gm.weighting.variable(scaled, even, kind=kind, **limits).scores.method
    for priorities in (gm.ahp.eigenvector, gm.ahp.geometric_mean, gm.ahp.column_mean):
        yield gm.ahp.weights(judgements, priorities).weights.method
    yield gm.aggregation.veto(gm.aggregation.arithmetic(scaled, entropy), {"G": 30}).method
    yield gm.dea.benefit_of_the_doubt(scaled).weights.method


def test_composite_methods_have_chinese_names(scaled):
    found = list(methods(scaled))
    assert found[0] == "combined (product)"  # the English stays the string
    for method in found:
        assert not re.search(r"[A-Za-z]{2}", Text(method).say("zh")), method


def test_the_report_names_steps_and_weighting_in_its_language(tmp_path):
    gaps = gm.read_records(TABLE.mask(TABLE == 9.0), TREE)
    done = gm.follow(gm.Recipe(treatment=["impute_mean"], weighting="entropy"), gaps)
    gm.report.html(done, tmp_path / "r.html", language="zh")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "熵权法" in page
    assert "<td>均值插补</td>" in page
