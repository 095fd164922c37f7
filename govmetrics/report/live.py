"""What a reader can play with: weights moved, with ranks that follow.

The page computes what `follow` computes for weighted sums; of other methods the weights are not offered.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources
from typing import Any

import numpy as np

from govmetrics.aggregation.traits import is_additive
from govmetrics.core.language import Both, said
from govmetrics.core.scores import MIN_COVERAGE
from govmetrics.core.words import Text
from govmetrics.core.words.text import beside_others
from govmetrics.core.words.visible import all_visible
from govmetrics.recipe import Assessment
from govmetrics.report.standing import Standing

CELLS_SHOWN = 200_000
"""Scaled values that a page carries at most; of more it would not open quickly."""
SPREAD, DRAWS = 0.25, 300
"""The intervals on the page: every weight up to a quarter smaller or larger, drawn so often."""

_HOLES = {name: f"{{{name}}}" for name in ("count", "unit", "name")}
_WORDS = {
    "moved": Text("Units with another rank than published: {count}. First is {unit}.", **_HOLES),
    "same": Text("All ranks are as published."),
    "weight": Text("weight of {name}", **_HOLES),
    "parts": Text("parts: {count}", **_HOLES),
    "every": Text("show all rows"),
    "first": Text("show the first {rows} rows", rows=100),
}
"""What the page says; it fills the holes itself."""


def live(assessment: Assessment, stands: Standing, language: Both) -> dict[str, Any] | None:
    """Return what the page needs to compute scores from weights; None where they are no weighted sums, too many, or withheld.

    Scaled values of the latest period with every digit, the tree with its shares and the coverage that every
    group asks for.
    """
    scores, tree = assessment.scores, assessment.weights.tree
    rows = assessment.scaled.values.loc[stands.table.index, tree.codes]
    rest = scores.coverage.loc[stands.table.index, tree.codes].to_numpy() > 0
    if not is_additive(scores) or rows.size > CELLS_SHOWN or (rest & rows.isna().to_numpy()).any():
        return None  # of scores that rest on cells that are not shown the page could compute others only
    options = assessment.recipe.chosen("aggregation").options
    least = tree.least_coverage(float(options.get("min_coverage", MIN_COVERAGE)))
    leaf = {code: k for k, code in enumerate(tree.codes)}
    return {
        "nodes": [
            {
                "code": node.code, "name": beside_others(node.label(language)), "parent": int(parent), "share": float(share),
                "leaf": leaf.get(node.code, -1), "least": float(least[k]),
            }
            for k, (node, parent, share) in enumerate(
                zip(tree.nodes, tree.parents, assessment.weights.shares, strict=True)
            )
        ],
        "units": [beside_others(str(unit)) for unit in stands.table["unit"]],
        "ranks": [None if np.isnan(rank) else int(rank) for rank in stands.table["rank"]],
        "values": [[None if np.isnan(value) else float(value) for value in row] for row in rows.to_numpy()],
        "digits": stands.digits, "spread": SPREAD, "draws": DRAWS,
        "words": {key: said(text, language) for key, text in _WORDS.items()},
    }  # fmt: skip


def script(path: str) -> tuple[str, str]:
    """Return a script of the page, by its path in this room, and the hash by which its policy lets it run."""
    code = resources.files("govmetrics.report").joinpath(path).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return code, f"'sha256-{digest}'"


def as_data(content: Any) -> str:
    """Return JSON that may stand inside a page: no text in it ends the script."""
    text = json.dumps(all_visible(content), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
