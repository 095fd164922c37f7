"""Coupling coordination and synergy."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.aggregation import arithmetic, penalised
from govmetrics.core import FaultyInput, IndicatorTree, Scaled, Scores, UnsuitableMethod, Weights
from govmetrics.core.weights import shares_within_groups
from govmetrics.diagnosis import coupling, synergy
from govmetrics.diagnosis.coupling import FORMULAS

TREE = IndicatorTree.from_groups({"A": ["a"], "B": ["b"], "C": ["c"]})
WEIGHTS = Weights(TREE, shares_within_groups(TREE, {"A": 2, "B": 1, "C": 1, "a": 1, "b": 1, "c": 1}))


def frame(*rows):
    return pd.DataFrame(
        rows, columns=["A", "B", "C"][: len(rows[0])], index=[f"u{i}" for i in range(len(rows))]
    )


def test_the_three_formulas_by_hand():
    u = np.array([0.3, 0.6, 0.9])
    values = frame(u)
    expected = {
        "nth_root": 3 * u.prod() ** (1 / 3) / u.sum(),
        "product": u.prod() / (u.sum() / 3) ** 3,
        "modified": np.sqrt((1 - (0.3 + 0.6 + 0.3) / 3) * ((0.3 / 0.9) * (0.6 / 0.9)) ** 0.5),
    }
    for formula, c in expected.items():
        result = coupling(values, formula)
        assert result.coupling.iloc[0] == pytest.approx(c, abs=1e-14)
        assert result.coordination.iloc[0] == pytest.approx(np.sqrt(c * 0.6), abs=1e-14)
        assert result.formula_text == FORMULAS[formula]
        assert result.formula_text in result.method_paragraph("en")


@given(arrays(float, (3, 5), elements=st.floats(0.001, 1)))
def test_modified_is_the_double_sum_of_the_paper(u):
    def paper(row):  # Wang et al. (2021): over all pairs i > j
        n = len(row)
        apart = sum(abs(row[i] - row[j]) for i in range(n) for j in range(i)) / sum(range(1, n))
        return np.sqrt((1 - apart) * np.prod(row / row.max()) ** (1 / (n - 1)))

    got = coupling(pd.DataFrame(u, columns=list("abcde")), "modified").coupling
    np.testing.assert_allclose(got, [paper(row) for row in u], atol=1e-9)


def test_two_subsystems_modified_is_as_wang_prints_it():
    # Wang et al. (2021), eq. for n = 2: C = sqrt((1 - (U2 - U1)) U1 / U2) with U2 the larger.
    assert coupling(frame([0.8, 0.2]), "modified").coupling.iloc[0] == pytest.approx(
        np.sqrt((1 - 0.6) * 0.25)
    )


def test_levels_begin_at_tenths_and_the_last_includes_one():
    d = np.append(np.arange(10) / 10, 1.0)
    levels = coupling(frame(*[[x**2] * 3 for x in d])).grade.tolist()
    assert levels == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10]
    names = coupling(frame([0.05] * 3, [1.0] * 3)).tables("zh")[0].frame["耦合协调程度"].tolist()
    assert names == ["中度失调", "优质协调"]


@given(arrays(float, (5, 3), elements=st.floats(0.001, 1)), st.sampled_from(sorted(FORMULAS)))
def test_c_and_d_stay_in_the_unit_interval_and_equal_subsystems_are_fully_coupled(u, formula):
    result = coupling(frame(*u), formula)
    assert result.coupling.between(0, 1).all()
    assert result.coordination.between(0, 1).all()
    even = coupling(frame(*np.repeat(u[:, :1], 3, axis=1)), formula)
    np.testing.assert_allclose(even.coupling, 1.0, atol=1e-9)
    np.testing.assert_allclose(even.coordination**2, u[:, 0], atol=1e-9)
    swapped = coupling(frame(*u[:, ::-1]), formula)
    np.testing.assert_allclose(swapped.coupling, result.coupling, atol=1e-12)


def test_scores_use_their_own_weights_and_a_percent_scale_is_noted():
    values = pd.DataFrame([[50.0, 80, 40, 20, 80, 40, 20]], ["x"], ["index", "A", "a", "B", "b", "C", "c"])
    values = values[TREE.node_codes]
    scores = Scores(values, values * 0 + 1, WEIGHTS)
    result = coupling(scores)
    u = values.loc["x", ["A", "B", "C"]].to_numpy() / 100
    assert result.development.iloc[0] == pytest.approx(u @ [0.5, 0.25, 0.25])
    assert result.notes == ("the values are taken to be on a scale from 0 to 100",)
    assert coupling(scores, scale=(0, 100)).notes == ()
    assert result.lagging.iloc[0] == values.loc["x", ["A", "B", "C"]].idxmin()
    with pytest.raises(UnsuitableMethod, match="has 1 subsystem;"):
        coupling(scores, node="A")
    with pytest.raises(FaultyInput, match="not in the tree"):
        coupling(scores, node="nowhere")


def test_zero_and_missing_subsystems_are_named():
    result = coupling(frame([0, 0.5, 1], [0, 0, 0], [np.nan, 0.5, 0.5]))
    assert result.coordination.tolist()[:2] == [0, 0]
    assert np.isnan(result.coupling["u1"])
    assert result.grade.isna().tolist() == [False, False, True]
    assert result.lagging.isna().tolist() == [False, False, True]
    assert "extreme imbalance: 2" in result.summary()
    assert "u2: a subsystem is missing" in result.summary()
    assert "u1: all subsystems are zero" in result.summary()
    json.dumps(result.to_dict())


def test_many_tiny_subsystems_do_not_underflow():
    values = pd.DataFrame(np.full((1, 400), 1e-3))
    assert coupling(values).coupling.iloc[0] == pytest.approx(1)


def test_coupling_faults():
    with pytest.raises(FaultyInput, match=r"u0, B: 120 is outside(.|\n)*u1, A: -1 is outside"):
        coupling(frame([50, 120], [-1, 50]))
    with pytest.raises(FaultyInput, match="nth_root, product, modified"):
        coupling(frame([0.5, 0.5]), "geometric")
    with pytest.raises(FaultyInput, match=r"B: has no weight(.|\n)*X: is weighed"):
        coupling(frame([0.5, 0.5]), weights=pd.Series({"A": 1, "X": 1}))
    with pytest.raises(FaultyInput, match="low below high"):
        coupling(frame([0.5, 0.5]), scale=(1, 1))
    with pytest.raises(FaultyInput, match="scale: is 5"):
        coupling(frame([0.5, 0.5]), scale=5)
    with pytest.raises(FaultyInput, match="scores: is list"):
        coupling([[0.5, 0.5]])
    with pytest.raises(FaultyInput, match=r"B: occurs more than once(.|\n)*A: is not numeric"):
        coupling(pd.DataFrame([["x", 1, 2]], columns=["A", "B", "B"]))


def test_the_scores_own_scale_is_used_where_they_have_one():
    """Without it, a year in which nobody reaches 1 of 100 would be read as on 0 to 1."""
    low = Scaled(
        TREE,
        frame([0.5, 0.8, 0.2], [0.9, 0.4, 0.1]).set_axis(TREE.codes, axis=1),
        pd.DataFrame(),
        "",
        (0, 100),
    )
    scores = arithmetic(low, WEIGHTS)
    assert scores.scale == (0, 100)
    result = coupling(scores)
    assert result.notes == ()
    assert result.subsystems.to_numpy().max() == pytest.approx(0.009)
    # 1 to 100 is chosen to keep zeros away: the worst unit has 1 % of the scale, not nothing.
    shifted = arithmetic(Scaled(TREE, low.values + 0.1, pd.DataFrame(), "", (0.1, 100)), WEIGHTS)
    told = coupling(shifted)
    assert told.scale == (0, 100)
    assert told.notes == ("the scale begins at 0.1, so values are taken as shares of 100",)
    assert penalised(low, WEIGHTS).scale is None  # it may leave the scale of the values
    given = coupling(scores, weights={"A": 1, "B": 1, "C": 2}, scale=(0, 1))
    assert given.weights.tolist() == [0.25, 0.25, 0.5]


# -- synergy -------------------------------------------------------------------------------------------


def panel(rows, units=("x",), periods=(2022, 2023, 2024)):
    index = pd.MultiIndex.from_product([periods, units], names=["period", "unit"])
    return Scaled(TREE, pd.DataFrame(rows, index, TREE.codes, dtype=float), pd.DataFrame(), "", (0, 1))


def test_synergy_is_the_signed_geometric_mean_of_the_moves():
    # By hand: moves from 2022 are (.1, .2, .4) and (.3, -.1, .5); from 2023 (.2, -.3, .1).
    scaled = panel([[0.1, 0.3, 0.2], [0.2, 0.5, 0.6], [0.4, 0.2, 0.7]])
    first = synergy(scaled, WEIGHTS).degree
    assert first.tolist() == pytest.approx([0.008 ** (1 / 3), -(0.015 ** (1 / 3))])
    previous = synergy(scaled, WEIGHTS, base="previous").degree
    assert previous.tolist() == pytest.approx([0.008 ** (1 / 3), -(0.006 ** (1 / 3))])


def test_one_falling_subsystem_makes_it_negative_however_many_fall():
    scaled = panel([[0.5, 0.5, 0.5], [0.4, 0.4, 0.6], [0.5, 0.6, 0.7]])
    result = synergy(scaled, WEIGHTS)
    assert result.degree.iloc[0] < 0  # two falls make a positive product; the sign is still minus
    assert result.degree.iloc[1] == 0  # one subsystem did not move
    assert "2023: all subsystems gained order in 0 of 1 unit" in result.summary()
    assert "2024：1 个单元中有 0 个" in result.summary("zh")


def test_rows_in_any_order_give_the_same_degrees():
    rng = np.random.default_rng(0)
    scaled = panel(rng.uniform(size=(6, 3)), units=("x", "y"))
    shuffled = Scaled(TREE, scaled.values.sample(frac=1, random_state=1), pd.DataFrame(), "", (0, 1))
    one, two = (synergy(s, WEIGHTS, base="previous").degree for s in (scaled, shuffled))
    pd.testing.assert_series_equal(one, two.loc[one.index])


def test_missing_values_make_a_degree_missing_and_are_named():
    rows = np.full((6, 3), 0.5) + np.arange(6)[:, None] / 20
    rows[1, 0] = np.nan  # unit y in the first period
    result = synergy(panel(rows, units=("x", "y")), WEIGHTS)
    assert result.degree.xs("y", level="unit").isna().all()
    assert result.degree.xs("x", level="unit").notna().all()
    assert result.notes[0].startswith("y:")


def test_a_unit_that_skipped_a_period_has_no_previous_one():
    scaled = panel(np.arange(18).reshape(6, 3) / 20, units=("x", "y"))
    gap = Scaled(TREE, scaled.values.drop((2023, "y")), pd.DataFrame(), "", (0, 1))
    result = synergy(gap, WEIGHTS, base="previous")
    assert np.isnan(result.degree[2024, "y"])  # 2022 is not the period before 2024
    assert result.notes[0].startswith("y:")
    assert result.degree[2024, "x"] == pytest.approx(
        synergy(scaled, WEIGHTS, base="previous").degree[2024, "x"]
    )
    assert synergy(gap, WEIGHTS).degree[2024, "y"] > 0


def test_linear_integration_uses_the_weights():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b"]})
    weights = Weights(tree, pd.Series({"A": 0.5, "a1": 0.25, "a2": 0.75, "B": 0.5, "b": 1.0}))
    index = pd.MultiIndex.from_product([[1, 2], ["x"]], names=["period", "unit"])
    scaled = Scaled(
        tree, pd.DataFrame([[0.2, 0.4, 0.1], [0.6, 0.4, 0.2]], index, tree.codes), pd.DataFrame(), "", (0, 1)
    )
    assert synergy(scaled, weights, "linear").moves.iloc[0].tolist() == pytest.approx([0.1, 0.1])
    order = synergy(scaled, weights).order
    assert order.iloc[0].tolist() == pytest.approx([np.sqrt(0.08), 0.1])


def test_synergy_faults():
    with pytest.raises(UnsuitableMethod, match="two or more periods"):
        synergy(
            Scaled(TREE, pd.DataFrame([[0.5] * 3], columns=TREE.codes), pd.DataFrame(), "", (0, 1)), WEIGHTS
        )
    with pytest.raises(UnsuitableMethod, match="outside the scale"):
        synergy(panel([[0.5, 0.5, 0.5], [0.4, 1.4, 0.6], [0.5, 0.6, 0.7]]), WEIGHTS)
