"""Option texts as codes: the usual rating words, and those the user declares."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.tables import number
from govmetrics.survey.margins import whose

_ZH = ("同意", "满意", "符合", "认同", "赞同", "重要", "信任", "了解", "清楚")
_ZH_FORMS = {
    1: ("非常不{}", "很不{}", "完全不{}", "十分不{}", "极不{}"),
    2: ("比较不{}", "不太{}", "不{}", "较不{}"),
    4: ("比较{}", "{}", "较{}"),
    5: ("非常{}", "很{}", "完全{}", "十分{}"),
}
_EN = ("agree", "satisfied", "important", "trust")
_PREFIX = re.compile(r"^\s*[A-Za-z0-9]{1,2}\s*[、.．:：)）]\s*")
_POINTS = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*分?\s*$")
_SUFFIX = re.compile(r"\s*[(（]\s*\d+(?:\.\d+)?\s*分?\s*[)）]\s*$")


def _five_words() -> dict[str, int]:
    """Return the five-point rating words; lower is less."""
    table: dict[str, int] = {}
    for word in _ZH:
        for code, forms in _ZH_FORMS.items():
            table |= {form.format(word): code for form in forms}
    for text in ("一般", "不确定", "说不清", "中立", "无所谓", "neutral", "neither agree nor disagree", "undecided",
                 "neither satisfied nor dissatisfied"):  # fmt: skip
        table[text] = 3
    for word in _EN:
        opposite = {"agree": "disagree", "satisfied": "dissatisfied"}.get(word, f"un{word}")
        table |= {f"strongly {opposite}": 1, f"very {opposite}": 1, opposite: 2, f"somewhat {opposite}": 2}
        table |= {word: 4, f"somewhat {word}": 4, f"strongly {word}": 5, f"very {word}": 5}
    return table


TWO = {"是": 1, "有": 1, "参加过": 1, "yes": 1, "否": 0, "没有": 0, "未参加": 0, "no": 0}
"""Words for a choice, on the scale 0 to 1, in lower case."""
FIVE = _five_words()
"""Rating words for scales of five points from low to high, in lower case."""


def answers_as_codes(
    column: pd.Series, ends: tuple[float, float], options: Mapping[str, float]
) -> tuple[pd.Series, list[Fault]]:
    """Return a column of codes, scores or option texts as numbers, and a fault for each unknown text.

    The rules, in this order: the texts in `options`; numbers as `core.tables.number` reads them; "4分";
    rating words (`FIVE`), which need a scale of five points, and yes and no (`TWO`) on 0 to 1; each also
    behind a letter ("A.非常同意").
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return column.astype(float), []
    five = ends[1] - ends[0] == 4
    # Truth values as text (Python holds 1 and True for the same key), and so what is no key at all.
    column = column.astype(object).map(
        lambda cell: (
            str(cell) if isinstance(cell, bool | np.bool_) or not isinstance(cell, Hashable) else cell
        ),
        na_action="ignore",
    )
    codes = {cell: _code(cell, ends, options, five) for cell in column.dropna().unique()}
    unknown = column[column.isin([cell for cell, code in codes.items() if code is None])]
    faults = each(unknown.value_counts().items(), lambda at: _unknown(unknown, *at), most=20)
    values = column.map(codes.get, na_action="ignore")
    return pd.to_numeric(values, errors="coerce").astype(float), faults


def _unknown(answers: pd.Series, text: Any, count: int) -> Fault:
    way = "give its code: options={{{text!r}: ...}}"
    if "┋" in str(text):
        way = "it holds several choices: export the answers as codes, one 0/1 column for each option"
    problem = "{text!r} ({count:once|# times}) is no code of the scale"
    place = whose(str(answers.name), answers.index[answers == text][0])
    return Fault(place, problem, way, text=str(text)[:40], count=count)


def _code(cell: Any, ends: tuple[float, float], options: Mapping[str, float], five: bool) -> float | None:
    if cell in options:
        return float(options[cell])
    value = number(cell)
    if value is not None:
        return value
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    if points := _POINTS.match(text):
        return float(points[1])
    for form in (text, _PREFIX.sub("", text), _SUFFIX.sub("", _PREFIX.sub("", text))):
        if form in options:
            return float(options[form])
        if tuple(ends) == (0, 1) and form.lower() in TWO:
            return float(TWO[form.lower()])
        if five and form.lower() in FIVE:
            return float(ends[0] + FIVE[form.lower()] - 1)
    return None


def without(values: pd.Series, missing: tuple[float, ...]) -> tuple[pd.Series, int]:
    """Return the column with the codes that mean "no answer" emptied, and how many there were."""
    hit = np.isin(values.to_numpy(), missing)
    return values.mask(hit), int(hit.sum())
