"""Denomination: totals become comparable between large and small units."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from govmetrics.core.checks import place_of
from govmetrics.core.dataset import Dataset, floats, refuse_no_dataset
from govmetrics.core.errors import Fault, each
from govmetrics.core.options import POSITIVE, Kind, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Text


def denominate(data: Dataset, by: Mapping[str, str], per: float = 1.0) -> Dataset:
    """Divide indicators by an attribute, for example cases by population, per 1,000.

    Parameters
    ----------
    data : Dataset
        With the denominators among its attributes.
    by : mapping of str to str
        ``{leaf code: attribute}``.
    per : float
        The result is ``value / attribute * per``.

    Returns
    -------
    Dataset
        `changes` lists every cell. Where the denominator is missing, the result is missing too.

    Raises
    ------
    FaultyInput
        Unknown leaves or attributes; denominators that are zero or negative: all at once.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "cases"]}, {"cases": "less"})
    >>> table = pd.DataFrame({"trust": [60.0, 50.0], "cases": [5.0, 8.0], "people": [2000, 4000]}, index=["East", "West"])
    >>> data = gm.read_records(table, tree)
    >>> gm.treatment.denominate(data, {"cases": "people"}, per=1000).values["cases"].to_dict()
    {'East': 2.5, 'West': 2.0}
    """
    faults = refuse_no_dataset(data)
    faults += wanted(by=(by, BY))
    faults.raise_all()
    faults += [
        Fault(str(code), "is not an indicator of the tree", "check the spelling, or remove it")
        for code in by
        if code not in data.tree.codes
    ]
    for attribute in dict.fromkeys(map(str, by.values())):
        faults += _attribute_faults(data, attribute)
    faults += wanted(per=(per, POSITIVE))
    faults.raise_all()
    values = data.values.to_numpy(copy=True)
    for code, attribute in by.items():
        values[:, data.tree.codes.index(code)] *= per / floats(data.attributes[attribute]).to_numpy()
    names = data.tree.names()
    pairs = [
        Text("{leaf} by {attribute}", leaf=names[code], attribute=attribute) for code, attribute in by.items()
    ]
    told = "Totals were divided: {pairs}."
    if per != 1:
        told = "Totals were divided, and counted per {per:,g}: {pairs}."
    return data.with_values(
        values, "denominate", procedure=Procedure.of(told, "oecd2008", pairs=pairs, per=float(per))
    )


def _attribute_faults(data: Dataset, attribute: str) -> list[Fault]:
    if attribute not in data.attributes:
        known = list(data.attributes)
        return [Fault(attribute, "is not an attribute", "attributes are: {names}", names=known)]
    column = data.attributes[attribute]
    numbers = floats(column)
    wrong = column[column.notna() & ~((numbers > 0) & np.isfinite(numbers))]
    problem, way_out = (
        "the denominator is {value}, not a positive number",
        "correct it, or leave the cell empty",
    )
    return each(
        wrong.items(), lambda cell: Fault(place_of(cell[0], attribute), problem, way_out, value=str(cell[1]))
    )


BY = Kind(lambda value: isinstance(value, Mapping), Text("give {code: attribute}"))
