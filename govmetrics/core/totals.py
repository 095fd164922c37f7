"""Rows that are no units: totals and averages, statistics, targets and weights at the head or foot of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from govmetrics.core.errors import Fault, each
from govmetrics.core.labels import all_clean, clean
from govmetrics.core.words import Note, Text

_CHINESE = r"(?:合计|总计|小计|共计|总和|汇总|平均(?:值|数|分|水平)?|均值|均数)"
_OTHER = (
    r"(?:满分(?:值)?|目标(?:值|分)?|基准值|标准值|参考值|及格线|标准差|方差|变异系数|极差|中位(?:数|值)|众数|最[大小高低](?:值|分)?"
    r"|总体|同比(?:[增减].*)?|环比(?:[增减].*)?|[比较](?:上年|去年|上期).*|[上去]年同期.*|增[减长](?:率|幅|数|额)?|增幅|样本(?:量|数)|其中[:：].*"
    r"|排名|名次|位次|权重(?:值|系数)?|序号|栏次|行次|列次|计量单位)"
)
"""Statistics, targets and weights that stand in rows of their own."""
_AREAS = r"(?:全市|全区|全县|全省|全国|全街道|全镇|全乡|全校|全院|全州|全旗|全系统)"
_TRADITIONAL = dict(
    zip(
        "计总汇标准县国镇乡变异系权参线级众数满区单",
        "計總匯標準縣國鎮鄉變異係權參線級眾數滿區單",
        strict=True,
    )
)


def _either(pattern: str) -> re.Pattern[str]:
    """Return a pattern of simplified characters that fits the traditional ones, too."""
    told = (f"[{mark}{_TRADITIONAL[mark]}]" if mark in _TRADITIONAL else mark for mark in pattern)
    return re.compile("".join(told))


_MARKED = _either(rf".*{_CHINESE}[)）:：]*|{_CHINESE}[(（:：].*|{_AREAS}[)）:：]*")
_STATED = _either(rf"[(（]?{_OTHER}(?:[(（].*[)）]|[)）:：])*")
_HINT = _either(f"{_CHINESE}|{_AREAS}|{_OTHER}")
_WORDS = {
    *("totaux", "gesamt", "summe", "sum", "mean", "average", "avg", "avg.", "overall", "world", "promedio"),
    *(
        "moyenne",
        "mittelwert",
        "somme",
        "suma",
        "media",
        "ensemble",
        "insgesamt",
        "zusammen",
        "durchschnitt",
        "gesamtsumme",
    ),
    *("gesamtergebnis", "total général", "total general", "totale", "média", "∑", "ø", "summe:", "of which"),
    *(
        f"{before}total{after}"
        for before in ("", "grand ", "sub", "sub ", "sub-")
        for after in ("", "s", ":", "s:")
    ),
}


_STATISTICS = {
    *("std", "std.", "std dev", "std. dev.", "stdev", "standard deviation", "variance", "median", "maximum", "minimum"),
    *("max", "max.", "min", "min.", "rank", "ranking", "target", "targets", "target value", "weight", "weights"),
    *("full marks", "full score", "benchmark", "quartile", "percentile", "standardabweichung", "gewicht", "zielwert"),
    *("médiane", "écart-type", "objectif", "mediana", "máximo", "mínimo", "objetivo", "desviación estándar"),
}  # fmt: skip
_PHRASE = re.compile(
    r"(?:(?:district|city|county|state|national|regional|borough|area|group|weighted|simple|overall) (?:average|mean|total)"
    r"|(?:grand |sub-?)?totals? ?(?:\d{4}|\(.*\))|(?:mean|average|sum|median) ?\(.*\)|.+ (?:ins)?gesamt)[.:]?"
)
"""Totals and averages of several words, which say of what or of when they are."""
_PHRASE_HINT = re.compile(r"\b(?:totals?|average|mean|sum|median|(?:ins)?gesamt)\b")
_WAY_OUT = Text("leave the row out, or rename the unit if it is one")


def total_faults(units: pd.Index, way_out: Text = _WAY_OUT) -> list[Fault]:
    """Return a fault for every name that is one of a total, an average, a statistic, a target or a weight."""
    named = named_totals(units)
    found = dict.fromkeys(units[named]) if named.any() else {}

    def fault(name: Any) -> Fault:
        problem = "is a row of statistics, targets or weights, not a unit"
        if not is_statistic(name):
            problem = "is a row of totals or averages, not a unit"
        return Fault(str(name), problem, way_out)

    return each(found, fault)


def total_notes(units: pd.Index) -> list[Note]:
    """Return a note that names the units called like totals or averages, where there are any."""
    named = named_totals(units)
    if not named.any():
        return []
    told = "counted as units, though called like totals or averages: {names:10}"
    return [Note(told, names=list(dict.fromkeys(units[named])))]


def is_total(name: Any) -> bool:
    """Tell whether a row's name is that of a total, an average, a statistic, a target or a weight.

    Examples
    --------
    >>> [is_total(name) for name in ("合 計", "东街道小计", "全區", "Total", "标准差", "总计路社区", "Totalville")]
    [True, True, True, True, True, False, False]
    """
    if not isinstance(name, str):
        return False
    text = clean(name).casefold()
    called = text in _WORDS or _MARKED.fullmatch(text) or _PHRASE.fullmatch(text)
    return bool(called) or is_statistic(name)


def is_statistic(name: str) -> bool:
    """Tell whether a row's name is that of a statistic, a target or a weight, not of a total or an average."""
    text = clean(name).casefold().rstrip(":")
    return text in _STATISTICS or _STATED.fullmatch(text) is not None


def named_totals(units: pd.Series | pd.Index) -> np.ndarray:
    """Return which rows are totals by their names; none where all rows are, or a single one is left.

    Parameters
    ----------
    units : Series or Index
        The name of every row.
    """
    if pd.api.types.is_numeric_dtype(units.dtype):
        return np.zeros(len(units), dtype=bool)
    if _none_named(pd.Index(units).to_numpy(dtype=object).tolist()):
        return np.zeros(len(units), dtype=bool)
    codes, unique = pd.factorize(pd.Index(units))
    total = np.array([is_total(name) for name in unique], dtype=bool)
    if not total.any() or (~total).sum() < 2:
        return np.zeros(len(codes), dtype=bool)
    return np.asarray(np.append(total, False)[codes])


def _none_named(names: list[Any]) -> bool:
    """Tell, looking at all names at once, that none is that of a total: so it is in nearly every table."""
    if set(map(type, names)) != {str} or not all_clean(names):
        return False
    text = "|".join(names).casefold()
    parts = {part.rstrip(":") for part in text.split("|")} if ":" in text else text.split("|")
    none = (_WORDS | _STATISTICS).isdisjoint(parts) and not _PHRASE_HINT.search(text)
    return none and (text.isascii() or not _HINT.search(text))


class Total(NamedTuple):
    """What a row stands for: the sum or the mean of other rows, all of its period where `of` names none."""

    what: str
    of: tuple[int, ...] = ()


def computed_totals(
    values: pd.DataFrame, periods: np.ndarray | None = None, streets: np.ndarray | None = None
) -> dict[int, Total]:
    """Return rows that equal the sum or the mean of others of their period in every column that they fill.

    Up to the digits that were written; gaps of the others count as nothing. Others are all rows of the period; those
    of the same street; or, in tables of up to 20,000 rows, two to sixty that stand directly above or below. One column,
    or columns that all move together, prove nothing: in 10, 20, 30 the middle is the mean of the others; of a column that
    follows from others only the rest counts. The digits that
    agree must be so many that chance seldom gives them: the mean of all, first or last in its table, has one and a half
    (two columns of ratings from 1 to 5 have fewer), the sum one, a row in between three. Of two others, and of rows that
    stand together, chance gives them in less than one in a thousand (of two others, in ten thousand) such tables, in
    three columns or more; a total of two stands first or last.

    Parameters
    ----------
    values : DataFrame of float
    periods, streets : array of int, optional
        The period and the street of every row.

    Returns
    -------
    dict
        Place of the row: what it stands for.
    """
    x = values.to_numpy(dtype=float)
    if not (np.abs(x) < _HUGE).all():  # what is infinite is a fault of its own
        x = np.where(np.abs(x) < _HUGE, x, np.nan)
    group = np.zeros(len(x), dtype=np.intp) if periods is None else periods
    found = {row: Total(what) for row, what in _whole(x, group).items()}
    rest = _without(len(x), found)
    parts = {
        int(rest[row]): Total(what, tuple(rest[list(of)].tolist()))
        for row, (what, of) in _blocks(x[rest], group[rest]).items()
    }
    if streets is not None and len(np.unique(streets)) > 1:
        both = np.unique(np.column_stack([group, streets]), axis=0, return_inverse=True)[1].ravel()
        for row, what in _whole(x, both, many=True).items():
            of = np.flatnonzero((both == both[row]) & (np.arange(len(x)) != row))
            parts.setdefault(row, Total(what, tuple(of.tolist())))
    if parts:  # a total of all stands beside those of the parts
        rest = _without(len(x), found | parts)
        found |= {int(rest[row]): Total(what) for row, what in _whole(x[rest], group[rest]).items()}
    return parts | found


def _without(count: int, found: Iterable[int]) -> np.ndarray:
    kept = np.ones(count, dtype=bool)
    kept[list(found)] = False
    return np.flatnonzero(kept)


Test = Callable[[np.ndarray, np.ndarray], np.ndarray]
# From the sum of a row's others, and how many they are, what the row has if it stands for them.
_TESTS: dict[str, Test] = {
    "sum": lambda rest, _: rest,
    "mean": lambda rest, others: rest / np.maximum(others, 1),
}
_LONGEST, _MOST_ROWS, _MOST_DIGITS = 60, 20_000, 6.0
_RARE, _RARE_OF_TWO = 3.0, 4.0
_HUGE = 1e300
_ROUNDING = 0.05
"""So small a part of a column is what rounding leaves."""
_FREE = 3
"""So many more rows than columns tell how columns go together."""
_FAR = 10.0
"""So many times larger than a block's rows are rows that tell nothing of how its columns go together."""
_MOST_LOST = 0.05001
"""What a whole number in a row of means has lost at most: the row is rounded to one digit or more."""
_LIKELY = {"sum": 1.0, "mean": 1.5}


def _whole(x: np.ndarray, group: np.ndarray, many: bool = False) -> dict[int, str]:
    """Return the rows that stand for all others of their group; `many` groups ask for more of a pair of others."""
    return {row: what for what in _TESTS for row in _equal(x, group, what, many)}


def _equal(x: np.ndarray, group: np.ndarray, what: str, many: bool) -> list[int]:
    rows = np.arange(len(x))
    for agree in (_nearly, _agree):
        seen = np.zeros(len(x), dtype=int)
        for column in x.T:
            known = np.isfinite(column)
            total = np.bincount(group, np.where(known, column, 0.0))
            count = np.bincount(group, known)
            here, at = column[rows], group[rows]
            near = _TESTS[what](total[at] - here, count[at] - 1)
            blank = np.isnan(here)
            slack = np.zeros(len(rows))
            close = np.flatnonzero(_whole_number(here) & (np.abs(here - near) <= _MOST_LOST))
            slack[close] = _lost(x[rows[close]], what)
            fits = blank | (count[at] < 2) | agree(here, near, slack)
            seen[rows[fits & ~blank & (count[at] > 2)]] += 1
            rows = rows[fits]
            if not len(rows):
                return []
    return [row for row in rows.tolist() if seen[row] > 1 and _stands_for(x, group, row, what, many)]


def _stands_for(x: np.ndarray, group: np.ndarray, row: int, what: str, many: bool) -> bool:
    places = np.flatnonzero(group == group[row])
    others = places[places != row]
    outside = row in (places[0], places[-1])
    if len(others) > 2:
        full = (np.isfinite(x[others]).sum(axis=0) > 2) & np.isfinite(x[row])
        block = x[np.ix_(others, np.flatnonzero(full))]
        if full.sum() < 2 or not _independent(block):
            return False
        digits = _digits(block, x[row, full], what, block)
        return bool((digits > 0).sum() > 1 and digits.sum() >= (_LIKELY[what] if outside else _RARE))
    rare = _RARE_OF_TWO + (np.log10(len(x)) if many else 0.0)
    return outside and _sure(x[others], x[row], what, rare)


def _blocks(x: np.ndarray, group: np.ndarray) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Return the rows that are the sum or the mean of rows directly above or below, and which these are."""
    found: dict[int, tuple[str, tuple[int, ...]]] = {}
    if not 3 < len(x) <= _MOST_ROWS or x.shape[1] < 2:
        return found
    order = np.argsort(group, kind="stable")
    longest = min(_LONGEST, len(x) - 2)
    rare = _RARE + np.log10(4 * len(x) * longest)
    x = x[:, np.argsort(-_distinct(x))]  # what tells rows apart comes first
    grid = _grid(len(x), longest)
    fits = [
        (what, int(rows[place]), rows[place - length : place])
        for rows in (order, order[::-1])  # those above, those below
        for what in _TESTS
        for place, length in _candidates(x[rows], group[rows], grid, what)
    ]
    beside = x[_without(len(x), {row for _, row, _ in fits})]
    for what, row, block in fits:
        if row not in found and _sure(x[block], x[row], what, rare, beside):
            found[row] = what, tuple(sorted(block.tolist()))
    return found


def _distinct(x: np.ndarray) -> np.ndarray:
    """Return how many different values each column has; gaps are one."""
    ordered = np.sort(x, axis=0)  # gaps come last
    return np.asarray(1 + ((ordered[1:] != ordered[:-1]) & ~np.isnan(ordered[:-1])).sum(axis=0))


def _grid(rows: int, longest: int) -> tuple[np.ndarray, np.ndarray]:
    """Return all (row, length) with so many rows before it."""
    places, lengths = (part.ravel() for part in np.meshgrid(np.arange(rows), np.arange(2, longest + 1)))
    inside = places >= lengths
    return places[inside], lengths[inside]


def _candidates(
    x: np.ndarray, group: np.ndarray, grid: tuple[np.ndarray, np.ndarray], what: str
) -> list[tuple[int, int]]:
    """Return (row, length) where a row equals the sum or mean of so many rows before it, in all columns it fills."""
    places, lengths = grid
    if group[0] != group[-1]:  # they are in order
        same = group[places] == group[places - lengths]
        places, lengths = places[same], lengths[same]
    lost = _lost(x, what)
    for agree in (_nearly, _agree):
        for column in x.T:
            if not len(places):
                return []
            known = np.isfinite(column)
            sums = np.append(0.0, np.cumsum(np.where(known, column, 0.0)))
            counts = np.append(0, np.cumsum(known))
            start = places - lengths
            here, total = column[places], sums[places]
            near = _TESTS[what](total - sums[start], counts[places] - counts[start])
            slack = 1e-12 * np.abs(total)  # what the running sums lose
            slack += np.where(_whole_number(here), lost[places], 0.0)
            fits = np.isnan(here) | agree(here, near, slack)
            places, lengths = places[fits], lengths[fits]
    fits = _vary(x, places, lengths)
    places, lengths = places[fits], lengths[fits]
    fits = _added_anew(x, places, lengths, what)
    return list(zip(places[fits].tolist(), lengths[fits].tolist(), strict=True))


def _vary(x: np.ndarray, places: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Return which candidates have rows that can be independent: rows alike, such as of zeros, fit by the thousand."""
    columns = np.zeros(len(places), dtype=int)
    for column in x.T:
        changes = np.append(0, np.cumsum(column[1:] != column[:-1]))
        columns += changes[places - 1] != changes[places - lengths]
    return np.asarray(columns > (lengths > 2))


def _added_anew(x: np.ndarray, places: np.ndarray, lengths: np.ndarray, what: str) -> np.ndarray:
    """Return which candidates agree by a sum of their rows alone: a far larger row above leaves rounding in running sums."""
    fits, lost = np.ones(len(places), dtype=bool), _lost(x, what)
    for length in np.unique(lengths):
        at = np.flatnonzero(lengths == length)
        rows = places[at, None] - np.arange(1, length + 1)
        for column in x.T:
            block, here = column[rows], column[places[at]]
            known = np.isfinite(block)
            block = np.where(known, block, 0.0)
            near = _TESTS[what](block.sum(axis=1), known.sum(axis=1))
            slack = 1e-12 * np.abs(block).sum(axis=1) + np.where(_whole_number(here), lost[places[at]], 0.0)
            fits[at] &= np.isnan(here) | _agree(here, near, slack)
    return fits


def _sure(
    block: np.ndarray, row: np.ndarray, what: str, rare: float, beside: np.ndarray | None = None
) -> bool:
    """Tell whether a row agrees with a block in so many digits that it is no chance (`rare`, as a power of ten).

    How far columns go their own ways is seen in the rows `beside`, where the block has too few.
    """
    full = np.isfinite(block).all(axis=0) & np.isfinite(row)
    block, row = block[:, full], row[full]
    known = block if beside is None or len(block) >= block.shape[1] + _FREE else beside[:, full]
    if block.shape[1] < (3 if len(block) == 2 else 2) or not _independent(block):
        return False
    digits = _digits(block, row, what, known)
    return bool((digits > 0).sum() > 1 + (len(block) == 2) and digits.sum() >= rare)


def _digits(block: np.ndarray, row: np.ndarray, what: str, known: np.ndarray) -> np.ndarray:
    """Return in how many digits a row that agrees with a block does so, column by column: what chance had to hit.

    Of a column that follows from those before it, in the rows `known`, only the rest counts.
    """
    size = np.sort(np.where(np.isnan(block), 0.0, np.abs(block)), axis=0)
    spread = size[-2] if what == "sum" else np.nanmax(block, axis=0) - np.nanmin(block, axis=0)
    alike = known[~(np.abs(known) > _FAR * size[-2 if what == "sum" else -1]).any(axis=1)]
    if (
        len(alike) >= known.shape[1] + _FREE
    ):  # all columns follow from a unit that is far larger than the others
        known = alike
    digits = np.log10(np.maximum(spread * _own(known) / _units(np.vstack([block, row])), 1.0))
    return np.asarray(np.minimum(digits, _MOST_DIGITS))


def _own(known: np.ndarray) -> np.ndarray:
    """Return what part of each column's spread does not follow from the columns before it; all of it where rows are few."""
    part = np.ones(known.shape[1])
    rows = known[np.isfinite(known).all(axis=1)]
    if len(rows) < len(part) + _FREE:
        return part
    apart = rows - rows.mean(axis=0)
    apart /= np.maximum(np.abs(apart).max(axis=0, initial=0.0), 1e-300)
    for place in range(1, len(part)):
        column, before = apart[:, place], apart[:, :place]
        rest = column - before @ np.linalg.lstsq(before, column, rcond=None)[0]
        size, left = float(column @ column) / (len(rows) - 1), float(rest @ rest) / (len(rows) - 1 - place)
        part[place] = min(1.0, (left / size) ** 0.5) if size > 0 else 1.0
    return np.where(part < _ROUNDING, 0.0, part)


def _units(x: np.ndarray) -> np.ndarray:
    """Return one unit of the last digit in which the numbers of each column differ: 100 for 1200 and 300, 0.1 for 2.5."""
    unit = np.full(x.shape[1], 1e-6)
    for power in range(-5, 7):
        off = np.abs(x - np.round(x, -power)) > 1e-9 * np.maximum(1.0, np.abs(x))
        unit[~off.any(axis=0)] = 10.0**power  # gaps are no numbers
    return unit


def _nearly(x: np.ndarray, near: np.ndarray, slack: np.ndarray | float = 0.0) -> np.ndarray:
    """Return where two numbers may agree: most do not, which is told at once, and is asked of all columns first."""
    return np.asarray(np.abs(x - near) <= 0.06 + 1e-9 * np.maximum(1.0, np.abs(near)) + slack)


def _agree(x: np.ndarray, near: np.ndarray, slack: np.ndarray | float = 0.0) -> np.ndarray:
    """Return where two numbers agree up to the digits that were written."""
    close = _nearly(x, near, slack)
    at = np.flatnonzero(close)
    lost = slack if isinstance(slack, float) else slack[at]
    close[at] = np.abs(x[at] - near[at]) <= _written(x[at], near[at]) + lost
    return close


def _written(x: np.ndarray, near: np.ndarray) -> np.ndarray:
    """Return half a unit of the last digit that was written; whole numbers are exact."""
    size = np.asarray(1e-9 * np.maximum(1.0, np.abs(near)))
    left = ~_whole_number(x)
    for digits in range(1, 7):
        here = left & (np.abs(x - np.round(x, digits)) <= 1e-9)
        size[here] = np.maximum(size[here], 0.5001 * 10.0**-digits)
        left &= ~here
    return size


def _whole_number(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.abs(x - np.round(x)) <= 1e-9)


def _lost(rows: np.ndarray, what: str) -> np.ndarray:
    """Return what whole numbers of each row of means may have lost: 45.0 beside 38.4 is rounded to one digit as that is."""
    lost = np.zeros(len(rows))
    if what == "mean":
        for digits in range(6):
            lost[(np.abs(rows - np.round(rows, digits)) > 1e-9).any(axis=1)] = _MOST_LOST * 10.0**-digits
    return lost


def _independent(others: np.ndarray) -> bool:
    """Tell whether rows differ in more than one way; of two, whether one is not a multiple of the other."""
    means = np.nanmean(others, axis=0)
    spread = np.where(np.isnan(others), 0.0, others - (means if len(others) > 2 else 0.0))
    spread = spread[:, np.abs(spread).max(axis=0, initial=0) > 0]
    size = spread / np.abs(spread).max(axis=0, initial=1e-300)
    return bool(np.linalg.matrix_rank(size, tol=1e-6) > 1) if size.size else False
