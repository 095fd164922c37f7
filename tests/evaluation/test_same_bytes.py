"""Every file that a run writes has the same bytes in another process, with another hash seed, locale and time zone."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import govmetrics as gm
from tests.command import command
from tests.evaluation.district import PERIODS, UNITS, as_files, district

ROOT = Path(__file__).parents[2]
SIX = UNITS[:6]


def folder_of_six(folder: Path) -> Path:
    """Write an evaluation of six communities over two quarters, with every part and every format."""
    folder.mkdir()
    whole = district()
    records, answers = (
        frame[frame["社区"].isin(SIX) & frame["时期"].isin(PERIODS[-2:])]
        for frame in (whole.records, whole.answers)
    )
    keys = as_files(replace(whole, records=records, answers=answers), folder)
    keys |= {"sureness": {"draws": 20}, "efficiency": True, "publish": {"formats": ["html", "word", "excel"]}}
    keys["plan"] = {**keys["plan"], "units": 2}
    gm.Evaluation.read(keys).write(folder / "evaluation.yaml")
    return folder


def shuffled(folder: Path) -> None:
    """Put the rows of all tables into another order."""
    for path in folder.glob("*.csv"):
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        table.sample(frac=1, random_state=np.random.default_rng(len(path.name))).to_csv(path, index=False)


def process(*arguments: str, **environment: str) -> Any:
    """Run in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "govmetrics", *arguments], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **environment},
    )  # fmt: skip


def run(folder: Path, start: Any = command, **environment: str) -> dict[str, bytes]:
    """Return what a run wrote but for the archive of the inputs."""
    done = start("run", str(folder), "--language", "both", **environment)
    assert done.returncode == 0, done.stderr
    output = folder / "output"
    found = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file()
    }
    return {name: content for name, content in found.items() if not name.startswith("inputs/")}


def unhashed(name: str, content: bytes) -> bytes:
    """Return a file without the hashes of the inputs, which tell the order of their rows."""
    if Path(name).suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"".join(packed.read(part) for part in packed.namelist())
    if name == "findings.json":  # respondents are called by their rows
        told = json.loads(content)
        content = json.dumps({key: told[key] for key in told if key not in ("raked", "screening")}).encode()
    return re.sub(rb"[0-9a-f]{8,64}", b"", content)


@pytest.fixture(scope="module")
def first(tmp_path_factory: Any) -> dict[str, bytes]:
    return run(folder_of_six(tmp_path_factory.mktemp("one") / "six"))


@pytest.mark.slow
def test_another_process_hash_seed_locale_and_time_zone(first: dict[str, bytes], tmp_path: Path) -> None:
    kinds = {Path(name).suffix for name in first}
    assert kinds == {".html", ".docx", ".xlsx", ".json", ".csv"}
    other = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Pacific/Auckland"}
    second = run(folder_of_six(tmp_path / "six"), process, **other)
    assert second.keys() == first.keys()
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.slow
def test_another_order_of_the_rows(first: dict[str, bytes], tmp_path: Path) -> None:
    folder = folder_of_six(tmp_path / "six")
    shuffled(folder)
    second = run(folder)
    assert second.keys() == first.keys()
    assert [name for name in first if unhashed(name, first[name]) != unhashed(name, second[name])] == []
    assert [name for name in first if Path(name).suffix == ".csv" and first[name] != second[name]] == []
