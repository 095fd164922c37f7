"""Index, grade and rank of a unit over time, policy by policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pandas as pd

from govmetrics.core.result import Result
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.words import Note, Text
from govmetrics.fuzzy import GradeScale


@dataclass(frozen=True, eq=False)
class ScenarioScores(Result):
    """Index, grade and rank of a unit over time, policy by policy.

    Attributes
    ----------
    outcome : DataFrame
        Rows (scenario, time): index (the median of a policy's runs), lower and upper (its band), grade (of the median), rank
        (among the units of the data, the median), rank_lower and rank_upper (band), draws (runs of the policy).
    values : DataFrame
        Rows (time, scenario), columns the nodes of the tree: every run's scores, unsummarised.
    leaves : DataFrame
        One row per leaf that a run fills: variable and times (by what it was multiplied).
    unit : str
        Whose values the runs replace.
    others : int
        Units that the rank is among; they stay as they are.
    level : float
        Of the bands.
    tree : IndicatorTree
        Of the scores.
    notes : tuple of str
        What is assumed.

    See Also
    --------
    score
    """

    outcome: pd.DataFrame
    values: pd.DataFrame
    leaves: pd.DataFrame
    unit: str
    others: int
    level: float
    tree: IndicatorTree
    notes: tuple[Note, ...] = ()
    _grades: GradeScale | None = field(default=None, repr=False, kw_only=True)

    _shown: ClassVar = {"outcome": "Index, grade and rank over time", "leaves": "From the model to the tree"}
    _cites: ClassVar = ("Sterman2000",)
    _by_line = True

    @property
    def standard_errors(self) -> None:
        """None: bands are of scenarios, not of sampling."""

    def _names(self) -> Mapping[Any, str]:
        grades: Mapping[Any, str] = {} if self._grades is None else self._grades.spoken
        return {**self.tree.names(), **grades}

    def _finding(self) -> tuple[Text, ...]:
        """Where each policy ends."""
        told = []
        for policy in list(dict.fromkeys(self.outcome.index.get_level_values("scenario")))[:8]:
            rows = self.outcome.xs(policy, level="scenario")
            last, first = rows.iloc[-1], rows.iloc[0]
            several = int(last["draws"]) > 1
            text = "{scenario}: the index goes from {first:.1f} to {index:.1f}, rank {before:.0f} to {rank:.0f} of {count}."
            if several:
                text = (
                    "{scenario}: the index goes from {first:.1f} to {index:.1f} ({level:.0%} of the runs between {lower:.1f} and "
                    "{upper:.1f}), rank {before:.0f} to {rank:.0f} of {count}."
                )
            told.append(
                Text(text, scenario=str(policy) or self.unit, first=float(first["index"]), before=float(first["rank"]),
                     level=self.level, count=self.others + 1,
                     **{key: float(last[key]) for key in ("index", "lower", "upper", "rank")})
            )  # fmt: skip
        return tuple(told)

    def _method(self) -> tuple[Text, ...]:
        return (
            Text("The values of {unit} were replaced by those of the simulated variables and scored by the bounds and weights "
                 "that the recipe found in the data; the {count} other units stay as they are.",
                 unit=self.unit, count=self.others),
        )  # fmt: skip
