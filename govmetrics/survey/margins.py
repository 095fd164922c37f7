"""The margins of a calibration, checked: categories as codes, shares, bounds, base weights."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, FaultyInput, each
from govmetrics.core.labels import clean, natural
from govmetrics.core.numbers import number
from govmetrics.core.options import is_number, shown, way_to
from govmetrics.core.respondent_weights import aligned, as_weights, weights_held
from govmetrics.core.totals import is_total
from govmetrics.core.words import Text
from govmetrics.numerics.arrays import Array, Ints
from govmetrics.numerics.calibration import Bounds

Targets = Mapping[str, Mapping[Hashable, float]]


def read_targets(targets: Targets) -> tuple[Targets, list[Fault]]:
    """Return the targets as plain mappings of clean names to shares, and what is wrong with them; refuse anything else.

    They are read as those of a file are: numbers may be text, and percentages that sum to about 100 are shares.
    """
    if not isinstance(targets, Mapping) or not all(
        isinstance(s, Mapping | pd.Series) for s in targets.values()
    ):
        way = way_to(targets, lambda held: isinstance(held, Mapping), ("targets",))
        example = Text('give for example {"sex": {"f": 0.43, "m": 0.57}}')
        raise FaultyInput("targets", "is not {column: {category: share}}", way or example)
    read, faults = dict[str, Mapping[Hashable, float]](), list[Fault]()
    for column, shares in targets.items():
        cells = list(shares.items())
        names = [clean(name) for name, _ in cells]
        faults += category_faults(str(column), names)
        numbers = as_shares(pd.Series([_number(share) for _, share in cells], dtype=object))
        read[column] = dict(zip(names, numbers.to_list(), strict=True))
    return read, faults


def _number(share: object) -> object:
    """Return what a text says as a number, itself where it says none."""
    said = number(share) if isinstance(share, str) else None
    return share if said is None else said


def as_shares(values: pd.Series) -> pd.Series:
    """Return percentages, which sum to about 100, as shares; other numbers stay, for `target_faults` to look at."""
    known = all(map(is_number, values)) and len(values) > 0
    return values / 100.0 if known and abs(float(values.sum()) - 100) < 1 else values


def category_faults(column: str, names: Sequence[object]) -> list[Fault]:
    """Return a fault for every category that is none: without a name, one of totals, or there twice."""
    faults = list[Fault]()
    blank = pd.Series(list[Any](names), dtype=object).isna()
    for place, name in enumerate(names):
        if name == "" or blank[place]:
            faults.append(Fault(column, "a category has no name", "name it as the answers do"))
        elif name in names[:place]:
            faults.append(Fault(f"{column}, {name!r}", "occurs more than once", "keep one of them"))
        elif is_total(name):
            problem = "{name!r} is a total, not a category"
            faults.append(Fault(f"{column}, {name!r}", problem, "take it out", name=name))
    return faults


def shares_of(targets: Targets) -> Array:
    """Return the target shares of all margins in one row, each margin summing to one exactly."""
    shares = [np.array(list(t.values()), dtype=float) for t in targets.values()]
    return np.concatenate([s / s.sum() for s in shares])


def margin_codes(
    frame: pd.DataFrame, targets: Targets, respondents: Ints | None = None
) -> tuple[list[Ints], list[Fault]]:
    """Return the place of every row's category in the targets, one array per column, and what is wrong.

    A row is one respondent, or so many `respondents`.
    """
    many = np.ones(len(frame), dtype=np.intp) if respondents is None else respondents
    codes, faults = list[Ints](), list[Fault]()
    if not targets or not len(frame):
        empty = "targets" if len(frame) else "frame"
        faults.append(Fault(empty, "is empty", "give at least one margin and one row"))
    for column, shares in targets.items():
        if column not in frame:
            faults.append(Fault(str(column), "is not a column of the frame", known_columns(frame)))
            continue
        answers = frame[column]
        if isinstance(answers, pd.DataFrame):
            faults.append(Fault(str(column), "occurs more than once", "keep one of them"))
            continue
        place = _places(answers, list(shares))
        if (place < 0).any():
            unknown = answers[place < 0]
            sums = pd.Series(many[place < 0]).groupby(unknown.array, sort=False, observed=True).sum()
            found = sums.sort_values(ascending=False, kind="stable").items()
            counts = ((column, category, int(count)) for category, count in found)
            faults += each(counts, partial(_untargeted, known=list(map(repr, shares))), most=20)
            if unknown.isna().any():
                problem = "{count:# respondent has|# respondents have} no answer"
                way = "leave these respondents out, or impute the category first; rake cannot place them"
                faults.append(Fault(str(column), problem, way, count=int(many[answers.isna()].sum())))
        codes.append(place)
    return codes, faults


def _untargeted(at: tuple[str, Hashable, int], known: list[str]) -> Fault:
    column, category, count = at
    problem = "{count:# respondent is|# respondents are} in it, and it has no target"
    way = "give it a share, or recode it as one of: {known}"
    return Fault(f"{column}, {category!r}", problem, way, count=count, known=known)


def _places(answers: pd.Series, categories: list[Hashable]) -> Ints:
    """Return the place of every answer in `categories`, -1 for none; each distinct answer is looked up once."""
    if isinstance(answers.dtype, pd.CategoricalDtype):
        codes, distinct = answers.cat.codes.to_numpy(), pd.Index(answers.cat.categories)
    else:
        try:
            codes, distinct = pd.factorize(answers)
        except TypeError:  # lists and the like, which are no category
            codes, distinct = pd.factorize(answers.map(_hashable))
    sought, there = (
        natural(pd.Series(list(map(clean, names)), dtype=object)) for names in (categories, distinct)
    )
    names = pd.Index(sought, dtype=object)
    if not names.is_unique:  # a fault of its own
        return np.zeros(len(answers), dtype=np.intp)
    return np.append(names.get_indexer(pd.Index(there, dtype=object)), -1)[codes].astype(np.intp)


def _hashable(cell: object) -> object:
    try:
        hash(cell)
    except TypeError:
        return repr(cell)
    return cell


def known_columns(frame: pd.DataFrame) -> Text:
    """Return the frame's columns as a way out."""
    return Text("columns are: {columns}", columns=list(map(str, frame.columns)))


def target_faults(targets: Targets) -> list[Fault]:
    """Return what is wrong with the target shares."""
    faults = list[Fault]()
    for column, shares in targets.items():
        bad = [k for k, share in shares.items() if not (is_number(share) and share >= 0)]
        way = "give a share from 0 to 1"
        faults += [
            Fault(f"{column}, {k!r}", "the target is {value}", way, value=shown(shares[k])) for k in bad
        ]
        total = 1.0 if bad else float(sum(shares.values()))
        if abs(total - 1) > 1e-6:
            problem = "the target shares sum to {total:.6g}, not 1"
            way = "give shares that sum to 1 or percentages that sum to 100; divide rounded ones, and counts, by their sum"
            faults.append(Fault(str(column), problem, way, total=total))
    return faults


def bound_faults(bounds: Bounds) -> list[Fault]:
    """Return what is wrong with the bounds."""
    pair = isinstance(bounds, tuple | list) and len(bounds) == 2 and all(map(is_number, bounds))
    if bounds is None or (pair and 0 <= bounds[0] < 1 < bounds[1]):
        return []
    way = "give (low, high) with 0 <= low < 1 < high, such as (0.3, 3)"
    return [Fault("bounds", "is {value}", way, value=shown(bounds))]


def base_weights(frame: pd.DataFrame, base: pd.Series | None) -> tuple[Array, list[Fault]]:
    """Return base weights with mean 1, and what is wrong with them."""
    if base is None:
        return np.ones(len(frame)), []
    series = aligned(base, frame.index)
    if series is None:
        way = weights_held(base) or Text("give one weight for each respondent, under the same index")
        return np.ones(len(frame)), [Fault("base", "is not a Series under the frame's index", way)]
    w, faults = as_weights(series, "base")
    return w / w.mean() if not faults else w, faults
