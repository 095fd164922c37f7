"""Fuzz of totals and sheets: what is left after dropping, and sheets as periods, equal the plain table, whatever the file."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.labels import clean
from govmetrics.core.totals import computed_totals

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})
CALM = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEW = settings(CALM, max_examples=5, phases=[Phase.generate])  # a workbook each
WORDS = ["合计", "总 计", "小计：", "全区", "（平均）", "Total", "GRAND TOTAL", "mean", "某街道小计", "汇总"]


@st.composite
def tables(draw, least=4):
    """Return units x indicators without a pattern: random numbers, so that no row is the sum or the mean by chance."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    count, digits = draw(st.integers(least, 9)), draw(st.integers(0, 3))
    return pd.DataFrame(
        rng.uniform(1, 1000, (count, 3)).round(digits), [f"u{i}" for i in range(count)], TREE.codes
    )


@CALM
@given(
    tables(),
    st.sampled_from(["sum", "mean"]),
    st.integers(0, 9),
    st.integers(0, 3),
    st.sampled_from([*WORDS, "x", "某地"]),
)
def test_a_row_of_totals_is_dropped_wherever_it_stands_and_whatever_it_is_called(
    table, how, place, digits, name
):
    place = min(place, len(table))
    row = getattr(table, how)().round(digits if how == "mean" else 9).to_frame(name).T
    exact = getattr(table, how)().to_numpy()
    written = row.to_numpy()[
        0
    ]  # a whole number counts as exact: a mean rounded to one cannot be told from a unit
    assume(bool(np.all((written % 1 != 0) | (np.abs(written - exact) < 1e-9))))
    whole = pd.concat([table.iloc[:place], row, table.iloc[place:]])
    assume(set(computed_totals(whole)) <= {place})
    with pytest.raises(gm.FaultyInput, match='totals="drop"'):
        gm.read_records(whole, TREE)
    data = gm.read_records(whole, TREE, totals="drop")
    pd.testing.assert_frame_equal(data.values.rename_axis(None), table)
    assert any("rows of totals or averages, left out" in note for note in data.notes)
    kept = gm.read_records(whole, TREE, totals="keep")
    np.testing.assert_array_equal(kept.values.to_numpy(), whole.to_numpy())


@CALM
@given(tables())
def test_rows_without_a_pattern_are_units(table):
    assume(not computed_totals(table))
    for totals in ("refuse", "drop", "keep"):
        pd.testing.assert_frame_equal(
            gm.read_records(table, TREE, totals=totals).values.rename_axis(None), table
        )


@FEW
@given(tables(), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
def test_totals_of_a_file_are_those_of_a_frame(tmp_path, table, names):
    """With titles above, numbered rows and the totals' words under 序号, as offices write them."""
    rows = [
        [place, name, *cells] for place, (name, *cells) in enumerate(table.itertuples(name=None), start=1)
    ]
    rows += [[name, None, *table.sum().round(9)] for name in names]
    sheet = pd.DataFrame([["某区统计表", *[None] * 4], ["序号", "社区", *TREE.codes], *rows])
    sheet.to_excel(tmp_path / "t.xlsx", header=False, index=False)
    with pytest.raises(gm.FaultyInput, match="is a row of totals"):
        gm.read_records(tmp_path / "t.xlsx", TREE, unit="社区")
    data = gm.read_records(tmp_path / "t.xlsx", TREE, unit="社区", totals="drop")
    pd.testing.assert_frame_equal(data.values.rename_axis(None), table, check_exact=False, rtol=1e-12)


@FEW
@given(
    st.lists(tables(), min_size=2, max_size=3), st.permutations(["2023年", "2024年", "2025年"]), st.booleans()
)
def test_sheets_as_periods_are_one_table_with_a_column_of_periods(tmp_path, parts, names, guide):
    count = min(map(len, parts))
    parts = dict(zip(names, (part.iloc[:count] for part in parts), strict=False))
    path = tmp_path / "book.xlsx"
    with pd.ExcelWriter(path) as book:
        if guide:
            pd.DataFrame({"说明": ["请逐年填写"]}).to_excel(book, sheet_name="备注", index=False)
        for name, part in parts.items():
            part.rename_axis("unit").to_excel(book, sheet_name=name)
    data = gm.read_records(path, TREE, sheets="period")
    unasked = gm.read_records(path, TREE)
    pd.testing.assert_frame_equal(unasked.values, data.values)
    assert any("each sheet is the period of its name" in note for note in unasked.notes)
    flat = pd.concat(
        {clean(name): part for name, part in parts.items()}, names=["period", "unit"]
    ).reset_index()
    plain = gm.read_records(flat, TREE, period="period")
    pd.testing.assert_frame_equal(data.values, plain.values, check_exact=False, rtol=1e-12)
    assert list(map(str, data.periods)) == sorted(parts)
    assert any("备注" in note for note in data.notes) == guide
    for name, part in parts.items():
        one = gm.read_records(path, TREE, sheets=name)
        pd.testing.assert_frame_equal(one.values.rename_axis(None), part, check_exact=False, rtol=1e-12)
