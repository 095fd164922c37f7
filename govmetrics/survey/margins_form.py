"""The form for margins: what shares of the residents there are, by sex, age, ..."""

from __future__ import annotations

import math
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.headings import Form, form_of, form_table
from govmetrics.core.labels import clean, natural, no_value
from govmetrics.core.numbers import number
from govmetrics.core.options import shown
from govmetrics.core.totals import is_total
from govmetrics.survey.margins import as_shares, target_faults

HEADINGS = {
    "column": ("variable", "变量", "列名", "特征"),
    "category": ("group", "类别", "组别"),
    "share": ("share (%)", "占比（%）", "占比", "比例", "人口比例"),
    "people": ("residents", "居民人数", "人数", "常住人口"),
}
"""Keys of the form, and what its columns may be headed."""


def read_margins(source: str | Path | pd.DataFrame) -> dict[str, dict[Hashable, float]]:
    """Read what shares of the residents each category has, for ``rake(survey.by, margins)``.

    Parameters
    ----------
    source : path or DataFrame
        A row for each category, with the columns column (变量: which column of the survey), category (类别), and either
        share (占比: 0.52 or 52% in every row of the column) or people (人数), whose shares are taken.

    Returns
    -------
    dict of column to dict of category to share

    Raises
    ------
    FaultyInput
        Columns missing; rows without a category, twice, or without a number from zero; shares of a column that do
        not sum to one: all at once.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency table when
    the expected marginal totals are known. Annals of Mathematical Statistics, 11, 427-444.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"变量": ["sex", "sex"], "类别": ["f", "m"], "人数": [520, 480]})
    >>> read_margins(table)
    {'sex': {'f': 0.52, 'm': 0.48}}
    """
    table = form_table(source, HEADINGS, ("column", "category"), given=("column", "category"))
    form = form_of(table)
    table = table.assign(column=table["column"].ffill())  # merged cells fill down
    table = table.assign(column=table["column"].map(clean), category=natural(table["category"].map(clean)))
    faults = Faults()
    twice = table.index[table.duplicated(["column", "category"])]
    faults += [Fault(form.place(row), "occurs more than once", "keep one of them") for row in twice]
    margins = {}
    for column, rows in table.groupby("column", sort=False, dropna=False):
        amounts = [key for key in ("share", "people") if key in rows and rows[key].notna().any()]
        if len(amounts) != 1:
            problem, way_out = "needs either shares or people", "fill in one of the columns, in every row"
            faults.append(Fault(str(column), problem, way_out))
            continue
        values = rows[amounts[0]].map(number)
        for row in rows.index:
            faults += _row_faults(rows.loc[row], (form, row), amounts[0], values[row])
        margins[str(column)] = _shares(rows.assign(value=values.astype(float)), people=amounts == ["people"])
    faults.raise_all()
    Faults(target_faults(margins)).raise_all()
    return margins


def _row_faults(cells: pd.Series, at: tuple[Form, Any], amount: str, value: float | None) -> list[Fault]:
    form, row = at
    faults = [
        Fault(form.place(row, key), "{column} is empty", "fill it in", column=form.called(key))
        for key in ("column", "category", amount)
        if no_value(cells[key])
    ]
    if is_total(cells["category"]):
        place, problem = form.place(row, "category"), "{name!r} is a total, not a category"
        faults.append(Fault(place, problem, "take it out", name=cells["category"]))
    if not no_value(cells[amount]) and (value is None or not (math.isfinite(value) and value >= 0)):
        place, way_out = form.place(row, amount), "give a number from 0"
        faults.append(
            Fault(
                place, "{column} is {value}", way_out, column=form.called(amount), value=shown(cells[amount])
            )
        )
    return faults


def _shares(rows: pd.DataFrame, people: bool) -> dict[Hashable, float]:
    """Return the shares of one column: of people their part of all; percentages, which sum to about 100, as shares."""
    values, total = rows["value"], float(rows["value"].sum())
    shares = values / (total or 1.0) if people else as_shares(values)
    return dict(zip(rows["category"], shares.tolist(), strict=True))
