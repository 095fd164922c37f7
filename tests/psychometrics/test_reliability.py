"""Several scales in one call: each row is that of the single methods, which have their own published tests."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod

FACTORS = {"trust": ["a1", "a2", "a3", "a4"], "order": ["b1", "b2", "b3", "b4"]}


@pytest.fixture
def answers(two_scales):
    return pd.DataFrame(np.clip(np.round(two_scales), 1, 5))


def test_rows_are_those_of_the_single_methods(answers):
    weights = pd.Series(np.linspace(1, 3, len(answers)), index=answers.index)
    found = gm.psychometrics.reliability(answers, FACTORS, weights=weights, level=0.9)
    assert found.scales.index.tolist() == ["trust", "order", "all"]
    own, row = answers[FACTORS["order"]], found.scales.loc["order"]
    alpha = gm.psychometrics.alpha(own, level=0.9, weights=weights)
    for name in ("alpha", "lower", "upper", "standardized", "mean_inter_item", "n"):
        assert row[name] == pytest.approx(getattr(alpha, name))
    assert row["omega_total"] == pytest.approx(gm.psychometrics.omega(own, 1, weights=weights).total)
    assert row["kmo"] == pytest.approx(gm.psychometrics.kmo(own, weights=weights).overall)
    assert found.scales.loc["all", "items"] == 8
    assert found.scales.loc["all", "alpha"] == pytest.approx(
        gm.psychometrics.alpha(answers, weights=weights).alpha
    )


def test_as_of_a_survey(answers):
    survey = gm.Survey(gm.IndicatorTree.from_groups(FACTORS), answers)
    theirs, ours = gm.survey.reliability(survey).scales, gm.psychometrics.reliability(answers, FACTORS).scales
    np.testing.assert_allclose(ours[theirs.columns].astype(float), theirs.astype(float), rtol=1e-12)


def test_what_does_not_exist_is_said(answers):
    found = gm.psychometrics.reliability(
        answers.assign(b1=3), {"pair": ["a1", "a2"], "flat": ["b1", "b2", "b3"]}
    )
    assert np.isnan(found.scales.loc["pair", "omega_total"])
    assert np.isnan(found.scales.loc["flat", "kmo"])
    assert any(note.startswith("flat: no KMO: b1: every answer is the same") for note in found.notes)
    one = gm.psychometrics.reliability(answers, {"trust": FACTORS["trust"]})
    assert one.scales.index.tolist() == ["trust"]
    assert "全部题目" in found.tables("zh")[0].frame.iloc[:, 0].tolist()


@pytest.mark.parametrize(
    ("factors", "error", "told"),
    [
        ({"trust": ["a1", "x"]}, FaultyInput, "no such items: x"),
        ({"trust": ["a1"]}, UnsuitableMethod, "a factor needs at least two"),
        ({"all": ["a1", "a2"], "b": ["b1", "b2"]}, FaultyInput, "what the row of all items is called"),
        (["a1", "a2"], FaultyInput, "not a mapping"),
    ],
)
def test_refused(answers, factors, error, told):
    with pytest.raises(error, match=told):
        gm.psychometrics.reliability(answers, factors)
