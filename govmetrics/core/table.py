"""`Table`: what is shown of a result, the same for the screen, notebooks, Word, Excel, LaTeX, Markdown and HTML."""

from __future__ import annotations

import html as stdlib_html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.language import Language, language_of
from govmetrics.core.options import LABEL, MAPPING, TEXT, asked, count, instance, optional, several
from govmetrics.core.words import Text, say, term
from govmetrics.core.words.terms import Kind

_DECIMALS: dict[Kind, int] = {"count": 0, "rank": 0, "share": 1, "p": 3, "number": 3, "estimate": 3}
_FRAMES = instance(pd.DataFrame | pd.Series, Text("give a DataFrame or a Series"))
_OWN_NAMES = ("unit", "period")
"""Columns whose cells are called what the data call them: a unit may be spelled like a code."""
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
        "text", "word", "count", "number", "share", "p", "estimate", "rank" or "flag".
    decimals : int, optional
        Digits behind the point; those of the kind where not given.
    unit : str
        Of the numbers.
    error : str
        Key of the column that holds an estimate's standard error, printed in brackets behind it.

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
    def of(cls, key: Any, values: pd.Series, room: str, names: Mapping[Any, str]) -> Column:
        """Return the column for a frame's key: as the vocabulary has it, else named by `names`, shown by its type."""
        known = term(key, room) if isinstance(key, str) and key not in names else None
        if known is not None:
            return cls(key, known.heading, known.kind, known.decimals, known.unit)
        name = names.get(key, key if isinstance(key, Text) else " ".join(map(str, _parts(key))))
        return cls(str(key), name, _kind_of(values))

    def text(self, value: Any, language: Language = "en") -> str:
        """Return a cell as people read it.

        Examples
        --------
        >>> Column("p", "p", "p").text(2e-5), Column("share", "Share", "share").text(0.125)
        ('<0.001', '12.5%')
        """
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
            return str(value)
        if self.kind == "word":
            return Text(str(value)).say(language)
        if self.kind == "text" or not isinstance(value, int | float | np.number) or not np.isreal(value):
            return str(value)
        return self._number(float(value))

    def _number(self, value: float) -> str:
        digits = _DECIMALS.get(self.kind, 3) if self.decimals is None else self.decimals
        if self.kind == "p" and 0 <= value < 10**-digits:
            return f"<{10**-digits:.{digits}f}"
        if not np.isfinite(value):
            return "∞" if value > 0 else MINUS + "∞"
        shown = f"{value * 100:,.{digits}f}%" if self.kind == "share" else _plain(value, digits)
        if not any(figure in shown for figure in "123456789"):
            shown = shown.removeprefix("-")
        return shown.replace("-", MINUS)


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it is shown: words in one language, numbers unrounded in `frame`, how they are printed in `columns`.

    Parameters
    ----------
    caption : str
        What it shows.
    frame : DataFrame
        The cells; the index is not shown. After `said` its columns are the headings.
    columns : tuple of Column
        One for each column of `frame`, in its order.
    notes : tuple of str
        What a reader must know.
    sentence : str
        What the table says, in words.
    groups : str
        Key of the column whose equal neighbours are written once, as headings of row groups.
    stars : tuple of float
        p values below which an estimate gets one star more, such as ``(0.05, 0.01, 0.001)``.
    cites : tuple of str
        Keys of the bibliography for the method.
    language : str
        Of the words.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [71.3]}, index=pd.Index(["Nanshan"], name="unit"))
    >>> Table.of("Scores", frame).said("zh").frame.columns.tolist()
    ['单位', '得分']
    """

    caption: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()
    sentence: str = ""
    groups: str = ""
    stars: tuple[float, ...] = ()
    cites: tuple[str, ...] = ()
    language: Language = field(default="en", compare=False)

    @classmethod
    def of(
        cls, caption: str, frame: pd.DataFrame | pd.Series, room: str = "core",
        names: Mapping[Any, str] | None = None, *, notes: Iterable[str] = (), sentence: str = "",
        columns: Sequence[str] | None = None, groups: str = "", stars: tuple[float, ...] = (),
        cites: tuple[str, ...] = (),
    ) -> Table:  # fmt: skip
        """Return a table of a result's frame: its index first, then its columns, called what the vocabulary calls them.

        Parameters
        ----------
        caption : str
            As `Text`.
        frame : DataFrame or Series
            With the keys of the result. Levels of the index without a name are rows' names.
        room : str
            Whose columns' names count first.
        names : mapping, optional
            Names of codes: they head columns and replace cells of text, units and periods aside.
        columns : sequence of str, optional
            Keys to show, in this order; all by default.
        notes, sentence, groups, stars, cites
            See the class.
        """
        asked(caption=(caption, TEXT), frame=(frame, _FRAMES), room=(room, TEXT), names=(names, optional(MAPPING)),
              notes=(notes, several(TEXT)), sentence=(sentence, TEXT), columns=(columns, optional(several(LABEL))))  # fmt: skip
        names = names or {}
        table = frame.to_frame() if isinstance(frame, pd.Series) else frame.copy(deep=False)
        if columns is not None:
            table = table[[key for key in columns if key in table.columns]]
        keys = list(table.columns)  # kept apart: `concat` makes plain text of a `Text`
        if not (isinstance(table.index, pd.RangeIndex) and table.index.name is None):
            levels = [str(name) if name is not None else "name" for name in table.index.names]
            index = table.index.to_frame(index=False).set_axis(_apart(levels, table.columns), axis=1)
            keys = [*index.columns, *keys]
            table = pd.concat([index, table.reset_index(drop=True)], axis=1)
        heads = tuple(Column.of(key, table.iloc[:, i], room, names) for i, key in enumerate(keys))
        table = table.set_axis([head.key for head in heads], axis=1)
        cells = [
            _named(table.iloc[:, i], names)
            if head.kind in ("text", "word") and head.key.strip() not in _OWN_NAMES
            else table.iloc[:, i]
            for i, head in enumerate(heads)
        ]
        if cells:  # put together as they are: to set one pandas would make plain text of an array of texts
            table = pd.concat(cells, axis=1)
        return cls(caption, table, heads, tuple(notes), sentence, groups, stars, cites)

    def said(self, language: str | None = None) -> Table:
        """Return the table in a language: caption, headings, words, notes and sentence."""
        chosen = language_of(language)
        heads = [say(column.name, chosen) for column in self.columns]
        frame = self.frame.set_axis(_unique(heads), axis=1)
        for place, column in enumerate(self.columns):
            if column.kind in ("text", "word", "flag"):
                frame.isetitem(place, [column.text(cell, chosen) for cell in self.frame.iloc[:, place]])
        columns = tuple(
            replace(column, name=head) for column, head in zip(self.columns, frame.columns, strict=True)
        )
        notes = tuple(say(note, chosen) for note in self.notes)
        return replace(
            self, caption=say(self.caption, chosen), frame=frame, columns=columns, notes=notes,
            sentence=say(self.sentence, chosen), language=chosen,
        )  # fmt: skip

    def cells(self, rows: int | None = None) -> list[list[str]]:
        """Return the cells as people read them, of the first `rows` rows."""
        asked(rows=(rows, optional(count(0))))
        shown = self.frame if rows is None else self.frame.head(rows)
        columns = [
            [column.text(cell, self.language) for cell in shown.iloc[:, place]]
            for place, column in enumerate(self.columns)
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def to_text(self, rows: int = 20, width: int = 100) -> str:
        """Return the table for a terminal: at most `rows` rows, columns as far as they go into `width`."""
        asked(rows=(rows, count(0)), width=(width, count(1)))
        heads, cells = [str(column.name) for column in self.columns], self.cells(rows)
        widths = [max([_width(head), *(_width(row[j]) for row in cells)]) for j, head in enumerate(heads)]
        fit = max(1, int(np.searchsorted(np.cumsum(np.array(widths) + 2), width + 2, side="right")))
        left = [column.kind in ("text", "word", "flag") for column in self.columns]
        lines = [self.caption] if self.caption else []
        lines += ["  ".join(_pad(row[j], widths[j], left[j]) for j in range(min(fit, len(heads)))).rstrip()
                  for row in [heads, *cells]]  # fmt: skip
        more = []
        if len(self.frame) > rows:
            more.append(
                Text("{count:# more row|# more rows}", count=len(self.frame) - rows).say(self.language)
            )
        if fit < len(heads):
            more.append(
                Text("{count:# more column|# more columns}", count=len(heads) - fit).say(self.language)
            )
        return "\n".join([*lines, *([f"({', '.join(more)})"] if more else [])])

    def to_html(self, rows: int | None = 30) -> str:
        """Return the table as HTML; names never become markup."""
        asked(rows=(rows, optional(count(0))))
        escape = stdlib_html.escape
        head = "".join(f"<th>{escape(str(column.name))}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self.cells(rows)
        )
        left = 0 if rows is None else max(0, len(self.frame) - rows)
        more = Text("{count:# more row|# more rows}", count=left).say(self.language) if left else ""
        foot = "".join(f"<p>{escape(line)}</p>" for line in [more, self.sentence, *self.notes] if line)
        caption = f"<caption><strong>{escape(self.caption)}</strong></caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{foot}"

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def _kind_of(values: pd.Series) -> Kind:
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_integer_dtype(values):
        return "count"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    numeric = values.dropna().map(lambda cell: isinstance(cell, int | float) and not isinstance(cell, bool))
    return "number" if len(numeric) and numeric.all() else "text"


def _named(values: pd.Series, names: Mapping[Any, str]) -> pd.Series:
    """Return cells with the names of codes where they have one."""
    if values.dtype.kind in "fiub":
        return values
    cells = [names.get(cell, cell) if isinstance(cell, str) else cell for cell in values]
    return pd.Series(cells, values.index, dtype=object, name=values.name)


def _apart(levels: list[str], columns: pd.Index) -> list[str]:
    """Return names for the levels of an index that no column has."""
    return [f"{level} " if level in columns else level for level in levels]


def _unique(heads: Sequence[str]) -> list[str]:
    seen: dict[str, int] = {}
    found = []
    for head in heads:
        seen[head] = seen.get(head, 0) + 1
        found.append(head if seen[head] == 1 else f"{head} ({seen[head]})")
    return found


def _parts(key: Any) -> tuple[Any, ...]:
    return key if isinstance(key, tuple) else (key,)


def _plain(value: float, digits: int) -> str:
    """Return a number with its digits; one too small for them with three figures, never a row of zeros."""
    if value != 0 and abs(value) < 0.5 * 10**-digits:
        return f"{value:.2g}"
    return f"{value:,.{digits}f}"


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes: Chinese characters take two."""
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(mark) in "WF" else 1 for mark in text)


def _pad(text: str, width: int, left: bool) -> str:
    blank = " " * (width - _width(text))
    return text + blank if left else blank + text
