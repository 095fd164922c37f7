"""Distance to target (与目标值的差距): how far raw values are from the targets that the tree sets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, Indicator, UnsuitableMethod
from govmetrics.core.errors import Faults
from govmetrics.core.results import fields_dict, html
from govmetrics.diagnosis._note_words import notes_in
from govmetrics.diagnosis.common import Array, check_words, listed, wrong_kinds


@dataclass(frozen=True, eq=False)
class TargetDistance:
    """How far every unit is from every target.

    Attributes
    ----------
    gaps : DataFrame, shape (units, leaves with a target)
        What is missing to reach the target, in the indicator's unit; zero when it is reached, NaN when missing.
    relative : DataFrame, same shape
        The gap as a share of the way from the leaf's worst to its target; NaN where the tree gives no worst.
    reached : DataFrame, same shape
        1.0 reached, 0.0 not, NaN missing.
    notes : tuple of str
        Leaves without a target.

    See Also
    --------
    distance_to_target
    """

    gaps: pd.DataFrame
    relative: pd.DataFrame
    reached: pd.DataFrame
    notes: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return the gaps as a copy."""
        return self.gaps.copy()

    def shares(self) -> pd.Series:
        """Return the share of units that reach each target, of those with a value."""
        return self.reached.mean().rename("reached")

    def summary(self, language: str = "en") -> str:
        """Return a line per target: how many units reach it, and how far the others are; then the notes."""
        check_words(language)
        lines = []
        for code, gap in self.gaps.items():
            known, short = int(gap.notna().sum()), gap[gap > 0]
            far, far_zh = (
                f"; the others lack {short.median():.4g} (median)",
                f"，其余差距中位数为 {short.median():.4g}",
            )
            en = f"{code}: {known - len(short)} of {known} units reach the target{far if len(short) else ''}"
            zh = f"{code}：{known} 个单元中有 {known - len(short)} 个达标{far_zh if len(short) else ''}"
            lines.append(zh if language == "zh" else en)
        return "\n".join([*lines, *notes_in(self.notes, language)])

    def to_dict(self) -> dict[str, Any]:
        """Return gaps, relative gaps, what is reached and notes, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.gaps, "Distance to target 与目标值的差距")


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
    Faults(wrong_kinds(("data", data, Dataset, "read it with read_records"))).raise_all()
    leaves = [leaf for leaf in data.tree.indicators if leaf.target is not None]
    if not leaves:
        way_out = "give leaves `target:` in the tree, or measure against peers with strengths()"
        raise UnsuitableMethod(Fault(data.tree.root.code, "no indicator has a target", way_out))
    codes = [leaf.code for leaf in leaves]
    columns = [_gap(data.values[leaf.code].to_numpy(dtype=float), leaf) for leaf in leaves]
    gaps = pd.DataFrame(np.column_stack(columns), index=data.values.index, columns=codes)
    ways = np.array(
        [np.nan if leaf.worst is None else _gap(np.array([leaf.worst]), leaf)[0] for leaf in leaves]
    )
    without = [leaf.code for leaf in data.tree.indicators if leaf.target is None]
    return TargetDistance(
        gaps,
        gaps.div(np.where(ways > 0, ways, np.nan), axis="columns"),
        (gaps <= 0).astype(float).where(gaps.notna()),
        (f"no target: {listed(list(without))}",) if without else (),
    )


def _gap(values: Array, leaf: Indicator) -> Array:
    """Return what is missing to reach the target, (n,)."""
    target = leaf.target
    low, high = target if isinstance(target, tuple) else (target, target)
    assert low is not None
    assert high is not None
    below, above = np.maximum(low - values, 0.0), np.maximum(values - high, 0.0)
    return {"more": below, "less": above}.get(leaf.better, below + above)
