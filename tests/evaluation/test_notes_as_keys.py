"""What judgements warn of and networks note says options as the evaluation file that names them; by call, as Python does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import govmetrics as gm
from govmetrics.evaluation.run import check
from tests.evaluation.test_networks import asked, folder

__all__ = ["folder"]

TREE = {"code": "index", "parts": [{"code": "a", "better": "more", "worst": 0, "best": 9},
                                   {"code": "b", "better": "more", "worst": 0, "best": 9}]}  # fmt: skip
JUDGED = pd.DataFrame(
    {"expert": ["Li", "Wu"], "group": "index", "first": "a", "second": "b", "value": [3, 5]}
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_warnings_of_judgements(tmp_path: Path, language: Any) -> None:
    pd.DataFrame({"unit": ["x", "y"], "a": [1, 2], "b": [3, 4]}).to_csv(tmp_path / "r.csv", index=False)
    JUDGED.to_csv(tmp_path / "j.csv", index=False)
    evidence = {"records": str(tmp_path / "r.csv"), "judgements": str(tmp_path / "j.csv")}
    job = {"tree": TREE, "evidence": evidence, "index": {"weighting": "ahp"}}
    with pytest.warns(gm.GovmetricsWarning) as told:
        check(job)
    note = told[0].message.say(language)
    assert ("`coding: signed`" in note, "coding=" in note) == (True, False)
    with pytest.warns(gm.GovmetricsWarning) as told:
        gm.read_judgements(tmp_path / "j.csv", gm.read_tree(TREE))
    assert "coding='signed'" in told[0].message.say(language)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_notes_on_networks(folder: Path, language: Any) -> None:
    names = pd.read_excel(folder / "names.xlsx")
    names.loc[0, ["named_1", "named_2", "named_3"]] = None
    names.to_excel(folder / "names.xlsx", index=False)
    found = check(asked(folder))[1].networks
    assert found is not None
    told = " ".join(note.say(language) for note in found.found.notes)
    assert ("`respondents:`" in told, "respondents=" in told) == (True, False)
    read = gm.network.measures(gm.read_network(folder / "names.xlsx"))
    assert "`respondents=`" in " ".join(note.say(language) for note in read.notes)


def test_a_column_to_be_named_is_a_key(tmp_path: Path) -> None:
    table = pd.DataFrame({"unit": ["x", "y"], "eins": ["Der erste Text", "Der zweite Text"],
                          "zwei": ["Noch ein Text dazu", "Und noch einer dazu"]})  # fmt: skip
    table.to_csv(tmp_path / "d.csv", index=False)
    pd.DataFrame({"unit": ["x", "y"], "a": [1, 2], "b": [3, 4]}).to_csv(tmp_path / "r.csv", index=False)
    evidence = {
        "records": str(tmp_path / "r.csv"),
        "documents": {"file": str(tmp_path / "d.csv"), "dictionary": ["Text"]},
    }
    with pytest.raises(gm.FaultyInput) as raised:
        check({"tree": TREE, "evidence": evidence})
    assert "`text: ...`" in str(raised.value)
    assert "text=..." not in str(raised.value)
