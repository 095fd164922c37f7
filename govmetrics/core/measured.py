"""`Measured`: what joins the tree from anywhere, a survey, a network, rates, counts."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import pandas as pd

from govmetrics.core.options import Kind
from govmetrics.core.words import Text


@runtime_checkable
class Measured(Protocol):
    """Anything with values of indicators and, where it has some, their standard errors.

    Attributes
    ----------
    values : DataFrame, shape (units, indicators)
        Rows are units, or periods and units; columns the codes of leaves.
    standard_errors : DataFrame or None
        Of the same shape.

    See Also
    --------
    govmetrics.intake.join
    """

    @property
    def values(self) -> pd.DataFrame:
        """Units x indicators."""

    @property
    def standard_errors(self) -> pd.DataFrame | None:
        """Same shape, or None."""


MEASURED = Kind(
    lambda other: (
        isinstance(getattr(other, "values", None), pd.DataFrame) and hasattr(other, "standard_errors")
    ),
    Text("give a Dataset, a survey's scores, or whatever has `values` and `standard_errors`"),
)
