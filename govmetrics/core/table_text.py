"""Headings and cells in columns: for a terminal, and as HTML."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import numpy as np

from govmetrics.core.words.visible import visible


def lines_of(
    heads: Sequence[str], cells: Sequence[Sequence[str]], left: Sequence[bool], width: int
) -> tuple[list[str], int]:
    """Return lines, columns as far as they go into `width` (numbers to the right), and how many columns do not.

    Examples
    --------
    >>> lines_of(["Unit", "Score"], [["南山", "71.3"]], [True, False], 80)
    (['Unit  Score', '南山   71.3'], 0)
    """
    heads, cells = _seen(heads), list(map(_seen, cells))
    widths = [max([_width(head), *(_width(row[j]) for row in cells)]) for j, head in enumerate(heads)]
    fit = max(1, int(np.searchsorted(np.cumsum(np.array(widths) + 2), width + 2, side="right")))
    shown = range(min(fit, len(heads)))
    lines = ["  ".join(_pad(row[j], widths[j], left[j]) for j in shown).rstrip() for row in [heads, *cells]]
    return lines, len(heads) - len(shown)


def html_of(
    caption: str,
    heads: Sequence[str],
    cells: Sequence[Sequence[str]],
    below: Iterable[str],
    words: Sequence[bool] = (),
) -> str:
    """Return a table as HTML, with lines of text below it; names never become markup.

    Columns of words begin at the left, where notebooks put numbers and words alike to the right.

    Examples
    --------
    >>> html_of("A < B", ["Unit"], [["u"]], ["", "one"]).partition("<tbody>")[2]
    '<tr><td>u</td></tr></tbody></table><p>one</p>'
    """
    looks = [' style="text-align:left"' if word else "" for word in words or [False] * len(heads)]

    def line(tag: str, row: Sequence[str]) -> str:
        return "".join(
            f"<{tag}{look}>{html.escape(visible(cell))}</{tag}>"
            for cell, look in zip(row, looks, strict=True)
        )

    head = line("th", heads)
    body = "".join(f"<tr>{line('td', row)}</tr>" for row in cells)
    foot = "".join(f"<p>{html.escape(visible(line))}</p>" for line in below if line)
    top = f"<caption><strong>{html.escape(visible(caption))}</strong></caption><thead><tr>{head}</tr></thead>"
    return f"<table>{top}<tbody>{body}</tbody></table>{foot}"


def _seen(row: Sequence[str]) -> list[str]:
    """Return cells of one line, which has no others in it."""
    return [" ".join(visible(cell).splitlines()) if not cell.isprintable() else cell for cell in row]


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def _pad(text: str, width: int, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text
