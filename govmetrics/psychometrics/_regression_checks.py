"""Is a fitted regression to be trusted? Inflation, form, spread, order, normality, influence, parallel lines, fit by groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import scipy
from scipy.special import expit

from govmetrics.numerics.arrays import Array
from govmetrics.numerics.proportional_odds import proportional_odds
from govmetrics.numerics.shape import standardised
from govmetrics.psychometrics._design import Design
from govmetrics.psychometrics._regression_fit import Fitted

Row = tuple[float, ...]
"""Statistic, degrees of freedom, p."""
GROUPS = 10
"""Of rows by their fitted probability, in the test of Hosmer and Lemeshow."""


def inflation(design: Design) -> Array:
    """Return the variance inflation factor of each term (k,)."""
    z, _, _ = standardised(design.x, design.w)
    share = design.w / design.w.sum()
    return np.asarray(np.diagonal(np.linalg.pinv((z * share[:, None]).T @ z)))


def condition(design: Design) -> float:
    """Return the condition number of columns (the constant among them) brought to length 1 (Belsley, Kuh, Welsch 1980)."""
    full = np.column_stack([np.ones(design.n), design.x]) * np.sqrt(design.w)[:, None]
    size = np.abs(full).max(axis=0)
    full = full / size
    values = np.linalg.svd(full / np.linalg.norm(full, axis=0), compute_uv=False)
    return float(values[0] / values[-1])


def checks(fitted: Fitted) -> pd.DataFrame:
    """Return one row a check: statistic, degrees of freedom, p (NaN where it has none)."""
    design = fitted.design
    rows: dict[str, Row] = {"condition_number": (condition(design), *[np.nan] * 3)}
    if len(design.terms) > 1:
        rows["largest_vif"] = (float(inflation(design).max()), *[np.nan] * 3)
    if fitted.kind == "linear" and design.weights is None:
        rows |= _linear(fitted)
    if fitted.kind == "logit":
        rows["hosmer_lemeshow"] = hosmer_lemeshow(fitted)
    if fitted.kind == "ordered":
        rows |= brant(fitted)
    return pd.DataFrame.from_dict(rows, orient="index", columns=["statistic", "df1", "df2", "p"]).rename_axis(
        "check"
    )


def _linear(fitted: Fitted) -> dict[str, Row]:
    import statsmodels.api as sm
    from statsmodels.stats.diagnostic import het_breuschpagan
    from statsmodels.stats.stattools import durbin_watson

    design = fitted.design
    z, _, _ = standardised(design.x, design.w)
    full = np.column_stack([np.ones(design.n), z])
    y = standardised(design.y[:, None], design.w)[0][:, 0]
    found = sm.OLS(y, full).fit()
    rest, k, rows = found.resid, full.shape[1], dict[str, Row]()
    if determined(fitted):
        return rows
    rows |= _reset(full, rest, y - rest)
    lm, p, _, _ = het_breuschpagan(rest, full)
    rows["breusch_pagan"] = (float(lm), k - 1.0, np.nan, float(p))
    squares = k * (k + 1) // 2 - 1
    if squares < design.n / 4 and squares < 100:
        columns = standardised((full[:, :, None] * full[:, None, :])[:, *np.triu_indices(k)], design.w)[0]
        spread = rest**2 - (rest**2).mean()
        values, vectors = np.linalg.eigh(columns.T @ columns)
        kept = values > 1e-9 * values[-1]  # a product of 0 and 1 repeats its factor
        df = float(kept.sum())
        pulled = vectors[:, kept].T @ (columns.T @ spread)
        lm = design.n * float(pulled**2 @ (1 / values[kept])) / float(spread @ spread)
        rows["white"] = (float(lm), df, np.nan, float(scipy.stats.chi2.sf(lm, df)))
    rows["durbin_watson"] = (float(durbin_watson(rest)), *[np.nan] * 3)
    bera = scipy.stats.jarque_bera(rest)
    rows["jarque_bera"] = (float(bera.statistic), 2.0, np.nan, float(bera.pvalue))
    return rows


def _reset(full: Array, rest: Array, fit: Array) -> dict[str, Row]:
    """Return Ramsey's test: whether squares and cubes of the fit, as far as they are new, explain what is left."""
    z = standardised(fit[:, None], np.ones(len(fit)))[0][:, 0]
    basis = np.linalg.qr(full)[0]
    new: list[Array] = []
    for power in (2, 3):
        column = z**power
        size = float(np.linalg.norm(column))
        for one in (*basis.T, *new, *basis.T, *new):  # twice, for the digits
            column = column - one * float(one @ column)
        if np.linalg.norm(column) > 1e-8 * size:
            new.append(column / np.linalg.norm(column))
    left = len(rest) - full.shape[1] - len(new)
    if not new or left < 1:
        return {}
    gain = sum(float(one @ rest) ** 2 for one in new)
    f = gain / len(new) / (max(float(rest @ rest) - gain, 0.0) / left)
    return {"reset": (f, float(len(new)), float(left), float(scipy.stats.f.sf(f, len(new), left)))}


def influential(fitted: Fitted) -> pd.DataFrame:
    """Return leverage, studentised residual, Cook's distance and DFFITS of the rows whose distance is above 4 / n."""
    design, h, e = fitted.design, fitted.leverage, fitted.residual * np.sqrt(fitted.design.w)
    n, k = design.n, fitted.k + 1
    s2 = float(e @ e) / (n - k)
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = e / np.sqrt(s2 * (1 - h))
        left = np.maximum((e @ e - e**2 / (1 - h)) / max(n - k - 1, 1), 0.0)
        outer = e / np.sqrt(left * (1 - h))
        cook, dffits = inner**2 * h / (1 - h) / k, outer * np.sqrt(h / (1 - h))
    table = pd.DataFrame(
        {"leverage": h, "studentised": outer, "cooks_d": cook, "dffits": dffits}, index=design.rows
    )
    if determined(fitted):
        return table.iloc[:0]
    return table[~(cook <= 4 / n)].sort_values("cooks_d", ascending=False, kind="stable")


def determined(fitted: Fitted) -> bool:
    """Tell whether the outcome follows from the predictors, so that residuals are rounding alone."""
    y = standardised(fitted.design.y[:, None], fitted.design.w)
    return bool(np.abs(fitted.residual).max() < 1e-10 * y[2][0])


def hosmer_lemeshow(fitted: Fitted) -> Row:
    """Return the chi-square of events against those expected, in tenths of rows by fitted probability."""
    design, p = fitted.design, expit(fitted.index)
    edges = np.unique(np.quantile(p, np.linspace(0, 1, GROUPS + 1)))
    if design.weights is not None or len(edges) < 4:
        return (np.nan,) * 4
    place = np.clip(np.searchsorted(edges, p, side="left") - 1, 0, len(edges) - 2)
    n, events, expected = (np.bincount(place, weights=x) for x in (np.ones(design.n), design.y, p))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(((events - expected) ** 2 / (expected * (1 - expected / n))).sum())
    df = len(n) - 2.0
    return value, df, np.nan, float(scipy.stats.chi2.sf(value, df))


def classified(fitted: Fitted) -> pd.DataFrame:
    """Return the rows by what was observed and what is likelier, weighted where they have weights."""
    design = fitted.design
    counts = pd.crosstab(
        pd.Categorical.from_codes(list(map(int, design.y)), pd.Index(design.levels)),
        pd.Categorical.from_codes(list(map(int, expit(fitted.index) > 0.5)), pd.Index(design.levels)),
        values=design.w, aggfunc="sum", dropna=False,
    ).fillna(0.0)  # fmt: skip
    table = pd.DataFrame(counts.to_numpy(), index=design.levels, columns=design.levels).rename_axis(
        "observed"
    )
    table["correct"] = np.diagonal(counts.to_numpy()) / counts.to_numpy().sum(axis=1)
    return table


def brant(fitted: Fitted) -> dict[str, Row]:
    """Return Brant's test that each threshold has the same slopes: of all terms, and of each (Brant 1990)."""
    design = fitted.design
    z, _, _ = standardised(design.x, design.w)
    cuts, k = len(design.levels) - 1, z.shape[1]
    if design.weights is not None:
        return {}
    full = np.column_stack([np.ones(design.n), z])
    slopes, fits, breads = np.empty((cuts, k)), [], []
    for j in range(cuts):
        found = proportional_odds(z, (design.y > j).astype(np.intp), 2, design.w)
        bread = np.linalg.pinv(found.information)
        if not found.converged or np.sqrt(np.abs(np.diagonal(bread))).max() > 30:
            return {"brant": (np.nan,) * 4}
        slopes[j] = found.slopes
        p = expit(z @ found.slopes - found.thresholds[0])
        fits.append(p)
        breads.append(np.linalg.inv(full.T @ (full * (p * (1 - p))[:, None])))
    spread = np.empty((cuts, k, cuts, k))
    for j in range(cuts):
        for m in range(j, cuts):  # the probability of both, the higher threshold's, less the product
            both = full.T @ (full * (fits[m] - fits[j] * fits[m])[:, None])
            block = (breads[j] @ both @ breads[m])[1:, 1:]
            spread[j, :, m, :], spread[m, :, j, :] = block, block.T
    contrast = np.column_stack([np.ones(cuts - 1), -np.eye(cuts - 1)])
    gaps = contrast @ slopes
    between = np.einsum("aj,jkml,bm->akbl", contrast, spread, contrast)
    rows = {"brant": _wald(gaps.ravel(), between.reshape(gaps.size, gaps.size))}
    return rows | {
        f"brant {term}": _wald(gaps[:, i], between[:, i, :, i]) for i, term in enumerate(design.terms)
    }


def _wald(gaps: Array, spread: Array) -> Row:
    value, df = float(gaps @ np.linalg.pinv(spread) @ gaps), float(len(gaps))
    return value, df, np.nan, float(scipy.stats.chi2.sf(value, df))
