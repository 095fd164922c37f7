"""Answers as codes: numbers as people type them, rating words by the set they stand in, and texts the user declares."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, no_number, number
from govmetrics.core.respondent_weights import whose
from govmetrics.core.words import Text
from govmetrics.survey.option_marks import Option, option, without_mark
from govmetrics.survey.option_sets import Codes, codes_of, scales_in
from govmetrics.survey.option_words import Word, is_no_answer, plain, word_of


class Read(NamedTuple):
    """An item's answers: codes, texts without one, texts that are no answer with their counts; how its options were read."""

    values: pd.Series
    faults: list[Fault]
    silent: dict[str, int]
    options: Options
    codes: Mapping[Any, float | None] = {}
    """Of every different cell."""


class Options(NamedTuple):
    """The codes of an item's options, why they have none together, and what a reader must know of them."""

    of: dict[str, float]
    faults: list[Fault]
    unsure: bool = False
    """Another set of options would fit the words, too."""
    counted: bool = False
    """Numbers in front that only count the options were left alone."""
    by_count: bool = False
    """Numbers in front that may only count the options are codes of words that tell none."""


def answers_as_codes(
    column: pd.Series, ends: tuple[float, float], options: Mapping[str, float], decimal: Decimal = "."
) -> Read:
    """Return a column of codes, scores or option texts as numbers, and a fault for each text without a code.

    The rules, in this order: the texts in `options`; numbers as `core.numbers.number` reads them, also "4分" and ④;
    words that are no answer (不清楚, don't know); rating words by the set of the item's options (`option_sets`), with
    or without a letter or a number beside them (`option_marks`). Such numbers decide where the words do not tell, and
    are faults where they run against the words.
    """
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        return Read(column.astype(float), [], {}, Options({}, []))
    # Truth values as text (Python holds 1 and True for the same key), and so what is no key at all.
    if not isinstance(column.dtype, pd.StringDtype):
        column = column.map(
            lambda cell: (
                str(cell) if isinstance(cell, bool | np.bool_) or not isinstance(cell, Hashable) else cell
            ),
            na_action="ignore",
        ).astype(object)
    places, found_cells = pd.factorize(
        column
    )  # every different cell is looked at once, however many there are
    cells = found_cells.tolist()
    times = dict(zip(cells, np.bincount(places[places >= 0], minlength=len(cells)).tolist(), strict=True))
    read = {cell: option(cell, decimal) for cell in cells if isinstance(cell, str)}
    codes = {cell: _declared_or_number(cell, read.get(cell), options, decimal) for cell in cells}
    words = {cell: word for cell, one in read.items() if (word := word_of(one.words))}
    families = {word.family for cell, word in words.items() if not is_no_answer(read[cell].words, set())}
    left = [cell for cell in cells if codes[cell] is None and isinstance(cell, str)]
    silent = [cell for cell in left if is_no_answer(read[cell].words, families)]
    bare = [
        code
        for cell, code in codes.items()
        if code is not None and (cell not in read or not read[cell].words)
    ]
    codes |= dict.fromkeys(silent, np.nan)
    item = _Item(
        str(column.name),
        ends,
        {cell: read[cell] for cell in left if cell not in silent},
        words,
        any(within([code], ends) for code in bare),
    )
    declared = {cell: code for cell in read if (code := _declared(cell, read[cell], options)) is not None}
    found = item.codes(declared, {cell: read[cell] for cell in declared})
    codes |= found.of
    unknown = sorted((cell for cell in cells if codes[cell] is None), key=times.__getitem__, reverse=True)
    faults = found.faults or each(unknown, lambda cell: _unknown(column, cell, times[cell]), most=20)
    of = np.array([*(codes[cell] for cell in cells), None], dtype=float)  # the last is of missing cells
    counts = dict[str, int]()
    for cell in silent:
        counts[str(read[cell].words)] = counts.get(str(read[cell].words), 0) + times[cell]
    silent_counts = dict(sorted(counts.items(), key=lambda pair: -pair[1]))
    return Read(pd.Series(of[places], column.index, name=column.name), faults, silent_counts, found, codes)


class _Item(NamedTuple):
    """The options of an item that have no code yet, and what is known of them."""

    name: str
    ends: tuple[float, float]
    texts: Mapping[str, Option]
    words: Mapping[str, Word]
    bare_codes: bool

    def codes(self, declared: Mapping[str, float], beside: Mapping[str, Option]) -> Options:
        """Return the codes of the options, from the words and the numbers beside them."""
        if not self.texts or not np.isfinite(self.ends).all():
            return Options({}, [])
        rating = {cell: self.words[cell] for cell in self.texts if cell in self.words}
        numbered = {cell: one.number for cell, one in self.texts.items() if one.number is not None}
        places = {cell for cell in numbered if self.texts[cell].sign == "place"}
        marks = [(numbered[cell], word.strength) for cell, word in rating.items() if cell in numbered]
        stated = [
            (numbered[cell], word.strength)
            for cell, word in rating.items()
            if cell in numbered.keys() - places
        ]
        found = self._of_words(rating, numbered, places, declared, beside)
        of = {cell: found.of[plain(self.texts[cell].words)] for cell in rating if found.of}
        down = self._run_against(marks)
        if self._run_against(stated) or (down and (stated or self.bare_codes)):
            return Options({}, [_against(self.name, {cell: self.texts[cell] for cell in rating}, of)])
        by_words = dict(of)
        if down:  # they count the options
            marks, numbered = [], {cell: mark for cell, mark in numbered.items() if cell not in places}
        if self.bare_codes or all(of[cell] == numbered[cell] for cell in of if cell in numbered):
            # Numbers in the order of the words are codes, also beside words that are not known.
            sure = len({strength for _, strength in marks}) > 1 and within(
                [mark for mark, _ in marks], self.ends
            )
            of |= {cell: code for cell, code in numbered.items() if sure or self.texts[cell].sign == "code"}
        left = {plain(one.words): cell for cell, one in self.texts.items() if cell not in of}
        asked_for = _pasted(declared, left.values())
        whole = set(rating) <= set(of)
        faults = [] if whole else _set_faults(self.name, self.ends, rating, self.texts, declared, asked_for)
        counted = any(of[cell] != self.texts[cell].number for cell in places & set(of))
        by_count = any(by_words.get(cell) != of[cell] for cell in places & set(of))
        return Options(of, faults, found.unsure, counted, by_count)

    def _of_words(
        self,
        rating: Mapping[str, Word],
        numbered: Mapping[str, float],
        places: set[str],
        declared: Mapping[str, float],
        beside: Mapping[str, Option],
    ) -> Codes:
        """Return the codes of the rating words; where several sets fit, the numbers beside them say which is meant."""
        if not rating:
            return Codes({})
        families = {word.family for word in rating.values()} | {""}
        given = {cell: one for cell, one in beside.items()
                 if cell in self.words and self.words[cell].family in families}  # fmt: skip
        every = {plain(one.words): self.words[cell] for cell, one in self.texts.items() if cell in rating}
        every |= {plain(one.words): self.words[cell] for cell, one in given.items()}
        known = {plain(one.words): declared[cell] for cell, one in given.items()}
        told = {plain(self.texts[cell].words): numbered[cell] for cell in rating if cell in numbered}
        both = [told]
        if numbered.keys() <= places and len(told) > 1:  # a list may also begin with the best
            both.append({text: sum(self.ends) - place for text, place in told.items()})
        return codes_of(every, self.ends, known, set(declared.values()), both)

    def _run_against(self, marks: list[tuple[float, int]]) -> bool:
        """Tell whether numbers that may be codes have another order than the words, or the other end where one stands alone."""
        if not within([mark for mark, _ in marks], self.ends):
            return False
        if len(marks) == 1:
            (mark, strength), middle = marks[0], sum(self.ends) / 2
            return (mark - middle) * strength < 0
        return any((a - b) * (s - t) < 0 or (a == b) != (s == t) for (a, s), (b, t) in combinations(marks, 2))


def within(numbers_: Iterable[float], ends: tuple[float, float]) -> bool:
    """Tell whether all numbers can be codes of a scale."""
    return all(ends[0] <= each_ <= ends[1] for each_ in numbers_)


def _against(place: str, texts: Mapping[str, Option], by_words: Mapping[str, float]) -> Fault:
    """Return the fault of numbers that run against the words beside them, with both readings."""
    numbers_ = {one.words: one.number for one in texts.values() if one.number is not None}
    words = {one.words: by_words[cell] for cell, one in texts.items() if cell in by_words}
    way_out = Text("say which hold: options={words} are the words, options={numbers} the numbers",
                   words=_pasted(words), numbers=_pasted(numbers_))  # fmt: skip
    if not words:
        way_out = Text("give the codes that hold: options={codes}", codes=_pasted({}, numbers_))
    return Fault(place, "the numbers run against the words: {options}", way_out, options=list(texts))


def _pasted(codes: Mapping[str, float], asked_for: Iterable[str] = ()) -> str:
    """Return codes as they are typed, and dots for those that are to be given."""
    known = [f"{text!r}: {code:g}" for text, code in codes.items()]
    return "{" + ", ".join([*known, *(f"{text!r}: ..." for text in asked_for)]) + "}"


def _declared(cell: Any, read: Option | None, options: Mapping[str, float]) -> float | None:
    """Return the code that the user gave a text, as it is, or its words alone."""
    if cell in options:
        return float(options[cell])
    for form in () if read is None else (clean(cell), read.words, without_mark(cell)):
        if form and form in options:
            return float(options[form])
    return None


def _declared_or_number(
    cell: Any, read: Option | None, options: Mapping[str, float], decimal: Decimal
) -> float | None:
    declared = _declared(cell, read, options)
    value = number(cell, decimal) if declared is None else declared
    if value is None and read is not None and not read.words:
        return read.number
    # 无 may be "no value", and beside 有 it is an option.
    if (
        declared is None
        and value is not None
        and np.isnan(value)
        and read is not None
        and word_of(read.words)
    ):
        return None
    return value


def _set_faults(
    place: str,
    ends: tuple[float, float],
    rating: Mapping[str, Word],
    read: Mapping[str, Option],
    declared: Mapping[str, float],
    asked_for: str,
) -> list[Fault]:
    """Return why words that are known have no codes together.

    Too many or too few of them, of several scales, or against the codes that are declared; `asked_for` are the latter and
    those to be given.
    """
    texts = {plain(read[cell].words): cell for cell in rating}
    steps = ends[1] - ends[0] + 1
    told: dict[str, Any] = {"options": list(texts.values()), "codes": asked_for, "low": ends[0], "high": ends[1],
                            "steps": steps, "count": len(texts), "item": place}  # fmt: skip
    way_out = "give their codes: options={codes}"
    if len(scales_in(rating.values())) > 1:
        return [Fault(place, "has words of several scales: {options}", way_out, **told)]
    if declared and len(texts) > 1:
        problem = "{options} have no codes from {low:g} to {high:g} that go with those given: {given}"
        return [Fault(place, problem, way_out, **told, given=_pasted(declared))]
    if len(texts) > steps:
        way_out = "read with scale={{{item!r}: (1, {count})}}, or give their codes: options={codes}"
        problem = (
            "has {count} different options, and the scale from {low:g} to {high:g} has {steps:g}: {options}"
        )
        return [Fault(place, problem, way_out, **told)]
    if 1 < len(texts) < steps and len({word.strength for word in rating.values()}) == len(texts):
        problem = "{options} together tell no code of the scale from {low:g} to {high:g}"
        way_out = (
            "if these are all options, read with scale={{{item!r}: (1, {count})}}; else give their codes: "
            "options={codes}"
        )
        return [Fault(place, problem, way_out, **told)]
    return []


def _unknown(answers: pd.Series, text: Any, count: int) -> Fault:
    way = "give its code: options={{{text!r}: ...}}"
    if "┋" in str(text):
        way = "it holds several choices: export the answers as codes, one 0/1 column for each option"
    problem = "{text!r} ({count:once|# times}) is no code of the scale"
    place = whose(str(answers.name), answers.index[answers == text][0])
    if isinstance(text, str) and "," in text and number(text, ",") is not None:
        return no_number(place, text, asks=True)
    return Fault(place, problem, way, text=str(text)[:40], count=count)


def without(values: pd.Series, missing: tuple[float, ...]) -> tuple[pd.Series, int]:
    """Return the column with the codes that mean "no answer" emptied, and how many there were."""
    hit = np.isin(values.to_numpy(), missing)
    return values.mask(hit), int(hit.sum())
