"""Following a recipe for many combinations of levels at once.

Combinations share work: each distinct treatment, normalisation and data draw is scaled once, and all sets of weights
on it are aggregated together as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.aggregation.traits import traits_of
from govmetrics.core import Dataset, Fault, Scaled, Weights
from govmetrics.core.errors import Faults
from govmetrics.core.methods import Method
from govmetrics.core.parallel import together
from govmetrics.core.progress import advance, reach, so_far
from govmetrics.numerics.climb import climb
from govmetrics.recipe import Recipe, one_pass
from govmetrics.robustness.checks import joined_data, seed_of
from govmetrics.robustness.factor_names import twice_faults
from govmetrics.robustness.factors import DATA_FACTORS, NOMINAL, WEIGHT_FACTORS, Choice, Factor
from govmetrics.robustness.weight_factors import DrawnWeights, renormalised

BLOCK = 4_000_000
"""Numbers held at once for a block of draws."""


@dataclass(frozen=True, eq=False)
class Job:
    """What stays the same over all draws.

    Parameters
    ----------
    recipe : Recipe
        The nominal choices.
    data : Dataset
        The scored leaves.
    factors : sequence of Factor
        What varies.
    seed : int
        Of the draws that factors make beforehand.
    judgements : Judgements, optional
        For the weighting "ahp".
    """

    recipe: Recipe
    data: Dataset
    factors: Sequence[Factor]
    seed: int
    judgements: Any = None

    @cached_property
    def weights(self) -> Weights | None:
        """The weights of the recipe where no data move them (experts', the tree's own); else None."""
        if self.recipe.chosen("weighting").method.takes not in ("judgements", "tree"):
            return None
        return one_pass(self.recipe, self.data, self.judgements).weights


def evaluate(job: Job, levels: np.ndarray, n_jobs: int | None = None) -> np.ndarray:
    """Return the root score of every unit in every draw.

    Parameters
    ----------
    job : Job
        What is followed.
    levels : ndarray of int, shape (draws, factors)
        The level of every factor; -1 is nominal.
    n_jobs : int, optional
        How many distinct scalings are worked on at once (see `together`).

    Returns
    -------
    ndarray, shape (draws, units)
    """
    basis = [j for j, f in enumerate(job.factors) if isinstance(f, (Choice, *DATA_FACTORS))]
    keys, which = np.unique(levels[:, basis], axis=0, return_inverse=True)
    which = which.reshape(-1)
    tasks = [(key, levels[which == k]) for k, key in enumerate(keys)]
    calls = [(job, basis, key, rows) for key, rows in tasks]
    scores = np.full((len(levels), len(job.data.values)), np.nan)
    start, done = so_far(), 0
    for k, (part, there) in enumerate(together(_one_basis, calls, n_jobs)):
        scores[np.ix_(which == k, there)] = part
        done += len(part)
        reach(start + done)
    return scores


def job_of(
    given: tuple[Any, Any, Any], rng: Any, survey: Any, judgements: Any, faults: Faults, periods: bool = False
) -> Job:
    """Return what is followed, of recipe, data and factors; refuse what is wrong together with the `faults` found already."""
    recipe, data, factors = given
    joined = joined_data(recipe, data, survey, judgements, faults, periods)
    kind = type(factors).__name__
    if not isinstance(factors, list | tuple):
        faults.append(
            Fault("factors", "is {kind}, not a list", "give a list, such as [PerturbedWeights()]", kind=kind)
        )
    elif joined is not None:
        faults += factor_faults(recipe, joined, factors)
    faults.raise_all()
    assert joined is not None  # its faults were raised
    return Job(recipe, joined, tuple(factors), seed_of(rng), judgements)


def factor_faults(recipe: Recipe, data: Dataset, given: Sequence[Any]) -> list[Fault]:
    """Return everything that is wrong with the factors, alone and together, before the first draw."""
    known = (Choice, *DATA_FACTORS, *WEIGHT_FACTORS)
    names, way_out = [kind.__name__ for kind in known], "factors are: {names}"
    faults = [
        Fault(f"factors[{place}]", "{factor} is not a factor", way_out, factor=factor, names=names)
        for place, factor in enumerate(given)
        if not isinstance(factor, known)
    ]
    factors: list[Factor] = [factor for factor in given if isinstance(factor, known)]
    tree = data.scored(tuple(recipe.roles)).tree
    sound = []
    for factor in factors:
        wrong = factor.faults(recipe) if isinstance(factor, Choice) else factor.faults(data, tree)
        faults += wrong
        sound += [] if wrong else [factor]
    return faults + twice_faults(sound)


def _one_basis(
    job: Job, basis: list[int], key: np.ndarray, rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the scores of the draws that share data, treatment, normalisation and methods, and whose they are.

    A treatment may have left units out.
    """
    recipe, data = job.recipe, job.data
    for j, level in zip(basis, key, strict=True):
        factor = job.factors[j]
        if level == NOMINAL:
            continue
        if isinstance(factor, Choice):
            recipe = factor.recipe(recipe, int(level))
        elif isinstance(factor, DATA_FACTORS):
            data = factor.dataset(data, int(level), job.seed)
    known = job.weights if recipe.weighting == job.recipe.weighting else None
    assessment = one_pass(recipe, data, job.judgements, known)
    drawing = [j for j, f in enumerate(job.factors) if isinstance(f, WEIGHT_FACTORS)]
    root = assessment.scores.values.columns[0]
    nominal = assessment.scores.values[root].to_numpy()
    there = job.data.values.index.get_indexer(assessment.scores.values.index)
    if (rows[:, drawing] == NOMINAL).all():
        return np.broadcast_to(nominal, (len(rows), len(nominal))), there
    used, back = np.unique(rows[:, drawing], axis=0, return_inverse=True)
    local = drawn_weights(job, drawing, used, assessment.weights)
    scores = many_weights(recipe, assessment.scaled, assessment.weights, local, assessment.scores.values)
    return np.asarray(scores[back.reshape(-1)]), there


def drawn_weights(job: Job, drawing: list[int], used: np.ndarray, weights: Weights) -> np.ndarray:
    """Return the local weights of combinations of levels (sets, factors that draw weights), shape (sets, nodes).

    Of several factors each multiplies the weights by what it makes of the nominal ones, and all are shares again.
    """
    nominal = weights.local.to_numpy()
    # Drawn weights come first: they need not be near the nominal ones, of which some may be zero.
    order = sorted(range(len(drawing)), key=lambda at: not isinstance(job.factors[drawing[at]], DrawnWeights))
    local = np.tile(nominal, (len(used), 1))
    for turn, at in enumerate(order):
        seed = job.seed if turn == 0 else [job.seed, turn]
        sets = job.factors[drawing[at]].weights(weights, np.random.default_rng(seed))  # type: ignore[union-attr]
        rows = np.flatnonzero(used[:, at] != NOMINAL)
        picked = sets[used[rows, at]]
        if turn == 0:
            local[rows] = picked
            continue
        ratio = np.divide(picked, nominal, out=np.ones_like(picked), where=nominal > 0)
        local[rows] = renormalised(weights.tree, local[rows] * ratio)
    return local


def many_weights(
    recipe: Recipe, scaled: Scaled, weights: Weights, local: np.ndarray, nominal: pd.DataFrame | None = None
) -> np.ndarray:
    """Return root scores for many sets of local weights, shape (sets, units).

    `nominal` has the scores by the nominal weights, (units, nodes): what has evidence enough by these stays in every set.
    Weights that are drawn say how important an indicator is, not whether a unit may be published.
    """
    chosen = recipe.chosen("aggregation")
    methods = mean_methods(recipe, scaled)
    if methods:
        block = max(1, BLOCK // max(1, len(scaled.values) * len(scaled.tree.groups)))
        least = float(chosen.option("min_coverage"))
        of_groups = [method.mean for method in methods]
        chunks = []
        for start in range(0, len(local), block):
            chunks.append(_roots(scaled, of_groups, local[start : start + block], least, nominal))
            advance(len(chunks[-1]))
        return np.vstack(chunks)
    rows = []
    for one in local:
        weighted = replace(weights, local=pd.Series(one, index=weights.local.index))
        rows.append(chosen(scaled, weighted).values.iloc[:, 0].to_numpy())
        advance()
    return np.vstack(rows)


def mean_methods(recipe: Recipe, scaled: Scaled) -> list[Method]:
    """Return each group's method where all are means of arrays that take these values; else none."""
    method = recipe.chosen("aggregation").method.name
    methods = [traits_of(group.aggregate or method) for group in scaled.tree.groups]
    # Logarithms and reciprocals are for positive values: others go where they are refused, or have no weight.
    positive = any(one.needs_positive for one in methods)
    fit = all(one.mean for one in methods) and (not positive or np.fmin.reduce(scaled.values, axis=None) > 0)
    return methods if fit else []


def _roots(
    scaled: Scaled, of_groups: Sequence[Any], local: np.ndarray, least: float, nominal: pd.DataFrame | None
) -> np.ndarray:
    """Aggregate for a block of weight sets, all together: root scores, shape (sets, units)."""
    tree, leaves = scaled.tree, scaled.values.to_numpy().T
    if not tree.groups:
        return np.broadcast_to(leaves, (len(local), leaves.shape[1]))
    means = {tree.positions[g.code]: mean for g, mean in zip(tree.groups, of_groups, strict=True)}
    shares = np.concatenate([np.ones((len(local), 1)), local], axis=1)

    def of_parts(place: int, x: np.ndarray, w: np.ndarray) -> np.ndarray:
        return np.asarray(means[place](x, w))

    enough = tree.least_coverage(least)
    if nominal is not None:  # (nodes, units): any evidence will do, or none would
        enough = np.where(nominal[list(tree.node_codes)].isna().to_numpy().T, 2.0, 0.0)
    found = climb(tree.branches, leaves, shares, of_parts, enough)
    return np.array(found.values[0])  # a copy: as a view it would hold the values of all groups
