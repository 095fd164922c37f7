"""The table of raters of the same things, as an evaluation names its columns."""

from __future__ import annotations

import pandas as pd

from govmetrics.core import Fault, FaultyInput
from govmetrics.core.errors import Faults
from govmetrics.core.labels import natural
from govmetrics.core.near import meant
from govmetrics.core.words import Text
from govmetrics.evaluation.keys import Raters


def codings_of(table: pd.DataFrame, asked: Raters) -> pd.DataFrame:
    """Return the columns of the raters of a table that was read; every name that it does not have is told.

    Examples
    --------
    >>> table = pd.DataFrame({"text": ["a", "b"], "Li": ["1", "2"], "Wu": ["1", "1"]})
    >>> codings_of(table, Raters(file="codes.csv", of="text")).to_dict("list")
    {'Li': [1, 2], 'Wu': [1, 1]}
    """
    known = list(map(str, table.columns))
    table = table.set_axis(known, axis=1)
    there = Text("its columns are: {names:20}", names=known)
    named = {"of": [] if asked.of is None else [asked.of], "columns": list(asked.columns)}
    Faults(
        Fault(f"{key}.{name}", "is not a column", meant(name, known, there))
        for key, names in named.items()
        for name in names
        if name not in known
    ).raise_all()
    columns = list(dict.fromkeys(asked.columns)) or [name for name in known if name != asked.of]
    if len(columns) < 2:
        way_out = "name the columns of two raters or more; its columns are: {names:20}"
        raise FaultyInput("columns", "name fewer than two raters", way_out, names=known)
    found = table[columns].apply(natural)
    return found if asked.of is None else found.set_axis(table[asked.of], axis=0)
