"""`check` tries every part, without what takes long: all that is wrong comes in one error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from govmetrics import dea, planning
from govmetrics.core.documents import write_document
from govmetrics.evaluation.run import check
from govmetrics.evaluation.spec import FILE
from tests.evaluation.district import as_files, district

DISTRICT = district()


def written(folder: Path, **more: Any) -> Path:
    """Write the small district with other keys."""
    keys = as_files(DISTRICT, folder)
    write_document({**keys, **more}, folder / FILE)
    return folder


def told(folder: Path) -> list[str]:
    with gm.use("en"), pytest.raises(gm.GovmetricsError) as caught:
        check(folder)
    return [str(fault) for fault in caught.value.faults]


def test_what_only_a_part_at_work_finds_comes_in_one_table(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        sureness={"draws": 1000, "factors": {"choices": {"normalisation": [{"min_max": {"scale": [5, 5]}}]}}},
        efficiency={"environment": ["街道"], "draws": 1000},
        plan={"actions": "actions.csv", "budget": 60.0, "units": 4},
    )
    actions = pd.read_csv(folder / "actions.csv")
    actions.loc[actions["code"] == "days", "limit"] = 90.0
    actions.to_csv(folder / "actions.csv", index=False)
    found = told(folder)
    assert any("normalisation.min_max.scale: is [5, 5]" in fault for fault in found), found
    assert (
        "efficiency.environment.街道: holds no numbers, but '街道0' and the like; name a column of numbers"
        in found
    )
    assert any(fault.startswith("plan (actions.csv): row 3, limit: 90 lies against") for fault in found), (
        found
    )


def test_a_part_is_tried_beside_evidence_that_cannot_be_read(tmp_path: Path) -> None:
    """The rulebook is missing; the plan does not rest on it."""
    folder = written(tmp_path, appraisal="rules.yaml", index={"normalisation": "goalposts", "weighting": "ahp",
                                                              "aggregation": "harmonic"})  # fmt: skip
    found = told(folder)
    assert any(fault.startswith("appraisal.rulebook (rules.yaml)") for fault in found), found
    assert any("needs an additive index" in fault for fault in found), found


def test_what_takes_long_is_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a program for the plan nor more than two draws; and what is right has no fault."""
    drawn: list[int] = []
    real, second = gm.robustness.uncertainty, dea.second_stage

    def uncertainty(recipe: Any, data: Any, factors: Any, draws: int, *more: Any, **options: Any) -> Any:
        drawn.append(draws)
        return real(recipe, data, factors, draws, *more, **options)

    def second_stage(*given: Any, draws: Any, **options: Any) -> Any:
        drawn.extend(draws)
        return second(*given, draws=draws, **options)

    def refuse(*_given: Any, **_options: Any) -> Any:
        raise AssertionError("a plan was looked for")

    monkeypatch.setattr("govmetrics.evaluation.sureness.uncertainty", uncertainty)
    monkeypatch.setattr(dea, "second_stage", second_stage)
    monkeypatch.setattr(planning.plan, "solve", refuse)
    _, nouns = check(written(tmp_path))
    assert drawn == [2, 2, 2]
    assert nouns.records is not None
    assert np.isfinite(nouns.records.values["groups"]).all()


def test_a_tree_that_cannot_be_read_comes_with_the_wrong_keys(tmp_path: Path) -> None:
    write_document({"tree": "none.yaml", "sureness": {"drawn": 5}}, tmp_path / FILE)
    found = told(tmp_path)
    assert any(fault.startswith("tree: none.yaml") for fault in found), found
    assert any(fault.startswith("sureness.drawn") for fault in found), found
