"""Experts' intervals for the cloud model: read from a table, and brought to the units of the index."""

from __future__ import annotations

from typing import Any

import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Note, Text
from govmetrics.core.errors import Faults, each
from govmetrics.core.near import codes, meant
from govmetrics.core.numbers import number
from govmetrics.core.united import Unit, united
from govmetrics.intake.join import spelled_like

TITLES = {
    "unit": ("unit", "单元", "评价单元", "社区"), "code": ("code", "item", "指标", "项目"),
    "low": ("low", "下限", "最低", "最低分"), "high": ("high", "上限", "最高", "最高分"),
}  # fmt: skip
"""What the columns may be headed."""


def intervals_of(table: pd.DataFrame, named_by: Unit, tree: IndicatorTree) -> pd.DataFrame:
    """Return intervals as `fuzzy.cloud` takes them, numbers in text as numbers, indicators by their codes.

    Parameters
    ----------
    table : DataFrame
        One row for each expert's interval; further columns, the expert's name for one, are not looked at.
    named_by : str or sequence of str
        What the column of the units is headed in the records, or the columns that name a unit together.
    tree : IndicatorTree
        Of what is scored.

    Raises
    ------
    FaultyInput
        Columns are missing, or items are no indicators: all at once.
    """
    table, unit = united(table, named_by)
    heads = {str(head).strip().lower(): head for head in table}
    titles = TITLES | {"unit": (unit.lower(), *TITLES["unit"])}
    named = {key: next((heads[one] for one in names if one in heads), None) for key, names in titles.items()}
    problem, way_out, columns = (
        "has no column {column!r}",
        "its columns are: {names:20}",
        list(map(str, table)),
    )
    Faults(
        Fault("", problem, way_out, column="item" if key == "code" else key, names=columns)
        for key, head in named.items()
        if head is None
    ).raise_all()
    found = pd.DataFrame({key: table[head] for key, head in named.items()})
    known = codes(tree) | {code: code for code in tree.codes}
    found["code"] = found["code"].map(lambda cell: known.get(str(cell).strip(), cell))
    strange = [cell for cell in dict.fromkeys(found["code"]) if cell not in tree.codes]
    Faults(
        Fault(
            str(cell),
            "is not an indicator that is scored",
            meant(str(cell), known, Text("give its code or its name")),
        )
        for cell in strange
    ).raise_all()
    for end in ("low", "high"):
        found[end] = found[end].map(_number).astype(object)
    return found.set_axis(found.index + 2, axis="index")  # the rows of the file


def _number(cell: Any) -> Any:
    read = number(cell)
    return cell if read is None else read


def of_units(frame: pd.DataFrame, units: pd.Index) -> tuple[pd.DataFrame, list[Note]]:
    """Return intervals under the units' own labels, and a note on units of which no expert said anything.

    Raises
    ------
    FaultyInput
        Units that the index does not have.
    """
    named = pd.Index(frame["unit"]).unique().dropna()
    labels = dict(zip(named, spelled_like(named, units), strict=True))
    known = {str(one): one for one in units}
    strange = [one for one in named if labels[one] not in units]
    problem, way_out = "is not a unit of the records", Text("correct it, or remove its rows")
    Faults(
        each(
            strange,
            lambda one: Fault(f"grades.intervals: {one}", problem, meant(str(one), known, way_out)),
        )
    ).raise_all()
    found = frame.assign(unit=frame["unit"].map(labels))
    silent = [one for one in units if one not in set(found["unit"])]
    text = "cloud model: experts gave no interval of {units:5}"
    return found, [Note(text, units=silent)] if silent else []
