"""What the results of linked stages, of a network or of time, have alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._chained import Chained
from govmetrics.dea._efficiency import EFFICIENT_WITHIN
from govmetrics.dea._observe import Observed
from govmetrics.dea._words import labels, oriented, told
from govmetrics.dea.slacks_based import _refuse_zeros

NO_SHARE = "its slack is divided by it; choose orientation='input', or leave the unit out"


def beside_parts(scores: pd.Series, efficient: pd.Series, parts: pd.DataFrame) -> pd.DataFrame:
    """Return overall efficiency, the verdict and the efficiency of the parts (units, parts) side by side."""
    first = pd.DataFrame({"overall": scores, "efficient": efficient})
    return first.join(parts.set_axis([str(name) for name in parts], axis=1))


def staged_tables(result: Any, parts: pd.DataFrame) -> list[Table]:
    """Return the tables of efficiencies and of slacks."""
    first = told(result._table.rename(columns={"overall": "both"}))
    names = labels(str(name) for name in parts)
    slacks = Table.of(Text(result._shown["slacks"]), result.slacks, "dea", labels(result.slacks.columns))
    table = Table.of(Text(result._shown["_table"]), first, "dea", names, cites=result._cites)
    return oriented([table, slacks], result.orientation)


def scored(found: Chained, units: pd.Index, parts: list[Any]) -> tuple[pd.Series, pd.DataFrame, pd.Series]:
    """Return the overall scores, those of the parts, and the verdicts of units; what rounding leaves of 1 is 1."""
    scores = np.where(np.abs(found.scores - 1) <= 1e-12, 1.0, found.scores)
    of_parts = np.where(np.abs(found.stages - 1) <= 1e-12, 1.0, found.stages)
    strong = np.where(scores >= 1 - EFFICIENT_WITHIN, "strong", "no")
    overall, verdicts = pd.Series(scores, units, name="overall"), pd.Series(strong, units, name="efficient")
    return overall, pd.DataFrame(of_parts, units, parts), verdicts


def refuse_zero_slacks(data: Observed, columns: pd.Index, orientation: str) -> None:
    """Refuse zeros in the columns by which slacks are divided, unless only inputs count."""
    if orientation != "input":
        _refuse_zeros(data, columns, NO_SHARE)
