"""Monthly scores of the 12345 hotline of Lianyungang: counties of 150 points, districts of 100, ranked apart.

连云港市12345政府公共服务中心, 在线简报 2021-09 (for 2021-08) and 2020-10 (data quality of 2020-09). The bulletin's
quality totals are sums of rounded parts less the deductions; 灌南县 (29.48) is .05 off its own parts.
"""

from __future__ import annotations

import json

import pandas as pd
import pytest

import govmetrics as gm

COUNTIES = {"灌南县": 141.15, "灌云县": 139.15, "赣榆区": 138.98, "东海县": 135.75}
DISTRICTS = {"云台山景区": 98.18, "徐圩新区": 95.5, "市开发区": 86, "海州区": 82, "连云区": 81}
MONTHLY = {
    "title": {"en": "Hotline handling", "zh": "12345热线办理绩效"},
    "groups": "type",
    "full": {"county": 150, "district": 100},
    "items": [{"code": "score", "by": "entered", "points": {"county": 150, "district": 100}}],
    "lines": "percent",
    "grades": [{"name": "excellent", "at_least": 93}, {"name": "good", "at_least": 85}, {"name": "fair"}],
    "improve": {"bottom": 0.25},
}
QUALITY = {
    "items": [
        {"code": "数据完整", "by": "entered", "points": 10},
        {"code": "内容完整", "by": "entered", "points": 10},
        {"code": "工单抽检", "by": "entered", "points": 10},
        {"code": "数据及时", "by": "entered", "points": 5},
        {"code": "接口稳定性", "by": "entered", "points": 5},
    ],
    "deductions": {"items": [{"code": "扣分项", "by": "entered", "points": 40}]},
}
COLUMNS = ["数据完整", "内容完整", "扣分项", "工单抽检", "数据及时", "接口稳定性"]
PARTS = {
    "东海县": [9.48, 9.99, 10, 10, 4.98, 5],
    "灌云县": [9.69, 9.99, 10, 10, 4.99, 5],
    "灌南县": [9.5, 9.93, 10, 10, 5, 5],
    "赣榆区": [9.42, 9.96, 10, 10, 4.99, 5],
}
PRINTED = {"东海县": 29.45, "灌云县": 29.68, "灌南县": 29.48, "赣榆区": 29.39}


def _month(scores, kind):
    return pd.DataFrame({"score": scores, "type": kind}, dtype=object).rename_axis("unit")


def test_groups_of_different_full_marks_are_ranked_apart():
    data = pd.concat([_month(COUNTIES, "county"), _month(DISTRICTS, "district")])
    result = gm.appraisal.appraise(MONTHLY, data.sample(frac=1, random_state=0))
    assert result.rank[list(COUNTIES)].tolist() == [1, 2, 3, 4]
    assert result.rank[list(DISTRICTS)].tolist() == [1, 2, 3, 4, 5]
    # 141.15 of 150 is 94.1 %, 138.98 is 92.65 %
    assert result.grade[["灌南县", "赣榆区", "东海县", "徐圩新区", "连云区"]].tolist() == [
        "excellent", "good", "good", "excellent", "fair"]  # fmt: skip
    assert set(result.must_improve) == {"东海县", "连云区"}


def test_data_quality_is_the_sum_less_the_deductions():
    result = gm.appraisal.appraise(QUALITY, pd.DataFrame.from_dict(PARTS, "index", columns=COLUMNS))
    assert result.total.to_dict() == pytest.approx(
        {"东海县": 29.45, "灌云县": 29.67, "灌南县": 29.43, "赣榆区": 29.37}
    )
    assert all(abs(result.total[unit] - printed) <= 0.05 + 1e-9 for unit, printed in PRINTED.items())
    assert (result.totals["deductions"] == -10).all()


def test_three_months_and_the_ranks_of_the_bulletins(facts):
    case = json.loads((facts / "practice/18_lianyungang_12345_monthly_scores.json").read_text("utf-8"))
    given = case["input"]
    months = {
        month: pd.concat([_month(scores, "county"), _month(given["districts_full100"][month], "district")])
        for month, scores in given["counties_full150"].items()
    }
    result = gm.appraisal.appraise(MONTHLY, pd.concat(months, names=["period", "unit"]))
    expected = case["expected"]["ranks_2021_08"]
    assert result.rank.loc["2021-08"][list(expected)].to_dict() == expected
    # the bulletin lists every month's units best first
    for kind in ("counties_full150", "districts_full100"):
        for month, scores in given[kind].items():
            assert result.rank.loc[month][list(scores)].tolist() == list(range(1, len(scores) + 1))
    assert result.rank.xs("连云区", level="unit").tolist() == [5, 1, 5]
    moves = result.changes().xs("连云区", level="unit")
    assert moves["places_gained"].tolist()[1:] == [4, -4]
    assert moves["change"].tolist()[1:] == pytest.approx([17.5, -8.35])
    quality = given["data_quality_2020_09"]
    parts = {unit: row for unit, row in quality.items() if unit != "columns"}
    totals = gm.appraisal.appraise(
        QUALITY, pd.DataFrame.from_dict(parts, "index", columns=quality["columns"])
    ).total
    for unit, printed in case["expected"]["data_quality_total"].items():
        assert totals[unit] == pytest.approx(printed, abs=0.05 + 1e-9)
