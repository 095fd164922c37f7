"""SPSS files, read by a process of their own: one that is damaged may end it, and never the program that asked."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from multiprocessing.spawn import get_executable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.bounds import CELLS, refuse_large
from govmetrics.core.errors import FaultyInput
from govmetrics.core.extras import require
from govmetrics.core.options import is_file
from govmetrics.core.reasons import reason_of
from govmetrics.core.words import Text

MEMORY = 4_000_000_000
"""Bytes that reading may take, where the system can be told."""
SECONDS, SECONDS_PER_MB = 30.0, 2.0
"""How long reading may take, in time of the processor where the system can be told."""
_PATIENCE = 4
"""So many times as long by the clock: other programs may be at work."""
_KINDS: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda seconds: timedelta(seconds=seconds),
}


def read_spss(path: Path) -> tuple[pd.DataFrame, dict[Any, str]]:
    """Return the answers of a .sav file, and the labels of its columns.

    Raises
    ------
    FaultyInput
        No such file, no library that reads it, damaged, more cells than `core.bounds` allow.
    """
    if not is_file(path):
        raise FaultyInput(str(path), "there is no such file", "check the path")
    require("spss", path.name, pyreadstat="pyreadstat")
    with TemporaryDirectory() as folder:
        reason = _read_apart(path, folder)
        about = {} if reason else json.loads((Path(folder) / "about.json").read_text(encoding="utf-8"))
        if "large" in about:
            rows, columns = about["large"]
            refuse_large(path.name, rows, columns, CELLS)
        if reason or "error" in about:
            problem = "is not a readable .sav file ({reason})"
            reason = reason or reason_of(ValueError(about["error"]))
            raise FaultyInput(path.name, problem, "save it again as .sav", reason=reason)
        read = np.load(Path(folder) / "numbers.npy", allow_pickle=False)
    numbers = dict(zip(about["numeric"], read, strict=True))
    data = {name: numbers[name] if name in numbers else [_cell(cell) for cell in about["other"][name]]
            for name in about["columns"]}  # fmt: skip
    return pd.DataFrame(data), about["labels"]


def _read_apart(path: Path, folder: str) -> Text | None:
    """Let another process read a file into a folder; return why it could not, where it did not say so itself."""
    script = str(Path(__file__).with_name("spss_apart.py"))
    seconds = SECONDS + SECONDS_PER_MB * path.stat().st_size / 1e6
    asked = [str(path.resolve()), folder, str(CELLS), str(MEMORY), str(math.ceil(seconds))]
    # Where Python runs inside another program, `get_executable` is told by it which Python there is.
    python = os.fsdecode(get_executable())
    command = [python, "-P", script, *asked]
    # Threads of linear algebra would reserve memory, and are of no use here.
    paths = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}
    late = Text("reading it takes more than {seconds:,.0f} seconds", seconds=seconds)
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=paths,
            timeout=_PATIENCE * seconds, check=False, creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return late
    except OSError as error:
        return reason_of(error)
    if done.returncode == -getattr(signal, "SIGXCPU", 0) != 0:
        return late
    if done.returncode == 4:
        return Text("it asks for more memory than there is")
    return Text("it broke the program that reads it") if done.returncode else None


def _cell(cell: Any) -> Any:
    if isinstance(cell, list):
        kind, told = cell
        return _KINDS[kind](told)
    return np.nan if cell is None else cell
