"""The story in examples/consultation_appraisal runs, and its numbers are those that the rules give."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

STORY = Path(__file__).resolve().parents[2] / "examples" / "consultation_appraisal"


def test_the_script_runs(tmp_path):
    environment = {"PYTHONPATH": str(STORY.parents[1]), "PYTHONIOENCODING": "utf-8", "PATH": ""}
    done = subprocess.run([sys.executable, str(STORY / "appraise.py"), str(tmp_path)], capture_output=True,
                          encoding="utf-8", env=environment, check=True)  # fmt: skip
    assert "Must improve: Community 05" in done.stdout
    assert "一票否决：会议记录造假" in done.stdout
    written = pd.read_csv(tmp_path / "appraisal.csv")
    assert len(written) == 20 * 11
    assert written["reason"].notna().all()
    assert len((STORY / "appraise.py").read_text("utf-8").splitlines()) <= 20


def test_its_numbers_by_hand():
    data = pd.read_csv(STORY / "communities_simulated.csv", keep_default_na=False)
    result = gm.appraisal.appraise(STORY / "rulebook.yaml", data)
    row = data.set_index("unit").loc["Community 05"]
    assert list(row[["B1", "B2", "B3", "B4", "B5", "B6", "B7"]]) == ["monthly", 88, 3, 89, 10, 99, 82]
    base = 15 + 15 * 48 / 50 + 15 * 3 / 5 + 15 + 10 * 10 / 12 + 15 + 15 * 82 / 95
    assert result.totals.loc["Community 05", "base"] == pytest.approx(base)
    # X1 effective 5, X2 six meetings 3, X3 none
    assert result.totals.loc["Community 05", "bonus"] == 8
    assert result.total["Community 05"] == pytest.approx(round(base + 8, 1))
    assert result.grade["Community 05"] == "unqualified"
    urban = result.totals[result.totals["group"] == "urban"]
    # at most a fifth of twelve is two
    assert (urban["grade"] == "excellent").sum() == 2
    assert (urban["grade_by_points"] == "excellent").sum() > 2
    assert urban.loc["Community 05", "rank"] == 12
    assert result.must_improve == ["Community 05", "Community 19"]
    assert result.unused == ()


def test_the_rulebook_uses_the_codes_of_the_ready_made_tree():
    tree = gm.read_tree("consultation_index")
    book = gm.appraisal.Rulebook.read(STORY / "rulebook.yaml")
    assert set(tree.codes) <= set(book.codes)
