"""Records of several results: each is shown in turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note, renamed
from govmetrics.psychometrics import (
    Confirmation,
    CorrelationTable,
    Descriptives,
    GroupComparison,
    MethodBias,
    Paths,
    RankTests,
    SideBySide,
)

BESIDE = "side by side"
BETWEEN = (", ", " × ", ":", " → ")
"""What stands between the codes in a cell of several."""
RANKS = "{column}, ranks"
"""What the tests of ranks by a column are called among the results."""


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
        return tuple(_spoken(text, self.labels) for text in super()._finding())

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
            replace(scales, caption=Text("Descriptive statistics of the scales")),
            replace(items, caption=Text("Descriptive statistics of the items")),
        ]


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
        }  # fmt: skip
        if not same:
            return ()
        apart = [Text("{code} by {column}", code=self.labels.get(code, code), column=column)
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
            replace(table, caption=Text("{caption}: {column}", caption=table.caption, column=column)).named(
                self.labels
            )
            for column in self.by
            for result in (self.by[column], self.ranks.get(column))
            if result is not None
            for table in result._complete_tables()
        ]


@dataclass(frozen=True, eq=False)
class Measurement(Labelled):
    """The scales of a survey as a measurement model, and whether its answers share their method.

    Attributes
    ----------
    model : Confirmation or None
        The confirmatory model that the evaluation asks for beside validity.
    method_bias : MethodBias or None
        Where validity has none.
    labels : mapping of code to str
        What the scales are called in the tree.

    See Also
    --------
    evaluate
    """

    model: Confirmation | None = None
    method_bias: MethodBias | None = None
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True


@dataclass(frozen=True, eq=False)
class Regressions(Labelled):
    """Regressions, mediations and moderations of respondents or of units.

    Attributes
    ----------
    models : dict
        {name: Regression, Mediation, Moderation or Threshold}.
    beside : SideBySide or None
        Plain regressions of one kind in the columns of one table; None where there are not two.
    notes : tuple of Note
        Which period units are of, and predictors that the outcome is made of.
    labels : mapping of code to str
        What nodes are called in the tree.

    See Also
    --------
    evaluate
    """

    models: dict[str, Result]
    beside: SideBySide | None = None
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The table of all plain regressions, then each by name."""
        beside: dict[str, Result] = {} if self.beside is None else {BESIDE: self.beside}
        return beside | self.models

    def _tables(self) -> list[Table]:
        """Return the table of all, then those of every regression, whose name stands in the caption."""
        beside = [] if self.beside is None else self.beside._complete_tables()
        return [*(_spelled_out(table, self.labels) for table in beside), *_by_model(self.models, self.labels)]


@dataclass(frozen=True, eq=False)
class PathModels(Labelled):
    """Models of paths among scales or factors of respondents, or among measures of units.

    Attributes
    ----------
    models : dict
        {name: Paths}.
    notes : tuple of Note
        Which period units are of.
    labels : mapping of code to str
        What nodes are called in the tree.

    See Also
    --------
    evaluate
    """

    models: dict[str, Paths]
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The models by name."""
        return dict(self.models)

    def _tables(self) -> list[Table]:
        """Return the tables of every model, whose name stands in the caption where there are several."""
        if len(self.models) > 1:
            return _by_model(self.models, self.labels)
        return [_spelled_out(table, self.labels) for table in super()._tables()]


def _by_model(models: Mapping[str, Result], labels: Mapping[str, Label]) -> list[Table]:
    """Return the tables of models, each under a caption with the model's name."""
    return [
        _spelled_out(replace(table, caption=Text("{caption}: {column}", caption=table.caption, column=called(name, labels))),
                     labels)
        for name, result in models.items()
        for table in result._complete_tables()
    ]  # fmt: skip


def called(name: str, labels: Mapping[str, Label]) -> str:
    """Return what a model is called: one that is numbered, by its outcome's name."""
    outcome, _, number = name.rpartition(" (")
    if outcome in labels:
        return Text("{outcome} ({number})", outcome=labels[outcome], number=number.rstrip(")"))
    return labels.get(name, name)


def _spelled_out(table: Table, names: Mapping[str, Label]) -> Table:
    """Return a table with the names of codes, those within lists and products among them."""
    table = table.named(names)
    table = replace(table, sentence=_spoken(table.sentence, names))
    frame = table.frame.copy()
    for at, column in enumerate(frame.columns):
        cells = frame.iloc[:, at]
        if cells.dtype == object or pd.api.types.is_string_dtype(cells):
            said = [_named_within(cell, names) for cell in cells]
            frame = (
                frame.assign(**{column: pd.Series(said, cells.index, dtype=object)})
                if said != list(cells)
                else frame
            )
    return replace(table, frame=frame)


def _spoken(text: Any, names: Mapping[str, Label]) -> Any:
    """Return a sentence with the names of codes, those within arrows and products among them."""
    if isinstance(text, Label):
        return text
    if isinstance(text, Text):
        return type(text)(text.template, **{key: _spoken(value, names) for key, value in text.values.items()})
    if isinstance(text, tuple | list):
        return tuple(_spoken(part, names) for part in text)
    return _named_within(renamed(text, names), names)


def _named_within(cell: Any, names: Mapping[str, Label]) -> Any:
    """Return a cell of several codes as text with their names."""
    if type(cell) is not str:
        return cell
    name, _, number = cell.rpartition(" ")
    if name in names:
        return Text("{first} {second}", first=names[name], second=number)
    if not any(mark in cell for mark in BETWEEN):
        return cell
    mark = next(mark for mark in BETWEEN if mark in cell)
    parts = cell.split(mark)
    if not any(part in names for part in parts):
        return cell
    said = [names.get(part, part) for part in parts]
    if mark == ", ":
        return Text("{columns:30}", columns=said)
    found = said[-1]
    for part in reversed(said[:-1]):
        if mark == " → ":
            found = Text("{first} → {second}", first=part, second=found)
        else:
            found = Text("{first} × {second}", first=part, second=found)
    return found
