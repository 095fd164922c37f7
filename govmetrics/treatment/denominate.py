"""Denomination: totals become comparable between large and small units."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Fault, FaultyInput


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
    """
    faults = [Fault(str(code), "is not a leaf of the tree") for code in by if code not in data.tree.codes]
    for attribute in sorted(set(by.values())):
        if attribute not in data.attributes:
            faults.append(Fault(attribute, "is not an attribute", "add the column to the records"))
            continue
        wrong = data.attributes[attribute].to_numpy(dtype=float, na_value=np.nan) <= 0
        faults += [
            Fault(f"{row}, {attribute}", "the denominator is zero or negative", "correct it")
            for row in data.attributes.index[wrong][:20]
        ]
    if not per > 0:
        faults.append(Fault("per", f"is {per}", "give a positive number"))
    if faults:
        raise FaultyInput(faults)
    values = data.values.to_numpy(copy=True)
    for code, attribute in by.items():
        denominator = data.attributes[attribute].to_numpy(dtype=float, na_value=np.nan)
        values[:, data.tree.codes.index(code)] *= per / denominator
    return data.with_values(values, "denominate")
