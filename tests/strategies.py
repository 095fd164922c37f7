"""Hypothesis strategies for trees and datasets."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govmetrics.core import Dataset, Group, Indicator, IndicatorTree


@st.composite
def trees(draw: st.DrawFn, directions: tuple[str, ...] = ("more", "less")) -> IndicatorTree:
    """Trees of up to three levels, ragged, with weights."""
    count = 0

    def node(depth: int) -> Group | Indicator:
        nonlocal count
        count += 1
        weight = draw(st.floats(0.1, 10))
        if depth == 0 or (depth < 2 and draw(st.booleans())):
            return Indicator(f"n{count}", better=draw(st.sampled_from(directions)), weight=weight)
        code = f"n{count}"
        return Group(code, "", tuple(node(depth - 1) for _ in range(draw(st.integers(1, 3)))), weight)

    return IndicatorTree(node(2))


@st.composite
def datasets(draw: st.DrawFn, missing: bool = False, smallest: float = -1e6) -> Dataset:
    """Datasets of 2 to 8 units without constant indicators."""
    tree = draw(trees())
    units = draw(st.integers(3, 8))
    values = draw(arrays(float, (units, len(tree)), elements=st.integers(int(smallest), 10**6).map(float)))
    values[0], values[1] = values[0], np.where(values[1] == values[0], values[0] + 1, values[1])
    if missing:
        holes = draw(arrays(bool, (units - 2, len(tree))))
        values[2:][holes] = np.nan
    index = pd.Index([f"u{i}" for i in range(units)], name="unit")
    return Dataset(tree, pd.DataFrame(values, index=index, columns=tree.codes))
