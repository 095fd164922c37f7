"""Following a recipe for many combinations of levels at once.

Combinations share work: each distinct treatment, normalisation and data draw is scaled once, and all sets of weights
on it are aggregated together as arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from govmetrics import aggregation
from govmetrics.aggregation.levels import MIN_COVERAGE
from govmetrics.core import Dataset, Fault, Scaled, Weights
from govmetrics.core.checks import listed
from govmetrics.core.errors import Faults
from govmetrics.core.nodes import Group
from govmetrics.recipe import Recipe, Step, one_pass
from govmetrics.robustness.factors import DATA_FACTORS, NOMINAL, WEIGHT_FACTORS, Choice, Factor

BLOCK = 4_000_000
"""Numbers held at once for a block of replicates."""


@dataclass(frozen=True, eq=False)
class Job:
    """What stays the same over all replicates.

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


def evaluate(job: Job, levels: np.ndarray, n_jobs: int = 1) -> np.ndarray:
    """Return the root score of every unit in every replicate.

    Parameters
    ----------
    job : Job
        What is followed.
    levels : ndarray of int, shape (replicates, factors)
        The level of every factor; -1 is nominal.
    n_jobs : int
        For joblib: how many distinct scalings are worked on at once. Any joblib backend gives the same numbers.

    Returns
    -------
    ndarray, shape (replicates, units)
    """
    check_job(job)
    basis = [j for j, f in enumerate(job.factors) if isinstance(f, (Choice, *DATA_FACTORS))]
    keys, which = np.unique(levels[:, basis], axis=0, return_inverse=True)
    which = which.reshape(-1)
    tasks = [(key, levels[which == k]) for k, key in enumerate(keys)]
    if n_jobs == 1 or len(tasks) == 1:
        parts = [_one_basis(job, basis, key, rows) for key, rows in tasks]
    else:
        from joblib import Parallel, delayed

        parts = Parallel(n_jobs=n_jobs)(delayed(_one_basis)(job, basis, key, rows) for key, rows in tasks)
    scores = np.empty((len(levels), len(job.data.values)))
    for k, part in enumerate(parts):
        scores[which == k] = part
    return scores


def check_job(job: Job) -> None:
    """Refuse factors that cannot be varied, alone or together, before the first replicate."""
    Faults(job_faults(job)).raise_all()


def job_faults(job: Job) -> list[Fault]:
    """Return everything that is wrong with the factors."""
    if not isinstance(job.factors, list | tuple):
        kind = type(job.factors).__name__
        return [Fault("factors", f"is {kind}, not a list", "give a list, such as [PerturbedWeights()]")]
    known = (Choice, *DATA_FACTORS, *WEIGHT_FACTORS)
    faults = [
        Fault(
            f"factors[{place}]",
            f"{factor!r} is no factor",
            f"factors are: {listed(f.__name__ for f in known)}",
        )
        for place, factor in enumerate(job.factors)
        if not isinstance(factor, known)
    ]
    factors = [factor for factor in job.factors if isinstance(factor, known)]
    kinds = [f"{type(f).__name__}{f': {f.stage}' if isinstance(f, Choice) else ''}" for f in factors]
    faults += [
        Fault(kind, "the factor is given twice", "join the options in one factor")
        for kind in sorted(set(kinds))
        if kinds.count(kind) > 1
    ]
    if sum(isinstance(f, WEIGHT_FACTORS) for f in factors) > 1:
        faults.append(Fault("factors", "more than one of them draws weights", "keep one"))
    tree = job.data.scored(tuple(job.recipe.roles)).tree
    for kind, factor in zip(kinds, factors, strict=True):
        wrong = factor.faults(job.recipe) if isinstance(factor, Choice) else factor.faults(job.data, tree)
        faults += wrong
        if not wrong and factor.levels < 1:
            faults.append(Fault(kind, "has no levels", "give it at least one"))
    return faults


def _one_basis(job: Job, basis: list[int], key: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the scores of the replicates that share data, treatment, normalisation and methods."""
    recipe, data = job.recipe, job.data
    for j, level in zip(basis, key, strict=True):
        factor = job.factors[j]
        if level == NOMINAL:
            continue
        if isinstance(factor, Choice):
            recipe = factor.recipe(recipe, int(level))
        elif isinstance(factor, DATA_FACTORS):
            data = factor.dataset(data, int(level), job.seed)
    assessment = one_pass(recipe, data, judgements=job.judgements)
    drawing = [j for j, f in enumerate(job.factors) if isinstance(f, WEIGHT_FACTORS)]
    root = assessment.scores.values.columns[0]
    nominal = assessment.scores.values[root].to_numpy()
    if not drawing or (rows[:, drawing[0]] == NOMINAL).all():
        return np.broadcast_to(nominal, (len(rows), len(nominal)))
    factor = job.factors[drawing[0]]
    sets = factor.weights(assessment.weights, np.random.default_rng(job.seed))  # type: ignore[union-attr]
    picked = rows[:, drawing[0]]
    used, back = np.unique(picked, return_inverse=True)
    local = np.vstack(
        [sets[level] if level != NOMINAL else assessment.weights.local.to_numpy() for level in used]
    )
    scores = many_weights(recipe, assessment.scaled, assessment.weights, local)
    return np.asarray(scores[back.reshape(-1)])


def many_weights(recipe: Recipe, scaled: Scaled, weights: Weights, local: np.ndarray) -> np.ndarray:
    """Return root scores for many sets of local weights, shape (sets, units)."""
    name, options = _named(recipe.aggregation)
    x = scaled.values.to_numpy()
    means = {group.aggregate or name for group in scaled.tree.groups}
    # Logarithms and reciprocals are for positive values: others go where they are refused, or have no weight.
    if means <= {"arithmetic"} or (means <= set(aggregation.MEANS) and np.fmin.reduce(x, axis=None) > 0):
        block = max(1, BLOCK // max(1, x.shape[0] * len(scaled.tree.groups)))
        least = float(options.get("min_coverage", MIN_COVERAGE))
        batched = _gaps if np.isnan(x).any() else _complete
        chunks = [batched(scaled, name, local[i : i + block], least) for i in range(0, len(local), block)]
        return np.vstack(chunks)
    method: Any = aggregation.METHODS[name]
    rows = []
    for one in local:
        weighted = replace(weights, local=pd.Series(one, index=weights.local.index))
        rows.append(method(scaled, weighted, **options).values.iloc[:, 0].to_numpy())
    return np.vstack(rows)


def _named(step: Step) -> tuple[str, dict[str, Any]]:
    if isinstance(step, str):
        return step, {}
    name, options = next(iter(step.items()))
    return str(name), dict(options or {})


def _complete(scaled: Scaled, name: str, local: np.ndarray, least: float) -> np.ndarray:  # noqa: ARG001 - all is covered
    """Aggregate complete values for a block of weight sets: group by group, all sets together."""
    tree = scaled.tree
    places = tree.positions
    x = scaled.values.to_numpy().T
    leaf = {code: x[j][None, :] for j, code in enumerate(tree.codes)}  # the same for all sets
    done: dict[str, np.ndarray] = {}
    for group in reversed(tree.groups):
        forward, backward = _TRANSFORMS[group.aggregate or name]
        codes = [part.code for part in group.parts]
        w = local[:, [places[code] - 1 for code in codes]]
        leaves = [k for k, part in enumerate(group.parts) if not isinstance(part, Group)]
        total = np.zeros((len(local), x.shape[1]))
        if leaves:
            block = forward(np.vstack([leaf[codes[k]] for k in leaves]))
            total += w[:, leaves] @ block
        for k, part in enumerate(group.parts):
            if isinstance(part, Group):
                total += w[:, [k]] * forward(done.pop(part.code))
        done[group.code] = backward(total)
    root = tree.root.code
    return done[root] if root in done else np.broadcast_to(leaf[root], (len(local), x.shape[1]))


def _gaps(scaled: Scaled, name: str, local: np.ndarray, least: float) -> np.ndarray:
    """Aggregate values with gaps for a block of weight sets, under the coverage rule of `aggregation.levels`."""
    tree = scaled.tree
    x = dict(zip(tree.codes, scaled.values.to_numpy().T, strict=True))
    done: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for group in reversed(tree.groups):
        forward, backward = _TRANSFORMS[group.aggregate or name]
        total, here, cover = (np.zeros((len(local), len(scaled.values))) for _ in range(3))
        for part in group.parts:
            w = local[:, [tree.positions[part.code] - 1]]
            value, covered = done.pop(part.code) if isinstance(part, Group) else (x[part.code][None, :], None)
            known = ~np.isnan(value)
            total += w * np.where(known, forward(np.where(known, value, 1.0)), 0.0)
            here += w * known
            cover += w * (known if covered is None else covered)
        rule = least if group.min_coverage is None else group.min_coverage
        scored = (cover >= rule - 1e-9) & (here > 0)
        mean = backward(np.divide(total, here, out=np.ones_like(total), where=scored))
        done[group.code] = np.where(scored, mean, np.nan), np.where(scored, cover, 0.0)
    root = tree.root.code
    return done[root][0] if root in done else np.broadcast_to(x[root], (len(local), len(scaled.values)))


def _same(values: np.ndarray) -> np.ndarray:
    return values


_TRANSFORMS: dict[str, Any] = {
    "arithmetic": (_same, _same),
    "geometric": (np.log, np.exp),
    "harmonic": (np.reciprocal, np.reciprocal),
}
