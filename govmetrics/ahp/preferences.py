"""Complementary judgement matrices as people give them: read, mended, completed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from govmetrics.ahp.kinds import numbers_of
from govmetrics.ahp.matrices import (
    LABELS_DIFFER,
    NO_NUMBER,
    SAME_LABELS,
    Given,
    disconnected_faults,
    missing_pairs,
    shape_fault,
)
from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.within import refuse_within
from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array, Ints


def completed(stack: Array) -> tuple[Array, Ints]:
    """Return matrices without gaps, by least squares on r_ij - 1/2 = u_i - u_j, and how many pairs each lacked."""
    count = missing_pairs(stack)
    full = stack.copy()
    for at in np.flatnonzero(count):
        known = ~np.isnan(stack[at])
        np.fill_diagonal(known, False)
        laplacian = np.diag(known.sum(axis=1)) - known
        u = np.linalg.lstsq(
            laplacian.astype(float), np.where(known, stack[at] - 0.5, 0.0).sum(axis=1), rcond=None
        )[0]
        full[at] = np.where(np.isnan(stack[at]), 0.5 + u[:, None] - u[None], stack[at])
    return full, count


def read_preferences(
    matrix: object, tolerance: float
) -> tuple[bool, list[str], list[object], Array, list[Note]]:
    """Return whether one matrix was given, the experts, labels and matrices (e, n, n) with NaN for pairs not asked."""
    refuse_within("matrix", matrix)
    single = not isinstance(matrix, Mapping)
    given = {"matrix": matrix} if single else {str(e): one for e, one in matrix.items()}  # type: ignore[attr-defined]
    if not given:
        raise FaultyInput("matrix", "there are no experts", "give {{expert: DataFrame}}")
    faults: list[Fault] = []
    notes: list[Note] = []
    found: dict[str, tuple[list[object], Array]] = {}
    for expert, one in given.items():
        cells = numbers_of(one)
        labels = list(one.index) if isinstance(one, pd.DataFrame) else []
        if isinstance(one, pd.DataFrame) and (not one.index.is_unique or labels != list(one.columns)):
            faults.append(Fault(expert, LABELS_DIFFER, SAME_LABELS))
        elif cells is None:
            faults.append(Fault(expert, NO_NUMBER, "give preferences from 0.1 to 0.9, NaN for not asked"))
        elif cells.ndim != 2 or cells.shape[0] != cells.shape[1] or not cells.size:
            faults.append(shape_fault(expert, cells, "give (n, n); of several experts {expert: matrix}"))
        else:
            labels = labels or list(range(len(cells)))
            r, wrong, rounded = _mended(expert, labels, cells.copy(), single, tolerance)
            faults += wrong
            if rounded:
                line = "{place}: pairs that missed the sum of one were mended: {pairs:10}"
                notes.append(Note(line, place=expert, pairs=rounded))
            found[expert] = labels, r
    Faults(faults).raise_all()
    first = next(iter(found.values()))[0]
    problem, way_out = "compares other items than {other}", "let every expert compare the same items"
    odd = [
        Fault(e, problem, way_out, other=next(iter(found)))
        for e, (labels, _) in found.items()
        if set(labels) != set(first)
    ]
    Faults(odd).raise_all()
    places = {e: [labels.index(label) for label in first] for e, (labels, _) in found.items()}
    return (
        single,
        list(found),
        first,
        np.array([r[np.ix_(places[e], places[e])] for e, (_, r) in found.items()]),
        notes,
    )


def _mended(
    expert: str, labels: list[object], r: Array, single: bool, tolerance: float
) -> tuple[Array, list[Fault], list[Text]]:
    """Return a matrix whose pairs sum to one, with what is wrong and which pairs were rounded."""
    faults: list[Fault] = []
    rounded: list[Text] = []

    def pair(i: int, j: int) -> Text:
        values = {"expert": expert, "first": str(labels[i]), "second": str(labels[j])}
        return (
            Text("{first} over {second}", **values)
            if single
            else Text("expert {expert}, {first} over {second}", **values)
        )

    for i, j in np.argwhere(~np.isnan(r) & ~((r >= 0) & (r <= 1))).tolist():
        faults.append(
            Fault(
                pair(i, j),
                Text("the preference is {value:g}", value=r[i, j]),
                "give 0 to 1, usually 0.1 to 0.9",
            )
        )
    for i in range(len(r)):
        if 0 <= r[i, i] <= 1 and abs(r[i, i] - 0.5) > 1e-9:
            faults.append(
                Fault(
                    pair(i, i),
                    Text("the preference is {value:g}", value=r[i, i]),
                    "give 0.5: each equals itself",
                )
            )
    if faults:
        return r, faults, rounded
    np.fill_diagonal(r, 0.5)
    for i in range(len(r)):
        for j in range(i + 1, len(r)):
            if np.isnan(r[i, j]) != np.isnan(r[j, i]):  # one half is enough
                r[i, j], r[j, i] = (1 - r[j, i], r[j, i]) if np.isnan(r[i, j]) else (r[i, j], 1 - r[i, j])
            error = r[i, j] + r[j, i] - 1
            if abs(error) > tolerance + 1e-12:
                problem = Text("the pair sums to {sum:g}", sum=error + 1)
                faults.append(
                    Fault(pair(i, j), problem, "give both so that they sum to 1, or only one of them")
                )
            elif abs(error) > 1e-9:
                rounded.append(pair(i, j))
                r[i, j], r[j, i] = r[i, j] - error / 2, r[j, i] - error / 2
    return r, faults, rounded


def gaps(experts: list[str], labels: list[object], stack: Array, missing: str, single: bool) -> list[Fault]:
    """Return faults for pairs not asked where they are refused, else for matrices that fall into parts."""
    if missing == "estimate":
        given = Given(stack, pd.Index(labels), single, missing_pairs(stack))
        return disconnected_faults(given, experts)
    faults = []
    for expert, r in zip(experts, stack, strict=True):
        missed = [(str(labels[i]), str(labels[j])) for i, j in np.argwhere(np.isnan(r)) if i < j]
        pairs = [Text("{first} against {second}", first=first, second=second) for first, second in missed]
        if pairs:
            problem, way_out = (
                "pairs were not asked: {pairs:10}",
                "ask them, or let missing='estimate' take them from the others",
            )
            faults.append(Fault(expert, problem, way_out, pairs=pairs))
    return faults
