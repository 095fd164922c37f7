"""Units of measurement as people write them: which are percentages, how far they go, how one is turned into another."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import combinations
from typing import NamedTuple

from govmetrics.core.labels import clean

PERCENT = ("%", "％", "percent", "per cent", "百分")
_SHARES = {
    1e-2: "% pct percent percentage 百分比 百分数 百分率 prozent",
    1e-3: "‰ permille permil 千分比 千分数 千分率 promille",
    1e-4: "‱ 万分比 万分率",
    1.0: "share proportion fraction ratio 小数 比值 倍",
}
_BASES: dict[str, dict[float, str]] = {
    "count": {1: "个 件 次 项 条 起 场 场次 家 处 例 宗 份 张 篇 辆 套 座 步 count counts number case cases time times visit "
                 "visits meeting meetings step steps event events item items complaint complaints"},
    "person": {1: "人 人次 人数 名 person persons people resident residents inhabitant inhabitants citizen citizens "
                  "einwohner personen habitants personnes habitantes personas"},
    "household": {1: "户 household households haushalte"},
    "yuan": {1: "元 人民币元 yuan rmb cny renminbi"},
    "dollar": {1: "美元 usd us$ $ dollar dollars"},
    "euro": {1: "欧元 eur € euro euros"},
    "pound": {1: "英镑 gbp £"},
    "yen": {1: "日元 jpy yen"},
    "Hong Kong dollar": {1: "港元 港币 hkd hk$"},
    "time": {1: "小时 hour hours hr hrs stunden heures horas", 1 / 60: "分钟 minute minutes min mins minuten",
             1 / 3600: "秒 second seconds sec", 24: "天 日 day days tag tage jours días", 168: "周 星期 week weeks"},
    "working day": {24: "工作日 个工作日"},
    "year": {1: "年 year years", 1 / 12: "个月 月 month months"},
    "length": {1: "米 m metre metres meter meters", 1e3: "公里 km kilometre kilometres kilometer kilometers", 1e-2: "厘米 cm"},
    "area": {1: "平方米 m2 m² sqm", 1e4: "公顷 ha hectare hectares", 1e6: "平方公里 平方千米 km2 km²", 2000 / 3: "亩"},
    "mass": {1: "克 g", 1e3: "千克 公斤 kg", 500: "斤", 1e6: "吨 t tonne tonnes"},
}  # fmt: skip
_KNOWN = {
    word: (base, size)
    for base, sizes in _BASES.items()
    for size, text in sizes.items()
    for word in text.split()
}
_ALIKE = ({"count", "person", "household"}, {"time", "working day"})
"""What is counted differently and may stand for each other where the sizes agree."""
_TIMES = {
    "十": 10.0, "百": 1e2, "千": 1e3, "万": 1e4, "十万": 1e5, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "百亿": 1e10,
    "千亿": 1e11, "万亿": 1e12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "mn": 1e6, "bn": 1e9,
    "mio": 1e6, "mio.": 1e6, "mrd": 1e9, "mrd.": 1e9, "tsd": 1e3, "tsd.": 1e3, "'000": 1e3, "000s": 1e3,
    "hundreds": 1e2, "thousands": 1e3, "millions": 1e6, "billions": 1e9,
}  # fmt: skip
_CHINESE = re.compile(r"(\d[\d,.]*)?(万亿|[十百千]?[万亿]|[十百千])(.*)")
_AMOUNT = re.compile(r"\d{1,3}(?:[, ]\d{3})+|\d+")
_SPAN = re.compile(
    r"(?:^|[\s(])(-?\d+(?:\.\d+)?)\s*(?:-|–|—|~|至|到|to|\.\.)\s*(-?\d+(?:\.\d+)?)\s*(?:分|%)?\)?$"
)
_UNBOUNDED = re.compile(
    "year|growth|change|increase|decrease|gdp|target|plan|budget|增|变|年|降|同比|环比|目标|计划|预算"
)
_COUNTED = {"count", "person", "household", "time", "working day"}
_MONEY = {"yuan", "dollar", "euro", "pound", "yen", "Hong Kong dollar"}


Unit = str | Mapping[str, str]
"""A unit of measurement: a text, or one in each language."""


class Measure(NamedTuple):
    """What is measured, and how many of its smallest unit one is."""

    of: str
    size: float


def plain(unit: str) -> str:
    """Return a unit of measurement as it is compared: usual digits and signs, small letters, no needless blanks."""
    text = unicodedata.normalize("NFKC", str(clean(unit)).replace("²", "2"))
    return text.casefold().replace("～", "~").replace("’", "'").replace("−", "-").strip()


def texts_of(unit: Unit) -> tuple[str, ...]:
    """Return what a unit is called, once in each language; nothing where it is not said."""
    return tuple(text for text in ((unit,) if isinstance(unit, str) else unit.values()) if text.strip())


def contradict(unit: Unit) -> bool:
    """Tell whether the texts of a unit say different ones, or different ranges.

    Examples
    --------
    >>> contradict({"en": "thousand cases", "zh": "千件"}), contradict({"en": "cases", "zh": "千件"})
    (False, True)
    """
    pairs = combinations(texts_of(unit), 2)
    return any(factor(a, b) is not None or len({_span(a), _span(b)} - {None}) > 1 for a, b in pairs)


def is_percentage(unit: Unit) -> bool:
    """Tell whether a unit is a percentage, in any language.

    Examples
    --------
    >>> is_percentage("% on time"), is_percentage({"en": "solved in time", "zh": "百分比"}), is_percentage("days")
    (True, True, False)
    """
    return any(sign in text.lower() for text in texts_of(unit) for sign in PERCENT)


def span_of(unit: Unit) -> tuple[float, float] | None:
    """Return the range that stands at the end of a unit, where one does.

    Examples
    --------
    >>> span_of("score 0-100"), span_of("% 0-150"), span_of("件 -20-99"), span_of("score 0-1 / 1-5")
    ((0.0, 100.0), (0.0, 150.0), (-20.0, 99.0), None)
    """
    return next((span for text in texts_of(unit) if (span := _span(text))), None)


@cache
def _span(unit: str) -> tuple[float, float] | None:
    text = plain(unit)
    found = None if " / " in text else _SPAN.search(text)
    ends = (float(found[1]), float(found[2])) if found else (0.0, 0.0)
    return ends if ends[0] < ends[1] else None


def range_of(unit: Unit) -> tuple[float, float] | None:
    """Return the range of a leaf's values as its unit says it: the one at its end, else 0 to 100 of a percentage.

    Examples
    --------
    >>> range_of("score 0-1"), range_of("%"), range_of("days")
    ((0.0, 1.0), (0.0, 100.0), None)
    """
    if not unit:
        return None
    return span_of(unit) or ((0.0, 100.0) if is_percentage(unit) else None)


def wider_unit(unit: Unit, low: float, high: float) -> Unit:
    """Return a unit with another range at its end, in each language.

    Examples
    --------
    >>> wider_unit("%", 0, 150), wider_unit("score 0-10", -2, 10), wider_unit({"en": "points", "zh": "分"}, 0, 5)
    ('% 0-150', 'score -2-10', {'en': 'points 0-5', 'zh': '分 0-5'})
    """
    if not isinstance(unit, str):
        return {language: str(wider_unit(text, low, high)) for language, text in unit.items()}
    bare = unit.strip() if span_of(unit) is None else _SPAN.sub("", unit.strip()).strip()
    return f"{bare} {low:g}-{high:g}".strip()


def bounds(unit: Unit, usual: bool = False) -> tuple[float, float]:
    """Return the lowest and the highest value that a unit of measurement has.

    A range at its end says it; a percentage goes from 0 to 100, unless it is one of change, or of what may be exceeded
    ("% of GDP", "% of target"); a count and time do not go below 0, nor does money as a rule (`usual`).

    Examples
    --------
    >>> bounds("%"), bounds("% per year"), bounds("万件"), bounds("1-7"), bounds("°C")
    ((0.0, 100.0), (-inf, inf), (0.0, inf), (1.0, 7.0), (-inf, inf))
    """
    return _bounds(texts_of(unit), usual)


@cache
def _bounds(texts: tuple[str, ...], usual: bool) -> tuple[float, float]:
    infinite = float("inf")
    span = next(filter(None, map(_span, texts)), None)
    if span:
        return span
    if any(map(is_percentage, texts)):
        return (-infinite, infinite) if _changes(texts) else (0.0, 100.0)
    known = next((found for text in texts if (found := measure(plain(text).split("/", maxsplit=1)[0]))), None)
    if known and known.of == "share" and known.size < 1:
        return 0.0, 1 / known.size
    return (0.0 if known and known.of in _COUNTED | (_MONEY if usual else set()) else -infinite), infinite


def _changes(texts: tuple[str, ...]) -> bool:
    """Tell whether a percentage is one of change, or of what may be exceeded."""
    return any(_UNBOUNDED.search(plain(text)) for text in texts)


def factor(given: str, wanted: Unit) -> float | None:
    """Return by what numbers in one unit are multiplied to be in another.

    NaN where no number does it; None where both are one, or one of them is not known.

    Examples
    --------
    >>> factor("万件", "件"), factor("‰", "%"), factor("day", "hours"), factor("千元", "美元"), factor("居民", "%")
    (10000.0, 0.1, 24.0, nan, None)
    """
    one, texts = measure(given), texts_of(wanted)
    two = next((found for text in texts if (found := measure(text))), None)
    if plain(given) in map(plain, texts) or one is None or two is None:
        return None
    ratio = one.size / two.size
    (above, _, below), (top, _, base) = one.of.partition("/"), two.of.partition("/")
    alike = above == top or "" in (above, top) or any({above, top} <= kinds for kinds in _ALIKE)
    if alike and abs(ratio - 1) < 1e-9:  # a heading often leaves "a year" out
        return None
    return float(f"{ratio:.16g}") if below == base and (above == top or "" in (above, top)) else float("nan")


def times_of(given: str, wanted: Unit) -> float | None:
    """Return by what a number with a unit behind it is multiplied to be in another unit; None where that is not certain.

    1 where both are one; 万 or 亿 alone counts what is wanted, unless that is a multiple itself (3万 among 万元); 倍 of a
    percentage of change may be what is reached, or what is added.

    Examples
    --------
    >>> times_of("起", "起"), times_of("万", "人"), times_of("周", "天"), times_of("万", "万元"), times_of("人", "次")
    (1.0, 10000.0, 7.0, None, None)
    """
    texts = texts_of(wanted)
    bare = [_SPAN.sub("", plain(text)).strip() for text in texts]
    if plain(given) in (*map(plain, texts), *filter(None, bare)):
        return 1.0
    if plain(given) in _TIMES:
        known = [found for text in bare if (found := measure(text))]
        alone = known and all(found.size == 1 and found.of in _COUNTED | _MONEY for found in known)
        return _TIMES[plain(given)] if alone else None
    by = factor(given, wanted)
    one = measure(given)
    if by is None or one is None or not math.isfinite(by) or "/" in one.of or not one.of:
        return None
    return None if one == Measure("share", 1.0) and _changes(texts) else by


@cache
def measure(unit: str) -> Measure | None:
    """Return what a unit measures, None where that is not known.

    Examples
    --------
    >>> measure("万元"), measure("件/万人"), measure("满意")
    (Measure(of='yuan', size=10000.0), Measure(of='count/person', size=0.0001), None)
    """
    text = plain(unit)
    if span_of(unit) and not is_percentage(text):
        text = _SPAN.sub("", text).strip()
    share = _share(text)
    if share is not None:
        return Measure("share", share)
    above, per, below = text.partition("/")
    if not per and text.startswith("每"):
        above, below = "", text[1:]
    elif not per and re.search(r"(^|\s)per\s", text):
        above, below = re.split(r"(?:^|\s)per\s", text, maxsplit=1)
    if not below:
        found = _amount(text)  # "2024年" says when, not how much
        return None if found and found.of == "year" else found
    one = Measure("", 1.0) if not above.strip() else _amount(above)
    two = _amount(below.strip().removeprefix("每"))
    if one is None or two is None:
        return None
    return Measure(f"{one.of}/{two.of or 'person'}", one.size / two.size)


def _share(text: str) -> float | None:
    """Return how much one of a unit is, where it is a share."""
    text = re.sub(r"\bper (cent|mille|mil)\b", r"per\1", text)
    head = text.split(maxsplit=1)[0] if text else ""
    for size, words in _SHARES.items():
        if text in words.split() or (size < 1 and head in words.split()):
            return size
    return None


def _amount(text: str) -> Measure | None:
    """Return what is counted or measured, such as "万元", "thousand yuan", "100,000 people" or "10万人"."""
    text = text.strip()
    if text in _KNOWN:
        return Measure(_KNOWN[text][0], float(_KNOWN[text][1]))
    size, rest = 1.0, text
    number = _AMOUNT.match(rest)
    if number:
        size, rest = float(re.sub("[, ]", "", number[0])), rest[number.end() :].strip()
        if not 0 < size < math.inf:
            return None
    times = _CHINESE.fullmatch(rest)
    if times and not times[1]:
        size, rest = size * _TIMES[times[2]], times[3]
    words = [word for word in rest.split() if word != "of"]
    for word in words:
        size *= _TIMES.get(word, 1.0)
    rest = " ".join(word for word in words if word not in _TIMES)
    if not rest:
        return Measure("", size) if size != 1 and (times or words or number) else None
    known = _KNOWN.get(rest)
    if known and number and known[0] not in _MONEY | {"count", "person", "household"}:  # "3天" is a limit
        return None
    return Measure(known[0], size * known[1]) if known else None
