"""Which inputs go with an outcome: linear, logistic, ordered logistic and Tobit regression, with what a referee asks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults
from govmetrics.core.options import (
    FRAME,
    LABEL,
    SHARE,
    choice,
    instance,
    is_number,
    optional,
    several,
    wanted,
)
from govmetrics.core.options import (
    Kind as Argument,
)
from govmetrics.core.words import Text
from govmetrics.psychometrics._design import Categories, read_design
from govmetrics.psychometrics._marginal_effects import marginal_effects
from govmetrics.psychometrics._regression_checks import checks, classified, influential
from govmetrics.psychometrics._regression_fit import Errors, Kind, fit
from govmetrics.psychometrics._regression_tables import (
    block_table,
    coefficient_table,
    fit_of,
    notes_of,
    threshold_table,
)
from govmetrics.psychometrics.regression import Regression

KIND = choice("linear", "logit", "ordered", "tobit")


ERROR = optional(choice("classical", "hc0", "hc1", "hc2", "hc3", "cluster"))


_BESIDE = optional(
    instance(str | pd.Series, Text("give the name of a column, or a Series under the frame's index"))
)


_LIMITS = Argument(
    lambda value: value is None or _are_limits(value),
    Text("give (lower, upper), None where there is no limit, such as (0, None)"),
)


_CATEGORIES = Argument(
    lambda value: (
        not isinstance(value, str | bytes) and hasattr(value, "__iter__") and hasattr(value, "__len__")
    ),
    Text("give the names of columns, or {column: reference}"),
)


_BLOCKS = optional(several(several(LABEL, 1), 1))


def regress(
    frame: pd.DataFrame,
    outcome: str,
    predictors: Sequence[str] | None = None,
    kind: Kind = "linear",
    errors: Errors | None = None,
    cluster: str | pd.Series | None = None,
    blocks: Sequence[Sequence[str]] | None = None,
    categories: Categories = (),
    limits: tuple[float | None, float | None] | None = None,
    level: float = 0.95,
    *,
    weights: str | pd.Series | None = None,
) -> Regression:
    """Regress an outcome on predictors.

    Parameters
    ----------
    frame : DataFrame
        Rows x columns. Rows that lack a value are not used, and counted.
    outcome : str
        A column: numbers; of a logistic regression two values, of an ordered one several in order.
    predictors : list of str, optional
        Columns; "a:b" is their product. By default those of `blocks`.
    kind : {"linear", "logit", "ordered", "tobit"}
        Least squares, binary or ordered logistic regression, or one whose outcome is recorded between limits.
    errors : {"classical", "hc0", "hc1", "hc2", "hc3", "cluster"}, optional
        By default robust: hc3 in linear regression, hc0 otherwise; cluster where clusters are given. hc2 and hc3 are of
        linear regression alone. (`moderate`, `mediate` and `paths` give ordinary ones unless asked, as the programs do that
        they are compared with; every table of coefficients says which it has.)
    cluster : str or Series, optional
        Groups within which rows depend on each other: a column, or a Series under the frame's index.
    blocks : list of lists of str, optional
        Predictors that enter one block after the other.
    categories : list of str or {str: str or list}, optional
        Columns that are categories rather than numbers; a mapping says each one's reference (the first by default), or all
        categories in their order. An ordered outcome in words needs all from low to high, unless it is an ordered categorical.
    limits : (float or None, float or None), optional
        Of Tobit regression: where the outcome is cut off; by default (0, None).
    level : float
        Of the intervals.
    weights : str or Series, optional
        Design weights, a column or a Series under the frame's index. They need robust errors.

    Returns
    -------
    Regression

    Raises
    ------
    FaultyInput
        Columns that are not there or hold words, values beyond the limits, options that do not go together.
    UnsuitableMethod
        An outcome or predictor that does not vary, predictors that follow from each other or foretell the outcome without
        error, more coefficients than rows.

    References
    ----------
    Long, J. S. and Ervin, L. H. (2000). Using heteroscedasticity consistent standard errors in the linear regression model.
    The American Statistician, 54, 217-224.
    Olsen, R. J. (1978). Note on the uniqueness of the maximum likelihood estimator for the Tobit model. Econometrica, 46,
    1211-1215.
    Anscombe, F. J. (1973). Graphs in statistical analysis. The American Statistician, 27, 17-21.
    Brant, R. (1990). Assessing proportionality in the proportional odds model for ordinal logistic regression. Biometrics,
    46, 1171-1178.

    Examples
    --------
    The first table of Anscombe (1973): a constant of 3.00, a slope of 0.500 and R² = 0.667.

    >>> x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5]
    >>> y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68]
    >>> found = regress(pd.DataFrame({"x": x, "y": y}), "y", ["x"], errors="classical")
    >>> found.coefficients["estimate"].round(3).tolist(), float(found.fit["r_squared"].round(3))
    ([3.0, 0.5], 0.667)
    """
    faults = wanted(
        frame=(frame, FRAME), outcome=(outcome, LABEL), predictors=(predictors, optional(several(LABEL, 1))), kind=(kind, KIND),
        errors=(errors, ERROR), cluster=(cluster, _BESIDE), blocks=(blocks, _BLOCKS), categories=(categories, _CATEGORIES),
        limits=(limits, _LIMITS), level=(level, SHARE), weights=(weights, _BESIDE),
    )  # fmt: skip
    faults.raise_all()
    chosen = errors or ("cluster" if cluster is not None else "hc3" if kind == "linear" else "hc0")
    steps = _entered(predictors, blocks)
    _refuse_together(kind, chosen, cluster, weights, limits)
    every = [name for step in steps for name in step]
    design = read_design(frame, outcome, every, kind, categories, cluster, weights)
    if design.clusters is not None and int(design.clusters.max()) < 1:
        Faults([Fault("cluster", "holds one cluster only", "leave it out")]).raise_all()
    low, high = limits or (0.0, None)
    ends = (-np.inf if low is None else float(low), np.inf if high is None else float(high))
    fits = []
    for last in range(len(steps)):
        part = design.only([name for step in steps[: last + 1] for name in step])
        fits.append(fit(part if last < len(steps) - 1 else design, kind, chosen, ends))
    models = [_result(one, level, ()) for one in fits[:-1]]
    added = block_table(fits, steps) if blocks is not None else None
    whole = _result(fits[-1], level, (), added)
    return _result(fits[-1], level, (*models, whole), added) if blocks is not None else whole


def _result(
    fitted: Any, level: float, steps: tuple[Regression, ...], blocks: pd.DataFrame | None = None
) -> Regression:
    linear = fitted.kind == "linear"
    diagnostics = checks(fitted)
    rows = influential(fitted) if linear else pd.DataFrame()
    return Regression(
        fitted.design.outcome, fitted.kind, fitted.errors, coefficient_table(fitted, level), threshold_table(fitted, level),
        fit_of(fitted), diagnostics, rows, classified(fitted) if fitted.kind == "logit" else None,
        marginal_effects(fitted, level), blocks, level, tuple(notes_of(fitted, diagnostics, rows)), steps,
    )  # fmt: skip


def _are_limits(value: Any) -> bool:
    if not (isinstance(value, tuple | list) and len(value) == 2):
        return False
    low, high = value
    known = [one for one in value if one is not None]
    return bool(known) and all(map(is_number, known)) and (low is None or high is None or low < high)


def _entered(predictors: Sequence[str] | None, blocks: Sequence[Sequence[str]] | None) -> list[list[str]]:
    """Return the predictors of each step."""
    if blocks is None and predictors is None:
        Faults(
            [Fault("predictors", "is missing", "name the columns that may explain the outcome")]
        ).raise_all()
    steps = [
        [str(one) for one in block]
        for block in ([[] if predictors is None else list(predictors)] if blocks is None else blocks)
    ]
    once = [one for step in steps for one in step]
    twice = sorted({one for one in once if once.count(one) > 1})
    if blocks is not None and twice:
        way = "name in each block what it adds to those before"
        Faults([Fault("blocks", "named twice: {names:10}", way, names=twice)]).raise_all()
    if blocks is not None and predictors is not None:
        every = {one for step in steps for one in step}
        if every != {str(one) for one in predictors}:
            problem, way = "are not those of the blocks", "give one of the two, or the same names in both"
            Faults([Fault("predictors", problem, way)]).raise_all()
    return steps


def _refuse_together(kind: str, errors: str, cluster: Any, weights: Any, limits: Any) -> None:
    faults = Faults()
    if errors == "cluster" and cluster is None:
        faults.append(Fault("cluster", "is missing", "name the column of clusters"))
    if errors != "cluster" and cluster is not None:
        faults.append(Fault("errors", "take no clusters", 'use errors="cluster", or leave cluster out'))
    if kind != "linear" and errors in ("hc2", "hc3"):
        faults.append(Fault("errors", "hc2 and hc3 are of linear regression alone", 'use errors="hc0"'))
    if weights is not None and errors == "classical":
        faults.append(
            Fault("errors", "design weights have no classical errors", "leave errors out, or give clusters")
        )
    if limits is not None and kind != "tobit":
        faults.append(
            Fault("limits", "are of Tobit regression alone", 'use kind="tobit", or leave limits out')
        )
    faults.raise_all()
