"""What is said of correlations: rows left out, columns without any, few rows, many tests, few steps."""

from __future__ import annotations

import numpy as np

from govmetrics.core.words import Note, Text
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._correlating import ORDERS, Pairs
from govmetrics.psychometrics.odd_items import negative_codes

_FEW_ROWS, _MANY_TESTS, _FEW_STEPS, _LOOKED_AT = 10, 10, 5, 1000


def notes_of(
    x: Array, names: list[str], r: Array, pairs: Pairs, method: str, adjust: str, left: tuple[int, int]
) -> list[Note]:
    """Return the notes on correlations `r` (k, k) of `x` (n, k); `left` rows of how many were not used."""
    notes = []
    if left[0]:
        told = "{count:,} of {every:,} rows have missing values and are not used"
        notes.append(Note(told, count=left[0], every=left[1]))
    off = np.triu(np.ones(r.shape, dtype=bool), 1)
    without = np.isnan(r) | np.eye(len(names), dtype=bool)
    alone = [names[i] for i in np.flatnonzero(without.all(axis=1))]
    if alone:
        told = "without correlations, as they do not vary or share too few rows with the others: {items}"
        notes.append(Note(told, items=alone))
    some = ~np.isin(names, alone)
    lost = off & np.isnan(r) & np.outer(some, some)
    if lost.any():
        told = "pairs without a correlation (fewer than three common rows, or one does not vary there): {pairs:10}"
        at = zip(*np.nonzero(lost), strict=True)
        notes.append(
            Note(told, pairs=[Text("{left} – {right}", left=names[i], right=names[j]) for i, j in at])
        )
    used = pairs.n[off & ~np.isnan(r)]
    if used.size and used.min() != used.max():
        told = "correlations rest on {least:,.0f} to {most:,.0f} rows each"
        notes.append(Note(told, least=used.min(), most=used.max()))
    if used.size and used.min() < _FEW_ROWS:
        told = "some correlations rest on fewer than {few} rows: their intervals are rough, and one row may decide"
        notes.append(Note(told, few=_FEW_ROWS))
    notes += [] if method == "polychoric" else negative_codes(x, names)
    if method == "spearman" and pairs.effective is pairs.n and used.size and used.min() <= ORDERS:
        told = "p of correlations over up to {most} rows is the share of all orders that are as far from none"
        notes.append(Note(told, most=ORDERS))
    notes += _of_method(x, names, method)
    tests = int(used.size)
    if adjust == "none" and tests >= _MANY_TESTS:
        told = (
            "{count:,} tests: about {chance:.2g} would be significant at 0.05 by chance alone; a referee may ask for "
            "Holm's correction"
        )
        notes.append(Note(told, count=tests, chance=0.05 * tests))
    return notes


def _of_method(x: Array, names: list[str], method: str) -> list[Note]:
    if method == "kendall" and any(
        len(np.unique(y := column[~np.isnan(column)])) < len(y) for column in x[:_LOOKED_AT].T
    ):
        told = "there are ties: p allows for them, the intervals of tau-b do not and are somewhat narrow"
        return [Note(told)]
    if method not in ("pearson", "partial"):
        return []
    first = x[:_LOOKED_AT]
    steps = [name for name, column in zip(names, first.T, strict=True) if _in_few_steps(column)]
    if len(steps) < 2:
        return []
    told = (
        "answered in at most {steps} steps: {items:5}; product-moment correlations of such answers are too small in size: "
        "compare the polychoric ones, or report Spearman's"
    )
    return [Note(told, steps=_FEW_STEPS, items=steps)]


def _in_few_steps(column: Array) -> bool:
    values = np.unique(column[~np.isnan(column)])
    return 2 < len(values) <= _FEW_STEPS and bool((values == np.round(values)).all())
