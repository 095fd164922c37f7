"""What a regression's columns must not be: constant, made of others, too many, or out of the range of floats."""

from __future__ import annotations

import numpy as np

from govmetrics.core.errors import Fault, Faults, UnsuitableMethod
from govmetrics.numerics.arrays import Array
from govmetrics.numerics.shape import standardised
from govmetrics.psychometrics._design import Design

SAME = 1e-9
"""A standardised column whose rest is smaller than this, given the columns before it, holds nothing of its own."""


_SMALL = 1e-70
"""Beyond it, or its inverse, squares of coefficients would leave the range of floats."""


def refuse_unusable(design: Design) -> None:
    """Refuse constant columns, columns that follow from others, and more coefficients than rows, naming them."""
    faults = Faults()
    x, w = design.x, design.w
    spread = np.ptp(x, axis=0)
    flat = spread <= 1e-13 * np.maximum(np.abs(x).max(axis=0), 1e-300)
    faults += [
        Fault(design.terms[at], "is the same in all rows used", "leave it out") for at in np.flatnonzero(flat)
    ]
    if not design.levels and np.ptp(design.y) <= 1e-13 * max(float(np.abs(design.y).max()), 1e-300):
        faults.append(Fault(design.outcome, "is the same in all rows used", "an outcome must vary"))
    far = [(term, float(np.abs(x[:, at]).max())) for at, term in enumerate(design.terms)]
    far += [] if design.levels else [(design.outcome, float(np.abs(design.y).max()))]
    faults += [
        Fault(name, "holds values of the size of {size:.0e}", "give it in other units", size=size)
        for name, size in far
        if size and not _SMALL < size < 1 / _SMALL
    ]
    faults.raise_all(UnsuitableMethod)
    k = x.shape[1] + max(1, len(design.levels) - 1)
    if design.n <= k:
        problem = "{n:# complete row|# complete rows} for {count} coefficients"
        raise UnsuitableMethod(
            "predictors", problem, "use fewer predictors, or collect more rows", n=design.n, count=k
        )
    sets = collinear(design.terms, standardised(x, w)[0])
    way = "leave one of them out"
    Faults(Fault("predictors", "follow from each other: {names}", way, names=one) for one in sets).raise_all(
        UnsuitableMethod
    )


def collinear(terms: list[str], z: Array) -> list[list[str]]:
    """Return the sets of columns of `z` (standardised) that follow from each other."""
    kept: list[int] = []
    sets: list[list[str]] = []
    root = np.sqrt(len(z))
    triangle: Array = np.linalg.qr(z)[1]
    for at in range(z.shape[1]):
        column = triangle[:, at]
        share = np.linalg.lstsq(triangle[:, kept], column, rcond=None)[0] if kept else np.empty(0)
        rest = column - triangle[:, kept] @ share
        if np.linalg.norm(rest) > SAME * root:
            kept.append(at)
        else:
            part = [kept[j] for j in np.flatnonzero(np.abs(share) > 1e-6)]
            sets.append([terms[j] for j in [*part, at]])
    return sets
