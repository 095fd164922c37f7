"""Which combinations of conditions go with an outcome: all steps of the analysis in one record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from govmetrics.core import Fault, Label, Result, Table, Text
from govmetrics.core.words import Note
from govmetrics.evaluation.keys import Configurations
from govmetrics.evaluation.several import Several
from govmetrics.qca import CalibratedSets, Necessity, Solution, SolutionRobustness, TruthTable

CALLED = {"none": "complex", "all": "parsimonious", "directed": "intermediate"}
"""Solutions, by what they assume of combinations without cases."""


@dataclass(frozen=True, eq=False)
class ConfigurationalAnalysis(Several):
    """A qualitative comparative analysis of the scores.

    Attributes
    ----------
    sets : CalibratedSets
        Nodes as sets, with their anchors.
    necessity : Necessity
    table : TruthTable
    complex, parsimonious, intermediate : Solution
        Each with the negated outcome beside.
    robustness : SolutionRobustness or None
        Of the chosen solution; None where it was not asked for.
    chosen : str
        "none" (complex), "all" (parsimonious) or "directed" (intermediate).
    labels : mapping of code to Label
        What the nodes are called.
    notes : tuple of Note

    See Also
    --------
    evaluate
    """

    sets: CalibratedSets
    necessity: Necessity
    table: TruthTable
    complex: Solution
    parsimonious: Solution
    intermediate: Solution
    robustness: SolutionRobustness | None = None
    chosen: str = "directed"
    labels: Mapping[str, Label] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    _left_out: ClassVar = ("labels",)
    _by_line: ClassVar = True

    @property
    def solution(self) -> Solution:
        """The chosen one."""
        found: Solution = getattr(self, CALLED[self.chosen])
        return found

    @property
    def others(self) -> dict[str, Solution]:
        """The other two, by what they assume."""
        return {key: getattr(self, name) for key, name in CALLED.items() if key != self.chosen}

    @property
    def results(self) -> dict[str, Result]:
        """The chosen solution, then every step, then the other solutions."""
        steps = {CALLED[self.chosen]: self.solution, "necessity": self.necessity, "table": self.table}
        last = {} if self.robustness is None else {"robustness": self.robustness}
        return {**steps, **last, **{CALLED[key]: one for key, one in self.others.items()}, "sets": self.sets}

    def _tables(self) -> list[Table]:
        """Return the tables, conditions under their codes and names."""
        return [table.named(self.labels) for table in super()._tables()]

    def _finding(self) -> tuple[Text, ...]:
        """Tell the chosen solution, what is necessary, and whether it stands; then what the codes stand for."""
        told = [self.solution, self.necessity, self.table, self.robustness]
        said = [text for one in told if one is not None for text in one._finding()]
        names = [self.labels[code] for code in (*self.table.conditions, self.table.outcome.removeprefix("~"))
                 if code in self.labels]  # fmt: skip
        return (*said, *([Text("The sets are: {names:15}.", names=names)] if names else []))

    def _names(self) -> Mapping[str, Label]:
        return self.labels


def configuration_faults(asked: Configurations) -> list[Fault]:
    """Return anchors that are in no order, and expectations that nothing asks for."""
    at = "configurations"
    given = {f"{at}.thresholds": asked.thresholds} if asked.thresholds is not None else {}
    for key in ("outcome", "conditions"):
        said = getattr(asked, key)
        given |= (
            {f"{at}.{key}.{name}": anchors for name, anchors in said.items()}
            if isinstance(said, Mapping)
            else {}
        )
    faults = [
        Fault(place, "the anchors are {anchors}, in no order", "write them as [out, crossover, in]",
              anchors=[f"{one:g}" for one in anchors])
        for place, anchors in given.items()
        if not ((steps := np.diff(anchors)) > 0).all() and not (steps < 0).all()
    ]  # fmt: skip
    if asked.expected is not None and asked.remainders != "directed":
        way = "say `remainders: directed`, or leave it out"
        faults.append(Fault(f"{at}.expected", "goes with directed remainders alone", way))
    return faults
