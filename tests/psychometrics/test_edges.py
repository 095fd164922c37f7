"""Formulas at their edges, by hand and by their published form."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core.errors import FaultyInput
from govmetrics.numerics.weighted_fit import Weighted
from govmetrics.psychometrics._item_statistics import feldt, item_statistics
from govmetrics.psychometrics._polychoric_notes import _unused
from govmetrics.psychometrics.confirm_ordinal import _fit
from govmetrics.psychometrics.group_agreement import _one_way, _within_agreement
from govmetrics.psychometrics.odd_items import _main_run, left_over_codes, look_reversed
from govmetrics.psychometrics.split_half import _split_half, all_splits

pm = gm.psychometrics


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_intervals_of_icc2_as_mcgraw_and_wong_print_them(level):
    """McGraw and Wong (1996), table 7, cases 2 and 2A of (A, 1)."""
    x = (
        np.random.default_rng(0).normal(size=(9, 1)) * 1.5
        + np.random.default_rng(1).normal(size=(9, 4))
        + [0, 1, 0.5, 2]
    )
    found = pm.icc(pd.DataFrame(x), level=level).forms
    n, k = x.shape
    rows, columns = x.mean(axis=1), x.mean(axis=0)
    msr = k * rows.var(ddof=1)
    msc = n * columns.var(ddof=1)
    mse = ((x - rows[:, None] - columns + x.mean()) ** 2).sum() / ((n - 1) * (k - 1))
    msw = x.var(axis=1, ddof=1).mean()
    rho = (msr - mse) / (msr + (k - 1) * mse + k / n * (msc - mse))
    a, b = k * rho / (n * (1 - rho)), 1 + k * rho * (n - 1) / (n * (1 - rho))
    v = (a * msc + b * mse) ** 2 / ((a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1)))
    tail = (1 + level) / 2
    up, down = stats.f.ppf(tail, n - 1, v), stats.f.ppf(tail, v, n - 1)
    other = k * msc + (k * n - k - n) * mse
    low, high = (
        n * (msr - up * mse) / (up * other + n * msr),
        n * (down * msr - mse) / (other + n * down * msr),
    )
    assert found.loc["ICC2", ["icc", "lower", "upper"]].tolist() == pytest.approx([rho, low, high])
    assert found.loc["ICC2k", "lower"] == pytest.approx(k * low / (1 + (k - 1) * low))
    assert found.loc["ICC2k", "icc"] == pytest.approx((msr - mse) / (msr + (msc - mse) / n))
    for form, inner, df2 in (("ICC1", msw, n * (k - 1)), ("ICC3", mse, (n - 1) * (k - 1))):
        f = msr / inner
        ends = [f / stats.f.ppf(tail, n - 1, df2), f * stats.f.ppf(tail, df2, n - 1)]
        assert found.loc[form, ["icc", "f", "p"]].tolist() == pytest.approx(
            [(f - 1) / (f + k - 1), f, stats.f.sf(f, n - 1, df2)]
        )
        assert found.loc[form, ["lower", "upper"]].tolist() == pytest.approx(
            [(e - 1) / (e + k - 1) for e in ends]
        )
        assert found.loc[f"{form}k", ["icc", "lower", "upper"]].tolist() == pytest.approx(
            [1 - 1 / e for e in (f, *ends)]
        )


def test_icc_of_ratings_that_agree_but_for_a_constant_and_of_things_that_do_not_differ():
    same = pm.icc(pd.DataFrame({"a": [1, 2, 4], "b": [1, 2, 4]})).forms
    assert same["icc"].tolist() == [1] * 6
    np.testing.assert_allclose(same[["lower", "upper"]], 1, atol=1e-12)
    moved = pm.icc(pd.DataFrame({"a": [1, 2, 4], "b": [3, 4, 6]})).forms
    # mean squares 14/3 between things, 6 between raters, nothing left: 14/3 / (14/3 + 2 * 6 / 3)
    assert moved["icc"].tolist()[1:3] == pytest.approx([(14 / 3) / (14 / 3 + 4), 1])
    other = 2 * 6
    up, down = stats.f.ppf(0.975, 2, 1), stats.f.ppf(0.975, 1, 2)
    assert moved.loc["ICC2", ["lower", "upper"]].tolist() == pytest.approx(
        [14 / (up * other + 14), 14 * down / (other + 14 * down)]
    )
    level = pm.icc(pd.DataFrame({"a": [1, 2, 1, 2], "b": [2, 1, 2, 1]})).forms
    assert level.loc["ICC1", "icc"] == -1
    assert level.loc["ICC1k", "icc"] == -np.inf
    assert level.loc["ICC2", ["lower", "upper"]].isna().all()


def test_fleiss_of_counts_with_a_category_nobody_chose():
    """Three things, four raters: pairs that agree 6, 3 and 2 of 6; shares 7/12 and 5/12."""
    counts = pd.DataFrame({"yes": [4, 1, 2], "no": [0, 3, 2], "never": [0, 0, 0]})
    found = pm.fleiss(counts, counts=True)
    observed, chance = (6 + 3 + 2) / 18, (7 / 12) ** 2 + (5 / 12) ** 2
    assert found.kappa == pytest.approx((observed - chance) / (1 - chance))
    assert found.categories["share"].tolist() == pytest.approx([7 / 12, 5 / 12, 0])
    assert found.categories["kappa"].tolist() == pytest.approx(
        [found.kappa, found.kappa, np.nan], nan_ok=True
    )
    for wrong in (
        {"yes": [4.5, 1], "no": [-0.5, 3]},
        {"yes": [4, 1], "no": [0, 2]},
        {"yes": [5, 1], "no": [-1, 3]},
    ):
        with pytest.raises(FaultyInput, match="not counts of one number"):
            pm.fleiss(pd.DataFrame(wrong), counts=True)


def test_split_halves_by_their_formulas():
    two = _split_half(np.array([[1, 0.5], [0.5, 1]]), np.array([True, False]))
    for name in ("spearman_brown", "spearman_brown_unequal", "guttman"):
        assert two[name] == pytest.approx(2 * 0.5 / 1.5)
    assert np.isnan([two["alpha_first"], two["alpha_second"]]).all()
    cov = np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 2.0]])
    three = _split_half(cov, np.array([True, True, False]))
    r = 0.7 / np.sqrt(3 * 2)
    p, q = 2 / 3, 1 / 3  # Horst (1951)
    horst = r * (np.sqrt(r**2 + 4 * p * q * (1 - r**2)) - r) / (2 * p * q * (1 - r**2))
    assert (three["correlation"], three["spearman_brown_unequal"]) == pytest.approx((r, horst))
    assert three["guttman"] == pytest.approx(2 * (1 - (3 + 2) / cov.sum()))
    assert three["alpha_first"] == pytest.approx(2 * (1 - 2 / 3))
    assert _split_half(np.ones((2, 2)), np.array([True, False]))["spearman_brown_unequal"] == 1
    with np.errstate(divide="ignore"):
        opposed = _split_half(np.array([[1.0, -1], [-1, 1]]), np.array([True, False]))
    assert opposed["spearman_brown"] == -np.inf


@pytest.mark.parametrize("k", [4, 5])
def test_all_splits_are_all_splits(k):
    cov = np.cov(np.random.default_rng(2).normal(size=(k, 30)))
    found, complete = all_splits(cov, [f"{i:02}" for i in range(k)], np.random.default_rng(0))
    every = []
    for code in range(2**k):
        s = np.array([1 if code >> i & 1 else -1 for i in range(k)])
        if (s > 0).sum() == k // 2 and (k % 2 or s[0] > 0):
            every.append(1 - s @ cov @ s / cov.sum())
    assert complete
    assert sorted(found) == pytest.approx(sorted(every))
    # more than 26 items: drawn, and their mean is alpha
    wide = np.cov(np.random.default_rng(3).normal(size=(28, 60)) + np.random.default_rng(4).normal(size=60))
    drawn, complete = all_splits(wide, [f"{i:02}" for i in range(28)], np.random.default_rng(0))
    assert not complete
    assert drawn.mean() == pytest.approx(item_statistics(wide)["alpha"], abs=0.003)


def test_intervals_of_alpha_and_of_correlations():
    """Feldt (1965): (1 - alpha) times F quantiles; Fisher's z with n - 3."""
    cov = np.cov(np.random.default_rng(5).normal(size=(3, 20)) + np.random.default_rng(6).normal(size=20))
    found = item_statistics(cov)
    bounds = feldt(found, 20, 3, 0.9)
    left = 1 - found["alpha"]
    assert bounds["alpha"] == pytest.approx(
        (1 - left * stats.f.ppf(0.95, 19, 38), 1 - left * stats.f.ppf(0.05, 19, 38))
    )
    deleted = 1 - found["alpha_if_deleted"]
    np.testing.assert_allclose(bounds["alpha_if_deleted"][0], 1 - deleted * stats.f.ppf(0.95, 19, 19))
    z = np.arctanh(found["item_rest"])
    np.testing.assert_allclose(bounds["item_rest"][0], np.tanh(z - stats.norm.ppf(0.95) / np.sqrt(17)))
    np.testing.assert_allclose(
        bounds["item_total"][1], np.tanh(np.arctanh(found["item_total"]) + stats.norm.ppf(0.95) / np.sqrt(17))
    )
    for n, known in ((3, False), (4, True)):
        assert np.isfinite(feldt(found, n, 3, 0.9)["item_rest"][0]).all() == known


def test_one_way_agreement_at_its_edges():
    apart = _one_way(np.array([1.0, 1, 4, 4]), np.array([0, 0, 1, 1]))
    assert (apart["f"], apart["icc1"], apart["icc2"], apart["p"]) == (np.inf, 1, 1, 0)
    alike = _one_way(np.array([2.0, 2, 2, 2]), np.array([0, 0, 1, 1]))
    assert np.isnan([alike["f"], alike["icc1"], alike["icc2"]]).all()
    for place in ([0, 0, 0], [0, 1, 2]):  # one unit, or nobody twice
        few = _one_way(np.array([1.0, 2, 3]), np.array(place))
        assert np.isnan([few[name] for name in ("f", "p", "icc1", "icc2")]).all()
    # unlike sizes: k is (5 - (9 + 4) / 5) / 1 = 2.4
    y, place = np.array([1.0, 2, 3, 5, 6, 9]), np.array([0, 0, 0, 1, 1, -1])
    found = _one_way(y, place)
    msb, msw = (3 * (2 - 3.4) ** 2 + 2 * (5.5 - 3.4) ** 2), (2 + 0.5) / 3
    assert (found["units"], found["respondents"], found["f"]) == (2, 5, pytest.approx(msb / msw))
    assert found["icc1"] == pytest.approx((msb - msw) / (msb + 1.4 * msw))
    assert found["p"] == pytest.approx(stats.f.sf(msb / msw, 1, 3))


def test_agreement_within_groups_leaves_out_groups_of_one():
    x = np.array([[1.0, 2], [3, 2], [5, 5], [1, np.nan], [5, 1], [1, 5]])
    limits = np.array([[1.0, 5], [1, 5]])
    place = np.array([0, 0, 1, 1, 2, 2])
    # group 0: variances 2 and 0 of 2, a share of 1/2; group 1 has one answer to the second; group 2: 8 of 2, no agreement
    assert _within_agreement(x, limits, place) == pytest.approx((2 * 0.5 / (2 * 0.5 + 0.5) + 0) / 2)
    assert np.isnan(_within_agreement(x[[0, 2]], limits, np.array([0, 1])))


def test_the_run_that_the_middle_of_the_answers_grows_to():
    for used, ends in (
        ([1, 2, 3, 4, 5, 99], (1, 5)),
        ([0, 50, 100], (0, 100)),
        ([1, 99], (1, 99)),
        ([1, 2, 3, 4, 5, 13], (1, 13)),
        ([1, 2, 3, 4, 5, 14], (1, 5)),
        ([7], (7, 7)),
        ([0, 1, 1, 0, 1, 99], (0, 1)),
        ([-7, 1, 2, 3, 3, 4, 5, 98, 99], (-7, 5)),  # -7 is not farther than twice the width, 98 is
        ([-8, 1, 2, 3, 3, 4, 5, 98, 99], (1, 5)),
        ([-99, 1, 2, 3, 3, 4, 5, 99], (1, 5)),
    ):
        assert _main_run(*np.unique(np.array(used, dtype=float), return_counts=True)) == ends, used


@pytest.mark.parametrize("n", [40, 200, 1000, 20_000])
def test_tails_are_no_codes_for_missing(n):
    """Scores whose extremes were once taken for a left-over 99."""
    rng = np.random.default_rng(n)
    normal, long = rng.normal(60, 15, (n, 4)), 50 + 10 * rng.standard_t(3, (n, 4))
    for x in (normal, normal.round(), rng.exponential(30, (n, 4)).round(), long):
        assert left_over_codes(x, list("abcd")) == []
        x[:3, 1] = 9999
        (note,) = left_over_codes(x, list("abcd"))
        assert "item b: 3 answers such as 9999 far outside" in note
        x[:3, 1] = 9999.5  # no code, whatever it is
        assert left_over_codes(x, list("abcd")) == []


def test_codes_left_over_are_told_from_scales():
    base = np.tile(np.arange(1.0, 6), 4)[:, None].repeat(3, axis=1)
    assert left_over_codes(base, list("abc")) == []
    far = base.copy()
    far[0, 1] = 99
    (note,) = left_over_codes(far, list("abc"))
    assert str(note) == (
        "item b: 1 answer such as 99 far outside the others (1 to 5): a code for missing that was not declared?"
    )
    half = base.copy()
    half[:10, 1] = 99
    assert len(left_over_codes(half, list("abc"))) == 1  # half of the answers may still be a code
    half[10, 1] = 99
    assert left_over_codes(half, list("abc")) == []  # most of them are another scale
    near = base.copy()
    near[0, 1] = 13  # a width of 12 has no room for a code
    assert left_over_codes(near, list("abc")) == []
    short = np.tile(np.arange(1.0, 4), 6)[:, None].repeat(3, axis=1)
    for code, suspect in ((13, 0), (14, 1)):
        short[0, 1] = code
        assert len(left_over_codes(short, list("abc"))) == suspect
    narrow = 10 + base % 3
    narrow[0, 1] = 20  # far from 10 to 12, but the width is 10
    assert left_over_codes(narrow, list("abc")) == []


def test_items_that_run_against_the_others():
    r = np.full((4, 4), 0.5)
    np.fill_diagonal(r, 1)
    assert look_reversed(r, list("abcd"), 100) == []
    turned = r * np.outer([1, 1, 1, -1], [1, 1, 1, -1])
    (note,) = look_reversed(turned, list("abcd"), 100)
    assert "item d runs against the others (correlation -0.79" in str(note)
    weak = np.eye(4)
    weak[3, :3] = weak[:3, 3] = -0.1
    weak[:3, :3] += 0.1 * (1 - np.eye(3))
    # -.3 / root(3 + 6 * .1) = -.158: less than three errors of 1 / root(300), more than of 1 / root(400)
    assert look_reversed(weak, list("abcd"), 300) == []
    assert len(look_reversed(weak, list("abcd"), 400)) == 1
    assert look_reversed(np.array([[1.0, np.nan], [np.nan, np.nan]]), ["a", "b"], 10) == []


def test_an_array_of_two_dimensions_is_a_table():
    x = np.random.default_rng(7).integers(1, 6, (30, 4))
    assert pm.alpha(x).alpha == pm.alpha(pd.DataFrame(x)).alpha
    for odd in (x[0], x[None], [[1, 2], [3]], "answers"):
        with pytest.raises(FaultyInput, match="items: is not a table"):
            pm.alpha(odd)
    for huge in (1e100, -1e100, np.inf):
        with pytest.raises(FaultyInput, match="1: has answers that are infinite or beyond 1e100"):
            pm.alpha(pd.DataFrame(x.astype(float)).mask(np.arange(120).reshape(30, 4) == 5, huge))


def test_fit_of_correlations_by_the_definitions():
    found = Weighted(np.zeros(3), np.eye(3), 30.0, 200.0, True)
    rest = np.array([[0, 0.1, -0.2], [0.1, 0, 0.05], [-0.2, 0.05, 0]])
    rest = np.block([[rest, 0 * rest], [0 * rest, rest]])
    indices = _fit(found, rest, 3, 150)
    assert (indices["df"], indices["null_df"], indices["parameters"], indices["n"]) == (12, 15, 3, 150)
    assert indices["rmsea"] == pytest.approx(np.sqrt((30 - 12) / (12 * 149)))
    low, high = (
        stats.ncx2.cdf(30, 12, indices[f"rmsea_{end}"] ** 2 * 12 * 149) for end in ("lower", "upper")
    )
    assert (low, high) == pytest.approx((0.95, 0.05))
    assert indices["p"] == pytest.approx(stats.chi2.sf(30, 12))
    assert indices["cfi"] == pytest.approx(1 - 18 / 185)
    assert indices["tli"] == pytest.approx((200 / 15 - 30 / 12) / (200 / 15 - 1))
    assert indices["srmr"] == pytest.approx(np.sqrt(2 * (0.01 + 0.04 + 0.0025) / 21))
    exact = _fit(found, rest[:3, :3], 3, 150)
    assert np.isnan(exact["p"])
    assert exact["rmsea"] == exact["rmsea_upper"] == 0


def test_factors_at_the_limits_of_fornell_and_larcker_are_strong_enough():
    x = np.random.default_rng(8).normal(size=(200, 1)) + np.random.default_rng(9).normal(size=(200, 4))
    found = pm.discriminant(pd.DataFrame(x, columns=list("abcd")), {"f": list("abcd")})
    for ave, reliability, enough in ((0.5, 0.7, True), (0.499, 0.7, False), (0.5, 0.699, False)):
        table = found.factors.assign(average_variance_extracted=ave, composite_reliability=reliability)
        told = replace(found, factors=table).summary()
        assert told.startswith("Every factor has AVE of at least 0.5") == enough
        assert ("AVE is below 0.5 for f." in told) == (ave < 0.5)
        assert ("Composite reliability is below 0.7 for f." in told) == (reliability < 0.7)


def test_codes_between_the_ends_in_use_that_nobody_chose():
    labels = [np.array([1.0, 2, 4]), np.array([1.0, 2, 3, 5]), np.array([2.0, 3, 4, 5])]
    told = [str(note) for note in _unused(labels, list("abc"))]
    assert told == ["item a: nobody chose 3, 5", "item b: nobody chose 4", "item c: nobody chose 1"]
    assert _unused([*labels[:2], np.array([2.5, 3])], list("abc")) == []
