"""A column of sentences that are made when they are looked at, for millions of checks."""

from __future__ import annotations

import pickle

import numpy as np
import pandas as pd
import pytest

from govmetrics.core.sentences import Sentences
from govmetrics.core.words import Label, Text
from govmetrics.core.words.text import renamed


def row(number):
    return Text("row {number}", number=number)


def told(n=6):
    return Sentences(row, np.arange(n))


def test_only_what_is_looked_at_is_made():
    made = []
    column = pd.Series(Sentences(lambda at: made.append(at) or row(at), np.arange(10**7)))
    frame = pd.DataFrame({"good": np.arange(10**7) % 2 == 0, "told": column})
    assert frame.loc[frame["good"], "told"].iloc[3] == "row 6"
    assert made == [6]


def test_frames_select_sort_and_join_them_as_they_do_objects():
    lazy, eager = pd.Series(told()), pd.Series([row(at) for at in range(6)], dtype=object)
    for way in (
        lambda s: s[::-1],
        lambda s: s.take([4, 1]),
        lambda s: s.reindex([5, 9, 0]),
        lambda s: s[np.array([True, False] * 3)],
        lambda s: pd.concat([s, s], ignore_index=True),
        lambda s: s.sort_values(ascending=False),
        lambda s: s.drop_duplicates(),
        lambda s: s.copy(),
    ):
        found, wanted = way(lazy), way(eager)
        assert [*map(str, found)] == [*map(str, wanted)]
        assert found.index.equals(wanted.index)
    assert all(isinstance(text, Text) for text in lazy)


def test_places_without_a_sentence_are_missing():
    assert told().take([2, -1], allow_fill=True).isna().tolist() == [False, True]
    assert told().take([2, -1]).astype(object).tolist() == ["row 2", "row 5"]
    assert told(0).take([-1], allow_fill=True).isna().tolist() == [True]
    with pytest.raises(ValueError, match="below -1"):
        told().take([-2], allow_fill=True)


def test_they_travel_between_processes_and_do_not_change():
    assert pickle.loads(pickle.dumps(told())).tolist() == told().tolist()
    with pytest.raises(TypeError, match="cannot be changed"):
        told()[0] = "x"


def test_they_are_compared_grouped_and_mapped():
    lazy = pd.Series(told().take([0, 1, 0, -1], allow_fill=True), name="told")
    eager = pd.Series(lazy.astype(object).tolist(), dtype=object, name="told")
    assert (lazy == row(0)).tolist() == (eager == row(0)).tolist() == [True, False, True, False]
    assert lazy.equals(lazy.copy())
    assert not lazy.equals(lazy[::-1].reset_index(drop=True))
    frame = lazy.to_frame()
    assert frame.drop_duplicates().index.tolist() == [0, 1, 3]
    assert frame.groupby("told").size().tolist() == [2, 1]
    assert lazy[:3].map(len).tolist() == lazy[:3].astype(str).map(len).tolist() == [5, 5, 5]


def test_a_sentence_without_codes_is_itself_when_codes_are_named():
    text = Text("{name} ({degree:.1%}) of {others}", name=Label("Trust", "信任"), degree=0.5, others=("a", 2))
    assert renamed(text, {"b": "B"}) is text
    assert renamed(text, {"a": Label("A", "甲")}).say("zh") == "信任 (50.0%) of 甲、2"
    assert (
        renamed(Text("{one}", one="x"), {"x": Label("x", "壹")}).say("zh") == "壹"
    )  # of one English, but with Chinese
