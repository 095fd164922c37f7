"""Groups compared on checked answers: what the frames of a `GroupComparison` are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import scipy

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
    """Return the comparison of checked `values` (n, p); of two groups the test itself compares the only pair."""
    if asked.post_hoc is not None and len(asked.groups) == 2:
        told = "there are two groups: the test itself compares the pair, and no table of pairs is added"
        asked, notes = replace(asked, post_hoc=None), [*notes, Note(told)]
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


@dataclass(frozen=True, eq=False)
class _Found:
    """What was computed of measures over `size` (p,): moments, errors of the means and their df (k, p), tests, effects."""

    names: list[str]
    size: Array
    moments: Moments
    error: Array
    error_df: Array
    tests: dict[str, Tested]
    first: str
    eta: Array
    d: Array
    covariance: Array | None = None

    @property
    def decides(self) -> Tested:
        """The test that decides."""
        return self.tests[self.first]


def _plain(y: Array, size: Array, names: list[str], asked: Asked) -> _Found:
    m = _group_means.moments(y, asked.place, len(asked.groups))
    tests = {"equal": _group_means.classical(m), "unequal": _group_means.welch(m)}
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.sqrt(m.variance / m.n)
    effects = _group_means.eta_squared(m), _group_means.cohen_d(m)
    return _Found(names, size, m, error, m.n - 1, tests, asked.variances, *effects)


def _designed(y: Array, size: Array, names: list[str], asked: Asked) -> _Found:
    w = np.ones(len(y)) if asked.weights is None else asked.weights
    count = len(asked.groups)
    m = _design_means.weighted_moments(y, asked.place, count, w)
    covariance, df = _design_means.covariances(y, asked.place, count, w, asked.clusters)
    tests = {"design-based": _design_means.wald(m, covariance, df)}
    error = np.sqrt(np.diagonal(covariance, axis1=1, axis2=2)).T
    effects = _design_means.effects(y, asked.place, count, w)
    return _Found(
        names, size, m, error, np.broadcast_to(df, m.n.shape), tests, "design-based", *effects, covariance
    )


def _means(
    x: Array, names: list[str], asked: Asked, labels: Mapping[str, Label]
) -> tuple[dict[str, Any], dict[str, pd.DataFrame], list[Note]]:
    """Return the columns of the table, the other frames, and notes."""
    size = _group_means.scale_of(x)
    y = x / size
    found = (_designed if asked.designed else _plain)(y, size, names, asked)
    spreads = {} if asked.designed else _spreads(y, asked)
    frames = {
        "descriptives": _descriptives(found, asked),
        "tests": _all_tests(found, spreads, asked),
        "effects": _effects(found, asked),
        "pairs": _pairs(found, asked),
    }
    p = found.decides.p
    notes = untested(names, found.moments, p, asked, labels)
    notes += assumptions(y, found.moments, p, spreads, names, asked, labels)
    return _table(found, asked), frames, notes


def _name(which: str, two: bool) -> str:
    names = {"equal": ("Student's t", "Fisher's F"), "unequal": ("Welch's t", "Welch's F"),
             "design-based": ("design-based t", "design-based F")}  # fmt: skip
    return names[which][0 if two else 1]


def _signed(tested: Tested, m: Moments, two: bool) -> dict[str, Array]:
    """Return statistic, df, df2 and p: of two groups a t with the sign of the difference."""
    if not two:
        return {"statistic": tested.f, "df": tested.df, "df2": tested.df2, "p": tested.p}
    return {"statistic": np.sign(m.mean[0] - m.mean[1]) * np.sqrt(tested.f), "df": tested.df2, "p": tested.p}


def _table(found: _Found, asked: Asked) -> dict[str, Any]:
    m, size, decides = found.moments, found.size, found.decides
    columns: dict[str, Any] = {"n": m.total.astype(int)}
    for g, name in enumerate(asked.groups):
        columns |= {f"mean {name}": m.mean[g] * size, f"sd {name}": np.sqrt(m.variance[g]) * size}
    if asked.designed:
        effect, name = (found.d, "Cohen's d") if asked.two else (found.eta, "eta squared")
    elif asked.two:
        effect, name = _group_means.hedges_g(m), "Hedges' g"
    else:
        effect, name = _group_means.omega_squared(m), "omega squared"
    effect = np.where(np.isnan(decides.f), np.nan, effect)
    told = {"effect": effect, "effect_name": name}
    return columns | {"test": _name(found.first, asked.two)} | _signed(decides, m, asked.two) | told


def _spreads(y: Array, asked: Asked) -> dict[str, Tested]:
    centres = {"Levene's W": "mean", "Brown and Forsythe's W": "median"}
    return {
        name: _group_means.spreads(y, asked.place, len(asked.groups), centre)
        for name, centre in centres.items()
    }


def _all_tests(of: _Found, spreads: Mapping[str, Tested], asked: Asked) -> pd.DataFrame:
    names, m = of.names, of.moments
    found = {_name(which, asked.two): _signed(one, m, asked.two) for which, one in of.tests.items()}
    found |= {name: _signed(one, m, False) for name, one in spreads.items()}
    decides = _name(of.first, asked.two)
    frame = pd.concat(
        {test: pd.DataFrame(columns, index=pd.Index(names, name="code")).assign(decides=test == decides)
         for test, columns in found.items()}, names=["test"]
    )  # fmt: skip
    frame = frame.swaplevel().reindex(names, level="code")
    return frame[[c for c in ("statistic", "df", "df2", "p", "decides") if c in frame]]


def _descriptives(found: _Found, asked: Asked) -> pd.DataFrame:
    """Return n, mean, sd and the mean's standard error and interval by t, rows (measure, group)."""
    m, size, error, df = found.moments, found.size, found.error, found.error_df
    with np.errstate(invalid="ignore"):
        half = np.where(df > 0, scipy.stats.t.isf(asked.significance / 2, np.maximum(df, 1)), np.nan) * error
    columns = {"n": m.n, "mean": m.mean * size, "sd": np.sqrt(m.variance) * size, "standard_error": error * size,
               "lower": (m.mean - half) * size, "upper": (m.mean + half) * size}  # fmt: skip
    index = pd.MultiIndex.from_product([found.names, asked.groups], names=["code", "group"])
    frame = pd.DataFrame({key: array.T.ravel() for key, array in columns.items()}, index=index)
    return frame.astype({"n": int})


def _effects(found: _Found, asked: Asked) -> pd.DataFrame:
    m, size, decides = found.moments, found.size, found.decides
    columns: dict[str, Array] = {}
    if len(asked.groups) == 2:
        difference = m.mean[0] - m.mean[1]
        with np.errstate(invalid="ignore", divide="ignore"):
            square = (found.error**2).sum(axis=0)
            if found.covariance is not None:
                square = square - 2 * found.covariance[:, 0, 1]
            elif asked.variances == "equal":
                square = m.pooled * (1 / m.n).sum(axis=0)
            half = scipy.stats.t.isf(asked.significance / 2, decides.df2) * np.sqrt(square)
        columns = {"difference": difference * size, "lower": (difference - half) * size,
                   "upper": (difference + half) * size, "cohen_d": found.d}  # fmt: skip
        if not asked.designed:
            g, reach = _group_means.hedges_g(m), scipy.stats.norm.isf(asked.significance / 2)
            width = reach * _group_means.hedges_error(m)
            columns |= {"hedges_g": g, "hedges_g_lower": g - width, "hedges_g_upper": g + width}
    columns["eta_squared"] = found.eta
    if not asked.designed:
        columns["omega_squared"] = _group_means.omega_squared(m)
    return pd.DataFrame(columns, index=pd.Index(found.names, name="code"))


def _pairs(of: _Found, asked: Asked) -> pd.DataFrame:
    m, names, size, covariance, decides = of.moments, of.names, of.size, of.covariance, of.decides
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
