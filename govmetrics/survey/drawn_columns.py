"""Columns of a table of answers that say how respondents were drawn: replicate weights, the finite population."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.near import meant
from govmetrics.core.numbers import Decimal, numbers
from govmetrics.core.options import is_number, shown
from govmetrics.core.replicates import Replicates
from govmetrics.core.respondent_weights import aligned, whose
from govmetrics.core.words import Text
from govmetrics.survey.margins import known_columns

KEYS = ("columns", *(one.name for one in fields(Replicates) if one.name != "weights"))


@dataclass
class Drawn:
    """A table of answers, and which of its columns were used."""

    frame: pd.DataFrame
    decimal: Decimal | None = None
    used: set[Any] = field(default_factory=set)

    def replicates(self, said: Any) -> Replicates | None:
        """Return the replicate weights that `read_survey` was asked for.

        Raises
        ------
        FaultyInput
            Neither a mapping nor `Replicates`, unknown keys, columns that are not there, cells that are no weights.
        """
        if said is None:
            return None
        if isinstance(said, Replicates):
            if not said.weights.index.equals(self.frame.index):
                raise FaultyInput(
                    "replicates", "is not under the index of the answers", "give both the same index"
                )
            return said
        if not isinstance(said, Mapping):
            raise FaultyInput(
                "replicates", "is {value}", 'give {{"columns": [...], "kind": "jk1"}}', value=shown(said)
            )
        faults = Faults()
        there = Text("there are: {labels}", labels=KEYS)
        for key in said:
            if key not in KEYS:
                faults.append(Fault(f"replicates, {key}", "is not a key here", meant(key, KEYS, there)))
        with faults:
            columns = self._columns(said.get("columns"))
        faults.raise_all()
        self.used |= set(columns)
        read = {column: self._numbers(column, faults) for column in columns}
        faults.raise_all()
        made: Replicates | None = None
        with faults:
            options = {key: value for key, value in said.items() if key != "columns"}
            made = Replicates(pd.DataFrame(read, index=self.frame.index), **options)
        Faults(fault if str(fault.place).startswith("replicates") or str(fault.place).partition(",")[0] in set(map(str, columns))
               else fault.at(f"replicates, {fault.place}") for fault in faults).raise_all()  # fmt: skip
        return made

    def _columns(self, said: Any) -> list[Any]:
        """Return the columns that are named, or that fit a pattern, in the table's order."""
        way = Text("list the columns, or give a pattern such as repw*")
        if isinstance(said, str):
            found = [column for column in self.frame.columns if fnmatchcase(str(column), said)]
            if not found:
                raise FaultyInput(
                    "replicates, columns",
                    "no column is called {value!r}",
                    known_columns(self.frame),
                    value=said,
                )
            return found
        if not isinstance(said, Sequence) or not len(said):
            raise FaultyInput("replicates, columns", "is {value}", way, value=shown(said))
        lost = [column for column in said if column not in self.frame.columns]
        there = known_columns(self.frame)
        Faults(Fault(f"replicates, {column}", "is not a column", there) for column in lost).raise_all()
        return list(dict.fromkeys(said))

    def fpc(self, said: Any) -> pd.Series | None:
        """Return the sizes, or shares, of the finite population, by respondent."""
        if said is None:
            return None
        if is_number(said):
            return pd.Series(float(said), self.frame.index, name="fpc")
        if isinstance(said, pd.Series):
            series = aligned(said, self.frame.index)
            if series is None:
                raise FaultyInput("fpc", "is not under the index of the answers", "give both the same index")
            return series.rename("fpc")
        if not isinstance(said, str) or said not in self.frame.columns:
            raise FaultyInput(f"fpc, {said!r}", "is not a column", known_columns(self.frame))
        faults = Faults()
        found = self._numbers(said, faults)
        faults.raise_all()
        self.used.add(said)
        return found.rename("fpc")

    def _numbers(self, column: Any, faults: Faults) -> pd.Series:
        values, bad = numbers(self.frame[column], self.decimal)
        problem, way = "{value!r} is not a number", "give every respondent a number"
        faults += each(bad, lambda at: Fault(whose(str(column), at[0]), problem, way, value=at[1]))
        return values
