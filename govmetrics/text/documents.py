"""`Documents`: texts with what is known of each, the noun of this room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.labels import clean
from govmetrics.core.options import FRAME, LIST, TEXT, Kind, asked, several
from govmetrics.core.periods import ordered
from govmetrics.core.result import Result
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.text._written import lengths, written

LONGEST = 5_000_000
"""Characters of a document; a book of a thousand pages has about one million."""


def _nothing() -> pd.DataFrame:
    return pd.DataFrame({"reason": []}, index=pd.Index([], name="file"), dtype=object)


@dataclass(frozen=True, eq=False)
class Documents(Result):
    """Texts, and what is known of each.

    Attributes
    ----------
    frame : DataFrame, shape (documents, columns)
        The index names each document once; column ``text``, and where they are known ``period``, ``unit`` and others.
    left_out : DataFrame
        Files that are no documents, each with the reason.
    notes : tuple of Note

    See Also
    --------
    read

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> table = pd.DataFrame({"text": ["路灯坏了", "水管漏水"], "unit": ["甲社区", "乙社区"]}, index=["t1", "t2"])
    >>> told = gm.text.Documents(table)
    >>> told.lengths.to_dict()
    {'t1': 4, 't2': 4}
    """

    frame: pd.DataFrame
    left_out: pd.DataFrame = field(default_factory=_nothing)
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {
        "overview": "Documents",
        "duplicates": "Documents with the same text",
        "left_out": "Left out",
    }
    _left_out: ClassVar = ("frame",)

    def __post_init__(self) -> None:
        """Check what always holds: unique names, texts that are texts and not empty."""
        asked(left_out=(self.left_out, FRAME), notes=(self.notes, several(TEXT)))
        if not isinstance(self.frame, pd.DataFrame) or "text" not in self.frame.columns:
            raise FaultyInput("documents", "has no column `text`", "read them with gm.text.read")
        if (
            self.frame.columns.nlevels > 1
            or self.frame.index.nlevels > 1
            or self.frame.columns.duplicated().any()
        ):
            raise FaultyInput("documents", "has headings or rows of several levels", "give one name to each")
        refuse_within("documents", self.frame.drop(columns="text"))
        frame = self.frame.rename_axis(index="document", columns=None)
        if not len(frame):
            raise FaultyInput("documents", "there are none", "give one or more")
        _check(frame)
        kept = pd.Series([written(text) for text in frame["text"]], frame.index, dtype=object)
        object.__setattr__(self, "frame", frame.assign(text=kept))

    @property
    def texts(self) -> pd.Series:
        """The texts."""
        return self.frame["text"]

    @cached_property
    def lengths(self) -> pd.Series:
        """How many characters each has, blanks apart."""
        return pd.Series(lengths(self.frame["text"]), self.frame.index, name="characters")

    @property
    def rows(self) -> list[str]:
        """Which of period and unit are known."""
        return [name for name in ("period", "unit") if name in self.frame.columns]

    @property
    def overview(self) -> pd.DataFrame:
        """How many documents and characters there are, by period and unit."""
        keys = self.rows
        table = pd.DataFrame({"documents": 1, "characters": self.lengths})
        if not keys:
            return pd.DataFrame({"documents": [len(table)], "characters": [int(self.lengths.sum())]})
        by = [self.frame[key] for key in keys]
        found = table.groupby(by if len(by) > 1 else by[0], sort=False, observed=True).sum()
        if "period" in keys:
            place = {label: at for at, label in enumerate(ordered(self.frame["period"]))}
            found = found.sort_index(level="period", key=lambda at: at.map(place), sort_remaining=False, kind="stable") \
                if len(keys) > 1 else found.loc[list(place)]  # fmt: skip
        return found

    @cached_property
    def duplicates(self) -> pd.DataFrame:
        """Documents whose text an earlier one has, blanks apart, each with that one."""
        bare = pd.Series(["".join(text.split()) for text in self.frame["text"]], self.frame.index)
        first = (
            pd.Series(self.frame.index, self.frame.index)
            .groupby(bare.to_numpy(), sort=False)
            .transform("first")
        )
        again = bare.duplicated().to_numpy()
        return pd.DataFrame({"same_as": first[again]}, self.frame.index[again])

    def _method(self) -> tuple[Text, ...]:
        told = "{n:# document was|# documents were} read; blanks are not counted among characters."
        return (Text(told, n=len(self.frame)),)

    def _finding(self) -> tuple[Text, ...]:
        told = "{n:# document|# documents} of {characters:,} characters."
        found = [Text(told, n=len(self.frame), characters=int(self.lengths.sum()))]
        if len(self.duplicates):
            told = "{n:# has|# have} the same text as an earlier one: {names:8}."
            found.append(Text(told, n=len(self.duplicates), names=list(map(str, self.duplicates.index[:50]))))
        if len(self.left_out):
            told = "{n:# file was|# files were} left out: {names:8}."
            found.append(Text(told, n=len(self.left_out), names=list(map(str, self.left_out.index))))
        return tuple(found)


def _check(frame: pd.DataFrame) -> None:
    faults = Faults()
    twice = frame.index[frame.index.duplicated()].unique()
    faults += each(
        twice, lambda name: Fault(place_of(name), "occurs more than once", "name every document once")
    )
    called = pd.Series([clean(name) for name in frame.index], dtype=object)
    again = called[called.duplicated().to_numpy() & ~frame.index.duplicated()].unique()
    faults += each(
        again, lambda name: Fault(place_of(name), "names two documents, but for blanks", "name every document once")
    )  # fmt: skip
    if frame.index.hasnans:
        faults.append(Fault("documents", "one has no name", "name every document once"))
    odd = [name for name, text in frame["text"].items() if not isinstance(text, str)]
    faults += each(odd, lambda name: Fault(place_of(name), "has no text", "leave the document out"))
    blank = [
        name for name, text in frame["text"].items() if isinstance(text, str) and not written(text).strip()
    ]
    faults += each(blank, lambda name: Fault(place_of(name), "the text is empty", "leave the document out"))
    long = [
        (name, len(text))
        for name, text in frame["text"].items()
        if isinstance(text, str) and len(text) > LONGEST
    ]
    faults += each(long, lambda at: Fault(place_of(at[0]), "has {n:,} characters, more than {most:,}",
                                          "split the document", n=at[1], most=LONGEST))  # fmt: skip
    for key in ("period", "unit"):
        missing = frame.index[frame[key].isna()].tolist() if key in frame.columns else []
        places = [place_of(name, key) for name in missing]
        faults += each(
            places, lambda at: Fault(at, "the cell is empty", "fill it in, or leave the column out")
        )
    faults.raise_all()


Given = Documents | pd.DataFrame | pd.Series | Mapping[Any, str] | list[str] | str
GIVEN = Kind(
    lambda value: isinstance(value, Documents | pd.DataFrame | pd.Series | Mapping | str) or LIST.fits(value),
    Text(
        "give what gm.text.read returns, a table with a column `text`, texts by name, a list of texts, or one text"
    ),
)


def documents_of(given: Given) -> Documents:
    """Return documents from whatever holds texts: a table, {name: text}, a list, one text."""
    if isinstance(given, Documents):
        return given
    if isinstance(given, pd.DataFrame):
        return Documents(given)
    if isinstance(given, str):
        given = [given]
    if isinstance(given, Mapping):
        names, texts = list(given), list(given.values())
        if not all(isinstance(name, str | int) for name in names):
            raise FaultyInput("documents", "has names that are no names", "name each by a text or a number")
        return Documents(
            pd.DataFrame(
                {"text": pd.Series(texts, dtype=object).to_numpy()}, index=pd.Index(names, dtype=object)
            )
        )
    series = (
        given
        if isinstance(given, pd.Series)
        else pd.Series(list(given), range(1, len(given) + 1), dtype=object)
    )
    return Documents(pd.DataFrame({"text": series.astype(object)}))
