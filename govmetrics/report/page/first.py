"""The first screen: what was found, and what to do next."""

from __future__ import annotations

import numpy as np

from govmetrics.report.page.chapter import Chapter
from govmetrics.report.sentences import findings, next_steps
from govmetrics.report.view import View


def first(view: View) -> list[Chapter]:
    """Return the first screen of an index."""
    index, stands = view.assessment, view.stands
    steps = next_steps(index, stands, view.uncertainty, bool(view.walls), evaluated=view.whole is not None)
    names = [wall[0] for wall in view.walls[:3]]
    content = {
        "root": view.tree.root.label(view.language),
        "stands": stands, "units": len(stands.table), "leaf_count": len(view.tree),
        "missing": int(np.isnan(index.dataset.values.to_numpy()).sum()),
        "findings": [view.said(told) for told in findings(stands, names, view.uncertainty)],
        "next": [(view.said(told), to) for told, to in steps],
    }  # fmt: skip
    return [Chapter("first", "", content)]
