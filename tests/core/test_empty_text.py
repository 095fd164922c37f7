"""Empty text is missing, and a blank behind a name is no other name, wherever categories are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.groups import factorised
from govmetrics.core.labels import categories, clean

BLANKS = ["", " ", "　", "\u00a0", "\u200b", "\t"]
TREE = gm.IndicatorTree.from_groups({"G": ["q1"]})


@pytest.mark.parametrize("blank", BLANKS)
def test_empty_codings_are_no_category(blank):
    ratings = pd.DataFrame({"r1": ["1", "1", "2"], "r2": ["1", "1", blank], "r3": [blank, "1", "2 "]})
    assert gm.survey.krippendorff(ratings).alpha == pytest.approx(1.0)
    with pytest.raises(gm.UnsuitableMethod, match="some are missing"):
        gm.survey.fleiss(ratings)


@pytest.mark.parametrize(("typed", "plain"), [
    (["是 ", "是", "否", "　否"], ["是", "是", "否", "否"]), (["ja", "ja\u00a0", "nein", "nein"], ["ja", "ja", "nein", "nein"]),
    (["Ａ", "A", "B", "B"], ["A", "A", "B", "B"]),
])  # fmt: skip
def test_a_coding_with_a_blank_is_the_coding(typed, plain):
    given_, wanted = (pd.DataFrame({"x": column, "y": plain}) for column in (typed, plain))
    assert gm.survey.krippendorff(given_).alpha == gm.survey.krippendorff(wanted).alpha == 1.0
    assert gm.survey.fleiss(given_).kappa == gm.survey.fleiss(wanted).kappa == pytest.approx(1.0)
    assert gm.survey.krippendorff(given_.astype("category")).alpha == 1.0


@pytest.mark.parametrize("blank", BLANKS)
@pytest.mark.parametrize("kind", [object, "category", "string"])
def test_respondents_without_a_group_are_in_none(blank, kind):
    people = pd.DataFrame(
        {"area": pd.Series(["z ", "z", "y", "y", "y", blank, "z"], dtype=object).astype(kind)}
    )
    survey = gm.Survey(TREE, pd.DataFrame({"q1": [5.0, 4, 1, 2, 1, 3, 5]}), by=people)
    table = gm.survey.differences(survey, "area").table
    assert table.loc["q1", "n"] == 6
    assert {c for c in table.columns if c.startswith("mean")} == {"mean y", "mean z"}
    assert gm.survey.score(survey).values.index.tolist() == ["y", "z"]
    shown = gm.survey.frequency_table(survey, "area")
    shown = shown if isinstance(shown, pd.DataFrame) else shown.to_frame()
    assert shown.iloc[:, 0].astype(str).tolist()[:2] == ["y", "z"]
    assert shown.iloc[2, 1] == 1  # missing


def test_ratings_and_rubrics_read_categories_by_the_same_rule():
    scale = {"good": 0.6, "fair": 0.3}
    ratings = pd.DataFrame({"trust": ["good ", "fair"]}, index=["A", "B"])
    assert gm.ahp.rate(ratings, {"trust": scale}, {"trust": 1.0}).tolist() == [1.0, 0.5]
    with pytest.raises(gm.FaultyInput, match="A, trust"):
        gm.ahp.rate(ratings.replace("good ", " "), {"trust": scale}, {"trust": 1.0})
    book = {
        "items": [{"code": "council", "by": "rubric", "points": 60, "levels": {"works": 60, "exists": 30}}]
    }
    data = pd.DataFrame({"council": ["works　", " exists"]}, index=["A", "B"])
    assert gm.appraisal.appraise(book, data).totals["total"].tolist() == [60, 30]
    with pytest.raises(gm.FaultyInput, match="A, council: there is no value"):
        gm.appraisal.appraise(book, data.replace("works　", " "))


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*BLANKS, "a", "a ", "Ａ", "乙 社区", "乙社区", 1, None]), st.text(max_size=3)
        ),
        min_size=1,
    )
)
def test_the_same_names_are_the_same_groups(cells):
    column = pd.Series(cells, dtype=object)
    read = categories(column)
    for cell, name in zip(cells, read, strict=True):
        wanted = clean(cell)
        assert pd.isna(name) if wanted is None or wanted == "" else name == wanted
    codes, labels = factorised(column)
    assert [labels[code] if code >= 0 else None for code in codes] == [
        None if pd.isna(x) else x for x in read
    ]
    assert (codes >= 0).sum() == np.count_nonzero(read.notna())
