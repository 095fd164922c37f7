"""How sure a verdict is: the probability of each grade when the memberships have standard errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput
from govmetrics.core.results import fields_dict, html
from govmetrics.fuzzy.levels import _climb
from govmetrics.fuzzy.operators import _normalise
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.verdicts import _maximum, _score

_CELLS = 2**22


@dataclass(frozen=True, eq=False)
class GradeProbabilities:
    """How often the draws gave each grade, and the interval of the score.

    Parameters
    ----------
    probabilities : DataFrame, shape (units, grades)
        Each row sums to one; NaN where there is no verdict.
    scores : DataFrame
        Columns score (of the evidence itself), lower and upper (95 % of the draws).
    node : str
    draws : int
    seed : int or None
        None where a Generator was given.
    """

    probabilities: pd.DataFrame
    scores: pd.DataFrame
    node: str
    draws: int
    seed: int | None

    def to_frame(self) -> pd.DataFrame:
        """Return probabilities and score intervals side by side."""
        return pd.concat([self.probabilities, self.scores], axis="columns").copy()

    def to_dict(self) -> dict[str, Any]:
        """Return every field, JSON-ready."""
        return fields_dict(self)

    def _repr_html_(self) -> str:
        return html(self.to_frame(), f"Probability of each grade at {self.node} ({self.draws} draws)")


def grade_probabilities(
    evaluation: FuzzyEvaluation,
    errors: pd.DataFrame,
    node: str | None = None,
    draws: int = 1000,
    rng: int | np.random.Generator = 0,
) -> GradeProbabilities:
    """Draw the evidence again within its standard errors and count the grades that follow.

    Every leaf's memberships are drawn from a Dirichlet distribution around them, as concentrated as their
    standard errors say (parametric bootstrap); the evaluation is repeated as it was made.

    Parameters
    ----------
    evaluation : FuzzyEvaluation
    errors : DataFrame, index (unit, code)
        Standard errors of `evaluation.leaves`, for example from `survey_errors`. Rows of zeros are taken
        as exact (a community where all gave the same answer has error 0: certain, or just small).
    node : str, optional
        The root by default.
    draws : int
    rng : int or Generator

    Raises
    ------
    FaultyInput
        Rows that do not match, negative or missing errors (one answer has no error): all at once.
    """
    tree = evaluation.weights.tree
    code = tree.root.code if node is None else node
    inner = [group.code for group in tree.groups]
    faults = [] if code in inner else [Fault("node", f"{code!r} is no group", f"groups: {', '.join(inner)}")]
    if draws < 1:
        faults.append(Fault("draws", f"is {draws}", "give a number of draws from 1"))
    spread, spread_faults = _errors(evaluation.leaves, errors)
    if faults or spread_faults:
        raise FaultyInput(faults + spread_faults)
    leaves = evaluation.leaves.to_numpy().reshape(len(evaluation.units), len(tree), -1)
    concentration = _concentration(leaves, spread.reshape(leaves.shape))
    generator = np.random.default_rng(rng)
    grades = evaluation.grades
    counts = np.zeros((len(leaves), len(grades)))
    scores = np.empty((draws, len(leaves)))
    step = max(1, _CELLS // leaves.size)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        drawn = _draw(leaves, concentration, size, generator).reshape(-1, *leaves.shape[1:])
        root = _climb(drawn, evaluation.weights, evaluation.rule)[0][:, inner.index(code)]
        p = _normalise(root)
        place = _maximum(p, grades)[0].reshape(size, -1)
        counts += np.stack([(place == grade).sum(axis=0) for grade in range(len(grades))], axis=1)
        scores[start : start + size] = _score(p, grades).reshape(size, -1)
    lower, upper = np.quantile(scores, [0.025, 0.975], axis=0)
    score = _score(_normalise(evaluation.at(code).to_numpy()), grades)
    shares = np.where(counts.sum(axis=1, keepdims=True) > 0, counts / draws, np.nan)
    return GradeProbabilities(
        pd.DataFrame(shares, evaluation.units, grades.keys),
        pd.DataFrame({"score": score, "lower": lower, "upper": upper}, evaluation.units),
        code, draws, None if isinstance(rng, np.random.Generator) else int(rng),
    )  # fmt: skip


def _errors(leaves: pd.DataFrame, errors: pd.DataFrame) -> tuple[np.ndarray, list[Fault]]:
    columns = set(errors.columns) == set(leaves.columns)
    if not columns or not errors.index.is_unique or set(errors.index) != set(leaves.index):
        problem = "have other rows or grades than the memberships"
        return np.empty(0), [Fault("errors", problem, "give one row for every unit and leaf")]
    ordered = errors[leaves.columns].reindex(leaves.index)
    array = ordered.to_numpy(dtype=float)
    known = ~np.isnan(leaves.to_numpy()).any(axis=1)
    bad = np.flatnonzero((~(np.isfinite(array) & (array >= 0))).any(axis=1) & known)
    way_out = "errors are zero or positive; one answer has none: merge small units, or give an error"
    return array, [
        Fault(", ".join(map(str, leaves.index[row])), f"errors are {array[row].tolist()}", way_out)
        for row in bad[:50]
    ]


def _concentration(p: np.ndarray, errors: np.ndarray) -> np.ndarray:
    """Return the Dirichlet's total from sum p (1 - p) / (total + 1) = sum se^2; infinite where exact."""
    variance = np.square(errors).sum(axis=2)
    possible = (p * (1 - p)).sum(axis=2)
    exact = ~(variance > 0)
    # No distribution over grades varies more than one answer does.
    return np.where(exact, np.inf, np.maximum(possible / np.where(exact, 1.0, variance) - 1, 1.0))


def _draw(p: np.ndarray, total: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Return draws (size, units, leaves, grades); exact and missing rows stay as they are."""
    drawn = np.broadcast_to(p, (size, *p.shape)).copy()
    free = np.isfinite(total) & ~np.isnan(p[..., 0])
    shape = p[free] * total[free][:, None]
    gammas = rng.standard_gamma(np.broadcast_to(shape, (size, *shape.shape)))
    drawn[:, free] = gammas / gammas.sum(axis=-1, keepdims=True)
    return drawn
