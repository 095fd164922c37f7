"""Records of what is alike: items in groups of respondents, raters of the same things, answers of the same people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.several import Labelled, Several
from govmetrics.evaluation.spelled import spelled_out, spoken
from govmetrics.psychometrics import Ac1, Invariance, Kappa, Krippendorff, OrdinalInvariance, PairedTests


@dataclass(frozen=True, eq=False)
class Invariances(Labelled):
    """Whether the items of a survey mean the same in groups of respondents.

    Attributes
    ----------
    by : dict
        {group column: OrdinalInvariance or Invariance}.
    notes : tuple of Note
        Which answers were taken as numbers, who is not used, and what follows where invariance fails.
    labels : mapping of code to str
        What scales and items are called in the tree.

    See Also
    --------
    evaluate
    """

    by: dict[str, Invariance | OrdinalInvariance]
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The comparisons of models, by group column."""
        return dict(self.by)

    def _finding(self) -> tuple[Text, ...]:
        return tuple(
            Text("{column}: {told}", column=column, told=spoken(text, self.labels))
            for column, one in self.by.items()
            for text in one._finding()
        )

    def _tables(self) -> list[Table]:
        """Return the tables of every column, whose name stands in the caption."""
        return [
            replace(table, caption=Text("{caption}: {column}", caption=table.caption, column=column)).named(
                self.labels
            )
            for column, one in self.by.items()
            for table in one._complete_tables()
        ]


@dataclass(frozen=True, eq=False)
class RaterAgreement(Several):
    """Whether raters of the same things agree.

    Attributes
    ----------
    kappa : Kappa or None
        Of two raters.
    krippendorff : Krippendorff or None
        Of more.
    ac1 : Ac1
        Beside either, for a rare category upsets it least.
    raters : tuple of str
        The columns.
    notes : tuple of Note
        How the coefficient is read.

    See Also
    --------
    evaluate
    """

    ac1: Ac1
    kappa: Kappa | None = None
    krippendorff: Krippendorff | None = None
    raters: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    _by_line: ClassVar = True
    _may_lack: ClassVar = ("kappa", "krippendorff")

    @property
    def results(self) -> dict[str, Result]:
        """The coefficients by name, that for which readers look first."""
        found: dict[str, Result | None] = {
            "kappa": self.kappa, "krippendorff": self.krippendorff, "ac1": self.ac1,
        }  # fmt: skip
        return {name: one for name, one in found.items() if one is not None}


@dataclass(frozen=True, eq=False)
class PairedScales(Labelled):
    """Whether the same respondents changed, or answer some items otherwise than others.

    Attributes
    ----------
    tests : PairedTests
        One row a scale, or a pair of scales or items.
    first, second : str
        What is compared with what; empty where each row says it.
    notes : tuple of Note
        How scores were made, who is not used, what a referee asks next.
    labels : mapping of code to str
        What scales and items are called in the tree.

    See Also
    --------
    evaluate
    """

    tests: PairedTests
    first: str = ""
    second: str = ""
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)

    def _finding(self) -> tuple[Text, ...]:
        found: tuple[Text, ...] = super()._finding()
        if not self.first:
            return found
        told = "{first} → {second}: {told}"
        return tuple(Text(told, first=self.first, second=self.second, told=one) for one in found)

    def _tables(self) -> list[Table]:
        """Return the tables; their captions say between which periods."""
        return [self._said(table) for table in self.tests._complete_tables()]

    def _said(self, table: Table) -> Table:
        if self.first:
            values: dict[str, Any] = {"caption": table.caption, "first": self.first, "second": self.second}
            table = replace(table, caption=Text("{caption}: {first} → {second}", **values))
        return spelled_out(table, self.labels)
