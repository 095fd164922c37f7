"""The story in examples/simulation runs, and what its README says is so."""

import subprocess
import sys
from pathlib import Path

import numpy as np

import govmetrics as gm

STORY = Path(__file__).resolve().parents[2] / "examples" / "simulation"


def test_it_runs_and_ends_in_scores():
    done = subprocess.run(
        [sys.executable, str(STORY / "run.py")],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        cwd=STORY,
    )
    assert done.returncode == 0, done.stderr
    assert "better tools: the index goes from" in done.stdout
    assert "reinforcing" in done.stdout


def test_the_district_stands_near_a_tipping_point():
    model = gm.dynamics.read(STORY / "model.yaml")
    run = model.run(given={"per_person": [9.0, 11.0]}, method="rk4")
    assert run.of("backlog")[-1].round().tolist() == [1062, 31]
    assert (run.of("trust")[-1] > 0.9).tolist() == [False, True]


def test_units_in_the_model_are_checked():
    text = (STORY / "model.yaml").read_text(encoding="utf-8")
    assert text.count("unit:") > 20
    assert np.isfinite(gm.dynamics.read(STORY / "model.yaml").run().values).all(axis=None)
