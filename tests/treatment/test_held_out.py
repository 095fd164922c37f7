"""Imputations judged by hidden cells: what is better is found better, and nothing is where nothing is."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core.errors import UnsuitableMethod
from tests.contracts.test_asem_case import asem

TREE = gm.IndicatorTree.from_groups({"A": ["a", "b", "c"]})
ROWS = [f"u{i:02}" for i in range(60)]


def data(shared, seed=1):
    rng = np.random.default_rng(seed)
    values = shared * rng.normal(size=(60, 1)) + rng.normal(size=(60, 3))
    values[rng.random(values.shape) < 0.1] = np.nan
    return gm.Dataset(TREE, pd.DataFrame(values, ROWS, TREE.codes))


def test_em_is_found_better_where_indicators_go_together_and_not_where_they_do_not():
    found = gm.treatment.held_out(data(3.0))
    assert found.methods.index[0] == "EM"
    assert found.methods["verdict"].to_dict()["EM"] == "better than the mean"
    assert found.methods.loc["EM", "saved"] > 0.7
    nothing = gm.treatment.held_out(data(0.0))
    assert "better than the mean" not in set(nothing.methods["verdict"])
    assert nothing.summary().startswith("No imputation is better than the mean beyond chance")
    assert nothing.summary("zh").startswith("没有一种插补方法显著优于均值插补")


def test_the_errors_of_the_mean_by_hand():
    """Each hidden cell is compared with the mean of its indicator's cells in the other parts."""
    values = pd.DataFrame({"a": np.arange(10.0), "b": 1.0, "c": 1.0}, ROWS[:10])
    found = gm.treatment.held_out(gm.Dataset(TREE, values), {}, ["a"], folds=10)
    own = np.array([np.delete(np.arange(10.0), i).mean() - i for i in range(10)]) / np.arange(10.0).std(
        ddof=1
    )
    assert found.methods.loc["mean", "rmse"] == pytest.approx(np.sqrt((own**2).mean()))
    assert found.methods.loc["mean", "mae"] == pytest.approx(np.abs(own).mean())
    assert found.methods.loc["mean", "n"] == 10


def test_difference_and_bounds_by_hand():
    """One cell a unit: the mean difference of squared errors with the plain error of a mean, by a t of units - 1."""
    values = pd.DataFrame({"a": [*np.arange(10.0), np.nan], "b": 1.0, "c": 1.0}, ROWS[:11])
    zero = {"zero": lambda d: d.with_values(d.values.fillna(0.0), "zero")}
    found = gm.treatment.held_out(gm.Dataset(TREE, values), zero, ["a"], folds=10, level=0.9).methods.loc[
        "zero"
    ]
    x, sd = np.arange(10.0), np.arange(10.0).std(ddof=1)
    mean = np.array([np.delete(x, i).mean() for i in range(10)])
    more = (x / sd) ** 2 - ((mean - x) / sd) ** 2
    half = stats.t.ppf(0.95, 9) * more.std(ddof=1) / np.sqrt(10)
    told = found[["difference", "lower", "upper"]].astype(float)
    np.testing.assert_allclose(told, [more.mean(), more.mean() - half, more.mean() + half])
    assert found["saved"] == pytest.approx(1 - (x**2).sum() / ((mean - x) ** 2).sum())
    assert found["bias"] == pytest.approx((-x / sd).mean())


def test_cells_of_a_unit_go_together():
    """The same indicator three times is no more evidence than once: bounds stay where they were."""
    rng = np.random.default_rng(5)
    once = pd.Series(rng.normal(size=20), ROWS[:20])
    zero = {"zero": lambda d: d.with_values(d.values.fillna(0.0), "zero")}
    thrice = gm.Dataset(TREE, pd.DataFrame({"a": once, "b": once, "c": once}))
    one = gm.treatment.held_out(thrice, zero, ["a"], folds=20).methods.loc["zero"]
    all_ = gm.treatment.held_out(thrice, zero, folds=20).methods.loc["zero"]
    np.testing.assert_allclose(
        *(found[["difference", "lower", "upper"]].astype(float) for found in (one, all_))
    )


def test_the_order_of_rows_changes_nothing_and_seeds_do():
    given = data(1.0)
    shuffled = gm.Dataset(TREE, given.values.sample(frac=1, random_state=2))
    one, other = gm.treatment.held_out(given), gm.treatment.held_out(shuffled)
    pd.testing.assert_frame_equal(one.methods, other.methods)
    assert not one.methods["rmse"].equals(gm.treatment.held_out(given, rng=1).methods["rmse"])


def test_what_a_method_leaves_empty_is_told_and_what_cannot_be_judged_refused():
    given = data(1.0)
    lazy = gm.treatment.held_out(given, {"nothing": gm.treatment.impute_none})
    assert any("not judged" in note for note in lazy.notes)
    assert lazy.methods.loc["mean", "n"] == 0
    flat = gm.Dataset(TREE, given.values.assign(a=1.0))
    with pytest.raises(UnsuitableMethod, match="a: does not vary"):
        gm.treatment.held_out(flat, codes=["a"])


@pytest.mark.slow
def test_what_imputations_are_worth_on_the_asem_example(cases):
    """What the page for users of COINr says: EM is no better than the mean beyond chance, two others are."""
    _, recipe, given = asem(cases)
    divided = gm.treatment.denominate(given, recipe.treatment[0]["denominate"]["by"])
    methods = {
        "EM": gm.treatment.impute_em,
        "continent": lambda d: gm.treatment.impute_mean(d, by="EurAsia_group"),
        "regression": lambda d: gm.treatment.impute_regression(d, ["LPI", "CPI"]),
    }
    found = gm.treatment.held_out(divided, methods)
    assert len(found.leaves) == 18
    assert found.methods["saved"].round(2).to_dict() == {
        "regression": 0.16,
        "continent": 0.12,
        "EM": 0.05,
        "mean": 0.0,
    }
    verdicts = found.methods["verdict"].to_dict()
    assert verdicts["EM"] == "like the mean"
    assert verdicts["regression"] == verdicts["continent"] == "better than the mean"
