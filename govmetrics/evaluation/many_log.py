"""What was written down of each of many evaluations as it ended, so that an interrupted run goes on where it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govmetrics.core import Text

DONE, UNCHANGED, MISSING, FAULTY = "done", "unchanged", "parts missing", "faulty"
STATUS = {
    DONE: Text("done"),
    UNCHANGED: Text("unchanged"),
    MISSING: Text("parts missing"),
    FAULTY: Text("faulty"),
}
LOG = "evaluations.jsonl"
"""One line for each evaluation."""


def read_log(path: Path) -> dict[str, dict[str, Any]]:
    """Return the last line of every evaluation that was done; lines cut off by a kill are left out."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8", errors="replace")
    if text and not text.endswith("\n"):  # what is written next begins a line of its own
        with path.open("a", encoding="utf-8") as log:
            log.write("\n")
    found = {row["folder"]: row for row in _rows(text)}
    return {name: row for name, row in found.items() if row["status"] != FAULTY}


def _rows(text: str) -> Iterator[dict[str, Any]]:
    for line in text.split("\n"):
        try:
            row = json.loads(line)
            row["folder"], STATUS[row["status"]], row["asked"], row["fault"]["en"], row["fault"]["zh"]
        except (ValueError, KeyError, TypeError):
            continue
        yield row
