"""Periods: order and distance from what people write, and refusal of what has none."""

import datetime as dt
import random
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmetrics as gm
from govmetrics.core.periods import Period, codes_of, known_as, ordered, times

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

SERIES = [
    ["2023", "2024", "2025"],
    [2023, 2024, 2025],
    ["2024年一季度", "2024年二季度", "2024年三季度", "2024年四季度", "2025年一季度"],
    ["2024Q4", "2025Q1", "2025Q3"],
    ["Q4 2024", "Q1 2025", "3Q2025"],
    ["2024年第四季度", "2025 Q1", "2025年3季度"],
    ["第一季度", "第二季度", "第三季度", "第四季度"],
    ["上半年", "下半年"],
    ["2024年上半年", "2024年下半年", "2025年上半年"],
    ["2024H1", "2024-H2", "H1 2025"],
    ["9月", "10月", "11月"],
    ["八月", "九月", "十月", "十一月", "十二月"],
    ["2025-8", "2025-9", "2025-10", "2025-11"],
    ["2025年8月", "2025年9月", "2025年10月", "2026年1月"],
    ["2025/9", "2025/10"],
    ["September 2024", "Oct 2024", "Jan 2025"],
    ["9-2024", "10-2024", "1-2025"],
    ["第8期", "第9期", "第10期", "第100期"],
    ["第一轮", "第二轮", "第十轮", "第十一轮", "第二十轮", "第一百零三轮"],
    ["wave 9", "wave 10", "wave 11"],
    ["Welle 2", "Welle 10"],
    ["first wave", "second wave", "tenth wave"],
    ["1st round", "2nd round", "11th round"],
    ["Phase I", "Phase II", "Phase IV", "Phase IX"],
    ["T1", "T2", "T10"],
    ["春季", "夏季", "秋季", "冬季"],
    ["2024年春", "2024年夏", "2024年秋", "2024年冬", "2025年春"],
    ["Spring 2024", "Autumn 2024", "Spring 2025"],
    ["2024-03-31", "2024-06-30", "2024-12-31"],
    ["2024年3月31日", "2024年6月30日", "2024年10月1日"],
    ["31 March 2024", "June 30, 2024"],
    ["2024-W9", "2024-W10", "2025-W01"],
    ["2024年第9周", "2024年第10周"],
    ["2024年3月上旬", "2024年3月中旬", "2024年3月下旬", "2024年4月上旬"],
    ["2009-10", "2010-11", "2011-12", "2012-13"],
    ["2022/23", "2023/24"],
    ["2023-2024学年", "2024-2025学年"],
    ["二〇二三年", "二〇二四年"],
    ["２０２３年", "２０２４年"],
    ["2024年第9期", "2024年第10期", "2025年第1期"],
    ["2023", "2024年上半年", "2024年下半年"],
    [dt.date(2024, 1, 1), dt.date(2024, 7, 1)],
    [pd.Timestamp("2024-01-01", tz="Asia/Shanghai"), pd.Timestamp("2024-03-01", tz="Asia/Shanghai")],
    ["2024-01-01T00:00:00+08:00", "2023-12-31T20:00:00+00:00"],
    [pd.Period("2024Q1"), pd.Period("2024Q2"), pd.Period("2024Q4")],
    [9, 10, 11],
    ["9", "10", "11"],
    ["202411", "202412", "20251", "20252", "202510"],
    [20249, 202410, 202411, 20251],
    [45292, 45323, 45658],
    ["2024.09", "2024.10", "2025.01"],
    ["2024上", "2024下", "2025上"],
    ["2024年上", "2024年下半", "2025年上半年度"],
    ["24年上半年", "24年下半年", "25年上半年"],
    ["98年9月", "99年10月", "00年1月"],
    ["24Q4", "25Q1", "25-Q2"],
    ["Q4'24", "Q1’25", "Q2 25"],
    ["4Q24", "1Q25"],
    ["1H24", "2H24", "1H25"],
    ["Dec-24", "Jan-25", "Feb-25"],
    ["Dec'24", "Jan '25"],
    ["31-Dec-24", "1-Jan-25"],
    ["2024-Q4", "2025-Q1"],
    ["2024.Q4", "2025.Q1"],
    ["FY2024", "FY2025"],
    ["FY99", "FY00", "FY24"],
    ["FY2011-12", "FY2012-13"],
    ["FY 2023/24", "FY2024/25"],
    ["Q4FY24", "Q1FY25"],
    ["T4 2023", "T1 2024", "T2 2024"],
    ["Wave 3 (2023)", "Wave 1 (2024)", "Wave 10 (2024)"],
    ["2024学年上学期", "2024学年下学期"],
    ["2023-2024学年第一学期", "2023-2024学年第二学期", "2024-2025学年第一学期"],
    ["'23", "'24"],
    ["99999999999999999999", "100000000000000000000"],
]


@pytest.mark.parametrize("labels", SERIES, ids=lambda labels: str(labels[0]))
def test_periods_come_in_the_order_of_time_however_they_are_shuffled(labels):
    for seed in range(5):
        shuffled = random.Random(seed).sample(labels, len(labels))
        assert ordered(shuffled) == labels
        assert ordered(pd.Index(shuffled)) == labels
    assert codes_of(pd.Index([labels[-1], labels[0]])).tolist() == [1, 0]


@pytest.mark.parametrize(
    ("labels", "steps"),
    [
        (["2024Q1", "2024Q2", "2025Q1"], [0.25, 0.75]),
        (["2024-08", "2024-9", "2024年11月"], [1 / 12, 2 / 12]),
        (["2024年上半年", "2025年下半年"], [1.5]),
        (["第9期", "第10期", "第12期"], [1, 2]),
        (["上半年", "下半年"], [0.5]),
        ([2010, 2014], [4]),
        (["2009-10", "2010-11", "2012-13"], [1, 2]),
        (["24Q4", "Q1'25", "2025Q4"], [0.25, 0.75]),
        (["Dec-24", "Jan-25", "2025-03"], [1 / 12, 2 / 12]),
        (["2024上", "2024下", "2025下"], [0.5, 1]),
        (["FY24", "2025"], [1]),
        (["一季度", "上半年", "前三季度", "全年"], [0.25, 0.25, 0.25]),
        (["2023年全年", "2024年1-2月", "2024年1—10月"], [2 / 12, 8 / 12]),
        (["Jan-Mar 2024", "January to June 2024", "9M 2024", "2024"], [0.25, 0.25, 0.25]),
        (["1-3月", "4-6月", "10-12月"], [0.25, 0.5]),
        (["YTD Jun 2024", "YTD Sep 2024", "YTD Jan 2025"], [0.25, 4 / 12]),
        (["2024年6月累计", "2024年1-11月累计"], [5 / 12]),
        (["截至6月", "9月末"], [0.25]),
        (["12.2023", "3.2024", "04.2024"], [0.25, 1 / 12]),
        (["3m", "6m", "18m"], [3, 12]),
        (["2023年末", "截至2024年6月底", "as of 30 Sep 2024", "end of 2024"], [0.5, 0.25, 0.25]),
        ([dt.date(2024, 1, 1), dt.date(2025, 1, 1)], [1]),
        (["2024-03-31", "2024-04-10"], [10 / 365.2425]),
        ([pd.Timestamp("2024-01-01", tz="Asia/Shanghai"), pd.Timestamp("2024-07-01", tz="Asia/Shanghai")], [0.5]),
    ],
)  # fmt: skip
def test_the_distance_is_that_of_time(labels, steps):
    place = times(labels)
    found = [place[b] - place[a] for a, b in pairwise(labels)]
    assert found == pytest.approx(steps, abs=1e-9)


@pytest.mark.parametrize(
    "labels",
    [
        ["before", "after"],
        ["基线", "终期"],
        ["pilot", "wave 2"],
        ["第9期", "wave 10"],
        ["T-2", "T-1"],
        ["3天前", "2天前"],
        ["01/02/2024", "02/01/2024"],
        ["2024.1", "2024.10"],
        ["2024-02-31", "2024-03-01"],
        ["2024", "2024Q3"],
        ["2024年上半年", "2024年一季度"],
        ["2024Q1", "2024年第一季度"],
        ["2024年9月", "10月"],
        ["2024", "202501"],
        [2024, 45292],
        ["2024-01-01", "45323"],
        ["上", "下"],
        ["24-12", "25-01"],
        ["Dec 24", "Jan 25"],
        ["2024.09", "2024.1"],
        [True, False],
        ["version 1.9", "version 1.10"],
        ["24.9", "24.10"],
        [24.9, 24.1],
        [3.2024, 12.2023],
        ["一季度", "二季度", "前三季度"],
        ["1-9月", "截至9月"],
        ["前三季度", "2024年全年"],
        ["近一年", "近三年"],
        ["last 3 months", "last 12 months"],
        ["9-3月", "4-9月"],
        ["12/24", "01/25"],
        ["Sep 24", "Dec 24", "Mar 25"],
        ["本期", "上年同期"],
    ],
    ids=str,
)
def test_what_has_no_known_order_is_refused_with_the_way_out(labels):
    with pytest.raises(gm.FaultyInput, match=r"^period: .*; (name periods like|name each period once)"):
        ordered(labels)


@pytest.mark.parametrize(
    "labels",
    [["24-11", "24-12", "25-01"], ["Sep 24", "Dec 24", "Mar 25"], ["12/24", "01/25"], ["24.9", "24.10"]],
    ids=str,
)
def test_the_way_out_of_names_without_a_known_order_works(labels, tmp_path):
    rows = [
        f"{unit},{label},{step + 1}" for step, label in reversed(list(enumerate(labels))) for unit in "xy"
    ]
    (tmp_path / "p.csv").write_text("\n".join(["unit,period,a", *rows]), encoding="utf-8")
    tree = gm.IndicatorTree.from_groups({"g": ["a"]})
    with pytest.raises(gm.FaultyInput, match=r"periods=\[...\]"):
        gm.read_records(tmp_path / "p.csv", tree, period="period").periods  # noqa: B018
    data = gm.read_records(tmp_path / "p.csv", tree, period="period", periods=labels)
    assert data.periods == labels
    trends = gm.panel.trends(data.values).to_frame()
    assert (trends["slope"] > 0).all()


def test_one_period_needs_no_order():
    assert ordered(["baseline"]) == ["baseline"]
    with pytest.raises(gm.UnsuitableMethod, match="'baseline' has no order"):
        times(["baseline"])


def test_several_numbers_have_an_order_but_no_distance():
    with pytest.raises(gm.UnsuitableMethod, match="no distance in time"):
        times(["2024年第9期", "2024年第10期"])


def test_a_period_is_compared_with_its_kind_only():
    assert Period.read("2024Q4") < Period.read("2025年1月")
    with pytest.raises(TypeError):
        _ = Period.read("第9期") < Period.read("2024")


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ([20251, 20252], r"20251 looks like a year and a month, .*; name it 2025-01"),
        (["202412", "20251"], r"20251 looks like a year and a month, .*; name it 2025-01"),
        ([45292, 45323], r"45292 looks like a date that a spreadsheet keeps as a number, .*; name it 2024-01-01"),
        (["2024学年上学期", "2024学年下学期"], "no distance in time"),
    ],
)  # fmt: skip
def test_numbers_that_write_a_time_measure_none(labels, told):
    with pytest.raises(gm.UnsuitableMethod, match=told):
        times(labels)


ALIKE = [
    ["2024", 2024, "2024年", "２０２４年", "FY2024", "2024年度", "'24", "CY24"],
    [
        "2024Q4",
        "Q4 2024",
        "24Q4",
        "Q4'24",
        "2024年第四季度",
        "2024年4季度",
        "4Q24",
        "2024-Q4",
        pd.Period("2024Q4"),
    ],
    ["2024-12", "2024年12月", "Dec-24", "December 2024", "12/2024", "2024/12", "Dec'24", "24年12月"],
    ["2024H2", "2024下", "2024年下半年", "2H24", "H2 2024"],
    [
        "2024-03-01",
        "1 March 2024",
        "2024年3月1日",
        "1-Mar-24",
        dt.date(2024, 3, 1),
        pd.Timestamp("2024-03-01"),
    ],
    ["第10期", "第十期", "第 10 期"],
    ["wave 2", "Wave 2", "wave two", "Wave II"],
]


@pytest.mark.parametrize("labels", ALIKE, ids=lambda labels: labels[0])
def test_one_period_in_two_spellings_is_one_period(labels):
    others = [one for alike in ALIKE if alike is not labels for one in alike]
    for label in labels:
        for other in labels:
            assert known_as(label, ["x", other]) == other
        assert known_as(label, others) is None


@pytest.mark.parametrize(("mine", "theirs"), [(2024, "2024年"), ("2024Q4", "Q4'24"), ("第9期", "第九期")])
def test_a_survey_of_another_spelling_joins_the_records(mine, theirs):
    rows = [("East", mine, None, 1.0), ("West", mine, None, 2.0)]
    data = gm.read_records(pd.DataFrame(rows, columns=["unit", "period", "a", "b"]), TREE, period="period")
    people = pd.DataFrame({"社区": ["East", "West"] * 2, "轮次": [theirs] * 4, "a": [5, 3, 5, 3]})
    alone = gm.survey.score(gm.read_survey(people, TREE, by="社区"))
    assert gm.join(data, alone, period=theirs).values["a"].tolist() == [100, 50]
    both = gm.survey.score(gm.read_survey(people, TREE, by={"unit": "社区", "period": "轮次"}))
    joined = gm.join(data, both)
    assert joined.values["a"].to_dict() == {(mine, "East"): 100, (mine, "West"): 50}
    assert joined.at(theirs).values["b"].tolist() == [1, 2]
    run = gm.follow(gm.Recipe(), joined)
    assert run.scores.at(theirs).values.equals(run.scores.at(mine).values)


@pytest.mark.parametrize("heading", ["wave", "Year", "轮次", "时期"])
def test_a_wave_is_the_period_whatever_its_column_is_called(heading):
    people = pd.DataFrame(
        {"community": ["East", "West"] * 2, heading: [2024, 2024, 2025, 2025], "a": [5, 1, 3, 3]}
    )
    survey = gm.read_survey(people, TREE, by=["community", heading])
    scores = gm.survey.score(survey)
    assert scores.values["a"].to_dict() == {
        (2024, "East"): 100, (2024, "West"): 0, (2025, "East"): 50, (2025, "West"): 50,
    }  # fmt: skip
    assert any(f"{heading!r} is the period" in note for note in scores.notes)
    for by in (["community", heading], [heading, "community"]):
        assert gm.survey.score(survey, by=by).values.index.equals(scores.values.index)
    assert gm.survey.score(survey, by="community").values["a"].to_dict() == {"East": 75, "West": 25}
    grades = gm.fuzzy.GradeScale(["best", "good", "fair", "poor", "worst"], [100, 75, 50, 25, 0])
    shares = gm.fuzzy.from_survey(survey, grades)
    assert shares.loc[(2025, "East", "a"), "fair"] == 1


def test_two_columns_that_may_be_the_period_are_a_fault():
    people = pd.DataFrame(
        {"community": ["East", "West"] * 2, "year": [1, 1, 2, 2], "quarter": [1, 2, 1, 2], "a": 5}
    )
    survey = gm.read_survey(people, TREE, by=["community", "year", "quarter"])
    with pytest.raises(
        gm.FaultyInput, match=r"may be the period: year, quarter; .*by=\['year', 'community'\]"
    ):
        gm.survey.score(survey)
    assert len(gm.survey.score(survey, by=["year", "community"]).values) == 4


def test_days_that_a_spreadsheet_keeps_as_numbers_are_dates(tmp_path):
    frame = pd.DataFrame({"unit": ["u"] * 3, "period": [45292, 45658, 46023], "a": [0.0, 120, 240], "b": 1.0})
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    frame.to_csv(tmp_path / "t.csv", index=False)
    mixed = frame.astype({"period": object})
    mixed.loc[0, "period"] = dt.datetime(2024, 1, 1)
    mixed.to_excel(tmp_path / "mixed.xlsx", index=False)
    for name in ("t.xlsx", "t.csv", "mixed.xlsx"):
        data = gm.read_records(tmp_path / name, TREE, period="period")
        assert data.periods == ["2024-01-01", "2025-01-01", "2026-01-01"]
        assert any("45658 (2025-01-01)" in note for note in data.notes)
        assert gm.panel.trends(data, nodes=["a"]).table["slope"].iloc[0] == pytest.approx(120)
    frame.assign(period=[2024, 45658, 46023]).to_csv(tmp_path / "t.csv", index=False)
    with pytest.raises(gm.FaultyInput, match=r"periods are of several kinds.*periods=\["):
        gm.read_records(tmp_path / "t.csv", TREE, period="period")


def test_spellings_of_one_period_in_one_file_are_joined(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text(
        "unit,period,a,b\nu,2024年四季度,1,2\nv,24Q4,3,4\nu,2025Q1,1,2\nv,2025年一季度,3,4\n", "utf-8"
    )
    data = gm.read_records(path, TREE, period="period")
    assert data.periods == ["2024年四季度", "2025Q1"]
    assert any("spellings of one period" in note and "24Q4, 2025年一季度" in note for note in data.notes)


TREE = gm.IndicatorTree.from_groups({"G": ["a", "b"]})


def panel(labels, **options):
    rows = [(f"u{k}", p, 10.0 * k + 100 * step, 5.0 * k + 90 * step)
            for step, p in reversed(list(enumerate(labels))) for k in range(4)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["unit", "period", "a", "b"])
    return gm.read_records(frame, TREE, period="period", **options)


@pytest.mark.parametrize(
    "labels", [s for s in SERIES if isinstance(s[0], str) and s[0] < "０"], ids=lambda labels: labels[0]
)
def test_all_rooms_read_the_same_order(labels):
    data = panel(labels)
    assert data.periods == labels
    found = gm.follow(gm.Recipe(), data)
    from govmetrics.report.standing import standing

    stands = standing(found)
    assert list(stands.periods) == labels
    assert (stands.table["change"] > 0).all()  # every unit rose in every period
    assert found.scores.ranking().index.get_level_values("period").unique().tolist() == labels
    amounts = data.values[["a"]] + 1
    changes = gm.dea.malmquist(amounts, data.values[["b"]] + 1).to_frame()
    assert changes["period"].unique().tolist() == labels[1:]


def test_an_order_of_ones_own_goes_through_every_room(tmp_path):
    labels = ["试点前", "试点中", "试点后"]
    with pytest.raises(gm.FaultyInput, match="has no order in time"):
        panel(labels)
    data = panel(labels, periods=labels)
    assert data.periods == labels
    found = gm.follow(gm.Recipe(), data)
    from govmetrics.report.standing import standing

    assert standing(found).period == "试点后"
    assert (gm.panel.trends(found).table["direction"] != "down").all()
    assert times(data.values.index.get_level_values("period")) == {
        "试点前": 0.0,
        "试点中": 1.0,
        "试点后": 2.0,
    }
    assert gm.treatment.impute_interpolate(data).periods == labels
    with pytest.raises(gm.FaultyInput, match="'试点后' is not in the order given"):
        panel(labels, periods=labels[:2])


def test_dates_of_a_spreadsheet_stay_dates(tmp_path):
    days = pd.to_datetime(["2023-01-01", "2024-01-01", "2025-01-01"])
    frame = pd.DataFrame({"unit": ["u"] * 3, "period": days, "a": [0.0, 120, 240], "b": [1.0, 2, 3]})
    for name, write in (("t.xlsx", frame.to_excel), ("t.parquet", frame.to_parquet)):
        write(tmp_path / name, index=False)
        data = gm.read_records(tmp_path / name, TREE, period="period")
        assert data.periods == ["2023-01-01", "2024-01-01", "2025-01-01"]
        slope = gm.panel.trends(data, nodes=["a"]).table["slope"].iloc[0]
        assert slope == pytest.approx(120)


def test_twenty_digits_stay_what_they_are(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("unit,period,a,b\nu,99999999999999999999,1,2\nu,100000000000000000000,3,4\n")
    assert gm.read_records(path, TREE, period="period").periods == [
        "99999999999999999999",
        "100000000000000000000",
    ]


@given(
    st.lists(st.tuples(st.integers(1990, 2040), st.integers(1, 12)), min_size=2, max_size=8, unique=True),
    st.sampled_from(["{y}-{m}", "{y}年{m}月", "{y}/{m:02d}", "{y}M{m}", "{m:02d}-{y}", "{y}年{m:02d}月份", " {y} 年 {m} 月",
                     "{y}.{m:02d}", "{s:02d}年{m}月", "{name}-{s:02d}", "{name}'{s:02d}", "{name} {y}", "{y}-{name}"]),
)  # fmt: skip
def test_months_of_any_spelling_are_in_the_order_of_the_calendar(months, spelling):
    names = {spelling.format(y=y, m=m, s=y % 100, name=MONTHS[m - 1]): (y, m) for y, m in months}
    found = ordered(names)
    assert [names[name] for name in found] == sorted(months)
    place = times(names)
    for name, (y, m) in names.items():
        assert place[name] == pytest.approx(y + (m - 1) / 12)


@given(
    st.lists(st.tuples(st.integers(1990, 2040), st.integers(1, 12)), min_size=2, max_size=8, unique=True),
    st.booleans(),
)
def test_months_that_are_one_number_are_in_the_order_of_the_calendar(months, as_text):
    """20251 beside 202412 is January; all of five digits are in order too, and no difference of such numbers is a time."""
    numbers = {int(f"{y}{m}"): (y, m) for y, m in months}
    labels = [str(n) for n in numbers] if as_text else list(numbers)
    assert [numbers[int(label)] for label in ordered(labels)] == sorted(months)
    with pytest.raises(gm.UnsuitableMethod):
        times(labels)


PARTS = {
    "quarter": (4, ["Q{n}", "{n}Q", "第{n}季度", "{zh}季度"]),
    "half": (2, ["H{n}", "{n}H", "{half}半年", "{half}", "{half}半"]),
}
YEARS = ["{y}{part}", "{y}年{part}", "{y}-{part}", "{y} {part}", "{s:02d}年{part}"]
ENGLISH = [
    "{part}'{s:02d}",
    "{part} {y}",
    "{s:02d}{part}",
    "FY{s:02d} {part}",
    "FY{y}{part}",
    "{part} {s:02d}",
    "{part}-{y}",
]


@given(
    st.sampled_from(list(PARTS)),
    st.lists(st.tuples(st.integers(1990, 2040), st.integers(1, 4)), min_size=2, max_size=8, unique=True),
    st.data(),
)
def test_parts_of_years_are_in_order_in_any_mixture_of_spellings(kind, parts, data):
    count, spellings = PARTS[kind]
    names = {}
    for y, n in {(y, min(n, count)) for y, n in parts}:
        part = data.draw(st.sampled_from(spellings))
        year = data.draw(st.sampled_from(YEARS + (ENGLISH if part.isascii() and "{n}" in part else [])))
        written = part.format(n=n, zh="一二三四"[n - 1], half="上下"[min(n, 2) - 1])
        names[year.format(y=y, s=y % 100, part=written)] = (y, n)
    assert [names[name] for name in ordered(names)] == sorted(names.values())
    place = times(names)
    assert all(place[name] == pytest.approx(y + (n - 1) / count) for name, (y, n) in names.items())
    for name, (y, n) in names.items():
        assert known_as(f"{y} {'Q' if count == 4 else 'H'}{n}", names) == name


@given(st.lists(st.integers(1, 99), min_size=2, max_size=8, unique=True))
def test_chinese_numerals_count(numbers):
    digits = "零一二三四五六七八九"

    def numeral(n):
        tens, ones = divmod(n, 10)
        return ("" if tens == 0 else ("" if tens == 1 else digits[tens]) + "十") + (
            digits[ones] if ones else ""
        )

    assert ordered([f"第{numeral(n)}轮" for n in numbers]) == [f"第{numeral(n)}轮" for n in sorted(numbers)]


@given(st.text(max_size=12), st.text(max_size=12))
def test_two_odd_names_are_ordered_alike_both_ways_or_refused(first, second):
    def told(labels):
        try:
            return ordered(labels)
        except gm.FaultyInput:
            return None

    assert told([first, second]) == told([second, first])


def test_a_year_and_month_that_a_spreadsheet_took_for_a_number_is_not_guessed():
    """2024.10 is stored as 2024.1: October or January."""
    with pytest.raises(gm.FaultyInput, match=r"2024\.8"):
        ordered([2024.8, 2024.9, 2024.1, 2024.11])
    assert ordered([2024.0, 2023.0]) == [2023.0, 2024.0]
    assert ordered([0.5, 0.25]) == [0.25, 0.5]


@pytest.mark.parametrize("label", [2**63 + 1, 10**400, 1e300, -(2**60)])
def test_a_number_that_no_table_holds_is_no_period(label):
    assert Period.read(label) is None
    frame = pd.DataFrame({"unit": ["u", "u"], "p": pd.Series([label, 1], dtype=object), "a": [1.0, 2.0]})
    with pytest.raises(gm.FaultyInput, match=r"has no order in time that can be known|which is no value"):
        gm.read_records(frame, gm.IndicatorTree.from_groups({"G": ["a"]}), unit="unit", period="p")
