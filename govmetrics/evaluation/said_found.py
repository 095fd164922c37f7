"""What people said where the score fell: codes and quotes beside the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pandas as pd

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note


@dataclass(frozen=True, eq=False)
class WhatPeopleSaid(Result):
    """Codes and quotes of the units in which a score fell, or is lowest where there is one period.

    Attributes
    ----------
    table : DataFrame
        A row for each code of each unit at each node, the deepest fall first: node, unit, score, change (NaN with one
        period), code, share (of the unit's documents that have the code), documents (the unit has), quote.
    period, before : str
        The periods between which scores fell; empty where there are none.
    names : mapping of code to Label
        What nodes and codes are called.
    notes : tuple of Note

    See Also
    --------
    evaluate
    """

    table: pd.DataFrame
    period: str
    before: str
    top: int
    names: Mapping[str, Label]
    notes: tuple[Note, ...] = ()

    _left_out: ClassVar = ("names",)
    _by_line: ClassVar = True

    @property
    def shown(self) -> pd.DataFrame:
        """The rows; without changes where there is one period."""
        return self.table if self.before else self.table.drop(columns="change")

    @property
    def places(self) -> pd.DataFrame:
        """Each unit at each node once, with the code that most of its documents have."""
        return self.table.drop_duplicates(["node", "unit"])

    def _tables(self) -> list[Table]:
        caption = Text("What people said where the score fell")
        return [
            Table.of(caption, self.shown, "text", self.names, kind={"change": "number", "score": "number"})
        ]

    def _names(self) -> Mapping[str, Label]:
        return self.names

    def _method(self) -> tuple[Text, ...]:
        chosen = Text(
            "of each node up to {top} units whose score is below the median, the lowest first", top=self.top
        )
        if self.before:
            told = "of each node up to {top} units whose score fell from {before} to {period}, the deepest fall first"
            chosen = Text(told, top=self.top, before=self.before, period=self.period)
        told = (
            "What coders found is set beside the scores: {chosen}, among the units where people were heard. Names and numbers "
            "in quotes are masked by rules. What people say stands beside the numbers; it does not prove why they changed."
        )
        return (Text(told, chosen=chosen),)

    def _finding(self) -> tuple[Text, ...]:
        if self.table.empty:
            told = (
                "In no unit where people were heard did a score fall."
                if self.before
                else "There is nothing to show."
            )
            return (Text(told),)
        found = []
        for row in self.places.drop_duplicates("node").to_dict("records"):
            told = "{node} is lowest in {unit} ({score:.1f})"
            if self.before:
                told = "{node} fell most in {unit} (by {fall:.1f} to {score:.1f})"
            place = Text(
                told,
                node=self._called(row["node"]),
                unit=str(row["unit"]),
                score=row["score"],
                fall=-row["change"],
            )
            said = Text("{place}; of {documents:# document|# documents} there none has a code of it.", place=place,
                        documents=int(row["documents"]))  # fmt: skip
            if row["code"]:
                told = (
                    "{place}; there {share:.0%} of {documents:# document speaks|# documents speak} of {code}."
                )
                said = Text(told, place=place, share=row["share"], documents=int(row["documents"]),
                            code=self._called(row["code"]))  # fmt: skip
            found.append(said)
        return tuple(found)

    def _called(self, code: str) -> Label:
        return self.names.get(code, Label(code))
