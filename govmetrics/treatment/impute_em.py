"""Missing values by expectation and maximisation (EM): what a unit's other indicators let one expect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset, refuse_no_dataset, with_sound, without_evidence
from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.core.options import choice, wanted
from govmetrics.core.procedure import Procedure
from govmetrics.core.words import Note
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.em import conditional_means, moments
from govmetrics.treatment.impute import EMPTY, Empty, refuse_empty

Among = Literal["group", "all"]
_MOST = 20_000


def impute_em(data: Dataset, among: Among = "group", empty: Empty = "keep") -> Dataset:
    """Fill missing cells with what a unit's other indicators let one expect, by EM of a multivariate normal.

    Means and covariances are those of maximum likelihood over everything that is known (Dempster, Laird and Rubin 1977); a
    missing cell gets its mean given the unit's known cells. That is best where indicators go together and are not skewed:
    take logarithms before, and let `held_out` say whether it is better than the mean.

    Parameters
    ----------
    data : Dataset
        With missing cells; with periods, each period is filled from itself.
    among : {"group", "all"}
        Which indicators tell of each other: those of the same group, or all.
    empty : {"keep", "fill"}
        What to do with units that have no value at all (in the period): leave them empty, or fill them too.

    Returns
    -------
    Dataset
        `changes` lists every filled cell; `notes` say how many lie beyond what was observed.

    Raises
    ------
    UnsuitableMethod
        An indicator without any value or alone in its group, two indicators that no three units have both, units that are
        not at least two more than the indicators, or no convergence.

    References
    ----------
    Dempster, A. P., Laird, N. M. and Rubin, D. B. (1977). Maximum likelihood from incomplete data via the EM algorithm.
    Journal of the Royal Statistical Society B, 39, 1-38.
    Little, R. J. A. and Rubin, D. B. (2019). Statistical Analysis with Missing Data, 3rd edition. Wiley.

    Examples
    --------
    With gaps in one of two indicators alone, EM is the regression on the other (Little and Rubin, section 7.2):

    >>> import govmetrics as gm
    >>> tree = gm.IndicatorTree.from_groups({"community": ["trust", "order"]})
    >>> table = pd.DataFrame({"trust": [1.0, 2, 3, 4, 5], "order": [2.0, 4, 7, 7, None]}, index=list("ABCDE"))
    >>> filled = gm.treatment.impute_em(gm.read_records(table, tree))
    >>> float(filled.values.loc["E", "order"].round(6))  # 0.5 + 1.8 x 5
    9.5
    """
    faults = refuse_no_dataset(data)
    faults += wanted(among=(among, choice("group", "all")), empty=(empty, EMPTY))
    faults.raise_all()
    x = data.values.to_numpy()
    filled, bare = x.copy(), 0
    for rows, columns in _blocks(data, among):
        part = x[np.ix_(rows, columns)]
        if not np.isnan(part).any():
            continue
        with faults:
            _check(data, part, rows, columns)
            unit = np.nanmax(np.abs(part), axis=0)
            unit[unit == 0] = 1.0  # squares of huge numbers would overflow
            found = moments(part / unit, _MOST)
            if not found.converged:
                problem = "EM did not converge in {most:,} steps"
                way = "use fewer indicators, take logarithms before, or use impute_median"
                raise UnsuitableMethod(_named(data, columns), problem, way, most=_MOST)
            done = conditional_means(part / unit, found.mean, found.covariance)
            told = ~np.isnan(part).all(axis=1)
            filled[np.ix_(rows, columns)] = np.where(told[:, None], done, found.mean) * unit
            filled[np.ix_(rows, columns)] = np.where(
                np.isnan(part), filled[np.ix_(rows, columns)], part
            )  # known cells to the last bit
            bare += int(part[~told & ~without_evidence(data)[rows]].size)
    faults.raise_all()
    if empty == "keep":
        filled[without_evidence(data)] = np.nan
    told_all = "Missing values were imputed by their means given the unit's other indicators, by EM of a multivariate normal."
    told_group = (
        "Missing values were imputed by their means given the unit's other indicators of the same group, by EM of a "
        "multivariate normal."
    )
    procedure = Procedure.of(told_group if among == "group" else told_all, "dempster1977", "little2019")
    if data.periods:
        procedure += Procedure.of("Every period was imputed from itself.")
    if empty == "keep":
        procedure += Procedure.of("Units without any value stayed empty.")
    return noted(data.with_values(filled, "impute_em", procedure=procedure), data, bare)


def noted(done: Dataset, data: Dataset, bare: int = 0) -> Dataset:
    """Return filled data with notes: cells beyond what was observed, cells of which nothing told, and too little spread."""
    before, after = data.values.to_numpy(), done.values.to_numpy()
    new = np.isnan(before) & ~np.isnan(after)
    notes = []
    if new.any():
        low, high = np.nanmin(before, axis=0), np.nanmax(before, axis=0)
        beyond = new & ((after < low) | (after > high))
        if beyond.any():
            told = (
                "{count:# imputed cell lies|# imputed cells lie} beyond what was observed: {codes:5}; a normal distribution "
                "knows no bounds"
            )
            codes = [code for code, any_ in zip(data.tree.codes, beyond.any(axis=0), strict=True) if any_]
            notes.append(Note(told, count=int(beyond.sum()), codes=codes))
        if bare:
            notes.append(
                Note(
                    "{count:# cell has|# cells have} no value beside it in the group and got the mean",
                    count=bare,
                )
            )
        notes.append(
            Note(
                "imputed values carry no error of their own, so spread and correlations seem surer than they are; the analysis "
                "of uncertainty can draw them"
            )
        )
    return with_sound(done, notes=(*done.notes, *(note for note in notes if note not in done.notes)))


def _blocks(data: Dataset, among: Among) -> Iterator[tuple[Ints, Ints]]:
    """Yield the rows and columns that are fitted together: of a period, and of a group."""
    index, codes = data.values.index, data.tree.codes
    groups = [data.tree.parent(code) if among == "group" else "" for code in codes]
    columns = [np.flatnonzero([own == group for own in groups]) for group in dict.fromkeys(groups)]
    every = [np.arange(len(index))]
    if data.periods:
        period = index.get_level_values("period")
        every = [np.flatnonzero(period == one) for one in data.periods]
    return ((rows, part) for rows in every for part in columns)


def _named(data: Dataset, columns: Ints) -> str:
    return ", ".join(data.tree.codes[place] for place in columns)


def _check(data: Dataset, part: Array, rows: Ints, columns: Ints) -> None:
    """Refuse a block that the data cannot tell of."""
    codes, known = [data.tree.codes[place] for place in columns], ~np.isnan(part)
    with Faults() as faults:
        gone = ~known.any(axis=0)
        if gone.any():
            empty = np.where(~known, gone, False)
            refuse_empty(pd.DataFrame(empty, data.values.index[rows], codes), None)
    faults.raise_all()
    if len(codes) == 1:
        way = 'use impute_mean or impute_median for it, or among="all"'
        raise UnsuitableMethod(codes[0], "is alone in its group, so nothing tells of its gaps", way)
    units = int(known.any(axis=1).sum())
    if units < len(codes) + 2:
        problem = "{units:# unit|# units} with values for {count:# indicator|# indicators}"
        way = 'EM needs two units more than indicators: use among="group", or impute_median'
        raise UnsuitableMethod(_named(data, columns), problem, way, units=units, count=len(codes))
    both = known.T.astype(int) @ known.astype(int)
    pairs = np.argwhere(np.triu(both < 3, 1))
    problem, way = "fewer than three units have both", "leave one out, or use impute_median for it"
    Faults(Fault(f"{codes[i]}, {codes[j]}", problem, way) for i, j in pairs).raise_all(UnsuitableMethod)
