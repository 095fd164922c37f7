"""The lines of a ledger's file: how they are written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from govmetrics.ledger.canonical import canonical

FORMAT = "govmetrics/ledger/1"
PathLike = str | os.PathLike[str]


def line_of(place: int, leaf: Any, hashed: bytes, checkpoint: str | None) -> bytes:
    """Return the line of a leaf as it is written."""
    signed = {} if checkpoint is None else {"checkpoint": checkpoint}
    return canonical({"place": place, "leaf": leaf, "hash": hashed.hex(), **signed}) + b"\n"


def head_of(origin: str, algorithm: str, public: str) -> bytes:
    """Return the first line of a ledger's file."""
    return canonical({"format": FORMAT, "origin": origin, "algorithm": algorithm, "key": public}) + b"\n"


def parts_of(path: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return head and rows of a file that verifies."""
    lines = path.read_bytes().split(b"\n")[:-1]
    return json.loads(lines[0]), [json.loads(line) for line in lines[1:]]
