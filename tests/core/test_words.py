"""Sentences in two languages, the language in use, results and tables."""

from __future__ import annotations

import copy
import json
import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import Column, Label, Note, Result, Table, Text
from govmetrics.core.language import language_of
from govmetrics.core.options import (
    COUNT,
    LANGUAGE,
    PROPORTION,
    SEED,
    SHARE,
    asked,
    choice,
    count,
    number,
    several,
    wanted,
)
from govmetrics.core.panel_rows import counted
from govmetrics.core.plain import plain
from govmetrics.core.words import NodeName
from govmetrics.core.words.doors import Keyed


def test_a_text_is_its_english_and_keeps_template_and_values():
    text = Text("{count:# unit has|# units have} {what}", count=1, what="no score")
    assert text == "1 unit has no score"
    assert Text(text, count=2000) == "2,000 units have no score"
    assert text.values == {"count": 1, "what": "no score"}
    for again in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):
        assert (again, again.template, again.values) == (text, text.template, text.values)


def test_notes_print_in_the_language_in_use_and_are_their_english_to_programs():
    note = Note("there is no such file")
    within = Text("{what}: {told!r}", what="A", told=note)
    with gm.use("zh"):
        assert (str(note), f"{note}", repr((note,))) == ("文件不存在", "文件不存在", "('文件不存在',)")
        assert note == "there is no such file" == note.say("en") == plain(note)
        assert json.dumps([note]) == '["there is no such file"]'
        assert within.say("en") == "A: 'there is no such file'"
        assert str(Text("{told}", told=note)) == note
        assert Keyed(note) == note
        assert str(pickle.loads(pickle.dumps(note))) == "文件不存在"
    assert str(note) == "there is no such file"


def test_lists_are_cut_and_counted():
    assert Text("{names:2}", names=["a", "b", "c"]) == "a, b and 1 more"
    assert Text("{names:2}", names=["a", "b", "c"]).say("zh") == "a、b等3项"
    assert Text("{names}", names=[]) == "none"
    assert Text("{rows}", rows=[(2024, "u"), (2025, "v")]) == "2024 u, 2025 v"


def test_braces_of_a_sentence_without_values_are_braces():
    assert Text("write `{name: weight}`") == "write `{name: weight}`"
    twice = Text("give {{node: value}} as `below` or `above`")
    assert twice.say("en") == "give {node: value} as `below` or `above`"
    assert "{指标: 数值}" in twice.say("zh")


def test_values_do_not_hold_on_to_data():
    frame = pd.DataFrame({"a": range(100)})
    text = Text("is {value}", value=frame)
    assert isinstance(text.values["value"], str)
    assert len(text) < 300


def test_a_text_inside_a_text_is_said_in_the_same_language():
    inner = Label("trust", "信任")
    assert Text("{name}", name=inner).say("zh") == "信任"
    assert Text("{names}", names=[inner, inner]).say("zh") == "信任、信任"


def test_the_language_in_use(monkeypatch):
    fault = gm.Fault("x.csv", "there is no such file", "check the path")
    assert str(fault) == "x.csv: there is no such file; check the path"
    with gm.use("zh"):
        assert str(gm.FaultyInput(fault)) == "x.csv：文件不存在；请检查路径"
        with gm.use("en"):
            assert language_of() == "en"
        assert language_of() == "zh"
    monkeypatch.setenv("GOVMETRICS_LANGUAGE", "zh")
    assert language_of() == "zh"
    monkeypatch.setenv("GOVMETRICS_LANGUAGE", "fr")
    with pytest.raises(gm.FaultyInput, match="GOVMETRICS_LANGUAGE: 'fr' is not known; choose one of: en, zh"):
        language_of()
    with pytest.raises(gm.FaultyInput, match="language: 'fr'"):
        gm.use("fr")


def test_threads_do_not_disturb_each_other():
    def told(language):
        with gm.use(language):
            return [str(gm.Fault("x", "there is no such file")) for _ in range(200)]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(told, ["en", "zh"] * 20))
    assert all(set(lines) == {"x: there is no such file"} for lines in found[::2])
    assert all(set(lines) == {"x：文件不存在"} for lines in found[1::2])


def test_errors_travel_between_processes():
    error = gm.UnsuitableMethod([gm.Fault("a", "there is no such file"), "b"])
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.faults, str(again)) == (type(error), error.faults, str(error))


@dataclass(frozen=True, eq=False)
class Found(Result):
    ranks: pd.DataFrame
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {"ranks": "there is no such file"}

    def _finding(self):
        return (Text("check the path"),)

    def _names(self):
        return {"a": Label("Trust", "信任")}


INDEX = pd.MultiIndex.from_tuples([(2024, "u"), (2024, "v")], names=["period", "unit"])


def test_a_result_is_shown_by_its_fields_and_words():
    found = Found(
        pd.DataFrame({"score": [1.5, np.nan], "p": [0.0001, 0.2], "a": [0.1, 1e-9]}, INDEX),
        (Note("check the path"),),
    )
    (table,) = found.tables("zh")
    assert table.frame.columns.tolist() == ["时期", "单元", "得分", "p 值", "信任"]
    assert (table.caption, table.sentence, table.notes) == ("文件不存在", "请检查路径。", ("请检查路径",))
    assert table.cells() == [["2024", "u", "1.50", "<0.001", "0.100"], ["2024", "v", "–", "0.200", "1e−09"]]
    assert found.summary("zh") == "请检查路径\n请检查路径"
    assert repr(found).splitlines()[:2] == ["<Found>", "check the path"]
    assert "信任" in table._repr_html_()
    assert found.to_frame().equals(found.ranks)
    with pytest.raises(gm.FaultyInput, match="language"):
        found.tables("fr")


def test_results_are_strict_json():
    found = Found(pd.DataFrame({"score": [1.5, np.nan]}, INDEX))
    again = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert again["ranks"] == {"index_names": ["period", "unit"], "index": [[2024, "u"], [2024, "v"]],
                              "columns": ["score"], "data": [[1.5], [None]]}  # fmt: skip
    assert plain(pd.Series([1], index=["a"])) == {"a": 1}
    assert plain(pd.Series([1, 2], index=[1, 2])) == {"1": 1, "2": 2}
    assert plain(pd.Series([1, 2], index=[1, "1"])) == {
        "index_names": [None],
        "index": [1, "1"],
        "data": [1, 2],
    }
    assert plain(float("inf")) == "inf"


def test_a_printed_result_has_at_most_forty_lines_and_31_provinces_are_whole():
    long = pd.DataFrame(
        {"score": np.arange(500.0)}, index=pd.Index([f"u{i}" for i in range(500)], name="unit")
    )
    lines = repr(Found(long, tuple(Note("check the path") for _ in range(50)))).splitlines()
    assert len(lines) <= 40
    assert lines[-1].startswith("(48")
    for notes in (0, 3, 50):
        printed = repr(Found(long.head(31), tuple(Note("check the path") for _ in range(notes)))).splitlines()
        assert len(printed) <= 40
        assert printed[-1].split() == ["u30", "30.0"] or printed[-1].startswith("u30")


def test_texts_in_the_cells_of_a_table_keep_their_languages():
    index = pd.Index(["u", "v"], name="unit")
    frame = pd.DataFrame({"why": pd.Series([Text("check the path"), ""], index, dtype=object)})
    assert Table.of("", frame).said("zh").frame.iloc[:, 1].tolist() == ["请检查路径", ""]


def test_a_unit_spelled_like_a_code_keeps_its_name():
    frame = pd.DataFrame({"code": ["a"], "score": [1.0]}, index=pd.Index(["a"], name="unit"))
    (cells,) = Table.of("", frame, names={"a": Label("Trust", "信任")}).said("zh").cells()
    assert cells == ["a", "信任", "1.00"]


def test_codes_spelled_like_our_words_head_only_columns_of_codes():
    """A tree of the dimensions A to D, and the degrees C and D of coupling; an expert may be called A, too."""
    names = {code: NodeName(code, f"维度{code}") for code in "ABCD"}
    degrees = pd.DataFrame(
        {"C": [0.9], "D": [0.8], "T": [0.7], "lagging": ["C"]}, index=pd.Index(["A"], name="unit")
    )
    table = Table.of("x", degrees, "diagnosis", names).said("zh")
    assert list(table.frame.columns) == ["单元", "耦合度C值", "耦合协调度D值", "协调指数T值", "滞后子系统"]
    assert table.cells()[0] == ["A", "0.900", "0.800", "0.700", "维度C"]
    values = pd.DataFrame([[1, 2, 3, 4, 5]], index=pd.Index(["A"], name="expert"), columns=[*"ABCD", "total"])
    shown = Table.of("x", values, "diagnosis", names).said("zh")
    assert list(shown.frame.columns)[:5] == ["专家", "维度A", "维度B", "维度C", "维度D"]
    assert shown.cells()[0][0] == "A"


def test_a_text_heads_its_column_as_it_is():
    """A method's name beside another's: not what the vocabulary calls a key that is spelled alike."""
    heads = pd.Index([Label("entropy", "熵权法"), Label("equal", "等权法")], dtype=object)
    table = Table.of("x", pd.DataFrame([[0.5, 0.25]], columns=heads), "weighting").said("zh")
    assert list(table.frame.columns) == ["熵权法", "等权法"]


def test_names_never_become_markup():
    table = Table.of(
        Text("check the path"), pd.DataFrame({"score": [1.0]}, index=pd.Index(["<b>x</b>"], name="unit"))
    )
    assert "<b>" not in table.to_html()


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        (Column("n", "n", "count"), 919.0, "919"),
        (Column("n", "n", "number", 1), -0.01, "-0.01".replace("-", "−")),
        (Column("n", "n", "number", 1), 1234.56, "1,234.6"),
        (Column("n", "n", "share"), 0.5, "50.0%"),
        (Column("n", "n", "p"), 0.04999, "0.050"),
        (Column("n", "n", "number"), np.inf, "∞"),
        (Column("n", "n", "rank"), pd.NA, "–"),
        (Column("n", "n", "text"), 2024, "2024"),
    ],
)
def test_cells(column, value, shown):
    assert column.text(value) == shown


def test_every_odd_argument_comes_in_one_error():
    wrong = wanted(level=(1, SHARE), rng=(-1, SEED), draws=(True, COUNT), kind=("x", choice("a", "b")), top=(0, count(1)),
                   low=(float("nan"), number(0)), codes=("ab", several(choice("a"))), language=("fr", LANGUAGE),
                   share=(object(), PROPORTION))  # fmt: skip
    assert [str(fault.place) for fault in wrong] == [
        "level", "rng", "draws", "kind", "top", "low", "codes", "language", "share"
    ]  # fmt: skip
    assert not wanted(level=(0.5, SHARE), rng=(np.random.default_rng(0), SEED), draws=(np.int64(3), COUNT),
                      codes=(["a"], several(choice("a"))), share=(1, PROPORTION))  # fmt: skip
    with pytest.raises(gm.FaultyInput, match="give a share between 0 and 1"):
        asked(level=("x", SHARE))


def test_stars_stand_behind_p_values_or_behind_estimates_with_their_errors():
    frame = pd.DataFrame({"first": ["x", "x", "y"], "p": [0.2, 0.03, 0.0004], "score": [1.0, 2.0, np.nan]})
    table = Table.of("", frame, groups="first", stars=(0.05, 0.01, 0.001)).said()
    assert [row[1] for row in table.cells()] == ["0.200", "0.030*", "<0.001***"]
    lines = table.to_text().splitlines()
    assert lines[-1] == "* p < 0.05, ** p < 0.01, *** p < 0.001"
    assert [line.split()[0] for line in lines[1:4]] == ["x", "0.030*", "y"]  # a row group is named once
    assert "** p &lt; 0.01" in table.to_html()
    columns = (Column("b", "b", "estimate", 2, error="e"), Column("e", "error"), Column("p", "p", "p"))
    beta = pd.DataFrame({"b": [0.5, 0.1], "e": [0.1, 0.2], "p": [0.005, 0.6]})
    table = Table("", beta, columns, stars=(0.05, 0.01))
    assert [row[0] for row in table.cells()] == ["0.50 (0.100)**", "0.10 (0.200)"]
    assert table.to_text().splitlines()[0].split() == ["b", "p"]  # the error stands behind its estimate
    assert not Table.of("", frame).said().legend
    with pytest.raises(gm.FaultyInput, match="stars"):
        Table.of("", frame, stars=(5,))
    with pytest.raises(gm.FaultyInput, match="kind"):
        Table.of("", frame, kind="shares")


def test_numbers_headed_by_data_are_shown_by_what_they_hold():
    frame = pd.DataFrame({"a": [1.0, 2.0], "b": [3.0, np.nan]}, pd.Index(["u", "v"], name="unit"))
    assert Table.of("", frame).said().cells() == [["u", "1", "3"], ["v", "2", "–"]]
    assert Table.of("", frame + 0.5).said().cells()[0] == ["u", "1.500", "3.500"]
    assert Table.of("", frame / 4, kind="share").said().cells()[0] == ["u", "25.0%", "75.0%"]
    assert Table.of("", frame / 4, kind={"a": "share"}).said().cells()[0] == ["u", "25.0%", "0.750"]
    mixed = Column("v", "v", "mixed")
    assert [mixed.text(v) for v in (51.0, 0.98, 1.0, 3e-30, 0.0)] == [
        "51",
        "0.980",
        "1.000",
        "<0.001",
        "0.000",
    ]
    assert Column("v", "v").text(-1.8e-14) == "0.000"  # what rounding leaves of zero


def test_a_frame_without_columns_is_no_table():
    assert not Found(pd.DataFrame(index=INDEX)).tables()


def test_no_blank_between_a_chinese_value_and_chinese_words():
    method = Label("VIKOR", "折衷法")
    assert Text("{method} ranks {rows}; in first place: {first:5}.", method=method, rows=counted(pd.RangeIndex(3)),
                first=["南山 A"]).say("zh") == "折衷法对 3 个单元排名，第一名为：南山 A。"  # fmt: skip


def test_what_a_check_looks_at_is_not_used_up():
    frame = pd.DataFrame({"score": [1.0]})
    with pytest.raises(gm.FaultyInput, match="notes: is generator; give a list"):
        Table.of("", frame, notes=(note for note in ["kept"]))


def test_json_tells_apart_what_python_does():
    assert plain({1: "a", "1": "b"}) == {"index_names": [None], "index": [1, "1"], "data": ["a", "b"]}
    assert plain({(2024, "u"): 1.0}) == {"index_names": [None], "index": [[2024, "u"]], "data": [1.0]}
    assert plain({1: "a", "b": 2}) == {"1": "a", "b": 2}


def test_a_result_without_tables_is_shown_and_escaped():
    found = Found(pd.DataFrame(), (Note("{unit} <b>", unit="x"),))
    assert found._repr_html_() == "<p>check the path\nx &lt;b&gt;</p>"


def test_a_cell_is_shown_in_no_unknown_language():
    with pytest.raises(gm.FaultyInput, match="language: 'fr' is not known"):
        Column("n", "n").text(1.5, "fr")


@pytest.mark.parametrize("name", ["/数据 文件/某区 台账.xlsx", "甲 乙"])
def test_a_blank_of_a_name_stays(name):
    assert Text("written: {file}", file=name).say("zh") == f"已写入：{name}"
    assert (
        Text("only in {path}: {count} ({names:5})", path=name, count=1, names=[name]).say("zh").count(name)
        == 2
    )
    nested = Text("{file}: {key}", file=Text("written: {file}", file=name), key="页")
    assert nested.say("zh") == f"已写入：{name}：页"


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-1e-9, "0.00, 0%"),
        (-0.0, "0.00, 0%"),
        (-0.004, "0.00, 0%"),
        (-0.006, "-0.01, -1%"),
        (0.004, "0.00, 0%"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(value, said, language):
    """`luenberger` said: technical change -0.0000."""
    assert Text("{a:.2f}, {a:.0%}", a=value).say(language) == said
    assert Text("{a:.2f}, {a:.0%} of B-0", a=value).say(language) == f"{said} of B-0"


def test_names_with_the_comma_of_lists_in_them_are_told_apart_in_chinese():
    heads = ["1、您所在的街道", "2、您的年龄"]
    text = Text("columns are: {columns:30}", columns=heads)
    assert text.say("zh").endswith("“1、您所在的街道”、“2、您的年龄”")
    assert str(text).endswith("1、您所在的街道, 2、您的年龄")
    near = Text("{column} (did you mean {code}?)", column=heads[0], code="A1")
    assert "”、“年龄”" in Text("columns are: {columns:30}", columns=[near, "年龄"]).say("zh")
    assert (
        Text("columns are: {columns:30}", columns=["年龄", Label("Age, sex", "性别")])
        .say("zh")
        .endswith("年龄、性别")
    )
