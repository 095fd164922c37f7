"""Audits of published tables."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from govmetrics.core import FaultyInput
from govmetrics.diagnosis import Claim, audit_table
from govmetrics.diagnosis._audit_checks import half_unit


def wrong(result):
    return list(zip(result.contradictions["check"], result.contradictions["place"], strict=True))


@given(
    st.lists(st.lists(st.floats(0, 100), min_size=1, max_size=6), min_size=1, max_size=5), st.integers(0, 2)
)
def test_honestly_rounded_tables_always_agree(groups, digits):
    rows = [(f"d{i}", round(v, digits)) for i, values in enumerate(groups) for v in values]
    table = pd.DataFrame(rows, columns=["d", "m"])
    means = {f"d{i}": round(float(np.mean(values)), digits) for i, values in enumerate(groups)}
    total = round(float(np.mean([v for values in groups for v in values])), digits)
    order = table["m"].rank(method="first", ascending=False)
    result = audit_table(table.assign(r=order), "m", "d", means=means, total=total, rank="r")
    assert wrong(result) == []


def test_totals_may_be_means_of_items_or_of_dimensions():
    table = pd.DataFrame({"d": ["a", "a", "a", "b"], "m": [10.0, 10.0, 10.0, 50.0]})
    assert wrong(audit_table(table, "m", "d", total=20.0)) == []
    assert wrong(audit_table(table, "m", "d", total=30.0)) == []
    assert wrong(audit_table(table, "m", "d", total={"abstract": 40.0, "text": 20.0})) == [
        ("total mean", "abstract, total")
    ]


def test_ranks_follow_from_scores_in_any_tie_convention():
    table = pd.DataFrame({"m": [9.0, 7.0, 7.0, 5.0]}, index=list("wxyz"))
    for ranks in ([1, 2, 2, 4], [1, 2, 3, 4], [1, 3, 3, 4], [1, 2.5, 2.5, 4], [1, 2, 2, 3]):
        assert wrong(audit_table(table.assign(r=ranks), "m", rank="r")) == [], ranks
    assert wrong(audit_table(table.assign(r=[2, 1, 3, 4]), "m", rank="r")) == [("ranks", "w"), ("ranks", "x")]
    assert wrong(audit_table(table.assign(r=[4, 2, 2, 1]), "m", rank="r", better="less")) == []
    assert "w：文中名次为 2，但按数值应为 1" in audit_table(
        table.assign(r=[2, 1, 3, 4]), "m", rank="r"
    ).summary("zh")


def test_shares_sum_to_one_or_a_hundred_over_all_or_within_groups():
    table = pd.DataFrame({"m": [1.0] * 4, "d": list("aabb"), "w": [0.333, 0.333, 0.333, 0.0], "p": [25, 25, 25, 24.0],
                          "local": [0.4, 0.6, 0.5, 0.5]})  # fmt: skip
    assert wrong(audit_table(table, "m", "d", shares=["w", "local"])) == []
    assert wrong(audit_table(table.assign(p=[20, 25, 25, 24.0]), "m", shares=["p"])) == [("shares", "p")]
    broken = table.assign(local=[0.4, 0.6, 0.5, 0.3])
    assert wrong(audit_table(broken, "m", "d", shares=["local"])) == [("shares", "local, b")]


def test_claims_are_welch_tests():
    claim = Claim("older residents are significantly lower", (70.0, 72.0), (10.0, 12.0), (300, 280))
    result = audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[claim])
    p = stats.ttest_ind_from_stats(70, 10, 300, 72, 12, 280, equal_var=False, alternative="less").pvalue
    assert result.checks["computed"].iloc[0] == pytest.approx(p)
    assert wrong(result) == []
    small = Claim("lower", (70.0, 72.0), (10.0, 12.0), (30, 28))
    same = Claim("no difference", (70.0, 72.0), (10.0, 12.0), (30, 28), "different", significant=False)
    higher = Claim("higher", (70.0, 72.0), (10.0, 12.0), (300, 280), "higher")
    assert wrong(audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[small, same, higher])) == [
        ("claim", "lower"),
        ("claim", "higher"),
    ]


def test_faults_come_all_at_once():
    table = pd.DataFrame({"m": ["x", 1.0], "d": ["a", "b"]})
    bad = Claim("c", (1.0, 2.0), (0.0, 0.0), (1, 5), "below")
    with pytest.raises(FaultyInput) as error:
        audit_table(table, "m", "d", means={"z": 1.0}, rank="r", shares=["s"], claims=[bad])
    text = str(error.value)
    for part in ("m: has cells", "r: the table has no", "s: the table has no", "z: is not a dimension", "relation 'below'",
                 "cannot be tested"):  # fmt: skip
        assert part in text
    with pytest.raises(FaultyInput, match="1, d: has no dimension"):
        audit_table(pd.DataFrame({"m": [1.0, 2], "d": ["a", None]}), "m", "d", means={"a": 1.0})
    with pytest.raises(FaultyInput, match="group: no column could be meant"):
        audit_table(pd.DataFrame({"m": [1.0]}), "m", means={"a": 1.0})
    with pytest.raises(FaultyInput, match="value: m, n could be meant"):
        audit_table(pd.DataFrame({"m": [1.0], "n": [2.0]}))


def test_printed_means_may_be_a_series_and_must_be_numbers():
    table = pd.DataFrame({"d": ["a", "a", "b"], "m": [70.1, 80.2, 60.0]})
    audit = audit_table(table, "m", "d", means=pd.Series({"a": 75.2, "b": 61.0}), total="70.1")
    assert audit.contradictions["place"].tolist() == ["b"]
    with pytest.raises(FaultyInput, match=r"b: nan is no number(.|\n)*total, text: 'x' is no number"):
        audit_table(table, "m", "d", means={"b": np.nan}, total={"text": "x"})
    with pytest.raises(FaultyInput, match="cannot be tested"):
        audit_table(table, "m", claims=[Claim("c", (1, 2), (1, np.nan), (9, 9))])
    for empty in ([[1]], table.iloc[:0]):
        with pytest.raises(FaultyInput, match="is not a table with rows"):
            audit_table(empty, "m")


def test_result_is_json_ready_and_frames_are_copies():
    result = audit_table(pd.DataFrame({"d": ["a"], "m": [70.0]}), "m", "d", means={"a": 71.2})
    json.dumps(result.to_dict())
    copy = result.to_frame()
    copy.loc[0, "verdict"] = "?"
    assert result.checks["verdict"].iloc[0] == "contradicts"
    assert result.to_frame("zh")["判定"].iloc[0] == "矛盾"
    assert "sentence_en" not in result.to_frame("zh").columns


def test_half_unit_reads_the_digits_shown():
    assert half_unit([80.0, 70.25]) == 0.005
    assert half_unit([1e-7]) == pytest.approx(0.5e-7)
    assert half_unit([]) == 0.5


def test_printed_text_keeps_its_trailing_zeros():
    table = pd.DataFrame({"d": ["a", "a"], "m": ["70.00", "72.00"]})
    assert wrong(audit_table(table, "m", "d", means={"a": 71.2})) == [("dimension mean", "a")]
    assert audit_table(table, "m", "d", means={"a": 71.0}).checks["tolerance"].iloc[0] == 0.505
