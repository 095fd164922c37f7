"""`Table`: what is shown of a result, the same for the screen, notebooks, Word, Excel, LaTeX, Markdown and HTML."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from govmetrics.core.column import Column, kinds_of
from govmetrics.core.language import Language, language_of
from govmetrics.core.options import (
    LABEL,
    MAPPING,
    SHARE,
    TEXT,
    asked,
    choice,
    count,
    instance,
    optional,
    several,
)
from govmetrics.core.table_text import html_of, lines_of
from govmetrics.core.within import refuse_within
from govmetrics.core.words import NodeName, Text, renamed, say, term
from govmetrics.core.words.terms import KINDS, Kind

__all__ = ["Column", "Table"]

_FRAMES = instance(pd.DataFrame | pd.Series, Text("give a DataFrame or a Series"))
_WORDS = ("text", "word", "flag")
_OWN_NAMES = ("unit", "period", "peer", "expert", "respondent", "moved_most")
"""Columns whose cells are called what the data call them: a unit or an expert may be spelled like a code."""


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
        p values below which one star more is printed, such as ``(0.05, 0.01, 0.001)``: behind the estimates where
        there are any, else behind the p values; what the stars mean is printed below the table.
    cites : tuple of str
        Keys of the bibliography for the method.
    language : str
        Of the words.

    Examples
    --------
    >>> frame = pd.DataFrame({"score": [71.3]}, index=pd.Index(["Nanshan"], name="unit"))
    >>> Table.of("Scores", frame).said("zh").frame.columns.tolist()
    ['单元', '得分']
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
        cites: tuple[str, ...] = (), kind: Kind | Mapping[Any, Kind] | None = None,
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
        kind : str or {key: str}, optional
            Of the columns that are headed by data (codes, units, grades); by default told from what they hold.
        """
        bare = (
            frame.iloc[:0] if isinstance(frame, pd.DataFrame | pd.Series) else frame
        )  # cells may list what is shown
        asked(caption=(caption, TEXT), frame=(bare, _FRAMES), room=(room, TEXT), names=(names, optional(MAPPING)),
              notes=(notes, several(TEXT)), sentence=(sentence, TEXT), columns=(columns, optional(several(LABEL))),
              groups=(groups, TEXT), stars=(stars, several(SHARE)), cites=(cites, several(TEXT)))  # fmt: skip
        refuse_within("frame", frame.index)
        names = names or {}
        table = frame.to_frame() if isinstance(frame, pd.Series) else frame.copy(deep=False)
        for place, dtype in enumerate(table.dtypes.array):
            if dtype.kind == "O":
                refuse_within(
                    "frame", [cell for cell in table.iloc[:, place] if isinstance(cell, str | list | tuple)]
                )
        if columns is not None:
            table = table[[key for key in columns if key in table.columns]]
        keys = list(table.columns)  # kept apart: `concat` makes plain text of a `Text`
        headed = _of_columns(keys, room, names)
        kinds = dict.fromkeys(keys, kind) if isinstance(kind, str) else {} if kind is None else kind
        asked(kind=(kinds, MAPPING))
        asked(kind=(list(kinds.values()), several(choice(*KINDS))))
        if not (isinstance(table.index, pd.RangeIndex) and table.index.name is None):
            levels = [str(name) if name is not None else "name" for name in table.index.names]
            index = table.index.to_frame(index=False).set_axis(_apart(levels, table.columns), axis=1)
            keys = [*index.columns, *keys]
            table = pd.concat([index, table.reset_index(drop=True)], axis=1)
        heads = _heads(keys, table, room, headed, kinds)
        table = table.set_axis([head.key for head in heads], axis=1)
        return cls(
            caption, _with_names(table, heads, names), heads, tuple(notes), sentence, groups, tuple(stars), tuple(cites)
        )  # fmt: skip

    def named(self, names: Mapping[Any, str]) -> Table:
        """Return the table with the names of codes: in its cells, as its headings, in its sentence and its notes."""
        asked(names=(names, MAPPING))
        heads = tuple(
            column
            if isinstance(column.name, Text)
            else replace(column, name=names.get(column.name, column.name))
            for column in self.columns
        )
        return replace(
            self, frame=_with_names(self.frame, heads, names), columns=heads, sentence=renamed(self.sentence, names),
            notes=tuple(renamed(note, names) for note in self.notes),
        )  # fmt: skip

    def said(self, language: Language | None = None) -> Table:
        """Return the table in a language: caption, headings, words, notes and sentence."""
        chosen = language_of(language)
        heads = [say(column.name, chosen) for column in self.columns]
        frame = self.frame.set_axis(_unique(heads), axis=1)
        dtypes = frame.dtypes.array
        for place, column in enumerate(self.columns):
            if column.kind in _WORDS:
                frame.isetitem(place, column.texts(self.frame.iloc[:, place].tolist(), chosen))
            elif pd.api.types.is_object_dtype(dtypes[place]):  # words among the numbers
                cells = [
                    say(cell, chosen) if isinstance(cell, Text) else cell for cell in frame.iloc[:, place]
                ]
                frame.isetitem(place, pd.Series(cells, dtype=object).to_numpy())  # counts stay whole
        columns = tuple(
            replace(column, name=head) for column, head in zip(self.columns, frame.columns, strict=True)
        )
        notes = tuple(say(note, chosen) for note in self.notes)
        return replace(
            self, caption=say(self.caption, chosen), frame=frame, columns=columns, notes=notes,
            sentence=say(self.sentence, chosen), language=chosen,
        )  # fmt: skip

    def cells(self, rows: int | None = None) -> list[list[str]]:
        """Return the cells as people read them, of the first `rows` rows; estimates with errors and stars."""
        asked(rows=(rows, optional(count(0))))
        shown = self.frame if rows is None else self.frame.head(rows)
        texts = [
            column.texts(shown.iloc[:, place].tolist(), self.language)
            for place, column in enumerate(self.columns)
        ]
        places, stars = {column.key: place for place, column in enumerate(self.columns)}, self._stars(shown)
        for place, column in enumerate(self.columns):
            if column.error in places:
                errors = texts[places[column.error]]
                texts[place] = [f"{text} ({error})" for text, error in zip(texts[place], errors, strict=True)]
            if place in stars:
                texts[place] = [text + mark for text, mark in zip(texts[place], stars[place], strict=True)]
        return [list(row) for row in zip(*texts, strict=True)]

    @property
    def legend(self) -> str:
        """What the stars mean; empty where there are none."""
        return ", ".join(f"{'*' * (i + 1)} p < {limit:g}" for i, limit in enumerate(self.stars))

    def to_text(self, rows: int = 40, width: int = 100) -> str:
        """Return the table for a terminal: at most `rows` rows, columns as far as they go into `width`."""
        asked(rows=(rows, count(0)), width=(width, count(1)))
        columns, cells = self._printed(rows)
        left = [column.kind in _WORDS for column in columns]
        lines, hidden = lines_of([str(column.name) for column in columns], cells, left, width)
        more = list(filter(None, [self._more_rows(rows)]))
        if hidden:
            more.append(Text("{count:# more column|# more columns}", count=hidden).say(self.language))
        told = Text("({parts})", parts=more).say(self.language) if more else ""
        return "\n".join(filter(None, [self.caption, *lines, told, self.legend]))

    def to_html(self, rows: int | None = 60) -> str:
        """Return the table as HTML; names never become markup."""
        asked(rows=(rows, optional(count(0))))
        columns, cells = self._printed(rows)
        below = [self._more_rows(rows), self.legend, self.sentence, *self.notes]
        words = [column.kind in _WORDS for column in columns]
        return html_of(self.caption, [str(column.name) for column in columns], cells, below, words)

    def printed(self, rows: int | None = None) -> tuple[list[str], list[list[str]], list[bool]]:
        """Return headings, and cells as people read them (of the first `rows` rows), and which columns are numbers."""
        columns, cells = self._printed(rows)
        return (
            [str(column.name) for column in columns],
            cells,
            [column.kind not in _WORDS for column in columns],
        )

    def _printed(self, rows: int | None) -> tuple[list[Column], list[list[str]]]:
        """Return what is printed: no column of errors that stand behind estimates, the name of a row group once."""
        behind = {column.error for column in self.columns if column.error}
        places = [place for place, column in enumerate(self.columns) if column.key not in behind]
        columns = [self.columns[place] for place in places]
        cells = [[row[place] for place in places] for row in self.cells(rows)]
        for j in (j for j, column in enumerate(columns) if column.key == self.groups):
            names = [row[j] for row in cells]
            for row, name, above in zip(cells[1:], names[1:], names, strict=False):
                row[j] = "" if name == above else name
        return columns, cells

    def _stars(self, shown: pd.DataFrame) -> dict[int, list[str]]:
        """Return the stars behind the cells of columns: of estimates by the row's first p value, else of each p value."""
        p = [place for place, column in enumerate(self.columns) if column.kind == "p"]
        corrected = {"p_holm", "p_adjusted"} & {column.key for column in self.columns}
        p = [
            place for place in p if not (corrected and self.columns[place].key == "p")
        ]  # what is corrected decides
        estimates = [place for place, column in enumerate(self.columns) if column.kind == "estimate"]
        told_by = {place: p[0] for place in estimates if p} or {place: place for place in p}
        return {
            place: ["*" * sum(value < limit for limit in self.stars) for value in shown.iloc[:, by]]
            for place, by in told_by.items()
            if self.stars
        }

    def _more_rows(self, rows: int | None) -> str:
        left = 0 if rows is None else len(self.frame) - rows
        return Text("{count:# more row|# more rows}", count=left).say(self.language) if left > 0 else ""

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        return self.to_html()


def _of_columns(keys: Sequence[Any], room: str, names: Mapping[Any, str]) -> Mapping[Any, str]:
    """Return the names that may head columns: nodes spelled like our words (C, D) head only columns among those of nodes."""
    if 2 * sum(isinstance(key, Hashable) and isinstance(names.get(key), NodeName) for key in keys) > len(
        keys
    ):
        return names
    return {
        code: name
        for code, name in names.items()
        if not isinstance(name, NodeName) or term(code, room) is None
    }


def _heads(
    keys: Sequence[Any],
    table: pd.DataFrame,
    room: str,
    names: Mapping[Any, str],
    kinds: Mapping[Any, Kind],
) -> tuple[Column, ...]:
    """Return the columns; of those that the vocabulary does not know the kind is given, or told by their cells."""
    data = [
        place
        for place, key in enumerate(keys)
        if key in names or isinstance(key, Text) or term(key, room) is None
    ]
    found = dict(zip(data, kinds_of(table, data), strict=True))
    return tuple(
        Column.of(key, room, names, kinds.get(key) or found.get(place, "number"))
        for place, key in enumerate(keys)
    )


def _with_names(table: pd.DataFrame, heads: Sequence[Column], names: Mapping[Any, str]) -> pd.DataFrame:
    """Return cells of text with the names of codes where they have one."""
    named = [
        place
        for place, (head, dtype) in enumerate(zip(heads, table.dtypes.array, strict=True))
        if head.kind in ("text", "word") and head.key.strip() not in _OWN_NAMES and dtype.kind not in "fiub"
    ]
    if not named:
        return table
    cells, after = [], 0
    for place in named:  # those between are taken together: there may be thousands
        cells += [table.iloc[:, after:place], _named(table.iloc[:, place], names)]
        after = place + 1
    # put together as they are: to set one pandas would make plain text of an array of texts
    return pd.concat([*cells, table.iloc[:, after:]], axis=1)


def _named(values: pd.Series, names: Mapping[Any, str]) -> pd.Series:
    """Return cells with the names of codes where they have one."""
    cells = [renamed(cell, names) for cell in values]
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
