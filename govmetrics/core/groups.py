"""A column of group names as places in a sorted list of groups."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.labels import categories
from govmetrics.numerics.arrays import Ints


def factorised(column: pd.Series) -> tuple[Ints, pd.Index]:
    """Return codes (-1: none) and labels: categories in their order, numbers and text sorted, mixtures as they come.

    Names are read by the rule of `core.labels.clean`, and empty text is no group.

    Examples
    --------
    >>> codes, labels = factorised(pd.Series(["b", "a", "", "b "]))
    >>> codes.tolist(), labels.tolist()
    ([1, 0, -1, 1], ['a', 'b'])
    """
    column = categories(column)
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.intp), pd.Index(column.cat.categories)
    try:
        codes, labels = pd.factorize(column, sort=True)
    except TypeError:
        codes, labels = pd.factorize(column)
    return codes.astype(np.intp), pd.Index(labels)
