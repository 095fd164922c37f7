"""An evaluation of objects inside another program: it writes no file and starts no other program."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import govmetrics as gm
from tests.evaluation.district import ASKED, TREE, district

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND
CHANGES = {"subprocess.Popen", "os.system", "os.posix_spawn", "os.mkdir", "os.rename", "os.remove", "os.rmdir",
           "tempfile.mkstemp", "tempfile.mkdtemp", "shutil.copyfile", "shutil.rmtree"}  # fmt: skip
WATCHING: list[list[str]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if WATCHING and (event in CHANGES or (event == "open" and isinstance(args[2], int) and args[2] & WRITES)):
        WATCHING[-1].append(f"{event} {args[:2]}")


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[list[str]]:
    """Collect what is written, made, removed or started."""
    WATCHING.append([])
    try:
        yield WATCHING[-1]
    finally:
        WATCHING.pop()


@pytest.mark.parametrize(
    "maximise",
    [pytest.param("score", marks=pytest.mark.slow), "rank", pytest.param("grade", marks=pytest.mark.slow)],
)
def test_an_evaluation_of_objects_writes_nothing_and_starts_nothing(maximise: str) -> None:
    one = district()
    asked: Any = {**ASKED, "tree": TREE, "efficiency": True,
                  "plan": {"budget": 60.0, "units": 4, "maximise": maximise}}  # fmt: skip
    first = gm.evaluate(asked, **one.evidence)  # what is imported on the way may be compiled
    with watched() as found:
        again = gm.evaluate(asked, **one.evidence)
    assert found == []
    assert again.plan.gained == first.plan.gained > 0


def test_what_is_written_would_be_seen(tmp_path: Any) -> None:
    with watched() as found:
        (tmp_path / "x.txt").write_text("x", encoding="utf-8")
    assert len(found) == 1
