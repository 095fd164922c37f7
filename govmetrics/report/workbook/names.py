"""What sheets are called: as a spreadsheet takes it, each name once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govmetrics.core.words.visible import visible

LONGEST = 31
"""Signs of UTF-16 that a sheet's name holds."""
_UNFIT = re.compile(r"[\[\]:*?/\\'\s]+")
"""What no name holds."""
_HANGING = re.compile(r"( (a|an|and|as|at|by|every|for|from|in|of|on|or|the|their|to|with))+$")
"""Words that no name ends with."""
_RESERVED = {"history", "历史记录"}


def called(part: str, caption: str) -> str:
    """Return what a sheet of a part is called: what its table holds, behind the part's name where both have room.

    Examples
    --------
    >>> called("Diagnosis", "Obstacles"), called("诊断", "耦合协调度")
    ('Diagnosis - Obstacles', '诊断 耦合协调度')
    >>> called("Efficiency", "Efficiency: input orientation, variable returns to scale")
    'Efficiency: input orientation'
    >>> called("Diagnosis", "How far the parts of the index go together")
    'How far the parts of the index'
    """
    short = _shortened(caption)
    if short.casefold().startswith(part.casefold()):
        return short
    whole = f"{part} {short}" if _chinese(part) else f"{part} - {short}"
    return whole if len(whole) <= LONGEST and not _is_cut(short, caption) else short


def _is_cut(short: str, caption: str) -> bool:
    return len(short) < len(_bare(caption))


def _bare(caption: str) -> str:
    """Return a caption without what stands in brackets behind it."""
    return re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", caption).strip() or caption


def _shortened(caption: str) -> str:
    """Return a caption without what stands in brackets behind it, cut between words or clauses where it is too long."""
    bare = _bare(caption)
    if len(bare) <= LONGEST:
        return bare
    head = bare[: LONGEST + 1]
    for signs in (",;，；", " "):
        place = max(head.rfind(sign) for sign in signs)
        if place > LONGEST // 3:
            return _HANGING.sub("", head[:place].rstrip(" ,;:，；："))
    return bare[:LONGEST]


def _chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


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
