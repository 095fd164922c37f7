"""What untidy respondents do to tests and regressions: few rows, names with blanks, mixed types, exact fit, few clusters."""

import itertools
import warnings

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from govmetrics import psychometrics
from govmetrics.core.errors import FaultyInput, UnsuitableMethod
from govmetrics.psychometrics import (
    ac1,
    compare,
    correlate,
    describe,
    kappa,
    paired,
    paths,
    rank_tests,
    regress,
)


@pytest.fixture
def answers():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(60, 3)), columns=list("xmy"))
    return frame.assign(g=["男"] * 25 + ["男 "] * 5 + ["女"] * 30)


def test_spearman_of_few_rows_is_exact():
    """R 4.2.2, cor.test(exact = TRUE); with ties all orders, one by one."""
    seven = pd.DataFrame({"a": [3, 1, 4, 2, 6, 5, 8], "b": [2, 1, 5, 4, 3, 6, 7]})
    assert correlate(seven, "spearman").p.loc["a", "b"] == pytest.approx(0.0880952380952, abs=1e-9)
    five = seven.head(5)
    assert correlate(five, "spearman").p.loc["a", "b"] == pytest.approx(0.45, abs=1e-9)
    perfect = correlate(pd.DataFrame({"a": [1, 2, 3], "b": [2, 4, 9]}), "spearman")
    assert perfect.p.loc["a", "b"] == pytest.approx(1 / 3)
    told = perfect.summary()
    assert "0 are significant" in told
    assert "too few rows for an interval" in told
    assert "nan" not in told
    tied = pd.DataFrame({"a": [1, 1, 2, 3, 3], "b": [1, 2, 2, 4, 3]})
    every = [stats.spearmanr(order, tied["b"]).statistic for order in itertools.permutations(tied["a"])]
    here = stats.spearmanr(tied["a"], tied["b"]).statistic
    share = np.mean(np.abs(every) > abs(here) - 1e-12)
    assert correlate(tied, "spearman").p.loc["a", "b"] == pytest.approx(share)


def test_ways_out_of_correlations_and_groups_work(answers):
    with pytest.raises(UnsuitableMethod, match="give more rows"):
        correlate(answers[["x", "m"]].head(2))
    with pytest.raises(UnsuitableMethod, match="two groups or more"):
        compare(answers[["x", "g"]].head(20), "g")


def test_without_degrees_of_freedom_nothing_is_said_of_fit(answers):
    for cluster in (None, pd.Series(np.arange(60) % 30)):
        found = paths(answers, {"y": ["x", "m"], "m": ["x"]}, cluster=cluster)
        assert "Without degrees of freedom every model fits" in found.summary()
        assert "nan" not in found.summary().lower()
        assert "自由度为零" in found.summary("zh")


def test_ordered_categories_that_a_predictor_tells_without_error(answers):
    graded = answers.assign(o=pd.cut(answers["x"], [-9, -0.5, 0.5, 9], labels=False))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UnsuitableMethod, match="without error"):
            regress(graded, "o", ["x"], "ordered")


@pytest.mark.parametrize("agreement", [kappa, ac1])
def test_ratings_that_only_their_types_tell_apart(agreement):
    ratings = pd.DataFrame({"a": [1, 2, 3, 1], "b": ["1", "2", "3", "2"]})
    with pytest.raises(FaultyInput, match="ratings: holds the same names as numbers and as text: 1, 2, 3"):
        agreement(ratings)
    assert agreement(ratings.astype(str)) is not None  # the way out


def test_blanks_round_categories(answers):
    """A category is the same with a blank behind it, in regressions as in every comparison of groups."""
    tidy = answers.assign(g=answers["g"].str.strip())
    for frame in (answers, answers.astype({"g": "category"}), answers.astype({"g": "string"})):
        found = regress(frame, "y", ["g", "x"], categories={"g": "男 "})
        pd.testing.assert_frame_equal(
            found.coefficients, regress(tidy, "y", ["g", "x"], categories={"g": "男"}).coefficients
        )
    by = regress(answers, "y", ["x"], cluster=answers["g"].replace({"女": "女1"}))
    assert any("2 clusters" in str(note) for note in by.notes)
    assert (
        compare(answers[["y", "g"]], "g").groups
        == rank_tests(answers[["y", "g"]], "g").groups
        == ("女", "男")
    )


def test_rows_without_a_cluster_are_named(answers):
    cluster = pd.Series(np.arange(60) % 30, dtype=float)
    cluster[3] = np.nan
    found = regress(answers, "y", ["x"], cluster=cluster)
    assert "1 of 60 rows lack a value and are not used: cluster" in map(str, found.notes)


def test_an_outcome_that_follows_exactly(answers):
    found = regress(answers.assign(y=2 * answers["x"] + 1), "y", ["x", "m"])
    assert found.summary().startswith("y follows from the predictors exactly (n = 60).")


def test_two_series_are_one_measure(answers):
    """Before and after under names of their own, and everybody one point up: no t, but the ranks tell."""
    found = paired(answers["x"].rename("before"), (answers["x"] + 1).rename("after"))
    assert list(found.table.index) == ["before → after"]
    assert np.isnan(found.table["p"].iloc[0])
    assert found.table["differs"].iloc[0]
    assert "Higher afterwards" in found.summary()
    assert not paired(answers["x"], answers["x"]).table["differs"].iloc[0]
    assert psychometrics.test_retest(answers["x"], answers["m"]).summary()
    with pytest.raises(FaultyInput, match="at one time only: m, x"):
        paired(answers[["x"]], answers[["m"]])


def test_few_clusters_are_told(answers):
    cluster = pd.Series([0] * 20 + [1] * 40)
    for found in (
        correlate(answers[["x", "m"]], cluster=cluster),
        describe(answers[["x"]], cluster=cluster),
        compare(answers[["x", "g"]], "g", cluster=cluster),
    ):
        assert "only 2 clusters" in found.summary()


def test_single_indirect_effects_are_told_where_their_sum_hides_them():
    """Two paths of opposite signs: no indirect effect together, which is not the same as no mediation."""
    rng = np.random.default_rng(2)
    x = rng.normal(size=300)
    frame = pd.DataFrame({"x": x, "a": 0.6 * x + rng.normal(size=300), "b": 0.6 * x + rng.normal(size=300)})
    frame["y"] = 0.6 * frame["a"] - 0.6 * frame["b"] + rng.normal(size=300)
    found = psychometrics.mediate(frame, "y", "x", ["a", "b"], draws=300)
    assert found.kind == "none"
    assert "no mediation" not in found.summary()
    assert "Of the single indirect effects these differ from zero: a 0." in found.summary()
    assert "其中显著的特定间接效应：a 0." in found.summary("zh")
    one = psychometrics.mediate(frame.assign(a=rng.normal(size=300)), "y", "x", "a", draws=100)
    assert "single indirect" not in one.summary()


def test_groups_stand_in_their_own_order_whatever_the_order_of_rows():
    """The first group is the one that factor means are compared with: by name, or by its category."""
    rng = np.random.default_rng(4)
    z = rng.normal(size=400)
    items = pd.DataFrame({name: np.digitize(z + rng.normal(size=400), [-1, 0.2, 1.2]) for name in "abcd"})
    groups = pd.Series(rng.choice(["x", "y"], size=400))
    factors = {"F": list("abcd")}
    found = psychometrics.invariance_ordinal(items, factors, groups)
    order = rng.permutation(400)
    other = psychometrics.invariance_ordinal(items.iloc[order], factors, groups.iloc[order])
    pd.testing.assert_frame_equal(found.factors, other.factors, atol=1e-6)
    pd.testing.assert_frame_equal(found.models, other.models, atol=1e-5)
    assert list(found.groups.index) == ["x", "y"]
    turned = groups.astype(pd.CategoricalDtype(["y", "x", "nobody"], ordered=True))
    assert list(psychometrics.invariance_ordinal(items, factors, turned).groups.index) == ["y", "x"]
    assert list(psychometrics.invariance(items, factors, turned).groups.index) == ["y", "x"]
    assert found.tables("zh")[1].to_text().splitlines()[1].startswith("组别")


def test_counts_are_written_as_counts(answers):
    frame = answers.assign(b=(answers["m"] + answers["y"] > 0).astype(int), c=answers["y"].clip(lower=0))
    tables = {table.caption: table.to_text() for table in regress(frame, "b", ["x"], "logit").tables()}
    assert "1.000" not in next(t for name, t in tables.items() if "Fit" in name)
    assert ".000 " not in next(t for name, t in tables.items() if "Observed" in name)
    tobit = regress(frame, "c", ["x"], "tobit").tables()
    line = next(t for t in (table.to_text() for table in tobit) if "Rows at the upper" in t)
    assert line.split("Rows at the upper limit")[1].split()[0] == "0"


def test_the_mean_of_one_column(answers):
    assert describe(answers[["x"]]).summary().startswith("The mean of x is ")


def test_the_column_that_splits_is_of_numbers(answers):
    """Words are refused at once, without a way out (declare it) that leads to the next refusal."""
    for categories in ((), ["g"]):
        with pytest.raises(UnsuitableMethod, match="by: g is of categories; give a column of numbers"):
            psychometrics.threshold(answers, "y", ["x"], by="g", categories=categories)


def test_blocks_name_what_they_add(answers):
    with pytest.raises(FaultyInput, match="blocks: named twice: x; name in each block what it adds"):
        regress(answers, "y", blocks=[["x"], ["x", "m"]])


def test_groups_that_cannot_be_tested_are_named(answers):
    frame = answers.assign(g=["one", *["a"] * 29, *["b"] * 30], flat=[1.0] * 30 + [2.0, 3.0] * 15)
    notes = list(map(str, compare(frame[["x", "flat", "g"]], "g").notes))
    assert "x: not tested, fewer than two answers of one" in notes
    notes = list(map(str, compare(frame.iloc[1:][["flat", "g"]], "g").notes))
    assert "flat: not tested, all answers are alike of a" in notes


def test_the_column_that_was_meant_is_named(answers):
    with pytest.raises(FaultyInput, match="'yy' is not a column; did you mean 'y'"):
        regress(answers, "yy", ["x"])
    with pytest.raises(FaultyInput, match="'x ' is not a column; did you mean 'x'"):
        psychometrics.threshold(answers, "y", ["m"], by="x ")


def test_columns_with_colons_can_be_multiplied(answers):
    frame = answers.assign(g=answers["g"].str.strip())
    other = regress(frame.rename(columns={"x": "x:1"}), "y", ["x:1", "g", "x:1:g"], categories=["g"])
    here = regress(frame, "y", ["x", "g", "x:g"], categories=["g"])
    np.testing.assert_allclose(other.coefficients["estimate"], here.coefficients["estimate"])


def test_outcomes_of_two_values_are_told(answers):
    frame = answers.assign(b=(answers["y"] > 0).astype(int))
    for found in (
        psychometrics.mediate(frame, "b", "x", "m", draws=100),
        psychometrics.mediate(frame, "y", "x", "b", draws=100),
        psychometrics.moderate(frame, "b", "x", "m"),
    ):
        assert any(str(note).startswith("b has two values: its equation is linear") for note in found.notes)
    assert not any("two values" in str(note) for note in psychometrics.moderate(frame, "y", "b", "m").notes)
