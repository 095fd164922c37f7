"""What the sheet of a part is called: short enough for a spreadsheet."""

from __future__ import annotations

import re

from govmetrics.core.sheet_names import LONGEST

_HANGING = re.compile(r"( (a|an|and|as|at|by|every|for|from|in|of|on|or|the|their|to|with))+$")
"""Words that no name ends with."""


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
