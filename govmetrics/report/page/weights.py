"""The weights, and whose they are."""

from __future__ import annotations

from govmetrics.core.words import Text, method_name
from govmetrics.recipe import needs_judgements
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
        "given_by": view.said(_given_by(view)),
    }
    return [Chapter("weights", word("weights", view.language), content)]


def _given_by(view: View) -> Text:
    """Return whose weights these are: experts' (by number where names are not published), the file's, the data's."""
    recipe = view.assessment.recipe
    if needs_judgements(recipe):
        if view.experts is None:
            return Text("experts' judgements")
        names = list(dict.fromkeys(str(name) for name, _ in view.experts.experts.index))
        return Text("{count:# expert|# experts}: {names:50}", count=len(names), names=names)
    chosen = recipe.chosen("weighting")
    if chosen.method.name == "equal":
        return Text("the method itself: the same for all parts of a group")
    if any(one.method.takes == "scaled" for one in (chosen, *chosen.chosen)):
        return Text("found from the data")
    return Text("written in the tree or among the choices")
