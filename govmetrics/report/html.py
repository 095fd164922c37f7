"""The report as one HTML file that anyone can check: no scripts, no network, names never become markup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import choose
from govmetrics.core.results import jsonable
from govmetrics.recipe import Assessment
from govmetrics.report.words import Language, word

if TYPE_CHECKING:
    from govmetrics.diagnosis import Obstacles
    from govmetrics.robustness import Uncertainty

UNITS_SHOWN, CHANGES_SHOWN = 300, 200


def html(
    assessment: Assessment,
    path: str | Path,
    language: Language = "en",
    uncertainty: Uncertainty | None = None,
    obstacles: Obstacles | None = None,
) -> Path:
    """Write the report of an assessment.

    Parameters
    ----------
    assessment : Assessment
        What `follow` returned.
    path : path
        The .html file.
    language : {"en", "zh", "both"}
        Of the words and the indicators' names.
    uncertainty : Uncertainty, optional
        From `robustness.uncertainty`: the ranking then shows each rank's interval and the tiers.
    obstacles : Obstacles, optional
        From `diagnosis.obstacles`: each unit then shows what holds it back.

    Returns
    -------
    Path
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    choose(language, ("en", "zh", "both"), "language")
    environment = Environment(
        loader=PackageLoader("govmetrics.report", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["number"] = _number
    template = environment.get_template("report.html.jinja")
    content = _content(assessment, language)
    content["intervals"] = _intervals(uncertainty, language)
    content["held_back"] = _held_back(obstacles, assessment, language)
    page = template.render(content, w=lambda key: word(key, language), language=language)
    path = Path(path)
    path.write_text(page, encoding="utf-8")
    return path


def _number(value: Any, digits: int = 1) -> str:
    return "–" if pd.isna(value) else f"{value:,.{digits}f}"


def _content(assessment: Assessment, language: str) -> dict[str, Any]:
    tree = assessment.scores.weights.tree
    groups = tree.parts(tree.root.code)
    weights, depth = assessment.weights.to_frame(), _depths(tree)
    changes = assessment.treated.changes
    return {
        "title": assessment.recipe.title or tree.root.label(language),
        "root": tree.root.label(language),
        "notes": assessment.notes,
        "groups": [tree[code].label(language) for code in groups],
        "rows": _ranking_rows(assessment, groups),
        "profiles": _profiles(assessment, groups, language),
        "left_out": max(0, len(assessment.scores.values) - UNITS_SHOWN),
        "nodes": [
            (code, tree[code].label(language), depth[code], row.local, row.across_tree)
            for code, row in zip(weights.index, weights.itertuples(), strict=True)
        ],
        "leaves": [_leaf(leaf, assessment, language) for leaf in tree.indicators],
        "changes": [tuple(row) for row in changes.head(CHANGES_SHOWN).itertuples(index=False, name=None)],
        "change_columns": list(changes.columns),
        "changes_left": max(0, len(changes) - CHANGES_SHOWN),
        "recipe": assessment.recipe.to_dict(),
        "provenance": jsonable(dict(assessment.provenance)),
        "about": dict(tree.about),
        "missing": int(np.isnan(assessment.dataset.values.to_numpy()).sum()),
    }


def _depths(tree: Any) -> dict[str, int]:
    """Return how far below the root every node lies."""
    depths: dict[str, int] = {}
    for code in tree.node_codes:  # parents come before their parts
        parent = tree.parent(code)
        depths[code] = 0 if parent is None else depths[parent] + 1
    return depths


def _label(row: Any) -> str:
    return " ".join(map(str, row)) if isinstance(row, tuple) else str(row)


def _share(value: float, low: float, high: float) -> float:
    """Return the length of a bar in percent of its cell."""
    return (
        0.0
        if not np.isfinite(value) or high <= low
        else float(np.clip((value - low) / (high - low) * 100, 0, 100))
    )


def _ends(assessment: Assessment, nodes: list[str]) -> tuple[float, float]:
    if assessment.scaled.scale is not None:
        return assessment.scaled.scale
    values = assessment.scores.values[nodes].to_numpy()
    return float(np.nanmin(values)), float(np.nanmax(values))


def _ranking_rows(assessment: Assessment, groups: list[str]) -> list[dict[str, Any]]:
    scores = assessment.scores
    root = scores.weights.tree.root.code
    low, high = _ends(assessment, [root, *groups])
    ranking = assessment.ranking()
    coverage = scores.coverage[root].reindex(ranking.index)
    parts = scores.values[groups].reindex(ranking.index).to_numpy()
    return [
        {
            "unit": _label(label), "rank": None if pd.isna(rank) else int(rank), "score": score,
            "bar": _share(score, low, high), "coverage": share,
            "parts": [(value, _share(value, low, high)) for value in row],
        }
        for label, score, rank, share, row in zip(ranking.index, ranking["score"], ranking["rank"], coverage, parts, strict=True)
    ]  # fmt: skip


def _profiles(assessment: Assessment, groups: list[str], language: str) -> list[dict[str, Any]]:
    """Return the first units' scores per group against the median, with their strongest and weakest leaves."""
    scores, tree = assessment.scores, assessment.scores.weights.tree
    order = assessment.ranking().index[:UNITS_SHOWN]
    nodes = groups or [tree.root.code]
    low, high = _ends(assessment, nodes)
    median = scores.values[nodes].median().to_numpy()
    leaves = scores.values.loc[order, tree.codes].to_numpy()
    profiles = []
    for place, label in enumerate(order):
        row = scores.values.loc[label, nodes].to_numpy(dtype=float)
        known = np.flatnonzero(~np.isnan(leaves[place]))
        best = known[np.argsort(-leaves[place][known], kind="stable")]
        bars = [
            (tree[code].label(language), value, _share(value, low, high), middle, _share(middle, low, high))
            for code, value, middle in zip(nodes, row, median, strict=True)
        ]
        names = [(tree.indicators[j].label(language), leaves[place][j]) for j in best]
        profiles.append({"unit": _label(label), "bars": bars, "strong": names[:3], "weak": names[::-1][:3]})
    return profiles


def _intervals(uncertainty: Uncertainty | None, language: str) -> dict[str, str]:
    """Return every unit's rank interval and tier as text."""
    if uncertainty is None:
        return {}
    frame = uncertainty.to_frame()
    text = "{:.0f}–{:.0f}，第 {} 档" if language == "zh" else "{:.0f}–{:.0f}, tier {}"
    return {
        _label(row): "–" if pd.isna(low) else text.format(low, high, tier)
        for row, low, high, tier in zip(
            frame.index, frame["lower"], frame["upper"], frame["tier"], strict=True
        )
    }


def _held_back(
    obstacles: Obstacles | None, assessment: Assessment, language: str
) -> dict[str, list[tuple[str, float]]]:
    """Return every unit's three greatest obstacles: name of the indicator, and degree in percent."""
    if obstacles is None:
        return {}
    tree, degrees = assessment.weights.tree, obstacles.to_frame()
    found = {}
    for label, row in zip(degrees.index, degrees.to_numpy(), strict=True):
        first = [j for j in np.argsort(-row, kind="stable")[:3] if row[j] > 0]
        found[_label(label)] = [(tree[degrees.columns[j]].label(language), row[j] * 100) for j in first]
    return found


def _leaf(leaf: Any, assessment: Assessment, language: str) -> dict[str, Any]:
    bounds = assessment.scaled.bounds.loc[leaf.code]
    return {
        "code": leaf.code, "name": leaf.label(language), "unit": leaf.unit, "better": leaf.better, "source": leaf.source,
        "notes": leaf.notes, "bounds": "; ".join(f"{key} {value:.6g}" for key, value in bounds.items()),
    }  # fmt: skip
