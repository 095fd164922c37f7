"""Variants of the cases w* from public reports (`test_reports`): the same kind of cell in other languages and fields.

Each right value is said by the rule in the test's name, or computed beside it.
"""

import math

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.numbers import number

TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})
ITEM = gm.IndicatorTree.from_groups({"G": ["q1"]})


def score(words, **options):
    survey = gm.read_survey(pd.DataFrame({"q1": words}), ITEM, **options)
    return float(gm.survey.score(survey).values["q1"].iloc[0])


# w01: periods in the order of time, and the change between the last two with its right sign


@pytest.mark.parametrize("periods", [
    ["9月", "10月", "11月"], ["2025-8", "2025-9", "2025-10"], ["Q3 2024", "Q4 2024", "Q1 2025"],
    ["2024年下半年", "2025年上半年", "2025年下半年"], ["wave 8", "wave 9", "wave 10"], ["第一轮", "第二轮", "第十轮"],
    ["春", "夏", "秋"], ["2025年2月", "2025年9月", "2025年10月"],
], ids=" ".join)  # fmt: skip
def test_w01_the_latest_period_is_the_latest_in_time(periods, tmp_path):
    assert_latest(periods, tmp_path)


def assert_latest(periods, tmp_path, given=None):
    """Read rows that stand in the other order of time, and look for the latest period in the report."""
    rows = [f"{unit},{period},{50 + 10 * place + k},{60 + 5 * place}" for place, period in reversed(list(enumerate(periods)))
            for k, unit in enumerate("xyz")]  # fmt: skip
    (tmp_path / "p.csv").write_text("\n".join(["unit,period,a,b", *rows]), encoding="utf-8")
    data = gm.read_records(tmp_path / "p.csv", TREE, period="period", periods=given)
    assert [str(period) for period in data.periods] == periods
    page = gm.report.html(gm.follow(gm.Recipe(), data), tmp_path / "r.html", "en").read_text(encoding="utf-8")
    assert f"latest period {periods[-1]}" in " ".join(page.split())


def test_w01_names_without_a_known_order_are_refused_and_the_way_out_works(tmp_path):
    periods = ["before", "during", "after"]
    with pytest.raises(gm.FaultyInput, match="periods="):
        assert_latest(periods, tmp_path)
    assert_latest(periods, tmp_path, given=periods)


# w02: the codes follow from the set of options: the top word of five is 5, whatever it is


@pytest.mark.parametrize(("options", "ends"), [
    (["满意", "较满意", "一般", "较不满意", "不满意"], (1, 5)),
    (["滿意", "比較滿意", "一般", "較不滿意", "不滿意"], (1, 5)),
    (["Satisfied", "Somewhat satisfied", "Neutral", "Somewhat dissatisfied", "Dissatisfied"], (1, 5)),
    (["Important", "Somewhat important", "Neither important nor unimportant", "Somewhat unimportant", "Unimportant"], (1, 5)),
    (["很满意", "满意", "不满意", "很不满意"], (1, 4)),
    (["满意", "一般", "不满意"], (1, 3)),
], ids=lambda value: str(value[0]))  # fmt: skip
def test_w02_as_many_options_as_steps(options, ends):
    counts = [60, 20, 10, 6, 4][: len(options)]
    points = np.linspace(100, 0, len(options))
    words = [word for word, count in zip(options, counts, strict=True) for _ in range(count)]
    assert score(words, scale=ends) == pytest.approx(np.average(points, weights=counts))


# w03: what is no answer is none


@pytest.mark.parametrize(
    "silent",
    ["说不清", "不了解", "不知道", "拒答", "不适用", "Don't know", "Not applicable", "Refused", "不清楚 "],
)
def test_w03_no_answer_is_no_degree_of_satisfaction(silent):
    top, low = ("非常满意", "非常不满意") if not silent.isascii() else ("Very satisfied", "Very dissatisfied")
    assert score([top] * 30 + [silent] * 60 + [low] * 10) == pytest.approx(75)


# w04: a decimal comma is never a thousand


@pytest.mark.parametrize(("text", "wanted"), [
    ("unit;a;b\nLisboa;12,75;3\nPorto;9,5;4\nFaro;10;2\n", [12.75, 9.5, 10]),
    ("unit;a;b\nKyiv;0,12;3\nLviv;0,034;4\nOdesa;1,000;2\n", [0.12, 0.034, 1]),
    ("unit;a;b\nWien;1.250,75;3\nGraz;875,5;4\nLinz;2.000;2\n", [1250.75, 875.5, 2000]),
    ('unit,a,b\nNice,"0,815",3\nLyon,"0,9",4\nMetz,"1",2\n', "refused"),
    ("unit\ta\tb\nOslo\t0,815\t3\nBergen\t0,91\t4\n", "refused"),
    ("unit;a;b\nBrno;1,250;3\nOstrava;2,500;4\n", "refused"),
])  # fmt: skip
def test_w04_the_comma_of_a_number(text, wanted, tmp_path):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    if wanted == "refused":
        with pytest.raises(gm.FaultyInput, match="decimal="):
            gm.read_records(tmp_path / "t.csv", TREE)
    else:
        assert gm.read_records(tmp_path / "t.csv", TREE).values["a"].tolist() == wanted


# w05: reciprocals typed with a few digits; the ratio is that of the exact ones


@pytest.mark.parametrize("exact", [(3, 5, 7), (2, 6, 9), (4, 8, 3), (7, 9, 6)])
@pytest.mark.parametrize("digits", [2, 3])
def test_w05_rounded_reciprocals_are_reciprocals_at_every_door(exact, digits, tmp_path):
    ab, ac, bc = exact
    whole = np.array([[1, ab, ac], [1 / ab, 1, bc], [1 / ac, 1 / bc, 1]])
    typed = pd.DataFrame(np.where(whole < 1, whole.round(digits), whole), list("abc"), list("abc"))
    wanted = gm.ahp.eigenvector(whole).consistency_ratio
    assert gm.ahp.eigenvector(typed).consistency_ratio == pytest.approx(wanted, abs=1e-9)
    tree = gm.IndicatorTree.from_groups({"G": ["a", "b", "c"]})
    typed.to_csv(tmp_path / "m.csv")
    typed.to_excel(tmp_path / "m.xlsx")
    for source in (tmp_path / "m.csv", tmp_path / "m.xlsx", {"e": {"G": typed}}):
        experts = gm.ahp.weights(gm.read_judgements(source, tree), max_consistency_ratio=1).experts
        assert experts["consistency_ratio"].iloc[0] == pytest.approx(wanted, abs=1e-9)


# w06: codes for missing values are said, and mean missing where they are declared


@pytest.mark.parametrize(("code", "unit", "column"), [
    (-999, "件", [12, 15, 9]), (9999, "%", [78.5, 90, 66]), (99999999, "人", [1200, 1500, 900]), (-99, "days", [3, 4, 2]),
])  # fmt: skip
def test_w06_codes_for_missing_values(code, unit, column):
    tree = gm.read_tree(
        {
            "code": "C",
            "parts": [{"code": "s", "better": "more", "unit": unit}, {"code": "t", "better": "more"}],
        }
    )
    table = pd.DataFrame({"unit": list("wxyz"), "s": [*column, code], "t": [4.0, 3, 2, 1]})
    try:
        said = " ".join(gm.read_records(table, tree).notes)
    except gm.FaultyInput as error:
        said = str(error)
    assert f"{code:g}" in said
    data = gm.read_records(table, tree, missing_codes=[code])
    assert data.values["s"].tolist()[:3] == column
    assert math.isnan(data.values.loc["z", "s"])


# w07: one name is one unit


@pytest.mark.parametrize(
    "spelled", ["Oak Ward ", "Oak\u00a0Ward", "Oak  Ward", "Ｏａｋ Ward", "\u200bOak Ward"]
)
def test_w07_blanks_make_no_second_unit(spelled):
    answers = pd.DataFrame({"ward": ["Oak Ward"] * 3 + [spelled], "q1": [5, 5, 5, 1]})
    survey = gm.read_survey(answers, ITEM, by="ward")
    assert gm.survey.score(survey).values["q1"].to_dict() == {"Oak Ward": 75}
    assert any("joined with: Oak Ward" in note for note in survey.notes)


# w08: an empty text is no category


@pytest.mark.parametrize("blank", ["", " ", "　", "\u00a0"])
def test_w08_an_empty_coding_is_missing(blank):
    codings = pd.DataFrame(
        {
            "r1": ["公开", "公开", "参与", "参与"],
            "r2": ["公开", blank, "参与", "公开"],
            "r3": [blank, "公开", "参与", "参与 "],
        }
    )
    plain = codings.replace({blank: None}).replace({"参与 ": "参与"})
    assert gm.survey.krippendorff(codings).alpha == pytest.approx(
        gm.survey.krippendorff(plain).alpha, abs=1e-12
    )
    assert gm.survey.krippendorff(plain).alpha < 1


# w09: rows of totals are refused, and left out where that is said


@pytest.mark.parametrize(
    "name", ["总计", "全市平均", "Grand total", "Average", "World", "Gesamt", "某市（汇总）", "均值"]
)
def test_w09_totals_are_no_units(name):
    table = pd.DataFrame({"unit": ["u", "v", "w", name], "a": [1, 2, 4, 7], "b": [3, 5, 9, 17]})
    with pytest.raises(gm.FaultyInput, match='totals="drop"'):
        gm.read_records(table, TREE)
    data = gm.read_records(table, TREE, totals="drop")
    assert data.units.tolist() == ["u", "v", "w"]
    assert any(name in note for note in data.notes)


def test_w09_a_row_that_equals_the_mean_is_one_whatever_it_is_called():
    table = pd.DataFrame({"unit": ["u", "v", "w", "x"], "a": [1, 2, 4, 7 / 3], "b": [3, 5, 10, 6.0]})
    with pytest.raises(gm.FaultyInput, match="x: equals the mean of all other rows"):
        gm.read_records(table, TREE)


# w10: the marks of statistical offices


@pytest.mark.parametrize(
    "mark", ["…", "...", "—", "--", "n/a", "#N/A", "#DIV/0!", "暂无", "缺失", "未统计", " .. ", "．．"]
)
def test_w10_marks_for_no_value_are_missing(mark):
    assert math.isnan(number(mark))
    data = gm.read_records(
        pd.DataFrame({"unit": ["u", "v", "w"], "a": [mark, "1", "3"], "b": [1.0, 2, 5]}), TREE
    )
    assert data.values["a"].isna().tolist() == [True, False, False]
