"""The story in examples/policies runs, and what its README says is so."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import govmetrics as gm

STORY = Path(__file__).resolve().parents[2] / "examples" / "policies"


def said_by(script, folder):
    done = subprocess.run(
        [sys.executable, str(STORY / script)], capture_output=True, check=False, text=True, encoding="utf-8", cwd=folder
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_and_draws_the_surface(tmp_path):
    printed = [said_by(name, tmp_path) for name in ("run.py", "pie.py")]
    assert "one coder only" in printed[0]
    assert "0.6044  acceptable performance" in printed[1]
    assert (tmp_path / "surface.png").stat().st_size > 5000


def test_five_marks_move_a_level():
    coding = pd.read_csv(STORY / "coding.csv")
    codes = [name for name in coding.columns if "." in name]
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(code.split(".")[0], []).append(code)
    tree = gm.IndicatorTree.from_groups(groups)
    found = {who: gm.text.rubric(coding, tree, agreed=who) for who in ("published", "second")}
    assert found["published"].pmc.tolist() == pytest.approx([6.5667, 3.95], abs=1e-4)
    assert found["second"].pmc["P2"] == pytest.approx(5.2833, abs=1e-4)
    assert found["second"].policies.loc["P2", "level_five"] == "acceptable performance"
    both = gm.text.agreement(coding, tree, draws=20)
    assert (both.observed * 52, both.alpha) == pytest.approx((47, 0.80), abs=5e-3)
