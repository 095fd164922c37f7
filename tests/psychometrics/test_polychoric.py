"""Polychoric correlations: lavaan and psych, exact values, nasty answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from scipy.stats import multivariate_normal, norm

import govmetrics as gm
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.numerics import bivariate_normal
from tests.small_tables import answers_of

SCALES = ["agree", "conscientious", "extraversion", "neuroticism", "openness"]


def test_lavaan_and_psych(raw_bfi):
    for scale in SCALES:
        check_scale(raw_bfi, scale)


def check_scale(bfi, scale):
    entry = bfi.expected["scales"][scale]
    result = gm.psychometrics.polychoric(bfi.scale(scale))
    lavaan = entry["polychoric_lavaan_lavCor_twostep"]["rho"]
    np.testing.assert_allclose(result.correlations, lavaan, atol=1e-7)
    psych = entry["polychoric_complete_correct0"]
    np.testing.assert_allclose(result.correlations, psych["rho"], atol=3e-5)  # psych's optimize() stops early
    np.testing.assert_allclose(
        result.thresholds["threshold"].to_numpy().reshape(5, 5), psych["tau"], atol=1e-12
    )
    assert result.alpha == pytest.approx(psych["ordinal_alpha"], abs=1e-5)
    assert result.alpha_if_deleted.tolist() == pytest.approx(
        list(psych["ordinal_alpha_drop"].values()), abs=1e-5
    )
    one = gm.psychometrics.omega(result.correlations, 1, n=result.n).one_factor
    assert one == pytest.approx(psych["ordinal_omega_minres"], abs=1e-4)


def test_shenzhen_25_items(facts):
    """edu5 and env5 are worded against their scales; the expected values are of the turned answers."""
    folder = facts / "survey" / "raking_1206"
    items = pd.read_csv(folder / "input.csv").iloc[:, 4:29]
    items[["edu5", "env5"]] = 6 - items[["edu5", "env5"]]
    result = gm.psychometrics.polychoric(items).correlations
    for name, tolerance in (("lavaan", 1e-7), ("psych_correct0", 3e-5)):
        expected = pd.read_csv(folder / f"polychoric_{name}.csv", index_col=0)
        np.testing.assert_allclose(result, expected, atol=tolerance)


def test_thresholds_and_ordinal_alpha_by_their_formulas(facts):
    """Thresholds are normal quantiles of cumulative shares; ordinal alpha is Cronbach's of the polychoric matrix."""
    items = pd.read_csv(facts / "survey" / "raking_1206" / "input.csv")[[f"hea{i}" for i in range(1, 6)]]
    found = gm.psychometrics.polychoric(items)
    for item, cuts in found.thresholds.groupby("item")["threshold"]:
        shares = items[item].value_counts(normalize=True).sort_index().cumsum()
        np.testing.assert_allclose(cuts, norm.ppf(shares.iloc[:-1]), atol=1e-12)
    r = found.correlations
    assert found.alpha == pytest.approx(5 / 4 * (1 - 5 / r.to_numpy().sum()), abs=1e-12)
    for item, value in found.alpha_if_deleted.items():
        rest = r.drop(index=item, columns=item).to_numpy().sum()
        assert value == pytest.approx(4 / 3 * (1 - 4 / rest), abs=1e-12)


def test_bivariate_normal():
    rng = np.random.default_rng(1)
    h, k, rho = rng.normal(size=60) * 2, rng.normal(size=60) * 2, rng.uniform(-0.999, 0.999, 60)
    h[:10] = k[5:15] = 0.0
    expected = [
        multivariate_normal.cdf([a, b], cov=[[1, r], [r, 1]]) for a, b, r in zip(h, k, rho, strict=True)
    ]
    np.testing.assert_allclose(bivariate_normal.distribution(h, k, rho), expected, atol=1e-12)
    ahead = bivariate_normal.distribution(h, k, rho + 1e-6) - bivariate_normal.distribution(h, k, rho - 1e-6)
    np.testing.assert_allclose(ahead / 2e-6, bivariate_normal.density(h, k, rho), rtol=1e-4, atol=1e-8)


@given(st.floats(-0.95, 0.95), st.integers(0, 1000))
def test_tetrachoric_of_median_splits(rho, seed):
    """Of items split at the median the correlation is sin(2 pi (share of both low - 1 / 4))."""
    rng = np.random.default_rng(seed)
    x, y = rng.multivariate_normal([0, 0], [[1, rho], [rho, 1]], size=400).T
    items = pd.DataFrame({"x": (x > np.median(x)) + 1, "y": (y > np.median(y)) + 1})
    both = ((items["x"] == 1) & (items["y"] == 1)).mean()
    result = gm.psychometrics.polychoric(items).correlations.loc["x", "y"]
    assert result == pytest.approx(np.clip(np.sin(2 * np.pi * (both - 0.25)), -0.9999, 0.9999), abs=1e-8)


@given(st.integers(0, 10_000))
def test_labels_of_the_categories_do_not_matter(seed):
    items = pd.DataFrame(np.random.default_rng(seed).integers(1, 5, size=(60, 3)).astype(float))
    one = gm.psychometrics.polychoric(items).correlations
    two = gm.psychometrics.polychoric(items.replace({1.0: -10.0, 2.0: 0.0, 3.0: 0.5, 4.0: 99.0})).correlations
    np.testing.assert_allclose(one, two, atol=1e-9)
    turned = gm.psychometrics.polychoric(items.assign(**{"0": 5 - items[0]}).drop(columns=0)).correlations
    assert turned.loc["1", "0"] == pytest.approx(-one.iloc[0, 1], abs=1e-8)


def test_weights_are_frequencies_and_pairs_use_what_they_have(likert):
    weights = pd.Series(np.tile([1.0, 2.0], 100))
    repeated = likert.loc[likert.index.repeat(weights.astype(int))]
    one, two = gm.psychometrics.polychoric(likert, weights=weights), gm.psychometrics.polychoric(repeated)
    np.testing.assert_allclose(one.correlations, two.correlations, atol=1e-8)
    likert.loc[:20, "q1"] = np.nan
    assert (
        gm.psychometrics.polychoric(likert).n,
        gm.psychometrics.polychoric(likert, missing="pairwise").n,
    ) == (179, 200)


def test_category_nobody_chose_is_named(likert):
    likert["q2"] = likert["q2"].replace(3, 2)
    result = gm.psychometrics.polychoric(likert)
    assert "item q2: nobody chose 3" in result.notes
    assert (result.thresholds["item"] == "q2").sum() == 3


def test_positive_definite_is_said_of_what_is(likert):
    found = gm.psychometrics.polychoric(likert)
    assert np.linalg.eigvalsh(found.correlations)[0] > 0
    assert found.positive_definite


def test_not_positive_definite_is_said_and_smoothed_when_asked():
    """Twelve respondents do not settle ten correlations."""
    items = pd.DataFrame(np.random.default_rng(3).integers(1, 4, size=(12, 5)), columns=list("abcde"))
    raw, smooth = gm.psychometrics.polychoric(items), gm.psychometrics.polychoric(items, smooth=True)
    assert not raw.positive_definite
    assert any("not positive definite" in note and "smooth=True" in note for note in raw.notes)
    assert np.linalg.eigvalsh(smooth.correlations)[0] > 0
    np.testing.assert_allclose(np.diag(smooth.correlations), 1)
    with pytest.raises(UnsuitableMethod, match="smooth polychoric"):
        gm.psychometrics.omega(raw.correlations, 1, n=12)


def test_nasty(likert):
    with pytest.raises(UnsuitableMethod, match="c: every answer is the same"):
        gm.psychometrics.polychoric(likert.assign(c=1))
    with pytest.raises(UnsuitableMethod, match="long: 200 different answers"):
        gm.psychometrics.polychoric(likert.assign(long=np.arange(200)))
    copy = gm.psychometrics.polychoric(likert.assign(copy=likert["q1"]))
    assert any("items q1 and copy" in note for note in copy.notes)
    likert.loc[:99, "q1"], likert.loc[100:, "q2"] = np.nan, np.nan
    with pytest.raises(UnsuitableMethod, match="q1, q2: never answered together"):
        gm.psychometrics.polychoric(likert, missing="pairwise")


@pytest.mark.parametrize(
    "table",
    [
        [[40, 0], [5, 15]], [[20, 0], [60, 20]], [[5, 0], [90, 5]], [[2, 0], [96, 2]],
        [[10, 0, 0], [30, 30, 0], [0, 30, 10]],
    ],
)  # fmt: skip
def test_a_likelihood_that_grows_up_to_one_says_so_however_flat_it_is(table):
    """scipy's bivariate normal: the likelihood at .9999 is none below that of any smaller correlation."""
    items = answers_of(table)
    shares = np.array(table) / np.sum(table)
    cuts = [ndtri(np.cumsum(shares.sum(axis=axis))[:-1]) for axis in (1, 0)]

    def likelihood(rho):
        normal = multivariate_normal(cov=[[1, rho], [rho, 1]])
        ends = [np.r_[-9, c, 9] for c in cuts]
        below = np.array([[normal.cdf([h, v]) for v in ends[1]] for h in ends[0]])
        inside = np.diff(np.diff(below, axis=0), axis=1)
        return (shares * np.log(np.maximum(inside, 1e-16))).sum()

    assert likelihood(0.9999) >= max(map(likelihood, (0, 0.3, 0.6, 0.8, 0.9, 0.95, 0.99))) - 1e-9
    result = gm.psychometrics.polychoric(items)
    assert result.correlations.loc["a", "b"] == 0.9999
    count = int((np.array(table) == 0).sum())
    cells = (
        "1 cell of their cross table is empty"
        if count == 1
        else f"{count} cells of their cross table are empty"
    )
    assert f"items a and b: the likelihood grows up to a correlation of +1, as {cells}" in result.notes
    turned = gm.psychometrics.polychoric(items.assign(b=-items["b"]))
    assert turned.correlations.loc["a", "b"] == -0.9999
    assert "correlation of -1" in turned.notes[-1]
    with pytest.raises(UnsuitableMethod, match="a, b: have a polychoric correlation of one"):
        gm.psychometrics.confirm_ordinal(
            items.assign(c=items["a"].sample(frac=1, random_state=1).to_numpy()), {"f": list("abc")}
        )


def test_correlations_that_rest_on_an_empty_cell_are_named():
    """Against twice the answers with one respondent more in each empty cell: half a respondent to each of the once."""
    table = np.array([[8, 2, 0], [10, 20, 0], [0, 20, 3]])
    result = gm.psychometrics.polychoric(answers_of(table))
    filled = gm.psychometrics.polychoric(answers_of(2 * table + (table == 0)))
    assert result.correlations.loc["a", "b"] - filled.correlations.loc["a", "b"] > 0.15
    assert result.notes == (
        "correlations that rest on empty cells of the cross table (half a respondent in each would change them by more "
        "than 0.1): a – b",
    )
    assert "取决于交叉表中的空格" in result.notes[0].say("zh")
    steady = np.array(
        [[20, 3, 0], [3, 20, 3], [0, 3, 20]]
    )  # .958, and .913 with half a respondent in the corners
    assert gm.psychometrics.polychoric(answers_of(steady)).notes == ()
    weights = pd.Series(7.0, index=range(63))  # half a respondent is half a weight
    assert gm.psychometrics.polychoric(answers_of(table), weights=weights).notes == result.notes
    assert (
        gm.psychometrics.polychoric(answers_of(steady), weights=pd.Series(0.01, index=range(72))).notes == ()
    )


def test_correlations_of_few_respondents_are_named(likert):
    assert gm.psychometrics.polychoric(likert).notes == ()
    gaps = likert.copy()
    gaps.loc[10:, "q1"] = np.nan
    told = [
        note
        for note in gm.psychometrics.polychoric(gaps, missing="pairwise").notes
        if "fewer than 30" in note
    ]
    assert told == [
        "correlations that rest on fewer than 30 respondents (10 at the least): q1 – q2, q1 – q3, q1 – q4, q1 – q5"
    ]
    few = gm.psychometrics.polychoric(likert[:29]).notes[-1]
    assert "fewer than 30 respondents (29 at the least)" in few
    assert "不足 30 名（最少 29 名）" in few.say("zh")
    assert not any("fewer than 30" in note for note in gm.psychometrics.polychoric(likert[:30]).notes)
