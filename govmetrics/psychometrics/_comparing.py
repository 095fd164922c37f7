"""Groups compared on checked answers: what the frames of a `GroupComparison` are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from govmetrics.core.words import Label, Note
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.holm import holm
from govmetrics.psychometrics import _design_means, _group_means, _post_hoc
from govmetrics.psychometrics._asked import Asked
from govmetrics.psychometrics._categories import categories
from govmetrics.psychometrics._comparison_notes import assumptions, untested
from govmetrics.psychometrics._group_means import Moments, Tested
from govmetrics.psychometrics.group_comparison import GroupComparison

_LAST = ["test", "statistic", "df", "df2", "p", "p_holm", "effect", "effect_name", "differs"]


def compared(
    values: pd.DataFrame, asked: Asked, notes: Sequence[Note] = (), labels: Mapping[str, Label] | None = None
) -> GroupComparison:
    """Return the comparison of checked `values` (n, p)."""
    names = [str(name) for name in values]
    labels = labels or {}
    frames: dict[str, pd.DataFrame] = {}
    if asked.kind == "chi_square":
        columns, counts, said = categories(values, asked)
        frames = {"descriptives": counts, **dict.fromkeys(("tests", "effects", "pairs"), pd.DataFrame())}
    else:
        columns, frames, said = _means(values.to_numpy(dtype=float), names, asked, labels)
    table = pd.DataFrame(columns, index=pd.Index(names, name="code"))
    table["p_holm"] = holm(table["p"].to_numpy())
    table["differs"] = table["p_holm"] < asked.significance
    table = table[[*(c for c in table.columns if c not in _LAST), *(c for c in _LAST if c in table)]]
    return GroupComparison(
        table=table, by=asked.by, significance=asked.significance, groups=tuple(asked.groups), variances=asked.variances,
        post_hoc=asked.post_hoc, notes=(*notes, *said), labels=labels, **frames,
    )  # fmt: skip


def _means(
    x: Array, names: list[str], asked: Asked, labels: Mapping[str, Label]
) -> tuple[dict[str, Any], dict[str, pd.DataFrame], list[Note]]:
    """Return the columns of the table, the other frames, and notes."""
    size = _group_means.scale_of(x)
    y, count = x / size, len(asked.groups)
    if asked.designed:
        w = np.ones(len(y)) if asked.weights is None else asked.weights
        m = _design_means.weighted_moments(y, asked.place, count, w)
        covariance, df = _design_means.covariances(y, asked.place, count, w, asked.clusters)
        tests = {"design-based": _design_means.wald(m, covariance, df)}
        error, error_df = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2)).T, np.broadcast_to(df, m.n.shape)
        first = "design-based"
    else:
        m, covariance = _group_means.moments(y, asked.place, count), None
        tests = {"equal": _group_means.classical(m), "unequal": _group_means.welch(m)}
        with np.errstate(invalid="ignore", divide="ignore"):
            error, error_df = np.sqrt(m.variance / m.n), m.n - 1
        first = asked.variances
    decides = tests[first]
    table = _table(m, decides, size, asked, _name(first, asked.two))
    spreads = {} if asked.designed else _spreads(y, asked)
    frames = {
        "descriptives": _descriptives(m, error, error_df, size, names, asked),
        "tests": _all_tests(tests, spreads, first, names, m, asked),
        "effects": _effects(m, decides, size, names, asked),
        "pairs": _pairs(m, covariance, decides, size, names, asked),
    }
    notes = untested(names, m, decides.p, asked, labels)
    notes += assumptions(y, m, decides.p, spreads, names, asked, labels)
    return table, frames, notes


def _name(which: str, two: bool) -> str:
    names = {"equal": ("Student's t", "Fisher's F"), "unequal": ("Welch's t", "Welch's F"),
             "design-based": ("design-based t", "design-based F")}  # fmt: skip
    return names[which][0 if two else 1]


def _signed(tested: Tested, m: Moments, two: bool) -> dict[str, Array]:
    """Return statistic, df, df2 and p: of two groups a t with the sign of the difference."""
    if not two:
        return {"statistic": tested.f, "df": tested.df, "df2": tested.df2, "p": tested.p}
    return {"statistic": np.sign(m.mean[0] - m.mean[1]) * np.sqrt(tested.f), "df": tested.df2, "p": tested.p}


def _table(m: Moments, decides: Tested, size: Array, asked: Asked, test: str) -> dict[str, Any]:
    columns: dict[str, Any] = {"n": m.total.astype(int)}
    for g, name in enumerate(asked.groups):
        columns |= {f"mean {name}": m.mean[g] * size, f"sd {name}": np.sqrt(m.variance[g]) * size}
    tested = ~np.isnan(decides.f)
    if asked.designed:
        effect, name = (
            (_group_means.cohen_d(m), "Cohen's d")
            if asked.two
            else (_group_means.eta_squared(m), "eta squared")
        )
    else:
        effect, name = (
            (_group_means.hedges_g(m), "Hedges' g")
            if asked.two
            else (_group_means.omega_squared(m), "omega squared")
        )
    return columns | {"test": test, **_signed(decides, m, asked.two),
                      "effect": np.where(tested, effect, np.nan), "effect_name": name}  # fmt: skip


def _spreads(y: Array, asked: Asked) -> dict[str, Tested]:
    centres = {"Levene's W": "mean", "Brown and Forsythe's W": "median"}
    return {
        name: _group_means.spreads(y, asked.place, len(asked.groups), centre)
        for name, centre in centres.items()
    }


def _all_tests(
    tests: Mapping[str, Tested],
    spreads: Mapping[str, Tested],
    first: str,
    names: list[str],
    m: Moments,
    asked: Asked,
) -> pd.DataFrame:
    found = {_name(which, asked.two): _signed(one, m, asked.two) for which, one in tests.items()}
    found |= {name: _signed(one, m, False) for name, one in spreads.items()}
    decides = _name(first, asked.two)
    frame = pd.concat(
        {test: pd.DataFrame(columns, index=pd.Index(names, name="code")).assign(decides=test == decides)
         for test, columns in found.items()}, names=["test"]
    )  # fmt: skip
    frame = frame.swaplevel().reindex(names, level="code")
    return frame[[c for c in ("statistic", "df", "df2", "p", "decides") if c in frame]]


def _descriptives(
    m: Moments, error: Array, df: Array, size: Array, names: list[str], asked: Asked
) -> pd.DataFrame:
    """Return n, mean, sd and the mean's standard error and interval by t, rows (measure, group)."""
    with np.errstate(invalid="ignore"):
        half = np.where(df > 0, stats.t.isf(asked.significance / 2, np.maximum(df, 1)), np.nan) * error
    columns = {"n": m.n, "mean": m.mean * size, "sd": np.sqrt(m.variance) * size, "standard_error": error * size,
               "lower": (m.mean - half) * size, "upper": (m.mean + half) * size}  # fmt: skip
    index = pd.MultiIndex.from_product([names, asked.groups], names=["code", "group"])
    frame = pd.DataFrame({key: array.T.ravel() for key, array in columns.items()}, index=index)
    return frame.astype({"n": int})


def _effects(m: Moments, decides: Tested, size: Array, names: list[str], asked: Asked) -> pd.DataFrame:
    columns: dict[str, Array] = {}
    if asked.two:
        difference = m.mean[0] - m.mean[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            error = np.abs(difference) / np.sqrt(decides.f)
            if not asked.designed:  # also where the means are alike, and t is zero
                own = (
                    m.pooled * (1 / m.n).sum(axis=0)
                    if asked.variances == "equal"
                    else (m.variance / m.n).sum(axis=0)
                )
                error = np.where(np.isnan(decides.f), np.nan, np.sqrt(own))
            half = stats.t.isf(asked.significance / 2, decides.df2) * error
        columns = {"difference": difference * size, "lower": (difference - half) * size,
                   "upper": (difference + half) * size, "cohen_d": _group_means.cohen_d(m)}  # fmt: skip
        if not asked.designed:
            g, reach = _group_means.hedges_g(m), stats.norm.isf(asked.significance / 2)
            width = reach * _group_means.hedges_error(m)
            columns |= {"hedges_g": g, "hedges_g_lower": g - width, "hedges_g_upper": g + width}
    columns["eta_squared"] = _group_means.eta_squared(m)
    if not asked.designed:
        columns["omega_squared"] = _group_means.omega_squared(m)
    return pd.DataFrame(columns, index=pd.Index(names, name="code"))


def _pairs(
    m: Moments, covariance: Array | None, decides: Tested, size: Array, names: list[str], asked: Asked
) -> pd.DataFrame:
    if asked.post_hoc is None:
        return pd.DataFrame()
    count = len(asked.groups)
    if covariance is None:
        found = _post_hoc.pairs(m, asked.post_hoc, asked.significance)
    else:
        groups = _post_hoc.pairs_of(count)
        first, second = groups.T
        difference = m.mean[first] - m.mean[second]
        own = np.diagonal(covariance, axis1=1, axis2=2).T
        error = np.sqrt(own[first] + own[second] - 2 * covariance[:, first, second].T)
        df = np.broadcast_to(decides.df2 + decides.df - 1, error.shape)
        found = _post_hoc.told(groups, difference, error, df, asked.post_hoc, asked.significance, count)
    labels = np.array(asked.groups, dtype=object)
    columns = {"code": np.repeat(names, len(found.groups)), "first": np.tile(labels[found.groups[:, 0]], len(names)),
               "second": np.tile(labels[found.groups[:, 1]], len(names))}  # fmt: skip
    with np.errstate(invalid="ignore", divide="ignore"):
        arrays = {"difference": found.difference * size, "standard_error": found.error * size,
                  "t": found.difference / found.error, "df": found.df, "p": found.p,
                  "lower": found.lower * size, "upper": found.upper * size}  # fmt: skip
    frame = pd.DataFrame(columns | {key: array.T.ravel() for key, array in arrays.items()})
    return frame.assign(differs=frame["p"] < asked.significance)
