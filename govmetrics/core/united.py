"""The column of the units, where several columns may name a unit together: one step for every table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from govmetrics.core.errors import FaultyInput
from govmetrics.core.labels import HANDLERS, STREETS, TOGETHER, categories, clean, together
from govmetrics.core.merged import filled_down
from govmetrics.core.totals import is_total
from govmetrics.core.words import Note

Unit = str | Sequence[str]


class IfThere(tuple[str, ...]):
    """Columns that name a unit together in a table that has all of them; one that lacks any is read as if nothing was said."""

    __slots__ = ()


def columns_of(unit: Unit) -> list[str]:
    """Return the columns that name the units, the name itself last."""
    return list(unit) if isinstance(unit, list | tuple) else [unit]  # type: ignore[list-item]


def if_there(unit: Unit) -> IfThere | None:
    """Return the columns by which a table beside the records names its units where it has them; None for one column."""
    return IfThere(unit) if isinstance(unit, list | tuple) and len(unit) > 1 else None


def named_together(frame: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Return the names of the units of several columns; the word of a total stands alone."""
    name = frame[columns[-1]]
    return together([frame[column] for column in columns]).mask(name.map(is_total).astype(bool), name)


def united(table: pd.DataFrame, unit: Unit, keep: bool = False) -> tuple[pd.DataFrame, str]:
    """Return a table whose units stand in one column, and the heading of that; joined as `read_records` joins them.

    A table that lacks one of several columns is taken as it is: the names may stand in the last one as they are joined.

    Parameters
    ----------
    table : DataFrame
    unit : str or sequence of str
        What `read_records` takes.
    keep : bool
        Whether the other columns that name the unit stay.

    Examples
    --------
    >>> table = pd.DataFrame({"street": ["East", "West"], "name": ["Oak", "Oak"], "since": [2024, 2025]})
    >>> united(table, ["street", "name"])[0].to_dict("list")
    {'name': ['East · Oak', 'West · Oak'], 'since': [2024, 2025]}
    """
    columns = columns_of(unit)
    heading = columns[-1]
    if len(columns) == 1 or not set(columns) <= set(table):
        return table, heading
    table = table.assign(**{heading: named_together(table, columns)})
    return (table if keep else table.drop(columns=columns[:-1])), heading


def one_unit(table: pd.DataFrame, unit: Unit | None, place: str) -> tuple[pd.DataFrame, Any, list[Note]]:
    """Return a table whose units stand in one column, headed by all that name them, that heading, and notes.

    Empty cells under a merged street have its name. One column, or none, is left as it is.

    Parameters
    ----------
    table : DataFrame
    unit : str, sequence of str or None
        `IfThere` is None for a table that lacks one of the columns.
    place : str
        Place of a fault.

    Raises
    ------
    FaultyInput
        A column that is not there, or there twice.

    Examples
    --------
    >>> table = pd.DataFrame({"street": ["East", None, "West"], "name": ["Oak", "Elm", "Oak"], "solved": [1, 0, 1]})
    >>> one_unit(table, ["street", "name"], "unit")[0].to_dict("list")
    {'street · name': ['East · Oak', 'East · Elm', 'West · Oak'], 'solved': [1, 0, 1]}
    """
    if unit is None or not isinstance(unit, list | tuple):
        return table, unit, []
    wanted = columns_of(unit)
    heads = [_plain(column) for column in table.columns]
    lost = [name for name in wanted if heads.count(_plain(name)) != 1]
    if lost and isinstance(unit, IfThere):
        return table, None, []
    if lost:
        problem = (
            "there is no column {name!r}" if _plain(lost[0]) not in heads else "several columns are {name!r}"
        )
        names = list(map(str, table.columns))
        raise FaultyInput(place, problem, "the columns are: {names:12}", name=str(lost[0]), names=names)
    columns = [table.columns[heads.index(_plain(name))] for name in wanted]
    if len(columns) == 1:
        return table, columns[0], []
    table, notes = filled_down(table, columns[:-1])
    heading = TOGETHER.join(str(clean(column)) for column in columns)
    table = table.assign(**{str(columns[-1]): named_together(table, columns)})
    return table.drop(columns=columns[:-1]).rename(columns={columns[-1]: heading}), heading, notes


def several_streets(table: pd.DataFrame, column: Any, told: str) -> list[Note]:
    """Return a note where units of one name lie in several streets: they may be different ones.

    Parameters
    ----------
    table : DataFrame
    column : str
        The one that names the units.
    told : str
        Template of the note, with `count`, `names` and `both` columns.
    """
    streets = [c for c in table.columns if _plain(c) in STREETS and c != column]
    if not streets or _plain(column) in HANDLERS:  # who handles a row works in many streets
        return []
    pairs = pd.DataFrame({"unit": categories(table[column]), "street": categories(table[streets[0]])})
    pairs = pairs.dropna().drop_duplicates()
    twice = list(pairs["unit"][pairs["unit"].duplicated()].unique())
    both = [str(streets[0]), str(column)]
    return [Note(told, count=len(twice), names=twice, both=str(both))] if twice else []


def _plain(heading: Any) -> str:
    return str(clean(heading)).casefold()
