"""What proportions are out of and counts are exposed to, and which chart a node has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, Faults, each
from govmetrics.core.measures import is_percentage
from govmetrics.core.nodes import Indicator
from govmetrics.core.options import FROM_ZERO
from govmetrics.core.words import Text
from govmetrics.monitoring.judged import Chart
from govmetrics.monitoring.panels import Watched
from govmetrics.numerics.arrays import Array


def denominators(
    panel: Watched, given: Mapping[str, Any], bands: dict[str, float], chart: str
) -> tuple[dict[str, Array], dict[str, Chart]]:
    """Return what each node is out of, as (periods, units), and its chart."""
    faults, shares = Faults(), dict[str, Array]()
    way_out = "there are: {labels}"
    for name, mapping in (("out_of", given), ("dead_band", bands)):
        faults += [Fault(name, "{node} is not among the nodes", way_out, node=str(node), labels=panel.nodes)
                   for node in mapping if node not in panel.nodes]  # fmt: skip
    for node, band in bands.items():
        faults += FROM_ZERO.faults(f"dead_band[{node}]", band)
    for node, source in given.items():
        rows = panel.attributes.get(source) if isinstance(source, str) else source
        place = f"out_of[{node}]"
        if isinstance(source, str) and rows is None:
            way = "attributes are: {names}; or give a Series"
            faults.append(
                Fault(place, "{name!r} is not an attribute", way, name=source, names=panel.attributes.columns)
            )
        elif not (isinstance(rows, pd.Series) and rows.index.nlevels == 2 and rows.index.is_unique):
            faults.append(
                Fault(
                    place,
                    "is no Series by period and unit",
                    "give an attribute's name, or a Series by (period, unit)",
                )
            )
        else:
            shares[node] = panel.of(pd.to_numeric(rows, errors="coerce").astype(float))
    if chart == "proportion":
        faults += [Fault("out_of", "says nothing of {node}", "give what proportions are out of", node=str(node))
                   for node in panel.nodes if node not in given]  # fmt: skip
    faults.raise_all()
    if chart != "auto":
        return shares, dict.fromkeys(panel.nodes, chart)  # type: ignore[arg-type]
    return shares, {node: _auto(panel, node) if node in shares else "individuals" for node in panel.nodes}


def _auto(panel: Watched, node: Any) -> Chart:
    """Return the chart of a node with a denominator: of a proportion, unless its unit of measurement is another."""
    return "proportion" if _percent(panel, node) is not None else "count"


def _percent(panel: Watched, node: Any) -> float | None:
    """Return what the whole is in the node's unit of measurement, 100 or 1; None where it is neither."""
    values = panel.values[:, :, panel.nodes.index(node)]
    known = None if panel.tree is None or panel.scored else panel.tree[node]
    unit = known.unit if isinstance(known, Indicator) else ""
    if is_percentage(unit):
        return 100.0
    within = np.nanmin(values, initial=0) >= 0 and not unit
    top = np.nanmax(values, initial=0)
    return 1.0 if within and top <= 1 else None


def events_of(panel: Watched, place: int, n: Array | None, chart: Chart) -> tuple[Array, Array | None, float]:
    """Return what is judged: values, or whole events with what they are out of and what one of these is in the node's unit."""
    x, node = panel.values[:, :, place], panel.nodes[place]
    if chart not in ("proportion", "count"):
        return x, None, 1.0
    whole = 1.0
    if chart == "count":
        n = np.ones(x.shape) if n is None else n
        wrong, problem = (x < 0) | (np.abs(x - np.round(x)) > 1e-9), "is {value:g}, which is no count"
    else:
        assert n is not None
        found = _percent(panel, node)
        whole = 100.0 if found is None else found
        wrong, problem = (x < 0) | (x > whole * (1 + 1e-9)), "is {value:g}, which is no proportion"
    faults = _cell_faults(
        panel, node, wrong, x, problem, "give a number from 0, and of proportions up to the whole"
    )
    faults += _cell_faults(panel, node, n < 0, n, "is out of {value:g}", "give a number from 0")
    faults += _cell_faults(
        panel, node, (n == 0) & (x > 0), x, "is {value:g} out of none", "correct one of them"
    )
    faults.raise_all()
    n = np.where(np.isnan(n) | (n == 0), np.nan, n)
    return (x if chart == "count" else np.round(x / whole * n)), n, whole


def _cell_faults(
    panel: Watched, node: Any, wrong: np.ndarray, x: Array, problem: str, way_out: str
) -> Faults:
    def fault(at: list[int]) -> Fault:
        place = Text("{parts}", parts=[str(panel.periods[at[0]]), str(panel.units[at[1]]), str(node)])
        return Fault(place, problem, way_out, value=float(x[at[0], at[1]]))

    return Faults(each(np.argwhere(wrong).tolist(), fault))
