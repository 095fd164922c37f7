"""The Mazziotta-Pareto index with one divisor throughout: by the paper (n) and as R's Compind computes it (n - 1).

Expected values are computed here from the formulas with numpy; the small table's are also those of a comparison with
Compind (n - 1). De Muro, Mazziotta and Pareto (2011) and Mazziotta and Pareto (2016) could not be read again: the
divisor n of their standard deviations is as cited elsewhere.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

A, B = [10.0, 20, 30, 40, 90], [5.0, 3, 8, 1, 9]
EXPECTED = {
    0: [94.4076365932, 93.0922283266, 102.879200702, 92.7607427629, 115.6038347],
    1: [94.8361478657, 93.8200331962, 102.317924174, 93.1208904062, 113.90032097],
}
TREE = gm.IndicatorTree.from_groups({"community": ["a", "b"]})
DATA = gm.read_records(pd.DataFrame({"a": A, "b": B}, index=list("VWXYZ")), TREE)


def index(z, ddof, sign=-1):
    """Return M -/+ S^2 / M of every row."""
    mean, variance = z.mean(axis=1), z.var(axis=1, ddof=ddof)
    return mean + sign * variance / mean


@pytest.mark.parametrize("ddof", [0, 1])
def test_all_variances_have_one_divisor(ddof):
    recipe = gm.Recipe.mazziotta_pareto(ddof=ddof)
    found = gm.follow(recipe, DATA)
    assert found.scores.values["community"].to_numpy() == pytest.approx(EXPECTED[ddof], rel=1e-9)
    x = np.column_stack([A, B])
    z = 100 + 10 * (x - x.mean(axis=0)) / x.std(axis=0, ddof=ddof)
    assert index(z, ddof) == pytest.approx(EXPECTED[ddof], rel=1e-9)
    assert found.scaled.values.to_numpy() == pytest.approx(z)
    assert found.scaled.bounds["sd"].to_numpy() == pytest.approx(x.std(axis=0, ddof=ddof))


def test_plus_penalises_a_phenomenon_of_which_more_is_worse():
    found = gm.follow(gm.Recipe.mazziotta_pareto(penalty="plus"), DATA).scores
    x = np.column_stack([A, B])
    z = 100 + 10 * (x - x.mean(axis=0)) / x.std(axis=0)
    assert found.values["community"].to_numpy() == pytest.approx(index(z, 0, 1))


def panel():
    tree = gm.IndicatorTree.from_groups({"community": ["a", "b"]}, {"b": "less"})
    frame = pd.DataFrame(
        {"unit": list("VWXYZVWXYZ"), "year": [2023] * 5 + [2024] * 5, "a": [*A, 15, 25, 35, 45, 60], "b": [*B, 4, 4, 6, 2, 12]}
    )  # fmt: skip
    return gm.read_records(frame, tree, period="year")


@pytest.mark.parametrize("ddof", [0, 1])
def test_the_adjusted_index_has_the_reference_at_100_and_half_the_range_on_either_side(ddof):
    data = panel()
    start = data.values.xs(2023, level=0).mean()
    found = gm.follow(gm.Recipe.mazziotta_pareto(True, start.to_dict(), ddof=ddof), data)
    x = data.values.to_numpy()
    half = (x.max(axis=0) - x.min(axis=0)) / 2
    low, high = start.to_numpy() - half, start.to_numpy() + half
    r = (x - low) / (high - low) * 60 + 70
    r[:, 1] = (high[1] - x[:, 1]) / (high[1] - low[1]) * 60 + 70  # less is better
    assert found.scaled.values.to_numpy() == pytest.approx(r)
    assert found.scores.values["community"].to_numpy() == pytest.approx(index(r, ddof))
    again = gm.normalisation.min_max(data, (70, 130), bounds=found.scaled.bounds)
    pd.testing.assert_frame_equal(again.values, found.scaled.values)
    assert found.scaled.values.xs(2023, level=0).mean().to_numpy() == pytest.approx([100, 100])


def test_around_the_mean_and_a_target():
    tree = gm.IndicatorTree(
        gm.Group("g", "", (gm.Indicator("t", better="target", target=50), gm.Indicator("m", better="more")))
    )
    data = gm.read_records(
        pd.DataFrame({"t": [40.0, 50, 80], "m": [1.0, np.nan, 5]}, index=list("abc")), tree
    )
    by_mean = gm.normalisation.min_max(data, (0, 100), around="mean").bounds
    # distances 10, 0, 30: mean 40/3, half the range 15; m: mean 3, half the range 2
    assert by_mean.loc["t"].tolist() == pytest.approx([40 / 3 + 15, 40 / 3 - 15])
    assert by_mean.loc["m"].tolist() == pytest.approx([1, 5])
    given = gm.normalisation.min_max(data, (0, 100), around={"t": 45, "m": 2}).bounds
    assert given.loc["t"].tolist() == pytest.approx([20, -10])
    assert given.loc["m"].tolist() == pytest.approx([0, 4])


def test_what_cannot_be_a_reference():
    with pytest.raises(gm.FaultyInput, match=r"c is no leaf that is scored[\s\S]*b: has no reference value"):
        gm.normalisation.min_max(DATA, around={"a": 1.0, "c": 2.0})
    with pytest.raises(gm.FaultyInput, match="around: "):
        gm.normalisation.min_max(DATA, around={"a": "much"})
    flat = gm.read_records(pd.DataFrame({"a": [1.0, 1], "b": [1.0, 2]}, index=list("uv")), TREE)
    with pytest.raises(gm.UnsuitableMethod, match="a: is constant"):
        gm.normalisation.min_max(flat, around="mean")
    with pytest.raises(gm.FaultyInput, match=r"ddof: .*give 0 \(divisor n\) or 1 \(divisor n - 1\)"):
        gm.normalisation.z_score(DATA, ddof=2)


def test_missing_and_single_parts_with_the_divisor_of_a_sample():
    """Unequal weights: the variance times 1 / (1 - sum w^2) over the parts that are there; one part has none."""
    tree = gm.IndicatorTree.from_groups({"g": ["a", "b", "c"]})
    frame = pd.DataFrame({"a": [80.0, 80, 80], "b": [100.0, 100, np.nan], "c": [120.0, np.nan, np.nan]})
    scaled = gm.normalisation.min_max(
        gm.read_records(frame, tree), (0, 200), bounds=dict.fromkeys("abc", (0, 200))
    )
    weights = gm.weighting.assigned(tree, {"a": 0.5, "b": 0.3, "c": 0.2})
    found = gm.aggregation.penalised(scaled, weights, min_coverage=0, ddof=1).values["g"].tolist()
    full = 0.5 * 196 + 0.3 * 36 + 0.2 * 676  # around the mean 94
    part = 0.625 * 56.25 + 0.375 * 156.25  # around 87.5
    assert found == pytest.approx([94 - full / 0.62 / 94, 87.5 - part / (1 - 0.625**2 - 0.375**2) / 87.5, 80])
