"""Raking a survey in blocks: respondents of one combination of categories have one factor, so that sums are enough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, FaultyInput
from govmetrics.core.options import shown
from govmetrics.core.words import Text
from govmetrics.numerics import calibration
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.calibration import Bounds
from govmetrics.survey.calibrate import factors_of
from govmetrics.survey.margins import Targets, bound_faults, margin_codes, read_targets, target_faults
from govmetrics.survey.raked import Raked


@dataclass(frozen=True, eq=False)
class Cells:
    """The combinations of categories.

    Attributes
    ----------
    of : (rows,)
        That of each different row of groups.
    x : (cells, categories)
    g : (cells,)
        Final weight over that in the source.
    """

    of: Ints
    x: Array
    g: Array


def rake_rows(rows: pd.DataFrame, tally: Array, targets: Targets, bounds: Bounds) -> Raked:
    """Return what `rake` finds for respondents of whom the different rows of groups, and sums over each, are known."""
    faults, unread = Faults(), list[Fault]()
    with faults:
        targets, unread = read_targets(targets)
    faults.raise_all()
    known = Text(
        "name it in `by` when the survey is opened; group columns are: {columns}", columns=list(rows)
    )
    faults += [Fault(str(c), "is not a group column", known) for c in targets if c not in rows]
    faults.raise_all()
    n = tally[:, 0].astype(np.intp)
    codes, wrong = margin_codes(rows, targets, n)
    faults += [*wrong, *unread, *target_faults(targets), *bound_faults(bounds)]
    faults.raise_all()
    cell, combined = calibration.cells(codes, [len(t) for t in targets.values()])
    x = calibration.margins_design(combined, [len(t) for t in targets.values()])
    count, mass, squares = (np.bincount(cell, sums) for sums in tally.T)
    mean = mass.sum() / count.sum()  # base weights have mean 1
    g, margins = factors_of(targets, x, count.astype(np.intp), mass / mass.sum(), bounds)
    names = [list(t) for t in targets.values()]
    labels = [pd.Index(one, dtype=object)[combined[:, at]] for at, one in enumerate(names)]
    index = pd.MultiIndex.from_arrays(labels, names=list(targets))
    base = pd.Series(mass / mean / count, index=index, name="base")
    design_effect = float((squares / mean**2 * g**2).sum() / count.sum())
    return Raked(
        (base * g).rename("weight"),
        margins,
        design_effect,
        float(count.sum() / design_effect),
        (float(g.min()), float(g.max())),
        base,
        index.to_frame(index=False),
        targets,
        bounds,
    )


def cells_of(rows: pd.DataFrame, tally: Array, weights: Any) -> Cells:
    """Return the cells of weights that `rake_rows` found for the same rows; refuse any others."""
    way_out = "give what the survey's own `rake` returns"
    if not isinstance(weights, Raked):
        raise FaultyInput("weights", "is {value}", way_out, value=shown(weights))
    sizes = [len(shares) for shares in weights.targets.values()]
    here = all(column in rows for column in weights.targets)
    codes, wrong = margin_codes(rows, weights.targets) if here else ([], [])
    if not here or wrong or list(weights.weights.index.names) != list(weights.targets):
        raise FaultyInput("weights", "were found for other respondents", way_out)
    cell, combined = calibration.cells(codes, sizes)
    labels = [
        np.array(list(shares), dtype=object)[combined[:, at]]
        for at, shares in enumerate(weights.targets.values())
    ]
    own = list(weights.weights.index) == list(zip(*labels, strict=True))
    count, mass = (np.bincount(cell, sums) for sums in tally.T[:2])
    if not own or not np.allclose(weights.base, mass / count * (count.sum() / mass.sum()), rtol=1e-9, atol=0):
        raise FaultyInput("weights", "were found for other respondents", way_out)
    g = (weights.weights / weights.base).to_numpy() * tally[:, 0].sum() / tally[:, 1].sum()
    return Cells(cell, calibration.margins_design(combined, sizes), g)
