"""Statistics of the indicators (描述性统计), before and after treatment, with what to look at in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
import scipy

from govmetrics.core import Fault, IndicatorTree
from govmetrics.core.dataset import DATASET, Dataset
from govmetrics.core.errors import Faults
from govmetrics.core.options import FROM_ZERO, NUMBER, PROPORTION, asked, choice, optional, wanted
from govmetrics.core.result import Result
from govmetrics.core.table import Table
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.correlations import pairwise_correlation
from govmetrics.numerics.ordered import quantiles, repeats
from govmetrics.numerics.shape import skewness_kurtosis

FLAGS = ("empty", "constant", "scarce", "zeros", "repeated", "outliers")
"""What a column is looked at for, the gravest first."""
_SAID = {
    "empty": Text("no values"),
    "constant": Text("constant"),
    "scarce": Text("few values"),
    "zeros": Text("many zeros"),
    "repeated": Text("few different values"),
    "outliers": Text("outliers"),
}
MEDIAN = {"median": Label("Median", "中位数")}
"""In this room's other tables it is that of the peers."""


@dataclass(frozen=True, eq=False)
class Statistics(Result):
    """What the values of every indicator look like.

    Attributes
    ----------
    table : DataFrame
        One row per leaf: n, missing, available (share of cells with a value), min, max, mean, median, sd, skewness and excess
        kurtosis (G1, G2, as spreadsheets print them), low and high (values beyond 1.5 interquartile ranges from the
        quartiles), nonzero (share), unique (share of different values), same (share of the most frequent value), flags (tuples of
        "empty", "constant", "scarce", "zeros", "repeated", "outliers").
    treated : DataFrame or None
        Before and after, one row per leaf: cells that were filled and changed, mean, sd, skewness and kurtosis before and after,
        rank correlation of the values before and after, and whether outliers were flagged before and after.
    tree : IndicatorTree
        For the names.
    limits : mapping of str to float
        Beyond which a flag is set.
    notes : tuple of str

    See Also
    --------
    statistics
    """

    table: pd.DataFrame
    treated: pd.DataFrame | None
    tree: IndicatorTree
    limits: dict[str, float]
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "table": "Statistics of the indicators",
        "treated": "Indicators before and after treatment",
    }
    _cites: ClassVar = ("oecd2008", "joanes1998", "Becker2022")

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Indicators were looked at by their distributions: an absolute skewness above {skewness:g} with an excess kurtosis "
            "above {kurtosis:g} counts as outliers, values for less than {available:.0%} of the rows as few."
        )
        return (Text(told, **self.limits),)

    def _finding(self) -> tuple[Text, ...]:
        names, found = self.tree.names(), []
        said = {
            "empty": "No values at all: {names:10}.",
            "constant": "Constant: {names:10}.",
            "scarce": "Values for less than {available:.0%} of the rows: {names:10}.",
            "zeros": "Zero in more than {zero:.0%} of the values: {names:10}.",
            "repeated": "Fewer than {unique:.0%} different values: {names:10}.",
            "outliers": "Skewness and kurtosis beyond the limits, so look for outliers: {names:10}.",
        }
        for flag in FLAGS:
            codes = self.flagged(flag)
            if codes:
                zero = 1 - self.limits["nonzero"]
                found.append(
                    Text(said[flag], names=[names[code] for code in codes], **self.limits, zero=zero)
                )
        if self.treated is not None:
            past = self.treated["outliers_before"] & ~self.treated["outliers_after"]
            told = "Treatment took the outliers of {past:# indicator|# indicators} away; {left:# is|# are} left with them."
            found.append(Text(told, past=int(past.sum()), left=int(self.treated["outliers_after"].sum())))
        return tuple(found) or (Text("No indicator is flagged."),)

    def flagged(self, flag: str) -> list[str]:
        """Return the codes of the indicators with a flag.

        Parameters
        ----------
        flag : {"empty", "constant", "scarce", "zeros", "repeated", "outliers"}
        """
        asked(flag=(flag, choice(*FLAGS)))
        return [str(code) for code, found in self.table["flags"].items() if flag in found]

    def _tables(self) -> list[Table]:
        flags = [
            Text("{flags}", flags=[_SAID[one] for one in found]) if found else Text("")
            for found in self.table["flags"]
        ]
        shown = self.table.assign(flags=pd.Series(flags, self.table.index, dtype=object))
        front = ["flags", *(name for name in shown if name != "flags")]
        tables = [
            Table.of(Text(self._shown["table"]), shown[front], "diagnosis", {**self._names(), **MEDIAN})
        ]
        if self.treated is not None:
            tables.append(Table.of(Text(self._shown["treated"]), self.treated, "diagnosis", self._names()))
        return tables


def statistics(
    data: Dataset,
    before: Dataset | None = None,
    skewness: float = 2.0,
    kurtosis: float = 3.5,
    available: float = 0.65,
    nonzero: float = 0.5,
    unique: float = 0.5,
) -> Statistics:
    """Return statistics of every indicator, with flags; side by side with those before a treatment, where these are given.

    Parameters
    ----------
    data : Dataset
        Raw or treated values; rows of all periods count together.
    before : Dataset, optional
        The same rows and indicators before treatment.
    skewness, kurtosis : float
        Beyond both an indicator is flagged for outliers; 2 and 3.5 are those of the JRC.
    available : float
        Least share of rows with a value; 0.65 is what many published indices ask for.
    nonzero, unique : float
        Least share, of the known values, of those other than zero, and of different ones.

    Returns
    -------
    Statistics

    Raises
    ------
    FaultyInput
        `before` has other rows or indicators.

    Notes
    -----
    Shares of zeros and of different values are of what is known; COINr flags them in the share of all rows.
    Quartiles are those of linear interpolation (R's type 7).

    References
    ----------
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, steps 3 and 5.
    Joanes, D. N. and Gill, C. A. (1998). Comparing measures of sample skewness and kurtosis. The Statistician 47.
    Becker, W., Caperna, G., Del Sorbo, M., Norlén, H., Papadimitriou, E. and Saisana, M. (2022). COINr: An R package for
    developing composite indicators. Journal of Open Source Software 7(78), 4567.

    Examples
    --------
    Ten numbers and two outliers, of which COINr's vignette prints the skewness 3.063241 and the kurtosis 9.741391:

    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["cases"]}, {"cases": "less"})
    >>> values = pd.DataFrame({"cases": [*range(1, 11), 30, 100]}, index=[f"u{i}" for i in range(12)])
    >>> raw = gm.read_records(values, tree)
    >>> gm.diagnosis.statistics(raw).table.loc["cases", ["skewness", "kurtosis"]].astype(float).round(6).tolist()
    [3.063241, 9.741391]
    >>> treated = gm.diagnosis.statistics(gm.treatment.winsorise(raw, most=2), before=raw).treated
    >>> treated.loc["cases", ["skewness_after", "kurtosis_after"]].astype(float).round(6).tolist()
    [1.712038, 1.815781]
    """
    faults = wanted(
        data=(data, DATASET), before=(before, optional(DATASET)), skewness=(skewness, FROM_ZERO), kurtosis=(kurtosis, NUMBER),
        available=(available, PROPORTION), nonzero=(nonzero, PROPORTION), unique=(unique, PROPORTION),
    )  # fmt: skip
    faults.raise_all()
    limits = {"skewness": float(skewness), "kurtosis": float(kurtosis), "available": float(available),
              "nonzero": float(nonzero), "unique": float(unique)}  # fmt: skip
    codes = data.tree.codes
    x = data.values.to_numpy(dtype=float)
    table = _described(x, codes)
    table["flags"] = pd.Series(_flags(table, limits), table.index, dtype=object)
    treated = None if before is None else _compared(before, data, table, limits)
    notes = []
    if data.periods:
        told = "rows of {periods:# period|# periods} count together; ask for one with `data.at(period)`"
        notes.append(Note(told, periods=len(data.periods)))
    if len(data.values) < 20:
        notes.append(
            Note(
                "of {rows:# row|# rows} skewness and kurtosis are uncertain: a single value decides",
                rows=len(x),
            )
        )
    return Statistics(table, treated, data.tree, limits, tuple(notes))


def _described(x: Array, codes: Sequence[str]) -> pd.DataFrame:
    """Return the statistics of every column of `x` (rows, leaves)."""
    n = (~np.isnan(x)).sum(axis=0)
    some = np.where(n > 0, x, 0.0)  # a column without values warns, and is NaN in the end
    unit = np.nanmax(np.abs(some), axis=0, initial=0.0)
    unit[unit == 0] = 1.0  # sums and squares of huge numbers would overflow
    z = some / unit
    skew, kurt = skewness_kurtosis(x)
    quartiles = quantiles(z, [0.25, 0.5, 0.75])
    reach = 1.5 * (quartiles[2] - quartiles[0])
    different, commonest = repeats(x)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = {
            "n": n,
            "missing": len(x) - n,
            "available": n / len(x),
            "min": np.nanmin(some, axis=0),
            "max": np.nanmax(some, axis=0),
            "mean": np.nansum(z, axis=0) / n * unit,
            "median": quartiles[1] * unit,
            "sd": np.sqrt(np.nansum((z - np.nansum(z, axis=0) / n) ** 2, axis=0) / (n - 1.0)) * unit,
            "skewness": skew,
            "kurtosis": kurt,
            "low": np.nansum(z < quartiles[0] - reach, axis=0),
            "high": np.nansum(z > quartiles[2] + reach, axis=0),
            "nonzero": np.nansum((x != 0) & ~np.isnan(x), axis=0) / n,
            "unique": different / n,
            "same": commonest / n,
        }
    table = pd.DataFrame(found, index=pd.Index(codes, name="code"))
    told = [name for name in table if name not in ("n", "missing", "available", "low", "high")]
    table.loc[n == 0, told] = np.nan
    table.loc[n < 2, "sd"] = np.nan
    return table


def outlying(data: Dataset, skewness: float, kurtosis: float) -> dict[str, float]:
    """Return the skewness of the indicators that `statistics` flags for outliers at these limits."""
    skew, kurt = skewness_kurtosis(data.values.to_numpy(dtype=float))
    table = pd.DataFrame({"skewness": skew, "kurtosis": kurt}, index=data.tree.codes)
    found = table["skewness"][_beyond(table, {"skewness": skewness, "kurtosis": kurtosis})]
    return {str(code): float(value) for code, value in found.items()}


def _beyond(table: pd.DataFrame, limits: dict[str, float]) -> pd.Series:
    return (table["skewness"].abs() > limits["skewness"]) & (table["kurtosis"] > limits["kurtosis"])


def _flags(table: pd.DataFrame, limits: dict[str, float]) -> list[tuple[str, ...]]:
    """Return what to look at in each column."""
    n = table["n"]
    flags = {
        "empty": n == 0,
        "constant": (n > 1) & (table["min"] == table["max"]),
        "scarce": (n > 0) & (table["available"] < limits["available"]),
        "zeros": (n > 0) & (table["nonzero"] < limits["nonzero"]),
        "repeated": (n > 0) & (table["unique"] < limits["unique"]),
        "outliers": _beyond(table, limits),
    }
    raised = np.column_stack([flags[flag].to_numpy() for flag in FLAGS]).tolist()
    return [tuple(flag for flag, on in zip(FLAGS, row, strict=True) if on) for row in raised]


def _compared(before: Dataset, data: Dataset, now: pd.DataFrame, limits: dict[str, float]) -> pd.DataFrame:
    """Return what each column was, and is."""
    codes = data.tree.codes
    lacking = [code for code in codes if code not in before.tree.codes]
    faults = Faults(
        Fault(code, "is not an indicator of `before`", "give the data before treatment") for code in lacking
    )
    if len(before.values) != len(data.values) or not data.values.index.isin(before.values.index).all():
        faults.append(Fault("before", "the rows differ from those of the data", "give both the same rows"))
    faults.raise_all()
    old = before.values.loc[data.values.index, codes].to_numpy(dtype=float)
    new = data.values.to_numpy(dtype=float)
    then = _described(old, codes)
    filled = np.isnan(old) & ~np.isnan(new)
    changed = ~np.isnan(old) & (old != new)
    found = {"filled": filled.sum(axis=0), "changed": changed.sum(axis=0)}
    for name in ("mean", "sd", "skewness", "kurtosis"):
        found |= {f"{name}_before": then[name].to_numpy(), f"{name}_after": now[name].to_numpy()}
    found |= {
        "rank_correlation": [_rank_correlation(old[:, j], new[:, j]) for j in range(len(codes))],
        "outliers_before": _beyond(then, limits).to_numpy(),
        "outliers_after": _beyond(now, limits).to_numpy(),
    }
    return pd.DataFrame(found, index=pd.Index(codes, name="code"))


def _rank_correlation(old: Array, new: Array) -> float:
    """Return Spearman's correlation of a column before and after, over the rows that it had before."""
    both = ~np.isnan(old) & ~np.isnan(new)
    ranks = scipy.stats.rankdata(np.column_stack([old[both], new[both]]), axis=0)
    return float(pairwise_correlation(ranks)[0][0, 1]) if both.sum() > 1 else float("nan")
