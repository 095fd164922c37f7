"""Checked membership frames as arrays: every unit with every leaf, in the order of the tree."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.checks import place_of, positions_of, unit_faults
from govmetrics.core.errors import Fault, Faults, FaultyInput, each
from govmetrics.core.foot import frame_faults
from govmetrics.core.labels import clean_index
from govmetrics.core.tree import IndicatorTree
from govmetrics.core.within import twice_faults
from govmetrics.core.words import Text
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
        way_out = "make it with from_values, from_survey, from_votes or from_counts"
        raise FaultyInput("membership", "is not a frame with rows", way_out)
    faults = Faults()
    rows = clean_index(membership.index)
    membership = membership if rows is membership.index else membership.set_axis(rows)
    frame = _columns(membership, grades, faults)
    with faults:
        frame = _arranged(frame, tree)
    array, texts = floats(frame)
    faults += texts
    whole = frame.shape[1] == len(grades)  # sums of some of the columns say nothing
    faults += _degree_faults(array, frame, sums_to_one and whole)
    faults.raise_all()
    assert isinstance(frame.index, pd.MultiIndex)
    told = array[:, :-1] if sums_to_one and whole else array  # the last degree follows from the others
    units = pd.DataFrame(told.reshape(len(frame) // len(tree), -1), frame.index[:: len(tree)].droplevel([-1]))
    Faults(frame_faults(units, membership, "membership")).raise_all()
    return frame if list(frame.columns) == grades.keys else frame.set_axis(grades.keys, axis="columns")


def marked(imputed: pd.DataFrame, membership: pd.DataFrame, tree: IndicatorTree) -> np.ndarray:
    """Return which cells of checked memberships stand for imputed values, (units, leaves); other leaves are left aside.

    Raises
    ------
    FaultyInput
        Marks of other units than those of the memberships, cells that are neither True nor False.
    """
    assert isinstance(membership.index, pd.MultiIndex)
    units = membership.index[:: len(tree)].droplevel([-1])
    known = [code for code in tree.codes if code in imputed.columns]
    faults = Faults([*twice_faults("imputed", imputed), *unit_faults(units, imputed.index, "imputed")])
    faults.raise_all()
    wrong = [code for code in known if imputed[code].dtype != bool]
    way_out = "give True and False, as Dataset.imputed does"
    faults += [Fault("imputed", "{code} holds what is neither", way_out, code=code) for code in wrong]
    faults.raise_all()
    marks = np.zeros((len(units), len(tree)), dtype=bool)
    rows = positions_of(units, imputed.index)
    for code in known:
        marks[rows, tree.codes.index(code)] = imputed[code].to_numpy()
    return marks


def _columns(membership: pd.DataFrame, grades: GradeScale, faults: Faults) -> pd.DataFrame:
    """Return the columns in the scale's order, as far as they are there; they may be named in any one language."""
    have = list(map(str, membership.columns))
    spoken = [grades.labels(language) for language in ("en", "zh", "both")]
    want = max(spoken, key=lambda labels: len(set(labels) & set(have)))
    if sorted(have) != sorted(want):
        way_out = "give one column for each grade: {grades}"
        faults.append(Fault(Text("membership, columns"), "are {columns}", way_out, columns=have, grades=want))
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
        raise FaultyInput("membership", "has rows without a unit or a code", "name every row")
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
    Faults(faults).raise_all()
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
    faults = [
        Fault(str(code), "has memberships but is not an indicator of the weights' tree", "leave it out")
        for code in unknown
    ]
    counts = np.bincount(places[leaf >= 0], minlength=len(full))
    faults += each(
        np.flatnonzero(counts > 1).tolist(),
        lambda row: Fault(place_of(full[row]), "there are two or more rows for it", "keep one row each"),
    )
    way_out = "give every unit a row for every indicator, NaN where nothing is known"
    faults += each(
        np.flatnonzero(counts == 0).tolist(),
        lambda row: Fault(place_of(full[row]), "has no memberships", way_out),
    )
    return faults


def _degree_faults(array: np.ndarray, frame: pd.DataFrame, sums_to_one: bool) -> list[Fault]:
    wrong: list[int] = []
    for start in range(0, len(array), _BLOCK):
        x = array[start : start + _BLOCK]
        total = x @ np.ones(x.shape[1])  # NaN where any degree is
        if x.size and x.min() >= 0 and x.max() <= 1 and (not sums_to_one or np.abs(total - 1).max() <= _SUM):
            continue  # comparisons with NaN are false: nothing is missing here
        wrong += (start + np.flatnonzero(_wrong(x, total, sums_to_one))).tolist()
    return each(wrong, lambda row: _row_fault(place_of(frame.index[row]), array[row]))


def _outside(x: np.ndarray) -> np.ndarray:
    return np.asarray(((x < -1e-9) | (x > 1 + 1e-9)).any(axis=-1))


def _wrong(x: np.ndarray, total: np.ndarray, sums_to_one: bool) -> np.ndarray:
    """Tell which rows have degrees outside [0, 1], only some of the degrees, or another sum than one."""
    gone = np.isnan(x)
    half = gone.any(axis=1) & ~gone.all(axis=1)
    off = ~gone.any(axis=1) & ~(np.abs(total - 1) <= _SUM)
    return np.asarray(_outside(x) | half | (off & sums_to_one))


def _row_fault(place: str, degrees: np.ndarray) -> Fault:
    if _outside(degrees):
        problem, way_out = "the degrees are {degrees}", "degrees lie between 0 and 1"
        return Fault(place, problem, way_out, degrees=[f"{degree:.4g}" for degree in degrees])
    if np.isnan(degrees).any():
        return Fault(place, "some grades are missing", "give all grades of a row, or none of them")
    way_out = 'divide the row by its sum, or say sums="free" when degrees are possibilities'
    return Fault(place, "the degrees sum to {sum:.6g}", way_out, sum=degrees.sum())
