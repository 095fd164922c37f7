"""A coding: what each coder found in each document, with the passages that say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text

NO_SECOND = Text(
    "let a second coder code the documents, too, on sheets that gm.text.forms writes, and give both codings"
)


@dataclass(frozen=True, eq=False)
class Coding(Result):
    """Documents as coders coded them.

    Attributes
    ----------
    marks : DataFrame
        Rows are documents and coders, columns codes: 1 given, 0 not given (or a level), NaN where it was not coded.
    passages : DataFrame
        Columns document, coder, code, quote: one row for each passage that was given a code; quote may be missing.
    attributes : DataFrame
        Rows are documents: what else is known of them (community, year, kind).
    labels : dict
        What codes are called.

    See Also
    --------
    read_coding
    """

    marks: pd.DataFrame
    passages: pd.DataFrame
    attributes: pd.DataFrame
    labels: dict[str, Label]
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"marks": "Coding", "passages": "Coded passages", "attributes": "Documents"}
    _kinds: ClassVar = {"marks": "number"}

    @property
    def documents(self) -> list[Any]:
        """The documents, in the order in which they were read."""
        return list(dict.fromkeys(self.marks.index.get_level_values("document")))

    @property
    def coders(self) -> list[Any]:
        """The coders, in the order in which they were read."""
        return list(dict.fromkeys(self.marks.index.get_level_values("coder")))

    @property
    def codes(self) -> list[str]:
        """The codes, in the order of the codebook."""
        return list(self.marks.columns)

    def _names(self) -> Mapping[Any, str]:
        return self.labels

    def _finding(self) -> tuple[Text, ...]:
        told = (
            "{coders:# coder|# coders} coded {documents:# document|# documents} by {codes:# code|# codes}, with "
            "{passages:# passage|# passages}."
        )
        return (Text(told, coders=len(self.coders), documents=len(self.documents), codes=len(self.codes),
                     passages=len(self.passages)),)  # fmt: skip


def of_one(coding: Coding, coder: str, place: str) -> pd.DataFrame:
    """Return one coder's marks, documents x codes; a name that nobody has is a fault."""
    if coder not in coding.coders:
        there = "the coders are: {labels:10}"
        raise FaultyInput([Fault(place, "{value!r} is no coder", there, value=str(coder),
                                 labels=[str(one) for one in coding.coders])])  # fmt: skip
    return coding.marks[coding.marks.index.get_level_values("coder") == coder].droplevel("coder")
