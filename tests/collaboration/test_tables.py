"""Tables as offices have them: every fault with its place, and nothing guessed."""

import pandas as pd
import pytest

from govmetrics import FaultyInput, UnsuitableMethod
from govmetrics.collaboration import diversity

COUNTS = pd.DataFrame({"政府": [4, 2, 5], "居民": [10, 2, 1], "企业": [2, 2, 0]}, ["东", "西", "南"])


def faults(*given, **options):
    with pytest.raises((FaultyInput, UnsuitableMethod)) as caught:
        diversity(*given, **options)
    return [str(fault) for fault in caught.value.faults]


def test_a_file_with_chinese_headings_is_read(tmp_path):
    for path, write in ((tmp_path / "a.xlsx", "to_excel"), (tmp_path / "b.csv", "to_csv")):
        getattr(COUNTS.rename_axis("社区"), write)(path)
        found = diversity(path)
        assert found.values.index.tolist() == ["东", "西", "南"]
        assert found.values.equals(diversity(COUNTS).values)
        assert diversity(path, by="社区").values.equals(found.values)


def test_a_blank_is_not_a_zero():
    blank = COUNTS.astype(object)
    blank.iloc[0, 1], blank.iloc[2, 2] = None, "—"
    assert [text.split(":")[0] for text in faults(blank)] == ["东, 居民", "南, 企业"]
    found = diversity(blank, blanks="zero")
    assert found.counts.loc["东", "居民"] == 0
    assert "2 empty cells were read as 0" in found.summary("en")


def test_every_cell_that_is_no_count_is_named():
    odd = COUNTS.astype(object)
    odd.iloc[0, 0], odd.iloc[1, 0], odd.iloc[1, 1], odd.iloc[2, 0], odd.iloc[2, 1] = (
        "40%",
        -1,
        2.5,
        "约5",
        1e300,
    )
    assert faults(odd) == [
        "南, 政府: '约5' is not a number; correct it, or leave the cell empty",
        "东, 政府: is '40%', a percentage; give the number itself",
        "西, 政府: is -1, below zero; numbers begin at 0: correct it",
        "南, 居民: is 1e+300; give a number up to 1e15, in a larger unit",
        "西, 居民: is 2.5, and things are counted; give how many, not a share",
    ]


def test_totals_and_units_twice_are_faults():
    four = pd.concat([COUNTS, COUNTS.iloc[:1].set_axis(["北"])])
    assert "is a row of totals" in faults(pd.concat([COUNTS, COUNTS.sum().to_frame("合计").T]))[0]
    assert "is a column of totals" in faults(COUNTS.assign(小计=COUNTS.sum(axis=1)))[0]
    assert "equals the sum of all other columns" in faults(four.assign(全部=four.sum(axis=1)))[0]
    kept = four.assign(全部=four.sum(axis=1))
    kept.attrs["totals"] = "keep"
    assert len(diversity(kept).counts.columns) == 4
    assert "there are two or more rows" in faults(pd.concat([COUNTS, COUNTS.iloc[:1]]))[0]
    assert "东: there are two or more rows" in faults(COUNTS.rename(index={"西": "　东 "}))[0]
    assert "occurs more than once" in faults(COUNTS.set_axis(["政府", "居民", "政府 "], axis=1))[0]


def test_columns_and_kinds_that_are_not_there_are_told():
    assert "did you mean '社区'" in faults(COUNTS.reset_index(names="社区"), by="社区名")[0]
    assert "holds names, not numbers; say by='社区'" in faults(COUNTS.reset_index(names="社区"))[0]
    assert "is not in the list of categories" in faults(COUNTS, categories=["政府", "居民"])[0]
    assert faults(COUNTS.mul([1, 0, 1], axis=0)) == [
        "西: has no actors, and no diversity; leave the unit out"
    ]
    assert "give all kinds" in faults(COUNTS[["政府"]])[0]
    assert "row 3, 社区: the cell is empty; name the unit" in faults(
        pd.DataFrame({"社区": ["东", None], "a": [1, 2], "b": [1, 2]}), by="社区"
    )


def test_what_is_given_is_not_changed():
    before = COUNTS.copy()
    diversity(COUNTS, categories=["企业", "居民", "政府", "其他"])
    pd.testing.assert_frame_equal(COUNTS, before)


def test_periods_stay():
    index = pd.MultiIndex.from_product([[2023, 2024], ["东", "西"]], names=["period", "unit"])
    found = diversity(pd.DataFrame({"a": [1, 2, 3, 4], "b": [3, 1, 2, 5]}, index))
    assert found.values.index.equals(index)
