"""Records of models of respondents or units: regressions, paths, the measurement model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from govmetrics.core import Label, Result, Table
from govmetrics.core.words import Note
from govmetrics.evaluation.several import Labelled
from govmetrics.evaluation.spelled import by_model, spelled_out
from govmetrics.psychometrics import Confirmation, MethodBias, Paths, SideBySide

BESIDE = "side by side"
"""What the table of all is called among the results."""


@dataclass(frozen=True, eq=False)
class Measurement(Labelled):
    """The scales of a survey as a measurement model, and whether its answers share their method.

    Attributes
    ----------
    model : Confirmation or None
        The confirmatory model that the evaluation asks for beside validity.
    method_bias : MethodBias or None
        Where validity has none.
    notes : tuple of Note
        Parts of the survey's design that neither takes into account.
    labels : mapping of code to str
        What the scales are called in the tree.

    See Also
    --------
    evaluate
    """

    model: Confirmation | None = None
    method_bias: MethodBias | None = None
    notes: tuple[Note, ...] = ()
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
        Plain regressions of one kind, or the steps of one, in the columns of one table; None where there are not two.
    notes : tuple of Note
        Which period units are of, and predictors that the outcome is made of.
    labels : mapping of code to str
        What nodes are called in the tree.
    least : mapping of name to int
        Respondents in the smallest category of each model of respondents that has categories; the public does not see it.

    See Also
    --------
    evaluate
    """

    models: dict[str, Result]
    beside: SideBySide | None = None
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)

    _left_out: ClassVar = ("labels", "least")
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The table of all plain regressions, then each by name."""
        beside: dict[str, Result] = {} if self.beside is None else {BESIDE: self.beside}
        return beside | self.models

    def _tables(self) -> list[Table]:
        """Return the table of all, then those of every regression, whose name stands in the caption."""
        beside = [] if self.beside is None else self.beside._complete_tables()
        return [*(spelled_out(table, self.labels) for table in beside), *by_model(self.models, self.labels)]


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
    least : mapping of name to int
        As of `Regressions`.

    See Also
    --------
    evaluate
    """

    models: dict[str, Paths]
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)

    _left_out: ClassVar = ("labels", "least")
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """The models by name."""
        return dict(self.models)

    def _tables(self) -> list[Table]:
        """Return the tables of every model, whose name stands in the caption where there are several."""
        if len(self.models) > 1:
            return by_model(self.models, self.labels)
        return [spelled_out(table, self.labels) for table in super()._tables()]
