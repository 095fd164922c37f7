"""The ranking methods: labels, ranks, refusals, and scores against formulas worked out independently."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from govmetrics import ranking
from govmetrics.core import (
    Dataset,
    FaultyInput,
    Group,
    Indicator,
    IndicatorTree,
    Scaled,
    UnsuitableMethod,
    Weights,
)
from govmetrics.core.weights import shares_within_groups
from govmetrics.ranking import METHODS

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]})
WEIGHTS = Weights(TREE, shares_within_groups(TREE, {"A": 3, "B": 1, "a1": 1, "a2": 2, "b1": 1, "b2": 1}))
W = WEIGHTS.across_tree().to_numpy()


def scaled(values=None, scale=(0, 100), seed=0):
    if values is None:
        values = np.random.default_rng(seed).uniform(5, 95, (8, 4))
    values = np.asarray(values, dtype=float)
    return Scaled(
        TREE,
        pd.DataFrame(values, [f"u{i}" for i in range(len(values))], TREE.codes),
        pd.DataFrame(),
        "min_max",
        scale,
    )


def raw_data():
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1", "b2"]}, {"a2": "less"})
    values = np.random.default_rng(1).uniform(1, 50, (7, 4))
    return Dataset(tree, pd.DataFrame(values, [f"u{i}" for i in range(7)], tree.codes))


def run(name, data=None):
    if name == "copras":
        return METHODS[name](raw_data() if data is None else data, WEIGHTS)
    return METHODS[name](scaled() if data is None else data, WEIGHTS)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_ranks_follow_scores_and_labels_follow_units(name):
    result = run(name)
    sign = -1 if result.better == "more" else 1
    expected = (sign * result.scores.round(10)).rank(method="min")
    assert result.ranks.tolist() == expected.tolist()
    frame = result.to_frame()
    assert frame["rank"].is_monotonic_increasing
    assert result.method == name
    json.dumps(result.to_dict())
    data = raw_data() if name == "copras" else scaled()
    order = data.values.sample(frac=1, random_state=2)
    copras = name == "copras"
    shuffled = Dataset(data.tree, order) if copras else Scaled(TREE, order, pd.DataFrame(), "", (0, 100))
    pd.testing.assert_series_equal(run(name, shuffled).ranks.loc[result.ranks.index], result.ranks)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_a_unit_best_in_everything_comes_first_and_twins_tie(name):
    if name == "copras":
        data = raw_data()
        values = data.values.copy()
        values.loc["u3"] = values.max() + 1
        values.loc["u3", "a2"] = values["a2"].min() / 2
        values.loc["u5"] = values.loc["u6"]
        result = run(name, Dataset(data.tree, values))
    else:
        values = scaled().values.to_numpy().copy()
        values[3] = 96
        values[5] = values[6]
        result = run(name, scaled(values))
    assert result.ranks["u3"] == 1
    assert result.ranks["u5"] == result.ranks["u6"]


def test_topsis_by_the_formula():
    data = scaled()
    result = ranking.topsis(data, WEIGHTS)
    x = data.values.to_numpy() * W
    far = np.sqrt(((x - x.max(axis=0)) ** 2).sum(axis=1)), np.sqrt(((x - x.min(axis=0)) ** 2).sum(axis=1))
    np.testing.assert_allclose(result.table["D+"], far[0])
    np.testing.assert_allclose(result.table["D-"], far[1])
    np.testing.assert_allclose(result.table["C"], far[1] / (far[0] + far[1]))
    assert list(result.to_frame().columns) == ["D+", "D-", "C", "rank"]
    assert result.tables("zh")[0].frame.columns.tolist() == [
        "单元",
        "正理想解距离D+",
        "负理想解距离D-",
        "相对接近度C",
        "排名",
    ]


def test_vikor_waspas_moora_spotis_aras_copras_and_edas_by_their_formulas():
    x = scaled().values.to_numpy()
    regret = W * (x.max(axis=0) - x) / np.ptp(x, axis=0)
    s, r = regret.sum(axis=1), regret.max(axis=1)
    q = 0.3 * (s - s.min()) / np.ptp(s) + 0.7 * (r - r.min()) / np.ptp(r)
    np.testing.assert_allclose(ranking.vikor(scaled(), WEIGHTS, v=0.3).scores, q)
    m = x / x.max(axis=0)
    np.testing.assert_allclose(
        ranking.waspas(scaled(), WEIGHTS, 0.4).scores, 0.4 * m @ W + 0.6 * np.prod(m**W, axis=1)
    )
    np.testing.assert_allclose(ranking.moora(scaled(), WEIGHTS).scores, x @ W)
    np.testing.assert_allclose(
        ranking.reference_point(scaled(), WEIGHTS).scores, (W * (x.max(axis=0) - x)).max(axis=1)
    )
    np.testing.assert_allclose(ranking.spotis(scaled(), WEIGHTS).scores, (1 - x / 100) @ W)
    p = x / (x.sum(axis=0) + x.max(axis=0))  # the best unit is a row of its own in the paper
    np.testing.assert_allclose(ranking.aras(scaled(), WEIGHTS).scores, (p @ W) / (p.max(axis=0) @ W))
    mean = x.mean(axis=0)
    above, below = np.maximum(x - mean, 0) / mean @ W, np.maximum(mean - x, 0) / mean @ W
    np.testing.assert_allclose(
        ranking.edas(scaled(), WEIGHTS).scores, (above / above.max() + 1 - below / below.max()) / 2
    )
    raw = raw_data().values.to_numpy()
    p = raw / raw.sum(axis=0) * W
    good, bad = p[:, [0, 2, 3]].sum(axis=1), p[:, 1]
    significance = good + bad.sum() / (bad * (1 / bad).sum())
    np.testing.assert_allclose(ranking.copras(raw_data(), WEIGHTS).table["significance"], significance)


def test_marcos_mabac_codas_cocoso_and_products_by_their_formulas():
    x = scaled().values.to_numpy()
    s = x / x.max(axis=0) @ W
    low, high = s / (x.min(axis=0) / x.max(axis=0) @ W), s / W.sum()
    f_low, f_high = high / (high + low), low / (high + low)
    expected = (high + low) / (1 + (1 - f_high) / f_high + (1 - f_low) / f_low)
    np.testing.assert_allclose(ranking.marcos(scaled(), WEIGHTS).scores, expected)
    unit = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    v = W * (unit + 1)
    np.testing.assert_allclose(
        ranking.mabac(scaled(), WEIGHTS).scores, (v - np.exp(np.log(v).mean(axis=0))).sum(axis=1)
    )
    s, p = unit @ W, (unit**W).sum(axis=1)
    k = ((s + p) / (s + p).sum(), s / s.min() + p / p.min(), (s + p) / (s.max() + p.max()))
    np.testing.assert_allclose(
        ranking.cocoso(scaled(), WEIGHTS).scores, np.prod(k, axis=0) ** (1 / 3) + np.mean(k, axis=0)
    )
    r = W * x / x.max(axis=0)
    gap = r - r.min(axis=0)
    e, t = np.sqrt((gap**2).sum(axis=1)), gap.sum(axis=1)
    apart = e[:, None] - e
    h = apart + (np.abs(apart) >= 0.02) * (t[:, None] - t)
    np.testing.assert_allclose(ranking.codas(scaled(), WEIGHTS).scores, h.sum(axis=1), atol=1e-12)
    product = ranking.full_multiplicative(scaled(), WEIGHTS).ranks
    assert product.tolist() == ((-np.log(x).sum(axis=1)).argsort().argsort() + 1).tolist()


def test_multimoora_follows_its_three_rankings_where_they_agree():
    values = np.sort(np.random.default_rng(5).uniform(5, 95, (6, 4)), axis=0)  # a chain of dominance
    for method in (ranking.multimoora, ranking.electre2, ranking.reference_point):
        ranks = method(scaled(values), WEIGHTS).ranks.to_numpy()
        assert (np.diff(ranks) <= 0).all(), method
        assert ranks[-1] == 1


@pytest.mark.parametrize("name", sorted(set(METHODS) - {"copras"}))
def test_a_leaf_without_weight_has_no_say(name, capsys):
    some = pd.Series({"a1": 0.5, "a2": 0.3, "b1": 0.2, "b2": 0.0})
    tree = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
    values = scaled().values
    fewer = Scaled(tree, values[tree.codes], pd.DataFrame(), "", (0, 100))
    with_it, without = METHODS[name](scaled(), some), METHODS[name](fewer, some.drop("b2"))
    np.testing.assert_allclose(with_it.scores, without.scores)
    assert capsys.readouterr().out == ""  # scikit-criteria's MARCOS prints


def test_vikor_names_its_compromise_set():
    details = ranking.vikor(scaled(), WEIGHTS).details
    assert set(details["compromise_set"]) <= {f"u{i}" for i in range(8)}


def test_raw_data_treat_costs_as_costs():
    data = raw_data()
    x = data.values.to_numpy()
    v = x / np.sqrt((x**2).sum(axis=0)) * W
    best, worst = v.max(axis=0), v.min(axis=0)
    best[1], worst[1] = worst[1], best[1]
    plus, minus = np.sqrt(((v - best) ** 2).sum(axis=1)), np.sqrt(((v - worst) ** 2).sum(axis=1))
    result = ranking.topsis(data, WEIGHTS)
    np.testing.assert_allclose(result.scores, minus / (plus + minus))
    assert result.details["scaling"] == "vector"


def test_spotis_falls_back_on_the_units_when_values_leave_the_scale():
    x = scaled().values.to_numpy().copy()
    x[0, 0] = 120
    result = ranking.spotis(scaled(x), WEIGHTS)
    np.testing.assert_allclose(result.scores, ((x.max(axis=0) - x) / np.ptp(x, axis=0)) @ W)


def test_spotis_takes_the_trees_worst_and_best():
    """Dezert et al. (2020), by hand: distances from the best over best minus worst, which no unit can move."""
    leaves = (Indicator("t", better="more", worst=0, best=10), Indicator("c", better="less", worst=8, best=0),
              Indicator("o", better="more"))  # fmt: skip
    tree = IndicatorTree(Group("g", "", leaves))
    frame = pd.DataFrame({"t": [9.0, 7, 4], "c": [6.0, 3, 1], "o": [1.0, 2, 5]}, index=list("ABC"))
    even = pd.Series(1 / 3, tree.codes)
    found = ranking.spotis(Dataset(tree, frame), even)
    expected = np.array([0.1 + 6 / 8 + 1, 0.3 + 3 / 8 + 3 / 4, 0.6 + 1 / 8 + 0]) / 3
    np.testing.assert_allclose(found.scores, expected)
    assert (
        "worst and best values of the indicator system; of o those of the units." in found.method_paragraph()
    )
    within = ranking.spotis(Dataset(tree, frame), pd.Series({"t": 0.5, "c": 0.5, "o": 0.0}))
    fewer = ranking.spotis(Dataset(tree, frame.drop("C")), pd.Series({"t": 0.5, "c": 0.5, "o": 0.0}))
    np.testing.assert_allclose(fewer.scores, within.scores.drop("C"))
    beyond = ranking.spotis(Dataset(tree, frame.assign(t=[12.0, 7, 4])), even)
    np.testing.assert_allclose(beyond.scores["B"], (5 / 8 + 3 / 8 + 3 / 4) / 3)


def test_copras_scores_are_shares_of_the_best():
    found = ranking.copras(raw_data(), WEIGHTS)
    share = found.table["significance"] / found.table["significance"].max()
    np.testing.assert_allclose(found.scores, share)
    assert found.scores.max() == 1


def test_periods_are_ranked_one_by_one_on_common_ideals():
    rows = pd.MultiIndex.from_product([[2023, 2024], list("wxyz")], names=["period", "unit"])
    data = Scaled(TREE, scaled().values.set_axis(rows), pd.DataFrame(), "", (0, 100))
    result = ranking.topsis(data, WEIGHTS)
    np.testing.assert_allclose(result.scores, ranking.topsis(scaled(), WEIGHTS).scores)
    assert sorted(result.ranks.loc[2023]) == [1, 2, 3, 4]
    assert result.to_frame()["rank"].tolist() == [1, 2, 3, 4] * 2


NEEDS_POSITIVE = sorted(
    name for name, method in METHODS.items() if method.needs_positive and name != "copras"
)


@pytest.mark.parametrize("name", NEEDS_POSITIVE)
@pytest.mark.parametrize("value", [0.0, -3.0])
def test_zeros_and_negatives_are_named_where_ratios_are_taken(name, value):
    x = scaled().values.to_numpy().copy()
    x[2, 1] = value
    way_out = "they lie below the scale" if value < 0 else "scale to positive"
    with pytest.raises(UnsuitableMethod, match=rf"a2: .* zero or negative values \(u2\); {way_out}"):
        run(name, scaled(x))


@pytest.mark.parametrize("name", sorted(set(METHODS) - set(NEEDS_POSITIVE) - {"copras"}))
def test_zeros_and_constants_do_no_harm_elsewhere(name):
    x = scaled().values.to_numpy().copy()
    x[2, 1] = 0.0
    x[:, 3] = 40.0
    result = run(name, scaled(x))
    assert np.isfinite(result.scores).all()


def test_faults_come_all_at_once():
    x = scaled().values.to_numpy().copy()
    x[1, 0] = x[2, 3] = np.nan
    foreign = pd.Series({"a1": 1.0, "a2": -1.0, "b1": 0.0, "x": 1.0})
    with pytest.raises(FaultyInput) as error:
        ranking.topsis(scaled(x), foreign)
    for part in (
        "b2: has no weight",
        "x: has a weight but no values",
        "weights: are",
        "u1, a1: is missing",
        "u2, b2: is missing",
    ):
        assert part in str(error.value)
    with pytest.raises(UnsuitableMethod, match="1 unit cannot be ranked"):
        ranking.topsis(scaled(np.ones((1, 4))), WEIGHTS)
    with pytest.raises(UnsuitableMethod, match="all units are alike"):
        ranking.topsis(scaled(np.ones((3, 4))), WEIGHTS)
    with pytest.raises(UnsuitableMethod, match="there are no costs"):
        ranking.copras(scaled(), WEIGHTS)
    with pytest.raises(UnsuitableMethod, match="WASPAS needs scaled values"):
        ranking.waspas(raw_data(), WEIGHTS)
    with pytest.raises(FaultyInput, match="none, vector, sum"):
        ranking.topsis(scaled(), WEIGHTS, scaling="unit")
    target = IndicatorTree(Group("G", "", (Indicator("a", better="target", target=5.0), Indicator("b"))))
    data = Dataset(target, pd.DataFrame({"a": [1.0, 2], "b": [1.0, 2]}))
    with pytest.raises(UnsuitableMethod, match=r"a: has a target.*scale"):
        ranking.topsis(data, pd.Series({"a": 0.5, "b": 0.5}))


def test_scores_of_nothing_over_nothing_are_refused_in_words():
    values = scaled().values
    values.iloc[0] = 1.0  # worst in everything: CoCoSo divides by its sum of zero
    worst = Scaled(
        scaled().tree, values.clip(lower=2.0).where(values > 1.0, 1.0), pd.DataFrame(), "", (0, 100)
    )
    with pytest.raises(UnsuitableMethod, match="worst in every indicator") as error:
        run("cocoso", worst)
    assert "-9223" not in str(error.value)


def test_importing_the_room_does_not_import_scikit_criteria():
    code = "import sys, govmetrics.ranking; print('skcriteria' in sys.modules)"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.strip()
        == "False"
    )
