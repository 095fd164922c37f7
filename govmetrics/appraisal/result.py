"""The result of an appraisal: points with their reasons, totals and standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.appraisal.contradictions import sections
from govmetrics.appraisal.reasons import reason
from govmetrics.appraisal.rulebook import Rulebook
from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.language import language_of
from govmetrics.core.nodes import label_of
from govmetrics.core.panel_rows import counted
from govmetrics.core.periods import codes_of
from govmetrics.core.plain import plain
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Language, Note, Text, joined, say

_SECTIONS = {"items": "base", "bonus": "bonus", "deductions": "deductions"}
_BECAUSE = {"below": Text("below"), "bottom": Text("bottom"), "veto": Text("veto")}
"""Why a unit must improve."""


@dataclass(frozen=True, eq=False)
class Appraisal(Result):
    """Points of every unit, and the standing that follows from them.

    Attributes
    ----------
    rulebook : Rulebook
        The rules.
    points : DataFrame, shape (units, items)
        Points for every item of base, bonus and deductions (these below zero), before the caps.
    values : DataFrame, shape (units, items)
        The cells that they were given for.
    full : DataFrame, shape (units, items)
        Full marks.
    totals : DataFrame
        One row per unit: group (if any), base, bonus and deductions (caps applied), total, vetoes that fell,
        grade (if any; also as it was by points alone, before vetoes and quotas), rank within its group and
        period (1, 2, 2, 4), of how many, must_improve, and improve_because ("below", "bottom", "veto", or
        several).
    unused : tuple of str
        Columns of the data that no rule reads.
    read : tuple of str
        What the reader of the data must know: rows left out, cells that count as missing, values that look odd.
    labels : mapping
        Names of the data's indicators by their codes.

    See Also
    --------
    appraise
    """

    rulebook: Rulebook
    points: pd.DataFrame
    values: pd.DataFrame
    full: pd.DataFrame
    totals: pd.DataFrame
    unused: tuple[str, ...] = ()
    read: tuple[Note, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> pd.Series:
        """Points in all."""
        return self.totals["total"]

    @property
    def rank(self) -> pd.Series:
        """Rank within the group and period."""
        return self.totals["rank"]

    @property
    def grade(self) -> pd.Series:
        """Grade, in an order where the best is the highest.

        Raises
        ------
        UnsuitableMethod
            The rulebook has no grades.
        """
        if "grade" not in self.totals:
            raise UnsuitableMethod("grade", "the rulebook has no grades", "add `grades` to it")
        return self.totals["grade"]

    @property
    def must_improve(self) -> list[Any]:
        """The units that must improve."""
        return list(self.totals.index[self.totals["must_improve"]])

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know."""
        said = "Columns of the data that no rule reads: {columns}."
        columns = [self.labels.get(column, column) for column in self.unused]
        return (*self.read, *((Note(said, columns=columns),) if self.unused else ()))

    def reasons(self, language: Language | None = None) -> pd.DataFrame:
        """Return why every unit has the points that it has, units x items, as short sentences in a language."""
        chosen = language_of(language)
        return self._reasons().map(lambda text: say(text, chosen))

    def ranking(self) -> pd.DataFrame:
        """Return the totals best first, group by group (and period by period)."""
        periods = ["period"] if self.totals.index.nlevels > 1 else []
        return self.totals.sort_values([*periods, *(["group"] if "group" in self.totals else []), "rank"])

    def changes(self) -> pd.DataFrame:
        """Return how total and rank moved from period to period.

        Returns
        -------
        DataFrame, index (period, unit)
            Columns total, change (points since the period before, missing where the unit was not appraised
            then), rank, and places_gained.

        Raises
        ------
        UnsuitableMethod
            The data have no periods.
        """
        if self.totals.index.nlevels == 1:
            raise UnsuitableMethod("data", "have no periods", "index the rows by period and unit")
        places = codes_of(self.totals.index.get_level_values("period"))
        table = self.totals.iloc[np.argsort(places, kind="stable")][["total", "rank"]]
        # A unit that was not appraised in the period before has nothing to compare with.
        earlier = {later: period for period, later in pairwise(table.index.unique("period"))}
        before = table.reindex([(earlier.get(period), unit) for period, unit in table.index])
        step = table - before.to_numpy()
        return pd.DataFrame({"total": table["total"], "change": step["total"], "rank": table["rank"],
                             "places_gained": -step["rank"]})  # fmt: skip

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each unit and item: section, value, points, full marks and the reason."""
        part = {item.code: _SECTIONS[path.split(".")[0]] for path, item in sections(self.rulebook.keys)}
        # A rubric's levels stand beside numbers, so that the values are objects.
        tables = {"value": self.values.astype(object), "points": self.points, "full": self.full}
        tables["reason"] = self._reasons()
        stacked = {name: table.rename_axis(columns="code").stack() for name, table in tables.items()}
        frame = pd.DataFrame(stacked)
        frame.insert(0, "section", [part[code] for code in frame.index.get_level_values("code")])
        return frame

    @classmethod
    def _keys(cls) -> dict[str, Any]:
        frames = dict.fromkeys(("points", "values", "reasons", "totals"), pd.DataFrame)
        return {"rulebook": dict, **frames, "unused": tuple[str, ...], "read": tuple[str, ...]}

    def _content(self) -> dict[str, Any]:
        totals = self.totals
        if "grade" in totals:
            totals = totals.astype({"grade": object, "grade_by_points": object})
        return {
            "rulebook": self.rulebook.to_dict(),
            "points": plain(self.points),
            "values": plain(self.values),
            "reasons": plain(self.reasons("en")),
            "totals": plain(totals),
            "unused": list(self.unused),
            "read": list(self.read),
        }

    def summary(self, language: Language | None = None) -> str:
        """Return the finding, then where each unit stands, best first within its group.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        """
        chosen = language_of(language)
        told = [self._title, joined(self._finding(), chosen), *self._standing(), *self.notes]
        return "\n".join(filter(None, (say(text, chosen) for text in told)))

    def _reasons(self) -> pd.DataFrame:
        """Return the reasons without language, units x items."""
        columns = {
            item.code: pd.Series(
                [
                    reason(item, *cell)
                    for cell in zip(
                        self.values[item.code], self.points[item.code], self.full[item.code], strict=True
                    )
                ],
                self.points.index,
                dtype=object,
            )
            for _, item in sections(self.rulebook.keys)
        }
        return pd.concat(columns, axis="columns")

    def _standing(self) -> list[Text]:
        """Return a line for each unit, best first."""
        names = self.rulebook.names()
        return [_line(unit, row, names) for unit, row in self.ranking().iterrows()]

    def _method(self) -> tuple[Text, ...]:
        keys = self.rulebook.keys
        parts = [Text("{count:# item|# items} of the base", count=len(keys.items))]
        for extra, plain_, capped in (
            (
                keys.bonus,
                "{count:# item|# items} of bonus",
                "{count:# item|# items} of bonus (at most {cap:g} points)",
            ),
            (
                keys.deductions,
                "{count:# item|# items} of deductions",
                "{count:# item|# items} of deductions (at most {cap:g} points)",
            ),
        ):
            if extra is not None and extra.cap is not None:
                parts.append(Text(capped, count=len(extra.items), cap=extra.cap))
            elif extra is not None:
                parts.append(Text(plain_, count=len(extra.items)))
        if keys.vetoes:
            parts.append(Text("{count:# veto|# vetoes}", count=len(keys.vetoes)))
        told = [Text("Units were appraised by a rulebook with {parts:9}.", parts=parts)]
        if keys.groups:
            told.append(Text("They were ranked within the groups of {column}.", column=keys.groups))
        if keys.grades:
            told.append(
                Text(
                    "Grades: {grades:99}.", grades=[self._rule_of(place) for place in range(len(keys.grades))]
                )
            )
        return tuple(told)

    def _rule_of(self, place: int) -> Text:
        """Return what earns a grade."""
        grade, name = self.rulebook.keys.grades[place], list(self.rulebook.grade_labels().values())[place]
        unit = "%" if self.rulebook.keys.lines == "percent" else ""
        if grade.at_least is None:
            return Text("{grade} below that", grade=name) if place else name
        if grade.quota is None:
            return Text("{grade} from {least:g}{unit}", grade=name, least=grade.at_least, unit=unit)
        text = "{grade} from {least:g}{unit}, at most {quota:.3g}% of the units"
        return Text(text, grade=name, least=grade.at_least, unit=unit, quota=100 * grade.quota)

    def _finding(self) -> tuple[Text, ...]:
        must = Text("Must improve: {units}.", units=self.must_improve)
        last = must if self.must_improve else Text("No unit must improve.")
        if "grade" not in self.totals:
            return (Text("{rows} {rows:is|are} appraised.", rows=counted(self.totals.index)), last)
        counts = self.totals["grade"].value_counts()
        grades = [
            Text("{grade} {count:,}", grade=label, count=int(counts[key]))
            for key, label in self.rulebook.grade_labels().items()
        ]
        first = Text(
            "{rows} {rows:is|are} appraised: {grades}.", rows=counted(self.totals.index), grades=grades
        )
        return first, last

    @property
    def _title(self) -> Label:
        title = self.rulebook.keys.title
        return Label(label_of(title, "", "en"), label_of(title, "", "zh"))

    def _tables(self) -> list[Table]:
        names = self.rulebook.names()
        totals = self.ranking()
        totals["vetoes"] = _lists(totals["vetoes"], "; ", names)
        totals["improve_because"] = _lists(totals["improve_because"], ";", _BECAUSE)
        parts = (
            self.to_frame().reset_index()
        )  # codes are named here: a code may be spelled as a section or a level
        parts["value"] = pd.Series([_number(cell) for cell in parts["value"]], parts.index, dtype=object)
        parts["code"] = pd.Series([names[code] for code in parts["code"]], parts.index, dtype=object)
        return [
            Table.of(self._title or Text("Standing"), totals, "appraisal", self.rulebook.grade_labels()),
            Table.of(
                Text("Points and the reason for each"),
                parts,
                "appraisal",
                groups="" if "period" in parts else "unit",
            ),
        ]


def _number(cell: Any) -> Any:
    """Return a number as people write it, 10 and not 10.0; what is no number as it is."""
    is_number = isinstance(cell, float | int) and not isinstance(cell, bool)
    return f"{cell:.10g}" if is_number and not np.isnan(cell) else cell


def _line(unit: Any, row: pd.Series, names: Mapping[str, Label]) -> Text:
    """Return where a unit stands, in one sentence."""
    who = Text("{parts}", parts=[unit])
    if "group" in row:
        who = Text("{unit} [{group}]", unit=who, group=row["group"])
    told = [
        Text("{rank} of {of}", rank=row["rank"], of=row["of"]),
        Text("{total:g} points", total=row["total"]),
    ]
    if "grade" in row and row["grade"] != row["grade_by_points"] and not row["vetoes"]:
        told.append(Text("{grade} ({by_points} by points; the quota is full)", grade=names[row["grade"]],
                         by_points=names[row["grade_by_points"]]))  # fmt: skip
    elif "grade" in row:
        told.append(names[row["grade"]])
    if row["vetoes"]:
        told.append(Text("vetoed: {vetoes}", vetoes=[names[code] for code in row["vetoes"].split("; ")]))
    return Text("{unit}: {standing}.", unit=who, standing=told)


def _lists(cells: pd.Series, comma: str, names: Mapping[str, str]) -> pd.Series:
    """Return joined keys as lists of their names, empty cells as they are."""
    lists = [[names[key] for key in cell.split(comma)] if cell else "" for cell in cells]
    return pd.Series(lists, cells.index, dtype=object)
