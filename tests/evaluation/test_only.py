"""One part of an evaluation alone gives what the whole gives."""

from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

DISTRICT = Path(__file__).resolve().parents[2] / "examples" / "district"


def test_experts_alone_need_no_records(tmp_path):
    file = tmp_path / "evaluation.yaml"
    file.write_text(
        f"tree: {DISTRICT}/tree.xlsx\nevidence: {{judgements: {DISTRICT}/judgements, records: none.xlsx}}\n"
    )
    found = gm.evaluate(file, only=["experts"])
    assert found.assessment is None
    tree = gm.read_tree(DISTRICT / "tree.xlsx")
    expected = gm.ahp.weights(gm.read_judgements(DISTRICT / "judgements", tree))
    pd.testing.assert_series_equal(found.experts.weights.local, expected.weights.local)


def test_efficiency_alone_is_that_of_the_room():
    found = gm.evaluate(DISTRICT, only=["efficiency"])
    assert found.grades is None
    assert found.uncertainty is None
    rows = found.assessment.dataset.attributes.loc["2025年四季度"]
    alone = gm.dea.radial(rows[["社区工作者人数", "治理经费（万元）"]], rows[["办结诉求（件）", "服务人次"]])
    latest = found.efficiency.scores.loc["2025年四季度"]
    assert latest.to_numpy() == pytest.approx(alone.scores.to_numpy())


def test_a_part_that_there_is_not_is_refused():
    with pytest.raises(gm.FaultyInput, match="only"):
        gm.evaluate(DISTRICT, only=["wealth"])


def test_the_survey_alone_needs_no_experts():
    found = gm.evaluate(DISTRICT, only=["survey"])
    assert found.survey is not None
    assert found.experts is None
