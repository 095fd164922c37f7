"""Window analysis (窗口分析): every unit in every period of a moving window counts as a unit of its own.

References
----------
Charnes, A., Clark, C. T., Cooper, W. W., & Golany, B. (1985). A developmental study of data envelopment analysis
in measuring the efficiency of maintenance units in the US Air Forces. Annals of Operations Research, 2, 95-112.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import holders
from govmetrics.core.dataset import Dataset
from govmetrics.core.errors import Faults, FaultyInput
from govmetrics.core.memory import memory_faults
from govmetrics.core.options import is_count, shown, wanted
from govmetrics.core.panel_rows import FEWER_PERIODS
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Text
from govmetrics.dea._observe import Amounts
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea._panel import absent, split_periods
from govmetrics.dea._words import assumed, labels, oriented
from govmetrics.dea.engine.radial_scores import radial_scores


@dataclass(frozen=True, eq=False)
class WindowAnalysis(Result):
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

    _shown: ClassVar = {
        "scores": "Scores by window and period",
        "trend": "Mean scores by period",
        "units": "Stability of the scores",
    }

    _cites: ClassVar = ("charnes1985window",)

    def _method(self) -> tuple[Text, ...]:
        found = (
            "DEA window analysis was used with windows of {width:# period|# periods} ({orientation}, {returns}): each unit of "
            "each period was compared with all units of all periods of its window."
        )
        values = assumed(self.orientation, self.returns)
        return (Text(found, width=self.width, **values),)

    def _finding(self) -> tuple[Text, ...]:
        first, last = self.trend.mean().iloc[[0, -1]]
        found = (
            "With windows of {width:# period|# periods} {unit:3} has the best mean ({best:.4f}); the mean of all went from "
            "{first:.4f} to {last:.4f}; scores of one period differ by at most {range:.4f} between windows."
        )
        return (
            Text(
                found, width=self.width, unit=holders(self.units["mean"]), best=self.units["mean"].max(),
                first=first, last=last, range=self.units["column_range"].max(),
            ),
        )  # fmt: skip

    def _tables(self) -> list[Table]:
        names = labels(self.trend.columns)
        tables = [
            Table.of(Text(caption), getattr(self, key), "dea", None if key == "units" else names)
            for key, caption in self._shown.items()
        ]
        return oriented(tables, self.orientation)


def window(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
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
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS))
    with faults:
        panel = split_periods(inputs, outputs, least=1, idle=True)
    faults.raise_all()
    if not is_count(width, 1) or width > len(panel):
        problem, way_out = (
            "is {value} with {periods:# period|# periods}",
            "give a whole number from 1 to {periods}",
        )
        raise FaultyInput("width", problem, way_out, value=shown(width), periods=len(panel))
    windows = len(panel) - width + 1
    pairs = windows * max(len(points.units) for _, points in panel)
    Faults(memory_faults("period", 32.0 * pairs * len(panel), FEWER_PERIODS)).raise_all()
    rows = []
    for start in range(windows):
        inside = panel[start : start + width]
        values = np.vstack([points.values for _, points in inside])
        m = inside[0][1].m
        scores = radial_scores(values[:, :m], values[:, m:], orientation, returns)
        units = np.concatenate([points.units for _, points in inside])
        periods = np.repeat([period for period, _ in inside], [len(points.units) for _, points in inside])
        rows.append(pd.DataFrame({"unit": units, "window": inside[0][0], "period": periods, "score": scores}))
    long = pd.concat(rows, ignore_index=True)
    order = pd.Index(long["unit"].unique())
    in_time = [period for period, _ in panel]
    wide = long.pivot(index=["unit", "window"], columns="period", values="score")[in_time].rename_axis(
        columns=None
    )
    return WindowAnalysis(
        wide.reindex(order, level=0),
        _by(long, order)[in_time].rename_axis(index=None, columns=None),
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
