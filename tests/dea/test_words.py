"""What results of every model show: both languages, the finding first, no column of ours without a heading."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.core.result import Result
from govmetrics.core.words import Note
from tests.contracts.calls.dea import CALLS
from tests.dea.test_model_contracts import MODELS, X, Y

pytestmark = pytest.mark.filterwarnings("ignore:.*rule of thumb")


@pytest.mark.parametrize("model", MODELS)
def test_every_result_is_shown_in_both_languages(model):
    found = MODELS[model](X.copy(), Y.copy())
    assert isinstance(found, Result)
    english, chinese = found.tables("en"), found.tables("zh")
    assert len(repr(found).splitlines()) <= 30
    assert found.summary("en") != found.summary("zh")
    for one, other in zip(english, chinese, strict=True):
        assert one.caption != other.caption
        assert one.frame.shape == other.frame.shape
        data = {f"{kind}_{i}" for kind in ("input", "output", "intermediate") for i in (1, 2)} | {
            "b",
            "Tobit",
            "OLS",
        }
        unnamed = {c.name for c in other.columns if c.name.isascii() and not c.name.isdigit()} - data
        assert not unnamed, f"columns without Chinese: {unnamed}"
    with pytest.raises(gm.FaultyInput, match="language"):
        found.tables("fr")


def test_columns_called_like_words_of_ours_keep_their_names():
    x = pd.DataFrame({"score": [2.0, 4, 9], "rank": [1.0, 2, 3]}, index=list("ABC"))
    found = gm.dea.radial(x, pd.DataFrame({"unit": [1.0, 4, 6]}, index=list("ABC")))
    slacks = found.tables("zh")[1].frame
    assert slacks.columns.tolist()[1:] == ["score", "rank", "unit"]


def test_units_without_a_name_are_shown_as_units():
    table = gm.dea.radial([[2], [4], [9]], [[1], [4], [6]]).tables("zh")[0]
    assert table.frame["决策单元"].tolist() == ["0", "1", "2"]


def test_faults_speak_chinese():
    with gm.use("zh"), pytest.raises(gm.FaultyInput) as caught:
        gm.dea.radial(pd.DataFrame({"a": [1.0, -2.0]}), pd.DataFrame({"c": [1.0, 1.0]}), returns="sideways")
    with gm.use("zh"):
        assert str(caught.value).splitlines() == [
            "returns：为 'sideways'；请从以下选项中选择：variable、constant、increasing、decreasing",
            "1、a：为负数（-2）；请使用可处理负数的 directional(..., direction='range')；加上常数会改变得分",
        ]


def test_calls_cover_every_public_function():
    functions = {name for name in gm.dea.__all__ if not isinstance(getattr(gm.dea, name), type)}
    assert functions <= set(CALLS)


def test_a_unit_on_the_frontier_is_not_called_inefficient_where_slacks_are_unknown():
    x = pd.DataFrame({"staff": [1.0, 2, 4]}, index=["u", "v", "w"])
    y = pd.DataFrame({"cases": [1.0, 2, 2]}, index=["u", "v", "w"])
    known, unknown = (gm.dea.radial(x, y, slacks=slacks).summary() for slacks in (True, False))
    assert known.startswith("2 of 3 units are strongly efficient, 0 weakly; mean")
    assert unknown.startswith(
        "0 of 3 units are strongly efficient, 0 weakly, 2 on the frontier (strong or weak:"
    )


def test_units_beyond_the_others_are_named_once():
    """Nobody but w makes 4: the note says so, and the sentence need not."""
    x = pd.DataFrame({"staff": [1.0, 2, 4]}, index=["u", "v", "w"])
    y = pd.DataFrame({"cases": [1.0, 3, 4]}, index=["u", "v", "w"])
    found = gm.dea.super_efficiency(x, y, "input")
    assert found.status["w"] == "infeasible"
    assert any("cannot be reached: w" in str(note) for note in found.notes)
    assert "no feasible solution" not in found.summary()
    assert "1 unit has no feasible solution: w." in replace(found, notes=()).summary()
    assert "1 unit has no feasible solution: w." in replace(found, notes=(Note("something else"),)).summary()
