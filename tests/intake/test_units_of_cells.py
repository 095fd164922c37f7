"""Units behind the numbers of cells, shares under headings in %, and trees as an office types them."""

import pandas as pd
import pytest

import govmetrics as gm


def tree():
    return gm.read_tree(
        {
            "code": "G",
            "parts": [
                {"code": "volunteers", "name": "志愿者", "unit": "人", "better": "more"},
                {"code": "days", "name": "天数", "unit": "天", "better": "less"},
                {"code": "income", "name": "收入", "unit": "万元", "better": "more"},
                {"code": "cover", "name": "覆盖比", "unit": "比值", "better": "more"},
            ],
        }
    )


def records(**columns):
    table = pd.DataFrame({"unit": ["甲", "乙"], "volunteers": 1, "days": 1, "income": 1, "cover": 1})
    return gm.read_records(table.assign(**columns), tree())


class TestUnitsBehindNumbers:
    def test_the_unit_of_the_indicator_its_multiples_and_what_turns_into_it(self):
        data = records(
            volunteers=["1,028人", "０．２６万"], days=["15.5 天", "2周"], income=["3万元", "8000元"]
        )
        assert data.values[["volunteers", "days", "income"]].to_numpy().tolist() == [
            [1028, 15.5, 3],
            [2600, 14, 0.8],
        ]
        note = next(note for note in data.notes if note.startswith("days: the unit behind"))
        assert "2周 = 14" in note
        assert note.say("zh").startswith("days：数字后的计量单位已一并读取")

    @pytest.mark.parametrize(
        ("column", "cell"),
        [("income", "3万"), ("volunteers", "12起"), ("volunteers", "约30人"), ("days", "3个月"), ("days", "2-3天"),
         ("income", "3美元")],
    )  # fmt: skip
    def test_what_may_mean_something_else_is_refused(self, column, cell):
        with pytest.raises(gm.FaultyInput) as error:
            records(**{column: [cell, "1"]})
        assert f"{cell!r} is not a number" in str(error.value)

    def test_one_comma_and_one_point_that_contradict_are_refused_behind_units_too(self):
        with pytest.raises(gm.FaultyInput, match="decimal comma"):
            records(volunteers=["1,520人", "1.480人"])

    def test_so_they_are_behind_multiples(self):
        with pytest.raises(gm.FaultyInput) as error:
            records(volunteers=["1,520万", "1.480万"])
        assert [fault.split(":")[1].split("'")[1] for fault in str(error.value).splitlines()] == [
            "1,520万",
            "1.480万",
        ]

    def test_no_digit_is_lost_between_units(self):
        data = records(days=["36 hours", "100 minutes"])
        assert data.values["days"].tolist() == [1.5, 0.0694444444444444]

    def test_the_sign_of_minus_stands_before_them_too(self):
        grown = {"code": "G", "parts": [{"code": "a", "unit": "℃", "better": "more"}]}
        data = gm.read_records(pd.DataFrame({"unit": ["甲"], "a": ["−3℃"]}), gm.read_tree(grown))
        assert data.values.loc["甲", "a"] == -3

    @pytest.mark.parametrize("unit", ["% per year", "%（同比增长）"])
    def test_times_of_a_percentage_of_change_may_be_reached_or_added(self, unit):
        grown = gm.read_tree({"code": "G", "parts": [{"code": "a", "unit": unit, "better": "more"}]})
        with pytest.raises(gm.FaultyInput, match=r"'1\.5倍' is not a number"):
            gm.read_records(pd.DataFrame({"unit": ["甲"], "a": ["1.5倍"]}), grown)


def test_a_ratio_under_a_heading_in_percent_is_refused_with_the_factor():
    table = pd.DataFrame({"unit": ["甲"], "volunteers": [1], "days": [1], "income": [1], "覆盖比（%）": [85]})
    with pytest.raises(gm.FaultyInput, match=r"multiply the cells by 0\.01"):
        gm.read_records(table, tree())


def test_a_percentage_among_the_units_of_a_title_is_not_that_of_a_ratio(tmp_path):
    lines = ["单位：人、%、万元,,,,", "unit,volunteers,days,income,cover", "甲,1,1,1,0.85"]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    assert gm.read_records(tmp_path / "a.csv", tree()).values.loc["甲", "cover"] == 0.85
    (tmp_path / "b.csv").write_text("\n".join(["单位：%,,,,", *lines[1:]]), encoding="utf-8")
    with pytest.raises(gm.FaultyInput, match="the heading says %"):
        gm.read_records(tmp_path / "b.csv", tree())


@pytest.mark.parametrize("units", [["街道", "社区"], ["社区名称"]])
def test_rows_without_a_name_are_called_in_chinese(tmp_path, units):
    (tmp_path / "a.csv").write_text(
        "社区名称,volunteers,days,income,cover\n,x,1,1,1\n乙,1,1,1,1\n", encoding="utf-8"
    )
    with gm.use("zh"):
        with pytest.raises(gm.FaultyInput) as error:
            gm.read_records(tmp_path / "a.csv", tree(), unit=units)
        said = str(error.value)
    assert "第 2 行、volunteers" in said
    assert "row" not in said


HEAD = ["一级指标", "二级指标", "单位", "方向", "目标值", "数据来源"]


def drawn(*rows):
    return pd.DataFrame([("治理", *row) for row in rows], columns=HEAD)


class TestDrawnTree:
    def test_departments_beside_kinds_of_sources_are_kept_as_notes(self):
        read = gm.read_tree(
            drawn(("办结率", "%", "正向", None, "12345热线办"), ("满意度", "分", "正向", None, "问卷"))
        )
        assert [leaf.source for leaf in read.indicators] == ["record", "survey"]
        assert read.indicators[0].notes == "数据来源：12345热线办"

    def test_a_misspelled_kind_of_source_is_refused(self):
        with pytest.raises(gm.FaultyInput, match="问卷调差"):
            gm.read_tree(
                drawn(("办结率", "%", "正向", None, "台账"), ("满意度", "分", "正向", None, "问卷调差"))
            )

    @pytest.mark.parametrize(
        "text", ["0.8;1.2", "0.8-1.2", "０．８～１．２", "0.8—1.2", "0.8至1.2", "[0.8, 1.2]"]
    )
    def test_ends_of_an_interval_as_they_are_typed(self, text):
        read = gm.read_tree(
            drawn(("覆盖比", "比值", "区间", text, "台账"), ("办结率", "%", "正向", None, "台账"))
        )
        assert read.indicators[0].target == (0.8, 1.2)

    @pytest.mark.parametrize("text", ["不低于0.8", "0,8"])  # the latter is one number, or two
    @pytest.mark.parametrize("better", ["适度", "区间"])
    def test_a_target_that_is_no_number_is_refused_at_its_row(self, text, better):
        with pytest.raises(gm.FaultyInput, match=rf"row 2 .*'{text}' is neither a number nor two"):
            gm.read_tree(
                drawn(("覆盖比", "比值", better, text, "台账"), ("办结率", "%", "正向", None, "台账"))
            )


@pytest.mark.parametrize("row", ["合计,,2,2,2,2", "合计,—,2,2,2,2"])
def test_a_row_of_totals_that_is_dropped_needs_no_period(tmp_path, row):
    lines = [
        "社区,时期,volunteers,days,income,cover",
        "甲,2026年一季度,1,1,1,1",
        "乙,2026年一季度,1,1,1,1",
        row,
    ]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    data = gm.read_records(tmp_path / "a.csv", tree(), unit="社区", period="时期", totals="drop")
    assert len(data.values) == 2
    with pytest.raises(gm.FaultyInput, match=r"合计.*total"):
        gm.read_records(tmp_path / "a.csv", tree(), unit="社区", period="时期")


@pytest.mark.parametrize("key", ["worst", "best", "target"])
def test_goalposts_with_a_percent_sign_are_refused_under_other_units(tmp_path, key):
    rows = pd.DataFrame(
        {"code": ["G", "a"], "parent": ["", "G"], "unit": ["", "比值"], "better": ["", "target"]}
    )
    rows = rows.assign(target=["", "0.8"]).assign(**{key: ["", "80％"]})
    rows.to_csv(tmp_path / "tree.csv", index=False)
    with pytest.raises(
        gm.FaultyInput, match=rf"row 3 \(a\), {key}: '80％' is a percentage; write .* \(比值\)"
    ):
        gm.read_tree(tmp_path / "tree.csv")
