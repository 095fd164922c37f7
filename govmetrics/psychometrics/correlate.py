"""Correlations of columns with their tests and intervals, as journals print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import LABEL, SHARE, choice, several, wanted
from govmetrics.core.words import Note
from govmetrics.numerics.adjusted import Adjust, adjusted
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.numerics.shape import spread
from govmetrics.psychometrics import _correlating as kernel
from govmetrics.psychometrics._correlation_notes import notes_of
from govmetrics.psychometrics._frames import as_table, clusters_of, few_clusters, numbers_of
from govmetrics.psychometrics._item_frames import MISSING, weights_of
from govmetrics.psychometrics._polychoric_errors import polychoric_pairs
from govmetrics.psychometrics.correlation_table import ADJUSTED, HOW, CorrelationTable

Method = Literal["pearson", "spearman", "kendall", "polychoric", "partial"]


def correlate(
    frame: pd.DataFrame,
    method: Method = "pearson",
    control: Sequence[str] = (),
    *,
    weights: pd.Series | None = None,
    cluster: pd.Series | None = None,
    adjust: Adjust = "none",
    level: float = 0.95,
    missing: Literal["pairwise", "listwise"] = "pairwise",
) -> CorrelationTable:
    r"""Return the correlations of all pairs of columns of `frame`, with tests and intervals.

    Parameters
    ----------
    frame : DataFrame
        Respondents x items, units x indicators, or any frame of numbers. NaN is missing.
    method : {"pearson", "spearman", "kendall", "polychoric", "partial"}
        Product-moment, of ranks, tau-b, of normal variables behind ordered answers, or product-moment with `control` held.
    control : list of str
        Columns of `frame` that partial correlations hold.
    weights : Series, optional
        Design weights under the respondents' index; not with kendall. Tests then rest on the effective number.
    cluster : Series, optional
        What each respondent was drawn by: errors of pearson and partial then allow for it, the others refuse it.
    adjust : {"none", "holm", "bonferroni", "benjamini_hochberg"}
        Correction of the p values for the number of correlations.
    level : float
        Confidence level; intervals are not corrected.
    missing : {"pairwise", "listwise"}
        Each correlation over the rows where both columns are answered, or all over the rows without any missing.

    Returns
    -------
    CorrelationTable

    Raises
    ------
    FaultyInput
        Columns that are not numbers or are named twice, unknown controls, bad weights, clusters or options.
    UnsuitableMethod
        Fewer than two columns or three usable rows; weights or clusters that the method cannot respect; for polychoric a
        constant column or one with more than 20 different answers.

    Notes
    -----
    Intervals are :math:`\tanh(\operatorname{artanh} r \pm z s)` with :math:`s^2 = 1 / (n - 3 - g)` for product-moment
    correlations with g controls, :math:`(1 + r^2 / 2) / (n - 3)` for Spearman's and :math:`0.437 / (n - 4)` for tau-b. p is
    Student's, for tau-b and polychoric correlations the normal distribution's; it is of all orders for tau-b of few rows
    without ties and Spearman's of up to eight without weights. A constant column is kept, named in the notes and has no
    correlations.

    References
    ----------
    Fisher, R. A. (1921). On the probable error of a coefficient of correlation deduced from a small sample. Metron, 1,
    3-32.
    Bonett, D. G. and Wright, T. A. (2000). Sample size requirements for estimating Pearson, Kendall and Spearman
    correlations. Psychometrika, 65, 23-28.
    Kendall, M. G. (1945). The treatment of ties in ranking problems. Biometrika, 33, 239-251.
    Fieller, E. C., Hartley, H. O. and Pearson, E. S. (1957). Tests for rank correlation coefficients. I. Biometrika, 44.

    Examples
    --------
    >>> y = [21, 4, 9, 12, 35, 18, 10, 22, 24, 1, 6, 8, 13, 16, 19]  # help of R's statpsych, ci.spear
    >>> x = [67, 28, 30, 28, 52, 40, 25, 37, 44, 10, 14, 20, 28, 40, 51]
    >>> found = correlate(pd.DataFrame({"y": y, "x": x}), "spearman")
    >>> [round(float(part.loc["y", "x"]), 4) for part in (found.r, found.lower, found.upper)]
    [0.87, 0.5841, 0.9638]
    """
    faults = wanted(
        method=(method, choice(*HOW)), control=(control, several(LABEL)), adjust=(adjust, choice("none", *ADJUSTED)),
        level=(level, SHARE), missing=(missing, MISSING),
    )  # fmt: skip
    with faults:
        x, names = numbers_of(frame, "frame")
    with faults:
        w = weights_of(weights, as_table(frame, "frame"))
    with faults:
        place = clusters_of(cluster, as_table(frame, "frame").index)
    faults.raise_all()
    held = [str(name) for name in control]
    _suits(method, held, names, w is not None, place is not None)
    return _correlated(x, names, held, (w, place), (method, adjust, level, missing))


def _suits(method: str, held: list[str], names: list[str], weighted: bool, clustered: bool) -> None:
    faults = Faults()
    unknown = [name for name in held if name not in names]
    if unknown:
        faults.append(
            Fault(
                "control", "there is no column {names:5}", "there are: {known:10}", names=unknown, known=names
            )
        )
    if method == "partial" and not held:
        way = 'name the columns to hold, such as control=["age"]'
        faults.append(Fault("control", "names nothing that partial correlations could hold", way))
    elif held and method != "partial":
        problem, way = "{method} correlations hold nothing", 'use method="partial", or leave it out'
        faults.append(Fault("control", problem, way, method=method))
    faults.raise_all()
    if weighted and method == "kendall":
        faults.append(Fault("weights", "tau-b knows no design weights", 'use method="spearman", which does'))
    if clustered and method not in ("pearson", "partial"):
        way = 'use method="pearson" or "partial", of ranks or scores where answers are ordered'
        faults.append(
            Fault(
                "cluster", "the errors of {method} correlations do not allow for clusters", way, method=method
            )
        )
    if len(set(names) - set(held)) < 2:
        faults.append(Fault("frame", "has fewer than two columns to correlate", "give at least two"))
    faults.raise_all(UnsuitableMethod)


def _correlated(
    x: Array,
    names: list[str],
    held: list[str],
    drawn: tuple[Array | None, Ints | None],
    options: tuple[str, str, float, str],
) -> CorrelationTable:
    method, adjust, level, missing = options
    w, place = drawn
    controls = x[:, [names.index(name) for name in held]]
    shown = [j for j, name in enumerate(names) if name not in held]
    x, names = x[:, shown] if held else x, [names[j] for j in shown]
    empty = np.isnan(x)
    unused = empty.any(axis=1) if missing == "listwise" else empty.all(axis=1)
    lacking: Bools = np.asarray(np.isnan(controls).any(axis=1) | unused)
    if lacking.any():
        x, controls = x[~lacking], controls[~lacking]
        w = None if w is None else w[~lacking]
        place = None if place is None else place[~lacking]
    if len(x) < 3:
        problem = "{usable:# usable row|# usable rows}, at least 3 are needed"
        way = 'use missing="pairwise", or more rows' if missing == "listwise" else "give more rows"
        raise UnsuitableMethod("frame", problem, way, usable=len(x))
    pairs, told = _pairs(kernel.scaled(x), names, kernel.scaled(controls), w, place, method, missing)
    r = (pairs.r + pairs.r.T) / 2  # the same both ways, rounding aside
    r = np.where(np.abs(r) > 1 - 4 * np.finfo(float).eps, np.sign(r), r)  # of a column and its copy
    r = np.where((pairs.n >= 3) | np.eye(len(names), dtype=bool), r, np.nan)
    error, off = pairs.error, ~np.eye(len(names), dtype=bool)
    error = kernel.fisher_error(method, r, pairs.effective, len(held)) if error is None else error
    lower, upper = kernel.bounds(r, np.where(off, error, np.nan), level, pairs.df)
    p = pairs.p
    if p is None:
        asymptotic = pairs.error is not None
        p = (
            kernel.wald(r, error, pairs.df)
            if asymptotic
            else kernel.t_test(r, pairs.effective - 2 - len(held))
        )
        if method == "spearman" and w is None:
            p = kernel.exact_spearman(x, r, p)
    p = np.where(off & ~np.isnan(r), p, np.nan)
    corrected, (i, j) = np.full(r.shape, np.nan), np.tril_indices(len(names), -1)
    corrected[i, j] = corrected[j, i] = adjusted(p[i, j], adjust)
    index = pd.Index(names, name="item")

    def frame(values: Array) -> pd.DataFrame:
        return pd.DataFrame(values, index=index, columns=pd.Index(names))

    left = (int(lacking.sum()), len(lacking))
    notes = [*notes_of(x, names, r, pairs, method, adjust, left), *told, *few_clusters(place)]
    return CorrelationTable(
        r=frame(r), p=frame(p), p_adjusted=frame(corrected), n=frame(pairs.n.astype(int)), lower=frame(lower),
        upper=frame(upper), effective_n=frame(pairs.effective), columns=_columns(x, w, index), method=method,
        control=tuple(held), adjust=adjust, level=level, missing=missing, weighted=w is not None,
        clustered=place is not None, notes=tuple(notes),
    )  # fmt: skip


def _pairs(
    x: Array,
    names: list[str],
    controls: Array,
    w: Array | None,
    place: Ints | None,
    method: str,
    missing: str,
) -> tuple[kernel.Pairs, tuple[Note, ...]]:
    if method == "spearman":
        return kernel.spearman(x, w), ()
    if method == "kendall":
        return kernel.kendall(x), ()
    if method == "partial":
        return kernel.partial(x, controls, w, place), ()
    if method == "polychoric":
        return polychoric_pairs(x, names, w, missing)
    return kernel.pearson(x, w, place), ()


def _columns(x: Array, w: Array | None, index: pd.Index) -> pd.DataFrame:
    n, mean, sd = spread(x, w)
    return pd.DataFrame({"n": n, "mean": mean, "sd": sd}, index=index)
