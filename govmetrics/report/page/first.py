"""The first screen: the finding in one sentence, three pictures, what to do next and what it brings."""

from __future__ import annotations

import numpy as np

from govmetrics.report.gains import caught_up, coming_up, planned
from govmetrics.report.graded import graded
from govmetrics.report.headline import headline
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.pictures import pictures
from govmetrics.report.sentences import findings, next_steps
from govmetrics.report.since import since
from govmetrics.report.view import View

WALLS_TOLD = 3


def first(view: View) -> list[Chapter]:
    """Return the first screen of an index."""
    index, stands, whole = view.assessment, view.stands, view.whole
    steps = next_steps(index, stands, view.uncertainty, bool(view.walls), evaluated=whole is not None)
    names = [wall[0] for wall in view.walls[:WALLS_TOLD]]
    changed = since(stands, whole, view.uncertainty)
    leading = headline(stands, whole, view.uncertainty, changed, graded(whole, stands), names)
    gains = [(told, "plan-part") for told in planned(whole, stands.digits)]
    gains += [(told, "obstacles") for told in coming_up(caught_up(index, _codes(view)), stands.digits)]
    content = {
        "root": view.tree.root.label(view.language),
        "stands": stands, "units": len(stands.table), "leaf_count": len(view.tree),
        "missing": int(np.isnan(index.dataset.values.to_numpy()).sum()),
        "headline": view.said(leading), "pictures": pictures(view, changed),
        "findings": [view.said(told) for told in findings(stands, names, view.uncertainty)],
        "gains": [(view.said(told), to) for told, to in gains],
        "next": [(view.said(told), to) for told, to in steps],
    }  # fmt: skip
    return [Chapter("first", "", content)]


def _codes(view: View) -> list[str]:
    """Return the codes of the leaves that hold the units back most, as `View.walls` orders them."""
    held = view.held
    if held is None or not view.walls:
        return []
    means = held.to_frame().reindex(view.stands.table.index).mean().fillna(0.0).to_numpy()
    order = np.argsort(-means, kind="stable")[:WALLS_TOLD]
    return [str(held.values.columns[place]) for place in order if means[place] > 0]
