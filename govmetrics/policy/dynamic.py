"""Dynamic panels: the outcome of the period before, by first differences and an instrument (Anderson and Hsiao 1982)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from govmetrics.core import UnsuitableMethod
from govmetrics.core.options import FLAG, LABEL, SHARE, choice, optional, several, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.cluster_errors import cluster_errors
from govmetrics.policy._design import Design, balance_notes, lagged, read_design, refuse_too_many
from govmetrics.policy._effects_tests import Row, as_table
from govmetrics.policy._fit import (
    Bootstrap,
    Errors,
    Fit,
    coefficients_of,
    refuse_collinear,
    refuse_one_cluster,
)
from govmetrics.policy._words import ERRORS, KINDS
from govmetrics.policy.panel_effects import PanelEffects
from govmetrics.policy.panel_frame import SOURCE, Source, indicators

_ERROR = choice("CR2", "CR3", "CR1", "CR1S", "CR0", "classical")
_WEAK = 10.0


def dynamic(
    frame: Source, outcome: str, regressors: Sequence[str], unit: str = "unit", period: str = "period", two_way: bool = True,
    errors: Errors = "CR2", cluster: str | None = None, level: float = 0.95,
) -> PanelEffects:  # fmt: skip
    """Regress an outcome on itself a period before and on regressors, without the bias that effects of units bring.

    In first differences effects of units are gone, but the change of the lagged outcome goes with the error: it is
    instrumented by the outcome two periods before. That is right where errors are not correlated over time; `tests` has the
    strength of the instrument.

    Parameters
    ----------
    frame, outcome, regressors, unit, period, cluster, level
        As for `effects`; regressors are changes, too, and taken for given.
    two_way : bool
        Periods have effects, too.
    errors : {"CR2", "CR3", "CR1", "CR1S", "CR0", "classical"}
        Of the second stage, by clusters; leverage is that of the instrumented columns.

    Returns
    -------
    PanelEffects
        The first term is the lagged outcome, "L1.outcome".

    Raises
    ------
    FaultyInput
        As for `effects`.
    UnsuitableMethod
        No unit with three periods one step apart, regressors that do not change, one cluster.

    References
    ----------
    Anderson, T. W. and Hsiao, C. (1982). Formulation and estimation of dynamic models using panel data. Journal of
    Econometrics, 18, 47-82.
    Nickell, S. (1981). Biases in dynamic models with fixed effects. Econometrica, 49, 1417-1426.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> y = np.zeros((400, 12))
    >>> for t in range(1, 12):
    ...     y[:, t] = 0.5 * y[:, t - 1] + rng.normal(size=400)
    >>> rows = pd.MultiIndex.from_product([range(400), range(2010, 2022)], names=["unit", "period"])
    >>> frame = pd.DataFrame({"y": y.ravel(), "x": rng.normal(size=4800)}, rows)
    >>> bool(abs(dynamic(frame, "y", ["x"]).coefficients.loc["L1.y", "estimate"] - 0.5) < 0.1)
    True
    """
    wanted(
        frame=(frame, SOURCE), outcome=(outcome, LABEL), regressors=(regressors, several(LABEL, 1)), unit=(unit, LABEL),
        period=(period, LABEL), two_way=(two_way, FLAG), errors=(errors, _ERROR), cluster=(cluster, optional(LABEL)),
        level=(level, SHARE),
    ).raise_all()  # fmt: skip
    design = read_design(frame, outcome, list(regressors), unit, period, cluster)
    kept, x, y, instrument = _differences(design, list(regressors))
    fit, first = _two_stages(kept, x, y, instrument, bool(two_way))
    refuse_one_cluster(fit.clusters, errors)
    how = Bootstrap(1, np.random.default_rng(0), kept.panel.steps())
    table, covariance, notes = coefficients_of(fit, errors, level, how)
    panel = kept.panel
    if first[0] < _WEAK:
        said = "the instrument is weak (F = {f:.1f}, below 10): the coefficient of the lagged outcome may be far off"
        notes.append(Note(said, f=first[0]))
    said = "{outcome} was explained by a panel regression with {kind}, with {errors}."
    values = {"outcome": str(outcome), "kind": KINDS["difference", bool(two_way)], "errors": ERRORS[errors]}
    numbers = {"n": fit.n, "units": len(panel.units), "periods": len(panel.periods), "clusters": int(fit.clusters.max()) + 1,
               "sigma_e": float(np.sqrt(fit.residual @ fit.residual / fit.df))}  # fmt: skip
    return PanelEffects(
        str(outcome), "difference", bool(two_way), errors, table, as_table({"first_stage": first}),
        pd.Series(numbers, name="value", dtype=float), None, pd.DataFrame(covariance, table.index, table.index), level,
        dict(panel.names), (), None, (*panel.notes, *balance_notes(panel), *notes),
        Procedure.of(said, "andersonhsiao1982", "nickell1981", **values),
    )  # fmt: skip


def _differences(design: Design, regressors: list[str]) -> tuple[Design, Array, Array, Array]:
    """Return the rows with two periods before, changes of the lagged outcome and regressors, of the outcome, the instrument."""
    panel, outcome = design.panel, design.outcome
    y, before, instrument = design.y, lagged(panel, outcome, 1), lagged(panel, outcome, 2)
    changes = [before - instrument, *(panel.column(one) - lagged(panel, one, 1) for one in regressors)]
    x = np.column_stack(changes)
    keep = np.asarray(np.isfinite(x).all(axis=1))
    if not keep.any():
        way = "it takes units that are seen in three periods, one step apart"
        raise UnsuitableMethod("frame", "no row has two periods before it", way)
    return design.rows(keep), x[keep], (y - before)[keep], instrument[keep]


def _two_stages(design: Design, x: Array, y: Array, instrument: Array, two_way: bool) -> tuple[Fit, Row]:
    """Return the second stage, and F of the instrument in the first, by clusters."""
    terms = [f"L1.{design.outcome}", *design.terms]
    dummies = indicators(design.panel.period, len(design.panel.periods)) if two_way else np.ones((len(y), 1))
    basis = np.linalg.qr(dummies)[0]
    free = [one - basis @ (basis.T @ one) for one in (x, y, instrument)]
    refuse_collinear(x, free[0], terms)
    z = np.column_stack([free[2], free[0][:, 1:]])
    refuse_collinear(np.column_stack([instrument, x[:, 1:]]), z, [f"L2.{design.outcome}", *design.terms])
    refuse_too_many(len(y), basis.shape[1] + x.shape[1])
    q = np.linalg.qr(z / np.sqrt((z**2).sum(axis=0)))[0]
    hat = q @ (q.T @ free[0])
    refuse_collinear(hat, hat, terms)
    size = np.sqrt((hat**2).sum(axis=0))
    b = np.linalg.lstsq(hat / size, free[1], rcond=None)[0] / size
    error = free[1] - free[0] @ b  # of the columns themselves, and orthogonal to those of the first stage
    df = len(y) - basis.shape[1] - x.shape[1]
    fit = Fit(terms, hat, hat @ b + error, basis, design.clusters, df)
    return fit, _strength(z, free[0][:, 0], design)


def _strength(z: Array, y: Array, design: Design) -> Row:
    """Return F of the first column of `z` in the first stage, by clusters, with its degrees of freedom and p."""
    from scipy.stats import f

    size = np.sqrt((z**2).sum(axis=0))
    b = np.linalg.lstsq(z / size, y, rcond=None)[0] / size
    if int(design.clusters.max()) < 1:
        return np.nan, 1.0, np.nan, np.nan
    found = cluster_errors(z, y - z @ b, design.clusters, "CR1")
    statistic = float(b[0] ** 2 / found.covariance[0, 0])
    return statistic, 1.0, float(found.df[0]), float(f.sf(statistic, 1, found.df[0]))
