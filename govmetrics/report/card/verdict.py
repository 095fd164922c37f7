"""The verdict by fuzzy evaluation: how far each grade applies, as one stacked bar and in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from govmetrics.core.words import Text
from govmetrics.report.card.rows import at_latest
from govmetrics.report.numbers import number

if TYPE_CHECKING:
    from govmetrics.report.view import View

HARDLY = 0.5
"""Below this validity index maximum membership decides poorly (as in `govmetrics.fuzzy`)."""


@dataclass(frozen=True)
class Membership:
    """How far each grade applies to one unit.

    Parameters
    ----------
    grade, by_score : str
        By maximum membership, and by the score of the grades' values; empty where there is none.
    sentences : list of str
    parts : list of tuple
        Of every grade, best first: name, share of the membership in percent, colour, whether dark.
    """

    grade: str
    by_score: str
    sentences: list[str]
    parts: list[tuple[str, float, str, bool]]


def verdicts(view: View) -> dict[Any, Membership]:
    """Return the verdict on every unit in the latest period; none where the evaluation asks for no grades."""
    found = None if view.whole is None else view.whole.grades
    if found is None:
        return {}
    period = view.stands.period
    shares, told = at_latest(found.at(), period), at_latest(found.verdicts(), period)
    order = np.asarray(found.grades.worst_to_best)[::-1]  # best first
    names = [found.grades.labels(view.language)[place] for place in order]
    looks = colours(len(order))
    few = _few(view, found.weights.tree)
    cells = shares.to_numpy()[:, order]
    whole = cells.sum(axis=1)
    return {
        unit: Membership(
            _named(view, found, row.grade),
            _named(view, found, row.grade_by_score),
            [view.said(text) for text in [*_sentences(found, row, float(np.nanmax(mine) / total)), *few]],
            [(name, float(share / total * 100), *look) for name, share, look in zip(names, mine, looks, strict=True)],
        )
        if np.isfinite(total) and total > 0
        else Membership("", "", [view.said(Text("There is not enough evidence for a verdict."))], [])
        for unit, mine, total, row in zip(shares.index, cells, whole, told.itertuples(), strict=True)
    }  # fmt: skip


def _named(view: View, found: Any, grade: Any) -> str:
    return "" if pd.isna(grade) else view.said(found.grades.spoken[str(grade)])


def _sentences(found: Any, row: Any, largest: float) -> list[Text]:
    """Return the grade with its share, the score with its grade, and what makes the verdict doubtful."""
    names = found.grades.spoken
    if row.tied:
        grades = [names[key] for key in str(row.tied).split("; ")]
        told = [Text("Tied: {grades}.", grades=grades)]
    else:
        told = [
            Text(
                "The grade is {grade}, which has the largest share ({share:.0%}).",
                grade=names[row.grade],
                share=largest,
            )
        ]
    text = "The score by the grades' values is {score}, which is {grade}."
    told.append(Text(text, score=number(row.score), grade=names[row.grade_by_score]))
    if row.validity < HARDLY:
        told.append(Text("No grade stands out: go by the score."))
    if row.coverage < 1 - 1e-9:
        told.append(Text("{share:.0%} of the weight rests on evidence.", share=float(row.coverage)))
    return told


def _few(view: View, tree: Any) -> list[Text]:
    """Say on how many of the index's indicators the verdict rests, where it is not on all."""
    if len(tree) >= len(view.tree):
        return []
    return [Text("The verdict rests on {count} of {of} indicators.", count=len(tree), of=len(view.tree))]


@cache
def colours(count: int) -> list[tuple[str, bool]]:
    """Return colours from best to worst, blue to orange, and whether white is read on them."""
    from matplotlib.colors import to_hex, to_rgb

    from govmetrics.plots.style import steps

    found = []
    for look in steps(count):
        red, green, blue = to_rgb(look["facecolor"])
        found.append((to_hex((red, green, blue)), 0.299 * red + 0.587 * green + 0.114 * blue < 0.5))
    return found
