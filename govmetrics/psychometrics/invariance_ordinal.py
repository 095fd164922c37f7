"""Measurement invariance of ordered answers: whether steps and loadings are the same in every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.errors import UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import ordinal_groups
from govmetrics.numerics.ordinal_groups import Solution
from govmetrics.psychometrics._invariance_steps import MOST_FALL, stepped, where_it_fails
from govmetrics.psychometrics._ordinal_group_models import (
    answers_of_groups,
    factor_means,
    fit_of,
    linear_of,
    samples_of,
    starts_of,
)
from govmetrics.psychometrics._patterns import Factors, read_pattern

_MODELS = {
    "configural": (),
    "thresholds": ("thresholds",),
    "loadings": ("thresholds", "loadings"),
    "intercepts": ("thresholds", "loadings", "intercepts"),
}


_NAMES = {
    "configural": Text("configural"), "thresholds": Text("thresholds"), "loadings": Text("loadings"),
    "intercepts": Text("intercepts"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class OrdinalInvariance(Result):
    """Measurement invariance of ordered answers (有序数据的测量不变性) across groups.

    Attributes
    ----------
    models : DataFrame
        Rows configural, thresholds, loadings, intercepts: chi_square (scaled and shifted), df, p, cfi, tli, rmsea with
        rmsea_lower and rmsea_upper (90 %), srmr; then against the row above delta_chi_square, delta_df, delta_p (scaled
        difference test), delta_cfi, delta_rmsea, and `holds` (CFI falls by at most 0.01).
    factors : DataFrame
        Index (group, factor): mean, se, z, p, variance in the last model; the first group has mean zero, variance one.
    groups : Series
        Respondents of each group.

    See Also
    --------
    invariance_ordinal
    """

    models: pd.DataFrame
    factors: pd.DataFrame
    groups: pd.Series
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("wuestabrook2016", "satorra2000", "svetina2020")
    _shown: ClassVar = {
        "models": "Measurement invariance of ordered answers",
        "factors": "Means of the factors where everything is equal",
        "groups": "Respondents of the groups",
    }

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Measurement invariance of ordered answers across {groups} groups was tested by confirmatory models of "
            "thresholds and polychoric correlations, fitted by diagonally weighted least squares (WLSMV) and identified "
            "after Wu and Estabrook (2016), with ever more parameters set equal (thresholds, loadings, intercepts); models "
            "were compared by the scaled difference test of Satorra (2000), and invariance was taken to hold as long as CFI "
            "fell by at most {most:g}."
        )
        return (Text(found, groups=len(self.groups), most=MOST_FALL),)

    def _finding(self) -> tuple[Text, ...]:
        worse = [_NAMES[name] for name in self.models.index[self.models["delta_p"] < 0.05]]
        found = "CFI falls by at most 0.01 at every step: thresholds, loadings and intercepts are alike (n = {n:,})."
        first = where_it_fails(self.models, _NAMES, self.n) or Text(found, n=self.n)
        if not worse:
            return (first, Text("No step fits significantly worse by the scaled difference test (p ≥ 0.05)."))
        return (
            first,
            Text(
                "By the scaled difference test these fit significantly worse (p < 0.05): {models}.",
                models=worse,
            ),
        )

    def _tables(self) -> list[Table]:
        columns = [
            "chi_square", "df", "p", "cfi", "tli", "rmsea", "srmr", "delta_chi_square", "delta_df", "delta_p", "delta_cfi",
            "delta_rmsea", "holds",
        ]  # fmt: skip
        first = Table.of(Text(self._shown["models"]), self.models, "psychometrics", columns=columns)
        return [first, *super()._tables()[1:]]


def invariance_ordinal(items: pd.DataFrame, factors: Factors, groups: pd.Series) -> OrdinalInvariance:
    """Compare factor models of ordered answers with more and more parameters equal across groups.

    Parameters
    ----------
    items : DataFrame
        Respondents x items with three to 20 ordered answers, the same in every group, reversed items already flipped;
        incomplete respondents are left out and counted.
    factors : mapping
        {factor: [item, ...]}
    groups : Series
        Group of each respondent, under the respondents' index. Categories keep their order, other names are sorted: the
        first group is what others are compared with.

    Returns
    -------
    OrdinalInvariance

    Raises
    ------
    FaultyInput
        Unknown items, groups missing or not matching the respondents.
    UnsuitableMethod
        One group only; an item with two answers; an answer that nobody in a group gave; a model that is not identified
        or does not converge.

    Notes
    -----
    Wu and Estabrook (2016): configural, the same pattern, answers standardised in each group. Thresholds: the steps
    between answers are equal, and the items' intercepts and deviations free in all groups but the first (with three
    answers this fits as well as before). Loadings: equal too, the factors' variances free. Intercepts: equal too, the
    factors' means free: from here on means of factors may be compared. Items with two answers are refused: their
    thresholds cannot be tested apart from their loadings. Chi-square, CFI, TLI and RMSEA are scaled and shifted (WLSMV
    in lavaan and Mplus); the difference test is Satorra's (2000), both models at the estimates of the narrower one.
    The bound of 0.01 for CFI comes from maximum likelihood; read it beside the test.

    References
    ----------
    Wu, H. and Estabrook, R. (2016). Identification of confirmatory factor analysis models of different levels of
    invariance for ordered categorical outcomes. Psychometrika, 81.
    Satorra, A. (2000). Scaled and adjusted restricted tests in multi-sample analysis of moment structures. In
    Innovations in multivariate statistical analysis. Kluwer.
    Svetina, D., Rutkowski, L. and Rutkowski, D. (2020). Multiple-group invariance with categorical outcomes using
    updated guidelines. Structural Equation Modeling, 27.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = np.clip(np.round(3 + rng.normal(size=(600, 1)) + rng.normal(size=(600, 4))), 1, 5)
    >>> frame = pd.DataFrame(answers, columns=list("abcd"))
    >>> result = invariance_ordinal(frame, {"f": ["a", "b", "c", "d"]}, pd.Series(["x", "y"] * 300))
    >>> result.models["df"].astype(int).tolist()
    [4, 12, 15, 18]
    """
    pattern = read_pattern(items, factors)
    names, given, notes = answers_of_groups(items, pattern, groups)
    shape, samples, found = samples_of(pattern, names, given)
    start = starts_of(shape, samples)
    rows: dict[str, dict[str, float]] = {}
    null, null_df = ordinal_groups.nothing_in_common(samples, len(shape.items))
    before: tuple[str, Solution] | None = None
    for name, equal in _MODELS.items():
        linear = linear_of(shape, len(samples), equal)
        guess = np.linalg.lstsq(linear.free, start.ravel() - linear.fixed, rcond=None)[0]
        solution = ordinal_groups.fit(shape, samples, linear, np.asarray(guess, dtype=float))
        _check(solution, name)
        rows[name] = fit_of(shape, samples, solution, (null, null_df))
        if before is not None:
            wider = linear_of(shape, len(samples), _MODELS[before[0]], loose=True).free
            moves = (linear.free, wider)
            tested = ordinal_groups.difference(
                shape, samples, solution.parameters, moves, (solution.plain, before[1].plain)
            )
            rows[name] |= dict(zip(("delta_chi_square", "delta_df", "delta_p"), tested, strict=True))
        start, before, last = solution.parameters, (name, solution), linear
    counts = pd.Series([sample.n for sample in samples], index=pd.Index(names, name="group"), name="n")
    assert before is not None
    models = stepped(rows, ("cfi", "rmsea"))
    factors_of = factor_means(shape, before[1], last, pattern, names)
    return OrdinalInvariance(models, factors_of, counts, int(counts.sum()), (*notes, *found))


def _check(solution: Solution, name: str) -> None:
    spread = np.diag(solution.spread)
    if not solution.converged or not np.isfinite(spread).all() or (spread <= 0).any():
        problem = "the {model} model did not converge or is not identified"
        way = "give each factor three or more items that belong together, or merge factors that cannot be told apart"
        raise UnsuitableMethod("factors", problem, way, model=_NAMES[name])
