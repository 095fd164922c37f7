"""Moran's I, Geary's c, the general G and local Moran's I against R's spdep, and what must hold whatever the data."""

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core import FaultyInput, UnsuitableMethod
from govmetrics.spatial.conditional import tail_counts
from tests.spatial.columbus import CASES, columbus, needs_columbus
from tests.spatial.lattice import UNITS, spots, squares, values

W = gm.spatial.weights(squares())
Y = values()["y"]


def test_morans_i_of_r():
    """R: moran.test(y, nb2listw(cell2nb(6, 6, "queen"))), and with randomisation=FALSE."""
    found = gm.spatial.moran(Y, W)
    assert found.i == pytest.approx(0.5421587758662, abs=1e-12)
    assert (found.expected, found.variance) == pytest.approx((-1 / 35, 0.0081365241804), abs=1e-12)
    assert (found.z, found.p) == pytest.approx((6.32719759373, 2.49653586684e-10), rel=1e-9)
    assert gm.spatial.moran(Y, W, assumption="normality").variance == pytest.approx(
        0.00802497906069, abs=1e-12
    )
    plain = gm.spatial.moran(Y, W.standardise(False))
    assert (plain.i, plain.variance) == pytest.approx((0.43486976823916, 0.00734146295956), abs=1e-12)


def test_morans_i_of_nearest_neighbours_of_r():
    """R: knearneigh(k = 4): weights one way only."""
    near = gm.spatial.weights(spots(), "nearest", k=4, coordinates="projected")
    assert not near.symmetric
    found = gm.spatial.moran(Y, near)
    assert (found.i, found.variance) == pytest.approx((0.5133812635165, 0.0113296582541), abs=1e-12)


def test_gearys_c_and_general_g_of_r():
    """R: geary.test; globalG.test on binary weights."""
    c = gm.spatial.geary(Y, W)
    assert (c.c, c.variance, c.z) == pytest.approx(
        (0.38293969334397, 0.00849778946541, -6.69382920612), rel=1e-9
    )
    assert gm.spatial.geary(Y, W, assumption="normality").variance == pytest.approx(
        0.00864406072739, abs=1e-12
    )
    g = gm.spatial.global_g(Y, W.standardise(False))
    assert (g.g, g.expected, g.variance, g.z) == pytest.approx(
        (1.92815344710e-01, 1.74603174603e-01, 7.49939560814e-05, 2.10304500198), rel=1e-9
    )


def test_local_moran_of_r():
    """R: localmoran: moments conditional on the unit's own value, divisor n."""
    found = gm.spatial.local(Y, W, draws=None).table.iloc[[0, 7, 21]]
    expected = [[2.513509337198, -0.1340597935051, 1.3111088783485, 0.02076592153188],
                [0.576242819347, -0.0123514536711, 0.0435931110144, 0.00481618053537],
                [0.103735505574, -0.0105744910041, 0.0373886630590, 0.55440482804729]]  # fmt: skip
    np.testing.assert_allclose(found[["i", "expected", "variance", "p"]], expected, rtol=1e-9)


@needs_columbus
def test_the_textbook_case():
    """Anselin's 49 neighbourhoods of Columbus: 19 one-sided p below .05, of which 3 are left."""
    data, w = columbus()
    expected = json.loads((CASES / "case.json").read_text(encoding="utf-8"))[
        "columbus CRIME, row-standardised"
    ]
    found = gm.spatial.moran(data["CRIME"], w)
    names = ("moran_i", "expectation", "variance_randomisation", "z_randomisation")
    assert (found.i, found.expected, found.variance, found.z) == pytest.approx(
        [expected[n] for n in names], rel=1e-8
    )
    assert found.p == pytest.approx(expected["p_two_sided"], rel=1e-8)
    assert gm.spatial.geary(data["CRIME"], w).c == pytest.approx(expected["geary_c"], rel=1e-10)
    assert gm.spatial.global_g(data["CRIME"], w.standardise(False)).g == pytest.approx(
        expected["global_g (binary)"], rel=1e-10
    )
    local = gm.spatial.local(data["CRIME"], w)
    r = pd.read_csv(CASES / "columbus_localmoran.csv")
    np.testing.assert_allclose(local["i"], r["Ii"], atol=1e-12)
    assert gm.spatial.local(data["CRIME"], w, draws=9, divisor="n-1")["i"].head(2).tolist() == pytest.approx(
        [0.72178138, 0.51798565], abs=1e-8
    )
    assert (
        local["quadrant"].value_counts().to_dict() == expected["quadrants by sign of z and lag (spdep mean)"]
    )
    assert (local["p_one_sided"] < 0.05).sum() == 18  # by draws: of one unit it is near the limit
    assert local["significant"].sum() == 3


def exact_tails(z, w, unit):
    """Return the shares of all draws of neighbours whose lag is at least as high and as low: by going through all of them."""
    from itertools import permutations

    others = np.delete(np.arange(len(z)), unit)
    row = w[unit].toarray().ravel() if hasattr(w[unit], "toarray") else w[unit]
    weights = row[row > 0]
    lags = np.array([weights @ z[list(one)] for one in permutations(others, len(weights))])
    observed = row @ z
    return (lags >= observed - 1e-9).mean(), (lags <= observed + 1e-9).mean()


@pytest.mark.parametrize("kind", ["even", "uneven", "dense"])
def test_conditional_permutations_draw_neighbours_from_all_others(kind):
    """Of seven units all draws can be listed."""
    rng = np.random.default_rng(4)
    w = np.zeros((7, 7))
    for k in range(7):
        w[k, [(k + 1) % 7, (k + 3) % 7]] = [1, 1] if kind == "even" else [3, 1]
    if kind == "dense":
        w = rng.uniform(0.1, 1, (7, 7)) * (1 - np.eye(7))
    from scipy.sparse import csr_array

    z, sparse = rng.normal(size=(7, 2)), csr_array(w)
    z -= z.mean(axis=0)
    draws = 20_000
    high, low = tail_counts(z, sparse, sparse @ z, np.arange(7), draws, np.random.default_rng(0))
    for unit in range(7):
        for column in range(2):
            up, down = exact_tails(z[:, column], w, unit)
            assert high[unit, column] / draws == pytest.approx(up, abs=0.02)
            assert low[unit, column] / draws == pytest.approx(down, abs=0.02)


def test_permutation_p_agrees_with_the_normal_one_where_values_are_many():
    found = gm.spatial.moran(Y, W, draws=999, alternative="greater")
    assert found.table["p_permuted"].iloc[0] == pytest.approx(0.001)
    noise = pd.Series(np.random.default_rng(2).normal(size=36), UNITS)
    for statistic in (gm.spatial.moran, gm.spatial.geary):
        one = statistic(noise, W, draws=4999)
        assert one.table["p_permuted"].iloc[0] == pytest.approx(one.p, abs=0.05)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=36, max_size=36).filter(lambda v: len(set(v)) > 2),
       st.sampled_from([1e-6, 1, 1e9]),
       st.floats(-5, 5), st.randoms(use_true_random=False))  # fmt: skip
def test_units_of_measurement_and_the_order_of_rows_do_not_matter(numbers, scale, shift, random):
    series = pd.Series(np.array(numbers, dtype=float), UNITS)
    rows = list(UNITS)
    random.shuffle(rows)
    other = (series * scale + shift * scale)[rows]
    for statistic in (gm.spatial.moran, gm.spatial.geary):
        one, two = statistic(series, W), statistic(other, W)
        np.testing.assert_allclose(one.table.iloc[0, 0], two.table.iloc[0, 0], rtol=1e-7, atol=1e-9)
        assert one.p == pytest.approx(two.p, rel=1e-5, abs=1e-12)
    one, two = gm.spatial.local(series, W, draws=99), gm.spatial.local(other, W, draws=99)
    assert one["p"].tolist() == two["p"].tolist()
    np.testing.assert_allclose(
        one["i"].sum(), 36 * gm.spatial.moran(series, W).i, rtol=1e-8
    )  # Anselin (1995), 9


def test_under_chance_p_is_as_large_as_it_says():
    """Of 2,000 tests of noise about 5% have p below .05; after correction hardly any is left."""
    noise = pd.DataFrame(np.random.default_rng(7).normal(size=(36, 60)), UNITS)
    found = gm.spatial.local(noise, W, draws=999)
    assert 0.03 < (found["p"] < 0.05).mean() < 0.07
    assert found["significant"].mean() < 0.005


def test_a_panel_is_measured_period_by_period():
    index = pd.MultiIndex.from_product([[2023, 2024], UNITS], names=["period", "unit"])
    panel = pd.Series(np.concatenate([Y, -Y[::-1]]), index, name="score")
    found = gm.spatial.moran(panel, W)
    assert found.i.loc[(2023, "score")] == pytest.approx(gm.spatial.moran(Y, W).i)
    assert found.table.index.names == ["period", "node"]
    assert gm.spatial.local(panel, W, draws=9).table.index.names == ["period", "node", "unit"]


def test_other_units_are_named_each():
    other = Y.rename({"u00": "u0O", "u05": "五"})
    with pytest.raises(FaultyInput) as error:
        gm.spatial.moran(other, W)
    said = str(error.value)
    assert "u0O: is not among the units of the weights" in said
    assert "u00: is in the weights and has no value" in said
    assert "u05: is in the weights" in said


def test_names_are_matched_by_the_rule_of_the_house():
    found = gm.spatial.moran(Y.rename({"u00": " ｕ０0\u3000"}), W)
    assert found.i == pytest.approx(0.5421587758662)


def test_missing_values_and_the_way_out():
    gappy = Y.mask(Y.index == "u07")
    with pytest.raises(FaultyInput, match=r"u07, y: the value is missing; .*w\.only"):
        gm.spatial.local(gappy, W)
    kept = gappy.dropna()
    assert gm.spatial.moran(kept, W.only(kept.index)).i > 0.4


@pytest.mark.parametrize(
    "statistic", [gm.spatial.moran, gm.spatial.geary, gm.spatial.global_g, gm.spatial.local]
)
def test_constant_values_are_named(statistic):
    with pytest.raises(UnsuitableMethod, match="flat: all values are alike"):
        statistic(pd.DataFrame({"y": Y, "flat": 0.1}, UNITS), W)


def test_one_unit_and_nobody_near():
    one = gm.spatial.weights(pd.DataFrame({"from": ["a"], "to": [None]}), islands=True)
    with pytest.raises(UnsuitableMethod, match="1 unit is too few; give at least 4"):
        gm.spatial.moran(pd.Series([1.0], ["a"]), one)
    alone = gm.spatial.weights(pd.DataFrame({"from": list("abcd"), "to": [None] * 4}), islands=True)
    with pytest.raises(UnsuitableMethod, match="nobody has a neighbour"):
        gm.spatial.moran(pd.Series([1.0, 2, 3, 4], list("abcd")), alone)


def test_islands_are_not_tested_and_named():
    pairs = pd.DataFrame({"from": ["a", "b", "c", "d", "e"], "to": ["b", "c", "d", "a", None]})
    w = gm.spatial.weights(pairs, islands=True)
    found = gm.spatial.local(pd.Series([1.0, 2, 3, 5, 9], list("abcde")), w, draws=99)
    assert np.isnan(found["p"]["e"])
    assert not found["significant"]["e"]
    assert "e" in str(found.notes[0])


def test_negative_values_have_no_general_g():
    with pytest.raises(UnsuitableMethod, match=r"spatial\.moran"):
        gm.spatial.global_g(Y - 20, W)


def test_tables_speak_both_languages():
    found = gm.spatial.local(Y, W, draws=99)
    assert "高-高" in found.tables("zh")[0].frame["象限"].tolist()
    assert "错误发现率" in found.summary("zh")
    assert (
        gm.spatial.moran(Y, W).summary()
        == "y: Moran's I 0.542, expected -0.029 (p < 0.001). Neighbours are alike."
    )
