"""Did the policy work: one record of what `policy` asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core import Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.several import Several
from govmetrics.evaluation.spelled import spelled_out, spoken
from govmetrics.policy import Decomposition, Deviation, PanelEffects, PanelModels, Staggered

ANSWERS = {
    "before_after": Text("treated units, after less before"), "two_way": Text("two-way fixed effects"),
    "staggered": Text("against units not treated (Callaway and Sant'Anna)"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class PolicyFindings(Several):
    """Whether a policy worked, by outcome; panel regressions; what was done beside what was planned.

    Attributes
    ----------
    answers : DataFrame or None
        By outcome and answer (before_after, two_way, staggered): estimate, and of the last one error, lower, upper and p.
    staggered : dict
        {outcome: Staggered}.
    decompositions : dict
        {outcome: Decomposition}; an outcome whose two-way estimate cannot be split has none.
    effects : dict
        {name: PanelEffects}.
    models : PanelModels or None
        The panel regressions side by side, where there are several.
    deviation : Deviation or None
    cautions : tuple of Note
        That weights were estimated from the same data.
    notes : tuple of Note
    labels : mapping of code to Label
        What outcomes and models are called.

    See Also
    --------
    evaluate
    """

    answers: pd.DataFrame | None = None
    staggered: dict[str, Staggered] = field(default_factory=dict)
    decompositions: dict[str, Decomposition] = field(default_factory=dict)
    effects: dict[str, PanelEffects] = field(default_factory=dict)
    models: PanelModels | None = None
    deviation: Deviation | None = None
    cautions: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()
    labels: Mapping[str, Label] = field(default_factory=dict)

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def results(self) -> dict[str, Result]:
        """What was found, by outcome or model."""
        found: dict[str, Result] = {f"staggered, {name}": one for name, one in self.staggered.items()}
        found |= {f"decomposition, {name}": one for name, one in self.decompositions.items()}
        found |= {f"effects, {name}": one for name, one in self.effects.items()}
        beside: dict[str, Result | None] = {"models": self.models, "deviation": self.deviation}
        return found | {name: one for name, one in beside.items() if one is not None}

    @property
    def overview(self) -> Table | None:
        """The answers side by side, as a table; None where nothing was adopted."""
        if self.answers is None:
            return None
        shown = self.answers.reset_index()
        shown["answer"] = pd.Series([ANSWERS[one] for one in shown["answer"]], dtype=object)
        told = Text(
            "Three answers to the same question: read the last; the first two show how far off the usual ones are."
        )
        return Table.of(
            Text("Effects of the policy, three ways"), shown, "policy", self.labels, sentence=told
        )

    def named(self, result: Result, name: str = "") -> list[Table]:
        """Return the tables of a result, with its outcome or model in the captions."""
        tables = [spelled_out(table, self.labels) for table in result._complete_tables()]
        if result is self.models:
            tables = [replace(one, frame=one.frame.map(lambda cell: self.labels.get(cell, cell) if type(cell) is str else cell))
                      for one in tables]  # fmt: skip
        if not name:
            return tables
        called = self.labels.get(name, name)
        captions = [Text("{caption}: {column}", caption=table.caption, column=called) for table in tables]
        return [replace(table, caption=caption) for table, caption in zip(tables, captions, strict=True)]

    def _tables(self) -> list[Table]:
        tables = [] if self.overview is None else [self.overview]
        for group in (self.staggered, self.decompositions, self.effects):
            for name, result in group.items():
                tables += self.named(result, name)
        for one in (self.models, self.deviation):
            tables += [] if one is None else self.named(one)
        return tables

    def told(self, result: Result) -> list[Text]:
        """Return what a result found, codes by their names."""
        return [spoken(text, self.labels) for text in result._finding()]

    def _finding(self) -> tuple[Text, ...]:
        several = [*self.effects.values()] if len(self.effects) > 1 else []
        names = {id(one): self.labels.get(name, name) for name, one in self.effects.items()}
        found: list[Text] = list(self.cautions)
        for result in self.results.values():
            for text in self.told(result):
                named = any(result is one for one in several)
                found.append(
                    Text("{name}: {finding}", name=names[id(result)], finding=text) if named else text
                )
        return tuple(found)

    def _names(self) -> Mapping[Any, str]:
        return self.labels
