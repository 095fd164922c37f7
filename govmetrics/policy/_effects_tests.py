"""What a referee asks of a panel regression: are there effects, of which kind, and do errors depend on each other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.cluster_errors import cluster_errors
from govmetrics.policy._fit import Fit

_MOST = 4000
"""Of an unbalanced panel with more units no pairs are compared."""
Row = tuple[float, float, float, float]
"""Statistic, df1, df2, p."""


def f_effects(fit: Fit, pooled: Fit) -> Row:
    """Return F of the effects against none: (SSR_pooled - SSR) / r over SSR / df."""
    from scipy.stats import f

    ssr, whole = (float(one.residual @ one.residual) for one in (fit, pooled))
    r = pooled.df - fit.df
    statistic = ((whole - ssr) / r) / (ssr / fit.df)
    return statistic, r, fit.df, float(f.sf(statistic, r, fit.df))


def hausman(fixed: Fit, random: Fit) -> tuple[Row, list[Note]]:
    """Return Hausman's (1978) test on the terms of the fixed-effects model, by classical covariances."""
    from scipy.stats import chi2

    at = [random.terms.index(term) for term in fixed.terms]
    apart = fixed.estimate - random.estimate[at]
    spread = fixed.classical - random.classical[np.ix_(at, at)]
    size = np.sqrt(np.diagonal(fixed.classical))
    value, vector = np.linalg.eigh(spread / np.outer(size, size))
    if value.min() <= 1e-12:
        said = ("Hausman's test has no value: the difference of the two covariances is not positive definite, as happens "
                "where its assumptions fail")  # fmt: skip
        return (np.nan, len(at), np.nan, np.nan), [Note(said)]
    statistic = float(((vector.T @ (apart / size)) ** 2 / value).sum())
    return (statistic, len(at), np.nan, float(chi2.sf(statistic, len(at)))), []


def breusch_pagan(residual: Array, unit: Ints) -> Row:
    """Return the Lagrange multiplier test for effects of units, from residuals without any (Baltagi and Li 1990)."""
    from scipy.stats import chi2

    counts = np.bincount(unit)
    n = len(residual)
    a = float((np.bincount(unit, residual) ** 2).sum() / (residual @ residual)) - 1
    statistic = n**2 / 2 * a**2 / float((counts**2).sum() - n)
    return statistic, 1, np.nan, float(chi2.sf(statistic, 1))


def breusch_godfrey(fit: Fit, unit: Ints) -> Row:
    """Return the test for serial correlation of the freed model, n R², of as many orders as the shortest unit has periods.

    As in R's plm (pbgtest) residuals are lagged down the stacked rows, zero before the first.
    """
    from scipy.stats import chi2

    order = int(np.bincount(unit).min())
    e, n = fit.residual, fit.n
    if n - order - len(fit.terms) < 1:
        return np.nan, order, np.nan, np.nan
    past = np.column_stack([np.concatenate([np.zeros(lag), e[: n - lag]]) for lag in range(1, order + 1)])
    x = np.hstack([fit.x / np.sqrt((fit.x**2).sum(axis=0)), past / np.sqrt(e @ e)])
    both = x.T @ e  # n R² by normal equations: residuals and their lags are far from collinear
    statistic = n * float(both @ np.linalg.lstsq(x.T @ x, both, rcond=1e-12)[0]) / float(e @ e)
    return statistic, order, np.nan, float(chi2.sf(statistic, order))


def wooldridge(fit: Fit, unit: Ints, steps: Ints) -> Row:
    """Return Wooldridge's (2010, 10.5.4) test: freed residuals on those a step before, against -1 / (T - 1), by units."""
    from scipy.stats import t as student

    table = np.full((int(unit.max()) + 1, int(steps.max()) + 1), np.nan)
    table[unit, steps] = fit.residual
    now, before = table[:, 1:], table[:, :-1]
    there = ~np.isnan(now) & ~np.isnan(before)
    rows, _ = np.nonzero(there)
    counts = np.bincount(unit)
    if counts.min() < 3 or len(np.unique(rows)) < 3:
        return np.nan, 1, np.nan, np.nan
    expected = (-1 / (counts - 1))[rows]
    x, y = before[there][:, None], now[there] - expected * before[there]
    slope = float(x[:, 0] @ y / (x[:, 0] @ x[:, 0]))
    clusters = np.unique(rows, return_inverse=True)[1]
    found = cluster_errors(x, y - slope * x[:, 0], clusters, "CR1")
    statistic, df = slope / float(np.sqrt(found.covariance[0, 0])), found.df[0]
    return statistic**2, 1, df, float(2 * student.sf(abs(statistic), df))


def pesaran_cd(residual: Array, unit: Ints, period: Ints) -> Row:
    """Return Pesaran's (2021) CD: the sum over pairs of sqrt(T_ij) r_ij, over the root of the number of pairs.

    Pairs of units with fewer than three periods in common say nothing (of two periods r is 1 or -1), and do not count. R's plm
    counts those of two.
    """
    from scipy.stats import norm

    units = int(unit.max()) + 1
    table = np.full((units, int(period.max()) + 1), np.nan)
    table[unit, period] = residual
    there = ~np.isnan(table)
    if units < 2:
        return np.nan, np.nan, np.nan, np.nan
    if there.all():
        z = table - table.mean(axis=1, keepdims=True)
        length = np.sqrt((z**2).sum(axis=1, keepdims=True))
        z = np.divide(z, length, out=np.zeros_like(z), where=length > 0)
        total = np.sqrt(table.shape[1]) * (float((z.sum(axis=0) ** 2).sum()) - float((length > 0).sum())) / 2
        pairs = units * (units - 1) / 2
    elif units <= _MOST:
        total, pairs = _pairs(np.where(there, table, 0.0), there.astype(float))
    else:
        return np.nan, np.nan, np.nan, np.nan
    statistic = float(total / np.sqrt(pairs)) if pairs else np.nan
    return statistic, np.nan, np.nan, float(2 * norm.sf(abs(statistic)))


def _pairs(x: Array, there: Array) -> tuple[float, float]:
    """Return the sum over pairs of sqrt(T_ij) r_ij, over the three or more periods that both have; and of how many pairs."""
    both = there @ there.T
    with np.errstate(invalid="ignore", divide="ignore"):
        first = x @ there.T  # sums of the row's unit over the periods that the pair has
        cross = x @ x.T - first * first.T / both
        spread = (x**2) @ there.T - first**2 / both
        r = cross / np.sqrt(spread * spread.T)
    good = np.triu(both >= 3, 1) & np.isfinite(r)
    return float((np.sqrt(both) * r)[good].sum()), float(good.sum())


def as_table(rows: dict[str, Row]) -> pd.DataFrame:
    """Return tests as a table."""
    index = pd.Index(list(rows), name="test")
    return pd.DataFrame(list(rows.values()), index=index, columns=["statistic", "df1", "df2", "p"]).astype(
        float
    )
