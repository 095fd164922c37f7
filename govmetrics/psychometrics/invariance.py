"""Measurement invariance: whether the items mean the same in every group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from scipy.special import chdtrc

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Note, Text
from govmetrics.numerics import factor_model
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import covariance
from govmetrics.numerics.factor_model import Layout, Moments, Solution
from govmetrics.psychometrics._confirm_fits import check_degrees, check_solution
from govmetrics.psychometrics._frames import rows_of_groups, with_names
from govmetrics.psychometrics._invariance_steps import MOST_FALL, free_moves, stepped, where_it_fails
from govmetrics.psychometrics._item_frames import constant_items, read_answers
from govmetrics.psychometrics._model_fit import model_fit
from govmetrics.psychometrics._patterns import Factors, Pattern, read_pattern, starting_values, variance_one

_MODELS = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}

_NAMES = {
    "configural": Text("configural"), "metric": Text("metric"), "scalar": Text("scalar"), "strict": Text("strict"),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Invariance(Result):
    """Measurement invariance (测量不变性) across groups.

    Attributes
    ----------
    models : DataFrame
        Rows configural, metric, scalar, strict; indices of fit, then what changes from the row above:
        delta_chi_square, delta_df, delta_p, delta_cfi, delta_rmsea, delta_srmr, and `holds` (CFI falls by at
        most 0.01).
    groups : Series
        Respondents of each group.

    See Also
    --------
    invariance
    """

    models: pd.DataFrame
    groups: pd.Series
    n: int
    notes: tuple[Note, ...]

    _cites: ClassVar = ("meredith1993", "cheungrensvold2002")
    _shown: ClassVar = {"models": "Measurement invariance", "groups": "Respondents of the groups"}

    def _method(self) -> tuple[Text, ...]:
        found = (
            "Measurement invariance across {groups} groups was tested by confirmatory factor models of several "
            "groups, fitted by maximum likelihood with ever more parameters set equal (configural, metric, scalar, "
            "strict); it was taken to hold as long as CFI fell by at most {most:g}."
        )
        return (Text(found, groups=len(self.groups), most=MOST_FALL),)

    def _tables(self) -> list[Table]:
        """Return the models with the indices that are reported of them and their changes, and the groups."""
        columns = [
            "chi_square", "df", "cfi", "tli", "rmsea", "srmr", "delta_chi_square", "delta_df", "delta_p", "delta_cfi",
            "delta_rmsea", "delta_srmr", "holds",
        ]  # fmt: skip
        first = Table.of(Text(self._shown["models"]), self.models, "psychometrics", columns=columns)
        return [first, *super()._tables()[1:]]

    def _finding(self) -> tuple[Text, ...]:
        found = "CFI falls by at most 0.01 at every step: loadings, intercepts and residuals are alike (n = {n:,})."
        return (where_it_fails(self.models, _NAMES, self.n) or Text(found, n=self.n),)


def invariance(items: pd.DataFrame, factors: Factors, groups: pd.Series) -> Invariance:
    """Compare factor models with more and more parameters equal across groups.

    Parameters
    ----------
    items : DataFrame
        Respondents x items, reversed items already flipped; incomplete respondents are left out and counted.
    factors : mapping
        {factor: [item, ...]}
    groups : Series
        Group of each respondent, under the respondents' index. Categories keep their order, other names are sorted: the
        first group is what others are compared with.

    Returns
    -------
    Invariance

    Raises
    ------
    FaultyInput
        Unknown items, groups missing or not matching the respondents.
    UnsuitableMethod
        One group only, a group with fewer respondents than items, an item constant in a group, a model that
        is not identified or does not converge.

    Notes
    -----
    Configural: the same pattern. Metric: equal loadings. Scalar: equal intercepts too, factor means free.
    Strict: equal residual variances too.

    References
    ----------
    Meredith, W. (1993). Measurement invariance, factor analysis and factorial invariance. Psychometrika, 58.
    Cheung, G. W. and Rensvold, R. B. (2002). Evaluating goodness-of-fit indexes for testing measurement
    invariance. Structural Equation Modeling, 9.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> answers = pd.DataFrame(rng.normal(size=(400, 1)) + rng.normal(size=(400, 4)), columns=list("abcd"))
    >>> result = invariance(answers, {"f": ["a", "b", "c", "d"]}, pd.Series(["x", "y"] * 200))
    >>> result.models["df"].astype(int).tolist()
    [4, 7, 10, 14]
    """
    pattern = read_pattern(items, factors)
    names, moments, notes = _groups(items, pattern, groups)
    layout = pattern.layout(means=True)
    for group in moments:
        check_degrees(layout, group.covariance)
    start = np.stack([starting_values(layout, g.covariance) for g in moments])
    start[:, layout.parts["intercepts"]] = np.stack([g.mean for g in moments])
    n = int(sum(g.n for g in moments))
    rows = {}
    for name, equal in _MODELS.items():
        fixed, free = _constraints(layout, len(moments), equal)
        guess = np.asarray(np.linalg.lstsq(free, start.ravel() - fixed, rcond=None)[0], dtype=float)
        solution = factor_model.fit(layout, moments, fixed, free, guess)
        check_solution(solution)
        rows[name] = _fit(layout, solution, moments, free.shape[1], n)
        start = solution.parameters
    counts = pd.Series([int(g.n) for g in moments], index=pd.Index(names, name="group"), name="n")
    return Invariance(_compared(rows), counts, n, tuple(notes))


def _constraints(layout: Layout, groups: int, equal: tuple[str, ...]) -> tuple[Array, Array]:
    """Return fixed values (g q,) and the places of free parameters (g q, b) of a model.

    Factors have variance one and mean zero: in every group, or once loadings (intercepts) are equal only in
    the first.
    """
    q, parts = layout.size, layout.parts
    fixed, column, columns = np.zeros(groups * q), np.full(groups * q, -1), 0
    diagonal = variance_one(layout)
    for g in range(groups):
        for kind, part in parts.items():
            for a in range(part.start, part.stop):
                here = g * q + a
                if g and kind in equal:
                    column[here] = column[a]
                elif diagonal[a] and (g == 0 or "loadings" not in equal):
                    fixed[here] = 1.0
                elif kind != "means" or (g > 0 and "intercepts" in equal):
                    column[here], columns = columns, columns + 1
    return fixed, free_moves(column, columns)


def _fit(
    layout: Layout, solution: Solution, moments: list[Moments], parameters: int, n: int
) -> dict[str, float]:
    implied = [factor_model.matrices(layout, t) for t in solution.parameters]
    sigmas, means = [i[2] for i in implied], [i[3] for i in implied]
    found = model_fit(sigmas, moments, solution.discrepancies, parameters, n, means=means)
    return {
        k: found[k]
        for k in ("chi_square", "df", "p", "cfi", "tli", "rmsea", "rmsea_lower", "rmsea_upper", "srmr")
    } | {k: found[k] for k in ("aic", "bic", "parameters")}


def _compared(rows: dict[str, dict[str, float]]) -> pd.DataFrame:
    """Return the models with their changes from the row above."""
    models = stepped(rows, ("chi_square", "df", "cfi", "rmsea", "srmr"))
    df, chi_square = models["delta_df"].to_numpy(), models["delta_chi_square"].to_numpy()
    models.insert(
        list(models.columns).index("delta_df") + 1, "delta_p", chdtrc(df, np.maximum(chi_square, 0.0))
    )
    return models


def _groups(
    items: pd.DataFrame, pattern: Pattern, groups: pd.Series
) -> tuple[list[Any], list[Moments], list[Note]]:
    moments, notes, faults = [], [], []
    found = rows_of_groups(with_names(items)[pattern.items], groups)
    for name, rows in found:
        place = Text("group {group}", group=str(name))
        complete = len(rows.dropna())
        if complete < 2:
            problem = "{complete:,} of {every:# respondent|# respondents} answered every item"
            faults.append(Fault(place, problem, "merge groups", complete=complete, every=len(rows)))
            continue
        answers = read_answers(rows)
        cov = covariance(answers.values) * ((answers.n - 1) / answers.n)
        notes += [Note("group {group}: {note}", group=str(name), note=note) for note in answers.notes]
        for item in constant_items(cov, answers.names):
            where = Text("group {group}: {item}", group=str(name), item=item)
            faults.append(Fault(where, "every answer is the same", "leave the item out"))
        if answers.n <= len(pattern.items):
            problem = "{n:,} respondents for {items} items"
            faults.append(Fault(place, problem, "merge groups", n=answers.n, items=len(pattern.items)))
        moments.append(Moments(cov, answers.values.mean(axis=0), float(answers.n)))
    Faults(faults).raise_all(UnsuitableMethod)
    return [name for name, _ in found], moments, notes
