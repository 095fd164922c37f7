"""What plans say: a change, what it gains, where it brings a unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core import Label, Text
from govmetrics.core.labels import row_label
from govmetrics.core.nodes import Indicator, label
from govmetrics.core.words import LANGUAGES

UNITS = 10
"""Of so many units the changes are told in words; the table has all."""
NO_SCORE = "has no score, because too much evidence is missing"


def change_of(leaf: Indicator, before: float, after: float) -> Text:
    """Return "raise Trust from 40 to 55%"."""
    named: Label = label(leaf)
    figures = next((n for n in (4, 6) if _amount(before, n) != _amount(after, n)), 10)
    start, to = _amount(before, figures), in_its_unit(leaf, after, figures)
    if np.isnan(before):
        return Text("set {leaf} to {to}", leaf=named, to=to)
    if after < before:
        return Text("lower {leaf} from {start} to {to}", leaf=named, start=start, to=to)
    return Text("raise {leaf} from {start} to {to}", leaf=named, start=start, to=to)


def in_its_unit(leaf: Indicator, number: float, figures: int = 4) -> Label:
    """Return a number with its leaf's unit of measurement: signs such as % close to it, words apart but in Chinese.

    Examples
    --------
    >>> in_its_unit(Indicator("share", unit="%"), 27.4429), in_its_unit(Indicator("cases", unit="cases"), -1234567)
    ('27.44%', '−1,234,567 cases')
    """
    amount = _amount(number, figures)
    units = {language: leaf.measured_in(language) for language in LANGUAGES}
    return Label(*(f"{amount}{_gap(unit, language)}{unit}" for language, unit in units.items()))


def _gap(unit: str, language: str) -> str:
    close = not unit or unit[0] in "%‰°" or (language == "zh" and not unit[0].isascii())
    return "" if close else " "


def _amount(number: float, figures: int) -> str:
    """Return a number with so many figures, whole from 1,000 on, and a minus as it is printed."""
    text = f"{number:,.0f}" if abs(number) >= 1000 and figures == 4 else f"{number:.{figures}g}"
    return text.replace("-", "−")


def standing_of(row: pd.Series) -> Text:
    """Return "rank 12 → 8, grade fair → good" of one unit's row of `WhatIf.scores`."""
    rank = rank_of(row["rank_before"], row["rank_after"])
    if "grade_before" not in row or row["grade_before"] == row["grade_after"]:
        return rank
    grades = {name: row[f"grade_{name}"] or "–" for name in ("before", "after")}
    return Text("{rank}, grade {before} → {after}", rank=rank, **grades)


def rank_of(before: Any, after: Any) -> Text:
    """Return "rank 12 → 8", or that it is still the same."""
    ranks = {name: _shown(rank, ".0f") for name, rank in (("before", before), ("after", after))}
    if ranks["before"] == ranks["after"]:
        return Text("still rank {rank}", rank=ranks["before"])
    return Text("rank {before} → {after}", **ranks)


def changes_of(unit: Any, row: pd.Series, cells: list[tuple[Indicator, float, float, float]]) -> list[Text]:
    """Return the sentences of one unit: its row of `WhatIf.scores`; of its cells leaf, before, after and gain."""
    name, standing = row_label(unit), standing_of(row)
    changes = [(change_of(leaf, before, after), gain) for leaf, before, after, gain in cells]
    if len(changes) == 1:
        change, gain = changes[0][0], row["gain"]
        if pd.isna(gain):
            return [Text("{unit}: {change}, {standing}.", unit=name, change=change, standing=standing)]
        text = "{unit}: {change}: {gain:+.3g} points, {standing}."
        return [Text(text, unit=name, change=change, gain=float(gain), standing=standing)]
    told = [
        Text("{unit}: {change}.", unit=name, change=change)
        if pd.isna(gain)
        else Text("{unit}: {change}: {gain:+.3g} points.", unit=name, change=change, gain=float(gain))
        for change, gain in changes
    ]
    before, after = (_shown(row[key], ".4g") for key in ("score_before", "score_after"))
    text = "{unit}: score {before} → {after}, {standing}."
    return [*told, Text(text, unit=name, before=before, after=after, standing=standing)]


def _shown(number: Any, form: str) -> str:
    return "–" if pd.isna(number) else format(float(number), form)
