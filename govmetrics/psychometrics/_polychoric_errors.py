"""Polychoric correlations of pairs with the standard errors of Fisher's z."""

from __future__ import annotations

import numpy as np
import pandas as pd

from govmetrics.core.words import Note
from govmetrics.numerics import polychoric as numerics
from govmetrics.numerics.arrays import Array
from govmetrics.psychometrics._correlating import Pairs
from govmetrics.psychometrics._item_frames import Answers
from govmetrics.psychometrics.polychoric import categories_of, polychoric


def polychoric_pairs(
    x: Array, names: list[str], w: Array | None, missing: str
) -> tuple[Pairs, tuple[Note, ...]]:
    """Return polychoric correlations of `x` (n, k), the error of each pair over its rows, and what is to be said.

    With weights no error is known; at the edge of what a correlation can be it means nothing.
    """
    frame = pd.DataFrame(x, columns=names)
    weights = None if w is None else pd.Series(w)
    found = polychoric(frame, weights=weights, missing="listwise" if missing == "listwise" else "pairwise")
    r = found.correlations.to_numpy()
    given = (~np.isnan(x)).astype(float)
    n = given.T @ given
    error = np.full(r.shape, np.nan)
    if w is not None:
        told = "with weights polychoric correlations have no standard errors here, so no p values and no intervals"
        return Pairs(r, n, n, error=error), (*found.notes, Note(told))
    codes, _ = categories_of(Answers(x, names, None))
    counts = [np.bincount(column[column >= 0], minlength=int(codes.max()) + 1) for column in codes.T]
    shares = np.array([count / count.sum() for count in counts])
    for i in range(len(names)):
        for j in range(i):
            both = codes[(codes[:, i] >= 0) & (codes[:, j] >= 0)][:, [i, j]]
            rho = r[i, j]
            if np.abs(rho) < numerics.EDGE - 1e-6:
                spread = numerics.sampling_covariance(
                    both, shares[[i, j]], np.array([[1.0, rho], [rho, 1.0]])
                )
                error[i, j] = error[j, i] = np.sqrt(spread[0, 0] / len(both)) / (1 - rho**2)
    return Pairs(r, n, n, error=error), found.notes
