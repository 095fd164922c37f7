"""A heading's unit of measurement is that of the tree, or a fault that shows both and the factor between them."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.measures import _BASES, _TIMES, bounds, factor, measure, texts_of


def tree_of(unit, name="办件"):
    leaf = {"code": "x", "name": {"zh": name, "en": "cases"}, "better": "more", "unit": unit}
    return gm.read_tree({"code": "C", "parts": [leaf, {"code": "y", "better": "more"}]})


def table(heading):
    return pd.DataFrame({heading: [3.0, 4, 7], "y": [1, 5, 2]}, index=["u", "v", "w"])


# A hotline, a finance office, a Russian statistics office, a German town, a school board, an ambulance


@pytest.mark.parametrize(("heading", "unit", "times"), [
    ("办件（万件）", "件", 10_000), ("办件(‰)", "%", 0.1),
    ("办件【千元】", "元", 1000), ("办件（%）", "‰", 10), ("办件（亿元）", "万元", 10_000),
    ("cases (thousand)", "件", 1000), ("cases (million CNY)", "yuan", 1e6), ("cases (Tsd. Personen)", "Personen", 1000),
    ("cases (hours)", "days", 1 / 24), ("cases [min]", "hours", 1 / 60),
    ("办件（每万人）", "per 100,000", 10), ("x（10万人）", "人", 1e5),
    ("cases (per 1,000 people)", "per 100,000", 100), ("办件（公顷）", "亩", 15), ("cases (kg)", "t", 1e-3),
])  # fmt: skip
def test_another_size_of_the_unit_is_a_fault_with_the_factor(heading, unit, times):
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_records(table(heading), tree_of(unit))
    (fault,) = error.value.faults
    given_ = heading[heading.index(next(c for c in heading if c in "（([【")) + 1 : -1]
    assert f"the heading says {given_.casefold()}, and the unit of the indicator is {unit}" in str(fault)
    assert f"multiply the cells by {times:.12g} and correct the heading" in str(fault)
    assert "表头写明单位为" in fault.say("zh")
    assert gm.read_records(table(heading), tree_of(given_)).values["x"].tolist() == [3, 4, 7]  # the way out


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("办件（人）", "%"), ("cases (USD)", "元"), ("cases (%)", "yuan"), ("办件（小时）", "件")],
)
def test_a_unit_of_something_else_is_a_fault(heading, unit):
    with pytest.raises(gm.FaultyInput, match="correct the heading, or the unit of the indicator in the tree"):
        gm.read_records(table(heading), tree_of(unit))


@pytest.mark.parametrize(("heading", "unit"), [
    ("办件（件）", "件"), ("办件（%）", "％"), ("cases (percent)", "%"),
    ("办件（次）", "件"), ("办件（工作日）", "days"), ("办件（2024年）", "%"),
    ("办件（居民）", "%"), ("办件（正向）", "%"), ("办件（3天内）", "%"),
    ("办件（次）", "meetings/year"), ("办件（万元）", ""), ("办件", "%"),
    ("办件（分）", "%"), ("cases (per cent)", "% on time"), ("办件（年）", "%"), ("x", "件"), ("cases (total)", "count"),
])  # fmt: skip
def test_the_same_unit_and_what_is_none_is_read(heading, unit):
    assert gm.read_records(table(heading), tree_of(unit)).values["x"].tolist() == [3, 4, 7]


def test_a_name_with_brackets_and_the_headings_of_forms_are_names():
    assert len(gm.read_records(table("经费（万元）"), tree_of("元", "经费（万元）")).units) == 3
    for name in ("collaborative_governance", "sdg16", "hotline_12345", "us_states"):
        tree = gm.read_tree(name)
        for leaf in tree.indicators:
            assert all(factor(text, leaf.unit) is None for text in texts_of(leaf.unit))


def sheet(path, rows):
    pd.DataFrame(rows).to_excel(path, header=False, index=False)
    return path


@pytest.mark.parametrize(
    "title", ["单位：万件", "计量单位: 万件", "Unit: thousand cases", "表3 办件情况  单位：万件"]
)
def test_the_unit_of_a_title_counts_for_the_columns_that_it_measures(tmp_path, title):
    rows = [[title, None, None], ["社区", "办件", "y"], ["u", 3, 1], ["v", 4, 5], ["w", 7, 2]]
    with pytest.raises(gm.FaultyInput, match="the heading says"):
        gm.read_records(sheet(tmp_path / "t.xlsx", rows), tree_of("件"))
    assert gm.read_records(sheet(tmp_path / "t.xlsx", rows), tree_of("%")).values["x"].tolist() == [3, 4, 7]


@pytest.mark.parametrize(
    "units", [["单位", "万件", "%"], [None, "（万件）", None], ["计量单位", "万 件", "分"]]
)
def test_a_row_of_units_below_the_header_is_read_as_such(tmp_path, units):
    rows = [["社区", "办件", "y"], units, ["u", 3, 1], ["v", 4, 5], ["w", 7, 2]]
    path = sheet(tmp_path / "t.xlsx", rows)
    with pytest.raises(gm.FaultyInput, match="the heading says 万件, and the unit of the indicator is 件"):
        gm.read_records(path, tree_of("件"))
    data = gm.read_records(path, tree_of("万件"))
    assert data.values["x"].tolist() == [3, 4, 7]
    assert "row 2 holds the units of measurement" in map(str, data.notes)


@given(
    st.sampled_from(["元", "件", "人", "户", "次"]),
    st.sampled_from([word for word in _TIMES if not word.isascii()]),
)
def test_chinese_magnitudes_multiply(base, times):
    assert factor(times + base, base) == _TIMES[times]
    assert factor(base, times + base) == pytest.approx(1 / _TIMES[times])
    assert factor(f"cases in {base}", base) is None


@given(st.text(max_size=8))
def test_any_text_is_a_unit_or_none_and_has_bounds(text):
    found, (low, high) = measure(text), bounds(text)
    assert found is None or (found.size > 0 and math.isfinite(found.size))
    assert low < high
    assert factor(text, text) is None


def test_every_known_word_is_one_measure():
    words = [word for sizes in _BASES.values() for text in sizes.values() for word in text.split()]
    assert len(words) == len(set(words))
