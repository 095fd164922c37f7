"""`Column`: what a column of a table is called, and how its cells are written for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.language import LANGUAGES, Language, language_of
from govmetrics.core.options import LIST, asked
from govmetrics.core.words import Text, method_name, term
from govmetrics.core.words.terms import Kind
from govmetrics.core.words.text import is_large, label_text, printed
from govmetrics.numerics.arrays import Array, Bools

_DECIMALS: dict[Kind, int] = {
    "count": 0,
    "rank": 0,
    "share": 1,
    "p": 3,
    "number": 3,
    "estimate": 3,
    "mixed": 3,
}
_NOISE = 1e-13
"""A number smaller than this is what rounding leaves of zero."""
_ALIKE = ("count", "rank", "share", "number", "estimate", "mixed")
"""Kinds whose numbers are the wider, the more digits stand before the point."""
_NUMBERS = (np.dtype(np.float64), np.dtype(np.int64))
MINUS, DASH = "−", "–"


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    key : str
        Its name in the result's frame.
    name : str
        Its heading; as `Text` in both languages.
    kind : str
        See `govmetrics.core.words.terms.Kind`.
    decimals : int, optional
        Digits behind the point; those of the kind where not given.
    unit : str
        Of the numbers.
    error : str
        Key of the column that holds the standard error of an estimate: printed in brackets behind it, and not by itself.

    Examples
    --------
    >>> Column("share", "Share", "share").text(0.125)
    '12.5%'
    """

    key: str
    name: str
    kind: Kind = "number"
    decimals: int | None = None
    unit: str = ""
    error: str = ""

    @classmethod
    def of(cls, key: Any, room: str, names: Mapping[Any, str], kind: Kind) -> Column:
        """Return the column for a frame's key: as the vocabulary has it, else named by `names` and of a kind."""
        known = None if key in names or isinstance(key, Text) else term(key, room)
        if known is not None:
            return cls(key, known.heading, known.kind, known.decimals, known.unit, known.error)
        parts = key if isinstance(key, tuple) else (key,)
        return cls(
            str(key), names.get(key, key if isinstance(key, Text) else " ".join(map(str, parts))), kind
        )

    def text(self, value: Any, language: Language = "en") -> str:
        """Return a cell as people read it.

        Examples
        --------
        >>> Column("p", "p", "p").text(2e-5), Column("share", "Share", "share").text(0.125)
        ('<0.001', '12.5%')
        """
        return self.texts([value], language)[0]

    def texts(self, values: Iterable[Any], language: Language = "en") -> list[str]:
        """Return cells as people read them."""
        if isinstance(values, str | bytes) or not isinstance(values, Iterable):
            asked(values=(values, LIST))
        if not (isinstance(language, str) and language in LANGUAGES):
            language = language_of(language)  # refuses it
        return [self._text(value, language) for value in values]

    def _text(self, value: Any, language: Language) -> str:
        if isinstance(value, float) and self.kind not in ("word", "text"):  # most cells are one of these two
            return DASH if np.isnan(value) else self._number(value)
        if type(value) is str and self.kind != "word":
            return value
        if isinstance(value, Text):
            return value.say(language)
        if self.kind == "flag" and isinstance(value, bool | np.bool_):
            return Text("yes" if value else "no").say(language)
        if isinstance(value, tuple | list):
            return Text("{cells}", cells=value).say(language)
        if (
            value is None
            or value is pd.NA
            or value is pd.NaT
            or (isinstance(value, float) and np.isnan(value))
        ):
            return DASH
        if not np.isscalar(value) and not hasattr(value, "isoformat"):
            return label_text(value)
        if self.kind == "word":
            return _worded(str(value), self.key == "step", language)
        if self.kind == "text" or not isinstance(value, int | float | np.number) or not np.isreal(value):
            return label_text(value)
        if self.kind == "mixed" and isinstance(value, int | np.integer):  # a count, 0 and 1 too
            return f"{value:,}".replace("-", MINUS)
        try:
            return self._number(float(value))
        except OverflowError:  # a whole number of hundreds of digits
            return printed(value)

    @property
    def digits(self) -> int:
        """How many digits stand behind the point."""
        return _DECIMALS.get(self.kind, 3) if self.decimals is None else self.decimals

    @property
    def number_format(self) -> str:
        """How a spreadsheet shows the numbers; empty where the cells are text.

        Examples
        --------
        >>> Column("share", "Share", "share").number_format
        '#,##0.0%'
        """
        if self.kind in ("text", "word", "flag"):
            return ""
        plain = f"#,##0{'.' if self.digits else ''}{'0' * self.digits}{'%' if self.kind == 'share' else ''}"
        least = f"{10**-self.digits:.{self.digits}f}"
        return (
            f'[<{least}]"<{least}";{plain}'
            if self.kind == "p"
            else "General"
            if self.kind == "mixed"
            else plain
        )

    def _number(self, value: float) -> str:
        digits = self.digits
        if 0 <= value < 10**-digits and (self.kind == "p" or (self.kind == "mixed" and value > 0)):
            return f"<{10**-digits:.{digits}f}"
        if not np.isfinite(value):
            return "∞" if value > 0 else MINUS + "∞"
        if self.kind == "mixed" and value > 1 and value == round(value):
            digits = 0
        shown = f"{value * 100:,.{digits}f}%" if self.kind == "share" else _plain(value, digits)
        if not any(figure in shown for figure in "123456789"):
            shown = shown.removeprefix("-")
        return shown.replace("-", MINUS)


def kinds_of(table: pd.DataFrame, places: Sequence[int]) -> list[Kind]:
    """Return the kinds of columns that the data head, by what they hold; numbers are whole only where all of them are."""
    dtypes = table.dtypes.array
    kinds = [_kind_of(dtypes[place]) or _kind_of_cells(table.iloc[:, place]) for place in places]
    whole = all(
        (pd.to_numeric(table.iloc[:, place]).dropna() % 1 == 0).all()
        for place, kind in zip(places, kinds, strict=True)
        if kind in ("count", "number")
    )
    return ["count" if kind == "number" and whole else kind for kind in kinds]


def _kind_of(dtype: Any) -> Kind | None:
    """Return the kind of a column by its type alone; None where its cells must be looked at."""
    if dtype == np.float64:  # most are, and there may be thousands
        return "number"
    if pd.api.types.is_bool_dtype(dtype):
        return "flag"
    if pd.api.types.is_integer_dtype(dtype):
        return "count"
    return "number" if pd.api.types.is_numeric_dtype(dtype) else None


def _kind_of_cells(values: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(values):  # categories that are truth values
        return "flag"
    numeric = values.dropna().map(
        lambda cell: isinstance(cell, int | float) and not isinstance(cell, bool) and not is_large(cell)
    )
    return "number" if len(numeric) and numeric.all() else "text"


def _plain(value: float, digits: int) -> str:
    """Return a number with its digits; one too small for them with three figures, never a row of zeros."""
    if _NOISE <= abs(value) < 0.5 * 10**-digits:
        return f"{value:.2g}"
    return f"{value:,.{digits}f}"


def widest(column: Column, values: pd.Series, language: Language = "en") -> list[str]:
    """Return texts of cells among which is the widest: of numbers only those that may be it are written.

    The more digits stand before the point, the wider is a number; only what is too small for the digits behind it
    is written otherwise, and what is whole where the kind is mixed.

    Examples
    --------
    >>> widest(Column("score", "Score"), pd.Series([1.0, 250.0, 30.0, -4.0]))
    ['−4.000', '250.000']
    """
    if values.dtype not in _NUMBERS or column.kind not in _ALIKE:
        return column.texts(values.tolist(), language)
    array = values.to_numpy()
    known = array[np.isfinite(array)]
    small = np.unique(known[np.abs(known) < 10.0**-column.digits])
    mixed = known[_has_digits(known)] if column.kind == "mixed" else known[:0]
    parts = [part for part in (known, mixed) if len(part)]
    ends = [end.item() for part in parts for end in (part.min(), part.max())]
    without = np.unique(array[~np.isfinite(array)])
    return column.texts(list(dict.fromkeys([*ends, *small.tolist(), *without.tolist()])), language)


@lru_cache(4096)
def _worded(word: str, is_step: bool, language: Language) -> str:
    """Return a word of a column in a language: there may be millions of cells of a few words."""
    return (method_name if is_step else Text)(word).say(language)


def widest_each(columns: Sequence[Column], frame: pd.DataFrame, language: Language = "en") -> list[list[str]]:
    """Return `widest` of each column of a frame; of columns of numbers, of which there may be thousands, at one look.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [1.0, 250.0, 30.0, -4.0], "unit": list("abcd")})
    >>> widest_each([Column("score", "Score"), Column("unit", "Unit", "text")], frame)
    [['−4.000', '250.000'], ['a', 'b', 'c', 'd']]
    """
    dtypes, found = frame.dtypes.array, {}
    floats = [
        place for place, column in enumerate(columns) if dtypes[place] == np.float64 and column.kind in _ALIKE
    ]
    if len(frame) and floats:
        array = frame.iloc[:, floats].to_numpy()
        size = np.abs(array)
        odd = (
            np.isinf(size) | ((size > 0) & (size < [10.0 ** -columns[place].digits for place in floats]))
        ).any(axis=0)
        mixed = np.array([columns[place].kind == "mixed" for place in floats])
        behind = np.where(mixed & _has_digits(array), array, np.nan)
        ends = [*map(np.fmin.reduce, (array, behind)), *map(np.fmax.reduce, (array, behind))]
        found = {
            place: columns[place].texts(list(dict.fromkeys(cells if own else cells[::2])), language)
            for place, is_odd, own, *cells in zip(floats, odd, mixed, *(end.tolist() for end in ends), strict=True)
            if not is_odd
        }  # fmt: skip
    return [
        found[place] if place in found else widest(column, frame.iloc[:, place], language)
        for place, column in enumerate(columns)
    ]


def _has_digits(array: Array) -> Bools:
    """Tell which numbers have digits behind the point also where the kind is mixed."""
    return np.asarray((array <= 1) | (array != np.round(array)))
