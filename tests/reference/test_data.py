"""The facts of `data/`: each has a source, and where the originals are at hand, the copies agree with them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.reference import twins
from tests.reference.test_shenzhen_2024 import ITEMS

FOLDER = Path(__file__).parent / "data"
JSON = sorted(FOLDER.rglob("*.json"))


@pytest.mark.parametrize("file", JSON, ids=lambda file: file.stem)
def test_every_json_file_names_its_source(file):
    source = json.loads(file.read_text("utf-8"))["source"]
    assert len(source["cite"] if isinstance(source, dict) else source) > 20


def test_every_folder_of_csv_files_is_in_the_table_of_sources():
    text = (FOLDER / "SOURCES.md").read_text("utf-8")
    folders = {file.parent.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.csv")}
    assert {folder for folder in folders if f"`{folder}`" not in text and f"`{folder}/" not in text} == set()


def same(here, there, place):
    """Compare what the copy kept of a JSON file."""
    if isinstance(here, dict):
        for key, value in here.items():
            same(value, there[key], f"{place}/{key}")
    elif isinstance(here, list) and any(isinstance(value, dict | list) for value in here):
        for i, value in enumerate(here):
            same(value, there[i], f"{place}/{i}")
    elif isinstance(here, float | list) and not any(isinstance(v, str) for v in np.atleast_1d(here)):
        np.testing.assert_allclose(
            np.array(here, dtype=float), np.array(there, dtype=float), rtol=1e-7, err_msg=place
        )
    else:
        assert here == there, place


def test_copies_agree_with_the_originals(cases):
    for name in ("bfi", "holzinger1939"):
        moments_and_r_are_those_of_the_answers(cases, name)
    for file in JSON:
        original = cases / file.relative_to(FOLDER)
        if original.exists():
            copy = json.loads(file.read_text("utf-8"))
            kept = {k: v for k, v in copy.items() if k in ("input", "expected", "tolerance", "published")}
            same(kept, json.loads(original.read_text("utf-8")), file.stem)
    for file in FOLDER.rglob("*.csv"):
        original = cases / file.relative_to(FOLDER)
        if original.exists():
            copy = pd.read_csv(file)
            there = pd.read_csv(original).rename(columns={"Unnamed: 0": copy.columns[0]})[list(copy)]
            pd.testing.assert_frame_equal(copy, there, check_dtype=False, rtol=1e-5, atol=1e-9)
    shenzhen = pd.read_csv(cases / "shenzhen_h_2024.csv")
    for dimension, means in ITEMS.items():
        there = shenzhen.loc[shenzhen["dimension_id"] == dimension, "mean_score_0_100"]
        assert tuple(there) == means


def moments_and_r_are_those_of_the_answers(cases, name):
    found = twins.read(FOLDER / "survey" / f"{name}.json")
    there = json.loads((cases / "survey" / name / "expected.json").read_text())
    same({k: v for k, v in found.items() if k in there}, there, name)
    raw = pd.read_csv(cases / "survey" / name / "input.csv")
    for entry in found.get("keys", {}).values():
        raw[entry["reverse"]] = 7 - raw[entry["reverse"]]
    for part, answers in found["answers"].items():
        rows = raw[raw["school"] == part] if "school" in raw else raw
        rows = rows[list(answers)].dropna()
        assert len(rows) == len(answers)
        np.testing.assert_allclose(answers.mean(), rows.mean(), rtol=1e-12)
        np.testing.assert_allclose(answers.cov(), rows.cov(), rtol=1e-11, atol=1e-13)


def test_a_twin_has_the_moments_that_were_asked_for():
    wanted = np.array([[4.0, 1.0, -1.0], [1.0, 2.0, 0.5], [-1.0, 0.5, 3.0]])
    made = twins.twin(12, list("abc"), [1.0, 2.0, 300.0], [[4.0], [1.0, 2.0], [-1.0, 0.5, 3.0]])
    np.testing.assert_allclose(made.mean(), [1, 2, 300], rtol=1e-14)
    np.testing.assert_allclose(made.cov(), wanted, atol=1e-12)
    gaps = twins.with_gaps(made, 20)
    assert (len(gaps), gaps["a"].isna().sum()) == (20, 8)
    pd.testing.assert_frame_equal(gaps.dropna(), made)
