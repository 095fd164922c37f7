"""Values on one common scale, where more is better."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import html
from govmetrics.core.tree import IndicatorTree


@dataclass(frozen=True, eq=False)
class Scaled:
    """Normalised values of the scored leaves.

    Parameters
    ----------
    tree : IndicatorTree
        The tree of the scored leaves.
    values : DataFrame, shape (units, leaves)
        More is better in every column; NaN where missing.
    bounds : DataFrame
        One row a leaf: what the method took from the data (for min-max the columns worst and best).
        Hand it to the same method to scale a later period alike.
    method : str
        Which normalisation made it.
    scale : (low, high), optional
        The ends of the scale, where it has ends.
    attributes : DataFrame
        Carried from the dataset.
    """

    tree: IndicatorTree
    values: pd.DataFrame
    bounds: pd.DataFrame
    method: str = ""
    scale: tuple[float, float] | None = None
    attributes: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __post_init__(self) -> None:
        if list(self.values.columns) != self.tree.codes:
            raise FaultyInput(
                Fault(
                    "columns",
                    "are not the tree's leaves in the tree's order",
                    "make Scaled with a function of govmetrics.normalisation",
                )
            )
        try:
            x = self.values.to_numpy(dtype=float)
        except (TypeError, ValueError):
            raise FaultyInput(Fault("values", "are not numbers", "scale them first")) from None
        cells = zip(*np.nonzero(np.isinf(x)), strict=True)
        faults = [Fault(f"{self.values.index[r]}, {self.tree.codes[c]}", "is infinite", "correct it")
                  for r, c in list(cells)[:50]]  # fmt: skip
        if faults:
            raise FaultyInput(faults)

    def to_frame(self) -> pd.DataFrame:
        """Return the values as a copy."""
        return self.values.copy()

    def __repr__(self) -> str:
        """Return a line that says what it holds."""
        return f"<Scaled by {self.method}: {len(self.values)} units x {len(self.tree)} indicators>"

    def _repr_html_(self) -> str:
        return html(self.values, repr(self).strip("<>"))
