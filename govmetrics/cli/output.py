"""What the command line prints: rankings, notes, files, faults."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.table import Table

from govmetrics.cli.lines import Line
from govmetrics.core.errors import GovmetricsError
from govmetrics.core.language import language_of, said
from govmetrics.core.words import Text, say
from govmetrics.core.words.doors import NOTHING, as_keys, with_arguments
from govmetrics.core.words.state import in_use


class _Console(Console):
    """A console that goes on where nobody reads any more (as after ``| head``): the files are what was asked for."""

    def on_broken_pipe(self) -> None:
        """Print into nothing from here on."""
        read_no_more(self.file)
        self.quiet = True


def read_no_more(stream: Any) -> None:
    """Let a stream whose reader has gone lead into nothing, at its end too."""
    with suppress(OSError, ValueError):
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, stream.fileno())
        os.close(nothing)


def flush() -> None:
    """Send off what is still to be printed; that nobody reads it is no fault."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            read_no_more(stream)


console, errors = _Console(), _Console(stderr=True)
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
    from govmetrics.report.sentences import sureness
    from govmetrics.report.standing import standing

    stands = standing(assessment)
    console.print(_ranking_table(assessment, stands, language, top, sure))
    if len(stands.table) > top:
        print_text(
            Text("{count:# more unit is|# more units are} in the files", count=len(stands.table) - top)
        )
    if stands.periods:
        template = "the latest of {count:# period|# periods}; earlier ones in the files: {earlier}"
        print_text(Text(template, count=len(stands.periods), earlier=stands.periods[:-1]))
    if sure is not None:
        console.print(Line(said(sureness(sure), language)))
    print_notes([said(note, language) for note in assessment.notes])


def _ranking_table(assessment: Any, stands: Any, language: Any, top: int, sure: Any) -> Table:
    from govmetrics.report.numbers import interval
    from govmetrics.report.words import word

    tree, digits, shown = assessment.weights.tree, stands.digits, stands.table.head(top)
    groups = tree.parts(tree.root.code)[:GROUPS_SHOWN]
    title = said(assessment.recipe.title or tree.root.label(language), language)
    table = Table(title=Line(f"{title}, {stands.period}" if stands.periods else str(title)))
    keys = ["rank", "unit", "score", *(["interval_rank"] if sure is not None else [])]
    keys += ["change", "moved"] if stands.before is not None else []
    for heading in (*(word(key, language) for key in keys), *(tree[code].label(language) for code in groups)):
        left = heading == word("unit", language)
        table.add_column(Line(heading), justify="left" if left else "right", overflow="fold")
    parts = assessment.scores.values.loc[shown.index, groups].to_numpy()
    units = shown.index.get_level_values(-1)
    ends = None if sure is None else sure.intervals.loc[units, ["lower", "upper"]].to_numpy()
    for place, (row, rest) in enumerate(zip(shown.itertuples(index=False), parts, strict=True)):
        score, *scores = (plain(value, digits) for value in (row.score, *rest))
        between = [] if ends is None else [interval(*ends[place])]
        since = [signed(row.change, digits), signed(row.moved, 0)] if stands.before is not None else []
        table.add_row(row.place, Line(str(row.unit)), score, *between, *since, *scores)
    return table


def plain(value: Any, digits: int = 1) -> str:
    """Return a number for a terminal, which may not have the minus sign of reports; a dash where there is none."""
    text = "–" if pd.isna(value) else f"{value:.{digits}f}"
    return text.removeprefix("-") if text.strip("-0.") == "" else text


def signed(value: Any, digits: int) -> str:
    """Return a change with its sign; nothing where there is none, 0 without a sign."""
    text = "–" if pd.isna(value) else f"{value:+.{digits}f}"
    return text[1:] if text.strip("+-0.") == "" else text


def print_text(text: str, style: str = "") -> None:
    """Print a sentence in the language in use."""
    console.print(Line(say(text, language_of()), style=style))


def print_error(text: str) -> None:
    """Print a sentence on the error stream, in the language in use."""
    errors.print(Line(say(text, in_use())))


def print_note(note: str) -> None:
    """Print a note."""
    print_text(Text("note: {note}", note=note))


def print_notes(notes: Sequence[str]) -> None:
    """Print notes, one a line; of those that say the same of many files or sheets the first, and how many there are."""
    from govmetrics.report.sentences import by_kind

    for note in by_kind(notes):
        print_note(note)


def print_files(files: Sequence[Path]) -> None:
    """Print what was written."""
    for file in files:
        print_text(Text("written: {file}", file=str(file)))


OPTIONS = ("unit", "period", "periods", "decimal", "totals", "sheets", "empty", "missing_codes")
"""Arguments of `read_records` that the command line has as options."""


def as_options(way_out: str) -> str:
    """Return a way out as the command line says it: ``period='year'`` is ``--period year``.

    Examples
    --------
    >>> as_options("name it with `unit=` or `period=`"), as_options('say totals="drop"')
    ('name it with --unit or --period', 'say --totals drop')
    >>> as_options("say missing_codes=(4,)"), as_options("give `bounds=`")
    ('say --missing-codes 4', 'give `bounds=`')
    """

    def option(name: str, value: Any) -> str | None:
        if name not in OPTIONS:
            return None
        parts = value if isinstance(value, list | tuple) else [] if value in (NOTHING, ...) else [value]
        return f"--{name.replace('_', '-')} {','.join(map(str, parts))}".strip()

    return with_arguments(way_out, option)


def at_door(way_out: str) -> str:
    """Return a way out as people at the command line say it: by options where there are any, else by keys of a file."""
    return as_keys(as_options(way_out))


def print_faults(error: GovmetricsError) -> None:
    """Print every fault, its place and the way out: a single one as a line, several as a table."""
    language, count = in_use(), len(error.faults)
    if count == 1:
        told = at_door(say(error.faults[0].text, language))
        errors.print(Line(told, style="red"), soft_wrap=True)
        return
    title = Text("{count:# fault|# faults} in the input", count=count).say(language)
    table = Table(title=title, show_lines=count < 30)
    for heading in (Text("where"), Text("what is wrong"), Text("what to do")):
        table.add_column(
            heading.say(language), overflow="fold"
        )  # on a narrow terminal too, nothing is cut off
    for fault in error.faults:
        place, problem, way_out = (
            say(part, language) for part in (fault.place, fault.problem, fault.way_out)
        )
        table.add_row(Line(place), Line(problem, style="red"), Line(at_door(way_out)))
    errors.print(table)
