"""The indicators, what is missing, what was changed, and how all was made."""

from __future__ import annotations

from typing import Any

from govmetrics.core.words import Text, method_name
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.made import hashes, made
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.view import View
from govmetrics.report.words import word

LEAVES_SHOWN, CHANGES_SHOWN = 500, 200


def appendix(view: View) -> list[Chapter]:
    """Return the chapters at the end."""
    return [
        Chapter("dictionary", _title(view, "dictionary"), _dictionary(view)),
        Chapter("gaps", _title(view, "gaps"), _gaps(view)),
        Chapter("changes", _title(view, "changes"), _changes(view)),
        Chapter("made", _title(view, "made"), {"made": _made(view)}),
    ]


def _made(view: View) -> list[tuple[str, str]]:
    """Return how the index was made, and what else the evaluation rests on: its inputs, draws and seed."""
    told = made(view.assessment, view.language)
    if view.uncertainty is not None:
        line = Text(
            "{draws:# draw|# draws}, seed {seed}", draws=view.uncertainty.draws, seed=view.uncertainty.seed
        )
        told.append((view.said(TITLES["uncertainty"]), view.said(line)))
    return told if view.whole is None else [*told, *hashes(view.whole.provenance, view.language)]


def _title(view: View, key: str) -> str:
    return word(key, view.language)


def _dictionary(view: View) -> dict[str, Any]:
    """Return every indicator, and what the tree says of itself."""
    leaves = view.tree.indicators
    about = view.tree.said_about(view.language).items()
    return {
        "leaves": [_leaf(leaf, view) for leaf in leaves[:LEAVES_SHOWN]],
        "left": max(0, len(leaves) - LEAVES_SHOWN),
        "about": {word(key, view.language, key): text for key, text in about},
    }


def _leaf(leaf: Any, view: View) -> dict[str, Any]:
    bounds, language = view.assessment.scaled.bounds.loc[leaf.code], view.language
    ends = [f"{word(str(key), language, str(key))} {value:.6g}" for key, value in bounds.dropna().items()]
    return {
        "code": leaf.code, "name": leaf.label(language), "unit": leaf.measured_in(language), "better": leaf.better,
        "source": leaf.source, "notes": leaf.noted(language),
        "bounds": ("；" if language == "zh" else "; ").join(ends),
    }  # fmt: skip


def _gaps(view: View) -> dict[str, Any]:
    """Return the indicators with missing values, the most first: name, how many, the share in percent."""
    values = view.assessment.dataset.values[view.tree.codes]
    missing = values.isna().sum()
    every = missing[missing > 0].sort_values(ascending=False, kind="stable")
    first = [
        (view.tree[str(code)].label(view.language), count, count / len(values) * 100)
        for code, count in every.head(LEAVES_SHOWN).items()
    ]
    return {"gaps": first, "left": len(every) - len(first)}


def _changes(view: View) -> dict[str, Any]:
    """Return the cells that treatment changed."""
    changes = view.assessment.treated.changes
    names = {
        code: name.say("en" if view.language == "en" else "zh") for code, name in view.tree.names().items()
    }
    changes = changes.assign(code=changes["code"].map(lambda code: names.get(code, code)))
    return {
        "changes": [
            (view.said(method_name(step)), *cells)
            for step, *cells in changes.head(CHANGES_SHOWN).itertuples(index=False, name=None)
        ],
        "columns": list(changes.columns),
        "left": max(0, len(changes) - CHANGES_SHOWN),
    }
