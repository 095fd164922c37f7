from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from scipy.stats import dirichlet

import govmetrics as gm
from govmetrics.fuzzy import THREE_GRADES, evaluate, grade_probabilities
from govmetrics.fuzzy.probabilities import _concentration, _draw

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
    half = grade_probabilities(*_case([p], n), draws=4000, level=0.5, rng=1)
    assert half.scores["upper"].iloc[0] - half.scores["lower"].iloc[0] == pytest.approx(
        2 * 0.6745 * error, rel=0.06
    )
    assert "50% interval" in half.tables()[0].caption


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
    wrong = errors.astype(object)
    wrong.iloc[0, 0], wrong.iloc[-1, 1] = "small", -1
    with pytest.raises(gm.FaultyInput) as error:
        grade_probabilities(evaluation, pd.concat([wrong, wrong.iloc[[0]]]).drop(columns="poor"), draws=1.5)
    first, last = (", ".join(map(str, errors.index[i])) for i in (0, -1))
    assert [f.place for f in error.value.faults] == ["draws", "errors", f"{first}, good", last]
    with pytest.raises(gm.FaultyInput, match="rows or grades differ"):
        grade_probabilities(evaluation, errors.iloc[:1])
    with pytest.raises(gm.FaultyInput, match="errors: is float, not DataFrame"):
        grade_probabilities(evaluation, 0.1)
    with pytest.raises(gm.FaultyInput, match="evaluation: is DataFrame, not FuzzyEvaluation"):
        grade_probabilities(errors, errors)


def test_errors_in_another_order_are_the_same():
    evaluation, errors = _case([[0.5, 0.4, 0.1], [0.2, 0.2, 0.6]], 20)
    turned = errors.iloc[::-1, ::-1]
    pd.testing.assert_frame_equal(
        grade_probabilities(evaluation, turned).to_frame(), grade_probabilities(evaluation, errors).to_frame()
    )


def test_values_drawn_again_agree_with_evaluating_each_draw():
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b"], "h": ["c"]}, better={"b": "less"})
    rng = np.random.default_rng(0)
    values = pd.DataFrame(rng.uniform(20, 80, (4, 3)), list("uvwx"), tree.codes)
    values.loc["u", "a"] = 50.0  # on a break point: the degrees change unevenly
    values.loc["v", "c"] = np.nan
    data = gm.Dataset(tree, values, standard_errors=values * 0 + 8.0)
    points, weights = [20, 50, 80], gm.weighting.equal(tree)
    scale = gm.fuzzy.THREE_GRADES
    result = gm.fuzzy.evaluate(gm.fuzzy.from_values(data, points), weights, scale, min_coverage=0.4)
    found = gm.fuzzy.value_probabilities(result, data, points, draws=3000)
    again = pd.concat({i: values + 8 * rng.standard_normal(values.shape) for i in range(400)})
    names = [f"{unit}{i}" for i, unit in again.index]
    membership = gm.fuzzy.from_values(gm.Dataset(tree, again.set_axis(names)), points)
    grade = gm.fuzzy.evaluate(membership, weights, scale, min_coverage=0.4).verdicts()["grade"]
    counts = pd.crosstab([unit[0] for unit in names], grade.to_numpy(), normalize="index")[scale.keys]
    # four standard errors of 400 draws
    np.testing.assert_allclose(found.probabilities, counts, atol=4 * np.sqrt(0.25 / 400))
    assert found.probabilities.sum(axis=1).tolist() == pytest.approx([1.0] * 4)
    pd.testing.assert_frame_equal(
        found.to_frame(), gm.fuzzy.value_probabilities(result, data, points, draws=3000).to_frame()
    )
    exact = gm.Dataset(tree, values, standard_errors=values * 0)
    sure = gm.fuzzy.value_probabilities(result, exact, points, draws=3)
    assert sure.probabilities.max(axis=1).tolist() == [1.0] * 4
    with pytest.raises(gm.FaultyInput, match="other memberships"):
        gm.fuzzy.value_probabilities(result, data, [10, 50, 90])
    with pytest.raises(
        gm.FaultyInput, match=r"node: is 'a'; groups are(.|\n)*draws(.|\n)*no standard errors"
    ):
        gm.fuzzy.value_probabilities(result, gm.Dataset(tree, values), points, node="a", draws=0)


def test_draws_are_as_concentrated_as_the_errors_say():
    """scipy's Dirichlet distributions, whose totals come back from their variances; exact and impossible errors."""
    alphas = np.array([[5.0, 4.0, 1.0], [0.6, 0.9, 1.5], [30.0, 2.0, 8.0]])
    p = np.array([[dirichlet.mean(a) for a in alphas]])
    errors = np.array([[dirichlet.var(a) ** 0.5 for a in alphas]])
    assert _concentration(p, errors) == pytest.approx(alphas.sum(axis=1)[None])
    assert _concentration(p, 0 * errors).tolist() == [[np.inf] * 3]
    assert _concentration(p, errors + 1).tolist() == [[1.0] * 3]
    drawn = _draw(p, alphas.sum(axis=1)[None], 20_000, np.random.default_rng(0))
    assert drawn.mean(axis=0) == pytest.approx(p, abs=0.006)
    assert drawn.std(axis=0) == pytest.approx(errors, rel=0.03)
