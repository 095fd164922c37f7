"""Delphi rounds: by hand and against scipy, changes between rounds, authority, refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import friedmanchisquare

from govmetrics.ahp.authority import authority
from govmetrics.ahp.delphi import delphi
from govmetrics.core import FaultyInput

FIRST = pd.DataFrame(
    {"trust": [5, 3, 4, 4], "cost": [1, 4, 2, np.nan], "old": [1, 1, 2, 3]}, index=list("abcd"), dtype=float
)
SECOND = pd.DataFrame(
    {"cost": [2, 2, 2], "trust": [5, 4, 4], "new": [3, 3, 4]}, index=list("bca"), dtype=float
)


def test_by_hand():
    found = delphi({"1": FIRST, "2": SECOND}, sent={"1": 5, "2": 4})
    trust = found.items.loc[("1", "trust")]
    assert trust["mean"] == 4
    assert trust["cv"] == pytest.approx(np.sqrt(2 / 3) / 4)
    assert trust["full_score"] == 0.25
    assert found.items.loc[("1", "cost"), "n"] == 3
    assert found.rounds["activity"].tolist() == [0.8, 0.75]
    assert found.rounds["df"].tolist() == [2, 2]
    # sd over mean: trust root(2/3) of 4, cost root(7/3) of 7/3, old root(11/12) of 7/4
    cvs = [np.sqrt(2 / 3) / 4, np.sqrt(7 / 3) / (7 / 3), np.sqrt(11 / 12) / (7 / 4)]
    assert found.rounds.loc["1", "mean_cv"] == pytest.approx(np.mean(cvs))
    change = found.changes.loc[("2", "cost")]
    # a: 1 -> 2, b: 4 -> 2, c: 2 -> 2; d did not answer
    assert change["changed"] == pytest.approx(2 / 3)
    assert change["mean"] == pytest.approx(2 - 7 / 3)
    assert change["iqr"] == pytest.approx(-1.5)
    assert bool(change["agreed"]) is True
    assert bool(change["stable"]) is False
    # trust: a 5 -> 4, b 3 -> 5, c 4 -> 4
    assert found.changes.loc[("2", "trust"), "changed"] == pytest.approx(2 / 3)
    assert found.dropped == {"2": ["old"]}
    assert found.added == {"2": ["new"]}


@given(
    arrays(
        float, st.tuples(st.integers(2, 8), st.integers(3, 6)), elements=st.sampled_from([1.0, 2, 3, 4, 5])
    )
)
def test_kendall_is_friedman(ratings):
    """m (n - 1) W is Friedman's chi-square, with the same correction for ties."""
    found = delphi({"r": pd.DataFrame(ratings)}).rounds.loc["r"]
    if (np.ptp(ratings, axis=1) == 0).all():
        assert np.isnan(found["kendall_w"])
        return
    statistic, p = friedmanchisquare(*ratings.T)
    assert found["chi2"] == pytest.approx(statistic, abs=1e-9)
    assert found["p"] == pytest.approx(p, abs=1e-9)
    assert 0 <= found["kendall_w"] <= 1 + 1e-12


def test_kendall_uses_experts_who_rated_everything():
    full = FIRST.dropna()
    assert (
        delphi({"1": FIRST}).rounds.loc["1", "kendall_w"] == delphi({"1": full}).rounds.loc["1", "kendall_w"]
    )


def test_an_identical_round_changes_nothing():
    found = delphi({"1": FIRST, "2": FIRST.iloc[::-1]})
    moved = found.changes[["mean", "median", "cv", "iqr", "changed"]].to_numpy()
    assert np.abs(moved).max() < 1e-15
    assert found.changes["stable"].all()


def test_words_in_both_languages():
    found = delphi({"第一轮": FIRST, "第二轮": SECOND}, sent={"第一轮": 5, "第二轮": 4})
    english, chinese = found.summary(), found.summary("zh")
    assert "第一轮: 4 experts rated 3 items; activity 80.0%" in english
    assert "0 of 2 items are stable" in english
    assert "第二轮：3 位专家对 3 项指标作答，积极系数 75.0%" in chinese
    assert "2 项中有 0 项意见稳定" in chinese
    alone = delphi({"1": FIRST.iloc[:1]})
    assert "Kendall" not in alone.summary()
    assert [table.caption for table in found.tables("zh")] == ["各轮情况", "轮次间的变化", "各指标评分"]
    assert found.tables("zh")[0].frame["积极系数"].tolist() == [0.8, 0.75]
    with pytest.raises(FaultyInput, match="en, zh"):
        found.summary("fr")


def test_one_round_one_expert_one_item_and_zero_means():
    one = delphi({"1": pd.DataFrame({"x": [3.0]}, index=["a"])})
    assert np.isnan(one.rounds.loc["1", "kendall_w"])
    assert one.changes.empty
    zero = delphi({"1": pd.DataFrame({"x": [0.0, 0.0], "y": [-1.0, 1.0]})})
    assert zero.items["cv"].isna().all()
    assert set(one.to_dict()) >= {"items", "rounds", "changes"}
    assert "<table" in one._repr_html_()
    assert one.summary() == "Round 1: 1 expert rated 1 item; nothing to compare."


def test_authority():
    basis = pd.DataFrame(
        {
            "theory": ["large", "small"],
            "practice": ["large", "medium"],
            "literature": ["large"] * 2,
            "intuition": ["small"] * 2,
        },
        index=["a", "b"],
    )
    found = authority(basis, pd.Series({"b": 0.6, "a": 1.0}))
    assert found.experts["ca"].tolist() == pytest.approx([1.0, 0.7])
    assert found.experts["cr"].tolist() == pytest.approx([1.0, 0.65])
    assert found.mean == pytest.approx(0.825)
    assert found.summary("zh") == "2位专家的平均权威系数为 0.825。"
    assert found.tables("zh")[0].frame["权威系数（Cr）"].tolist() == pytest.approx([1.0, 0.65])
    given_ca = authority(pd.Series({"a": 0.9}), pd.Series({"a": 0.7}))
    assert given_ca.experts.loc["a", "cr"] == pytest.approx(0.8)
    ends = authority(pd.Series({"a": 0.0, "b": 1.0}), pd.Series({"a": 1.0, "b": 0.0}))
    assert ends.experts["cr"].tolist() == [0.5, 0.5]


def test_refusals():
    with pytest.raises(FaultyInput, match="there are none"):
        delphi({})
    bad = FIRST.astype(object)
    bad.loc["a", "trust"] = "high"
    with pytest.raises(FaultyInput) as raised:
        delphi({"1": bad, "2": FIRST[["trust", "trust"]], "3": FIRST.iloc[:0]}, sent={"1": 3})
    places = [f.place for f in raised.value.faults]
    assert places == ["1, a, trust", "sent, 1", "2, trust", "sent, 2", "3"]
    with pytest.raises(FaultyInput, match="a, theory: 'huge' is not known"):
        authority(
            pd.DataFrame(
                {"theory": ["huge"], "practice": ["large"], "literature": ["large"], "intuition": ["small"]},
                index=["a"],
            ),
            pd.Series({"a": 1}),
        )
    with pytest.raises(FaultyInput, match="a, Ca: is 2"):
        authority(pd.Series({"a": 2}), pd.Series({"a": 1}))
    with pytest.raises(FaultyInput, match="b: is not in both"):
        authority(pd.Series({"a": 1}), pd.Series({"a": 1, "b": 1}))


def test_small_means_have_a_variation_too():
    found = delphi({"1": pd.DataFrame({"x": [0.2, 0.4], "y": [0.5, 0.5]})})
    assert found.items["cv"].tolist() == pytest.approx([np.sqrt(0.02) / 0.3, 0])
    assert found.rounds.loc["1", "mean_cv"] == pytest.approx(np.sqrt(0.02) / 0.3 / 2)
