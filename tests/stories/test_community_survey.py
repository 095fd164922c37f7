"""The story in examples/community_survey runs, and its margins are the published ones."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm

STORY = Path(__file__).resolve().parents[2] / "examples" / "community_survey"
COLUMNS = {"community": "您所在的社区", "sex": "您的性别", "education": "您的学历"}


@pytest.fixture(scope="module")
def survey():
    return gm.read_survey(STORY / "answers_simulated.csv", gm.read_tree("community_survey"), by=COLUMNS)


def test_the_script_runs_in_at_most_20_lines():
    environment = {**os.environ, "PYTHONPATH": str(STORY.parents[1]), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-W", "error", str(STORY / "run.py")], capture_output=True, encoding="utf-8",
                          env=environment, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Wenjuanxing" in done.stdout
    assert "none is dropped" in done.stdout
    assert "of 32 communities" in done.stdout
    assert len((STORY / "run.py").read_text("utf-8").splitlines()) <= 20


def test_it_says_that_it_is_simulated():
    assert "simulated" in (STORY / "run.py").read_text("utf-8").splitlines()[0]
    assert "no respondent is real" in (STORY / "README.md").read_text("utf-8")


def test_the_published_margins_and_means(survey):
    assert survey.n == 1206
    assert survey.by["community"].nunique() == 32
    assert round((survey.by["sex"] == "男").mean(), 3) == 0.418
    assert round((survey.by["education"] == "大专及以上").mean(), 3) == 0.680
    published = pd.read_csv(STORY.parent / "shenzhen_survey" / "item_means.csv", index_col="code")["value"]
    means = (survey.answers.mean() - 1) * 25
    assert (means - published[survey.items]).abs().max() < 1.0


def test_weighting_moves_the_ranking_and_intervals_hold_the_scores(survey):
    residents = {"sex": {"男": 0.567, "女": 0.433}, "education": {"大专及以上": 0.294, "高中及以下": 0.706}}
    raked = gm.survey.rake(survey.by, residents, bounds=(0.3, 3))
    np.testing.assert_allclose(raked.margins["after"], [0.567, 0.433, 0.294, 0.706], atol=1e-9)
    assert raked.ratio[0] >= 0.3
    assert raked.ratio[1] <= 3
    assert 690 < raked.effective_n < 710
    weighted, plain = gm.survey.score(survey, weights=raked).ranking(), gm.survey.score(survey).ranking()
    moved = weighted["rank"] != plain["rank"].reindex(weighted.index)
    assert moved.sum() > 16
    assert weighted["score"].between(weighted["lower"], weighted["upper"]).all()
    # those with college are more critical in the simulation, and there are too many of them
    assert (weighted["score"] - plain["score"].reindex(weighted.index)).mean() > 1


def test_the_answers_are_those_the_generator_draws(tmp_path):
    """The committed file is what simulate.py writes: same rows, same communities, same codes."""
    script = (
        (STORY / "simulate.py")
        .read_text("utf-8")
        .replace('here / "answers_simulated.csv"', f"{str(tmp_path / 'again.csv')!r}")
    )
    copy = tmp_path / "simulate.py"
    copy.write_text(script.replace("Path(__file__).parent", f"Path({str(STORY)!r})"), "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(STORY.parents[1])}
    subprocess.run([sys.executable, str(copy)], env=environment, check=True)
    again, there = (
        pd.read_csv(p, encoding="gb18030") for p in (tmp_path / "again.csv", STORY / "answers_simulated.csv")
    )
    assert again.shape == there.shape
    # the last digit of a logarithm may differ between machines and turn a rounding
    assert (again == there).mean(axis=None) > 0.99
