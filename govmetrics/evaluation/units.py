"""The column of the units in the tables beside the records, where several columns may name a unit together."""

from __future__ import annotations

import pandas as pd

from govmetrics.intake.labels import Unit, columns_of, named_together


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
