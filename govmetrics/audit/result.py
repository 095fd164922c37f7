"""`TenSteps`: what the audit found, check by check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd

from govmetrics.audit.found import MOST
from govmetrics.core import IndicatorTree, Label, Result, Table, Text
from govmetrics.core.words import Language, Note

MET, UNMET, UNEXAMINED = "met", "not met", "not examined"
VERDICTS = {MET: Text("met"), UNMET: Text("not met"), UNEXAMINED: Text("not examined")}
_COLUMNS = ("stage", "check", "rule", "basis", "found", "verdict", "sentence")


@dataclass(frozen=True, eq=False)
class TenSteps(Result):
    """An index checked in the ten steps of the handbook of OECD and JRC.

    Attributes
    ----------
    checks : DataFrame
        One row per check, index key: step (from 1), stage (the step's name), check, rule (the threshold in words), basis
        (where it comes from), limit and value (as numbers), found (in words), verdict ("met", "not met", "not examined"),
        sentence. Texts are in both languages.
    cases : DataFrame
        The indicators, groups or units behind each check: key, check, place (a code or a unit), value.
    tree : IndicatorTree
        For the names.

    See Also
    --------
    ten_steps
    """

    checks: pd.DataFrame
    cases: pd.DataFrame
    tree: IndicatorTree

    _shown: ClassVar = {"checks": "Audit in ten steps", "cases": "Cases behind the checks"}
    _cites: ClassVar = (
        "oecd2008",
        "Saisana2019",
        "Becker2022",
        "Nunnally1978",
        "Paruolo2013",
        "saaty1980",
        "goepel2018",
    )
    _by_line: ClassVar = True

    @property
    def unmet(self) -> pd.DataFrame:
        """The checks that are not met."""
        return self.checks[self.checks["verdict"] == UNMET]

    def _method(self) -> tuple[Text, ...]:
        found = (
            "The index was checked in the ten steps of the handbook of OECD and JRC, from the framework to the presentation, "
            "against thresholds that are named with their sources."
        )
        return (Text(found),)

    def summary(self, language: Language | None = None) -> str:
        """Return how many checks are met, and a sentence for each that is not."""
        return self._told([*self._finding(), *self.unmet["sentence"]], language)

    def _finding(self) -> tuple[Text, ...]:
        """How many checks are met."""
        told = (
            "Audit in ten steps: {met} of {count:# check|# checks} met, {unmet} not met, {open} not examined."
        )
        counts = {"met": MET, "unmet": UNMET, "open": UNEXAMINED}
        numbers = {name: int((self.checks["verdict"] == verdict).sum()) for name, verdict in counts.items()}
        return (Text(told, count=len(self.checks), **numbers),)

    def _names(self) -> Mapping[Any, Label]:
        return self.tree.names()

    def _left_out_of_cases(self) -> tuple[Note, ...]:
        """Say of which checks the worst cases stand for all."""
        listed = self.cases["key"].value_counts()
        told = "{check}: of {count:,} cases the {listed:,} worst are listed"
        return tuple(
            Note(told, check=row["check"], count=int(row["value"]), listed=MOST)
            for key, row in self.checks.iterrows()
            if listed.get(key, 0) == MOST and row["value"] > MOST
        )

    def _works(self) -> tuple[str, ...]:
        """Return the keys of the works behind the checks; the tables name no others."""
        return self._own_works()

    def _tables(self) -> list[Table]:
        checks = self.checks[list(_COLUMNS)].reset_index(drop=True)
        checks = checks.assign(verdict=pd.Series([VERDICTS[one] for one in checks["verdict"]], dtype=object))
        tables = [Table.of(Text(self._shown["checks"]), checks, "audit", groups="stage")]
        cases = self._table_of_cases()
        return tables if cases is None else [*tables, cases]

    def _table_of_cases(self, rows: int | None = None) -> Table | None:
        """Return the cases, or the first `rows` of them, as a table; None where there are none."""
        if not len(self.cases):
            return None
        cases = self.cases.drop(columns="key").iloc[:rows]
        names, notes = self._names(), self._left_out_of_cases()
        return Table.of(Text(self._shown["cases"]), cases, "audit", names, notes=notes, groups="check")
