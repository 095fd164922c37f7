"""A unit's values as they came in, beside median and target; what is missing, imputed or treated is marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text, method_name
from govmetrics.diagnosis import distance_to_target
from govmetrics.report.card.rows import at_latest, unit_of
from govmetrics.report.numbers import raw
from govmetrics.report.profiles import share_of, target_of

if TYPE_CHECKING:
    from govmetrics.report.view import View


@dataclass(frozen=True)
class Value:
    """One indicator of one unit.

    Parameters
    ----------
    name, unit : str
        Of the indicator, and what it is measured in.
    value, median : float
        As it came in, and the median of all units.
    target : str
        As printed; empty where there is none.
    missed : bool or None
        Whether the value misses its target; None where one of the two is not there.
    score, share : float
        On the scale, and in percent of it.
    mark : str
        That the value is missing, imputed or treated; empty where it counts as it came in.
    """

    name: str
    unit: str
    value: float
    median: float
    target: str
    missed: bool | None
    score: float
    share: float
    mark: str = ""


def missed_targets(view: View, rows: pd.Index) -> pd.DataFrame:
    """Return by row and indicator with a target 1.0 where it is missed, 0.0 where it is reached, NaN without a value."""
    leaves = [leaf.code for leaf in view.tree.indicators if leaf.target is not None]
    if not leaves:
        return pd.DataFrame(index=rows)
    gaps = distance_to_target(view.assessment.dataset).gaps.loc[rows, leaves]
    return (gaps > 0).astype(float).where(gaps.notna())


def values(view: View, rows: pd.Index, missed: pd.DataFrame) -> dict[Any, list[Value]]:
    """Return the indicators of every row."""
    tree, language = view.tree, view.language
    given = view.assessment.dataset.values.loc[view.stands.table.index, tree.codes]
    scored = view.assessment.scores.values.loc[rows, tree.codes].to_numpy()
    medians, own = given.median().to_numpy(), given.loc[rows].to_numpy()
    heads = [(leaf.label(language), leaf.measured_in(language), target_of(leaf)) for leaf in tree.indicators]
    misses = missed.reindex(columns=tree.codes).to_numpy(dtype=float)
    told, hidden = marks(view), withheld(view)
    return {
        row: [
            Value(name, unit, own[at, k], medians[k], target, None if np.isnan(misses[at, k]) else bool(misses[at, k]),
                  scored[at, k], share_of(scored[at, k], view.leaf_ends),
                  _mark(view, own[at, k], told.get(cell, []), cell in hidden))
            for k, (name, unit, target) in enumerate(heads) for cell in [(unit_of(row), tree.codes[k])]
        ] for at, row in enumerate(rows)
    }  # fmt: skip


def withheld(view: View) -> set[tuple[Any, str]]:
    """Return the cells (unit, code) of the latest period that a public form does not show: they are not missing."""
    found = None if view.whole is None else view.whole.withheld
    if found is None:
        return set()
    cells = at_latest(found.cells, view.stands.period)
    return {(unit, str(node)) for unit, node in cells["node"].items()}


def marks(view: View) -> dict[tuple[Any, str], list[tuple[str, float]]]:
    """Return the steps that changed a cell of the latest period, by (unit, code): step, and what it became.

    A step that changes every value of an indicator (a logarithm, a rate) tells nothing of one unit, and is left out.
    """
    changes, stands = view.assessment.treated.changes, view.stands
    if "period" in changes:
        changes = changes[changes["period"].map(str) == str(stands.period)]
    if changes.empty:
        return {}
    known = view.assessment.dataset.values.loc[stands.table.index].notna().sum()
    touched = changes[changes["before"].notna()].groupby(["step", "code"])["unit"].size()
    everywhere = {
        (step, code) for (step, code), count in zip(touched.index, touched, strict=True)
        if count > 1 and count >= known.get(code, np.inf)
    }  # fmt: skip
    found: dict[tuple[Any, str], list[tuple[str, float]]] = {}
    for step, unit, code, after in changes[["step", "unit", "code", "after"]].itertuples(index=False):
        if (step, code) not in everywhere:
            found.setdefault((unit, code), []).append((step, after))
    return found


def _mark(view: View, value: float, steps: list[tuple[str, float]], hidden: bool) -> str:
    """Return what a reader must know of a cell."""
    if hidden:
        return view.said(Text("withheld"))
    if not steps:
        return view.said(Text("no value")) if np.isnan(value) else ""
    names = list(dict.fromkeys(method_name(step) for step, _ in steps))
    after = steps[-1][1]
    if np.isnan(value) and not np.isnan(after):
        return view.said(Text("no value; counted as {value} ({steps})", value=raw(after), steps=names))
    if np.isnan(after):
        return view.said(Text("not counted ({steps})", steps=names))
    return view.said(Text("counted as {value} ({steps})", value=raw(after), steps=names))
