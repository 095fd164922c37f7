"""Policy tools by theme, cases by codes, and the follow-up of proposals, against R, scipy and counting by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import govmetrics as gm

TYPES = {"资金": "供给型", "培训": "supply", "采购": "需求", "规制": "环境型"}


def clauses(table):
    """Return clauses with the counts of a table {tool: {theme: count}}."""
    return pd.DataFrame(
        [(tool, theme) for tool, row in table.items() for theme, count in row.items() for _ in range(count)],
        columns=["政策工具", "主题"],
    )


TABLE = {
    "资金": {"养老": 20, "安全": 5},
    "培训": {"养老": 10, "安全": 5},
    "采购": {"养老": 4, "安全": 8},
    "规制": {"养老": 6, "安全": 30},
}


def test_chi_square_and_residuals_are_those_of_scipy_and_of_the_formula():
    found = gm.text.tools(clauses(TABLE), TYPES)
    seen = np.array([[30, 10], [4, 8], [6, 30]])
    assert found.counts.to_numpy().tolist() == seen.tolist()
    assert found.counts.index.tolist() == ["supply", "demand", "environment"]
    told = stats.chi2_contingency(seen, correction=False)
    assert (found.chi_square, found.df, found.p) == pytest.approx((told.statistic, told.dof, told.pvalue))
    np.testing.assert_allclose(found.expected, told.expected_freq)
    assert found.cramers_v == pytest.approx(stats.contingency.association(seen, method="cramer"))
    # 30 - e over its standard error, by hand: e = 40 * 40 / 88
    e = 40 * 40 / 88
    assert found.residuals.loc["supply", "养老"] == pytest.approx(
        (30 - e) / np.sqrt(e * (1 - 40 / 88) * (1 - 40 / 88))
    )
    assert found.shares.to_numpy().sum() == pytest.approx(1)
    assert found.tools.loc[("supply", "资金"), "all"] == 25


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=3, max_size=3))
def test_residuals_of_a_two_by_many_table_hold_their_margins(rows):
    table = np.array(rows) + 1
    named = {f"t{k}": {f"m{j}": int(n) for j, n in enumerate(row)} for k, row in enumerate(table)}
    found = gm.text.tools(clauses(named), {"t0": "supply", "t1": "demand", "t2": "environment"})
    np.testing.assert_allclose((found.counts - found.expected).sum(), 0, atol=1e-9)
    np.testing.assert_allclose((found.counts - found.expected).sum(axis=1), 0, atol=1e-9)


@pytest.mark.parametrize(("table", "options", "told"), [
    (clauses(TABLE), {}, "nothing says of which type"),
    (clauses(TABLE), {"types": {"资金": "supply"}}, "'采购' has no type"),
    (clauses(TABLE).assign(类型="供给"), {"types": {"资金": "demand"}}, "several types"),
    (clauses(TABLE).assign(编码员=["甲", "乙"] * 44), {"types": TYPES}, "2 coders coded"),
    (clauses(TABLE).assign(编码员="甲"), {"types": TYPES, "coder": "丙"}, "no coder"),
    (clauses(TABLE).assign(主题=None), {"types": TYPES}, "the cell is empty"),
    (clauses(TABLE).drop(columns="主题"), {"types": TYPES}, "no column theme"),
    (clauses(TABLE).assign(编号=1), {"types": TYPES}, "the clause is there twice"),
    (clauses(TABLE), {"types": TYPES, "columns": {"tool": "工具X"}}, "no column '工具X'"),
])  # fmt: skip
def test_bad_clauses_are_told(table, options, told):
    with pytest.raises(gm.FaultyInput, match=told):
        gm.text.tools(table, **options)


def test_one_theme_has_no_chi_square():
    found = gm.text.tools(clauses({"资金": {"养老": 3}, "采购": {"养老": 2}}), TYPES)
    assert np.isnan(found.p)
    assert "chi-square" not in found.summary("en")


TALKS = pd.DataFrame({
    "访谈": ["I1", "I1", "I2", "I3", "I4"], "编码员": "甲", "社区": ["东", "东", "东", "西", "西"],
    "主题": ["信任", "经费", "信任", "经费", None], "引文": ["邻居李先生13800138000", "没钱", "互相认识", "缺经费", None],
})  # fmt: skip


def test_shares_of_documents_by_community_and_their_quotes():
    found = gm.text.matrix(TALKS, by="社区")
    assert found.values.to_dict("index") == {
        "东": {"信任": 1.0, "经费": 0.5},
        "西": {"信任": 0.0, "经费": 0.5},
    }
    assert found.standard_errors.loc["东", "经费"] == pytest.approx(np.sqrt(0.25 / 1))
    assert found.documents.to_dict() == {"东": 2, "西": 2}
    assert found.passages.loc["东", "信任"] == 2
    assert found.said("西", "经费") == ["缺经费"]
    assert found.said("东")[0] == "邻居李先生13800138000".replace("13800138000", "***").replace(
        "李先生", "***先生"
    )
    tree = gm.IndicatorTree.from_groups({"A": ["信任"]})
    assert isinstance(found, gm.core.Measured)
    assert tree.codes == ["信任"]


def test_quotes_stay_as_they_are_where_asked():
    assert "13800138000" in gm.text.matrix(TALKS, by="社区", masked=False).said("东")[0]


def test_coders_who_differ_count_as_when_says():
    both = pd.DataFrame({"document": ["D", "D"], "coder": ["A", "B"], "T1": [1, 0], "T2": [1, 1]})
    counts = {
        when: gm.text.matrix(both, when=when).values.loc["D"].tolist() for when in ("majority", "any", "all")
    }
    assert counts == {"majority": [0, 1], "any": [1, 1], "all": [0, 1]}


def test_a_case_that_is_not_known():
    with pytest.raises(gm.FaultyInput, match="not known of the documents"):
        gm.text.matrix(TALKS, by="街道")
    with pytest.raises(gm.FaultyInput, match="社区 is not given"):
        gm.text.matrix(TALKS.assign(社区=["东", "东", None, "西", "西"]), by="社区")


def table(days, body="甲局", due=None):
    """Return proposals of 1 January with answers after so many days; None: not yet."""
    start = pd.Timestamp("2025-01-01")
    return pd.DataFrame({
        "承办单位": body, "提出日期": "2025年1月1日",
        "答复日期": [None if d is None else start + pd.Timedelta(days=d) for d in days],
        "办结日期": None, "办理期限": due,
    })  # fmt: skip


def test_reply_times_are_those_of_kaplan_and_meier_by_hand():
    """Five answered after 5, 10, 20, 30, 40 days, two waiting since 60: S falls 1/7 each, below half on the fourth."""
    found = gm.text.proposals(table([5, 10, 20, 30, 40, None, None]), at="2025-03-02", days=25)
    row = found.reply_times.loc["甲局"]
    assert row["median"] == 30
    assert np.isnan(row["p75"])  # 2 of 7 still wait
    assert (row["replies"], row["waiting"]) == (5, 2)
    assert found.bodies.loc["甲局"].to_dict() == {"raised": 7, "answered": 5, "done": 0, "overdue": 4}
    low, high = found.intervals.loc[("甲局", "answered"), ["lower", "upper"]]
    z = stats.norm.ppf(0.975)  # Wilson (1927), by hand
    centre, half = (
        (5 / 7 + z**2 / 14) / (1 + z**2 / 7),
        z / (1 + z**2 / 7) * np.sqrt(5 / 7 * 2 / 7 / 7 + z**2 / (4 * 49)),
    )
    assert (low, high) == pytest.approx((centre - half, centre + half))


def test_a_reply_on_the_last_day_is_in_time():
    found = gm.text.proposals(table([30, 31], due="2025-01-31"), at="2025-06-01")
    assert found.bodies["overdue"].iloc[0] == 1


@pytest.mark.parametrize(("cases", "options", "told"), [
    (table([5]), {}, "by when it is due"),
    (table([5]).assign(提出日期="03/04/2025"), {"days": 5}, "no day that can be known"),
    (table([-5]), {"days": 5}, "before the proposal was raised"),
    (table([5]).assign(承办单位=None), {"days": 5}, "the cell is empty"),
    (table([5, 6]).assign(编号=1), {"days": 5}, "there twice"),
    (table([50]), {"days": 5, "at": "2025-01-10"}, "after the day on which it is counted"),
    (table([5]), {"days": 5, "at": "soon"}, "give a day"),
    (table([]), {"days": 5}, "no proposals"),
    (table([5]).drop(columns="答复日期"), {"days": 5}, "no column answered"),
])  # fmt: skip
def test_bad_proposals_are_told(cases, options, told):
    with pytest.raises(gm.FaultyInput, match=told):
        gm.text.proposals(cases, **options)


def test_order_of_rows_does_not_matter_and_nothing_is_changed():
    cases = pd.concat([table([5, 10, None]), table([1, None], "乙局")], ignore_index=True)
    before = cases.copy(deep=True)
    one, two = (gm.text.proposals(each, at="2025-03-01", days=9) for each in (cases, cases.iloc[::-1]))
    pd.testing.assert_frame_equal(one.values.sort_index(), two.values.sort_index())
    pd.testing.assert_frame_equal(cases, before)


def test_proposals_and_codes_reach_the_leaves_of_a_tree():
    cases = pd.DataFrame(
        {
            "body": ["A", "A", "B"],
            "raised": ["2025-01-01"] * 3,
            "answered": ["2025-01-11", None, "2025-01-21"],
        }
    )
    followed = gm.text.proposals(cases, at="2025-03-01", days=15)
    tree = gm.read_tree(
        {
            "code": "G",
            "parts": [
                {"code": "late", "unit": "%", "better": "less"},
                {"code": "said", "unit": "share 0-1", "better": "more"},
            ],
        }
    )
    data = gm.text.to_leaves(followed, tree, {"late": "overdue"})
    assert data.values["late"].to_dict() == {"A": 50.0, "B": 100.0}
    assert data.standard_errors["late"]["A"] == pytest.approx(50.0)
    talks = pd.DataFrame(
        {"interview": [1, 2, 3], "unit": ["A", "A", "B"], "code": ["trust", "money", "trust"]}
    )
    other = gm.text.to_leaves(gm.text.matrix(talks, by="unit"), tree, {"said": "trust"})
    joined = gm.join(data, other)
    assert joined.values.loc["A"].tolist() == [50.0, 0.5]
