"""What a newcomer gets wrong: one error, every fault in it, each with its place; agreement against scipy."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import govmetrics as gm
from govmetrics.core import Dataset, FaultyInput, IndicatorTree, UnsuitableMethod
from govmetrics.demo import us_states
from govmetrics.ranking import (
    compare,
    entropy_topsis,
    rank_reversal,
    rank_sum_ratio,
    topsis,
    vikor,
    waspas,
)

RUN = gm.follow(*us_states())


def test_other_kinds():
    for call in (topsis, rank_sum_ratio, lambda data, _: entropy_topsis(data)):
        with pytest.raises(FaultyInput, match=r"(data|scaled): is None, not Scaled"):
            call(None, RUN.weights)
    with pytest.raises(FaultyInput, match=r"weights: is dict, not Weights \| Series; give Weights"):
        topsis(RUN.scaled, {"murder": 1})
    with pytest.raises(FaultyInput, match="weights: are x, x, x, x, x; give weights of zero or more"):
        topsis(RUN.scaled, pd.Series("x", RUN.scaled.tree.codes))
    with pytest.raises(FaultyInput, match="method: is 'topsis'; give a function"):
        rank_reversal("topsis", RUN.scaled, RUN.weights)
    with pytest.raises(FaultyInput, match="units: is 'Utah'; give a list"):
        rank_reversal(topsis, RUN.scaled, RUN.weights, units="Utah")
    with pytest.raises(FaultyInput, match=r"grades: is \[7\]; choose 3, 4 or 5"):
        rank_sum_ratio(RUN.scaled, grades=[7])


@pytest.mark.parametrize("share", [5, -1, np.nan, "x", True, None])
def test_shares_that_are_none(share):
    """Scikit-criteria's refusal told users to leave out leaves that do not vary."""
    with pytest.raises(FaultyInput, match=r"v: is .*; give a share from 0 to 1"):
        vikor(RUN.scaled, RUN.weights, v=share)
    with pytest.raises(FaultyInput, match=r"share: is .*; give a share from 0 to 1"):
        waspas(RUN.scaled, RUN.weights, share=share)


def test_cut_lists_say_how_many_more():
    units = [f"u{k}" for k in range(200)]
    tree = IndicatorTree.from_groups({"A": ["a"], "B": ["b"]})
    values = pd.DataFrame({"a": np.arange(200.0), "b": np.arange(200.0)}, units)
    scaled = gm.normalisation.min_max(Dataset(tree, values.assign(a=values["a"].where(values["a"] < 50))))
    weights = gm.weighting.equal(tree)
    with pytest.raises(FaultyInput, match=r"u50, a: is missing(.|\n)*and 100 more like the last"):
        topsis(scaled, weights)
    zeros = gm.normalisation.min_max(Dataset(tree, values.clip(lower=90)))
    with pytest.raises(UnsuitableMethod, match=r"\(u0, u1, u2, u3, u4 and 86 more\)"):
        waspas(zeros, weights)
    one = pd.Series(np.arange(200.0), units)
    with pytest.raises(FaultyInput, match="and 130 more like the last: is not in both"):
        compare({"one": one, "two": one[:20]})


def test_compare_refuses():
    one = pd.Series([1.0, 2, 3], list("uvw"))
    with pytest.raises(
        FaultyInput,
        match=r"two: is Assessment, not .*; give its `\.scores`\nthree, u: 'x' is not a finite number",
    ):
        compare({"one": one, "two": RUN, "three": pd.Series(["x", 1, 2], list("uvw"))})
    with pytest.raises(FaultyInput, match="two, v: inf is not a finite number"):
        compare({"one": one, "two": one.replace(2.0, np.inf)})
    for odd in (None, [one, one]):
        with pytest.raises(FaultyInput, match=r"rankings: is .*; give two or more, by name"):
            compare(odd)
    tied = compare({"one": one, "two": one * 0})
    assert tied.summary().startswith("Agreement cannot be computed")
    assert tied.summary("zh").startswith("无法计算一致性")


def test_agreement_is_that_of_scipy_with_ties():
    rng = np.random.default_rng(0)
    for _ in range(20):
        a, b = (pd.Series(rng.integers(0, 6, 12).astype(float), range(12)) for _ in range(2))
        row = compare({"a": a, "b": b}).agreement.iloc[0]
        assert row["kendall"] == pytest.approx(stats.kendalltau(a, b).statistic)
        assert row["spearman"] == pytest.approx(stats.spearmanr(a, b).statistic)
