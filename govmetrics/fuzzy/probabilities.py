"""How sure a verdict is: the probability of each grade when the memberships have standard errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.checks import generator_of, place_of
from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.options import COUNT, FRAME, SEED, SHARE, Kind, among, asked, instance, optional, wanted
from govmetrics.core.panel_rows import counted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Label, Text
from govmetrics.fuzzy.breakpoints import Breakpoints, allowed, resolve
from govmetrics.fuzzy.cells import floats
from govmetrics.fuzzy.levels import _climb
from govmetrics.fuzzy.operators import _normalise
from govmetrics.fuzzy.result import FuzzyEvaluation
from govmetrics.fuzzy.values import SHAPE, Shape, error_faults, from_values
from govmetrics.fuzzy.verdicts import _maximum, _score

_CELLS = 2**22
_SURE = 0.9
"""A unit keeps its grade when at least so many of the draws give it."""
_EVALUATION = instance(FuzzyEvaluation, Text("make it with govmetrics.fuzzy.evaluate"))

METHODS = {
    "memberships": "The indicators' memberships were drawn {draws:,} times within their standard errors (Dirichlet distribution) "
    "and evaluated again each time; the score has a {level:.3g}% interval.",
    "values": "The indicators' values were drawn {draws:,} times within their standard errors (normal distribution) and graded "
    "and evaluated again each time; the score has a {level:.3g}% interval.",
}


@dataclass(frozen=True, eq=False)
class GradeProbabilities(Result):
    """How often the draws gave each grade, and the interval of the score.

    Attributes
    ----------
    probabilities : DataFrame, shape (units, grades)
        Each row sums to one; NaN where there is no verdict.
    scores : DataFrame
        Columns score (of the evidence itself), lower and upper (that hold the share `level` of the draws).
    node : str
    draws : int
    level : float
    seed : int or None
        None where a Generator was given.
    evaluation : FuzzyEvaluation
        Whose evidence was drawn.
    drawn : str
        "memberships" or "values": what was drawn within its standard errors.

    See Also
    --------
    grade_probabilities
    value_probabilities
    """

    probabilities: pd.DataFrame
    scores: pd.DataFrame
    node: str
    draws: int
    level: float
    seed: int | None
    evaluation: FuzzyEvaluation
    drawn: str = "memberships"

    _left_out: ClassVar = ("evaluation",)

    def to_frame(self) -> pd.DataFrame:
        """Return probabilities and score intervals side by side."""
        return pd.concat([self.probabilities, self.scores], axis="columns").copy()

    def _names(self) -> dict[str, Label]:
        return self.evaluation.grades.spoken

    def _method(self) -> tuple[Text, ...]:
        return (Text(METHODS[self.drawn], draws=self.draws, level=100 * self.level),)

    def _finding(self) -> tuple[Text, ...]:
        largest = self.probabilities.max(axis=1).dropna()
        unsure = largest[largest < _SURE].sort_values(kind="stable")
        sure = Text("{rows} {rows:gets|get} the same grade in at least {share:.0%} of {draws:,} draws.",
                    rows=counted(largest.index[largest >= _SURE]),
                    share=_SURE, draws=self.draws)  # fmt: skip
        if unsure.empty:
            return (sure,)
        return sure, Text("Less sure, the least sure first: {units:5}.", units=list(unsure.index))

    def _tables(self) -> list[Table]:
        node = self.evaluation.weights.tree.names()[self.node]
        caption = "Probability of each grade at {node}, and the score with its {percent:.3g}% interval"
        said = Text(caption, node=node, percent=100 * self.level)
        return [Table.of(said, self.to_frame(), "fuzzy", self._names(), kind="share")]


def grade_probabilities(
    evaluation: FuzzyEvaluation,
    errors: pd.DataFrame,
    node: str | None = None,
    draws: int = 1000,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> GradeProbabilities:
    """Draw the evidence again within its standard errors and count the grades that follow.

    Every leaf's memberships are drawn from a Dirichlet distribution around them, as concentrated as their
    standard errors say (parametric bootstrap); the evaluation is repeated as it was made.

    Parameters
    ----------
    evaluation : FuzzyEvaluation
        From `evaluate`.
    errors : DataFrame, index (unit, code)
        Standard errors of `evaluation.leaves`, for example from `survey_errors`. Rows of zeros are taken
        as exact (a community where all gave the same answer has error 0, whether it is certain or just small).
    node : str, optional
        The root by default.
    draws : int
        How many times the evidence is drawn.
    level : float
        Share of the draws between lower and upper bound of the score.
    rng : int or Generator
        Seed.

    Returns
    -------
    GradeProbabilities
        The share of the draws in which each unit got each grade.

    Raises
    ------
    FaultyInput
        Rows that do not match, negative or missing errors (one answer has no error): all at once.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators. Journal of the Royal Statistical Society A
    168, 307-323.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"trust": ["t1"]})
    >>> answers = pd.DataFrame({"community": ["East"] * 4 + ["West"] * 4, "t1": [3, 3, 2, 3, 1, 2, 1, 2]})
    >>> survey = gm.read_survey(answers, tree, scale=(1, 3), by="community")
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> memberships = gm.fuzzy.from_survey(survey, grades)
    >>> found = gm.fuzzy.evaluate(memberships, gm.weighting.equal(tree), grades)
    >>> likely = gm.fuzzy.grade_probabilities(found, gm.fuzzy.survey_errors(survey, grades), draws=200)
    >>> likely.probabilities.idxmax(axis=1).to_dict()
    {'East': 'good', 'West': 'fair'}
    """
    faults = _choice_faults(
        evaluation,
        node=node,
        draws=(draws, COUNT),
        level=(level, SHARE),
        errors=(errors, FRAME),
        rng=(rng, SEED),
    )
    spread = _errors(evaluation.leaves, errors, faults) if not wanted(errors=(errors, FRAME)) else np.empty(0)
    faults.raise_all()
    generator, seed = generator_of(rng)
    leaves = evaluation.leaves.to_numpy().reshape(len(evaluation.units), len(evaluation.weights.tree), -1)
    concentration = _concentration(leaves, spread.reshape(leaves.shape))
    return _counted(
        evaluation, node, draws, level, seed, lambda size: _draw(leaves, concentration, size, generator)
    )


def value_probabilities(
    evaluation: FuzzyEvaluation,
    data: Dataset,
    breakpoints: Breakpoints,
    shape: Shape = "triangular",
    node: str | None = None,
    draws: int = 1000,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> GradeProbabilities:
    """Draw the values again within their standard errors and count the grades that follow.

    Every value is drawn from a normal distribution around itself, values without an error stay; memberships
    and the evaluation follow as they were made, on the same break points (those of the data as they are, also
    where they come from quantiles).

    Parameters
    ----------
    evaluation : FuzzyEvaluation
        Of ``from_values(data, breakpoints, shape, evaluation.grades)``.
    data : Dataset
        With standard errors.
    breakpoints, shape
        As in `from_values`.
    node : str, optional
        The root by default.
    draws : int
        How many times the values are drawn.
    level : float
        Share of the draws between lower and upper bound of the score.
    rng : int or Generator
        Seed.

    Returns
    -------
    GradeProbabilities
        The share of the draws in which each unit got each grade.

    Raises
    ------
    FaultyInput
        The dataset has no standard errors, or the evaluation is of other memberships.

    References
    ----------
    Saisana, M., Saltelli, A. and Tarantola, S. (2005). Uncertainty and sensitivity analysis techniques as
    tools for the quality assessment of composite indicators. Journal of the Royal Statistical Society A
    168, 307-323.

    Examples
    --------
    >>> import pandas as pd
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust"]})
    >>> values = pd.DataFrame({"trust": [62.0, 88.0]}, index=["East", "West"])
    >>> data = gm.Dataset(tree, values, standard_errors=values * 0 + 4.0)
    >>> grades = gm.fuzzy.GradeScale(["good", "fair", "poor"], [100, 75, 40])
    >>> memberships = gm.fuzzy.from_values(data, [40, 75, 100], grades=grades)
    >>> found = gm.fuzzy.evaluate(memberships, gm.weighting.equal(tree), grades)
    >>> likely = gm.fuzzy.value_probabilities(found, data, [40, 75, 100], draws=200)
    >>> likely.probabilities.idxmax(axis=1).to_dict()
    {'East': 'fair', 'West': 'good'}
    """
    faults = _choice_faults(evaluation, node=node, data=(data, DATASET), shape=(shape, SHAPE), draws=(draws, COUNT),
                            level=(level, SHARE), rng=(rng, SEED))  # fmt: skip
    if not isinstance(data, Dataset):
        faults.raise_all()
    faults += error_faults(data)
    data, grades = data.scored(), evaluation.grades
    given: dict[str, list[float]] = {}
    with faults:
        points = resolve(data, breakpoints, allowed(len(grades), shape))
        given = {code: array.tolist() for code, array in points.items()}
        first = from_values(data, given, shape, grades)
        if not first.index.equals(evaluation.leaves.index) or not np.allclose(
            first.to_numpy(), evaluation.leaves.to_numpy(), equal_nan=True
        ):
            way_out = "give the data, break points and shape that it was made from"
            raise FaultyInput("evaluation", "is of other memberships", way_out)
    faults.raise_all()
    generator, seed = generator_of(rng)
    assert data.standard_errors is not None
    errors = data.standard_errors.reindex_like(data.values).fillna(0.0).to_numpy()
    values = data.values.to_numpy()

    def draw(size: int) -> np.ndarray:
        drawn = values + errors * generator.standard_normal((size, *values.shape))
        frame = pd.DataFrame(drawn.reshape(-1, values.shape[1]), columns=data.values.columns)
        degrees = from_values(Dataset(data.tree, frame, totals="keep"), given, shape, grades).to_numpy()
        return degrees.reshape(size, *values.shape, len(grades))

    return replace(_counted(evaluation, node, draws, level, seed, draw), drawn="values")


def _choice_faults(evaluation: FuzzyEvaluation, node: str | None, **arguments: tuple[object, Kind]) -> Faults:
    """Return what is wrong with the arguments; an evaluation that is none is refused at once."""
    asked(evaluation=(evaluation, _EVALUATION))
    inner = [group.code for group in evaluation.weights.tree.groups]
    known = optional(among(inner, Text("groups are: {codes}", codes=inner)))
    return wanted(node=(node, known), **arguments)


def _counted(
    evaluation: FuzzyEvaluation,
    node: str | None,
    draws: int,
    level: float,
    seed: int | None,
    draw: Callable[[int], np.ndarray],
) -> GradeProbabilities:
    """Return how often each grade follows; `draw` gives memberships (size, units, leaves, grades)."""
    tree, grades = evaluation.weights.tree, evaluation.grades
    code = tree.root.code if node is None else node
    place_of = [group.code for group in tree.groups].index(code)
    units = len(evaluation.units)
    counts, scores = np.zeros((units, len(grades))), np.empty((draws, units))
    step = max(1, _CELLS // evaluation.leaves.size)
    for start in range(0, draws, step):
        size = min(step, draws - start)
        drawn = draw(size).reshape(size * units, len(tree), len(grades))
        p = _normalise(_climb(drawn, evaluation.weights, evaluation.rule)[0][:, place_of])
        place = _maximum(p, grades)[0].reshape(size, -1)
        counts += np.stack([(place == grade).sum(axis=0) for grade in range(len(grades))], axis=1)
        scores[start : start + size] = _score(p, grades).reshape(size, -1)
    lower, upper = np.quantile(scores, [(1 - level) / 2, (1 + level) / 2], axis=0)
    score = _score(_normalise(evaluation.at(code).to_numpy()), grades)
    shares = np.where(counts.sum(axis=1, keepdims=True) > 0, counts / draws, np.nan)
    return GradeProbabilities(
        pd.DataFrame(shares, evaluation.units, grades.keys),
        pd.DataFrame({"score": score, "lower": lower, "upper": upper}, evaluation.units),
        code, draws, level, seed, evaluation,
    )  # fmt: skip


def _errors(leaves: pd.DataFrame, errors: pd.DataFrame, faults: Faults) -> np.ndarray:
    """Return the standard errors in the order of the memberships."""
    refuse_within("errors", errors, numbers=True)
    columns = [key for key in leaves.columns if key in errors.columns]
    whole = len(columns) == len(leaves.columns) == len(errors.columns)
    if not whole or not errors.index.is_unique or set(errors.index) != set(leaves.index):
        way_out = "give one row for every unit and indicator, one column for each grade"
        faults.append(Fault("errors", "the rows or grades differ from those of the memberships", way_out))
    array, texts = floats(errors[columns], instead=0.0)
    here = leaves.index.get_indexer(errors.index)
    known = (here >= 0) & ~np.isnan(leaves.to_numpy()[here]).any(axis=1)
    bad = np.flatnonzero((~(np.isfinite(array) & (array >= 0))).any(axis=1) & known)
    way_out = "errors are zero or positive; one answer has none: merge small units, or give an error"
    faults += [
        *texts,
        *each(
            bad.tolist(),
            lambda row: Fault(
                place_of(errors.index[row]),
                "the errors are {errors}",
                way_out,
                errors=[f"{error:.4g}" for error in array[row]],
            ),
        ),
    ]
    if faults:
        return np.empty(0)
    ordered = np.empty_like(array)
    ordered[here] = array
    return ordered


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
