"""The weights."""

from __future__ import annotations

from govmetrics.core.words import method_name
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word

NODES_SHOWN = 500


def weights(view: View) -> list[Chapter]:
    """Return every node with its share in its group and of the whole."""
    tree, found = view.tree, view.assessment.weights
    rows = found.to_frame().head(NODES_SHOWN)
    depth: dict[str, int] = {}
    for code in tree.node_codes:  # parents come before their parts
        parent = tree.parent(code)
        depth[code] = 0 if parent is None else depth[parent] + 1
    content = {
        "nodes": [
            (code, tree[code].label(view.language), depth[code], row.local, row.across_tree)
            for code, row in zip(rows.index, rows.itertuples(), strict=True)
        ],
        "left": max(0, len(tree.nodes) - NODES_SHOWN),
        "method": view.said(method_name(found.method)),
    }
    return [Chapter("weights", word("weights", view.language), content)]
