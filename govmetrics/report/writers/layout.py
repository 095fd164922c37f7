"""How a table lies on an A4 page: upright, turned or in parts; the widths of its columns, the lines of its headings."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

PAGE, MARGIN = (11906, 16838), 1417
"""A4 and 25 mm, in twentieths of a point, as are all widths here."""
NARROW, CAPITAL, FULL, GAP = 104, 136, 184, 46
"""A Western character, a capital and a Chinese one at 9 pt, and what some programs put between Chinese and Western ones."""
DIGIT, POINT, SIGN = 116, 60, 176
"""A digit, a point and another sign of a number (%, <, −) at 9 pt in the widest font that may stand in for Times."""
PADDINGS = (200, 120)
"""Of both sides of a cell: the usual ones, and those of a table that would else not lie upright."""
SMALL = 7.5 / 9
"""The smaller type of a table that is too wide."""
LONGEST, SHORTEST = 28 * NARROW, 12 * NARROW
"""Wider texts are broken; where there is no room, texts down to this."""
_LINES = 3
"""In so many lines, about, a text is broken rather than that a page is turned."""
_ONE_LINE = 5 * FULL
"""A heading so long stands in one line."""
HAN = "\u2e80-\u9fff\uf900-\ufaff"
"""Chinese signs, in a pattern."""
_MIXED = re.compile(rf"[{HAN}](?=[0-9A-Za-z])|[0-9A-Za-z](?=[{HAN}])")
_NUMBER = re.compile(r"[\d\s.,%*()\[\]<>=−–~+-]+")
_CAPITAL = re.compile("[A-Z%&@+<>=−]")
_PIECE = re.compile(rf"\s*(?:[(（]*(?:[^\s()（）{HAN}]+|[{HAN}])[)）、，/]*|\S)")


@dataclass(frozen=True)
class Layout:
    """How a table lies.

    Parameters
    ----------
    turned : bool
        On a page that is turned.
    padding : int
        Of both sides of a cell.
    widths : list of int
        Of every column, with its padding.
    parts : list of list of int
        The columns of each part; one part where the page is wide enough.
    scale : float
        Of the type: a table that would else be torn into parts is set smaller.
    """

    turned: bool
    padding: int
    widths: list[int]
    parts: list[list[int]]
    scale: float = 1.0


def layout(
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    numbers: Sequence[bool],
    pages: Sequence[bool] = (False, True),
    smaller: bool = True,
) -> Layout:
    """Return how a table lies on the first page that is wide enough; where none is, in parts on the last.

    Parameters
    ----------
    heads, cells, numbers
        As `Table.printed` gives them.
    pages : sequence of bool
        Whether each page that may be taken is turned.
    smaller : bool
        Whether a table that would be torn may be set in smaller type.
    """
    columns = [list(column) for column in zip(*cells, strict=True)] if cells else [[]] * len(heads)
    full = [
        max(map(measure, column), default=0) if not number else sum(halves(column))
        for column, number in zip(columns, numbers, strict=True)
    ]
    whole = [_need(head, longest) for head, longest in zip(heads, full, strict=True)]
    full = [max(pair) for pair in zip(full, whole, strict=True)]
    least: list[int] = []
    for turned in pages:
        for padding in PADDINGS:
            spare = room(turned) - sum(whole) - padding * len(whole)
            if spare >= 0:
                return _one(turned, padding, _shared(spare, whole, full))
        least = least or [
            need
            if number
            else min(need, max(SHORTEST, longest // _LINES, _head_need(head), *map(_word, column)))
            for head, column, number, need, longest in zip(heads, columns, numbers, whole, full, strict=True)
        ]
        spare = room(turned) - sum(least) - PADDINGS[-1] * len(least)
        if spare >= 0:
            return _one(turned, PADDINGS[-1], _shared(spare, least, full))
    small = [math.ceil(need * SMALL) for need in whole]
    spare = room(pages[-1]) - sum(small) - PADDINGS[-1] * len(small)
    if smaller and spare >= 0:
        return replace(_one(pages[-1], PADDINGS[-1], _shared(spare, small, full)), scale=SMALL)
    widths = [min(need + PADDINGS[0], room(pages[-1])) for need in least]
    return Layout(pages[-1], PADDINGS[0], widths, panels(room(pages[-1]), widths, _leading(numbers)))


def halves(column: Sequence[str]) -> tuple[int, int]:
    """Return how much stands before the points of numbers and behind them; all before where none has one.

    Examples
    --------
    >>> halves(["12.5", "1.250***"]) == (2 * DIGIT, measure(".250***"))
    True
    """
    cut = [cell.partition(".") for cell in column]
    after = max((measure("." + tail) for _, point, tail in cut if point), default=0)
    return max((measure(head) for head, _, _ in cut), default=0), after


def lines_of(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> int:
    """Return how many lines rows take in columns of these widths."""
    return sum(
        max((-(-measure(cell) // width) for cell, width in zip(row, widths, strict=True)), default=1) or 1
        for row in cells
    )


def room(turned: bool) -> int:
    """Return how much stands beside each other on a page."""
    return PAGE[1 if turned else 0] - 2 * MARGIN


def _one(turned: bool, padding: int, needs: Sequence[int]) -> Layout:
    return Layout(turned, padding, [need + padding for need in needs], [list(range(len(needs)))])


def _shared(spare: int, least: Sequence[int], whole: Sequence[int]) -> list[int]:
    """Return widths between the least and the whole ones: those that lack little come first, so that few are broken."""
    widths = list(least)
    for place in sorted(range(len(least)), key=lambda place: whole[place] - least[place]):
        given = min(spare, whole[place] - least[place])
        widths[place] += given
        spare -= given
    return widths


def panels(width: float, widths: Sequence[float], kept: int = 1) -> list[list[int]]:
    """Return which columns stand side by side on a page of a width; the first `kept` columns head every panel."""
    rest = list(range(kept, len(widths)))
    found: list[list[int]] = []
    while rest or not found:
        left = width - sum(widths[:kept])
        here: list[int] = []
        while rest and (not here or left >= widths[rest[0]]):
            left -= widths[rest[0]]
            here.append(rest.pop(0))
        found.append([*range(min(kept, len(widths))), *here])
    return found


def _leading(numbers: Sequence[bool]) -> int:
    """Return how many columns head every part of a table that is too wide: those of text at its left, at most two."""
    texts = next((place for place, number in enumerate(numbers) if number), len(numbers))
    return min(max(texts, 1), 2)


def measure(text: str) -> int:
    """Return how wide a text is at 9 pt; a number, which is never broken, in any font."""
    if _NUMBER.fullmatch(text):
        digits, points = sum(map(str.isdigit, text)), sum(mark in "., ()[]" for mark in text)
        return DIGIT * digits + POINT * points + SIGN * (len(text) - digits - points)
    tall = (CAPITAL - NARROW) * len(_CAPITAL.findall(text))
    if text.isascii():
        return len(text) * NARROW + tall
    gaps = GAP * len(_MIXED.findall(text))
    return sum(FULL if east_asian_width(mark) in "WF" else NARROW for mark in text) + tall + gaps


def _need(head: str, longest: int) -> int:
    """Return the width that a column needs: of its cells, and of its heading in lines none of which is one sign long."""
    need = max(_head_need(head), min(LONGEST, longest))
    while len(lines := head_lines(head, need)) > 1 and measure(lines[-1]) <= FULL:
        need += FULL
    return need


def _head_need(head: str) -> int:
    """Return the width of a heading that is broken: of its longest word, of about five Chinese signs in a line."""
    word = _word(head)
    signs = -(-measure(head) // FULL)
    if measure(head) <= _ONE_LINE or head.isascii():
        return max(3 * NARROW, min(measure(head), word) if head.isascii() else measure(head))
    each = -(-signs // -(-signs // 5))
    return max(word, (each + each % 2) * FULL)  # most Chinese words have two signs


def _word(text: str) -> int:
    """Return the width of the longest part of a text that is not broken."""
    return min(LONGEST, max((measure(piece.strip()) for piece in _PIECE.findall(text)), default=0))


def head_lines(head: str, width: int) -> list[str]:
    """Return a heading in lines of a width.

    Examples
    --------
    >>> head_lines("校正项总计相关性(CITC)", 4 * FULL)
    ['校正项总', '计相关性', '(CITC)']
    """
    lines: list[str] = []
    for piece in _PIECE.findall(head):
        if lines and measure(lines[-1] + piece) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.strip())
    return lines
