"""What a move means: for the better or the worse, and in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.nodes import Group, Indicator, unit_of
from govmetrics.core.words import Note, Text
from govmetrics.monitoring.judged import Chart
from govmetrics.monitoring.panels import Watched
from govmetrics.numerics.arrays import Array

FEW, MANY = 10, 1 / 3
"""Where more of the series signal, and these are not few, the baseline is probably out of date."""


def directions(panel: Watched, nodes: np.ndarray, before: Array, after: Array, size: Array) -> np.ndarray:
    """Return "improved" or "worsened" for every move, by the tree; "up" or "down" where nothing says what is good."""
    found = np.where(size >= 0, "up", "down").astype(object)
    for node in dict.fromkeys(nodes):
        at = nodes == node
        gain = _gain(panel, node, before[at], after[at])
        if gain is not None:
            found[at] = np.where(gain > 0, "improved", np.where(gain < 0, "worsened", found[at]))
    return found


def _gain(panel: Watched, node: Any, before: Array, after: Array) -> Array | None:
    """Return how much better it became; None where nothing says what is good."""
    if panel.tree is None:
        return None
    known = panel.tree[node]
    if panel.scored or isinstance(known, Group):
        return after - before
    if known.better in ("more", "less"):
        return (after - before) * (1 if known.better == "more" else -1)
    return _distance(known, before) - _distance(known, after)


def _distance(leaf: Indicator, x: Array) -> Array:
    """Return how far values lie from the target, or from the interval that is best."""
    low, high = leaf.target if isinstance(leaf.target, tuple) else (leaf.target, leaf.target)
    assert low is not None
    assert high is not None
    return np.maximum(np.maximum(low - x, x - high), 0.0)


def sentence(panel: Watched, chart: str, row: Any) -> Text:
    """Return a signal in words."""
    known = None if panel.tree is None else panel.tree[row.node]
    measure: Any = unit_of(known) if isinstance(known, Indicator) and not panel.scored else ""
    name = panel.names.get(row.node, str(row.node))
    named = str(measure).strip("0123456789.-–~ ")  # "0-1" is a range, which reads as a second number
    form = "{value:.4g} {measure}" if named else "{value:.4g}"
    form = "{value:.4g}{measure}" if str(measure).startswith("%") else form
    at = Text(form, value=float(row.value), measure=measure)
    values = {"unit": str(row.unit), "node": name, "period": str(row.period), "size": abs(float(row.size)),
              "centre": float(row.centre), "at": at, "word": Text(row.direction)}  # fmt: skip
    lasting = chart in ("ewma", "cusum")
    if row.size >= 0:
        told = "{unit}: {node} stood {size:.4g} above the usual {centre:.4g} in {period}, at {at} ({word})."
        if lasting:
            told = "{unit}: {node} has lately been some {size:.4g} above the usual {centre:.4g}, {period} at {at} ({word})."
    else:
        told = "{unit}: {node} stood {size:.4g} below the usual {centre:.4g} in {period}, at {at} ({word})."
        if lasting:
            told = "{unit}: {node} has lately been some {size:.4g} below the usual {centre:.4g}, {period} at {at} ({word})."
    return Text(told, **values)


def signals_of(
    panel: Watched, charts: dict[Any, Chart], at: np.ndarray, columns: dict[str, Array], size: Array
) -> pd.DataFrame:
    """Return a row for every signal, the latest period first, in it the surest first."""
    k, u, t = at.T
    p = columns["p"][k, u, t]
    order = np.lexsort((p, -t))
    k, u, t = k[order], u[order], t[order]
    cell = {name: columns[name][k, u, t] for name in ("value", "centre", "p", "q")}
    nodes = np.array(list(charts), dtype=object)[k]
    found = pd.DataFrame(
        {
            "unit": panel.units.to_numpy()[u],
            "node": nodes,
            "period": pd.Series(panel.periods, dtype=object).to_numpy()[t],
        }
    )
    moved = size[k, u, t]
    centre = np.where(
        np.isin(np.array(list(charts.values()))[k], ["cusum"]), cell["value"] - moved, cell["centre"]
    )
    found["direction"] = directions(panel, nodes, centre, centre + moved, moved)
    found["size"] = moved
    found = found.assign(**cell).assign(centre=centre)
    said = [sentence(panel, charts[row.node], row) for row in found.itertuples()]
    found["sentence"] = pd.Series(said, found.index, dtype=object)  # texts keep their Chinese
    return found


def notes_of(panel: Watched, charts: dict[Any, Chart], p: Array, now: np.ndarray, stop: int) -> list[Note]:
    """Return what a reader must know of the series: which are not watched, and whether the baseline is out of date."""
    notes = []
    there = ~np.isnan(panel.values.transpose(2, 1, 0)[:, :, stop:]).all(axis=2)
    lost: np.ndarray = np.asarray(np.isnan(p).all(axis=2))

    def cells(which: np.ndarray) -> list[Text]:
        nodes = list(charts)
        return [
            Text("{unit} ({node})", unit=str(panel.units[u]), node=panel.names.get(nodes[k], str(nodes[k])))
            for k, u in np.argwhere(which).tolist()
        ]

    if (lost & there).any():
        said = "not watched, with fewer than two values in the baseline, or none that varies: {cells:10}"
        notes.append(Note(said, cells=cells(lost & there)))
    if (lost & ~there).any():
        said = "not watched, without a value from {period} on: {cells:10}"
        notes.append(Note(said, period=str(panel.periods[stop]), cells=cells(lost & ~there)))
    watched = int((~np.isnan(p[:, :, -1])).sum())
    share = now.sum() / max(watched, 1)
    if watched >= FEW and share > MANY and panel.periods[stop] != panel.periods[-1]:
        notes.append(Note("{share:.0%} of the series signal in {period}: the baseline is out of date; ask what moved lately with "
                          "`since=`", share=float(share), period=str(panel.periods[-1])))  # fmt: skip
    return notes
