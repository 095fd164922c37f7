"""`Result`: the base of everything that a method finds. What is shown of it follows from its fields and tables."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.language import language_of
from govmetrics.core.plain import plain
from govmetrics.core.procedure import UNTOLD, Procedure
from govmetrics.core.table import Table
from govmetrics.core.words import LANGUAGES, Language, Text, joined, paragraph, say
from govmetrics.core.words.terms import Kind

LINES = 40
"""A result prints at most so many lines."""
WHOLE = 31
"""A table of so many rows, China's provinces, is printed whole."""


def schema_name(kind: type) -> str:
    """Return the name of a class as schemas have it.

    Examples
    --------
    >>> schema_name(Result)
    'result'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()


@dataclasses.dataclass(frozen=True, eq=False)
class Result:
    """What a method found: named fields, tables, a sentence.

    A result's class names the frames that are shown, and says its finding; all else follows:

    * `_shown`: fields (or cached properties) that are tables, each with its caption, the most important first;
    * `_kinds`: of those whose columns are headed by data (codes, units, grades), what kind of number they hold, where
      the cells do not tell;
    * `_finding()`: the sentences that say what was found, without language (`Text`);
    * `_names()`: names of codes in both languages, where they are not those of its field `tree`;
    * `_method()`: the sentences that say how it was found, as the methods section of a paper has them; by default
      those of its field `procedure`, where the method's function writes them;
    * `_cites`: keys of the bibliography for the method, for tables that name none; else those of its `procedure`;
    * `_tables()`: only where the tables are not simply the frames in `_shown`.

    Columns are called what the vocabulary (`core/words/columns`) calls them.

    Parameters
    ----------
    **fields
        Those of the subclass.

    Examples
    --------
    >>> @dataclasses.dataclass(frozen=True, eq=False)
    ... class Found(Result):
    ...     ranks: pd.DataFrame
    ...     _shown = {"ranks": "Ranks"}
    >>> Found(pd.DataFrame({"rank": [1]}, index=pd.Index(["Nanshan"], name="unit")))
    <Found>
    Ranks
    Unit     Rank
    Nanshan     1
    """

    _shown: ClassVar[Mapping[str, str]] = {}
    _kinds: ClassVar[Mapping[str, Kind]] = {}
    _cites: ClassVar[tuple[str, ...]] = ()
    _by_line: ClassVar[bool] = False
    """The summary begins a line with each sentence of the finding."""
    _left_out: ClassVar[tuple[str, ...]] = ()
    """Fields beside the tree that `to_dict` leaves out: what came in, not what was found."""
    _may_lack: ClassVar[tuple[str, ...]] = ()
    """Keys of `to_dict` that are not there where there is nothing to say."""
    _version: ClassVar[int] = 1
    """Of what `to_dict` gives; a key that goes, or means something else, makes the next one."""

    def tables(self, language: Language | None = None) -> tuple[Table, ...]:
        """Return what is shown of the result, as tables in a language.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use (`gm.use`).

        Returns
        -------
        tuple of Table
            Each with ``caption``, ``frame``, ``columns``, ``notes`` and ``sentence``; the first with the finding.
        """
        chosen = language_of(language)
        return tuple(table.said(chosen) for table in self._complete_tables())

    def summary(self, language: Language | None = None) -> str:
        """Return the finding and the notes, in words of a language."""
        chosen = language_of(language)
        return self._told([joined(paragraph, chosen) for paragraph in self._paragraphs()], chosen)

    def _told(self, lines: Iterable[str], language: Language | None) -> str:
        """Return lines and the notes, in words of a language."""
        chosen = language_of(language)
        return "\n".join(filter(None, (say(line, chosen) for line in [*lines, *getattr(self, "notes", ())])))

    def method_paragraph(self, language: Language | None = None) -> str:
        """Return how it was found, as a paper says it, in words of a language; empty where there is nothing to say."""
        return joined(self._method(), language_of(language))

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of the first of the frames that are shown."""
        if not self._shown:
            return next((table.frame.copy() for table in self._tables()), pd.DataFrame())
        first = getattr(self, next(iter(self._shown)))
        return first.to_frame() if isinstance(first, pd.Series) else first.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field as plain types that JSON knows: no NaN, rows of a panel as [period, unit].

        Before them stand "schema", which says of what kind and version the content is, and "names", what codes are
        called in both languages; results inside have their own "schema". What `from_dict` reads again has all that
        it was made of, its "tree" too.
        """
        names = {
            str(code): {language: say(name, language) for language in LANGUAGES}
            for code, name in self._every_name().items()
        }
        tree = getattr(self, "tree", None) or getattr(getattr(self, "weights", None), "tree", None)
        whole = {}
        if hasattr(self, "from_dict") and tree is not None:
            whole = {"tree": tree.to_dict(), **{name: plain(getattr(self, name)) for name in self._left_out}}
        return {"schema": self.schema(), "names": names, **whole, **self._content()}

    @classmethod
    def schema(cls) -> str:
        """Return what the content of `to_dict` is called, with its version, such as "govmetrics/weights/1"."""
        return f"govmetrics/{schema_name(cls)}/{cls._version}"

    def _inside(self) -> dict[str, Any]:
        """Return what stands for it in the `to_dict` of another result: names are told once, at the top."""
        return {"schema": self.schema(), **self._content()}

    def _content(self) -> dict[str, Any]:
        """Return what `_keys` names, as plain types."""
        return {name: plain(getattr(self, name)) for name in self._keys()}

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        """Return the keys of `_content`, each with its type: by default the fields."""
        return {
            field.name: field.type
            for field in dataclasses.fields(cls)
            if field.name not in ("tree", "procedure", *cls._left_out) and not field.name.startswith("_")
        }

    def _every_name(self) -> dict[Any, str]:
        """Return the names of codes, of the result and of those that it holds."""
        held = (getattr(self, field.name) for field in dataclasses.fields(self))
        inside = [one._every_name() for one in held if isinstance(one, Result)]
        return {code: name for names in [*inside, self._names()] for code, name in names.items()}

    def _method(self) -> tuple[Text, ...]:
        """Return the sentences that say how it was found, with the choices that were made."""
        return self._procedure.said

    @property
    def _procedure(self) -> Procedure:
        """How the method's function says that it was found."""
        found = getattr(self, "procedure", None)
        return found if isinstance(found, Procedure) else UNTOLD

    def _finding(self) -> tuple[Text, ...]:
        """Return the sentences that say what was found."""
        return ()

    def _paragraphs(self) -> tuple[tuple[Text, ...], ...]:
        """Return the finding by paragraphs: one, unless the result is made of several parts."""
        found = self._finding()
        return tuple((text,) for text in found) if self._by_line else (found,)

    def _names(self) -> Mapping[Any, str]:
        """Return the names of codes: those of the result's tree."""
        tree = getattr(self, "tree", None)
        return {} if tree is None else tree.names()

    def _complete_tables(self) -> list[Table]:
        """Return the tables, without language, the first with the finding and the notes where it has none of its own."""
        tables = self._tables()
        if tables:
            tables[0] = self._completed(tables[0])
        cites = self._own_works()
        if tables and cites and not any(table.cites for table in tables):
            tables[0] = dataclasses.replace(tables[0], cites=cites)
        return tables

    def _own_works(self) -> tuple[str, ...]:
        """Return the keys of the works that the first table cites where no table names any itself."""
        return self._cites or self._procedure.cites

    def _works(self) -> tuple[str, ...]:
        """Return the keys of the works that the tables cite, each once; no table is built where that can be helped."""
        kind = type(self)
        if kind._tables is Result._tables and kind._complete_tables is Result._complete_tables:
            frames = (getattr(self, name) for name in self._shown)
            return self._own_works() if any(one is not None and one.size for one in frames) else ()
        return tuple(dict.fromkeys(key for table in self._complete_tables() for key in table.cites))

    def _completed(self, first: Table) -> Table:
        """Return the first table with the finding and the notes, where it has none of its own."""
        notes = tuple(getattr(self, "notes", ()))
        if notes and not first.notes:
            first = dataclasses.replace(first, notes=notes)
        return first if first.sentence else dataclasses.replace(first, sentence=paragraph(self._finding()))

    def _tables(self) -> list[Table]:
        """Return the tables, without language."""
        return list(self._each_table())

    def _each_table(self) -> Iterator[Table]:
        """Yield the tables of the frames that are shown, each built when it is asked for."""
        room, names = type(self).__module__.split(".")[1], self._names()
        for name in self._shown:
            frame = getattr(self, name)
            if frame is not None and frame.size:
                yield Table.of(Text(self._shown[name]), frame, room, names, kind=self._kinds.get(name))

    def _first_table(self) -> Table | None:
        """Return the first table as `tables` has it, without language; no other is built where that can be helped."""
        kind = type(self)
        if kind._tables is Result._tables and kind._complete_tables is Result._complete_tables:
            first = next(self._each_table(), None)
            return None if first is None else self._completed(first)
        return next(iter(self._complete_tables()), None)

    def _first_said(self) -> Table | None:
        first = self._first_table()
        return None if first is None else first.said(language_of())

    def __init_subclass__(cls) -> None:
        """Keep this way of printing: `dataclass` would write another into every class that has none of its own."""
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Result.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        """Return the finding, then the head of the first table: at most 40 lines, 31 rows of them."""
        first = self._first_said()
        told = [f"<{type(self).__name__}>", *Result.summary(self).splitlines()][: LINES // 2]
        if first is not None:
            rows = len(first.frame)
            if rows <= WHOLE:  # rather than what is told besides the finding, notes first of all
                told = told[: max(2, LINES - 2 - rows)]
            room = LINES - len(told) - (2 if rows <= WHOLE else 3)
            told += first.to_text(rows=max(3, min(rows if rows <= WHOLE else 20, room))).splitlines()
        return "\n".join(told[:LINES])

    def _repr_html_(self) -> str:
        first = self._first_said()
        return f"<p>{html.escape(self.summary())}</p>" if first is None else first.to_html()
