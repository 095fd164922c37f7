"""What a type checker tells users: right scripts pass, mistakes are refused on their line, by mypy and by pyright.

`basedpyright` is pyright with its own node from PyPI, so that nothing is downloaded when it runs. `make types` runs these
after the library's own types.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.types
ROOT = Path(__file__).resolve().parents[2]
CLIENTS = {name: ROOT / "tests" / "typing" / f"{name}.py" for name in ("right", "wrong")}

CACHE = str(Path(".mypy_cache") / "clients")
"""One of its own: in the usual one, other options make the next `mypy` begin from nothing."""


def marked(name: str) -> set[int]:
    lines = CLIENTS[name].read_text(encoding="utf-8").splitlines()
    return {number for number, line in enumerate(lines, start=1) if line.endswith("# wrong")}


def run(*command: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout


@pytest.fixture(scope="module")
def mypy() -> str:
    options = ("--strict", "--follow-imports=silent", "--no-error-summary")
    return run("mypy", *options, "--cache-dir", CACHE, *map(str, CLIENTS.values()))


@pytest.fixture(scope="module")
def pyright() -> list[dict[str, object]]:
    return json.loads(run("basedpyright", "--level", "error", "--outputjson", *map(str, CLIENTS.values())))[
        "generalDiagnostics"
    ]


@pytest.mark.parametrize("name", CLIENTS)
def test_mypy(name, mypy):
    found = {int(line) for line in re.findall(rf"{name}\.py:(\d+): error", mypy)}
    assert found == marked(name), mypy


@pytest.mark.parametrize("name", CLIENTS)
def test_pyright(name, pyright):
    own = [d for d in pyright if Path(d["file"]).name == f"{name}.py" and d["severity"] == "error"]
    found = {d["range"]["start"]["line"] + 1 for d in own}
    assert found == marked(name), [d["message"] for d in own]


def test_mistakes_are_there():
    assert len(marked("wrong")) >= 10
    assert not marked("right")
