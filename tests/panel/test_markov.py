"""Markov chains against R's markovchain and giddy's printed figures, the tests against scipy's, and odd panels."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.numerics import transitions as chain
from govmetrics.panel import markov

CASES = Path(__file__).parents[3] / "shared" / "cases" / "spatial"
STATES = np.array(
    [[729, 71, 1, 0, 0], [72, 567, 80, 3, 0], [0, 81, 631, 86, 2], [0, 3, 86, 573, 56], [0, 0, 1, 57, 741]]
)
"""Incomes of 48 states, quintiles of each year 1929-2009, as PySAL's documentation of `Markov` prints them."""


def panel(rows, periods=None, unit="u"):
    """Rows are periods."""
    rows = np.array(rows, dtype=float)
    periods = range(2000, 2000 + len(rows)) if periods is None else periods
    index = pd.MultiIndex.from_product(
        [periods, [f"{unit}{k}" for k in range(rows.shape[1])]], names=["period", "unit"]
    )
    return pd.Series(rows.ravel(), index, name="score")


def test_long_run_of_the_states_is_that_of_r():
    """R 4.2.2, markovchain 0.9.1: steadyStates, meanFirstPassageTime, meanRecurrenceTime; Shorrocks' index as PySAL prints it."""
    p = chain.probabilities(STATES)
    assert chain.stationary(p) == pytest.approx(
        [0.2077471589, 0.1872577387, 0.2074053657, 0.188217868, 0.2093718686]
    )
    first = [
        [4.813543565, 11.50292712, 29.60921231, 53.38594954, 103.59816743],
        [42.04774505, 5.340233235, 18.74455332, 42.50023268, 92.71316899],
        [69.25849753, 27.21075248, 4.821476033, 25.27184624, 75.43305672],
        [84.90689329, 42.85914824, 17.18082642, 5.312991858, 51.60953369],
        [98.41295543, 56.36521038, 30.66046735, 14.21158356, 4.776190835],
    ]  # fmt: skip
    np.testing.assert_allclose(chain.passages(p), first, rtol=1e-8)


def test_land_of_oz():
    """Kemeny and Snell's weather, as giddy's documentation prints it: rain, nice, snow."""
    p = np.array([[0.5, 0.25, 0.25], [0.5, 0, 0.5], [0.25, 0.25, 0.5]])
    assert chain.stationary(p) == pytest.approx([0.4, 0.2, 0.4])
    np.testing.assert_allclose(chain.passages(p), [[2.5, 4, 10 / 3], [8 / 3, 5, 8 / 3], [10 / 3, 4, 2.5]])
    apart = np.array([[0.5, 0.5, 0], [0.2, 0.8, 0], [0, 0, 1]])  # as giddy's fmpt_general prints it
    np.testing.assert_allclose(
        chain.passages(apart), [[3.5, 2, np.inf], [5, 1.4, np.inf], [np.inf, np.inf, 1]]
    )
    passing = np.array(
        [[0, 1.0, 0], [0, 0, 1], [0, 0, 1]]
    )  # a class that is left for good is still reached for sure
    np.testing.assert_allclose(
        chain.passages(passing), [[np.inf, 1, 2], [np.inf, np.inf, 1], [np.inf, np.inf, 1]]
    )


@pytest.mark.skipif(not CASES.exists(), reason="the case stands beside the checkout")
def test_the_states_from_their_incomes():
    case = json.loads((CASES / "case.json").read_text(encoding="utf-8"))
    expected = next(case[key] for key in case if key.startswith("markov"))
    table = pd.read_csv(CASES / "us_income.csv", index_col=0).astype(float)
    values = table.T.rename_axis(index="period", columns="unit").stack()
    found = markov(values.rename("income"), cuts="period")
    assert found.transitions.to_numpy().tolist() == expected["transitions"]
    assert found.steady_state.tolist() == pytest.approx(expected["steady_state"], abs=1e-8)
    assert found.mobility == pytest.approx(0.19758992000997844)


@given(seed=st.integers(0, 10_000), cuts=st.sampled_from(["pooled", "period"]))
@settings(max_examples=20, deadline=None)
def test_what_must_hold(seed, cuts):
    rng = np.random.default_rng(seed)
    values = panel(np.cumsum(rng.normal(size=(7, 15)), axis=0) + 20)
    found = markov(values, classes=3, cuts=cuts)
    p, steady = found.probabilities.to_numpy(), found.steady_state.to_numpy()
    rows = ~np.isnan(p[:, 0])
    assert p[rows].sum(axis=1) == pytest.approx(1)
    assert found.transitions.to_numpy().sum() == 90
    if not np.isnan(steady).any():
        assert steady @ np.nan_to_num(p) == pytest.approx(steady)
        assert steady.sum() == pytest.approx(1)
    again = markov(values.sample(frac=1, random_state=1) * 1e6, classes=3, cuts=cuts)
    pd.testing.assert_frame_equal(again.transitions, found.transitions)
    pd.testing.assert_frame_equal(again.tests, found.tests)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_the_tests_are_those_of_contingency_tables(seed):
    """Row by row: is the next class independent of the group, among the classes that occur at all?"""
    counts = np.random.default_rng(seed).integers(0, 6, (3, 4, 4))
    counts[0, 1] = 0
    counts[:, 2, 3] = 0
    found = chain.homogeneity(counts)
    for name, kind in (("chi_square", "pearson"), ("likelihood_ratio", "log-likelihood")):
        statistic, df = 0.0, 0
        for row in range(4):
            table = counts[:, row][counts[:, row].sum(axis=1) > 0]
            table = table[:, table.sum(axis=0) > 0]
            if min(table.shape, default=0) > 1:
                one = chi2_contingency(table, correction=False, lambda_=kind)
                statistic, df = statistic + one.statistic, df + one.dof
        assert found[name] == pytest.approx(statistic)
        assert found["df"] == df


def test_classes_by_hand():
    """A value at a cut belongs to the class below it, or above it as a grade of 60 is a pass."""
    values = panel([[50, 60, 80], [60, 80, 90]])
    below, above = markov(values, cuts=[60, 80]), markov(values, cuts=[60, 80], closed="left")
    assert below.transitions.to_numpy().tolist() == [[1, 1, 0], [0, 0, 1], [0, 0, 0]]
    assert above.transitions.to_numpy().tolist() == [[0, 1, 0], [0, 0, 1], [0, 0, 1]]
    assert above.classes["lower"].tolist()[1:] == [60, 80]
    assert (below.how, above.closed) == ("given", "left")
    relative = markov(values, cuts=[1.0], relative=True)
    assert relative.transitions.to_numpy().tolist() == [[1, 1], [0, 1]]


def test_time_is_respected():
    """No step over a gap, in time or of a unit; a wrong split of the time would not find the change."""
    values = panel([[1.0, 4], [4, 1], [1, 4], [4, 1]], periods=[2016, 2018, 2019, 2020])
    found = markov(values, cuts=[2])
    assert found.transitions.to_numpy().tolist() == [[0, 2], [2, 0]]
    assert (found.step, found.steps_left_out) == (1, ("2016–2018",))
    assert "2016–2018" in found.summary()
    values.loc[(2019, "u0")] = np.nan
    found = markov(values, cuts=[2])
    assert (int(found.transitions.to_numpy().sum()), found.missing) == (2, 2)
    still, moving = [[1.0] * 6 + [4.0] * 6] * 6, [[1.0, 4] * 6, [4.0, 1] * 6] * 3
    changed = markov(panel(still + moving), cuts=[2])
    assert changed.tests.loc["homogeneity", "p"] < 0.001
    assert "changed over time" in changed.summary()
    assert "时间变化" in changed.summary("zh")
    assert (
        markov(panel(moving), cuts=[2]).tests.loc["homogeneity"].isna().sum() == 4
    )  # nothing is left to chance


def test_the_half_life_by_hand():
    """Of two classes with p12 = 1/4 and p21 = 1/2 the second eigenvalue is 1/4: half is gone after half a step."""
    found = markov(panel([[1, 1, 1, 1, 3, 3], [1, 1, 1, 3, 1, 3]]), cuts=[2])
    assert found.half_life == pytest.approx(0.5)
    assert found.steady_state.tolist() == pytest.approx([2 / 3, 1 / 3])
    assert found.mobility == pytest.approx(0.75)


def test_a_memory_is_found():
    """Units that turn back after two steps: given the last class, the one before decides all."""
    rows = [[1, 1, 4, 4] * 5, [1, 4, 4, 1] * 5, [4, 4, 1, 1] * 5, [4, 1, 1, 4] * 5] * 3
    found = markov(panel(rows), cuts=[2])
    assert found.tests.loc["serial_independence", "p"] > 0.5
    assert found.tests.loc["second_order", "p"] < 1e-6


def test_classes_that_are_not_left_or_not_reached():
    absorbing = markov(panel([[1, 1, 3], [1, 3, 3], [1, 3, 3], [3, 3, 3]]), cuts=[2])
    assert absorbing.steady_state.tolist() == [0, 1]
    assert "never left once it is reached: class 2" in absorbing.summary()
    assert np.isinf(absorbing.passages.iloc[1, 0])
    apart = markov(panel([[1, 3]] * 4), cuts=[2])
    assert apart.steady_state.isna().all()
    assert "no single steady state" in apart.summary()
    assert apart.mobility == 0
    empty = markov(panel([[1, 3], [3, 1], [1, 3]]), cuts=[2, 5])
    assert empty.steady_state.tolist() == pytest.approx([0.5, 0.5, 0])
    assert empty.probabilities.iloc[2].isna().all()
    assert "ever seen in class 3" in empty.summary()
    last = markov(panel([[1, 3], [3, 1], [1, 9]]), cuts=[2, 5])
    assert last.steady_state.isna().all()
    assert "what follows is not seen" in last.summary()


def test_refusals():
    with pytest.raises(UnsuitableMethod, match="transitions need two"):
        markov(panel([[1, 2, 3]]))
    with pytest.raises(UnsuitableMethod, match="2001: so many values are alike that 5 classes"):
        markov(panel([[1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 2]]), cuts="period")
    with pytest.raises(UnsuitableMethod, match="values: so many values are alike"):
        markov(panel([[2, 2], [2, 2]]), classes=2)
    with pytest.raises(UnsuitableMethod, match="two neighbouring periods"):
        markov(panel([[1, np.nan], [np.nan, 2]]), cuts=[1.5])
    with pytest.raises(UnsuitableMethod, match="2001: the mean is -1"):
        markov(panel([[1, 2], [-3, 1]]), cuts=[1], relative=True)
    with pytest.raises(FaultyInput, match=r"classes: is 1; .*\ncuts: is \[3, 2\].*ascending.*\nparts: is 0"):
        markov(panel([[1, 2], [3, 4]]), classes=1, cuts=[3, 2], parts=0)
    with pytest.raises(FaultyInput, match="have no period"):
        markov(pd.Series([1.0, 2], ["u", "v"]))
    one = markov(panel([[1], [3], [1], [3]]), cuts=[2])
    assert one.probabilities.to_numpy().tolist() == [[0, 1], [1, 0]]
    huge = markov(panel([[1e300, 2e300], [2e300, 1e300]]), classes=2)
    assert huge.transitions.to_numpy().tolist() == [[0, 1], [1, 0]]
