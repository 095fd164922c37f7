"""The same analysis with a cut or an anchor moved: what robustness tests repeat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from govmetrics.core.errors import GovmetricsError
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array
from govmetrics.qca.calibrate import memberships as calibrated
from govmetrics.qca.calibration import CalibratedSets
from govmetrics.qca.minimise import minimise
from govmetrics.qca.solution import Configurations, Solution
from govmetrics.qca.truth_table import truth_table

CONSISTENCY, CASES = Text("consistency cut"), Text("frequency cut")
ANCHORS = {"full_out": Text("fully out"), "crossover": Text("crossover"), "full_in": Text("fully in")}


@dataclass(frozen=True)
class Change:
    """One thing that is done otherwise.

    Parameters
    ----------
    what : Text
        What is moved.
    of : str
        Of which set; empty for cuts.
    value : float
        Where to.
    consistency, cases : float, int
        The cuts.
    sets : DataFrame or CalibratedSets
    """

    what: Text
    of: str
    value: float
    consistency: float
    cases: int
    sets: pd.DataFrame | CalibratedSets


def solved_again(solution: Solution, change: Change) -> Solution | GovmetricsError:
    """Return the solution with a change, or why there is none."""
    table = solution.table
    try:
        again = truth_table(
            change.sets,
            table.outcome,
            change.consistency,
            table.pri,
            change.cases,
            conditions=table.conditions,
        )
        return minimise(again, solution.remainders, solution.expected or None)  # type: ignore[arg-type]
    except GovmetricsError as error:
        return error


def changes(
    solution: Solution, consistency: Sequence[float], cases: Sequence[int], shift: float
) -> Iterator[Change]:
    """Yield each change by itself: the cuts first, then the anchors of the sets that were calibrated."""
    table = solution.table
    for cut in consistency:
        yield Change(CONSISTENCY, "", float(cut), float(cut), table.least, table.sets)
    for least in cases:
        yield Change(CASES, "", float(least), table.consistency, int(least), table.sets)
    if isinstance(table.sets, CalibratedSets) and shift:
        names = [*table.conditions, table.outcome.removeprefix("~")]
        for name in names:
            for key, at, sets in shifted(table.sets, name, shift):
                yield Change(ANCHORS[key], name, at, table.consistency, table.least, sets)


def shifted(sets: CalibratedSets, name: str, shift: float) -> Iterator[tuple[str, float, CalibratedSets]]:
    """Yield the sets with one anchor of one of them moved by a share of its distance to its neighbour, both ways."""
    anchors = sets.anchors.loc[name, ["full_out", "crossover", "full_in"]]
    if anchors.isna().any():
        return  # a crisp set has one threshold, and no distance to measure a shift by
    out, cross, full = map(float, anchors.to_numpy(dtype=float))
    room = {
        "full_out": abs(cross - out),
        "crossover": min(abs(cross - out), abs(full - cross)),
        "full_in": abs(full - cross),
    }
    for key in ANCHORS:
        for way in (-1, 1):
            moved = {"full_out": out, "crossover": cross, "full_in": full}
            moved[key] += way * shift * room[key]
            yield key, moved[key], _with_anchors(sets, name, np.array(list(moved.values())))


def _with_anchors(sets: CalibratedSets, name: str, anchors: Array) -> CalibratedSets:
    """Return the sets with other anchors of one."""
    curve = "linear" if sets.method == "linear" else "logistic"
    values = sets.values.copy()
    values[name] = calibrated(sets.raw[name].to_numpy(), anchors, curve, sets.idm)
    table = sets.anchors.copy()
    table.loc[name, ["full_out", "crossover", "full_in"]] = anchors
    return CalibratedSets(values, table, sets.raw, sets.method, sets.idm)


def nearest(models: Sequence[Configurations], terms: Sequence[str]) -> Configurations:
    """Return the model that shares most terms with these; of several alike the first."""
    return max(models, key=lambda model: len(set(model.terms) & set(terms)))


def unchanged(solution: Solution, again: Solution | GovmetricsError) -> bool:
    """Tell whether the first model is still one of the models."""
    if not isinstance(again, Solution):
        return False
    return any(set(model.terms) == set(solution.models[0].terms) for model in again.models)


def ranges(solution: Solution) -> pd.DataFrame:
    """Return between which cuts the first model stands, all else as it is."""
    table = solution.table
    most = int(table.rows["n"].max())
    down, up = range(table.least - 1, 0, -1), range(table.least + 1, most + 1)
    least = [table.least, *_walk(solution, down), *_walk(solution, up)]
    return pd.DataFrame(
        {"used": [table.consistency, float(table.least)], "lower": [_lowest(solution), float(min(least))],
         "upper": [_highest(solution), float(max(least))]},
        pd.Index([CONSISTENCY, CASES], name="cut", dtype=object),
    )  # fmt: skip


def _walk(solution: Solution, cuts: range) -> list[int]:
    """Return the frequency cuts, one after the other, with which the first model stands, up to the first with which not."""
    found = []
    for least in cuts:
        change = Change(
            CONSISTENCY, "", float(least), solution.table.consistency, int(least), solution.table.sets
        )
        if not unchanged(solution, solved_again(solution, change)):
            break
        found.append(least)
    return found


def _stands(solution: Solution, cut: float) -> bool:
    change = Change(CONSISTENCY, "", cut, cut, solution.table.least, solution.table.sets)
    return unchanged(solution, solved_again(solution, change))


def _lowest(solution: Solution) -> float:
    """Return the consistency at which a row joins so that the solution changes; 0 where none does."""
    inclusion = solution.table.rows["inclusion"].to_numpy()
    for cut in sorted(
        {float(one) for one in inclusion if one < solution.table.consistency - 1e-12}, reverse=True
    ):
        if cut <= 0 or not _stands(solution, cut):
            return cut
    return 0.0


def _highest(solution: Solution) -> float:
    """Return the consistency up to which the cut may rise: beyond it a row leaves and the solution changes."""
    held = sorted(
        {float(one) for one in solution.table.rows["inclusion"] if one >= solution.table.consistency - 1e-12}
    )
    for cut, following_ in zip(held, [*held[1:], None], strict=True):
        if following_ is None or not _stands(solution, following_):
            return cut
    return solution.table.consistency
