"""Factors from several starts: extraction and rotation, and what is said where the customary start is not best."""

from __future__ import annotations

import numpy as np

from govmetrics.core.words import Note, Text
from govmetrics.numerics import factors as extraction
from govmetrics.numerics import rotations
from govmetrics.numerics.arrays import Array

SEARCHED = ("minres", "ml")
"""Methods with several minima; principal axes approach one of minimum residuals, and stop where SPSS does."""


def extract(r: Array, factors: int, method: str, starts: Array) -> tuple[Array, list[Note]]:
    """Return unrotated loadings (k, factors) and what is to be said about them; `starts` are (s, k) in [0, 1]."""
    if method == "principal_axis":
        loadings, rounds = extraction.principal_axis(r, factors)
        late = rounds >= 50
        return loadings, [Note("principal axes did not settle in 50 iterations")] if late else []
    if method == "principal":
        return extraction.principal_components(r, factors), []
    loadings, customary, least = extraction.from_several_starts(r, factors, method, starts)
    if least == customary:
        return loadings, []
    told = (
        "from the customary start the search ends at a second-best solution (discrepancy {customary:.4g} instead of "
        "{least:.4g}); starts=1 gives that one, as other programs do"
    )
    return loadings, [Note(told, customary=customary, least=least)]


def turned_best(
    loadings: Array, oblique: bool, turns: int, rng: np.random.Generator, rotation: Text
) -> tuple[Array, list[Note]]:
    """Return loadings (k, m) turned to where `rotation` ends best, of `turns` more, and what is to be said."""
    m = loadings.shape[1]
    if m == 1 or not turns:
        return loadings, []
    drawn = np.linalg.qr(rng.standard_normal((turns, m, m)))[0]
    turned, other = rotations.simplest(loadings, oblique, drawn)
    if not other:
        return turned, []
    told = "from the customary start {rotation} ends at a second-best solution; starts=1 gives that one, as other programs do"
    return turned, [Note(told, rotation=rotation)]
