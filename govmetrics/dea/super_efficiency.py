"""Super-efficiency: each unit against all the others (Andersen and Petersen)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from govmetrics.core.dataset import Dataset
from govmetrics.core.options import FLAG, wanted
from govmetrics.core.words import Note
from govmetrics.dea._efficiency import BEYOND, INFEASIBLE, STRONG, UNSOLVED, Efficiency, found_by
from govmetrics.dea._frontiers import Frontier, by_frontier, observed
from govmetrics.dea._idle import measured
from govmetrics.dea._observe import Amounts, Observed
from govmetrics.dea._options import ORIENTATION, RETURNS, Orientation, Returns
from govmetrics.dea.engine.projection import radial_points, technology


def super_efficiency(
    inputs: Amounts | Dataset,
    outputs: Amounts | None = None,
    orientation: Orientation = "input",
    returns: Returns = "variable",
    slacks: bool = True,
    *,
    frontier: Frontier = "period",
    width: int = 3,
) -> Efficiency:
    """Return each unit's efficiency against a frontier made by the others only.

    Efficient units get scores above 1, which ranks them. Where returns are not constant a unit may lie beyond
    anything the others can reach: its status is "infeasible" and its score NaN, never an invented number. A unit without
    any output has the score 0 where it has one in `radial`, unless the others all need more inputs (infeasible).

    Parameters
    ----------
    inputs, outputs : DataFrame, Series or array
        As in `radial`.
    orientation : {"input", "output"}
    returns : {"variable", "constant", "increasing", "decreasing"}
    slacks : bool
    frontier, width
        What spans the frontier where the tables are indexed (period, unit), as in `radial`.

    Returns
    -------
    Efficiency
        Scores above 1 are super-efficient in both orientations. `notes` name the units that have no score because
        the others cannot reach them (infeasible), and efficient units that are duplicates of
        each other: their super-efficiency is 1.

    References
    ----------
    Andersen, P. and Petersen, N. C. (1993). A procedure for ranking efficient units in data envelopment analysis.
    Management Science 39, 1261-1264.

    Examples
    --------
    The paper's five units:

    >>> import pandas as pd, warnings; warnings.simplefilter("ignore")
    >>> x = pd.DataFrame({"x1": [2, 2, 5, 10, 10], "x2": [12, 8, 5, 4, 6]}, index=list("ABCDE"))
    >>> y = pd.DataFrame({"y": [1, 1, 1, 1, 1]}, index=x.index)
    >>> super_efficiency(x, y, returns="constant").scores.round(4).tolist()
    [1.0, 1.3158, 1.2, 1.25, 0.75]
    """
    faults = wanted(orientation=(orientation, ORIENTATION), returns=(returns, RETURNS), slacks=(slacks, FLAG))
    data = observed(faults, frontier, width, inputs, outputs, idle=True)
    found = by_frontier(data, frontier, width, lambda part: _super(part, orientation, returns, slacks))
    return found_by("super_efficiency", found)


def _super(data: Observed, orientation: str, returns: str, slacks: bool) -> Efficiency:
    tech = technology(data.x, data.y, returns)
    some = replace(radial_points(tech, data.x, data.y, orientation), others=True)
    result = measured(tech, some, data, orientation, returns, slacks)
    beyond = (result.status == INFEASIBLE) | (result.scores > 1)
    return replace(
        result,
        efficient=result.efficient.mask(beyond, STRONG),
        notes=(
            *result.notes,
            *beyond_note(result.scores[result.status != UNSOLVED]),
            *_duplicates(data, result.scores),
        ),
    )


def beyond_note(scores: pd.Series) -> tuple[Note, ...]:
    """Return a note that names the units without a score."""
    lost = scores.index[scores.isna()]
    return (Note(BEYOND, units=lost),) if len(lost) else ()


def _duplicates(data: Observed, scores: pd.Series) -> tuple[Note, ...]:
    rows = np.concatenate([data.x, data.y], axis=1)
    _, group, size = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    at_one = np.isclose(scores.to_numpy(), 1.0, atol=1e-9)
    notes = list[Note]()
    for g in np.unique(group[(size[group] > 1) & at_one]):
        note = "{units} are duplicates of each other: their super-efficiency is 1"
        notes.append(Note(note, units=data.units[group == g]))
    return tuple(notes)
