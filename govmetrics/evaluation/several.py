"""Records of several results: each is shown in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar

import numpy as np

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.spelled import spoken
from govmetrics.psychometrics import CorrelationTable, Descriptives, GroupComparison, RankTests

RANKS = "{column}, ranks"
"""What the tests of ranks by a column are called among the results."""


SCALES = (
    "The means of {count:# scale|# scales} run from {least:.2f} ({low}) to {most:.2f} ({high}), n = {n:,}."
)
ITEMS = "The means of {count:# item|# items} run from {least:.2f} ({low}) to {most:.2f} ({high}), n = {n:,}."


def counted(text: Any, told: str) -> Any:
    """Return what is said of the means of columns with what the columns are."""
    if isinstance(text, Label) or not isinstance(text, Text):
        return text
    values = {key: counted(value, told) for key, value in text.values.items()}
    of_means = text.template.startswith("The means of {count:# column")
    return type(text)(told if of_means else text.template, **values)


class Several(Result):
    """A record of results, each shown in turn."""

    @property
    def results(self) -> dict[str, Result]:
        """The results that there are, by name."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: result for name, result in found.items() if isinstance(result, Result)}

    def _tables(self) -> list[Table]:
        """Return the tables of every result, each first one with its result's sentence, notes and works."""
        return [table for result in self.results.values() for table in result._complete_tables()]

    def _first_table(self) -> Table | None:
        """Return the first table of the first result that has one."""
        if (
            type(self)._tables is not Several._tables
            or type(self)._complete_tables is not Result._complete_tables
        ):
            return super()._first_table()
        every = (result._first_table() for result in self.results.values())
        first = next((table for table in every if table is not None), None)
        return None if first is None else self._completed(first)

    def _method(self) -> tuple[Text, ...]:
        """Return what each result says of how it was found; what two say is said once."""
        return tuple(dict.fromkeys(text for result in self.results.values() for text in result._method()))

    def _finding(self) -> tuple[Text, ...]:
        return tuple(text for result in self.results.values() for text in result._finding())


class Labelled(Several):
    """A record of results of a survey's scales, shown by their names in the tree."""

    labels: Mapping[str, Label]

    def _tables(self) -> list[Table]:
        return [table.named(self.labels) for table in super()._tables()]

    def _finding(self) -> tuple[Text, ...]:
        return tuple(spoken(text, self.labels) for text in super()._finding())

    def _method(self) -> tuple[Text, ...]:
        return tuple(spoken(text, self.labels) for text in super()._method())

    def _names(self) -> Mapping[str, str]:
        return self.labels

    def _complete_tables(self) -> list[Table]:
        """Return the tables, the first with the notes on all of them below its own."""
        first, *rest = super()._complete_tables()
        own = [note for note in getattr(self, "notes", ()) if note not in first.notes]
        return [replace(first, notes=(*first.notes, *own)), *rest]


@dataclass(frozen=True, eq=False)
class Described(Labelled):
    """How the answers to a questionnaire are distributed.

    Attributes
    ----------
    scales, items : Descriptives
        Of the scores of scales, and of the answers to items, those to reversed ones turned.
    notes : tuple of Note
        How scores were made.
    labels : mapping of code to str
        What scales and items are called in the tree.

    See Also
    --------
    evaluate
    """

    scales: Descriptives
    items: Descriptives
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)

    def _tables(self) -> list[Table]:
        """Return the tables of scales and of items, each under a caption of its own."""
        scales, items = super()._tables()
        return [
            replace(
                scales,
                caption=Text("Descriptive statistics of the scales"),
                sentence=counted(scales.sentence, SCALES),
            ),
            replace(
                items,
                caption=Text("Descriptive statistics of the items"),
                sentence=counted(items.sentence, ITEMS),
            ),
        ]

    def _finding(self) -> tuple[Text, ...]:
        said = [
            counted(text, told)
            for one, told in ((self.scales, SCALES), (self.items, ITEMS))
            for text in one._finding()
        ]
        return tuple(spoken(text, self.labels) for text in said)


@dataclass(frozen=True, eq=False)
class Correlated(Labelled):
    """How the scores of scales go together.

    Attributes
    ----------
    scales : CorrelationTable
        Of the scores.
    partial : CorrelationTable or None
        With columns held, where the evaluation names some.
    notes : tuple of Note
        How scores were made.
    labels : mapping of code to str
        What the scales are called in the tree.

    See Also
    --------
    evaluate
    """

    scales: CorrelationTable
    partial: CorrelationTable | None = None
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)

    def _tables(self) -> list[Table]:
        """Return the tables; those of partial correlations say so."""
        held = () if self.partial is None else self.partial._complete_tables()
        said = [replace(one, caption=Text("{caption} (partial)", caption=one.caption)) for one in held]
        return [table.named(self.labels) for table in (*self.scales._complete_tables(), *said)]


@dataclass(frozen=True, eq=False)
class GroupDifferences(Labelled):
    """Whether groups of respondents differ in the scores of scales.

    Attributes
    ----------
    by : dict
        {group column: GroupComparison}.
    ranks : dict
        {group column: RankTests}; empty where the evaluation does not ask for them.
    notes : tuple of Note
        Columns that were not compared, and why.
    labels : mapping of code to str
        What the scales are called in the tree.

    See Also
    --------
    evaluate
    """

    by: dict[str, GroupComparison]
    ranks: dict[str, RankTests] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The tests, by group column: of means, then of ranks."""
        found: dict[str, Result] = {}
        for column, result in self.by.items():
            found[column] = result
            if column in self.ranks:
                found[RANKS.format(column=column)] = self.ranks[column]
        return found

    def _finding(self) -> tuple[Text, ...]:
        return (*super()._finding(), *self._agreement())

    def _agreement(self) -> tuple[Text, ...]:
        """Say how far tests of ranks, which assume neither normal answers nor steps of one size, find the same."""
        same = {
            (column, code): bool(result.table["differs"][code] == self.ranks[column].table["differs"][code])
            for column, result in self.by.items() if column in self.ranks
            for code in result.table.index if code in self.ranks[column].table.index
            and not np.isnan([one.table["p"][code] for one in (result, self.ranks[column])]).any()
        }  # fmt: skip
        if not same:
            return ()
        apart = [Text("{code} by {column}", code=self.labels.get(code, code), column=self.labels.get(column, column))
                 for (column, code), one in same.items() if not one]  # fmt: skip
        told = (
            "A referee who doubts that answers are normal, or their steps of one size, is answered by the tests of ranks: they "
            "find the same in all of {count:# comparison|# comparisons}."
        )
        if apart:
            told = (
                "A referee who doubts that answers are normal, or their steps of one size, is answered by the tests of ranks: "
                "they find otherwise in {apart:#} of {count:# comparison|# comparisons} ({names:8})."
            )
        return (Text(told, count=len(same), apart=len(apart), names=apart),)

    def _tables(self) -> list[Table]:
        """Return the tables of every column, whose name stands in the caption."""
        return [
            replace(table, caption=Text("{caption}: {column}", caption=table.caption, column=called)).named(
                self.labels
            )
            for column, called in ((column, self.labels.get(column, column)) for column in self.by)
            for result in (self.by[column], self.ranks.get(column))
            if result is not None
            for table in result._complete_tables()
        ]
