"""Audits of published tables."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from govmetrics.core import FaultyInput
from govmetrics.diagnosis import Claim, audit_table
from govmetrics.diagnosis._rounding import half_unit


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


def shown(x, digits, rounding):
    """A number as a table prints it: a whole number without decimals, or text."""
    text = str(Decimal(repr(float(x))).quantize(Decimal(1).scaleb(-digits), rounding=rounding))
    return text if digits else int(text)


@given(
    st.lists(st.lists(st.floats(0, 100), min_size=1, max_size=6), min_size=1, max_size=5),
    st.tuples(*[st.integers(0, 3)] * 4),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
    st.sampled_from([str, float]),
    st.booleans(),
)
def test_items_means_text_and_total_may_be_rounded_each_in_its_own_way(groups, digits, how, kind, chained):
    """Means of items as they are or as printed; a total of the dimensions as they are or as printed."""
    items, table_, text_, total_ = digits
    printed = [[shown(v, items, how) for v in values] for values in groups]
    base = [[float(v) for v in values] for values in printed] if chained else groups
    means = [float(np.mean(values)) for values in base]
    places = {
        place: {f"d{i}": shown(m, d, how) for i, m in enumerate(means)}
        for place, d in (("table", table_), ("text", text_))
    }
    of = [float(m) for m in places["table"].values()] if chained else means
    total = shown(np.mean(of), total_, how)
    if kind is float:  # floats lose their trailing zeros; whole numbers stay whole
        places = {
            p: {k: kind(v) if isinstance(v, str) else v for k, v in n.items()} for p, n in places.items()
        }
        total = float(total) if isinstance(total, str) else total
    rows = [(f"d{i}", v) for i, values in enumerate(printed) for v in values]
    result = audit_table(pd.DataFrame(rows, columns=["d", "m"]), "m", "d", means=places, total=total)
    assert wrong(result) == [], result.summary()


def test_numbers_of_any_size_are_told_apart():
    small = pd.DataFrame({"d": ["a", "a"], "m": [1e-12, 2e-12], "r": [1, 2]})
    assert wrong(audit_table(small, "m", "d", means={"a": 9e-12}, rank="r")) == [
        ("dimension mean", "a"),
        ("ranks", "0"),
        ("ranks", "1"),
    ]
    large = pd.DataFrame({"d": ["a", "a"], "m": [1234567890123, 2234567890123]})
    assert audit_table(large, "m", "d", means={"a": 1734567890125}).summary().splitlines()[1] == (
        "a: 1734567890125 is printed, but the items give 1734567890123"
    )
    # 100 * .803 is 80.30000000000001: what is left over was not printed.
    assert half_unit([100 * 0.803, 100 * 0.843]) == 0.05


def test_places_contradict_each_other_only_beyond_their_rounding():
    table = pd.DataFrame({"d": ["a", "a"], "m": [72.73, 72.75]})
    assert wrong(audit_table(table, "m", "d", means={"table": {"a": 72.74}, "text": {"a": 72.7}})) == []
    both = audit_table(table, "m", "d", means={"a": 71.0, "text": {"a": 74.5}})
    assert both.summary().splitlines()[-1] == "a: 71, 74.5 (text) cannot all be right; none fits the items"
    assert both.summary("zh").splitlines()[-1] == "a：71、74.5（text）相互矛盾，均不与条目相符"
    total = audit_table(table, "m", total=71.5)
    assert total.summary("zh").splitlines()[-1] == "总均值：文中为 71.5，但由条目计算得 72.74"


def test_totals_may_be_means_of_items_or_of_dimensions():
    table = pd.DataFrame({"d": ["a", "a", "a", "b"], "m": [10.0, 10.0, 10.0, 50.0]})
    assert wrong(audit_table(table, "m", "d", total=20.0)) == []
    assert wrong(audit_table(table, "m", "d", total=30.0)) == []
    assert wrong(audit_table(table, "m", "d", total={"abstract": 40.0, "text": 20.0})) == [
        ("total mean", "abstract, overall mean")
    ]


def test_ranks_follow_from_scores_in_any_tie_convention():
    table = pd.DataFrame({"m": [9.0, 7.0, 7.0, 5.0]}, index=list("wxyz"))
    for ranks in ([1, 2, 2, 4], [1, 2, 3, 4], [1, 3, 3, 4], [1, 2.5, 2.5, 4], [1, 2, 2, 3]):
        assert wrong(audit_table(table.assign(r=ranks), "m", rank="r")) == [], ranks
    assert wrong(audit_table(table.assign(r=[2, 1, 3, 4]), "m", rank="r")) == [("ranks", "w"), ("ranks", "x")]
    assert wrong(audit_table(table.assign(r=[4, 2, 2, 1]), "m", rank="r", better="less")) == []
    tied = audit_table(table.assign(r=[1, 4, 2, 3]), "m", rank="r")
    assert "x: rank 4 is printed, but its value gives 2 to 3" in tied.summary()
    assert "w：文中名次为 2，但按数值应为 1" in audit_table(
        table.assign(r=[2, 1, 3, 4]), "m", rank="r"
    ).summary("zh")


def test_shares_sum_to_one_or_a_hundred_over_all_or_within_groups():
    table = pd.DataFrame({"m": [1.0] * 4, "d": list("aabb"), "w": [0.333, 0.333, 0.333, 0.0], "p": [25, 25, 25, 24.0],
                          "local": [0.4, 0.6, 0.5, 0.5]})  # fmt: skip
    assert wrong(audit_table(table, "m", "d", shares=["w", "local"])) == []
    text = table.assign(w=["0.50", "0.30", "0.20", "0.10"])  # two decimals, so four shares may miss 1 by .02
    assert wrong(audit_table(text, "m", shares=["w"])) == [("shares", "w")]
    assert wrong(audit_table(table.assign(p=[20, 25, 25, 24.0]), "m", shares=["p"])) == [("shares", "p")]
    broken = table.assign(local=[0.4, 0.6, 0.5, 0.3])
    assert wrong(audit_table(broken, "m", "d", shares=["local"])) == [("shares", "local, b")]


def test_claims_are_welch_tests():
    claim = Claim("older residents are significantly lower", (70.0, 72.0), (10.0, 12.0), (300, 280))
    result = audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=claim)
    # Welch (1947): t with its approximate degrees of freedom.
    a, b = 10.0**2 / 300, 12.0**2 / 280
    free = (a + b) ** 2 / (a**2 / 299 + b**2 / 279)
    p = stats.t.cdf((70 - 72) / np.sqrt(a + b), free)
    assert result.checks["computed"].iloc[0] == pytest.approx(p)
    assert "one-sided" in result.checks["sentence"].iloc[0]
    assert wrong(result) == []
    for relation, expected in (("higher", 1 - p), ("different", 2 * p)):
        row = audit_table(
            pd.DataFrame({"m": [1.0]}), "m", claims=[Claim("c", (70, 72), (10, 12), (300, 280), relation)]
        )
        assert row.checks["computed"].iloc[0] == pytest.approx(expected)
    small = Claim("lower", (70.0, 72.0), (10.0, 12.0), (30, 28))
    same = Claim("no difference", (70.0, 72.0), (10.0, 12.0), (30, 28), "different", significant=False)
    higher = Claim("higher", (70.0, 72.0), (10.0, 12.0), (300, 280), "higher")
    assert wrong(audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[small, same, higher])) == [
        ("claim", "lower"),
        ("claim", "higher"),
    ]


def test_columns_that_could_be_meant_are_named():
    with pytest.raises(FaultyInput, match="group: no column could be meant"):
        audit_table(pd.DataFrame({"m": [1.0]}), "m", means={"a": 1.0})
    with pytest.raises(FaultyInput, match="value: any of these columns could be meant: m, n"):
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


def test_a_claim_that_the_rounding_of_its_numbers_lets_stand_stands():
    # As printed p is .0546; 2.16 against 2.64 with deviations of .96, which print alike, gives less than .05.
    close = Claim("lower", (2.2, 2.6), (1.0, 1.0), (33, 33))
    audit = audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[close])
    assert audit.checks["computed"].iloc[0] > 0.05
    assert wrong(audit) == []
    assert audit.checks["sentence"].iloc[0].endswith("allowing for rounding")
    assert stats.ttest_ind_from_stats(2.16, 0.96, 33, 2.64, 0.96, 33, equal_var=False).pvalue / 2 < 0.05
    far = Claim("alike", (2.2, 3.6), (1.0, 1.0), (33, 33), "different", significant=False)
    assert wrong(audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[far])) == [("claim", "alike")]


def test_result_is_json_ready_and_frames_are_copies():
    result = audit_table(pd.DataFrame({"d": ["a"], "m": [70.0]}), "m", "d", means={"a": 71.2})
    json.dumps(result.to_dict())
    copy = result.to_frame()
    copy.loc[0, "verdict"] = "?"
    assert result.checks["verdict"].iloc[0] == "contradicts"
    (table,) = result.tables("zh")
    assert table.frame["判定"].iloc[0] == "矛盾"
    assert table.frame["说明"].iloc[0] == "a：文中为 71.2，但由条目计算得 70"


def test_half_unit_reads_the_digits_shown():
    assert half_unit([80.0, 70.25]) == 0.005
    assert half_unit([1e-7]) == pytest.approx(0.5e-7)
    assert half_unit([]) == 0.5


def test_printed_text_keeps_its_trailing_zeros():
    table = pd.DataFrame({"d": ["a", "a"], "m": ["70.00", "72.00"]})
    assert wrong(audit_table(table, "m", "d", means={"a": 71.2})) == [("dimension mean", "a")]
    assert audit_table(table, "m", "d", means={"a": 71.0}).checks["tolerance"].iloc[0] == 0.505
