"""Labels that fit: wrapped and cut to a width, without a meaning for matplotlib; names, periods in order, digits."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any
from unicodedata import east_asian_width

import pandas as pd

from govmetrics.core import Scores
from govmetrics.core.language import Both
from govmetrics.core.nodes import Node
from govmetrics.core.periods import ordered
from govmetrics.plots.fonts import drawable
from govmetrics.plots.style import NAME_WIDTH

LABELLED = 40
"""Up to so many units a map writes their names."""


def width_of(text: str) -> int:
    """Return how many Western characters a text is wide; a Chinese one counts twice."""
    return sum(1 + (east_asian_width(character) in "WF") for character in text)


def fitted(text: str, width: int, lines: int = 2) -> str:
    r"""Return a text in at most so many lines of a width, the rest cut with an ellipsis.

    Examples
    --------
    >>> fitted("Diversity of actors", 10), fitted("某某街道第十七社区居民委员会", 10)
    ('Diversity\nof actors', '某某街道第\n十七社区…')
    """
    found = [""]
    for word in _words(drawable(text)):
        for piece in [word] if width_of(word) <= width else list(word):
            if width_of((found[-1] + piece).rstrip()) > width:
                found.append("")
            found[-1] += piece if found[-1] else piece.lstrip()
    rows = [row.rstrip() for row in found]
    if len(rows) > lines:
        rows = rows[:lines]
        while width_of(rows[-1]) > width - 1:
            rows[-1] = rows[-1][:-1]
        rows[-1] += "…"
    return "\n".join(rows).replace("$", r"\$")  # a dollar sign is no formula


def _words(text: str) -> list[str]:
    """Return where a text may be broken: at blanks, and at every Chinese character."""
    words = [""]
    for character in text:
        if east_asian_width(character) in "WF":
            words += [character, ""]
        else:
            words[-1] += character
            if character == " ":
                words.append("")
    return [word for word in words if word]


def in_time(index: pd.Index) -> tuple[Any, ...]:
    """Return the periods of an index in the order of time; none where the rows are units alone."""
    return () if index.nlevels == 1 else tuple(ordered(index.get_level_values("period")))


def latest(table: pd.DataFrame) -> tuple[pd.DataFrame, Any]:
    """Return the rows of the latest period and the period; all rows and None without periods."""
    periods = in_time(table.index)
    if not periods:
        return table, None
    return table[table.index.get_level_values("period") == periods[-1]], periods[-1]


def row_of(index: pd.Index, unit: object) -> object:
    """Return the row that is meant: a unit without its period is that of the latest one."""
    periods = in_time(index)
    if not periods or isinstance(unit, tuple) or not isinstance(unit, Hashable):
        return unit
    return (periods[-1], unit) if (periods[-1], unit) in index else unit


def digits_of(scores: Scores) -> int:
    """Return how many digits people need: 1 on a scale such as 0 to 100, 2 for z-scores and the like, 3 within 0 to 1."""
    root = scores.values[scores.weights.tree.root.code]
    low, high = scores.scale or (root.min(), root.max())
    return 2 if 1 < high - low < 10 else 3 if high - low <= 1 else 1


def unit_names(index: pd.Index, width: int = NAME_WIDTH) -> list[str]:
    """Return the units' names as labels, on one line each."""
    units = index if index.nlevels == 1 else index.get_level_values("unit")
    return [fitted(str(unit), width, lines=1) for unit in units]


def node_names(nodes: list[Node], language: Both, width: int = NAME_WIDTH, lines: int = 2) -> list[str]:
    """Return the names of nodes as labels."""
    return [fitted(node.label(language), width, lines) for node in nodes]
