"""The geographical detector: how much of a value's variance lies between the strata of factors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Dataset, Scores
from govmetrics.core.checks import generator_of, place_of
from govmetrics.core.draw_order import name_order
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.groups import factorised
from govmetrics.core.labels import clean_index
from govmetrics.core.near import meant
from govmetrics.core.options import LABEL, SEED, Kind, asked
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.adjusted import adjusted
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.draw_order import dealt
from govmetrics.recipe import Assessment
from govmetrics.spatial.association import DRAWS
from govmetrics.spatial.geodetector import Geodetector
from govmetrics.spatial.values import Source, table_of

_BY = Kind(
    lambda value: isinstance(value, pd.DataFrame | pd.Series) or (
        isinstance(value, list | tuple | pd.Index) and len(value) > 0 and all(map(LABEL.fits, value))),
    Text("give names of columns or attributes, or a DataFrame of factors under the units"),
)  # fmt: skip
KINDS = {
    "nonlinear": Text("nonlinear enhancement"),
    "bivariate": Text("bivariate enhancement"),
    "independent": Text("independent"),
    "nothing": Text("nothing added"),
}
_SAME = 1e-9


def detector(
    source: Source,
    by: Sequence[str] | pd.DataFrame | pd.Series,
    node: str | None = None,
    draws: int | None = None,
    rng: int | np.random.Generator = 0,
) -> Geodetector:
    r"""Return how much of the variance of a value lies between the strata of factors, of their pairs, and which strata differ.

    :math:`q = 1 - \sum_h SS_h / SS`: what analysis of variance calls eta squared. It is tested by the ordinary F, or by
    permutation. The p value published with the method takes its non-central F from the observed means: it is large where
    means are large, whatever q is, and changes when a constant is added to the values.

    Parameters
    ----------
    source : Assessment, Scores, Dataset, DataFrame or Series
        Values by unit.
    by : list of str, DataFrame or Series
        Factors with strata (categories, or classes of a number): attributes, columns of the frame, or a frame of the same units.
    node : str, optional
        The value: a column, or a node of scores (the index itself by default).
    draws : int, optional
        Permutations of the units, for a p value that needs no normal distribution.
    rng : int or Generator
        Seed.

    Returns
    -------
    Geodetector
        `factors` with q and p, `interactions`, `strata`, `risks`.

    Raises
    ------
    FaultyInput
        Unknown factors, units without a value or a stratum, factors with a stratum for nearly every unit.
    UnsuitableMethod
        Values all alike, factors with one stratum.

    References
    ----------
    Wang, J. F. et al. (2010). Geographical detectors-based health risk assessment and its application in the neural tube defects
    study of the Heshun region, China. International Journal of Geographical Information Science 24, 107-127. Wang, J. F., Zhang,
    T. L. and Fu, B. J. (2016). A measure of spatial stratified heterogeneity. Ecological Indicators 67, 250-256.

    Examples
    --------
    >>> frame = pd.DataFrame({"trust": [1.0, 2, 3, 7, 8, 9], "zone": list("aaabbb")}, list("uvwxyz"))
    >>> found = detector(frame, ["zone"])
    >>> found.factors["q"].round(4).tolist()
    [0.931]
    """
    asked(by=(by, _BY), draws=(draws, DRAWS), rng=(rng, SEED))
    units, y, factors = _read(source, by, node)
    codes = {name: factorised(column) for name, column in factors.items()}
    generator, seed = generator_of(rng)
    every = np.broadcast_to(np.arange(len(y)), (draws or 0, len(y)))
    orders = dealt(name_order(units), generator.permuted(every, axis=1))
    table, notes = _factors(y, codes, orders)
    strata, risks = _strata(y, codes)
    return Geodetector(table, _interactions(y, codes, table["q"]), strata, risks, draws, seed, notes)


def _read(source: Any, by: Any, node: str | None) -> tuple[pd.Index, Array, pd.DataFrame]:
    """Return the units, their values (n,) and their factors."""
    refuse_within("source", source)
    held: Any = source.scores if isinstance(source, Assessment) else source
    frame, place = _factors_from(held, by)
    rest = held.drop(columns=list(frame.columns)) if place == "columns" else source
    if node is None and isinstance(rest, pd.DataFrame | Dataset):
        known = list(rest.columns if isinstance(rest, pd.DataFrame) else rest.values.columns)
        if len(known) > 1:
            raise FaultyInput(
                "node",
                "there are several columns: {known:10}",
                "name one: node=...",
                known=list(map(str, known)),
            )
    values, _ = table_of(rest, node)
    if values.shape[1] > 1:
        raise FaultyInput("node", "names several columns", "name one")
    if values.index.nlevels > 1:
        raise FaultyInput("source", "has periods", "give the values of one period")
    frame = frame.set_axis(clean_index(frame.index))
    if not frame.index.is_unique or not frame.columns.is_unique:
        raise FaultyInput("by", "names a unit or a factor twice", "give every unit and every factor once")
    frame = frame.reindex(values.index)
    series = values.iloc[:, 0]
    out = "fill it in, or leave the unit out"
    faults = Faults(
        each(series.index[series.isna()], lambda row: Fault(place_of(row), "the value is missing", out))
    )
    for name in frame.columns:
        gaps = frame.index[factorised(frame[name].reset_index(drop=True))[0] < 0]
        faults += each([(row, name) for row in gaps], _no_stratum)
    faults.raise_all()
    y = series.to_numpy() / np.abs(series).max()  # q is the same in any unit, and squares stay in range
    if np.ptp(y) <= 1e-12 * np.abs(y).max():
        raise UnsuitableMethod(place_of(series.name), "all values are alike", "choose another value")
    return values.index, y, frame.reset_index(drop=True)


def _no_stratum(at: tuple[Any, Any]) -> Fault:
    return Fault(place_of(*at), "has no stratum", "name its stratum, or leave the unit out")


def _factors_from(held: Any, by: Any) -> tuple[pd.DataFrame, str]:
    """Return the factors, and where they are from."""
    if isinstance(by, pd.Series):
        return by.to_frame("factor" if by.name is None else by.name), "by"
    if isinstance(by, pd.DataFrame):
        if not len(by.columns) or by.columns.nlevels > 1:
            raise FaultyInput(
                "by", "has no columns, or headings of several levels", "give one column for every factor"
            )
        return by, "by"
    table = (
        held.attributes
        if isinstance(held, Scores | Dataset)
        else held
        if isinstance(held, pd.DataFrame)
        else pd.DataFrame()
    )
    names = list(dict.fromkeys(by))
    way = Text("there are: {known:20}; or give a DataFrame of factors", known=list(map(str, table.columns)))
    unknown = [name for name in names if name not in table.columns]
    problem = "{name!r} is no attribute or column"
    Faults(
        each(unknown, lambda name: Fault("by", problem, meant(name, table.columns, way), name=str(name)))
    ).raise_all()
    return table[names], "columns" if isinstance(held, pd.DataFrame) else "attributes"


def _within(y: Array, code: Ints) -> float:
    """Return the sum of squares within strata."""
    n = np.bincount(code)
    means = np.bincount(code, y) / np.maximum(n, 1)
    return float(((y - means[code]) ** 2).sum())


def _q(y: Array, code: Ints) -> float:
    return 1 - _within(y, code) / float(((y - y.mean()) ** 2).sum())


def _factors(
    y: Array, codes: dict[Any, tuple[Ints, pd.Index]], orders: Ints
) -> tuple[pd.DataFrame, tuple[Note, ...]]:  # fmt: skip
    from scipy.stats import f, ncf

    n, rows, faults = len(y), {}, Faults()
    single = []
    for name, (code, _) in codes.items():
        counts = np.bincount(code)
        counts = counts[counts > 0]
        strata = len(counts)
        if strata < 2:
            faults.append(Fault(place_of(name), "has one stratum only", "leave it out"))
        elif strata > n / 2:
            way = "divide it into classes, such as pandas.qcut(values, 5)"
            faults.append(Fault(place_of(name), "has {strata} strata for {n} units", way, strata=strata, n=n))
        else:
            q = _q(y, code)
            df = strata - 1, n - strata
            value = df[1] / df[0] * q / max(1 - q, np.finfo(float).tiny)
            row = {
                "q": q,
                "strata": strata,
                "f": value,
                "df1": df[0],
                "df2": df[1],
                "p": float(f.sf(value, *df)),
            }
            if len(orders):
                more = sum(_q(y[order], code) >= q - _SAME for order in orders)
                row["p_permuted"] = (more + 1) / (len(orders) + 1)
            row["p_published"] = float(ncf.sf(value, *df, _published(y, code)))
            rows[name] = row
            single += [str(name)] if (counts == 1).any() else []
    faults.raise_all(UnsuitableMethod)
    notes = [
        Note("the published p (non-central F) is no test: adding a constant to the values changes it; read p")
    ]
    if single:
        notes.append(
            Note(
                "factors with strata of one unit, which raise q without telling anything: {names}",
                names=single,
            )
        )
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("factor"), tuple(notes)


def _published(y: Array, code: Ints) -> float:
    """Return the non-centrality as Wang et al. (2016), 5, have it: of observed means, not of their differences alone."""
    n = np.bincount(code)
    n, means = n[n > 0], (np.bincount(code, y)[n > 0] / n[n > 0])
    return float(((means**2).sum() - (np.sqrt(n) @ means) ** 2 / len(y)) / y.var(ddof=1))


def _interactions(y: Array, codes: dict[Any, tuple[Ints, pd.Index]], q: pd.Series) -> pd.DataFrame:
    """Return q of crossed strata, and the F test of a two-way analysis of variance for what goes beyond both factors."""
    from scipy.stats import f

    rows = {}
    for one, other in combinations(codes, 2):
        (a, _), (b, _) = codes[one], codes[other]
        cells = np.unique(a * (b.max() + 1) + b, return_inverse=True)[1]
        both, qa, qb = _q(y, cells), float(q[one]), float(q[other])
        design = np.column_stack([a[:, None] == np.unique(a), b[:, None] == np.unique(b)]).astype(float)
        residual = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        df = int(cells.max()) + 1 - int(np.linalg.matrix_rank(design)), len(y) - int(cells.max()) - 1
        inner = _within(y, cells)
        p = np.nan
        if df[0] > 0 and df[1] > 0 and inner > 0:
            p = float(f.sf((float(residual @ residual) - inner) / df[0] / (inner / df[1]), *df))
        kind = "nothing" if both <= max(qa, qb) + _SAME else "independent" if abs(both - qa - qb) <= _SAME else (
            "nonlinear" if both > qa + qb else "bivariate")  # fmt: skip
        rows[one, other] = {"q": both, "q_first": qa, "q_second": qb, "kind": KINDS[kind], "p": p}
    pairs: list[Any] = list(zip(*rows, strict=True)) if rows else [[], []]
    index = pd.MultiIndex.from_arrays(pairs, names=["first", "second"])
    return pd.DataFrame(list(rows.values()), index, ["q", "q_first", "q_second", "kind", "p"])


def _strata(y: Array, codes: dict[Any, tuple[Ints, pd.Index]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the strata's means, and Welch's tests of their differences."""
    from scipy.stats import ttest_ind

    means: dict[Any, dict[str, Any]] = {}
    risks: dict[Any, dict[str, Any]] = {}
    for name, (code, labels) in codes.items():
        parts = {str(labels[k]): y[code == k] for k in np.unique(code).tolist()}
        means |= {(name, label): {"n": len(one), "mean": one.mean(), "sd": one.std(ddof=1) if len(one) > 1 else np.nan}
                  for label, one in parts.items()}  # fmt: skip
        pairs = {}
        for first, second in combinations(parts, 2):
            one, other = parts[first], parts[second]
            row = {"difference": one.mean() - other.mean(), "t": np.nan, "df": np.nan, "p": np.nan}
            if min(len(one), len(other)) > 1 and one.var() + other.var() > 0:
                test = ttest_ind(one, other, equal_var=False)
                row |= {"t": float(test.statistic), "df": float(test.df), "p": float(test.pvalue)}
            pairs[name, first, second] = row
        corrected = adjusted(np.array([row["p"] for row in pairs.values()]), "holm")
        risks |= {
            key: row | {"p_adjusted": p} for (key, row), p in zip(pairs.items(), corrected, strict=True)
        }
    one = pd.DataFrame(
        list(means.values()), pd.MultiIndex.from_tuples(list(means), names=["factor", "stratum"])
    )
    two = pd.DataFrame(
        list(risks.values()), pd.MultiIndex.from_tuples(list(risks), names=["factor", "first", "second"])
    )
    return one, two
