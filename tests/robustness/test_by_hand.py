"""Rank sets, tiers, stability intervals and indices by brute force and by hand."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.demo import us_states
from govmetrics.robustness import rank_confidence, weight_stability
from govmetrics.robustness.checks import seed_of
from govmetrics.robustness.evaluate import Job, evaluate
from govmetrics.robustness.factors import DroppedLeaf, MeasurementErrors, MissingData
from govmetrics.robustness.sensitivity import WIDEST, _indices, _output, _table, _verdict
from govmetrics.robustness.uncertainty import from_scores, rank_rows
from govmetrics.robustness.weight_factors import PerturbedWeights, renormalised


def step_down(pairs, x, s, noise, level):
    """Return the ordered pairs (i, j), i significantly better than j: one family of one-sided hypotheses.

    Both directions of a pair are in it; a rejected one leaves, and its opposite stays (Mogstad et al. 2024).
    """
    both = {pair for i, j in pairs for pair in ((i, j), (j, i))}
    left = set(both)
    while True:
        largest = [max((e[i] - e[j]) / np.hypot(s[i], s[j]) for i, j in left) for e in noise]
        critical = np.quantile(largest, level, method="higher")
        new = {(i, j) for i, j in left if (x[i] - x[j]) / np.hypot(s[i], s[j]) > critical}
        if not new:
            return both - left
        left -= new


@pytest.mark.parametrize("simultaneous", [False, True])
@pytest.mark.parametrize(("level", "seed"), [(0.8, 4), (0.95, 5), (0.6, 6), (0.9, 7), (0.9, 8), (0.95, 11)])
def test_rank_sets_are_those_of_the_step_down_procedure(simultaneous, level, seed):
    rng = np.random.default_rng(seed)
    x, s = rng.normal(size=7) * 2, rng.uniform(0.1, 2, 7) ** 2
    units = list("abcdefg")
    found = rank_confidence(pd.Series(x, units), pd.Series(s, units), level, simultaneous, draws=300, rng=9)
    turned = rank_confidence(pd.Series(-x, units), pd.Series(s, units), level, simultaneous, 300, 9, "less")
    pd.testing.assert_frame_equal(turned.ranks.drop(columns="value"), found.ranks.drop(columns="value"))
    noise = np.random.default_rng(9).standard_normal((300, 7)) * s
    every = list(combinations(range(7), 2))
    whole = step_down(every, x, s, noise, level) if simultaneous else None
    for j, unit in enumerate(units):
        own = [pair for pair in every if j in pair]
        found_out = whole if simultaneous else step_down(own, x, s, noise, level)
        row = found.ranks.loc[unit]
        assert row["rank"] == 1 + (x > x[j]).sum()
        assert row["lower"] == 1 + sum(loser == j for _, loser in found_out)
        assert row["upper"] == 7 - sum(winner == j for winner, _ in found_out)
    certain = (found.ranks["lower"] == found.ranks["upper"]).sum()
    assert f"{certain} of 7 ranks are certain" in found.summary()
    first = ", ".join(found.ranks.index[found.ranks["lower"] == 1][:5])
    assert f"{'belongs' if simultaneous else 'belong'} to {first}" in found.summary()


@pytest.mark.parametrize("simultaneous", [False, True])
def test_at_no_level_are_both_directions_of_a_pair_significant(simultaneous):
    """The critical value of what is left falls below 0 at a level of a thousandth; sets stay sets."""
    x, s = pd.Series({"a": 0.1, "b": 0.0, "c": 0.0}), pd.Series(1.0, list("abc"))
    found = rank_confidence(x, s, level=0.001, simultaneous=simultaneous).ranks
    assert found["lower"].tolist() == [1, 2, 2]
    assert found["upper"].tolist() == [1, 3, 3]


def test_one_unit_is_certain_of_its_rank():
    one = rank_confidence(pd.Series({"a": 1.0}), pd.Series({"a": 1.0})).ranks.loc["a"]
    assert (one["rank"], one["lower"], one["upper"]) == (1, 1, 1)


def test_ranks_go_by_unit_or_as_the_values_are_called():
    values = pd.Series([1.0, 2], ["a", "b"])
    assert rank_confidence(values, values).ranks.index.name == "unit"
    labels = pd.MultiIndex.from_product([["Nanshan"], ["a", "b"]], names=["street", "community"])
    found = rank_confidence(values.set_axis(labels), values.set_axis(labels)).ranks
    assert found.index.names == ["street", "community"]
    assert found.index.tolist() == [("Nanshan", "b"), ("Nanshan", "a")]


def test_ranks_of_rows_with_ties_and_gaps():
    scores = np.array([[3.0, 1, 3, np.nan], [1e9, 1e9 + 1e-4, 5, 2e9], [-5, -5 - 1e-13, -9, -1]])
    np.testing.assert_array_equal(rank_rows(scores), [[1, 3, 1, np.nan], [2, 2, 4, 1], [2, 2, 4, 1]])
    np.testing.assert_array_equal(rank_rows(np.zeros((1, 3))), [[1, 1, 1]])


def test_intervals_and_tiers_by_hand():
    """Ten draws: a first in nine and b in one; c is always third; d has a score in none."""
    scores = np.array([[9.0, 8, 1, np.nan]] * 9 + [[7, 8, 1, np.nan]])
    units = pd.Index(list("abcd"))
    for level, tiers in ((0.9, [1, 2, 3]), (0.95, [1, 1, 2])):
        found = from_scores(
            scores, np.array([9.0, 8, 1, np.nan]), units, np.zeros((10, 1), dtype=int), ("x",), level, 0
        )
        assert found.tiers.loc[list("abc")].tolist() == tiers
        assert pd.isna(found.tiers["d"])
        assert found.intervals.index.tolist() == list("abcd")
        table = found.intervals.loc[list("abc")]
        assert table["nominal"].tolist() == table["median"].tolist() == [1, 2, 3]
        assert table["mean"].tolist() == pytest.approx([1.1, 1.9, 3])
        assert found.intervals.loc["d"].isna().all()
    # the 50 % interval leaves a quarter out on either side, the 90 % one half a draw
    assert (table["lower"].tolist(), table["upper"].tolist()) == ([1, 1, 3], [2, 2, 3])
    half = from_scores(scores, scores[0], units, np.zeros((10, 1), dtype=int), ("x",), 0.5, 0).intervals
    assert (half["lower"].tolist()[:3], half["upper"].tolist()[:3]) == ([1, 2, 3], [1, 2, 3])


def test_sobol_indices_by_their_formulas():
    rng = np.random.default_rng(5)
    fa, fb, fab = rng.normal(3, 1, 50), rng.normal(3, 1, 50), rng.normal(3, 1, (2, 50))
    first, total = _indices(fa, fb, fab)
    both = np.concatenate([fa, fb])
    for i in range(2):
        # Saltelli et al. (2010), table 2: b and, of Jansen, f
        assert first[i] == pytest.approx(np.mean((fb - both.mean()) * (fab[i] - fa)) / both.var())
        assert total[i] == pytest.approx(np.mean((fa - fab[i]) ** 2) / 2 / both.var())
    flat = _indices(np.ones(4), np.ones(4), np.ones((2, 4)))
    assert [part.tolist() for part in flat] == [[0, 0], [0, 0]]


def followed(table, weights):
    tree = gm.IndicatorTree.from_groups({"g": list(table)})
    scaled = gm.Scaled(tree, pd.DataFrame(table, index=["u", "v", "w"]), pd.DataFrame())
    return gm.aggregation.arithmetic(scaled, gm.weighting.assigned(tree, weights))


def test_stability_intervals_by_hand():
    """u - v = 4 w - 2 (1 - w) is zero at w = 1/3; v - w = 1 w + 3 (1 - w) never is; from w = 1/2 on either side."""
    scores = followed({"a": [9.0, 5, 4], "b": [4.0, 6, 3]}, {"a": 0.5, "b": 0.5})
    found = weight_stability(scores).intervals
    assert found.loc["a", ["weight", "lower", "upper"]].tolist() == pytest.approx([0.5, 1 / 3, 1])
    assert found.loc["a", ["changes_below", "changes_above"]].tolist() == ["u / v", ""]
    assert found.loc["b", ["weight", "lower", "upper"]].tolist() == pytest.approx([0.5, 0, 2 / 3])
    assert found.loc["b", ["changes_below", "changes_above"]].tolist() == ["", "u / v"]
    assert found.index.tolist() == ["a", "b"]  # the only group of the root has no siblings


def test_stability_does_not_depend_on_the_unit_of_the_scores():
    table = {"a": [9.0, 5, 4], "b": [4.0, 6, 3]}
    one = weight_stability(followed(table, {"a": 0.5, "b": 0.5})).intervals
    small = {code: [value / 1000 for value in values] for code, values in table.items()}
    two = weight_stability(followed(small, {"a": 0.5, "b": 0.5})).intervals
    np.testing.assert_allclose(one[["lower", "upper"]], two[["lower", "upper"]])


def test_the_sentence_of_stability_names_the_node_with_the_least_room():
    found = weight_stability(followed({"a": [9.0, 5, 4], "b": [4.0, 6, 3]}, {"a": 0.5, "b": 0.5}))
    for lower, upper, node in (([0.4, 0.3], [0.9, 0.9], "a"), ([0.1, 0.1], [0.7, 0.6], "b")):
        told = replace(found, intervals=found.intervals.assign(lower=lower, upper=upper)).summary()
        assert told.startswith(f"Ranks react first to the weight of {node}, which is 0.500")


def test_stability_is_of_one_period():
    scores = followed({"a": [9.0, 5, 4], "b": [4.0, 6, 3]}, {"a": 0.5, "b": 0.5})
    panel = pd.MultiIndex.from_product([[2024], list("uvw")], names=["period", "unit"])
    with pytest.raises(gm.UnsuitableMethod, match="one period"):
        weight_stability(
            replace(scores, values=scores.values.set_axis(panel), coverage=scores.coverage.set_axis(panel))
        )


def test_tied_units_part_at_once():
    """u and v tie at equal weights: u gains on a, v on b, so either way a rank changes."""
    found = weight_stability(followed({"a": [6.0, 4, 1], "b": [4.0, 6, 1]}, {"a": 1, "b": 1})).intervals
    # in the order of the ranking u stays in front where a gains
    assert found.loc["a", ["lower", "upper"]].tolist() == pytest.approx([0.5, 0.5])
    same = weight_stability(followed({"a": [6.0, 6, 1], "b": [4.0, 4, 1]}, {"a": 1, "b": 1})).intervals
    assert same.loc["a", ["lower", "upper"]].tolist() == [0, 1]


TREE = gm.IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})


def test_shares_of_groups_without_weight_are_equal():
    # nodes below the root: A, a1, a2, B, b1
    raw = np.array([[2.0, 1, 3, 2, 5], [0, 0, 0, 1, 1], [0, 2, 0, 0, 7]])
    np.testing.assert_allclose(
        renormalised(TREE, raw), [[0.5, 0.25, 0.75, 0.5, 1], [0, 0.5, 0.5, 1, 1], [0.5, 1, 0, 0.5, 1]]
    )


def test_a_dropped_leaf_takes_its_lonely_group_along():
    drawn = DroppedLeaf(["a1", "b1"]).weights(gm.weighting.equal(TREE), np.random.default_rng(0))
    np.testing.assert_allclose(drawn, [[0.5, 0, 1, 0.5, 1], [1, 0.5, 0.5, 0, 1], [0.5, 0.5, 0.5, 0.5, 1]])


@pytest.mark.parametrize("spread", [0.25, 0.6])
def test_perturbed_weights_are_times_an_even_draw(spread):
    """Of .6 and .4 the first alone moves: u = (w / (1 - w)) / (.6 / .4) is even from 1 - spread to 1 + spread."""
    tree = gm.IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    nominal = gm.weighting.assigned(tree, {"A": 0.6, "B": 0.4})
    codes = tree.node_codes[1:]
    factor = PerturbedWeights(spread, nodes=["A"], draws=4000)
    w = factor.weights(nominal, np.random.default_rng(0))[:, codes.index("A")]
    u = w / (1 - w) / 1.5
    assert stats.kstest(u, stats.uniform(1 - spread, 2 * spread).cdf).pvalue > 0.01
    assert 1 - spread <= u.min() < u.max() <= 1 + spread


def data(values, index=("u", "v", "w")):
    return gm.Dataset(TREE, pd.DataFrame(values, pd.Index(index, name="unit"), TREE.codes).astype(float))


def test_errors_of_measurement_have_the_size_that_was_said():
    given = data([[10, 100, -5], [20, 200, 5], [30, 300, 0]])
    for relative, sd in ((False, [[0.5, 0, 2]] * 3), (True, [[5, 0, 10], [10, 0, 10], [15, 0, 0]])):
        factor = MeasurementErrors({"a1": 0.5, "b1": 2.0}, relative=relative)
        drawn = np.array([factor.dataset(given, level, 3).values.to_numpy() for level in range(500)])
        np.testing.assert_allclose(drawn.mean(axis=0), given.values, atol=1.5)
        np.testing.assert_allclose(drawn.std(axis=0), sd, rtol=0.12)
    again = factor.dataset(given, 7, 3).values
    np.testing.assert_array_equal(again, drawn[7])
    turned = data(given.values.iloc[::-1].to_numpy(), ("w", "v", "u"))
    np.testing.assert_array_equal(factor.dataset(turned, 7, 3).values.loc[["u", "v", "w"]], again)


def test_gaps_are_filled_from_what_others_show():
    given = data([[np.nan, 1, 4], [20, np.nan, 5], [30, 3, np.nan]])
    drawn = np.array([MissingData().dataset(given, level, 0).values.to_numpy() for level in range(400)])
    for row, column, known in ((0, 0, (20, 30)), (1, 1, (1, 3)), (2, 2, (4, 5))):
        values, counts = np.unique(drawn[:, row, column], return_counts=True)
        assert tuple(values) == known
        assert counts.min() > 150
    kept = ~np.isnan(given.values.to_numpy())
    assert (drawn[:, kept] == given.values.to_numpy()[kept]).all()


def test_one_factor_at_a_time_is_following_each_option():
    records = us_states()[1]
    recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
    methods = ["geometric", "harmonic", "arithmetic"]
    row = gm.robustness.one_at_a_time(
        recipe, records, [gm.robustness.Choice("aggregation", methods)]
    ).shifts.iloc[0]
    nominal = gm.follow(recipe, records).ranking()["rank"]
    shifts = pd.DataFrame(
        {
            m: (gm.follow(replace(recipe, aggregation=m), records).ranking()["rank"] - nominal).abs()
            for m in methods
        }
    )
    assert row["levels"] == 3
    assert row["mean_shift"] == pytest.approx(shifts.to_numpy().mean())
    assert row["largest_shift"] == shifts.to_numpy().max()
    assert shifts.loc[row["moved_most"]].max() == row["largest_shift"]


def test_what_is_too_wide_is_named_by_its_index():
    row = {
        "first": 0.3,
        "first_lower": 0.1,
        "first_upper": 0.4,
        "total": 0.5,
        "total_lower": 0.45,
        "total_upper": 0.8,
    }
    calm = {
        "first": 0.3,
        "first_lower": 0.29,
        "first_upper": 0.31,
        "total": 0.5,
        "total_lower": 0.49,
        "total_upper": 0.51,
    }
    good, reason = _verdict(pd.DataFrame([row, calm], ["x", "y"]), 64)
    assert not good
    assert str(reason) == (
        "Too wide: x (first order 0.30, from 0.10 to 0.40), x (total 0.50, from 0.45 to 0.80). Raise draws to 256 or more."
    )
    assert _verdict(pd.DataFrame([calm], ["y"]), 64) == (True, "")
    edge = calm | {"first": 0.0, "first_lower": -WIDEST, "first_upper": WIDEST}
    assert _verdict(pd.DataFrame([edge], ["y"]), 64) == (True, "")


def test_grades_of_draws_are_parted_at_the_cuts():
    scores = np.array([[59.9, 60, 85], [60, 85, np.nan]])
    found = from_scores(scores, scores[0], pd.Index(list("abc")), np.zeros((2, 1), dtype=int), ("x",), 0.9, 0)
    table = found.probability_grades([60, 85], ["poor", "fair", "good"])
    assert table.to_numpy().tolist() == [[0.5, 0.5, 0], [0, 0.5, 0.5], [0, 0, 1]]
    for cuts in ([60, 60], [85, 60], [60, np.nan]):
        with pytest.raises(gm.FaultyInput, match=r"cuts: .* do not part 3 grades"):
            found.probability_grades(cuts, ["poor", "fair", "good"])
    assert found.probability_top(1).tolist() == [0, 0.5, 0.5]
    assert found.beats(["b"]).loc["b"].tolist() == [1, 0, 0]


def test_a_generator_gives_a_seed_of_32_bits():
    seeds = [seed_of(np.random.default_rng(i)) for i in range(200)]
    # one of 200 even draws is below 2 ** 27, but for a chance of e ** -6
    assert min(seeds) < 2**27 < 2**31 < max(seeds) < 2**32
    assert len(set(seeds)) == 200


def test_a_unit_s_rank_and_its_score_are_told_apart():
    scores, units = np.array([[9.0, 8, 1], [7, 8, 1]]), pd.Index(list("abc"))
    nominal = np.array([[1.0, 2, 3]])
    assert _output(scores, nominal, "rank", units, "a").tolist() == [1, 2]
    assert _output(scores, nominal, "score", units, "a").tolist() == [9, 7]
    assert _output(scores, nominal, "rank_shift", units, None).tolist() == [0, 2 / 3]


@pytest.mark.parametrize("level", [0.91, 0.6, 0.1])
def test_bounds_of_sobol_indices_are_those_of_draws_with_replacement(level):
    """A all -1 and B all 1, but one point of A with a column of B is 1: either index is 2 K / n, K times that it is drawn."""
    n = 64
    for place in (0, 17, n - 1):
        mixed = np.full(n, -1.0)
        mixed[place] = 1.0
        values = np.concatenate([np.full(n, -1.0), np.ones(n), mixed])
        row = _table(values, n, ["x"], level, 3).loc["x"]
        ends = 2 * stats.binom(n, 1 / n).ppf([(1 - level) / 2, (1 + level) / 2]) / n
        assert row["first"] == row["total"] == 2 / n
        assert row[["first_lower", "first_upper"]].tolist() == pytest.approx(ends)
        assert row[["total_lower", "total_upper"]].tolist() == pytest.approx(ends)


def test_every_option_of_the_weighting_has_its_own_weights():
    records = us_states()[1]
    recipe = gm.Recipe(normalisation={"min_max": {"scale": [1, 100]}}, weighting="equal")
    methods = ["equal", "entropy", "critic"]
    job = Job(recipe, records, [gm.robustness.Choice("weighting", methods)], 0)
    found = evaluate(job, np.array([[0], [1], [2], [-1]]))
    for row, method in zip(found, [*methods, "equal"], strict=True):
        alone = gm.follow(replace(recipe, weighting=method), records).scores.values.iloc[:, 0]
        np.testing.assert_allclose(row, alone, rtol=1e-12)
