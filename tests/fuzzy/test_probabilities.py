from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.fuzzy import THREE_GRADES, evaluate, grade_probabilities

TREE = gm.IndicatorTree.from_groups({"g": ["x", "y"]})
WEIGHTS = gm.weighting.equal(TREE)


def _case(degrees, n):
    rows = pd.MultiIndex.from_product([range(len(degrees)), TREE.codes], names=["unit", "code"])
    frame = pd.DataFrame(np.repeat(degrees, 2, axis=0), rows, THREE_GRADES.keys)
    return evaluate(frame, WEIGHTS, THREE_GRADES), np.sqrt(frame * (1 - frame) / n)


def test_many_answers_are_sure_and_few_are_not():
    degrees = [[0.5, 0.4, 0.1]]
    sure = grade_probabilities(*_case(degrees, 1e6)).probabilities.iloc[0]
    assert sure.tolist() == [1, 0, 0]
    unsure = grade_probabilities(*_case(degrees, 20)).probabilities.iloc[0]
    assert 0.6 < unsure["good"] < 0.9
    assert unsure["fair"] > 0.1
    assert unsure.sum() == pytest.approx(1)


def test_equal_grades_are_equally_likely():
    found = grade_probabilities(*_case([[0.4, 0.4, 0.2]], 50), draws=4000).probabilities.iloc[0]
    # 4000 draws: three standard errors of a half are .024
    assert found["good"] == pytest.approx(found["fair"], abs=0.05)


def test_the_interval_of_the_score_follows_the_errors():
    n, p = 400, np.array([0.5, 0.3, 0.2])
    found = grade_probabilities(*_case([p], n), draws=4000, rng=1).scores.iloc[0]
    values = np.array(THREE_GRADES.values)
    # two leaves, each with the multinomial variance of its score
    error = np.sqrt((p @ values**2 - (p @ values) ** 2) / n / 2)
    assert found["score"] == pytest.approx(p @ values)
    assert found["upper"] - found["lower"] == pytest.approx(2 * 1.96 * error, rel=0.06)


def test_exact_evidence_stays_as_it_is():
    evaluation, errors = _case([[1.0, 0, 0], [0.2, 0.5, 0.3]], 10)
    found = grade_probabilities(evaluation, errors * 0)
    assert found.probabilities.to_numpy().tolist() == [[1, 0, 0], [0, 1, 0]]
    assert (found.scores["upper"] == found.scores["lower"]).all()


def test_seeded_and_recorded():
    case = _case([[0.5, 0.4, 0.1]], 20)
    one, two = grade_probabilities(*case, rng=7), grade_probabilities(*case, rng=7)
    assert one.probabilities.equals(two.probabilities)
    assert (one.seed, one.draws, one.node) == (7, 1000, "index")
    other = grade_probabilities(*case, rng=np.random.default_rng(7))
    assert other.seed is None
    assert other.probabilities.equals(one.probabilities)
    json.dumps(one.to_dict(), allow_nan=False)
    assert list(one.to_frame().columns) == ["good", "fair", "poor", "score", "lower", "upper"]
    assert "<table" in one._repr_html_()


def test_blocks_of_draws_change_nothing_but_memory(monkeypatch):
    case = _case([[0.5, 0.4, 0.1], [0.2, 0.2, 0.6]], 20)
    whole = grade_probabilities(*case, draws=50)
    monkeypatch.setattr("govmetrics.fuzzy.probabilities._CELLS", 60)
    assert grade_probabilities(*case, draws=50).probabilities.equals(whole.probabilities)


def test_missing_evidence_has_no_probability():
    evaluation, errors = _case([[0.5, 0.4, 0.1], [0.2, 0.2, 0.6]], 20)
    gone = evaluation.leaves.copy()
    gone.loc[0] = np.nan
    found = grade_probabilities(evaluate(gone, WEIGHTS, THREE_GRADES), errors)
    assert found.probabilities.iloc[0].isna().all()
    assert found.probabilities.iloc[1].sum() == pytest.approx(1)


def test_faults():
    evaluation, errors = _case([[0.5, 0.4, 0.1]], 20)
    with pytest.raises(gm.FaultyInput) as error:
        grade_probabilities(evaluation, errors * np.nan, node="x", draws=0)
    assert len(error.value.faults) == 4
    with pytest.raises(gm.FaultyInput, match="other rows"):
        grade_probabilities(evaluation, errors.iloc[:1])
