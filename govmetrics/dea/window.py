"""Window analysis (窗口分析): every unit in every period of a moving window counts as a unit of its own.

References
----------
Charnes, A., Clark, C. T., Cooper, W. W., & Golany, B. (1985). A developmental study of data envelopment analysis
in measuring the efficiency of maintenance units in the US Air Forces. Annals of Operations Research, 2, 95-112.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from govmetrics.core.checks import is_count
from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import fields_dict, html
from govmetrics.dea._observe import Table
from govmetrics.dea._options import ORIENTATIONS, RETURNS, Orientation, Returns, options
from govmetrics.dea._panel import absent, split_periods
from govmetrics.dea.engine.radial_scores import radial_scores


@dataclass(frozen=True, eq=False)
class WindowAnalysis:
    """Scores by unit, window and period.

    Attributes
    ----------
    scores : DataFrame
        Rows (unit, window), columns the periods; NaN outside a window. Windows are named by their first period.
    trend : DataFrame
        Unit by period: the mean over the windows that contain the period.
    units : DataFrame
        Per unit: mean of all its scores, their standard deviation, the largest range within one period
        (column_range: how much the choice of window matters) and the range over everything (total_range).
    width, orientation, returns
        As asked for.
    notes : tuple of str
        Units without data in some period.

    See Also
    --------
    window
    """

    scores: pd.DataFrame
    trend: pd.DataFrame
    units: pd.DataFrame
    width: int
    orientation: str
    returns: str
    notes: tuple[str, ...]

    def to_frame(self) -> pd.DataFrame:
        """Return a copy of `scores`."""
        return self.scores.copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def summary(self, language: Literal["en", "zh"] = "en") -> str:
        """Return the best unit and how stable the scores are, in English or Chinese."""
        best, steady = self.units["mean"].idxmax(), self.units["column_range"].max()
        first, last = self.trend.mean().iloc[[0, -1]]
        if language == "zh":
            text = f"窗口宽度{self.width}；平均效率最高的是{best}（{self.units['mean'].max():.4f}）；"
            return text + f"各期平均由{first:.4f}变为{last:.4f}；同一时期不同窗口的得分最多相差{steady:.4f}。"
        text = f"Windows of {self.width} periods: {best} has the best mean ({self.units['mean'].max():.4f}); "
        return text + (
            f"the mean of all went from {first:.4f} to {last:.4f}; "
            f"scores of one period differ by at most {steady:.4f} between windows."
        )

    def _repr_html_(self) -> str:
        return html(self.scores, f"DEA window analysis, width {self.width}")


def window(
    inputs: Table,
    outputs: Table = None,
    width: int = 3,
    orientation: Orientation = "input",
    returns: Returns = "variable",
) -> WindowAnalysis:
    """Score each unit in each period against all units of all periods of the same window.

    Parameters
    ----------
    inputs, outputs : DataFrame
        Indexed (period, unit).
    width : int
        Periods in a window; between 1 (each period alone) and the number of periods (all pooled).
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}

    Returns
    -------
    WindowAnalysis

    Raises
    ------
    FaultyInput
        Tables not indexed (period, unit), a width that does not fit, faults of cells.

    References
    ----------
    Charnes, A., Clark, C. T., Cooper, W. W. and Golany, B. (1985). A developmental study of data
    envelopment analysis in measuring the efficiency of maintenance units in the US Air Forces. Annals of
    Operations Research 2, 95-112.

    Examples
    --------
    >>> import warnings; warnings.simplefilter("ignore")
    >>> index = pd.MultiIndex.from_product([[2020, 2021], ["A", "B"]], names=["period", "unit"])
    >>> x = pd.Series([2.0, 4.0, 1.0, 2.0], index=index, name="staff")
    >>> y = pd.Series([1.0, 1.0, 1.0, 1.0], index=index, name="cases")
    >>> window(x, y, width=2).trend
       2020  2021
    A  0.50   1.0
    B  0.25   0.5
    """
    faults = options((orientation, ORIENTATIONS, "orientation"), (returns, RETURNS, "returns"))
    with faults:
        panel = split_periods(inputs, outputs, least=1)
    faults.raise_all()
    if not is_count(width, 1) or width > len(panel):
        problem = f"is {width!r} with {len(panel)} periods"
        raise FaultyInput(Fault("width", problem, f"give a whole number from 1 to {len(panel)}"))
    rows = []
    for start in range(len(panel) - width + 1):
        inside = panel[start : start + width]
        values = np.vstack([points.values for _, points in inside])
        m = inside[0][1].m
        scores = radial_scores(values[:, :m], values[:, m:], orientation, returns)
        units = np.concatenate([points.units for _, points in inside])
        periods = np.repeat([period for period, _ in inside], [len(points.units) for _, points in inside])
        rows.append(pd.DataFrame({"unit": units, "window": inside[0][0], "period": periods, "score": scores}))
    long = pd.concat(rows, ignore_index=True)
    order = pd.Index(long["unit"].unique())
    wide = long.pivot(index=["unit", "window"], columns="period", values="score").rename_axis(columns=None)
    return WindowAnalysis(
        wide.reindex(order, level=0),
        _by(long, order).rename_axis(index=None, columns=None),
        _stability(long, order),
        int(width),
        orientation,
        returns,
        absent(panel),
    )


def _by(long: pd.DataFrame, order: pd.Index) -> pd.DataFrame:
    return long.pivot_table(index="unit", columns="period", values="score", aggfunc="mean").reindex(order)


def _stability(long: pd.DataFrame, order: pd.Index) -> pd.DataFrame:
    by_unit = long.groupby("unit")["score"]
    within = long.groupby(["unit", "period"])["score"]
    column = (within.max() - within.min()).groupby(level=0).max()
    table = {
        "mean": by_unit.mean(),
        "standard_deviation": by_unit.std(ddof=1),
        "column_range": column,
        "total_range": by_unit.max() - by_unit.min(),
    }
    return pd.DataFrame(table).reindex(order)
