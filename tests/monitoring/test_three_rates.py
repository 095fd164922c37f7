"""Three rates of a hotline: counts by hand, untidy office input, every fault with its place."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.monitoring import three_rates
from govmetrics.numerics.shares import wilson

OFFICE = pd.DataFrame(
    {
        "工单编号": [f"T{k}" for k in range(8)],
        "承办单位": ["东区", " 东区", "东 区", "西区", "西区", "西区", "南区", "东区"],
        "受理时间（登记）": ["2024-01-03 09:30", "2024年2月9日", "2024/3/31", 45383, "2024-04-02", "2024.4.30 8:05:10",
                     "2024-05-01", "2024-04-01"],
        "响应时间": ["2024-01-03 10:00", "2024年2月12日 8时", "", "2024-04-02", "-", "2024-05-01", "2024-05-01", "2024-04-01"],
        "是否解决": ["是", "否", "已解决", "已办结", "办理中", "是", " 是 ", "未解决"],
        "回访结果": ["满意", "不满意", "未接通", "基本满意", "", "非常满意", "拒访", "一般"],
        "备注": ["x"] * 8,
    }
)  # fmt: skip


def test_rates_by_hand():
    found = three_rates(OFFICE, words={"一般": False})
    assert found.values.index.tolist() == [
        ("2024Q1", "东区"),
        ("2024Q2", "东区"),
        ("2024Q2", "西区"),
        ("2024Q2", "南区"),
    ]
    np.testing.assert_allclose(
        found.values, [[200 / 3, 200 / 3, 50], [100, 0, 0], [200 / 3, 200 / 3, 100], [100, 100, np.nan]]
    )
    assert found.out_of["satisfaction"].tolist() == [2, 1, 2, 0]
    assert found.out_of["response"].tolist() == [3, 1, 3, 1]
    assert found.events["satisfaction"].tolist() == [1, 0, 2, 0]
    low, high = wilson(np.array([0.5]), np.array([2.0]), 1.959963984540054)
    row = found.table.iloc[0]
    assert (row["satisfaction_lower"], row["satisfaction_upper"]) == pytest.approx(
        (100 * low[0], 100 * high[0])
    )
    assert found.standard_errors.iloc[0, 2] == pytest.approx(100 * (high - low)[0] / (2 * 1.959963984540054))
    assert found.scores.iloc[0] == pytest.approx((200 / 3 + 200 / 3 + 50) / 3)
    assert np.isnan(found.scores.iloc[3])
    told = found.summary("en") + found.summary("zh")
    assert "satisfaction is not known: 南区 (2024Q2)" in told
    assert "有 3 张工单尚未解决" in told


def test_weights_and_windows():
    weighted = three_rates(OFFICE, None, {"response": 1, "resolution": 3}, words={"一般": None})
    assert weighted.values.index.tolist() == ["东区", "西区", "南区"]
    assert weighted.scores["南区"] == 100  # satisfaction has no weight and need not be known
    assert weighted.scores["东区"] == pytest.approx(0.25 * 75 + 0.75 * 50)
    error = weighted.standard_errors.loc["东区"]
    assert weighted.score_errors["东区"] == pytest.approx(
        0.25 * error["response"] + 0.75 * error["resolution"]
    )
    assert weighted.out_of.loc["东区", "satisfaction"] == 2
    months = three_rates(OFFICE, "month", words={"一般": False}).values.index.get_level_values("period")
    assert list(dict.fromkeys(months)) == ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]
    assert set(three_rates(OFFICE, "year", words={"一般": False}).values.index.get_level_values(0)) == {
        "2024"
    }


def test_deadlines():
    found = three_rates(OFFICE, None, within={"response": 1}, words={"一般": False})
    # 2024-02-12 08:00 is more than a day after 2024-02-09; 45383 is 2024-04-01, answered on the next day
    assert found.events["response"].tolist() == [2, 2, 1]
    with pytest.raises(gm.FaultyInput, match="resolution: 5 tickets say"):
        three_rates(OFFICE, None, within={"resolution": 15}, words={"一般": False})


def test_it_joins_the_tree():
    tree = gm.IndicatorTree.from_groups({"hotline": ["A1", "A2", "A3"], "records": ["b"]})
    units = ["西区", "东区"]
    data = gm.Dataset(
        tree,
        pd.DataFrame(
            {"A1": np.nan, "A2": np.nan, "A3": np.nan, "b": [1.0, 2.0]}, pd.Index(units, name="unit")
        ),
    )
    found = three_rates(OFFICE[OFFICE["承办单位"] != "南区"], None, words={"一般": False},
                        codes={"response": "A1", "resolution": "A2", "satisfaction": "A3"})  # fmt: skip
    joined = gm.join(data, found)
    assert joined.values.loc["东区"].tolist() == [75, 50, pytest.approx(100 / 3), 2]
    assert joined.standard_errors.loc["东区", "A1"] == found.standard_errors.loc["东区", "A1"]


def test_counts_go_into_a_funnel():
    found = three_rates(OFFICE, None, words={"一般": False})
    asked = found.out_of["satisfaction"] > 0
    table = gm.monitoring.funnel(
        found.events["satisfaction"][asked], found.out_of["satisfaction"][asked]
    ).table
    assert table["rate"].to_dict() == pytest.approx({"东区": 1 / 3, "西区": 1.0})


def test_files_and_headings(tmp_path):
    path = tmp_path / "工单.csv"
    gm.core.tables.write_csv(OFFICE.rename(columns={"承办单位": "归口"}), path, index=False)
    with pytest.raises(gm.FaultyInput) as error:
        three_rates(path)
    assert "unit" in str(error.value)
    assert "承办单位" in error.value.say("zh")
    found = three_rates(path, columns={"unit": "归口"}, words={"一般": False})
    pd.testing.assert_frame_equal(found.values, three_rates(OFFICE, words={"一般": False}).values)
    with pytest.raises(gm.FaultyInput, match="several columns may be unit: 街道, 社区"):
        three_rates(OFFICE.assign(街道="x", 社区="y"), words={"一般": False})


def test_the_order_of_rows_is_of_no_matter_to_the_rates():
    first = three_rates(OFFICE, words={"一般": False}).values
    second = three_rates(OFFICE.sample(frac=1, random_state=1), words={"一般": False}).values
    pd.testing.assert_frame_equal(first, second.loc[first.index])


def test_nothing_is_changed_and_everything_wrong_is_named_at_once():
    wrong = OFFICE.copy()
    wrong["受理时间（登记）"] = [
        "2024-01-03",
        "03/04/2024",
        None,
        "2024-13-01",
        "2024-04-02",
        "soon",
        "2024-05-01",
        "2024-04-01",
    ]
    wrong.loc[0, "响应时间"] = "2024-01-02"
    wrong.loc[1, "是否解决"] = "差不多"
    wrong.loc[2, "承办单位"] = None
    wrong.loc[5, "工单编号"] = "T4"
    before = wrong.copy()
    with pytest.raises(gm.FaultyInput) as error:
        three_rates(wrong)
    pd.testing.assert_frame_equal(wrong, before)
    told = {str(fault.place) for fault in error.value.faults}
    assert told == {
        "row 3, 受理时间（登记）", "row 4, 受理时间（登记）", "row 5, 受理时间（登记）", "row 7, 受理时间（登记）",
        "row 2, 响应时间",
        "row 3, 是否解决", "row 4, 承办单位", "row 7, 工单编号", "row 9, 回访结果",
    }  # fmt: skip
    assert "words={'一般': True}" in str(error.value)


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"window": "week"}, "window"),
        ({"weights": {"response": -1}}, "weights"),
        ({"weights": {"response": 0}}, "weights"),
        ({"weights": {"speed": 1}}, "weights"),
        ({"within": {"satisfaction": 3}}, "within"),
        ({"within": {"response": 0}}, "within"),
        ({"columns": {"unit": "没有"}}, "columns"),
        ({"codes": {"response": "resolution"}}, "codes"),
        ({"words": {"一般": "no"}}, "words"),
    ],
)
def test_arguments(options, place):
    with pytest.raises(gm.FaultyInput) as error:
        three_rates(OFFICE, **{"words": {"一般": False}, **options})
    assert [fault.place for fault in error.value.faults] == [place]


def test_yes_to_a_question_of_satisfaction_and_not_of_a_call_back():
    frame = pd.DataFrame({"unit": ["u"], "answered": [1], "resolved": [0.0], "是否满意": ["是"]})
    assert three_rates(frame, None).values.loc["u"].tolist() == [100, 0, 100]
    with pytest.raises(gm.FaultyInput, match="'是' is not known"):
        three_rates(frame.rename(columns={"是否满意": "回访情况"}), None)


def test_no_tickets():
    with pytest.raises(gm.FaultyInput, match="one row for each ticket"):
        three_rates(OFFICE.iloc[:0])


def test_nobody_called_back():
    found = three_rates(OFFICE.assign(回访结果=""))
    assert "没有有效回访" in found.summary("zh")
    assert "nan" not in found.summary("en") + found.summary("zh")
    assert found.values["satisfaction"].isna().all()


def untidy(path):
    """Write an export as offices have them: a merged title, who made it, headings with a count of rows, totals, a remark."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由热线平台导出"])
    sheet = book.create_sheet("工单明细")
    sheet.append(["2024年一季度12345热线工单明细表"])
    sheet.merge_cells("A1:H1")
    sheet.append(["制表单位：市民服务中心"])
    sheet.append(
        ["序号", "工单编号", "承办单位", "受理时间", "是否响应", "办结时间", "回访结果（电话）", "按时办结率"]
    )
    rows = [
        ("东湖街道", dt.datetime(2024, 1, 3, 9, 5), "是", "2024-01-09", "满意", "98%"),
        ("东湖街道 ", "2024年2月9日", "是", dt.datetime(2024, 2, 11), "非常满意", "97.5%"),
        ("西山镇", "2024/3/1 10:22", "否", "", "—", ""),
        ("西山镇", 45352.4, "是", "2024.3.9", "不满意", "100%"),
        ("北\u3000关镇", "2024.03.02", "是", "办理中", "未接通", None),
    ]
    for place, (unit, *rest) in enumerate(rows, start=1):
        sheet.append([place, f"GD{place:04}", unit, *rest])
    sheet.append([None] * 8)
    sheet.append(["合计", None, 5, None, None, None, None, "98.4%"])
    sheet.append(["注：数据截至3月31日"])
    book.save(path)
    return path


def test_an_untidy_export_is_read_and_what_is_left_out_is_named(tmp_path):
    found = three_rates(untidy(tmp_path / "export.xlsx"))
    assert found.table["tickets"].to_dict() == {
        ("2024Q1", "东湖街道"): 2,
        ("2024Q1", "西山镇"): 2,
        ("2024Q1", "北关镇"): 1,
    }
    assert found.table["call_backs"].tolist() == [2, 1, 0]
    assert found.table["resolution"].tolist() == [100, 50, 0]
    said = found.summary("en")
    for told in (
        "the header was found in row 3",
        "rows of totals are no tickets: 10",
        "remarks below the table are not read: 注",
    ):
        assert told in said
    assert "北关镇（2024Q1）" in found.summary("zh")


def test_a_ticket_twice_in_an_untidy_export_is_refused_by_its_row_in_the_file(tmp_path):
    path = untidy(tmp_path / "export.xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    book["工单明细"]["B7"] = "GD0001"
    book.save(path)
    with pytest.raises(gm.FaultyInput, match="row 7, 工单编号: 'GD0001' is there already"):
        three_rates(path)


def test_two_sheets_of_tickets_are_not_guessed_between(tmp_path):
    path = untidy(tmp_path / "export.xlsx")
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book["工单明细"])
    book.save(path)
    with pytest.raises(gm.FaultyInput, match="several sheets have tickets"):
        three_rates(path)


def test_a_word_that_is_not_known_is_told_once_with_its_rows_and_three_meanings():
    table = pd.DataFrame(
        {
            "社区": ["甲"] * 200,
            "是否响应": "是",
            "是否解决": "是",
            "回访结果": ["满意"] * 20 + ["未评价"] * 179 + ["再议"],
        }
    )
    with pytest.raises(gm.FaultyInput) as error:
        gm.monitoring.three_rates(table, None)
    told = str(error.value)
    assert "'未评价' is not known (179 rows)" in told
    assert "'再议' is not known (1 row)" in told
    assert "words={'未评价': None}" in told
    assert len(error.value.faults) == 2
