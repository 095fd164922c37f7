"""Reading surveys: files, Wenjuanxing exports, SPSS, option texts, and what is said aloud."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Group, Indicator
from govmetrics.survey import wenjuanxing
from tests.reference import twins

TREE = gm.IndicatorTree(
    Group(
        "g",
        "",
        (
            Group("trust", "", (
                Indicator("A1", {"zh": "很信任本社区的居民", "en": "I trust the residents"}, source="survey"),
                Indicator("A2", {"zh": "本社区盗窃案件很少", "en": "Thefts are rare"}, source="survey"),
            )),
            Indicator("V", {"zh": "志愿服务", "en": "Volunteering"}, source="survey"),
        ),
    )
)  # fmt: skip


def export(**more):
    frame = pd.DataFrame(
        {
            "序号": [1, 2, 3],
            "提交答卷时间": ["2024/5/1 10:00:00", "2024/5/1 10:02:00", "2024/5/1 10:03:00"],
            "所用时间": ["123秒", "2分3秒", "45秒"],
            "来源": ["微信"] * 3,
            "来源详情": ["N/A"] * 3,
            "来自IP": ["1.1.1.1(广东-深圳)", "1.1.1.1(广东-深圳)", "2.2.2.2(广东-深圳)"],
            "1、您所在的社区": ["甲", "乙", "甲"],
            "2、您的性别": [1, 2, 2],
            "8、(1)很信任本社区的居民": [5, 4, -3],
            "8、(2)本社区盗窃案件很少。": [3, -2, 1],
            "9(志愿服务)": [0, 1, 1],
        }
    )
    return frame.assign(**more)


READ = {"scale": {"V": (0, 1), "default": (1, 5)}, "by": {"community": "您所在的社区", "sex": "您的性别"}}


def test_wenjuanxing_codes_titles_metadata_and_marks():
    survey = gm.read_survey(export(), TREE, **READ)
    expected = [[5, 3, 0], [4, np.nan, 1], [np.nan, 1, 1]]
    np.testing.assert_array_equal(survey.answers[["A1", "A2", "V"]], expected)
    assert survey.by["community"].tolist() == ["甲", "乙", "甲"]
    assert survey.meta["seconds"].tolist() == [123, 123, 45]
    assert survey.answers.index.tolist() == [1, 2, 3]
    notes = "\n".join(survey.notes)
    assert "Wenjuanxing" in notes
    assert "1 answer skipped (-3)" in notes
    assert "1 answer empty (-2)" in notes
    assert "2 respondents share a device" in notes


def test_wenjuanxing_texts_are_read_and_reported():
    texts = {
        "8、(1)很信任本社区的居民": ["非常同意", "B.不同意", "(跳过)"],
        "8、(2)本社区盗窃案件很少。": ["4分", "一般", "(空)"],
    }
    survey = gm.read_survey(export(**texts), TREE, **READ)
    np.testing.assert_array_equal(survey.answers[["A1", "A2"]], [[5, 4], [2, 3], [np.nan, np.nan]])
    assert any("非常同意 = 5" in note for note in survey.notes)


def test_a_part_of_one_heading_tells_the_heading_and_no_list_of_all():
    """A questionnaire's headings are whole questions: a list of all behind each wrong name hides what is wrong."""
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_survey(export(), TREE, scale=READ["scale"], by={"unit": "所在的社区", "sex": "性别"})
    assert [str(fault.way_out) for fault in error.value.faults] == [
        "did you mean '1、您所在的社区'?",
        "did you mean '2、您的性别'?",
    ]


def test_texts_without_a_code_and_left_over_codes_are_one_error_with_a_way_out():
    wrong = {
        "8、(1)很信任本社区的居民": ["看情况", "不同意", "同意"],
        "8、(2)本社区盗窃案件很少。": [99, 1, 2],
    }
    with pytest.raises(gm.FaultyInput) as error:
        gm.read_survey(export(**wrong), TREE, scale=READ["scale"], by="没有这一列")
    text = str(error.value)
    assert "options={'看情况': ...}" in text
    assert "the code 99 is outside" in text
    assert "by, '没有这一列': is not a column" in text
    survey = gm.read_survey(
        export(**wrong), TREE, scale=READ["scale"], options={"看情况": 3}, missing_codes=(99,)
    )
    assert survey.answers["A1"].tolist() == [3, 2, 4]
    assert any("1 answer declared as missing (99) counts as missing" in note for note in survey.notes)


def test_choices_are_words_or_0_and_1_on_a_declared_scale():
    survey = gm.read_survey(export(**{"9(志愿服务)": ["是", "A.否", "yes"]}), TREE, **READ)
    assert survey.answers["V"].tolist() == [1, 0, 1]
    with pytest.raises(gm.FaultyInput, match=r"if it is a choice, 0 or 1: scale=\{'V': \(0, 1\)"):
        gm.read_survey(export(), TREE)
    with pytest.raises(gm.FaultyInput, match="no code of the scale"):
        gm.read_survey(export(**{"9(志愿服务)": ["是", "否", "是"]}), TREE)


@pytest.mark.parametrize(
    ("text", "code"),
    [("非常满意", 5), ("很满意", 5), ("比较满意", 4), ("满意", 4), ("一般", 3), ("不太满意", 2), ("不满意", 2), ("很不满意", 1),
     ("B、不同意", 2), ("5分", 5), ("4", 4), ("Strongly agree", 5), ("disagree", 2), ("neutral", 3), ("very dissatisfied", 1),
     ("非常同意(5分)", 5), ("３", 3)],
)  # fmt: skip
def test_rating_words_and_points(text, code):
    assert gm.read_survey(pd.DataFrame({"A1": [text]}), TREE).answers["A1"].tolist() == [code]


def test_rating_words_follow_the_end_points_and_need_five_points():
    assert gm.read_survey(pd.DataFrame({"A1": ["同意"]}), TREE, scale=(0, 4)).answers["A1"].tolist() == [3]
    with pytest.raises(gm.FaultyInput, match="no code of the scale"):
        gm.read_survey(pd.DataFrame({"A1": ["同意"]}), TREE, scale=(1, 7))


def test_several_choices_in_one_cell_ask_for_one_column_an_option():
    with pytest.raises(gm.FaultyInput, match="one 0/1 column for each option"):
        gm.read_survey(export(**{"9(志愿服务)": ["巡逻┋调解", "巡逻", "调解"]}), TREE, **READ)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding_reads_the_same(tmp_path, encoding):
    path = tmp_path / "export.csv"
    export().to_csv(path, index=False, encoding=encoding)
    pd.testing.assert_frame_equal(
        gm.read_survey(path, TREE, **READ).answers, gm.read_survey(export(), TREE, **READ).answers
    )


def test_group_codes_of_a_text_file_are_numbers_unless_they_begin_with_zero(tmp_path):
    frame = pd.DataFrame({"A1": [1, 2], "sex": ["1", "2"], "area": ["001", "010"]})
    frame.to_csv(tmp_path / "s.csv", index=False)
    survey = gm.read_survey(tmp_path / "s.csv", TREE, by=["area", "sex"])
    assert survey.by["sex"].tolist() == [1, 2]
    assert survey.by["area"].tolist() == ["001", "010"]


def test_xlsx_and_parquet_read_the_same(tmp_path):
    export().to_excel(tmp_path / "export.xlsx", index=False)
    export().to_parquet(tmp_path / "export.parquet", index=False)
    expected = gm.read_survey(export(), TREE, **READ)
    for name in ("export.xlsx", "export.parquet"):
        survey = gm.read_survey(tmp_path / name, TREE, **READ)
        np.testing.assert_array_equal(survey.answers, expected.answers)
        assert survey.notes == expected.notes


def test_sav_titles_are_its_variable_labels(tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    frame = pd.DataFrame({"Q8_1": [5.0, 4.0], "Q8_2": [1.0, np.nan], "q1": ["x", "y"], "w": [1.0, 2.0]})
    labels = ["很信任本社区的居民", "8、(2)本社区盗窃案件很少", "1、您所在的社区", "权重"]
    pyreadstat.write_sav(frame, str(tmp_path / "s.sav"), column_labels=labels)
    survey = gm.read_survey(tmp_path / "s.sav", TREE, by={"community": "您所在的社区"}, weight="w")
    np.testing.assert_array_equal(survey.answers, [[5, 1], [4, np.nan]])
    assert survey.answers.columns.tolist() == ["A1", "A2"]
    assert survey.by["community"].tolist() == ["x", "y"]
    assert survey.weight.tolist() == [1, 2]
    assert any("without a column: V" in note for note in survey.notes)


def test_sav_without_pyreadstat_says_what_to_install(tmp_path, monkeypatch):
    import sys

    (tmp_path / "s.sav").write_bytes(b"$FL2")
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(gm.FaultyInput, match=r"govmetrics\[spss\]"):
        gm.read_survey(tmp_path / "s.sav", TREE)


def test_broken_sav_missing_file_and_empty_table(tmp_path):
    pytest.importorskip("pyreadstat")
    (tmp_path / "s.sav").write_bytes(b"no spss")
    with pytest.raises(gm.FaultyInput, match="not a readable"):
        gm.read_survey(tmp_path / "s.sav", TREE)
    with pytest.raises(gm.FaultyInput, match="no such file"):
        gm.read_survey(tmp_path / "t.sav", TREE)
    with pytest.raises(gm.FaultyInput, match="no rows"):
        gm.read_survey(pd.DataFrame(), TREE)


def test_columns_that_compete_and_no_item_at_all_are_refused():
    with pytest.raises(gm.FaultyInput, match="A1: several columns may be it"):
        gm.read_survey(pd.DataFrame({"1、很信任本社区的居民": [1], "I trust the residents": [2]}), TREE)
    with pytest.raises(gm.FaultyInput, match="no column is an item of the tree"):
        gm.read_survey(pd.DataFrame({"x": [1]}), TREE)


def test_codes_go_before_names_and_unused_columns_are_noted():
    frame = pd.DataFrame({"A1": [1, 2], "2、A2.本社区盗窃": [3, 4], "remark": ["", "x"]})
    survey = gm.read_survey(frame, TREE)
    assert survey.items == ["A1", "A2"]
    assert "columns not used: remark" in survey.notes


def test_repeated_respondents_are_kept_and_noted():
    survey = gm.read_survey(export(序号=[7, 7, 8]), TREE, **READ)
    assert survey.n == 3
    assert survey.meta["respondent"].tolist() == [7, 7, 8]
    assert any("1 respondent occurs more than once: 7" in note for note in survey.notes)
    frame = pd.DataFrame({"A1": [1, 2]}, index=["ann", "ann"])
    assert any("ann" in note for note in gm.read_survey(frame, TREE).notes)


def test_empty_rows_and_items_without_variance_are_noted():
    frame = pd.DataFrame({"A1": [3, 3, np.nan], "A2": [1, 2, np.nan], "V": [np.nan] * 3})
    notes = gm.read_survey(frame, TREE).notes
    assert "1 respondent answered none of the items: 2" in notes
    assert "A1: every answer is 3" in notes
    assert "V: nobody answered it" in notes


def test_end_points_nobody_chose_are_asked_about_and_never_changed():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.integers(1, 6, (120, 3)), columns=["A1", "A2", "V"])
    survey = gm.read_survey(frame, TREE, scale=(1, 7))
    assert any("above 5: are the end points 1 to 7 right?" in note for note in survey.notes)
    assert survey.limits.tolist() == [[1, 7]] * 3
    assert not any("end points" in note for note in gm.read_survey(frame, TREE).notes)


def test_undeclared_reversed_items_are_named_and_declared_ones_are_not():
    rng = np.random.default_rng(6)
    tree = gm.IndicatorTree.from_groups({scale: [f"{scale}{i}" for i in range(1, 6)] for scale in "AC"})
    trait = np.repeat(rng.normal(3, 1, (300, 2)), 5, axis=1)
    frame = pd.DataFrame((trait + rng.normal(0, 0.8, (300, 10))).round().clip(1, 5), columns=tree.codes)
    backwards = ("A1", "C4", "C5")
    frame[list(backwards)] = 6 - frame[list(backwards)]

    def named(reverse):
        notes = gm.read_survey(frame, tree, scale=(1, 5), reverse=reverse).notes
        return [note.split()[2] for note in notes if "runs against the others" in note]

    assert named(()) == list(backwards)
    assert named(backwards) == []
    assert named((*backwards, "A2")) == ["A2"]


def test_undeclared_reversed_items_of_bfi_are_named_and_declared_ones_are_not(facts):
    """Answers that have the means and covariances of psych::bfi, rounded to its scale."""
    tree = gm.IndicatorTree.from_groups({scale: [f"{scale}{i}" for i in range(1, 6)] for scale in "ACENO"})
    reversed_items = ("A1", "C4", "C5", "E1", "E2", "O2", "O5")  # the key of psych::bfi
    frame = twins.read(facts / "survey" / "bfi.json")["answers"]["all"]
    frame[list(reversed_items)] = 7 - frame[list(reversed_items)]  # the moments are of turned answers
    frame = frame.round().clip(1, 6)
    notes = gm.read_survey(frame, tree, scale=(1, 6)).notes
    assert [note.split()[2] for note in notes if "runs against the others" in note] == list(reversed_items)
    declared = gm.read_survey(frame, tree, scale=(1, 6), reverse=reversed_items)
    assert not any("revers" in note for note in declared.notes)
    wrong = gm.read_survey(frame, tree, scale=(1, 6), reverse=(*reversed_items, "N1"))
    assert any(
        "item N1 runs against" in note and "It is declared as reversed" in note for note in wrong.notes
    )


def test_input_frame_is_not_changed():
    frame = export()
    before = frame.copy()
    gm.read_survey(frame, TREE, **READ)
    pd.testing.assert_frame_equal(frame, before)


def test_weights_are_matched_by_label_and_their_faults_named():
    frame = pd.DataFrame({"A1": [1, 2], "w": ["1.5", "heavy"]}, index=["ann", "bob"])
    with pytest.raises(gm.FaultyInput, match="weight, respondent bob: 'heavy' is not a number"):
        gm.read_survey(frame, TREE, weight="w")
    with pytest.raises(gm.FaultyInput, match="not under the index"):
        gm.read_survey(frame, TREE, weight=pd.Series([1.0, 2.0]))
    assert gm.read_survey(frame, TREE, weight=pd.Series([1.0, 2.0], index=frame.index)).weight["bob"] == 2


def test_weights_in_another_order_are_matched_by_label():
    frame = pd.DataFrame({"A1": [1, 2], "A2": [3, 4]}, index=["ann", "bob"])
    weight = pd.Series([2.0, 1.0], index=["bob", "ann"])
    assert gm.read_survey(frame, TREE, weight=weight).weight.to_dict() == {"ann": 1.0, "bob": 2.0}


def test_two_columns_under_one_title_are_refused():
    frame = pd.DataFrame([[1, 2, 3]], columns=["A1", "A2", "A1"])
    with pytest.raises(gm.FaultyInput, match="column 'A1': occurs more than once"):
        gm.read_survey(frame, TREE)


@pytest.mark.parametrize("scale", [5, "15", ("a", "b"), (1, 3, 5), (5, 1), {"A1": 5, "default": (1, 5)}])
def test_end_points_that_are_no_pair_of_numbers_are_refused(scale):
    with pytest.raises(gm.FaultyInput, match=r"the end points are .*; give .lowest code, highest code."):
        gm.read_survey(pd.DataFrame({"A1": [1, 2]}), TREE, scale=scale)


def test_end_points_of_no_item_are_refused():
    frame = pd.DataFrame({"A1": [1, 2], "V": [0, 1]})
    with pytest.raises(gm.FaultyInput, match="v: has end points in `scale`, but is not an item of the tree"):
        gm.read_survey(frame, TREE, scale={"v": (0, 1), "default": (1, 5)})
    # an item without a column may have end points all the same
    survey = gm.read_survey(frame, TREE, scale={"V": (0, 1), "A2": (0, 10), "default": (1, 5)})
    assert survey.limits.tolist() == [[1, 5], [0, 1]]


@pytest.mark.parametrize(
    ("codes", "left"), [(99, [3, 0]), ((99,), [3, 0]), ("拒答", [2, 1]), ((99, "拒答"), [3, 1])]
)
def test_codes_and_texts_declared_as_missing_are_counted(codes, left):
    frame = pd.DataFrame({"A1": [5, 99, 99, 99, 1], "A2": ["同意", "拒答", "3", " 2", "1"]})
    frame = frame if "99" in str(codes) else frame.assign(A1=[5, None, None, 2, 1])
    frame = frame if "拒答" in str(codes) else frame.assign(A2=[4, 5, 3, 2, 1])
    before = frame.copy()
    survey = gm.read_survey(frame, TREE, missing_codes=codes)
    assert survey.answers.isna().sum().tolist() == left
    told = [note for note in survey.notes if "as missing" in note]
    counts = {
        "99": sum(column.eq(99).sum() for _, column in before.items()),
        "拒答": before["A2"].eq("拒答").sum(),
    }
    for text in ("99", "拒答"):
        declared = [note for note in told if text in note]
        assert len(declared) == (text in str(codes))
        assert all(note.startswith(f"{counts[text]} answer") for note in declared)
    pd.testing.assert_frame_equal(frame, before)


def test_one_reversed_item_may_be_given_by_its_name():
    frame = pd.DataFrame({"A1": [1, 2], "A2": [3, 4]})
    assert gm.read_survey(frame, TREE, reverse="A2").reverse == ("A2",)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("1、很信任", "很信任"), ("1.很信任", "很信任"), ("Q12:很信任", "很信任"), ("第8题(很信任)", "很信任"),
        ("8、(1)很信任", "很信任"), ("8、请评价—很信任", "很信任"), ("8、请评价:(2)很信任", "很信任"), ("12(很信任)", "很信任"),
        ("3. A7 I trust", "A7"), ("A7", "A7"),
    ],
)  # fmt: skip
def test_titles_of_many_exports(title, key):
    assert key in wenjuanxing.title_keys(title)


@pytest.mark.parametrize(
    ("text", "value"),
    [("90s", 90), ("1h2m3s", 3723), ("2分", 120), ("12.5", 12.5), ("soon", np.nan), ("", np.nan)],
)
def test_durations(text, value):
    np.testing.assert_equal(wenjuanxing.seconds(text), value)


def test_the_decimal_sign_of_answers_and_weights_is_told_or_refused(tmp_path):
    tree = gm.IndicatorTree.from_groups({"G": ["q1", "q2"]})
    path = tmp_path / "answers.csv"
    path.write_text("q1;q2;w\n3,5;4;0,815\n4,5;2;1,25\n", encoding="utf-8")
    plain = gm.read_survey(path, tree, weight="w")
    told = gm.read_survey(path, tree, weight="w", decimal=",")
    for survey in (plain, told):
        assert survey.answers["q1"].tolist() == [3.5, 4.5]
        assert survey.weight.tolist() == [0.815, 1.25]
    frame = pd.DataFrame({"q1": ["3,5", "4,5"], "q2": [4, 2], "w": ["1,234", "2,345"]})
    assert gm.read_survey(frame, tree, weight="w", decimal=",").weight.tolist() == [1.234, 2.345]
    with pytest.raises(gm.FaultyInput, match="'3,5' is not a number, unless its comma is a decimal sign"):
        gm.read_survey(frame, tree, weight="w")
    with pytest.raises(gm.FaultyInput, match=r"'3\.5'"):  # never 35
        gm.read_survey(pd.DataFrame({"q1": ["3.5", "4,5"], "q2": [4, 2]}), tree, decimal=",")
    points = pd.DataFrame({"q1": ["4,5分", "good (3,5)"], "q2": [4, 2]})
    assert gm.read_survey(points, tree, decimal=",").answers["q1"].tolist() == [4.5, 3.5]
    path.write_text("q1;q2;w\n3;4;1,234\n4;2;2,345\n", encoding="utf-8")
    with pytest.raises(gm.FaultyInput, match=r"1\.234 with a decimal comma and 1234 with a decimal point"):
        gm.read_survey(path, tree, weight="w")
    assert gm.read_survey(path, tree, weight="w", decimal=".").weight.tolist() == [1234, 2345]
    with pytest.raises(gm.FaultyInput, match="decimal: is ';'"):
        gm.read_survey(path, tree, decimal=";")


def test_two_of_its_own_columns_make_an_export():
    for columns, found in ((["来源", "q1"], False), ([" 来源 ", "所用时间", "q1"], True), (["q1"], False)):
        assert wenjuanxing.is_export(pd.Index(columns)) is found


def test_units_and_periods_are_found_by_their_usual_headings():
    tree = gm.IndicatorTree.from_groups({"A": ["t1"]})
    table = pd.DataFrame(
        {"社区": ["甲", "乙"], "调查期": ["2024Q1", "2024Q2"], "街道": ["东", "东"], "t1": [3, 4]}
    )
    usual = {"unit": None, "period": None}
    found, named = (
        gm.read_survey(table, tree, by=usual),
        gm.read_survey(table, tree, by={"unit": "社区", "period": "调查期"}),
    )
    pd.testing.assert_frame_equal(found.by, named.by)
    notes = list(map(str, found.notes))
    assert "the column '社区' names the units" in notes
    assert "the column '调查期' names the periods" in notes
    # Of two columns headed so neither is taken, and what is not there groups nobody.
    twice = table.assign(单元=["x", "y"]).drop(columns="调查期")
    assert gm.read_survey(twice, tree, by=usual).by.empty
