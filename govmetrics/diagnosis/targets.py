"""Distance to target (与目标值的差距): how far raw values are from the targets that the tree sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Indicator, IndicatorTree, UnsuitableMethod
from govmetrics.core.dataset import DATASET
from govmetrics.core.options import asked
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array


@dataclass(frozen=True, eq=False)
class TargetDistance(Result):
    """How far every unit is from every target.

    Attributes
    ----------
    gaps : DataFrame, shape (units, leaves with a target)
        What is missing to reach the target, in the indicator's unit; zero when it is reached, NaN when missing.
    relative : DataFrame, same shape
        The gap as a share of the way from the leaf's worst to its target; NaN where the tree gives no worst.
    reached : DataFrame, same shape
        1.0 reached, 0.0 not, NaN missing.
    tree : IndicatorTree
        For the names.
    notes : tuple of str
        Leaves without a target.

    See Also
    --------
    distance_to_target
    """

    gaps: pd.DataFrame
    relative: pd.DataFrame
    reached: pd.DataFrame
    tree: IndicatorTree
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "gaps": "Distance to target",
        "relative": "Distance to target, as a share of the way from the worst value",
        "reached": "Targets reached (1) and not reached (0)",
    }
    _kinds: ClassVar = {"relative": "share"}

    _cites: ClassVar = ("oecd2008",)

    def _method(self) -> tuple[Text, ...]:
        found = "Values were compared with the targets that the tree sets, in the indicators' units of measurement."
        return (Text(found),)

    def shares(self) -> pd.Series:
        """Return the share of units that reach each target, of those with a value."""
        return self.reached.mean().rename("reached")

    def _finding(self) -> tuple[Text, ...]:
        """How many units reach each target, and how far the others are."""
        return tuple(self._line(str(code), gap) for code, gap in self.gaps.items())

    def _line(self, code: str, gap: pd.Series) -> Text:
        count, short = int(gap.notna().sum()), gap[gap > 0]
        said = {
            "name": self._names()[code],
            "reached": count - len(short),
            "rows": counted(gap.dropna().index),
        }
        if not len(short):
            return Text("{name}: {reached} of {rows} reach the target", **said)
        return Text(
            "{name}: {reached} of {rows} reach the target; the others lack {median:.4g} (median)",
            **said, median=float(short.median()),
        )  # fmt: skip


def distance_to_target(data: Dataset) -> TargetDistance:
    """Return how far each raw value is from the leaf's target, in the leaf's own unit.

    For "more" the gap is target minus value, for "less" value minus target, for "target" their distance,
    for "interval" the distance to the nearer end; never below zero.

    Parameters
    ----------
    data : Dataset
        Raw values; leaves without a target are left out.

    Returns
    -------
    TargetDistance
        `to_frame()` has a row per unit and a column per leaf with a target.

    Raises
    ------
    UnsuitableMethod
        No leaf has a target.
    FaultyInput
        No Dataset.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 8 (back to the data).

    Examples
    --------
    >>> from govmetrics.core import Group, IndicatorTree
    >>> tree = IndicatorTree(Group("G", "", (Indicator("days", worst=60, target=15, best=5, better="less"),)))
    >>> data = Dataset(tree, pd.DataFrame({"days": [30.0, 12.0]}, index=["x", "y"]))
    >>> distance_to_target(data).to_frame()["days"].tolist()
    [15.0, 0.0]
    """
    asked(data=(data, DATASET))
    leaves = [leaf for leaf in data.tree.indicators if leaf.target is not None]
    if not leaves:
        way_out = "give leaves `target:` in the tree, or measure against peers with strengths()"
        raise UnsuitableMethod(data.tree.root.code, "no indicator has a target", way_out)
    codes = [leaf.code for leaf in leaves]
    columns = [_gap(data.values[leaf.code].to_numpy(dtype=float), leaf) for leaf in leaves]
    gaps = pd.DataFrame(np.column_stack(columns), index=data.values.index, columns=codes)
    ways = np.array(
        [np.nan if leaf.worst is None else _gap(np.array([leaf.worst]), leaf)[0] for leaf in leaves]
    )
    names = data.tree.names()
    without = [names[leaf.code] for leaf in data.tree.indicators if leaf.target is None]
    return TargetDistance(
        gaps,
        gaps.div(np.where(ways > 0, ways, np.nan), axis="columns"),
        (gaps <= 0).astype(float).where(gaps.notna()),
        data.tree,
        (Note("no target: {names:5}", names=without),) if without else (),
    )


def _gap(values: Array, leaf: Indicator) -> Array:
    """Return what is missing to reach the target, (n,)."""
    target = leaf.target
    low, high = target if isinstance(target, tuple) else (target, target)
    assert low is not None
    assert high is not None
    below, above = np.maximum(low - values, 0.0), np.maximum(values - high, 0.0)
    return {"more": below, "less": above}.get(leaf.better, below + above)
