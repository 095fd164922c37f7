"""Checked membership frames as arrays: every unit with every leaf, in the order of the tree."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.tree import IndicatorTree
from govmetrics.fuzzy.cells import floats
from govmetrics.fuzzy.grades import GradeScale
from govmetrics.fuzzy.operators import _product

_BLOCK = 2**15
_SUM = 1e-6


def checked(
    membership: pd.DataFrame, tree: IndicatorTree, grades: GradeScale, sums_to_one: bool
) -> pd.DataFrame:
    """Return the frame with one row per (unit, leaf), leaves in the tree's order, and the grades' keys.

    A frame that is so already is not copied.

    Raises
    ------
    FaultyInput
        Other columns than the grades, rows for other leaves, rows missing or repeated, degrees outside
        [0, 1], rows that do not sum to one: all at once.
    """
    if not isinstance(membership, pd.DataFrame) or not len(membership):
        raise FaultyInput(Fault("membership", "is not a frame with rows", "make it with gm.fuzzy.from_..."))
    faults = Faults()
    frame = _columns(membership, grades, faults)
    with faults:
        frame = _arranged(frame, tree)
    array, texts = floats(frame)
    faults += texts
    whole = frame.shape[1] == len(grades)  # sums of some of the columns say nothing
    faults += _degree_faults(array, frame, sums_to_one and whole)
    faults.raise_all()
    return frame if list(frame.columns) == grades.keys else frame.set_axis(grades.keys, axis="columns")


def _columns(membership: pd.DataFrame, grades: GradeScale, faults: Faults) -> pd.DataFrame:
    """Return the columns in the scale's order, as far as they are there; they may be named in any one language."""
    have = list(map(str, membership.columns))
    spoken = [grades.labels(language) for language in ("en", "zh", "both")]
    want = max(spoken, key=lambda labels: len(set(labels) & set(have)))
    if sorted(have) != sorted(want):
        way_out = f"give one column a grade: {', '.join(want)}"
        faults.append(Fault("membership, columns", f"are {', '.join(have)}", way_out))
    known = [label for label in want if have.count(label) == 1]
    return (
        membership
        if known == list(membership.columns)
        else membership.iloc[:, [have.index(c) for c in known]]
    )


def _arranged(frame: pd.DataFrame, tree: IndicatorTree) -> pd.DataFrame:
    """Return the rows as every unit with every leaf, on codes: 33 million labels are not compared."""
    index = frame.index
    if not isinstance(index, pd.MultiIndex):  # one unit that nobody named
        index = pd.MultiIndex.from_arrays([["all"] * len(index), index], names=["unit", "code"])
        frame = frame.set_axis(index)
    if any((np.asarray(codes) < 0).any() for codes in index.codes):
        raise FaultyInput(Fault("membership", "has rows without a unit or a code", "label every row"))
    if _in_order(index, tree.codes):
        return frame
    leaf = pd.Index(tree.codes).get_indexer(index.levels[-1])[np.asarray(index.codes[-1])]
    keys = np.zeros(len(index), dtype=np.int64)
    for codes, level in zip(index.codes[:-1], index.levels[:-1], strict=True):
        keys = keys * len(level) + np.asarray(codes)
    unit, first = pd.factorize(keys)
    appears = np.unique(keys, return_index=True)
    units = index.droplevel([-1])[appears[1][np.searchsorted(appears[0], first)]]
    full, places = _product(units, pd.Index(tree.codes)), unit * len(tree) + leaf
    faults = _row_faults(index, full, places, leaf)
    if faults:
        raise FaultyInput(faults)
    rows = np.empty(len(places), dtype=np.intp)
    rows[places] = np.arange(len(places))
    return frame.take(rows).set_axis(full)


def _in_order(index: pd.MultiIndex, leaves: list[str]) -> bool:
    """Tell whether the rows are all units, each with all leaves in the tree's order, at little cost."""
    order = index.levels[-1].get_indexer(pd.Index(leaves))
    if len(index) % len(leaves) or (order < 0).any():
        return False
    shape = (-1, len(leaves))
    if not (np.asarray(index.codes[-1]).reshape(shape) == order).all():
        return False
    same = [np.asarray(codes).reshape(shape) for codes in index.codes[:-1]]
    return all((c == c[:, :1]).all() for c in same) and index[:: len(leaves)].is_unique


def _row_faults(
    index: pd.MultiIndex, full: pd.MultiIndex, places: np.ndarray, leaf: np.ndarray
) -> list[Fault]:
    unknown = index.levels[-1][np.unique(np.asarray(index.codes[-1])[leaf < 0])]
    faults = [Fault(str(code), "has memberships but is no leaf of the weights' tree") for code in unknown]
    counts = np.bincount(places[leaf >= 0], minlength=len(full))
    way_out = "give every unit a row for every leaf, NaN where nothing is known"
    for rows, problem, hint in (
        (np.flatnonzero(counts > 1), "has two or more rows", "keep one row each"),
        (np.flatnonzero(counts == 0), "has no memberships", way_out),
    ):
        faults += _at_rows(rows, full, problem, hint)
    return faults


def _at_rows(rows: np.ndarray, index: pd.Index, problem: str, way_out: str) -> list[Fault]:
    return each(rows.tolist(), lambda row: Fault(place_of(index[row]), problem, way_out))


def _degree_faults(array: np.ndarray, frame: pd.DataFrame, sums_to_one: bool) -> list[Fault]:
    wrong: list[tuple[int, str, str]] = []
    for start in range(0, len(array), _BLOCK):
        x = array[start : start + _BLOCK]
        total = x @ np.ones(x.shape[1])  # NaN where any degree is
        if x.size and x.min() >= 0 and x.max() <= 1 and (not sums_to_one or np.abs(total - 1).max() <= _SUM):
            continue  # comparisons with NaN are false: nothing is missing here
        wrong += [(start + row, problem, hint) for row, problem, hint in _block_faults(x, total, sums_to_one)]
    return each(wrong, lambda found: Fault(place_of(frame.index[found[0]]), *found[1:]))


def _block_faults(x: np.ndarray, total: np.ndarray, sums_to_one: bool) -> Iterator[tuple[int, str, str]]:
    """Yield the rows of a block that are wrong, and how."""
    gone = np.isnan(x)
    outside = np.asarray(((x < -1e-9) | (x > 1 + 1e-9)).any(axis=1))
    half = gone.any(axis=1) & ~gone.all(axis=1)
    off = np.full(len(x), sums_to_one)
    off &= ~gone.any(axis=1) & ~(np.abs(total - 1) <= _SUM)
    way_out = 'divide the row by its sum, or say sums="free" when degrees are possibilities'
    for row in np.flatnonzero(outside | half | off).tolist():
        if outside[row]:
            yield row, f"degrees {x[row].tolist()}", "degrees lie in [0, 1]"
        elif half[row]:
            yield row, "some grades are missing", "give all grades of a row, or none of them"
        else:
            yield row, f"the degrees sum to {total[row]:.6g}", way_out
