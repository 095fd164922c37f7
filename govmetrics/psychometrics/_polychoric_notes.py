"""What is said of polychoric correlations that rest on little: unused answers, empty cells, few respondents."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri

from govmetrics.core.words import Note, Text
from govmetrics.numerics import polychoric as kernel
from govmetrics.numerics.arrays import Array, Bools, Ints
from govmetrics.psychometrics._item_frames import Answers

_SPAN = 20  # codes farther apart than this have no answers between them that anyone could miss
_FEW = (
    30  # respondents; a correlation of .5 then has a standard error of .15 (five even answers) to .23 (two)
)
_CHANGE = 0.1  # of a correlation, by half a respondent in the empty cells
_EDGE = (
    "items {left} and {right}: the likelihood grows up to a correlation of {edge:+.0f}, as {count:# cell|# cells} of "
    "their cross table {count:is|are} empty"
)
_SHAKY = (
    "correlations that rest on empty cells of the cross table (half a respondent in each would change them by more than "
    "{change:g}): {pairs:10}"
)
_SMALL = "correlations that rest on fewer than {few} respondents ({least:,} at the least): {pairs:10}"


def polychoric_notes(
    r: Array, tables: Array, codes: Ints, labels: list[Array], answers: Answers
) -> list[Note]:
    """Return notes on answers that nobody chose and on correlations (k, k) of one, on empty cells, on few respondents.

    `tables` (k, k, c, c) are the cross tables, `codes` (n, k) the answers as categories, -1 where missing.
    """
    names, sizes = answers.names, [len(used) for used in labels]
    empty = kernel.empty_cells(tables, sizes)
    edges = np.triu(np.abs(r) > kernel.EDGE - 1e-6, 1)
    notes = _unused(labels, names)
    for i, j in zip(*np.nonzero(edges), strict=True):
        count = int(empty[i, j].sum())
        notes.append(Note(_EDGE, left=names[i], right=names[j], edge=r[i, j], count=count))
    shaky = _shaky(r, tables, empty, answers) & ~edges
    if shaky.any():
        notes.append(Note(_SHAKY, change=_CHANGE, pairs=_pairs(shaky, names)))
    given = (codes >= 0).astype(float)
    together = given.T @ given
    small = np.triu(together < _FEW, 1)
    if small.any():
        notes.append(Note(_SMALL, few=_FEW, least=int(together[small].min()), pairs=_pairs(small, names)))
    return notes


def doubtful(notes: tuple[Note, ...]) -> list[Note]:
    """Return the notes on correlations that rest on little."""
    return [note for note in notes if note.template in (_EDGE, _SHAKY, _SMALL)]


def _shaky(r: Array, tables: Array, empty: Bools, answers: Answers) -> Bools:
    """Return which pairs (k, k), each once, half a respondent of mean weight in their empty cells would change."""
    some = np.triu(empty.any(axis=(2, 3)), 1)
    if not some.any():
        return some
    half = 0.5 if answers.weights is None else 0.5 * float(answers.weights.mean())
    singles = np.einsum("iiuu->iu", tables)
    thresholds = ndtri(kernel.below_thresholds(singles / singles.sum(axis=1, keepdims=True)))
    filled = kernel.correlations(np.where(empty, half, tables), thresholds)
    return np.asarray(some & (np.abs(filled - r) > _CHANGE))


def _pairs(chosen: Bools, names: list[str]) -> list[Text]:
    places = zip(*np.nonzero(chosen), strict=True)
    return [Text("{left} – {right}", left=names[i], right=names[j]) for i, j in places]


def _unused(labels: list[Array], names: list[str]) -> list[Note]:
    """Name whole-number codes between the ends in use that nobody chose."""
    if not all((used == np.round(used)).all() for used in labels):
        return []
    low, high = min(u[0] for u in labels), max(u[-1] for u in labels)
    answers = set(np.arange(low, high + 1)) if high - low < _SPAN else set()
    notes = []
    for name, used in zip(names, labels, strict=True):
        unused = sorted(answers - set(used))
        if unused:
            shown = [f"{value:g}" for value in unused]
            notes.append(Note("item {item}: nobody chose {answers}", item=name, answers=shown))
    return notes
