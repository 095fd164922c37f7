"""Several periods in one go, and what their changes of score come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, ClassVar

import pandas as pd

from govmetrics.aggregation.traits import traits_of
from govmetrics.core import Dataset, Fault, FaultyInput, IndicatorTree, Scaled, UnsuitableMethod, Weights
from govmetrics.core.dataset import DATASET
from govmetrics.core.errors import Faults
from govmetrics.core.options import asked, instance
from govmetrics.core.periods import ordered, times
from govmetrics.core.result import Result
from govmetrics.core.words import Note, Text
from govmetrics.panel.common import ASSESSMENT
from govmetrics.recipe import RECIPE, Assessment, Recipe, follow, methods_of
from govmetrics.weighting.change import split_change

PeriodWeights = Mapping[Any, Weights | pd.DataFrame] | Callable[[Scaled], Weights] | None
"""Each period's weights, or the weighting method that finds them; None for those of the assessment."""


@dataclass(frozen=True, eq=False)
class Changes(Result):
    """Changes of score from period to period, split without a remainder.

    Attributes
    ----------
    table : DataFrame
        Rows (period, unit), the period being the later one: since, years, before, after, change, performance,
        weighting.
    performance, weighting : DataFrame
        The same rows x leaves.
    tree : IndicatorTree
        Of the leaves.
    left_out : tuple of str
        Units that have no row in one of two periods that follow each other.

    See Also
    --------
    changes
    """

    table: pd.DataFrame
    performance: pd.DataFrame
    weighting: pd.DataFrame
    tree: IndicatorTree
    left_out: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {
        "table": "Changes of score",
        "performance": "Points from other values",
        "weighting": "Points from other weights",
    }

    _cites: ClassVar = ("Bennet1920",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Changes of score from each period to the next were split without a remainder, after Bennet: what values did, at "
            "the mean of both periods' weights, and what weights did, at the mean of both periods' values."
        )
        return (Text(told),)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Who is left out."""
        if not self.left_out:
            return ()
        return (
            Note(
                "left out, as one of two periods that follow each other has no row: {rows}",
                rows=self.left_out,
            ),
        )

    def _finding(self) -> tuple[Text, ...]:
        """How many units gained in every period, and by what."""
        return tuple(
            Text("{period}: {up} of {count:# unit gains|# units gain}; on average values bring {performance:+.2f} "
                 "points, weights {weighting:+.2f}.", period=str(period), up=int((rows["change"] > 0).sum()),
                 count=len(rows), performance=rows["performance"].mean(), weighting=rows["weighting"].mean())
            for period, rows in self.table.groupby(level="period", sort=False)
        )  # fmt: skip


def follow_periods(recipe: Recipe, data: Dataset, survey: Any = None, judgements: Any = None) -> Assessment:
    """Follow a recipe over several periods, all scaled by the bounds of one.

    `follow` with the bounds frozen: where the recipe names no base period, the earliest is taken. With goalposts, which
    are fixed already, nothing is added.

    Parameters
    ----------
    recipe : Recipe
        The choices.
    data : Dataset
        Records of several periods.
    survey : Survey or SurveyScores, optional
        As in `follow`.
    judgements : Judgements, optional
        As in `follow`.

    Returns
    -------
    Assessment
        Of all periods, on one scale.

    Raises
    ------
    FaultyInput
        Data without periods.
    UnsuitableMethod
        A normalisation that ranks units within the data, and so cannot be frozen.

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"year": [2020, 2020, 2024, 2024], "unit": ["East", "West"] * 2,
    ...                       "trust": [20.0, 60, 40, 60], "solved": [50.0, 90, 50, 80]})
    >>> data = gm.read_records(table, tree, period="year")
    >>> run = gm.panel.follow_periods(gm.Recipe(weighting="equal"), data)
    >>> run.scores.values["actors"].to_dict()
    {(2020, 'East'): 0.0, (2020, 'West'): 100.0, (2024, 'East'): 50.0, (2024, 'West'): 100.0}
    """
    asked(recipe=(recipe, RECIPE), data=(data, DATASET))
    if not data.periods:
        raise FaultyInput("data", "have no periods", "read them with `period=`, or use follow")
    if recipe.base_period is None:
        method = recipe.chosen("normalisation").method
        if method.takes_bounds:
            recipe = replace(recipe, base_period=data.periods[0])
        elif method.compares_units:
            problem = "depends on who else is in the data, so that periods cannot be compared"
            fit = [
                name
                for name, m in methods_of("normalisation").items()
                if m.takes_bounds or not m.compares_units
            ]
            place = f"normalisation.{method.name}"
            raise UnsuitableMethod(place, problem, "use one of: {choices}", choices=fit)
    return follow(recipe, data, survey, judgements)


def changes(assessment: Assessment, weights: PeriodWeights = None) -> Changes:
    """Split every change from one period to the next into better values and other weights.

    Parameters
    ----------
    assessment : Assessment
        Of several periods, complete; arithmetic means.
    weights : mapping of period to Weights or DataFrame, or a weighting method, optional
        What weighed in each period, for example ``gm.weighting.entropy`` taken within each. By default the weights of
        the assessment, which do not change.

    Returns
    -------
    Changes
        Per unit and step from one period to the next: the change and its two parts.

    Raises
    ------
    FaultyInput
        Fewer than two periods; a period without weights.
    UnsuitableMethod
        Another aggregation, or missing values: each cell is named. `explain.between_periods` takes both.

    References
    ----------
    Bennet, T. L. (1920). The theory of measurement of changes in cost of living. Journal of the Royal Statistical
    Society 83, 455-462; see `weighting.split_change`.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"year": [2020, 2020, 2024, 2024], "unit": ["East", "West"] * 2,
    ...                       "trust": [20.0, 60, 40, 60], "solved": [50.0, 90, 50, 80]})
    >>> data = gm.read_records(table, tree, period="year")
    >>> run = gm.panel.follow_periods(gm.Recipe(weighting="equal"), data)
    >>> gm.panel.changes(run).to_frame()[["before", "after", "performance"]].to_numpy().tolist()
    [[0.0, 25.0, 25.0], [100.0, 87.5, -12.5]]
    """
    asked(assessment=(assessment, ASSESSMENT))
    scaled, method = assessment.scaled, assessment.scores.method
    if not traits_of(method).additive:
        problem, way_out = "{method} scores are no weighted sums", "use explain.between_periods"
        raise UnsuitableMethod("aggregation", problem, way_out, method=method)
    sides = _by_period(scaled)
    at = _weights_at(assessment, sides, weights)
    labels = scaled.values.index.get_level_values("period")
    order, time_of = ordered(labels), times(labels)
    tables, left_out = [], []
    for since, period in pairwise(order):
        before, after = sides[since], sides[period]
        both = before.values.index[before.values.index.isin(after.values.index)]
        odd = before.values.index.symmetric_difference(after.values.index)
        left_out += [
            Text("{unit} ({since} to {period})", unit=str(unit), since=str(since), period=str(period))
            for unit in odd
        ]
        if not len(both):
            continue
        one, two = (replace(side, values=side.values.loc[both]) for side in (before, after))
        split = split_change(one, two, at[since], at[period])
        table = split.to_frame()
        table.insert(0, "since", pd.Series([since] * len(table), index=table.index))
        table.insert(1, "years", time_of[period] - time_of[since])
        tables.append((period, table, split.performance, split.weighting))
    if not tables:
        raise FaultyInput("rows", "no unit is there in two periods that follow each other")
    frames = [
        pd.concat({entry[0]: entry[k] for entry in tables}, names=["period", "unit"]) for k in (1, 2, 3)
    ]
    return Changes(frames[0], frames[1], frames[2], scaled.tree, tuple(left_out))


def _by_period(scaled: Scaled) -> dict[Any, Scaled]:
    index = scaled.values.index
    if index.nlevels == 1 or index.get_level_values("period").nunique() < 2:
        raise FaultyInput("rows", "hold fewer than two periods", "read the data with `period=`")
    level = index.get_level_values("period")
    return {
        period: replace(
            scaled, values=scaled.values[level == period].droplevel("period"), attributes=pd.DataFrame()
        )
        for period in level.unique()
    }


def _weights_at(
    assessment: Assessment, sides: Mapping[Any, Scaled], weights: PeriodWeights
) -> Mapping[Any, Weights | pd.DataFrame]:
    if weights is None:
        return dict.fromkeys(sides, assessment.weights)
    way_out = Text("give {{period: Weights or DataFrame}}, or a weighting method such as {method}",
                   method="gm.weighting.entropy")  # fmt: skip
    if callable(weights):
        try:
            weights = {period: weights(side) for period, side in sides.items()}
        except TypeError as error:  # a function that takes something else
            problem = "cannot be used: {problem}"
            raise FaultyInput("weights", problem, way_out, problem=str(error)) from error
    asked(weights=(weights, instance(Mapping, way_out)))
    wanted = instance(Weights | pd.DataFrame, way_out)
    Faults(
        fault
        for period in sides
        for fault in (
            wanted.faults(f"weights, {period}", weights[period])
            if period in weights
            else [Fault(f"weights, {period}", "the period has no weights", "give its weights")]
        )
    ).raise_all()
    return weights
