"""The nominal run with everything that came from the data held fixed, so that changes can be told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import is_additive
from govmetrics.core import Dataset, Scores, UnsuitableMethod
from govmetrics.core.options import asked
from govmetrics.core.words import method_name
from govmetrics.normalisation.common import ends
from govmetrics.numerics.ranks import competition
from govmetrics.recipe import ASSESSMENT, Assessment, Recipe, follow, methods_of


@dataclass(frozen=True, eq=False)
class Model:
    """A recipe and data in which nothing is left to the other units.

    Parameters
    ----------
    recipe : Recipe
        Bounds and weights written down, no treatment.
    data : Dataset
        Treated; following `recipe` on it gives the nominal scores again.
    given : ndarray, shape (rows, leaves)
        Values before the treatment, where they stand for something that can be changed; else NaN.
    low, high : ndarray, shape (leaves,)
        Ends to which outliers were winsorised; infinite where none were.
    moved : mapping of str to str
        Leaves in another unit after the treatment, with the step.
    nominal : Assessment
        The run that everything was taken from.
    """

    recipe: Recipe
    data: Dataset
    given: np.ndarray
    low: np.ndarray
    high: np.ndarray
    moved: Mapping[str, str]
    nominal: Assessment

    @property
    def additive(self) -> bool:
        """Whether every score is a sum over the leaves, each a straight line of its raw value."""
        return is_additive(self.nominal.scores) and self.recipe.chosen("normalisation").method.linear

    def scores(self, values: np.ndarray, rows: pd.Index | None = None) -> Scores:
        """Score rows of raw values, shape (rows, leaves), by the frozen recipe."""
        frame = pd.DataFrame(np.clip(values, self.low, self.high), rows, self.data.tree.codes, copy=False)
        data = Dataset(self.data.tree, frame, totals="keep")
        scaled = self.recipe.chosen("normalisation")(data)
        found: Scores = self.recipe.chosen("aggregation")(scaled, self.nominal.weights)
        return found

    def roots(self, values: np.ndarray) -> np.ndarray:
        """Return the root score of every row of raw values."""
        return self.scores(values).values.iloc[:, 0].to_numpy()

    def complete(self) -> np.ndarray:
        """Return what stands in every cell: the given value, else what the treatment put there."""
        return np.where(np.isnan(self.given), self.data.values.to_numpy(), self.given)


def frozen(assessment: Assessment) -> tuple[Recipe, Dataset]:
    """Return a recipe in which nothing is left to the data, and the data to follow it on.

    The bounds of the normalisation and the weights are those of the assessment, written down; the data are treated
    already. Following the one on the other gives the assessment's scores again, and when a cell is changed only what
    depends on that cell changes with it.

    Parameters
    ----------
    assessment : Assessment
        The nominal run.

    Returns
    -------
    recipe : Recipe
        With bounds and weights written down.
    data : Dataset
        Treated.

    Raises
    ------
    UnsuitableMethod
        Normalisations by ranks: a unit's value there is nothing but its place among the others.

    Examples
    --------
    >>> from govmetrics.demo import us_states
    >>> nominal = follow(*us_states())
    >>> again = follow(*frozen(nominal))
    >>> bool((again.scores.values - nominal.scores.values).abs().max(axis=None) < 1e-9)
    True
    """
    asked(assessment=(assessment, ASSESSMENT))
    normalisation = assessment.recipe.chosen("normalisation")
    if normalisation.method.takes_bounds:
        bounds = {code: [float(v) for v in row] for code, *row in assessment.scaled.bounds.itertuples()}
        normalisation = normalisation.given(bounds=bounds)
    elif normalisation.method.compares_units:
        problem = "{method} has no bounds to hold fast"
        way_out = "use min_max or goalposts, or what_if(..., again=True)"
        raise UnsuitableMethod(
            "normalisation", problem, way_out, method=method_name(normalisation.method.name)
        )
    weights = {str(code): float(share) for code, share in assessment.weights.local.items()}
    recipe = replace(
        assessment.recipe, treatment=(), normalisation=normalisation.step,
        weighting={"assigned": {"weights": weights}}, base_period=None, roles=("outcome",),
    )  # fmt: skip
    return recipe, assessment.treated


def model(recipe: Recipe, data: Dataset, judgements: Any = None) -> Model:
    """Follow a recipe and hold fixed what came from the data."""
    nominal = follow(recipe, data, judgements=judgements)
    fixed, treated = frozen(nominal)
    tree = treated.tree
    raw = nominal.dataset.values[tree.codes].to_numpy(copy=True)
    low, high = np.full(len(tree), -np.inf), np.full(len(tree), np.inf)
    moved: dict[str, str] = {}
    done = treated.changes
    new = done.iloc[len(data.changes) :]  # what the recipe did, not what had been done before
    for (code, step), cells in new.groupby(["code", "step"], sort=False):
        kind = str(step).split(" by ")[0]
        treatment = methods_of("treatment").get(kind)
        if treatment is not None and treatment.pulls_in:
            place = tree.codes.index(str(code))
            down = (cells["before"] > cells["after"]).any()
            (high if down else low)[place] = cells["after"].iloc[0]
        elif treatment is None or not treatment.keeps_unit:
            moved[str(code)] = kind
    other = [code in moved for code in tree.codes]  # these stay as the treatment made them
    raw[:, other], low[other], high[other] = np.nan, -np.inf, np.inf
    return Model(fixed, treated, raw, low, high, moved, nominal)


def directions(model: Model, values: np.ndarray) -> np.ndarray:
    """Return +1 where a cell gets better upwards, -1 downwards, 0 where it is best already; shape of `values`."""
    signs = np.zeros(values.shape)
    for j, leaf in enumerate(model.data.tree.indicators):
        if leaf.better in ("target", "interval"):
            low, high = ends(leaf)
            signs[:, j] = np.where(values[:, j] < low, 1.0, np.where(values[:, j] > high, -1.0, 0.0))
        else:
            signs[:, j] = 1.0 if leaf.better == "more" else -1.0
    return signs


def spans(model: Model, values: np.ndarray, signs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return from where and to where a cell's score moves with its value: both shapes like `values`.

    Below its worst goalpost (or winsorised end) a cell has some way to go before anything is gained; at its best
    bound, its target or the other end nothing more can be gained, or no unit has shown it to be possible.
    """
    bounds = model.nominal.scaled.bounds
    clipped, _ = model.recipe.chosen("normalisation").clips
    start, end = values.copy(), values.copy()
    treated = model.data.values.to_numpy()
    for j, leaf in enumerate(model.data.tree.indicators):
        near = np.where(
            signs[:, j] > 0, np.maximum(values[:, j], model.low[j]), np.minimum(values[:, j], model.high[j])
        )
        if leaf.better in ("target", "interval"):
            goal = np.where(signs[:, j] > 0, *ends(leaf))
            reach = bounds["worst"].iloc[j] if clipped else np.inf
        elif "best" in bounds:
            goal = np.full(len(values), bounds["best"].iloc[j])
            reach = abs(goal[0] - bounds["worst"].iloc[j]) if clipped else np.inf
        else:  # z-scores have no ends: the best that any unit shows
            goal = np.full(len(values), (np.nanmax if leaf.better == "more" else np.nanmin)(treated[:, j]))
            reach = np.inf
        sign = signs[:, j]
        if np.isfinite(reach):  # no nearer to the goal than the worst goalpost counts
            near = np.where(sign > 0, np.maximum(near, goal - reach), np.minimum(near, goal + reach))
        start[:, j] = np.where(sign == 0, values[:, j], near)
        ahead = (goal - values[:, j]) * sign > 0
        end[:, j] = np.where(ahead, goal, values[:, j])
    return np.where((end - start) * signs > 0, start, end), end


def stops(model: Model, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return where the score stops moving between `start` and `end`: at a winsorised end, or where values are capped."""
    _, capped = model.recipe.chosen("normalisation").clips
    up = end > start
    far = np.where(up, np.minimum(end, model.high), np.maximum(end, model.low))
    if capped:
        best = model.nominal.scaled.bounds["best"].to_numpy()
        aimed = [leaf.better in ("target", "interval") for leaf in model.data.tree.indicators]
        far = np.where(aimed, far, np.where(up, np.minimum(far, best), np.maximum(far, best)))
    # A limit that lies before the first value that counts brings nothing.
    return np.where((far - start) * np.where(up, 1, -1) > 0, far, start)


def peers(model: Model, row: int) -> np.ndarray:
    """Return the other rows that a row is ranked with: those of its period."""
    index = model.data.values.index
    same = np.ones(len(index), dtype=bool)
    if index.nlevels == 2:
        periods = index.get_level_values("period")
        same = np.asarray(periods == periods[row])
    same[row] = False
    return np.flatnonzero(same)


def rank_among(scores: np.ndarray, score: float) -> float:
    """Return the rank that a score has among others' scores."""
    return float(competition(np.append(scores, score))[0][-1])
