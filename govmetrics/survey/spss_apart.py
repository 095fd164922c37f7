"""The program that reads an SPSS file in a process of its own; `survey.spss` starts it, and nothing imports it.

The C code behind pyreadstat ends the process on some damaged files. Here that is a program of its own, which is bounded and
may end. It hands over numbers as an array and all else as JSON: neither can run anything.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any


def main(source: str, folder: str, most: int, memory: int, seconds: int) -> None:
    """Write the columns of a file into a folder: `numbers.npy` and `about.json`."""
    _bound(memory, seconds)
    import numpy as np
    import pyreadstat

    _, about = pyreadstat.read_sav(source, metadataonly=True)
    columns, told = len(about.column_names), about.number_rows or 0
    if columns * told > most:
        _write(folder, {"large": [told, columns]})
        return
    rows = most // max(columns, 1)  # the number of rows may be told wrongly, or not at all
    data, about = pyreadstat.read_sav(source, row_limit=rows + 1, output_format="dict")
    count = max(map(len, data.values()), default=0)
    if count > rows:
        _write(folder, {"large": [count, columns]})
        return
    numeric = [
        name for name, cells in data.items() if all(cell is None or isinstance(cell, float) for cell in cells)
    ]
    np.save(
        Path(folder) / "numbers.npy",
        np.array([data[name] for name in numeric], dtype=float),
        allow_pickle=False,
    )
    other = {
        name: [_plain(cell) for cell in cells] for name, cells in data.items() if name not in set(numeric)
    }
    labels = {name: label for name, label in about.column_names_to_labels.items() if label}
    _write(folder, {"columns": list(data), "numeric": numeric, "other": other, "labels": labels})


def _bound(memory: int, seconds: int) -> None:
    """Take no more memory than so many bytes, and work no longer, where the system can be told."""
    try:
        import resource
    except ImportError:  # Windows
        return
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):  # a lower limit is set already, or the system has none
        return


def _plain(cell: Any) -> Any:
    """Return a cell as JSON can hold it; days and times as their kind and what ISO 8601 makes of them."""
    if isinstance(cell, datetime | date | time):
        return [type(cell).__name__, cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["timedelta", cell.total_seconds()]
    return cell


def _write(folder: str, about: dict[str, Any]) -> None:
    (Path(folder) / "about.json").write_text(json.dumps(about), encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
    except MemoryError:
        sys.exit(4)
    except (
        Exception
    ) as error:  # whatever a damaged file makes of pyreadstat: told, and read by the process that asked
        _write(sys.argv[2], {"error": str(error) or type(error).__name__})
