"""What a column of a result is called in both languages, and how its numbers are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Literal, get_args

from govmetrics.core.words.text import Label

Kind = Literal["text", "word", "count", "number", "share", "p", "estimate", "rank", "flag", "mixed"]
"""Free text; a word of the vocabulary; a whole number; a number with decimals; a share of one, shown in percent;
a p value; an estimate, which may have its error in brackets and stars; a rank; yes or no; statistics of several kinds
one below the other (chi-square, its degrees of freedom, its p)."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True)
class Term:
    """What a column is called and how it is shown.

    Parameters
    ----------
    english, chinese : str
        The heading.
    kind : str
        See `Kind`.
    decimals : int, optional
        Digits behind the point; by default those that suit the kind.
    unit : str
        Of the numbers.
    error : str
        Of an estimate: the key of the column with its standard error.
    """

    english: str
    chinese: str
    kind: Kind = "number"
    decimals: int | None = None
    unit: str = ""
    error: str = ""

    @property
    def heading(self) -> Label:
        """The heading in both languages."""
        return Label(self.english, self.chinese)


def term(key: Any, room: str = "core") -> Term | None:
    """Return what a column is called: in its room, else in all; None where it is not one of our words (a unit, a code).

    Examples
    --------
    >>> term("score").chinese
    '得分'
    """
    if not isinstance(key, str):
        return None
    return _columns().get(room, {}).get(key) or _columns()["core"].get(key)


@cache
def _columns() -> Mapping[str, Mapping[str, Term]]:
    columns = import_module("govmetrics.core.words.columns")  # its files import this one
    return {
        room.name: import_module(f"{columns.__name__}.{room.name}").COLUMNS
        for room in iter_modules(columns.__path__)
    }
