"""A nightly watch on the command line: what is new in the history, and the signals of the latest period."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from govmetrics.cli.evaluations import speak
from govmetrics.cli.lines import Line
from govmetrics.cli.output import console, print_notes, print_text, read_no_more
from govmetrics.core.language import Both, language_of
from govmetrics.core.words import Label, Text, say

CHANGES = 20
"""So many changed values are named on screen."""
NUMBERS = ("size", "value", "centre", "p", "q")


def watch_on_screen(path: Path, language: Both | None, lines: bool) -> bool:
    """Take new records into the history and print what moved; tell whether anything did.

    With `lines` everything is printed as JSON, one object a line: the history first, then changes, signals, notes.
    """
    from govmetrics.evaluation.spec import read_partly
    from govmetrics.evaluation.watching import said_of, watch_folder

    speak(read_partly(path)[0], language)
    night = watch_folder(path)
    if lines:
        _print_lines(night)
        return bool(len(night.signals))
    told = said_of(night)
    for text in told[: CHANGES + 1]:
        print_text(text)
    if len(told) > CHANGES + 1:
        print_text(
            Text(
                "and {count:# more change|# more changes}: the history has them all",
                count=len(told) - CHANGES - 1,
            )
        )
    if night.found is not None:
        for text in night.found._finding()[:1]:
            print_text(text, "red" if len(night.signals) else "green")
        if len(night.signals):
            console.print(_table(night))
    print_notes([*([] if night.found is None else _notes(night.found)), *night.notes])
    return bool(len(night.signals))


def _notes(found: Any) -> list[Any]:
    watch = found.watch
    return [*(watch.notes if watch is not None else ()), *found.notes]


def _table(night: Any) -> Table:
    """Return the signals of the latest period, the least likely by chance first."""
    spoken, names = language_of(), night.found.watch.names
    table = Table()
    heads = (Text("unit"), Text("indicator"), Text("direction"), Text("value"), Text("usual level"), Text("size of the move"),
             Text("q"))  # fmt: skip
    for place, head in enumerate(heads):
        table.add_column(Line(head.say(spoken)), justify="left" if place < 3 else "right", overflow="fold")
    for row in night.signals.to_dict("records"):
        name = say(names.get(row["node"], Label(str(row["node"]))), spoken)
        cells = (str(row["unit"]), name, Text(row["direction"]).say(spoken), f"{row['value']:.4g}", f"{row['centre']:.4g}",
                 f"{row['size']:+.4g}", "<0.001" if row["q"] < 0.001 else f"{row['q']:.3f}")  # fmt: skip
        table.add_row(*map(Line, cells))
    return table


def _print_lines(night: Any) -> None:
    """Print what a night found as JSON lines, in the language in use."""
    spoken = language_of()
    names = {} if night.found is None else night.found.watch.names
    head = {"kind": "history", "file": str(night.history), "added": night.added, "changed": len(night.changed),
            "periods": len(night.periods), "latest": str(night.periods[-1])}  # fmt: skip
    rows: list[dict[str, Any]] = [head]
    rows += [{"kind": "changed", **row} for row in night.changed.to_dict("records")]
    for row in night.signals.to_dict("records"):
        name = names.get(row["node"], Label(str(row["node"])))
        rows.append({"kind": "signal", "unit": str(row["unit"]), "node": str(row["node"]), "name": say(name, spoken),
                     "period": str(row["period"]), "direction": str(row["direction"]),
                     **{key: float(row[key]) for key in NUMBERS}, "sentence": say(row["sentence"], spoken)})  # fmt: skip
    notes = [*([] if night.found is None else _notes(night.found)), *night.notes]
    rows += [{"kind": "note", "text": say(note, spoken)} for note in notes]
    try:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n")
    except BrokenPipeError:
        read_no_more(sys.stdout)
