"""Both languages: notes, headings and the place of `language` in every summary."""

from __future__ import annotations

import json
import re

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core import FaultyInput, Group, Indicator, IndicatorTree, Scaled, Survey
from govmetrics.core.words import Note, say
from govmetrics.diagnosis import (
    Claim,
    audit_table,
    coherence,
    coupling,
    distance_to_target,
    importance_performance,
    obstacles,
    strengths,
    synergy,
)

TREE = IndicatorTree.from_groups({"A": ["a1", "a2"], "B": ["b1"]})
WEIGHTS = gm.weighting.equal(TREE)
ROWS = pd.MultiIndex.from_product([[2022, 2023], ["x", "y"]], names=["period", "unit"])


def _scaled(values, index=None):
    return Scaled(TREE, pd.DataFrame(values, index, TREE.codes, dtype=float), pd.DataFrame(), "", (0, 100))


def _every_note():
    holes = _scaled([[100, 100, 100], [np.nan] * 3, [np.nan, 20, 30]] + [[np.nan, 1, 2]] * 6)
    yield from obstacles(holes, WEIGHTS).notes
    yield from strengths(_scaled(np.eye(3))).notes
    yield from coupling(pd.DataFrame({"p": [0.0, 0.5], "q": [0.0, np.nan]})).notes
    yield from synergy(_scaled([[1, 2, 3], [np.nan, 2, 3], [4, 5, 6], [7, 8, 9]], ROWS), WEIGHTS).notes
    tree = IndicatorTree(Group("G", "", (Indicator("a", target=5.0), Indicator("b"))))
    yield from distance_to_target(gm.Dataset(tree, pd.DataFrame({"a": [1.0], "b": [1.0]}))).notes
    rng = np.random.default_rng(0)
    items = pd.DataFrame(rng.integers(1, 6, (60, 18)), columns=[f"q{j}" for j in range(18)]).astype(float)
    survey = Survey(IndicatorTree.from_groups({"G": list(items)}), items, weight=pd.Series(np.ones(60)))
    yield from importance_performance(survey, dict.fromkeys(items, 3.0)).notes
    outcome = pd.Series(rng.normal(size=60)).where(np.arange(60) > 0)
    yield from importance_performance(items, outcome=outcome).notes
    yield from importance_performance(
        items[["q0", "q1"]], outcome=-items["q0"] + outcome, derive="correlation"
    ).notes
    yield from importance_performance(items[["q0", "q1"]], outcome=items["q0"] + items["q1"]).notes
    claim = Claim("c", (1, 2), (1, 1), (9, 9))
    yield from audit_table(pd.DataFrame({"m": [1.0]}), "m", claims=[claim]).notes


def test_every_note_has_a_chinese_sentence():
    notes = list(_every_note())
    assert len(notes) >= 15
    for note in notes:
        chinese = say(note, "zh")
        assert isinstance(note, Note)
        assert re.search("[一-鿿]", chinese), note
        assert not re.search(" (and|the|are|is|of) ", chinese), chinese


def test_language_comes_first_in_every_summary():
    x = _scaled(np.vstack([np.eye(3) * 50 + 20, np.eye(3) * 30 + 10]))
    results = [obstacles(x, WEIGHTS), strengths(x), coupling(x.values), coherence(x, WEIGHTS),
               synergy(_scaled(np.arange(12).reshape(4, 3), ROWS), WEIGHTS),
               importance_performance(x, dict.fromkeys(TREE.codes, 1.0)),
               audit_table(pd.DataFrame({"m": [1.0]}), "m", total=2.0)]  # fmt: skip
    for result in results:
        assert re.search("[一-鿿]", result.summary("zh"))
        assert not re.search("[一-鿿]", result.summary())
        with pytest.raises(FaultyInput, match="en, zh"):
            result.summary("fr")


def test_checks_are_named_in_chinese():
    x = _scaled(np.random.default_rng(1).uniform(0, 100, (9, 3)))
    for result in (coherence(x, WEIGHTS), audit_table(pd.DataFrame({"m": [1.0]}), "m", total=2.0)):
        frame = result.tables("zh")[0].frame
        assert {"检查项", "位置", "判定", "说明"} <= set(frame.columns)
        assert frame["检查项"].str.contains("[一-鿿]").all()
        assert frame["说明"].str.contains("[一-鿿]").all()


def test_every_result_prints_at_most_forty_lines_and_all_its_tables_have_chinese_headings():
    x = _scaled(np.random.default_rng(2).uniform(1, 99, (200, 3)))
    tree = IndicatorTree(Group("G", "", (Indicator("a", target=5.0), Indicator("b"))))
    rows = pd.MultiIndex.from_product([range(2), range(100)], names=["period", "unit"])
    results = [obstacles(x, WEIGHTS), strengths(x), coupling(x.values), coherence(x, WEIGHTS),
               synergy(_scaled(x.values.to_numpy(), rows), WEIGHTS),
               importance_performance(x, dict.fromkeys(TREE.codes, 1.0)),
               audit_table(pd.DataFrame({"m": [1.0]}), "m", total=2.0),
               distance_to_target(gm.Dataset(tree, pd.DataFrame({"a": [1.0], "b": [1.0]})))]  # fmt: skip
    known = {*TREE.node_codes, "a", "b", *(f"{a} - {b}" for a, b in [("a1", "a2")])}
    for result in results:
        assert len(repr(result).splitlines()) <= 40
        json.dumps(result.to_dict(), allow_nan=False)
        for table in result.tables("zh"):
            english = [h for h in table.frame.columns if not re.search("[一-鿿]", h) and h not in known]
            assert set(english) <= {"p", "name"}, (type(result), english)
