"""A change of score, split exactly into what the units did and what the weights did."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of, same_numbers
from govmetrics.core.dataset import as_floats
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.options import asked, instance
from govmetrics.core.result import Result
from govmetrics.core.scaled import Scaled, refuse_unscaled
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.weights import Weights
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.dust import without_dust
from govmetrics.weighting.variable import check_tree, complete

_GIVEN = instance(
    (Weights, pd.DataFrame),
    Text("give Weights, or a DataFrame with a row for each unit and a column for each indicator"),
)


@dataclass(frozen=True, eq=False)
class ScoreChange(Result):
    """A change of score, split into what the units did and what the weights did.

    Attributes
    ----------
    before, after : Series
        Each unit's score, by its weights of the time.
    performance : DataFrame, shape (units, leaves)
        Points gained by better values, at the mean of both weights.
    weighting : DataFrame, shape (units, leaves)
        Points gained because weight moved to where the unit is strong: the change of weight times how far
        the unit's mean value there lies above its mean score.
    tree : IndicatorTree
        For names.

    See Also
    --------
    split_change
    """

    before: pd.Series
    after: pd.Series
    performance: pd.DataFrame
    weighting: pd.DataFrame

    tree: IndicatorTree

    _shown: ClassVar = {
        "changes": "Change of score, split into better values and other weights",
        "performance": "Points gained by better values",
        "weighting": "Points gained by other weights",
    }

    _cites: ClassVar = ("Bennet1920",)

    @cached_property
    def changes(self) -> pd.DataFrame:
        """One row for each unit; change = performance + weighting, exactly but for rounding."""
        return pd.DataFrame(
            {
                "before": self.before,
                "after": self.after,
                "change": self.after - self.before,
                "performance": self.performance.sum(axis=1),
                "weighting": self.weighting.sum(axis=1),
            }
        ).pipe(differences)

    def _method(self) -> tuple[Text, ...]:
        line = (
            "The change of every unit's score was split by Bennet's formula into a part of the values and a part of the "
            "weights, without a remainder."
        )
        return (Text(line),)

    def _finding(self) -> tuple[Text, ...]:
        mean = {str(name): float(value) for name, value in self.changes.mean().items()}
        line = "On average the score changes by {change:+.2f}: {performance:+.2f} by values, {weighting:+.2f} by weights."
        return (Text(line, **mean),)


def differences(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of scores before and after with their differences, of which none is there by rounding alone."""
    sizes = [table[side].to_numpy(dtype=float) for side in ("before", "after")]
    parts = {name: table[name].to_numpy(dtype=float) for name in ("change", "performance", "weighting")}
    return table.assign(**{name: without_dust(part, *sizes) for name, part in parts.items()})


def split_change(
    before: Scaled,
    after: Scaled,
    weights_before: Weights | pd.DataFrame,
    weights_after: Weights | pd.DataFrame,
) -> ScoreChange:
    r"""Split every unit's change of score into a performance part and a weight part, without a remainder.

    With leaves' shares of the whole :math:`w` and values :math:`x`,
    :math:`\sum_j w'_j x'_j - \sum_j w_j x_j = \sum_j \bar w_j (x'_j - x_j) + \sum_j (w'_j - w_j)(\bar x_j - \bar s)`,
    where bars are means of before and after and :math:`\bar s` is the unit's mean score, which is free to
    subtract as both weights sum to one. The split treats both dates alike.

    Parameters
    ----------
    before, after : Scaled
        The same units scaled by the same bounds (``min_max(later, bounds=earlier.bounds)``), complete.
    weights_before, weights_after : Weights, or DataFrame of shape (units, leaves)
        Shares of the whole: of all units, or each unit's own (`StageWeights.of_units`,
        `VariableWeights.across_tree`).

    Returns
    -------
    ScoreChange
        Per unit: score before, after, their difference and its two parts.

    Raises
    ------
    FaultyInput
        Different trees, units or bounds, weights that do not fit.
    UnsuitableMethod
        Missing values; groups with another aggregation than the arithmetic mean.

    References
    ----------
    Bennet, T. L. (1920). The theory of measurement of changes in cost of living. Journal of the Royal
    Statistical Society 83, 455-462.

    Examples
    --------
    >>> from govmetrics.core import IndicatorTree
    >>> from govmetrics.weighting.stages import stages
    >>> tree = IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> def scaled(*x): return Scaled(tree, pd.DataFrame([x], ["u"], ["trust", "solved"]), pd.DataFrame())
    >>> table = pd.DataFrame({"trust": [0.8, 0.2], "solved": [0.2, 0.8]}, index=[1, 2])
    >>> by_stage = stages(tree, table)
    >>> split = split_change(scaled(40.0, 60.0), scaled(50.0, 60.0), by_stage.at(1), by_stage.at(2))
    >>> split.to_frame().round(6).loc["u"].tolist()
    [44.0, 58.0, 14.0, 5.0, 9.0]
    """
    same_yardstick(before, after)
    units = before.values.index
    x0, x1 = complete(before), complete(after)[after.values.index.get_indexer(units)]
    w0 = _leaf_weights(weights_before, before, "weights_before")
    w1 = _leaf_weights(weights_after, before, "weights_after")
    s0, s1 = (w0 * x0).sum(axis=1), (w1 * x1).sum(axis=1)
    middle = (x0 + x1) / 2 - ((s0 + s1) / 2)[:, None]
    parts = [without_dust(part, s0, s1) for part in ((w0 + w1) / 2 * (x1 - x0), (w1 - w0) * middle)]
    frames = [pd.DataFrame(part, index=units, columns=before.values.columns) for part in parts]
    scores = [pd.Series(s, index=units) for s in (s0, s1)]
    return ScoreChange(scores[0], scores[1], frames[0], frames[1], before.tree)


def _leaf_weights(weights: Weights | pd.DataFrame, scaled: Scaled, name: str) -> Array:
    """Return shares of the whole, (units, leaves), in the order of the values."""
    values = scaled.values
    asked(**{name: (weights, _GIVEN)})
    if isinstance(weights, Weights):
        check_tree(scaled, weights)
        return np.broadcast_to(weights.across_tree().to_numpy(), values.shape)
    if not (weights.index.is_unique and weights.columns.is_unique):
        way_out = "give one row for each unit, one column for each indicator"
        raise FaultyInput(name, "a unit or an indicator occurs more than once", way_out)
    rows, columns = weights.index.get_indexer(values.index), weights.columns.get_indexer(values.columns)
    faults = [
        Fault(Text("{parts}", parts=[name, str(place_of(u))]), "the unit has no weights", "give them")
        for u in values.index[rows < 0]
    ]
    faults += [
        Fault(Text("{parts}", parts=[name, str(c)]), "the indicator has no weights", "give them")
        for c in values.columns[columns < 0]
    ]
    Faults(faults).raise_all()
    w = as_floats(weights.iloc[rows, columns]).to_numpy()
    sound = (w >= 0).all(axis=1) & (np.abs(w.sum(axis=1) - 1) < 1e-9)
    faults = [
        Fault(Text("{parts}", parts=[name, str(place_of(unit))]),
              "the weights are negative, missing, or sum to {total:.6g}",
              "give the indicators' shares of the whole: they sum to one", total=float(total))
        for unit, total, fine in zip(values.index, w.sum(axis=1), sound, strict=True)
        if not fine
    ]  # fmt: skip
    Faults(faults).raise_all()
    return np.asarray(w)


def same_yardstick(before: Scaled, after: Scaled) -> None:
    """Refuse two sets of values that are not comparable: other trees, units or bounds."""
    refuse_unscaled(before)
    faults = refuse_unscaled(after)
    if before.tree.node_codes != after.tree.node_codes:
        faults.append(Fault("after", "belongs to another tree", "scale both periods on one tree"))
    else:
        mine, theirs = before.values.index, after.values.index
        faults += each(
            mine.difference(theirs),
            lambda u: Fault(place_of(u), "is only in `before`", "give both the same units"),
        )
        faults += each(
            theirs.difference(mine),
            lambda u: Fault(place_of(u), "is only in `after`", "give both the same units"),
        )
        if not (before.values.index.is_unique and after.values.index.is_unique):
            faults.append(Fault("rows", "a unit occurs more than once", "give one row for each unit"))
        if (
            before.method != after.method
            or before.scale != after.scale
            or not same_numbers(before.bounds, after.bounds, rtol=1e-12)
        ):
            faults.append(
                Fault("after", "is scaled by other bounds than `before`, so values are not comparable",
                      "scale the later period by `bounds=before.bounds`")
            )  # fmt: skip
    Faults(faults).raise_all()
