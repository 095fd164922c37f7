"""What sheets are called: as a spreadsheet takes it, each name once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govmetrics.core.workbooks import clean

LONGEST = 31
"""Signs of UTF-16 that a sheet's name holds."""
_UNFIT = re.compile(r"[\[\]:*?/\\'\s\u200e\u200f\u202a-\u202e\u2066-\u2069\N{REPLACEMENT CHARACTER}]+")
"""What no name holds, or what turns the text around it: marks of direction."""
_RESERVED = {"history", "历史记录"}


def sheet_names(titles: Iterable[str]) -> list[str]:
    """Return a name for each title: without signs that no name holds, 31 signs long at most, none twice.

    Examples
    --------
    >>> sheet_names(["Scores", "scores", "[red]x", "../../x", ""])
    ['Scores', 'scores (2)', 'red x', '.. .. x', 'sheet']
    """
    taken: set[str] = set()
    names = []
    for title in titles:
        base = _UNFIT.sub(" ", clean(title)).strip() or "sheet"
        name, number = _cut(base, LONGEST), 1
        while name.casefold() in taken | _RESERVED:
            number += 1
            end = f" ({number})"
            name = _cut(base, LONGEST - len(end)) + end
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    """Return the beginning of a text in at most so many signs of UTF-16, none of them halved."""
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", errors="ignore").strip()
