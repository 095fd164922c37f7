"""Answers as codes: numbers as people type them, rating words by the set they stand in, and texts the user declares."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, no_number, number
from govmetrics.survey.margins import whose
from govmetrics.survey.option_sets import codes_of
from govmetrics.survey.option_words import Word, is_no_answer, plain, word_of

_PREFIX = re.compile(r"^\s*[A-Za-z0-9]{1,2}\s*[、.．:：)）]\s*")
_POINTS = re.compile(r"(\d+(?:[.,]\d+)?)\s*分?")
_LABELLED = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:分\s*)?(?:[=＝—–-]\s*|\s*[(（])[^\d\s].*|(\d+(?:[.,]\d+)?)\s*分\s*[^\d\s].*"
)
_SUFFIX = re.compile(r"\s*[(（=＝]\s*(\d+(?:[.,]\d+)?)\s*分?\s*[)）]?\s*$")
TWO = {"是": 1, "有": 1, "参加过": 1, "yes": 1, "否": 0, "没有": 0, "未参加": 0, "no": 0}
"""Words for a choice, on the scale 0 to 1, in lower case."""


class Read(NamedTuple):
    """An item's answers: codes, texts without one, texts that are no answer with their counts, and whether the set is sure."""

    values: pd.Series
    faults: list[Fault]
    silent: dict[str, int]
    unsure: bool


def answers_as_codes(
    column: pd.Series, ends: tuple[float, float], options: Mapping[str, float], decimal: Decimal = "."
) -> Read:
    """Return a column of codes, scores or option texts as numbers, and a fault for each text without a code.

    The rules, in this order: the texts in `options`; numbers as `core.numbers.number` reads them; "4分", "4 = good"
    and "good (4)"; yes and no (`TWO`) on 0 to 1; words that are no answer (不清楚, don't know); rating words by the set
    of the item's options (`option_sets`); each also behind a letter ("A.非常同意").
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return Read(column.astype(float), [], {}, False)
    # Truth values as text (Python holds 1 and True for the same key), and so what is no key at all.
    plain_text = isinstance(column.dtype, pd.StringDtype)
    column = column.astype(object)
    if not plain_text:
        column = column.map(
            lambda cell: (
                str(cell) if isinstance(cell, bool | np.bool_) or not isinstance(cell, Hashable) else cell
            ),
            na_action="ignore",
        )
    cells = list(column.dropna().unique())
    codes = {cell: _declared_or_number(cell, ends, options, decimal) for cell in cells}
    words = {cell: word for cell in cells if isinstance(cell, str) and (word := word_of(_bare(cell)))}
    families = {word.family for cell, word in words.items() if not is_no_answer(_bare(cell), set())}
    left = [cell for cell in cells if codes[cell] is None and isinstance(cell, str)]
    silent = [cell for cell in left if is_no_answer(_bare(cell), families)]
    codes |= dict.fromkeys(silent, np.nan)
    rating = {cell: words[cell] for cell in left if cell in words and cell not in silent}
    found, unsure = _by_set(rating, words, codes, ends, options)
    codes |= found
    unknown = column[column.isin([cell for cell, code in codes.items() if code is None])]
    faults = _set_faults(column, rating, ends) if len(rating) > len(found) else []
    faults = faults or each(unknown.value_counts().items(), lambda at: _unknown(unknown, *at), most=20)
    values = pd.to_numeric(column.map(codes.get, na_action="ignore"), errors="coerce").astype(float)
    counts = column[column.isin(silent)].map(_bare).value_counts()
    return Read(values, faults, {str(text): int(count) for text, count in counts.items()}, unsure)


def _by_set(
    rating: Mapping[str, Word], words: Mapping[str, Word], codes: Mapping[Any, float | None],
    ends: tuple[float, float], options: Mapping[str, float],
) -> tuple[dict[str, float], bool]:  # fmt: skip
    """Return the codes of an item's rating words, of which `options` may declare some."""
    if not rating or not np.isfinite(ends).all():
        return {}, False
    declared = {cell: code for cell in codes if (code := _declared(cell, options)) is not None}
    families = {word.family for word in rating.values()} | {""}
    beside = [cell for cell in declared if cell in words and words[cell].family in families]
    given = {_option(cell): declared[cell] for cell in beside}
    every = {_option(cell): words[cell] for cell in [*rating, *beside]}
    found = codes_of(every, ends, given, set(declared.values()))
    return {cell: found.of[_option(cell)] for cell in rating if found.of}, found.unsure


def _declared(cell: Any, options: Mapping[str, float]) -> float | None:
    """Return the code that the user gave a text, as it is, behind its letter, or without its points."""
    if cell in options:
        return float(options[cell])
    if isinstance(cell, str):
        for form in (clean(cell), _PREFIX.sub("", cell).strip(), _bare(cell)):
            if form in options:
                return float(options[form])
    return None


def _declared_or_number(
    cell: Any, ends: tuple[float, float], options: Mapping[str, float], decimal: Decimal
) -> float | None:
    declared = _declared(cell, options)
    value = number(cell, decimal) if declared is None else declared
    if value is not None or not isinstance(cell, str):
        return value
    text = str(clean(cell))
    points = _POINTS.fullmatch(text) or _LABELLED.fullmatch(text) or _SUFFIX.search(text)
    if points:
        return number(next(group for group in points.groups() if group), decimal)
    if tuple(ends) == (0, 1) and plain(_bare(cell)) in TWO:
        return float(TWO[plain(_bare(cell))])
    return None


def _bare(cell: str) -> str:
    """Return an option without the letter in front and the points behind."""
    return _SUFFIX.sub("", _PREFIX.sub("", str(clean(cell)))).strip()


def _option(cell: str) -> str:
    return plain(_bare(cell))


def _set_faults(column: pd.Series, rating: Mapping[str, Word], ends: tuple[float, float]) -> list[Fault]:
    """Return why words that are known have no codes together: too many of them, or two that say the same."""
    texts = {_option(cell): cell for cell in rating}
    steps = ends[1] - ends[0] + 1
    place = str(column.name)
    if len({word.family for word in rating.values()} - {""}) > 1:
        return [Fault(place, "has words of several scales: {options}", "give their codes: options={{{first!r}: ...}}",
                      options=list(texts.values()), first=next(iter(texts.values())))]  # fmt: skip
    if len(texts) > steps:
        problem = (
            "has {count} different options, and the scale from {low:g} to {high:g} has {steps:g}: {options}"
        )
        way_out = (
            "read with scale={{{item!r}: (1, {count})}}, or give their codes: options={{{first!r}: ...}}"
        )
        return [Fault(place, problem, way_out, count=len(texts), low=ends[0], high=ends[1], steps=steps, item=place,
                      options=list(texts.values()), first=next(iter(texts.values())))]  # fmt: skip
    return []


def _unknown(answers: pd.Series, text: Any, count: int) -> Fault:
    way = "give its code: options={{{text!r}: ...}}"
    if "┋" in str(text):
        way = "it holds several choices: export the answers as codes, one 0/1 column for each option"
    problem = "{text!r} ({count:once|# times}) is no code of the scale"
    place = whose(str(answers.name), answers.index[answers == text][0])
    if isinstance(text, str) and "," in text and number(text, ",") is not None:
        return no_number(place, text)
    return Fault(place, problem, way, text=str(text)[:40], count=count)


def without(values: pd.Series, missing: tuple[float, ...]) -> tuple[pd.Series, int]:
    """Return the column with the codes that mean "no answer" emptied, and how many there were."""
    hit = np.isin(values.to_numpy(), missing)
    return values.mask(hit), int(hit.sum())
