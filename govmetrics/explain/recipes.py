"""Two recipes on the same data: who moves, and which change of the recipe moved them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import permutations
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Fault, GovmetricsError, UnsuitableMethod
from govmetrics.core.checks import place_of
from govmetrics.core.dataset import DATASET
from govmetrics.core.options import COUNT, LANGUAGE, asked
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.words import Language, Note, Text
from govmetrics.recipe import RECIPE, Assessment, Recipe, follow

STEPS = ("treatment", "normalisation", "weighting", "aggregation", "base_period", "roles", "seed")
"""What of a recipe makes scores."""


@dataclass(frozen=True, eq=False)
class RecipeComparison(Result):
    """What a change of recipe does to every unit, and by which of its steps.

    Attributes
    ----------
    moves : DataFrame
        One row per unit, greatest move first: score_before, score_after, rank_before, rank_after, move (places
        gained), cause (the step that moved it most in the direction it went; empty if it stayed).
    scores, ranks : DataFrame, shape (units, changed steps)
        What each step did to the score, and to the rank (places gained); rows sum to the whole change.
    changed : dict
        Step: (before, after).
    node : str
        Whose score.
    notes : tuple of str
        Which orders of the changes could not be followed, and why.

    See Also
    --------
    compare_recipes
    """

    moves: pd.DataFrame
    scores: pd.DataFrame
    ranks: pd.DataFrame
    changed: Mapping[str, tuple[Any, Any]]
    node: str
    notes: tuple[str, ...] = ()

    _by_line = True
    _shown: ClassVar = {"table": "Ranks by both recipes", "scores": "What each step did to the score"}

    _cites: ClassVar = ("Shorrocks2013",)

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Two recipes, which differ in {steps}, were followed on the same data. The steps were changed one at a time, in "
            "every order, and what each did to score and rank was averaged over the orders."
        )
        return (Text(told, steps=[Text(step) for step in self.changed]),)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The moves, and the places that each step gained."""
        return self.moves.join(self.ranks)

    def summary(self, language: Language | None = None, top: int = 5) -> str:
        """Return how many move, who moves most and why.

        Parameters
        ----------
        language : {"en", "zh"}, optional
            By default the one in use.
        top : int
            So many units are named.
        """
        asked(top=(top, COUNT), language=(language, LANGUAGE))
        return self._told(self._finding(top), language)

    def _finding(self, top: int = 5) -> tuple[Text, ...]:
        moved = self.moves[self.moves["move"].fillna(0) != 0]
        head = Text("Changed: {steps}; {moved} of {rows} {rows:changes|change} rank.", moved=len(moved),
                    rows=counted(self.moves.index),
                    steps=[Text(step) for step in self.changed])  # fmt: skip
        return head, *(
            Text("{unit}: rank {before} to {after}, mostly by {cause}.", unit=str(place_of(unit)),
                 before=row["rank_before"], after=row["rank_after"], cause=Text(row["cause"]))
            for unit, row in moved.head(top).iterrows()
        )  # fmt: skip


def compare_recipes(
    before: Recipe,
    after: Recipe,
    data: Dataset,
    node: str | None = None,
    survey: Any = None,
    judgements: Any = None,
) -> RecipeComparison:
    """Follow two recipes and say which of their differences moves whom.

    The changed steps are made one at a time, in every order, and the effects of a step are averaged: so the causes
    of a unit's change add up, and no step is favoured by coming first. Orders in which a recipe on the way cannot be
    followed (a geometric mean of zeros, say) are left out and noted.

    Parameters
    ----------
    before, after : Recipe
        What was done, and what is done instead.
    data : Dataset
        Records.
    node : str, optional
        Whose score and rank; the root by default.
    survey, judgements : optional
        As in `follow`.

    Returns
    -------
    RecipeComparison
        Per unit the two scores and ranks, and what each changed step did.

    Raises
    ------
    FaultyInput
        The node is not scored by both.
    UnsuitableMethod
        One of the two recipes cannot be followed, or no order of the changes can.

    References
    ----------
    Shorrocks, A. F. (2013). Decomposition procedures for distributional analysis: a unified framework based on the
    Shapley value. Journal of Economic Inequality 11, 99-126.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"actors": ["trust"], "outcomes": ["solved"]})
    >>> table = pd.DataFrame({"trust": [60.0, 50, 80], "solved": [80.0, 90, 40]}, index=["East", "West", "North"])
    >>> scale = {"min_max": {"scale": [1, 100]}}
    >>> before = gm.Recipe(normalisation=scale, weighting="equal")
    >>> after = gm.Recipe(normalisation=scale, weighting="equal", aggregation="geometric")
    >>> found = gm.explain.compare_recipes(before, after, gm.read_records(table, tree))
    >>> found.to_frame()[["score_before", "score_after", "move", "aggregation"]].round(1).loc["West"].to_dict()
    {'score_before': 50.5, 'score_after': 10.0, 'move': 0.0, 'aggregation': 0.0}
    """
    asked(before=(before, RECIPE), after=(after, RECIPE), data=(data, DATASET))
    steps = [
        f.name
        for f in fields(Recipe)
        if f.name in STEPS and getattr(before, f.name) != getattr(after, f.name)
    ]
    changed = {step: (getattr(before, step), getattr(after, step)) for step in steps}
    runs: dict[frozenset[str], pd.DataFrame] = {}
    failed: dict[frozenset[str], Text] = {}
    everything = frozenset(steps)
    for done in _subsets(steps):
        recipe = replace(before, **{step: getattr(after, step) for step in done})
        try:
            runs[done] = _scored(follow(recipe, data, survey, judgements), node)
        except GovmetricsError as error:
            if done in (frozenset(), everything):
                raise
            fault = error.faults[0]
            failed[done] = Text("{place}: {problem}", place=fault.place, problem=fault.problem)
    paths = [p for p in permutations(steps) if all(frozenset(p[:k]) in runs for k in range(len(p)))]
    if not paths:
        raise UnsuitableMethod(
            Fault(Text("with only {steps} changed", steps=_named(done)), problem,
                  "change these steps together, with another recipe between")
            for done, problem in failed.items()
        )  # fmt: skip
    first, last = runs[frozenset()], runs[everything]
    score, rank = (_averaged(runs, paths, steps, column) for column in ("score", "rank"))
    notes = tuple(
        Note("orders that begin with {steps} are left out: {problem}", steps=_named(done), problem=problem)
        for done, problem in failed.items()
    )
    gained = 0.0 - rank  # a smaller rank is a better one
    moves = _moves(first, last, gained)
    place = data.scored(tuple(before.roles)).tree.root.code if node is None else node
    return RecipeComparison(moves, score.loc[moves.index], gained.loc[moves.index], changed, place, notes)


def _subsets(steps: list[str]) -> list[frozenset[str]]:
    return [
        frozenset(step for k, step in enumerate(steps) if mask >> k & 1) for mask in range(2 ** len(steps))
    ]


def _scored(assessment: Assessment, node: str | None) -> pd.DataFrame:
    """Return score and rank of every unit, in the order of the rows."""
    return assessment.ranking(node).astype(float).reindex(assessment.scores.values.index)


def _averaged(
    runs: Mapping[frozenset[str], pd.DataFrame], paths: list[tuple[str, ...]], steps: list[str], column: str
) -> pd.DataFrame:
    """Return what each step changes, averaged over the orders that can be followed: (units, steps)."""
    units = runs[frozenset()].index
    total = {step: np.zeros(len(units)) for step in steps}
    for path in paths:
        for k, step in enumerate(path):
            one, two = (runs[frozenset(path[:upto])][column].to_numpy() for upto in (k, k + 1))
            total[step] += (two - one) / len(paths)
    return pd.DataFrame(total, index=units)


def _moves(first: pd.DataFrame, last: pd.DataFrame, gained: pd.DataFrame) -> pd.DataFrame:
    move = (first["rank"] - last["rank"]).to_numpy()
    towards = gained.to_numpy() * np.sign(move)[:, None]
    causes = [
        gained.columns[int(np.argmax(row))] if m != 0 and np.isfinite(row).all() and len(row) else ""
        for m, row in zip(move, towards, strict=True)
    ]
    moves = pd.DataFrame(
        {
            "score_before": first["score"],
            "score_after": last["score"],
            "rank_before": first["rank"].astype("Int64"),
            "rank_after": last["rank"].astype("Int64"),
            "move": pd.array(move, dtype="Int64"),
            "cause": causes,
        },
        index=first.index,
    )
    order = np.argsort(-np.abs(np.nan_to_num(move)), kind="stable")
    return moves.iloc[order]


def _named(done: frozenset[str]) -> list[Text]:
    return [Text(step) for step in sorted(done)]
