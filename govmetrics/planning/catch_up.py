"""What units would gain if what is below the median came up to it, one indicator at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Fault, IndicatorTree, Label, Result, Text
from govmetrics.core.checks import place_of
from govmetrics.core.errors import Faults, each
from govmetrics.core.labels import row_label
from govmetrics.core.options import LIST, asked, optional, shown
from govmetrics.numerics.dust import without_dust
from govmetrics.planning.checks import refuse_unmonotone
from govmetrics.recipe import ASSESSMENT, Assessment

TOLD = 3
"""So many indicators are told of in words; the table has all."""


@dataclass(frozen=True, eq=False)
class CatchUp(Result):
    """What every unit would gain if a value below the median came up to it, all else as it is.

    Attributes
    ----------
    leaves : DataFrame
        A row for each leaf, the greatest gain of all units together first, in the latest period: behind (how many units
        are below the median), mean_gain (points, over these units), overall (over all units with a score), most
        (the greatest gain) and unit (whose that is).
    gains : DataFrame, shape (units, leaves)
        Points of the whole. 0 where a value is at the median or above; NaN where value or score is missing.
    tree : IndicatorTree
        For names.

    See Also
    --------
    catch_up
    """

    leaves: pd.DataFrame
    gains: pd.DataFrame
    tree: IndicatorTree

    _shown: ClassVar = {
        "leaves": "What each indicator alone would bring if all below the median came up to it",
        "gains": "Points that each unit would gain",
    }

    def _names(self) -> dict[Any, Label]:
        return {**self.tree.names()}

    def _method(self) -> tuple[Text, ...]:
        told = (
            "For one indicator at a time the scores were computed again with every value below the median of its period "
            "raised to the median; bounds, weights and all other values were held as they are."
        )
        return (Text(told),)

    def _finding(self) -> tuple[Text, ...]:
        """Say what the indicators would bring that would bring most."""
        first = self.leaves[self.leaves["overall"] > 0].head(TOLD)
        if first.empty:
            return (Text("Nothing would be gained by coming up to the median."),)
        names = self._names()
        text = (
            "{leaf}: if the {count:# unit|# units} below the median came up to it, {count:its score|their scores} would rise "
            "by {mean:.2f} on average, by {most:.2f} at most ({unit})."
        )
        return tuple(
            Text(text, leaf=names[str(code)], count=int(row["behind"]), mean=row["mean_gain"], most=row["most"],
                 unit=row_label(row["unit"]))
            for code, row in first.iterrows()
        )  # fmt: skip


def catch_up(assessment: Assessment, codes: Sequence[str] | None = None) -> CatchUp:
    """Return what every unit would gain if its values below the median came up to it, one indicator at a time.

    The median is that of the scaled values of all units in the same period, so that more is better; bounds, weights and
    the other units stay as they are. What is imputed counts as it was imputed.

    Parameters
    ----------
    assessment : Assessment
        By an aggregation under which a better leaf never lowers the score.
    codes : list of str, optional
        The leaves that are asked about; by default all.

    Returns
    -------
    CatchUp

    Raises
    ------
    FaultyInput
        Codes that are no leaves of the scored tree.
    UnsuitableMethod
        Aggregations that may fall when a value rises, or that depend on the other units.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"A": ["trust"], "B": ["solved"]})
    >>> table = pd.DataFrame({"trust": [20.0, 60, 80], "solved": [50.0, 90, 70]}, index=["East", "West", "North"])
    >>> recipe = gm.Recipe(normalisation={"min_max": {"bounds": {"trust": (0, 100), "solved": (0, 100)}}}, weighting="equal")
    >>> catch_up(gm.follow(recipe, gm.read_records(table, tree))).leaves["mean_gain"].to_dict()
    {'trust': 20.0, 'solved': 10.0}
    """
    asked(assessment=(assessment, ASSESSMENT), codes=(codes, optional(LIST)))
    tree = assessment.scaled.tree
    chosen = tree.codes if codes is None else list(codes)
    way_out = "there are: {labels}"
    unknown = [code for code in chosen if not (isinstance(code, str) and code in tree.codes)]
    Faults(
        each(unknown, lambda code: Fault(place_of(shown(code)), "is not an indicator of the tree", way_out,
                                         labels=tree.codes))
    ).raise_all()  # fmt: skip
    refuse_unmonotone(assessment.recipe)
    gains = pd.DataFrame(
        {str(code): _gain(assessment, code) for code in chosen}, assessment.scores.values.index
    )
    return CatchUp(_leaves(gains, assessment), gains, tree)


def _gain(assessment: Assessment, code: str) -> np.ndarray:
    """Return the points (units,) that a leaf alone brings where it is raised to the median of its period."""
    scaled, root = assessment.scaled, assessment.weights.tree.root.code
    column = scaled.values[code]
    grouped = column.groupby(level="period") if column.index.nlevels == 2 else None
    median = column.median() if grouped is None else grouped.transform("median")
    raised = replace(scaled, values=scaled.values.assign(**{code: column.mask(column < median, median)}))
    again = assessment.recipe.chosen("aggregation")(raised, assessment.weights).values[root].to_numpy()
    before = assessment.scores.values[root].to_numpy()
    gain = without_dust(again - before, before, again)
    return np.where(column.isna(), np.nan, gain)


def _leaves(gains: pd.DataFrame, assessment: Assessment) -> pd.DataFrame:
    """Return the gains of the latest period, leaf by leaf, the greatest first."""
    periods = assessment.dataset.periods
    now = gains[gains.index.get_level_values("period") == periods[-1]] if periods else gains
    scored = assessment.scores.values.loc[now.index].iloc[:, 0].notna().to_numpy()
    units = now.index.get_level_values("unit") if periods else now.index
    rows = []
    for code in gains.columns:
        own = now[code].to_numpy()
        behind = own > 0
        best = int(np.argmax(np.where(behind, own, -1.0))) if behind.any() else None
        rows.append({
            "behind": int(behind.sum()), "mean_gain": own[behind].mean() if behind.any() else 0.0,
            "overall": own[behind].sum() / scored.sum() if scored.any() else np.nan,
            "most": 0.0 if best is None else own[best],
            "unit": "" if best is None else str(units[best]),
        })  # fmt: skip
    table = pd.DataFrame(rows, index=pd.Index(gains.columns, name="code"))
    return table.sort_values("overall", ascending=False, kind="stable")
