"""What a workbook's sheets are called: as spreadsheets take it, each name once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govmetrics.core.words.visible import visible

LONGEST = 31
"""Signs of UTF-16 that a sheet's name holds."""
_UNFIT = re.compile(r"[\[\]:*?/\\'\s]+")
"""What no name holds."""
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
        base = _UNFIT.sub(" ", visible(title)).strip() or "sheet"
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
