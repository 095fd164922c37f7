"""`Solution` and its `Configurations`: terms, parameters of fit, and the table of configurations that papers print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.qca.configurations import TruthTable

SHOWN = 4
"""Of so many models the tables of configurations are shown; the others stand in the table of terms."""
WHOLE = Text("solution")
"""The row of all terms together."""
SIGNS = {(1, True): "●", (0, True): "⊗", (1, False): "•", (0, False): "×"}
"""Present and absent, of the core and peripheral."""
LEGEND = Text(
    "● core condition present, ⊗ core condition absent, • peripheral condition present, × peripheral condition absent; blank: "
    "does not "
    "matter. Core conditions are in the parsimonious solution, too."
)
CALLED = {
    "none": Text("Complex solution"),
    "all": Text("Parsimonious solution"),
    "directed": Text("Intermediate solution"),
}


@dataclass(frozen=True, eq=False)
class Configurations(Result):
    """A solution of a truth table: terms that together hold every row with the outcome.

    Attributes
    ----------
    terms : tuple of str
        Such as ``DEV*~URB``, the one with the highest raw coverage first.
    fit : DataFrame
        One row a term, and "solution" for all together: inclusion, PRI, coverage (raw), unique_coverage, cases (in the
        term, with the outcome), deviant (in the term, without it).
    configuration : DataFrame
        Conditions by terms: 1 present, 0 absent, missing where it does not matter.
    core : DataFrame
        Whether the condition is in the parsimonious solution, too.
    outcome : str
    uncovered : tuple of str
        Cases with the outcome that are in no term.

    See Also
    --------
    minimise
    """

    terms: tuple[str, ...]
    fit: pd.DataFrame
    configuration: pd.DataFrame
    core: pd.DataFrame
    outcome: str
    uncovered: tuple[str, ...] = ()

    _shown: ClassVar = {"fit": "Terms of the solution"}

    @property
    def expression(self) -> str:
        """The terms as one expression."""
        return " + ".join(self.terms)

    def _finding(self) -> tuple[Text, ...]:
        whole = self.fit.loc["solution"]
        told = (
            "{expression} -> {outcome} (consistency {inclusion:.3f}, PRI {pri:.3f}, coverage {coverage:.3f})."
        )
        return (
            Text(told, expression=self.expression, outcome=self.outcome, inclusion=whole["inclusion"], pri=whole["PRI"],
                 coverage=whole["coverage"]),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        return [
            self.table_of_configurations(Text("Configurations for {outcome}", outcome=self.outcome)),
            *Result._tables(self),
        ]

    def headings(self) -> list[str]:
        """Return S1, S2a, S2b: terms with the same core have the same number."""
        cores = [tuple(np.where(self.core[t], self.configuration[t], -1)) for t in self.terms]
        groups = list(dict.fromkeys(cores))
        found, seen = [], dict.fromkeys(groups, 0)
        for core in cores:
            letter = chr(ord("a") + seen[core] % 26) if cores.count(core) > 1 else ""
            seen[core] += 1
            found.append(f"S{groups.index(core) + 1}{letter}")
        return found

    def table_of_configurations(self, caption: Text) -> Table:
        """Return conditions by terms with ● and ⊗, consistency and coverage below."""
        heads = self.headings()
        signs = {
            head: [
                "" if np.isnan(value) else SIGNS[int(value), bool(core)]
                for value, core in zip(self.configuration[term], self.core[term], strict=True)
            ]
            for head, term in zip(heads, self.terms, strict=True)
        }
        below = {"inclusion": Text("Consistency"), "PRI": "PRI", "coverage": Text("Raw coverage"),
                 "unique_coverage": Text("Unique coverage")}  # fmt: skip
        whole = {
            "inclusion": Text("Solution consistency"),
            "PRI": Text("Solution PRI"),
            "coverage": Text("Solution coverage"),
        }
        for head, term in zip(heads, self.terms, strict=True):
            signs[head] += [_printed(self.fit.at[term, key]) for key in below]
            # said once, in the first column, as papers have it
            signs[head] += [
                _printed(self.fit.at["solution", key]) if head == heads[0] else "" for key in whole
            ]
        names = [*self.configuration.index, *below.values(), *whole.values()]
        frame = pd.DataFrame(signs, dtype=object)
        frame.insert(0, "condition", pd.Series(names, dtype=object))
        return Table.of(caption, frame, "qca", kind=dict.fromkeys(heads, "text"), notes=(LEGEND,))


def _printed(value: Any) -> str:
    return "–" if np.isnan(value) else f"{value:.3f}"


@dataclass(frozen=True, eq=False)
class Solution(Result):
    """Which combinations of conditions go with an outcome, and which with its negation.

    Attributes
    ----------
    models : tuple of Configurations
        Every model with as few terms as possible; several where the cases cannot decide.
    negated : tuple of Configurations
        The same for the negated outcome; none where no row is sufficient for it.
    count, count_negated : int
        How many models there are, listed or not.
    complete : bool
        Whether the search came to its end, so that there are no others.
    remainders : str
        "none" (complex), "all" (parsimonious) or "directed" (intermediate).
    expected : dict
        The directions of conditions: 1 present, 0 absent.
    assumptions : DataFrame
        Combinations without cases that the first models take for sufficient: the conditions, for_outcome, for_negated.
    table : TruthTable
    notes : tuple of Note

    See Also
    --------
    minimise
    """

    models: tuple[Configurations, ...]
    negated: tuple[Configurations, ...]
    count: int
    count_negated: int
    complete: bool
    remainders: str
    expected: dict[str, int]
    assumptions: pd.DataFrame
    table: TruthTable
    notes: tuple[Note, ...] = ()

    _shown: ClassVar = {"terms": "Terms of all models", "assumptions": "Simplifying assumptions"}
    _left_out: ClassVar = ("table",)
    _cites: ClassVar = ("Ragin2008", "Fiss2011")
    _by_line: ClassVar = True

    @property
    def terms(self) -> pd.DataFrame:
        """Every term of every model: rows (outcome, model, term), with its parameters of fit."""
        every = [(one, at) for side in (self.models, self.negated) for at, one in enumerate(side, 1)]
        rows = [(one.outcome, at, term) for one, at in every for term in (*one.terms, WHOLE)]
        levels = [
            pd.Index(list(level), dtype=object) for level in zip(*rows, strict=True)
        ]  # else a `Text` is plain
        index = pd.MultiIndex.from_arrays(levels, names=["outcome", "model", "term"])
        return pd.concat([one.fit for one, _ in every]).set_axis(index)

    def _method(self) -> tuple[Text, ...]:
        told = {
            "none": "The truth table was minimised without assumptions on combinations that were not observed.",
            "all": "The truth table was minimised; combinations that were not observed were taken either way, whichever is "
            "simpler.",
            "directed": "The truth table was minimised with easy counterfactuals: of the combinations not observed that the "
            "parsimonious "
            "solution takes for sufficient, those that differ from an observed one only by conditions in their expected "
            "direction ("
            "{expected}).",
        }
        way = [f"{name} {value}" for name, value in self.expected.items()]
        exact = Text("All prime implicants were found, and all models with the fewest of them.")
        return (*self.table._method(), Text(told[self.remainders], expected=way), exact)

    def _finding(self) -> tuple[Text, ...]:
        found = [text for model in self.models[:1] for text in model._finding()]
        if self.count > 1:
            several = Text("{count:,} models explain {outcome} equally well: the cases do not decide.", count=self.count,
                           outcome=self.table.outcome)  # fmt: skip
            found.append(several)
        found += [text for model in self.negated[:1] for text in model._finding()]
        return tuple(found)

    def _tables(self) -> list[Table]:
        return [*self._configurations(), *Result._tables(self)]

    def _configurations(self) -> Iterator[Table]:
        for side in (self.models, self.negated):
            for at, model in enumerate(side[:SHOWN], 1):
                told = (
                    "{solution} for {outcome}" if len(side) == 1 else "{solution} for {outcome}, model {at}"
                )
                yield model.table_of_configurations(
                    Text(told, solution=CALLED[self.remainders], outcome=model.outcome, at=at)
                )
