"""The words that results write for their codes, and the names that data give to columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from govmetrics.core.labels import row_label
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Text

DMUS = ("{n:# unit|# units}", "{n:# case|# cases} ({units:# unit|# units} over {periods:# period|# periods})")
"""How many units there are, in one period and in a panel: what DEA calls decision making units in Chinese."""
EFFICIENT = {
    "strong": Text("efficient"),
    "weak": Text("weakly efficient"),
    "no": Text("not efficient"),
    "unknown": Text("not known"),
    "first": Text("first stage only"),
    "second": Text("second stage only"),
}
SCALE = {
    "constant": Text("constant returns to scale"),
    "increasing": Text("increasing returns to scale"),
    "decreasing": Text("decreasing returns to scale"),
}
"""Where a unit operates."""
RETURNS = {
    "variable": Text("variable returns to scale"),
    "constant": Text("constant returns to scale"),
    "increasing": Text("non-decreasing returns to scale"),
    "decreasing": Text("non-increasing returns to scale"),
    "free disposal": Text("free disposal hull"),
}
"""What a model assumes."""
ORIENTATIONS = {
    "input": Text("input orientation"),
    "output": Text("output orientation"),
    "none": Text("no orientation"),
}
DISPOSABLE = {
    "weak": Text("Undesirable outputs were weakly disposable."),
    "strong": Text("Undesirable outputs were strongly disposable."),
}
STATUS = {
    "optimal": Text("solved"),
    "infeasible": Text("no feasible solution"),
    "unsolved": Text("not solved"),
}
TERMS = {"constant": Text("constant term"), "sigma": Text("standard deviation (sigma)")}


def model(orientation: str, returns: str) -> Text:
    """Return a caption that says which model it is."""
    caption = "Efficiency: {orientation}, {returns}"
    return Text(caption, orientation=ORIENTATIONS[orientation], returns=RETURNS[returns])


def oriented(tables: list[Table], orientation: str) -> list[Table]:
    """Return the tables, the first of which says the orientation: methods do not all have the same default."""
    note = Text("Measured in {orientation}.", orientation=ORIENTATIONS[orientation])
    return [replace(tables[0], notes=(*tables[0].notes, note)), *tables[1:]] if tables else tables


def assumed(orientation: str, returns: str) -> dict[str, Text]:
    """Return what a model assumes, for the sentences of a methods section."""
    return {"orientation": ORIENTATIONS[orientation], "returns": RETURNS[returns]}


def told(frame: pd.DataFrame, **words: Mapping[str, Text]) -> pd.DataFrame:
    """Return a frame with the codes in some columns (by default those of verdict and status) as words.

    Examples
    --------
    >>> told(pd.DataFrame({"efficient": ["weak"]}))["efficient"][0].say("zh")
    '弱有效'
    """
    known = {"efficient": EFFICIENT, "status": STATUS, "returns_to_scale": SCALE} | words
    columns = [
        pd.Series([known[key].get(cell, cell) for cell in frame[key]], frame.index, dtype=object, name=key)
        if key in known
        else frame[key]
        for key in frame.columns
    ]
    return pd.concat(columns, axis=1) if columns else frame


def labels(*names: Iterable[Any]) -> dict[Any, str]:
    """Return the names of columns that the data bring, each as it is, so that none is taken for a word of ours."""
    return {name: Label(row_label(name)) for some in names for name in some}
