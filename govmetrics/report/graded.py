"""The grades that units have: by the appraisal, by the fuzzy evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from govmetrics.core import Label
from govmetrics.evaluation.titles import TITLES
from govmetrics.report.given import by_unit
from govmetrics.report.standing import Standing

if TYPE_CHECKING:
    from govmetrics.evaluation import Findings


@dataclass(frozen=True, eq=False)
class Graded:
    """Grades of the units of the ranking.

    Parameters
    ----------
    title : str
        Of the part that gives them.
    grades : Series
        By the rows of the ranking, each a name in both languages; None where there is none.
    places : Series
        By the same rows: 0 is the best grade; NaN where there is none.
    counts : list of (name, count)
        The best first; grades that nobody has are left out.
    """

    title: str
    grades: pd.Series
    places: pd.Series
    counts: list[tuple[Label, int]]


def graded(whole: Findings | None, stands: Standing) -> list[Graded]:
    """Return the grades of every part that gives any, in the latest period: that of the appraisal first."""
    found = []
    appraisal = None if whole is None else whole.appraisal
    if appraisal is not None and "grade" in appraisal.totals:
        found.append(_of("appraisal", appraisal.totals["grade"], appraisal.rulebook.grade_labels(), stands))
    fuzzy = None if whole is None else whole.grades
    if fuzzy is not None:
        spoken = fuzzy.grades.spoken
        names = spoken if fuzzy.grades.best_first else dict(reversed(spoken.items()))
        found.append(_of("grades", fuzzy.verdicts()["grade"], names, stands))
    return [one for one in found if one.counts]


def latest(rows: Any, stands: Standing) -> Any:
    """Return rows of the latest period by the rows of the ranking; those that it has not are missing.

    Units that a part judges at another time are not those of the ranking: nothing is taken over from there.
    """
    if rows.index.nlevels > 1:
        rows = rows[rows.index.get_level_values("period") == stands.period]
    rows = by_unit(rows)
    units = by_unit(stands.table).index
    return rows.reindex(units).set_axis(stands.table.index)


def _of(part: str, grades: pd.Series, names: Mapping[str, Label], stands: Standing) -> Graded:
    own = latest(grades.astype(object), stands)
    order = {key: place for place, key in enumerate(names)}
    places = own.map(order).astype(float)
    counts = own.value_counts()
    named = pd.Series(
        [names.get(key) for key in own], own.index, dtype=object
    )  # mapped, names would be plain text
    return Graded(
        TITLES[part], named, places,
        [(name, int(counts[key])) for key, name in names.items() if key in counts],
    )  # fmt: skip
