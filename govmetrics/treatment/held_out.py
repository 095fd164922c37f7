"""Which imputation is worth its name? Known cells are hidden in turn, filled, and compared with what they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from govmetrics.core.dataset import DATASET, Dataset, refuse_no_dataset, units_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, UnsuitableMethod, each
from govmetrics.core.options import SEED, SHARE, among, count, instance, optional, several, wanted
from govmetrics.core.result import Result
from govmetrics.core.words import Label, Note, Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.treatment.impute import impute_mean, impute_median
from govmetrics.treatment.impute_em import impute_em

Impute = Callable[[Dataset], Dataset]
BASE = "mean"
_METHODS = instance(Mapping, Text("give {name: function}, such as {'EM': gm.treatment.impute_em}"))


@dataclass(frozen=True, eq=False)
class HeldOut(Result):
    """How near imputations come to cells that are known.

    Attributes
    ----------
    methods : DataFrame
        One row per method, the least error first: cells that were hidden and judged (n), verdict against the mean, root mean
        square error (rmse) and mean absolute error (mae) in standard deviations of each indicator, the mean error (bias), saved
        (share of the mean's squared error that is saved; below 0 is worse), difference of its squared error to that of the
        mean with its bounds (lower, upper).
    leaves : DataFrame, shape (leaves, methods)
        Root mean square error of each indicator, in its standard deviations.
    folds : int
        In so many parts the known cells were hidden.
    level : float
        Of the bounds.
    names : mapping of code to str
        Of the indicators.
    notes : tuple of str

    See Also
    --------
    held_out
    """

    methods: pd.DataFrame
    leaves: pd.DataFrame
    folds: int
    level: float
    names: Mapping[str, Label]
    notes: tuple[str, ...] = ()

    _shown: ClassVar = {
        "methods": "Imputations judged by cells that were hidden",
        "leaves": "Error by indicator, in standard deviations",
    }
    _kinds: ClassVar = {"leaves": "number"}
    _left_out: ClassVar = ("names",)
    _cites: ClassVar = ("little2019", "oecd2008")

    def _names(self) -> dict[str, Label]:
        return {BASE: Text("the arithmetic mean"), **self.names}  # type: ignore[dict-item]

    def _method(self) -> tuple[Text, ...]:
        told = (
            "Every known cell of {leaves:# indicator|# indicators} was hidden once, in {folds} parts, and imputed from the rest; "
            "squared errors in standard deviations were compared with those of the mean, units as clusters."
        )
        return (Text(told, leaves=len(self.leaves), folds=self.folds),)

    def _finding(self) -> tuple[Text, ...]:
        better = list(self.methods.index[self.methods["verdict"] == "better than the mean"])
        first = self.methods.index[0]
        value = float(self.methods["rmse"].iloc[0])
        if better:
            told = "Better than the mean: {better}; {first} comes nearest, with an error of {value:.2f} standard deviations."
            return (Text(told, better=better, first=first, value=value),)
        told = "No imputation is better than the mean beyond chance (error of the mean: {value:.2f} standard deviations)."
        return (Text(told, value=self.methods["rmse"][BASE]),)


def held_out(
    data: Dataset,
    methods: Mapping[str, Impute] | None = None,
    codes: list[str] | None = None,
    folds: int = 10,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> HeldOut:
    """Hide known cells in turn, impute them, and say which imputation is better than the mean.

    Parameters
    ----------
    data : Dataset
        Before any imputation, after whatever comes before it in the recipe.
    methods : mapping of str to function, optional
        What to judge, by a name: functions of a dataset, with options where a lambda or `functools.partial` gives them.
        By default median and EM; the mean is always among them.
    codes : list of str, optional
        The indicators whose cells are hidden; by default those with gaps, or all where there are no gaps.
    folds : int
        In so many parts; in each an indicator loses one part of its known cells.
    level : float
        Of the confidence that a method is better or worse than the mean.
    rng : int or Generator
        Which cells are hidden together. Units are taken in the order of their names.

    Returns
    -------
    HeldOut

    Raises
    ------
    UnsuitableMethod
        Too few known cells, indicators that do not vary, and what an imputation refuses.

    Notes
    -----
    Errors are in standard deviations of the known cells. The mean of the others has by itself an error of nearly one. Cells
    of one unit go together, so bounds rest on units (a sum of differences a unit). Cells that are missing may differ from
    those that are known: what is found holds for gaps like the known cells, missing at random.

    References
    ----------
    Little, R. J. A. and Rubin, D. B. (2019). Statistical Analysis with Missing Data, 3rd edition. Wiley.
    OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 3.

    Examples
    --------
    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> common = np.random.default_rng(1).normal(50, 10, size=40)
    >>> table = pd.DataFrame({"trust": common, "order": common + np.tile([-3.0, 3.0], 20)}, index=[f"u{i}" for i in range(40)])
    >>> found = gm.treatment.held_out(gm.read_records(table, tree))
    >>> found.methods["verdict"].to_dict()["EM"]
    'better than the mean'
    """
    faults = refuse_no_dataset(data)
    faults += wanted(
        methods=(methods, optional(_METHODS)), codes=(codes, optional(several(among(data.tree.codes), 1))),
        folds=(folds, count(2)), level=(level, SHARE), rng=(rng, SEED),
    )  # fmt: skip
    faults.raise_all()
    given = {"median": impute_median, "EM": impute_em} if methods is None else dict(methods)
    faults += each(
        [name for name, function in given.items() if not callable(function) or not isinstance(name, str)],
        lambda name: Fault(str(name), "is not a function", "give {name: function}"),
    )
    faults.raise_all()
    if BASE not in given:
        given = {BASE: impute_mean, **given}
    gaps = data.values.isna()
    chosen = codes or [code for code in data.tree.codes if gaps[code].any()] or data.tree.codes
    places = np.array([data.tree.codes.index(code) for code in dict.fromkeys(chosen)])
    x = data.values.to_numpy()
    scale = _scale(data, x, places, folds)
    fold = _folds(data, places, folds, np.random.default_rng(rng))
    guesses = _guessed(data, x, given, fold, places, folds)
    judged = ~np.isnan(np.stack(list(guesses.values()))).any(axis=0) & ~np.isnan(x[:, places])
    errors = {
        name: np.where(judged, (guess - x[:, places]) / scale, np.nan) for name, guess in guesses.items()
    }
    notes = []
    left = int((~np.isnan(x[:, places]) & ~judged).sum())
    if left:
        told = "{count:# hidden cell was|# hidden cells were} filled by not every method and are not judged"
        notes.append(Note(told, count=left))
    notes.append(Note("what is found holds for gaps like the known cells: missing at random"))
    table = pd.DataFrame.from_dict(
        {
            name: _row(error, errors[BASE], units_of(data.values.index), level)
            for name, error in errors.items()
        },
        orient="index",
    )
    table.loc[BASE, "verdict"] = ""  # it is what the others are measured by
    leaves = pd.DataFrame(
        {name: _by_leaf(error) for name, error in errors.items()},
        pd.Index([data.tree.codes[place] for place in places], name="code"),
    )
    order = table["rmse"].round(12).sort_values(kind="stable").index
    return HeldOut(
        table.loc[order].rename_axis("method"), leaves[list(order)], folds, level, data.tree.names(), tuple(notes)
    )  # fmt: skip


def _scale(data: Dataset, x: Array, places: Ints, folds: int) -> Array:
    """Return the standard deviation of each judged indicator; refuse those that cannot be judged."""
    faults = Faults()
    for place in places:
        known = x[~np.isnan(x[:, place]), place]
        code = data.tree.codes[place]
        if len(known) < max(5, folds // 2):
            problem, way = "has {count:# value|# values} only", "name others in `codes`, or take fewer folds"
            faults.append(Fault(code, problem, way, count=len(known)))
        elif known.min() == known.max():
            faults.append(Fault(code, "does not vary", "name others in `codes`"))
    faults.raise_all(UnsuitableMethod)
    unit = np.nanmax(np.abs(x[:, places]), axis=0)
    return np.asarray(np.nanstd(x[:, places] / unit, axis=0, ddof=1) * unit)


def _folds(data: Dataset, places: Ints, folds: int, rng: np.random.Generator) -> Ints:
    """Return the part in which each cell is hidden, (units, leaves), drawn in the order of the units' names; -1 never."""
    fold = np.full((len(data.values), len(places)), -1)
    for j, place in enumerate(places):
        rows = data.by_name[~data.values.iloc[data.by_name, place].isna().to_numpy()]
        fold[rng.permutation(rows), j] = np.arange(len(rows)) % folds
    return fold


def _guessed(
    data: Dataset, x: Array, methods: Mapping[str, Impute], fold: Ints, places: Ints, folds: int
) -> dict[str, Array]:
    """Return what each method says of the hidden cells, (units, leaves); NaN where it left one empty."""
    guesses = {name: np.full(fold.shape, np.nan) for name in methods}
    for part in range(folds):
        hidden = fold == part
        known = x.copy()
        known[:, places] = np.where(hidden, np.nan, x[:, places])
        trial = Dataset(
            data.tree, pd.DataFrame(known, data.values.index, data.tree.codes), data.attributes, totals="keep"
        )
        for name, method in methods.items():
            filled: Any = method(trial)
            filled = getattr(filled, "data", filled)
            Faults(DATASET.faults(name, filled)).raise_all()
            if not filled.values.index.equals(data.values.index):
                raise FaultyInput(name, "changes the rows", "give a function that fills cells alone")
            guesses[name][hidden] = filled.values[data.tree.codes].to_numpy()[:, places][hidden]
    return guesses


def _row(error: Array, base: Array, units: pd.Index, level: float) -> dict[str, Any]:
    """Return what is told of a method: its errors, and whether it is better than the mean."""
    from scipy import stats

    n = int((~np.isnan(error)).sum())
    # sums over units, whose cells go together; of each unit what its sum is beyond its share of the mean
    sums = pd.DataFrame(
        {"more": np.nansum(error**2 - base**2, axis=1), "cells": (~np.isnan(error)).sum(axis=1)}
    )
    sums = sums.groupby(np.asarray(units.map(str))).sum()
    sums = sums[sums["cells"] > 0]
    k = len(sums)
    if k < 2:
        nothing = dict.fromkeys(
            ("rmse", "mae", "bias", "saved", "difference", "lower", "upper"), float("nan")
        )
        return {"n": n, "verdict": "like the mean", **nothing}
    difference = float(sums["more"].sum() / n)
    parts = sums["more"] - difference * sums["cells"]
    half = float(stats.t.ppf((1 + level) / 2, k - 1) * np.sqrt(k / (k - 1) * (parts**2).sum()) / n)
    verdict = "like the mean"
    if difference + half < 0:
        verdict = "better than the mean"
    elif difference - half > 0:
        verdict = "worse than the mean"
    square = float(np.nanmean(error**2))
    return {
        "n": n,
        "verdict": verdict,
        "rmse": float(np.sqrt(square)),
        "mae": float(np.nanmean(np.abs(error))),
        "bias": float(np.nanmean(error)),
        "saved": 1 - square / float(np.nanmean(base**2)),
        "difference": difference,
        "lower": difference - half,
        "upper": difference + half,
    }


def _by_leaf(error: Array) -> Array:
    """Return the root mean square error of each column; NaN where nothing was judged."""
    n = (~np.isnan(error)).sum(axis=0)
    return np.asarray(np.sqrt(np.nansum(error**2, axis=0) / np.where(n > 0, n, np.nan)))
