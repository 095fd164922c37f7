"""Ordered answers in several groups: lavaan's WLSMV, equivalences that are known, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from statsmodels.tools.numdiff import approx_fprime

import govmetrics as gm
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.numerics import ordinal_groups
from govmetrics.numerics.factor_model import Layout
from govmetrics.numerics.ordinal_groups import Sample, Shape

FACTORS = {"visual": ["x1", "x2", "x3"], "textual": ["x4", "x5", "x6"], "speed": ["x7", "x8", "x9"]}


@pytest.fixture(scope="module")
def schools(facts):
    return pd.read_csv(facts / "survey" / "holzinger_three_steps.csv")


@pytest.fixture(scope="module")
def found(schools):
    return gm.psychometrics.invariance_ordinal(schools, FACTORS, schools["school"])


def test_lavaan(found):
    """The configural model by lavaan 0.7-2, DWLS, scaled and shifted (see SOURCES.md)."""
    there = {
        "chi_square": 99.182, "df": 48, "p": 0.0, "cfi": 0.954, "tli": 0.930, "rmsea": 0.084, "rmsea_lower": 0.061,
        "rmsea_upper": 0.108, "srmr": 0.087,
    }  # fmt: skip
    for name, value in there.items():
        assert found.models.loc["configural", name] == pytest.approx(value, abs=6e-4), name
    assert found.groups.to_dict() == {"Pasteur": 156, "Grant-White": 145}


def test_three_answers_do_not_test_thresholds(found):
    """Wu and Estabrook (2016): with two thresholds an item, equal thresholds are the configural model over again."""
    models = found.models
    for name in ("chi_square", "df", "cfi", "srmr"):
        assert models.loc["thresholds", name] == pytest.approx(models.loc["configural", name], abs=1e-6)
    assert models.loc["thresholds", "delta_df"] == 0
    assert np.isnan(models.loc["thresholds", "delta_p"])
    assert models.loc["loadings", "delta_df"] == models.loc["intercepts", "delta_df"] == 9 - 3
    assert models["holds"].tolist() == [True, True, True, False]
    assert "CFI falls by more than 0.01 at the intercepts model" in found.summary()
    assert "significantly worse (p < 0.05): intercepts" in found.summary()
    holds = replace(found, models=found.models.assign(holds=True, delta_p=np.nan)).summary("zh")
    assert "均不超过0.01" in holds
    assert "均未显著变差" in holds


def simulated(n, shift, steps, rng, stretch=(1.0, 1.0)):
    """Return answers of two groups of n to two scales of four items; the second's factors are shifted and stretched."""
    trait = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=2 * n)
    trait[n:] = trait[n:] * stretch + shift
    y = np.repeat(trait, 4, axis=1) * ([1.6, 1.4, 1.8, 1.2] * 2) + rng.normal(size=(2 * n, 8))
    answers = pd.DataFrame(np.digitize(y, steps) + 1.0, columns=list("abcdefgh"))
    return answers, pd.Series(np.repeat(["x", "y"], n))


SCALES = {"f": list("abcd"), "g": list("efgh")}


def test_truth_is_found():
    answers, groups = simulated(
        1500, [0.4, -0.3], [-1.6, -0.5, 0.7, 1.7], np.random.default_rng(2), (1.2, 0.9)
    )
    result = gm.psychometrics.invariance_ordinal(answers, SCALES, groups)
    assert result.models["df"].tolist() == [38, 54, 60, 66]
    assert (result.models["delta_p"].iloc[1:] > 0.01).all()
    assert (result.models["p"] > 0.01).all()
    second = result.factors.loc["y"]
    assert np.abs((second["mean"] - [0.4, -0.3]) / second["se"]).max() < 3
    np.testing.assert_allclose(second["variance"], [1.44, 0.81], rtol=0.15)
    turned = gm.psychometrics.invariance_ordinal(
        answers[::-1], SCALES, groups[::-1]
    )  # the other group comes first
    for name in ("chi_square", "delta_chi_square"):
        np.testing.assert_allclose(turned.models[name], result.models[name], atol=1e-5)


def test_what_differs_is_found():
    """A loading, and then a step, that is another in the second group: the step that fails is the right one."""
    rng = np.random.default_rng(4)
    answers, groups = simulated(800, [0.0, 0.0], [-1.6, -0.5, 0.7, 1.7], rng)
    trait = answers[list("abc")].mean(axis=1) - 3
    weak = 0.3 * trait + rng.normal(size=len(answers))
    other = answers.assign(
        d=np.where(groups == "y", np.digitize(weak, [-1, -0.3, 0.4, 1]) + 1.0, answers["d"])
    )
    models = gm.psychometrics.invariance_ordinal(other, SCALES, groups).models
    assert models.loc["loadings", "delta_p"] < 1e-4
    y = rng.normal(size=1600) + 1.5 * trait
    moved = (
        np.where(groups == "y", np.digitize(y, [-2, 0.7, 0.9, 1.2]), np.digitize(y, [-2, -0.7, 0.7, 1.8]))
        + 1.0
    )
    models = gm.psychometrics.invariance_ordinal(answers.assign(d=moved), SCALES, groups).models
    assert models.loc["thresholds", "delta_p"] < 1e-4


def test_one_group_twice():
    """The same answers in two groups: every model fits as one group does, chi-square twice its own, means zero."""
    answers, _ = simulated(400, [0.0, 0.0], [-1.6, -0.5, 0.7, 1.7], np.random.default_rng(5))
    both = pd.concat([answers, answers], ignore_index=True)
    groups = pd.Series(np.repeat(["x", "y"], len(answers)))
    models = gm.psychometrics.invariance_ordinal(both, SCALES, groups).models
    alone = gm.psychometrics.confirm_ordinal(answers, SCALES).fit
    assert models.loc["configural", "df"] == 2 * alone["df"]
    assert models.loc["configural", "chi_square"] == pytest.approx(2 * alone["chi_square"], rel=5e-3)
    assert models.loc["configural", "srmr"] == pytest.approx(alone["srmr"], abs=1e-5)
    factors = gm.psychometrics.invariance_ordinal(both, SCALES, groups).factors
    np.testing.assert_allclose(factors["mean"], 0, atol=1e-5)
    np.testing.assert_allclose(factors["variance"], 1, atol=1e-5)


def test_derivatives():
    """Of the standardised thresholds and correlations, by central differences, away from the scale that is set."""
    layout = Layout(np.array([0, 1, 2, 3, 0]), np.array([0, 0, 1, 1, 1]), 4, 2, True)
    shape = Shape(layout, np.array([0, 0, 1, 2, 2, 3]))
    rng = np.random.default_rng(0)
    t = rng.uniform(0.4, 1.2, size=shape.size)
    there = approx_fprime(t, lambda x: ordinal_groups.implied(shape, x)[0], centered=True)
    np.testing.assert_allclose(ordinal_groups.implied(shape, t)[1], there, atol=1e-8)


def test_adjustment_by_hand():
    """Two values, one parameter: U by its formula, and chi-square with the mean and the variance it should have."""
    gamma = np.array([[2.0, 0.5], [0.5, 1.0]])
    weight = ordinal_groups.weights([Sample(np.zeros(2), gamma, 50)])
    np.testing.assert_allclose(weight, [0.5, 1.0])
    slope = np.array([[1.0], [2.0]])
    v = np.diag(weight)
    u = v - v @ slope @ np.linalg.inv(slope.T @ v @ slope) @ slope.T @ v
    np.testing.assert_allclose(ordinal_groups.left_over(weight, slope), u)
    product = u @ gamma
    value = ordinal_groups.adjusted(3.0, product, 1)
    scale = np.sqrt(1 / np.trace(product @ product))
    assert value == pytest.approx(3 * scale + 1 - scale * np.trace(product))


def test_nasty(schools):
    def fit(answers, groups=schools["school"], factors=FACTORS):
        return gm.psychometrics.invariance_ordinal(answers, factors, groups)

    with pytest.raises(UnsuitableMethod, match="x1: has two answers only"):
        fit(schools.assign(x1=schools["x1"].clip(1, 2)))
    rare = schools.assign(x1=schools["x1"].where((schools["school"] == "Pasteur") | (schools["x1"] < 3), 2))
    with pytest.raises(UnsuitableMethod, match="group Grant-White: x1: nobody gave the answers 3"):
        fit(rare)
    with pytest.raises(UnsuitableMethod, match="1 group"):
        fit(schools, pd.Series("a", index=schools.index))
    with pytest.raises(UnsuitableMethod, match="group b: 3 respondents for 9 items"):
        fit(schools, pd.Series(["a"] * 298 + ["b"] * 3))
    with pytest.raises(FaultyInput, match="1 respondent has no group"):
        fit(schools, schools["school"].where(schools.index > 0))
    with pytest.raises(UnsuitableMethod, match="every answer is the same"):
        fit(schools.assign(x1=1))
    with pytest.raises(UnsuitableMethod, match="2 parameters for 1 correlations"):
        fit(schools, factors={"f": ["x1", "x2"]})
    holes = schools.mask(np.random.default_rng(0).random(schools.shape) < 0.01).assign(
        school=schools["school"]
    )
    assert any("group Pasteur" in str(note) and "missing answers" in str(note) for note in fit(holes).notes)
