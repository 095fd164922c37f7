"""What the command line prints: rankings, notes, files, faults."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table
from rich.text import Text

from govmetrics.core.errors import GovmetricsError

console, errors = Console(), Console(stderr=True)
GROUPS_SHOWN = 6


def print_ranking(assessment: Any, language: Any, top: int, sure: Any = None) -> None:
    """Print the ranking of the latest period with the scores of the groups below the root, and the notes.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    language : {"en", "zh", "both"}
        Of headings and names.
    top : int
        How many units.
    sure : Uncertainty, optional
        For the intervals of the ranks.
    """
    from govmetrics.core.language import said
    from govmetrics.report.sentences import sureness
    from govmetrics.report.standing import standing
    from govmetrics.run_notes import run_notes

    stands = standing(assessment)
    console.print(_ranking_table(assessment, stands, language, top, sure))
    if len(stands.table) > top:
        console.print(f"{len(stands.table) - top} more units in the files")
    if stands.periods:
        earlier = ", ".join(map(str, stands.periods[:-1])) or "none"
        text = f"the latest of {len(stands.periods)} periods; earlier ones in the files: {earlier}"
        console.print(Text(text))
    if sure is not None:
        console.print(Text(said(sureness(sure), language)))
    print_notes(run_notes(assessment.notes, language))


def _ranking_table(assessment: Any, stands: Any, language: Any, top: int, sure: Any) -> Table:
    from govmetrics.report.numbers import interval
    from govmetrics.report.words import word

    tree, digits, shown = assessment.weights.tree, stands.digits, stands.table.head(top)
    groups = tree.parts(tree.root.code)[:GROUPS_SHOWN]
    title = assessment.recipe.title or tree.root.label(language)
    table = Table(title=Text(f"{title}, {stands.period}" if stands.periods else str(title)))
    keys = ["rank", "unit", "score", *(["interval_rank"] if sure is not None else [])]
    keys += ["change", "moved"] if stands.before is not None else []
    for heading in (*(word(key, language) for key in keys), *(tree[code].label(language) for code in groups)):
        left = heading == word("unit", language)
        table.add_column(Text(heading), justify="left" if left else "right", overflow="fold")
    parts = assessment.scores.values.loc[shown.index, groups].to_numpy()
    ends = None if sure is None else sure.intervals.loc[shown.index, ["lower", "upper"]].to_numpy()
    for place, (row, rest) in enumerate(zip(shown.itertuples(index=False), parts, strict=True)):
        score, *scores = (plain(value, digits) for value in (row.score, *rest))
        between = [] if ends is None else [interval(*ends[place])]
        since = [signed(row.change, digits), signed(row.moved, 0)] if stands.before is not None else []
        table.add_row(row.place, Text(str(row.unit)), score, *between, *since, *scores)
    return table


def plain(value: Any, digits: int = 1) -> str:
    """Return a number for a terminal, which may not have the minus sign of reports; a dash where there is none."""
    text = "–" if pd.isna(value) else f"{value:.{digits}f}"
    return text.removeprefix("-") if text.strip("-0.") == "" else text


def signed(value: Any, digits: int) -> str:
    """Return a change with its sign; nothing where there is none, 0 without a sign."""
    text = "–" if pd.isna(value) else f"{value:+.{digits}f}"
    return text[1:] if text.strip("+-0.") == "" else text


def print_note(note: str) -> None:
    """Print a note."""
    console.print(Text(f"note: {note}"))


def print_notes(notes: Sequence[str]) -> None:
    """Print notes, one per line."""
    for note in notes:
        print_note(note)


def print_files(files: Sequence[Path]) -> None:
    """Print what was written."""
    for file in files:
        console.print(Text(f"written: {file}"))


def print_faults(error: GovmetricsError) -> None:
    """Print every fault, its place and the way out."""
    count = len(error.faults)
    title = f"{count} fault{'s' if count > 1 else ''} in the input"
    table = Table(title=title, show_lines=count < 30)
    for heading in ("where", "what is wrong", "what to do"):
        table.add_column(heading, overflow="fold")  # on a narrow terminal too, nothing is cut off
    for fault in error.faults:
        table.add_row(Text(fault.place), Text(fault.problem, style="red"), Text(fault.way_out))
    errors.print(table)
