"""What is right and is then damaged: small files of every kind, from the examples and made here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from openpyxl import load_workbook

import govmetrics as gm
from tests.fuzz.files import Book

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
TREE = gm.read_tree({
    "code": "GOV", "name": {"en": "Governance", "zh": "治理"}, "parts": [
        {"code": "A", "name": {"en": "Actors", "zh": "主体"}, "weight": 2, "parts": [
            {"code": "A1", "name": {"en": "Trust", "zh": "信任"}, "better": "more", "unit": "%", "items": ["Q1", "Q2"]},
            {"code": "A2", "name": {"en": "Meetings", "zh": "联席会议"}, "better": "more", "worst": 0, "best": 12},
            {"code": "A3", "name": "Late", "better": "less", "unit": "days"}]},
        {"code": "B", "name": {"en": "Outcomes", "zh": "结果"}, "parts": [
            {"code": "B1", "name": "Solved", "better": "more", "items": ["Q3"]}, {"code": "B2", "better": "more"}]}],
})  # fmt: skip
"""The tree by which files are read."""


def texts(*names: str) -> list[bytes]:
    """Return files of the checkout, as bytes."""
    return [(ROOT / name).read_bytes() for name in names]


def tables(*names: str, rows: int = 12) -> list[Book]:
    """Return the first rows of the examples' workbooks and CSV files."""
    found: list[Book] = []
    for name in names:
        path = ROOT / name
        if path.suffix == ".csv":
            frame = pd.read_csv(path, dtype=str, nrows=rows, encoding="utf-8-sig")
            found.append(
                {
                    "Sheet1": [
                        list(frame),
                        *frame.astype(object).where(frame.notna(), None).to_numpy().tolist(),
                    ]
                }
            )
        else:
            book = load_workbook(path, read_only=True)
            found.append(
                {
                    s.title: [list(row) for row in s.iter_rows(max_row=rows, values_only=True)]
                    for s in book.worksheets[:3]
                }
            )
    return found  # fmt: skip


def book(*lines: str) -> Book:
    """Return a sheet from lines whose cells are parted by commas; numbers are numbers."""
    return {"Sheet1": [[_cell(cell) for cell in line.split(",")] for line in lines]}


def _cell(text: str) -> Any:
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


def trees() -> list[Any]:
    """Return trees as mappings."""
    names = ("wgi", "us_states", "e_participation", "city_check_2023")
    return [TREE.to_dict(), *(gm.read_tree(name).to_dict() for name in names)]


def tree_tables() -> list[Book]:
    """Return trees as tables: rows with parents, a column a level, COINr's iMeta."""
    frame = TREE.to_frame()
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    return [
        {"tree": [list(frame), *rows]},
        book("一级指标,二级指标,权重,单位,方向",
             "参与,会议,0.3,次,正向", ",公开,0.3,%,正向", "结果,办结,0.4,%,负向"),
        book("iCode,iName,Direction,Weight,Level,Parent,Type", "x1,One,1,1,1,G,Indicator", "x2,Two,-1,1,1,G,Indicator",
             "G,Group,1,1,2,,Aggregate"),
        *tables("examples/district/tree.xlsx", rows=60),
    ]  # fmt: skip


def records() -> list[Book]:
    """Return records, wide and long, with titles, streets and totals."""
    return [
        book("unit,A1,A2,A3,B1,B2,population", "East,70.5,4,3,10,1", "West,61%,12,2,12,2,900", "North,,0,1.5,9,3,1.234"),
        book("unit,code,value", *(f"{u},{c},{v}" for v, u in enumerate("xyz", 3) for c in ("A1", "A2", "A3", "B1", "B2"))),
        book("某区台账,,", "序号,社区,信任（%）,联席会议,Late,Solved,B2", "1,甲,70,3,2,5,1", "2,乙,65,4,3,4,2",
             "合计,,135,7,5,9,3"),
    ]  # fmt: skip


def periods() -> list[Book]:
    """Return records of several periods, in a column and in sheets."""
    rows = [
        [p, u, 50 + i, i, 2, 7.5, 1]
        for i, (p, u) in enumerate((p, u) for p in ("2024Q1", "2024Q2") for u in "abc")
    ]
    one = [["period", "unit", *TREE.codes], *rows]
    return [
        {"Sheet1": one},
        {"Sheet1": [["年份", "period", "unit", *TREE.codes], *([2024, f"{row[0][-1:]}季度", *row[1:]] for row in rows)]},
        {name: [["unit", *TREE.codes], *(row[1:] for row in rows if row[0] == name)] for name in ("2024Q1", "2024Q2")},
    ]  # fmt: skip


def surveys() -> list[Book]:
    """Return answers: codes, words, a platform's export."""
    return [
        book("id,community,sex,weight,Q1,Q2,Q3", "1,East,f,1.5,1,2,3", "2,East,m,0.5,5,4,",
             "3,West,f,1.0,3,3,2", "4,West,m,1,2,5,1"),
        book("社区,Q1,Q2,Q3", "甲,非常同意,同意,一般", "乙,不同意,非常不同意,同意", "甲,一般,,同意"),
        book("序号,提交答卷时间,所用时间,来源,来自IP,1、您所在的社区,2、Q1,3、Q2,4、(1)Q3",
             "1,2024/05/06 09:21:19,117秒,微信,IP-1,甲,2,3,4", "2,2024/05/06 09:26:55,355秒,微信,IP-2,乙,5,-3,-2"),
    ]  # fmt: skip


def judgements() -> list[Book]:
    """Return experts' answers: long, wide, a matrix, and the form filled in."""
    from govmetrics.ahp import blank_judgements

    with TemporaryDirectory() as folder:
        form = Path(folder) / "form.xlsx"
        blank_judgements(TREE, form, expert="E1")
        filled = load_workbook(form)
        for sheet in filled.worksheets[1:-1]:
            for cell in sheet[8][2:5]:
                cell.value = 3
        sheets = {s.title: [[c.value for c in row] for row in s.iter_rows()] for s in filled.worksheets}
    return [
        book("expert,group,first,second,value", "e1,GOV,A,B,3", "e1,A,A1,A2,1/3", "e1,A,A1,A3,2", "e1,A,A2,A3,4",
             "e2,GOV,A,B,0.5"),
        book("expert,A_B,A1_A2,A1_A3,A2_A3,B1_B2", "e1,3,-2,5,1,1", "e2,-3,4,1,1,2"),
        {"Sheet1": [[None, "A1", "A2", "A3"], ["A1", 1, 3, 5], ["A2", "1/3", 1, 2], ["A3", 0.2, 0.5, 1]]},
        sheets,
    ]  # fmt: skip


def networks() -> list[Book]:
    """Return who names whom, in every layout."""
    return [
        book("community,sender,receiver,weight", "East,a,b,1", "East,b,c,2.5", "West,x,y,1"),
        book("respondent,named_1,named_2", "a,b,c", "b,a,", "c,,a"),
        book("respondent,a,b,c", "a,0,1,1", "b,1,0,", "c,0,1,0"),
        {
            "甲": [[None, "a", "b"], ["a", 0, 1], ["b", 1, 0]],
            "actors": [["actor", "type"], ["a", "firm"], ["b", "office"]],
        },
    ]


def results() -> Iterable[Any]:
    """Return results as they are written, each under its type's name."""
    data = gm.read_records(pd.DataFrame({"unit": [*"xyz"], "A1": [70, 61, 50.0], "A2": [4, 12, 0.0], "A3": [3, 2, 1.5],
                                         "B1": [10, 12, 9.0], "B2": [1, 2, 3.0]}), TREE)  # fmt: skip
    run = gm.follow(gm.Recipe(weighting="entropy"), data)
    scale = gm.fuzzy.GradeScale(["good", "fair", "poor"], [3, 2, 1])
    for one in (TREE, data, run.scaled, run.weights, run.scores, scale, run.recipe):
        yield {type(one).__name__: json.loads(json.dumps(one.to_dict()))}


@cache
def run_folder() -> dict[str, bytes]:
    """Return the files by which a run's folder is compared with another."""
    values = {"index": ["East", "West"], "columns": ["GOV"], "data": [[70.5], [60.0]]}
    whole = {
        "recipe": {"weighting": "entropy", "seed": 0},
        "provenance": {"inputs": {"a": "0f"}},
        "values": values,
    }
    return {
        "scores.json": json.dumps(whole).encode(),
        "ranking.csv": b"period,unit,score,rank\n,East,70.5,1\n,West,60,2\n",
    }


XMILE = """<xmile version="1.0"><header><name>m</name></header><sim_specs method="rk4" time_units="month"><start>0</start>
<stop>6</stop><dt>0.5</dt></sim_specs><model><variables><stock name="open cases"><eqn>12</eqn><inflow>new</inflow>
<outflow>solved</outflow></stock><flow name="new"><eqn>IF TIME &gt; 2 THEN 3 ELSE 1 + STEP(2, 4)</eqn></flow><flow name="solved">
<eqn>open_cases / delay</eqn></flow><aux name="delay"><eqn>4</eqn><units>month</units></aux><gf name="g"><xscale min="0" max="2"/>
<ypts>0,1,4</ypts></gf></variables></model></xmile>"""
