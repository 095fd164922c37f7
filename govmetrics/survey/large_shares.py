"""Shares of answers and grades of a survey in blocks, from sums by unit, item and code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd
import scipy

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.survey import Survey
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.shares import shares_of_sums
from govmetrics.psychometrics.group_agreement import GroupAgreement, one_way_of, r_wg_of
from govmetrics.survey.frequencies import (
    Frequencies,
    as_simple,
    left_of_all,
    of_tables,
    shares_table,
    whole_codes,
)
from govmetrics.survey.grade_frequencies import GradeFrequencies, of_items, one_scale
from govmetrics.survey.large_share_sums import ShareSums, SquareSums, add_parts
from govmetrics.survey.respondent_points import leaf_points
from govmetrics.survey.unit_rows import Units

Blocks = Iterable[tuple[Array, Array, Ints, Ints]]
"""Answers as codes (n, items), weights, the unit of each (-1: none), and its row of groups."""


def frequencies_of(known: Survey, units: Units, blocks: Blocks, level: float, n: int) -> Frequencies:
    """Return what `frequencies` returns of `n` respondents; `known` has every different answer."""
    size, limits = len(units.index), known.limits
    scales = []
    for low, high in np.unique(limits, axis=0):
        at = np.flatnonzero((limits == (low, high)).all(axis=1))
        whole_codes(known.answers.iloc[:, at], low, high)  # refuses what has none
        scales.append((low, at, range(round(low), round(high) + 1)))
    sums = [ShareSums(size, len(at), len(values)) for _, at, values in scales]
    for x, w, place, _ in blocks:
        for (low, at, _), held in zip(scales, sums, strict=True):
            held.add(x[:, at] - low, w, place)
    left = left_of_all(known, n)
    z, tables = float(scipy.stats.norm.ppf(0.5 + level / 2)), []
    for (_, at, values), held in zip(scales, sums, strict=True):
        shares, errors, kish = shares_of_sums(held.mass, held.squares, held.counts)
        errors = errors * np.sqrt(left)
        effective = np.repeat(kish[:, :, None], len(values), axis=2)
        if known.fpc is not None:
            effective = as_simple(shares, errors, effective)
        items = [known.items[place] for place in at]
        counts = held.counts.astype(np.intp)
        tables.append(shares_table(known, items, values, counts, (shares, errors, effective), z))
    return of_tables(known, units, tables, level)


def grades_of(known: Survey, units: Units, blocks: Blocks, n: int) -> GradeFrequencies:
    """Return what `grade_frequencies` returns of `n` respondents; `known` has every different answer."""
    low, grades = _grades(known)
    sums = ShareSums(len(units.index), len(known.items), len(grades))
    for x, w, place, _ in blocks:
        sums.add(_favourable(x, known) - low, w, place)
    counts = sums.counts.sum(axis=2).astype(np.intp)
    shares, errors, effective = shares_of_sums(sums.mass, sums.squares, sums.counts)
    return of_items(
        known, units, grades, (shares, errors * np.sqrt(left_of_all(known, n)), effective), counts
    )


def memberships_of(known: Survey, units: Units, blocks: Blocks, names: list[str]) -> pd.DataFrame:
    """Return the shares of grades by unit and leaf; a respondent counts once, with equal parts for each item of a leaf."""
    low, grades = _grades(known)
    if len(names) != len(grades):
        problem, way_out = (
            "names {given} grades of {count} codes",
            "give a name for every code, from the worst",
        )
        raise FaultyInput("grades", problem, way_out, given=len(names), count=len(grades))
    faults = Faults(
        Fault(leaf, "nobody answered it", "take it out of the tree, or ask it")
        for leaf, items in known.leaves.items()
        if known.answers[items].isna().all(axis=None)
    )
    if len(set(names)) < len(names):
        faults += [
            Fault(
                "grades", "a name stands twice: {grades}", "give each grade a name of its own", grades=names
            )
        ]
    faults.raise_all()
    at = {leaf: [known.items.index(item) for item in items] for leaf, items in known.leaves.items()}
    mass = np.zeros((len(units.index), len(at), len(grades)))
    for x, w, place, _ in blocks:
        inside = place >= 0
        add_parts(mass, _favourable(x, known)[inside] - low, w[inside], place[inside], list(at.values()))
    with np.errstate(invalid="ignore"):
        shares = mass / mass.sum(axis=2, keepdims=True)
    rows = [(*(unit if isinstance(unit, tuple) else (unit,)), leaf) for unit in units.index for leaf in at]
    index = pd.MultiIndex.from_tuples(rows, names=[*units.index.names, "code"])
    return pd.DataFrame(shares.reshape(-1, len(names)), index, pd.Index(names))


def agreement_of(
    known: Survey, units: Units, blocks: Blocks, to: tuple[float, float], least: float
) -> GroupAgreement:
    """Return what `agreement` returns: of leaves as points, and of their items."""
    leaves = list(known.leaves)
    middles = np.concatenate([np.full(len(leaves), (to[0] + to[1]) / 2), known.limits.mean(axis=1)])
    sums = SquareSums(len(units.index), middles)
    for x, _, place, _ in blocks:
        points = leaf_points(turned(x, known, set(known.reverse)), known, to, least)
        sums.add(np.hstack([points, x]), place)
    n, means, within = sums.about()
    rows = {}
    for column, (leaf, items) in enumerate(known.leaves.items()):
        there = n[:, column] > 0
        at = [known.items.index(item) for item in items]
        columns = [len(leaves) + item for item in at]
        rows[leaf] = one_way_of(n[there, column], means[there, column], within[there, column]) | {
            "r_wg": r_wg_of(n[:, columns], within[:, columns], known.limits[at])
        }
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("code")
    return GroupAgreement(table, units.notes, known.tree.names())


def _grades(known: Survey) -> tuple[float, list[int]]:
    """Return the lowest code, and all codes; scales that have no few whole codes are refused."""
    low, high = one_scale(known)
    whole_codes(known.answers, low, high)
    return low, list(range(round(low), round(high) + 1))


def _favourable(x: Array, known: Survey) -> Array:
    """Return the codes turned so that more is better, as `Survey.favourable`."""
    less = {leaf.code for leaf in known.tree.indicators if leaf.better == "less"}
    worse = {item for leaf, items in known.leaves.items() if leaf in less for item in items}
    return turned(x, known, set(known.reverse) ^ worse)


def turned(x: Array, known: Survey, items: set[str]) -> Array:
    """Return codes (n, items) with those of some items turned."""
    at = [known.items.index(item) for item in items]
    x = x.copy()
    x[:, at] = known.limits[at].sum(axis=1) - x[:, at]
    return x


def coded(cells: pd.Series, codes: Mapping[Any, float]) -> Array:
    """Return a column of a block as codes; numbers that stand for themselves are not looked up."""
    if pd.api.types.is_bool_dtype(cells.dtype) or not pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.astype(object).map(codes).to_numpy(dtype=float)
    x = cells.to_numpy(dtype=float, na_value=np.nan)
    other = {value: code for value, code in codes.items() if code != value}
    if other:
        x = x.copy()
        for value, code in other.items():
            x[x == float(value)] = code
    return x
