"""Grades: how far every unit belongs to each, as stacked bars; which grade it gets, and how clearly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.evaluation.titles import TITLES
from govmetrics.fuzzy import FuzzyEvaluation
from govmetrics.plots.style import steps
from govmetrics.report.page.chapter import Chapter
from govmetrics.report.page.chart import Chart
from govmetrics.report.page.drawn import STRIPES, bars
from govmetrics.report.page.section import (
    Section,
    at_latest,
    chapter,
    column_of,
    kept,
    line,
    of_period,
    tables_of,
)
from govmetrics.report.view import View

ROWS = 60
"""So many units are drawn; the table has as many as others."""
VALID = 0.5
"""Below this validity index maximum membership decides poorly."""


def grades(view: View) -> list[Chapter]:
    """Return the verdicts of the latest period; nothing where they were not asked."""
    found = None if view.whole is None else view.whole.grades
    if found is None:
        return []
    verdicts = at_latest(found.verdicts()).sort_values(
        "score", ascending=False, kind="stable", na_position="last"
    )
    tables = tables_of(view, found)
    order = np.argsort(-column_of(tables[0], "score").to_numpy(dtype=float), kind="stable")
    section = Section("", _lead(view, found, verdicts), [_counts(view, found, verdicts), _memberships(view, found, verdicts)],
                      [kept(tables[0], order.tolist())], tables[1:])  # fmt: skip
    return chapter(view.said(TITLES["grades"]), "grades-part", [section])


def _lead(view: View, found: FuzzyEvaluation, verdicts: pd.DataFrame) -> list[str]:
    """Return how many units get each grade, and of how many the score decides."""
    counts = verdicts["grade"].value_counts()
    grades = [
        Text("{grade} {count:# unit|# units}", grade=found.grades.spoken[key], count=int(counts.get(key, 0)))
        for key in found.grades.keys
        if counts.get(key, 0)
    ]
    told = [*of_period(view), Text("By maximum membership: {grades:99}.", grades=grades)]
    unclear = int((verdicts["validity"] < VALID).sum())
    if unclear:
        text = (
            "The largest membership of {count:# unit|# units} hardly stands out (validity below 0.5): go by their grade by the "
            "score."
        )
        told.append(Text(text, count=unclear))
    return [line(view, told)]


def _counts(view: View, found: FuzzyEvaluation, verdicts: pd.DataFrame) -> Chart:
    """Return how many units get each grade, by membership and by score."""
    by = {"grade": Text("by maximum membership"), "grade_by_score": Text("by the score")}
    keys = found.grades.keys
    series = {
        view.said(found.grades.spoken[key]): [int((verdicts[column] == key).sum()) for column in by]
        for key in keys
    }
    return bars(
        (view.said(Text("Units by grade")), view.said(Text("How many units get each grade, by two principles."))),
        [view.said(Text("principle")), *series], [view.said(word) for word in by.values()], series,
        stacked=True, digits=0, looks=_looks(found),
    )  # fmt: skip


def _memberships(view: View, found: FuzzyEvaluation, verdicts: pd.DataFrame) -> Chart:
    """Return every unit's memberships, the best score first."""
    shares = at_latest(found.at()).reindex(verdicts.index).dropna().head(ROWS)
    series = {view.said(found.grades.spoken[key]): (shares[key] * 100).tolist() for key in found.grades.keys}
    return bars(
        (view.said(Text("Memberships of every unit")),
         view.said(Text("How far every unit belongs to each grade, in percent; the best score first."))),
        [view.said(Text("unit")), *series], [str(unit) for unit in shares.index], series, stacked=True,
        looks=_looks(found), ends=(0, 100) if found.rule.normalise else None,
    )  # fmt: skip


def _looks(found: FuzzyEvaluation) -> list[dict[str, Any]]:
    """Return the colours of the grades, from best to worst dark blue to orange; the worse ones striped."""
    from matplotlib.colors import to_hex

    looks = steps(len(found.grades))
    shown = [
        {"color": to_hex(look["facecolor"])} | ({"decal": STRIPES} if look["hatch"] else {}) for look in looks
    ]
    return shown if found.grades.best_first else shown[::-1]
