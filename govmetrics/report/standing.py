"""Where every unit stands in the latest period, and how that differs from the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Label
from govmetrics.numerics.ranks import competition_within
from govmetrics.plots.labels import digits_of, in_time
from govmetrics.recipe import Assessment


@dataclass(frozen=True, eq=False)
class Standing:
    """The ranking that a reader looks for first.

    Parameters
    ----------
    table : DataFrame
        One row per unit, best first, labelled as the scores are: unit, score, rank, place (the rank as text:
        "3=" where it is shared, "–" where there is none), coverage, filled (the coverage with imputed values), change
        (of the score) and moved (places gained), both NaN without a period before.
    periods : tuple
        All periods in the order of time; empty where the rows are units alone.
    digits : int
        How many digits behind the point scores on this scale need.
    """

    table: pd.DataFrame
    periods: tuple[Any, ...] = ()
    digits: int = 1

    @property
    def period(self) -> Any:
        """The latest period, which the table shows; None without periods."""
        return self.periods[-1] if self.periods else None

    @property
    def coverage_word(self) -> str:
        """What the column of the coverage is called: it has two numbers where imputed values make a difference."""
        both = (self.table["filled"] - self.table["coverage"] > 1e-9).any()
        return "coverage_both" if both else "coverage"

    @property
    def before(self) -> Any:
        """The period before; None where there is none."""
        return self.periods[-2] if len(self.periods) > 1 else None


def standing(assessment: Assessment) -> Standing:
    """Return the ranking of the latest period, with the changes since the one before."""
    scores, root = assessment.scores, assessment.weights.tree.root.code
    ranking = assessment.ranking().astype({"rank": float})
    ranking["coverage"] = scores.coverage[root].reindex(ranking.index)
    filled = scores.coverage if scores.coverage_imputed is None else scores.coverage_imputed
    ranking["filled"] = filled[root].reindex(ranking.index)
    periods = in_time(ranking.index)
    if not periods:
        nothing = pd.Series(np.nan, index=ranking.index)
        told = _told(ranking.assign(change=nothing, moved=nothing), list(map(str, ranking.index)))
        return Standing(told, digits=digits_of(assessment.scores))
    level = ranking.index.get_level_values("period")
    now = ranking[level == periods[-1]]
    units = now.index.get_level_values("unit")
    before = ranking[level == periods[-2]].droplevel("period") if len(periods) > 1 else ranking.iloc[:0]
    before = (
        before.reindex(units) if len(before) else pd.DataFrame(np.nan, index=units, columns=ranking.columns)
    )
    now = now.assign(
        change=now["score"].to_numpy() - before["score"].to_numpy(),
        moved=before["rank"].to_numpy() - now["rank"].to_numpy(),
    )
    return Standing(_told(now, list(map(str, units))), periods, digits_of(assessment.scores))


def period_name(period: Any) -> Label:
    """Return what a period is called: a year alone is one in Chinese, too.

    Examples
    --------
    >>> period_name(2025).say("zh"), period_name("2025年一季度").say("zh")
    ('2025年', '2025年一季度')
    """
    name = str(period)
    return Label(name, f"{name}年" if len(name) == 4 and name.isdecimal() else name)


def _told(table: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    tied = table["rank"].duplicated(keep=False).to_numpy()
    places = [
        "–" if np.isnan(rank) else f"{rank:.0f}{'=' if shared else ''}"
        for rank, shared in zip(table["rank"].to_numpy(), tied, strict=True)
    ]
    columns = ["unit", "score", "rank", "place", "coverage", "filled", "change", "moved"]
    return table.assign(unit=names, place=places)[columns]


def within(stands: Standing, groups: pd.Series) -> pd.DataFrame:
    """Return every unit's rank among the units of its group, and among how many with a score, by the rows of the ranking.

    Parameters
    ----------
    stands : Standing
    groups : Series
        By the rows of the ranking; a unit without a group has no rank in one.

    Returns
    -------
    DataFrame
        rank (1, 2, 2, 4) and of, both NaN where there is none; tied, whether another of the group shares the rank.
    """
    score, own = stands.table["score"], groups.reindex(stands.table.index)
    codes = pd.factorize(own)[0]
    ranked = (codes >= 0) & score.notna().to_numpy()
    ranks, of = (np.full(len(score), np.nan) for _ in range(2))
    if ranked.any():
        ranks[ranked] = competition_within(score.to_numpy()[ranked], pd.factorize(codes[ranked])[0])[0]
        of[ranked] = np.bincount(codes[ranked])[codes[ranked]]
    found = pd.DataFrame({"rank": ranks, "of": of, "group": codes}, index=score.index)
    tied = found.duplicated(["group", "rank"], keep=False) & ranked
    return found.drop(columns="group").assign(tied=tied)


def spread(assessment: Assessment, stands: Standing, codes: Sequence[str]) -> pd.DataFrame:
    """Return how the scores of some nodes lie in the latest period: lower (quartile), median, upper, before (its median).

    Parameters
    ----------
    assessment : Assessment
    stands : Standing
    codes : list of str
        Of the nodes.
    """
    values = assessment.scores.values[list(codes)]
    now = values.loc[stands.table.index]
    quartiles = now.quantile([0.25, 0.5, 0.75]).T.set_axis(["lower", "median", "upper"], axis=1)
    before = pd.Series(np.nan, index=quartiles.index)
    if stands.before is not None:
        before = values[values.index.get_level_values("period") == stands.before].median()
    return quartiles.assign(before=before)
