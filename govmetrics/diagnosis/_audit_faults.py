"""What is wrong with a table to be audited, and with what is said of it: every fault by its place."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from decimal import Decimal
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.checks import cell_faults, place_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.options import SHARE, choice, shown
from govmetrics.core.within import within_faults
from govmetrics.core.words import Text
from govmetrics.diagnosis._audit_checks import Claim
from govmetrics.diagnosis._rounding import Places
from govmetrics.diagnosis.common import are_numbers, number_faults


def find_columns(
    reported: pd.DataFrame,
    value: str | None,
    group: str | None,
    names: set[Hashable],
    others: list[str],
    faults: Faults,
) -> tuple[str | None, str | None]:
    """Return the columns of values and of dimensions; what is wrong with the table goes to `faults`."""
    if not isinstance(reported, pd.DataFrame) or reported.empty:
        way_out = "give a DataFrame with one row for each item"
        faults.append(Fault("reported", "is not a table with rows", way_out))
        return value, group
    if odd := within_faults("reported", reported):
        faults += odd
        return value, group
    used = {name for name in others if pd.api.types.is_hashable(name)}
    if value is None:
        numeric: list[Any] = [c for c, kind in reported.dtypes.items() if pd.api.types.is_numeric_dtype(kind)]
        with faults:
            value = _the_only([c for c in numeric if c not in used], "value")
    if group is None and names:
        with faults:
            group = _the_only([c for c in reported if names <= _labels(reported, c)], "group")
    numbers = list(others) if value is None else [value, *others]
    faults += _cell_faults(reported[[c for c in numbers if _is_column(reported, c, faults)]])
    if group is not None and _is_column(reported, group, faults):
        faults += _dimension_faults(reported[group], names)
    return value, group


def _the_only(columns: list[Any], what: str) -> Any:
    if len(columns) != 1:
        problem = "any of these columns could be meant: {names}" if columns else "no column could be meant"
        way_out = "name the column: {argument}=..."
        raise FaultyInput(what, problem, way_out, names=columns, argument=what)
    return columns[0]


def _labels(reported: pd.DataFrame, column: Any) -> set[Hashable]:
    """Return what stands in a column; nothing where there are several of the name."""
    cells = reported[column]
    if not isinstance(cells, pd.Series):
        return set()
    return {cell for cell in cells.dropna() if pd.api.types.is_hashable(cell)}


def _is_column(reported: pd.DataFrame, name: Any, faults: Faults) -> bool:
    """Return whether one column has that name; otherwise say so."""
    columns: list[Any] = list(reported.columns)
    found = sum(one in {name} for one in columns) if pd.api.types.is_hashable(name) else 0
    if not found:
        problem, way_out = "the table has no such column", "columns are: {names}"
        faults.append(
            Fault(shown(name) if not isinstance(name, str) else name, problem, way_out, names=columns)
        )
    elif found > 1:
        faults.append(Fault(str(name), "is more than one column", "keep one of them"))
    return found == 1


def _cell_faults(table: pd.DataFrame) -> list[Fault]:
    """Return cells that are empty or not numbers."""
    return cell_faults(
        table, table.isna(), "is empty", "type it as printed, or drop the row"
    ) + number_faults(table)


def _dimension_faults(column: pd.Series, names: set[Hashable]) -> list[Fault]:
    """Return items without a dimension, and printed dimensions that no item has."""
    faults = each(
        column.index[column.isna()],
        lambda row: Fault(place_of(row, column.name), "has no dimension", "name the dimension of every item"),
    )
    known = sorted(set(column.dropna()), key=str)
    way_out = Text("dimensions are: {names}", names=[str(name) for name in known])
    strange = sorted(names - set(known), key=str)
    return faults + each(strange, lambda name: Fault(str(name), "is not a dimension of the table", way_out))


def by_place(given: Any, what: str, faults: Faults) -> Places:
    """Return printed numbers as {place: {name: number}}; one unnamed place for a flat mapping."""
    places: Places = {}
    if given is not None and not isinstance(given, Mapping | pd.Series | pd.DataFrame):
        faults.append(Fault(what, "is {value}", "give {{dimension: mean}}", value=shown(given)))
    elif given is not None:
        for key, numbers in dict(given).items():
            if isinstance(numbers, Mapping | pd.Series):
                places[str(key)] = dict(numbers)
            else:
                places.setdefault("", {})[key] = numbers
    problem, way_out = "{number} is no number", "type it as printed"
    faults += [
        Fault(", ".join(filter(None, (place, str(name)))), problem, way_out, number=shown(number))
        for place, numbers in places.items()
        for name, number in numbers.items()
        if not _is_number(number)
    ]
    return places


def _is_number(number: object) -> bool:
    return isinstance(number, str | Real | Decimal) and bool(
        np.isfinite(pd.to_numeric(str(number), errors="coerce"))
    )


def as_list(given: Any, kind: type, what: str, faults: Faults) -> list[Any]:
    """Return one or several of a kind as a list."""
    if isinstance(given, kind):
        return [given]
    if isinstance(given, Iterable):
        return list(given)
    faults.append(Fault(what, "is {value}", "give a list of {kind}", value=shown(given), kind=kind.__name__))
    return []


def claim_faults(claims: list[Claim]) -> list[Fault]:
    """Return claims that cannot be tested."""
    return [fault for place, claim in enumerate(claims) for fault in _claim_faults(place, claim)]


def _claim_faults(place: int, claim: Claim) -> list[Fault]:
    if not isinstance(claim, Claim):
        way_out = "give Claim(text, means, sds, ns)"
        return [Fault(f"claims, {place}", "is {value}", way_out, value=shown(claim))]
    text = str(claim.text)
    relation, level = choice("lower", "higher", "different"), claim.level
    faults = [
        *relation.faults(f"{text}, relation", claim.relation),
        *SHARE.faults(f"{text}, level", level),
    ]
    pairs = (claim.means, claim.sds, claim.ns)
    if not all(map(are_numbers, pairs)) or min(claim.ns) < 2 or min(claim.sds) < 0 or max(claim.sds) == 0:
        problem = "cannot be tested: means {means}, deviations {sds}, numbers {ns}"
        way_out = "give two of each, deviations above zero and two or more respondents"
        means, sds, ns = map(shown, pairs)
        faults.append(Fault(text, problem, way_out, means=means, sds=sds, ns=ns))
    return faults
