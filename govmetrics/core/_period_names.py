"""What people write for a period: years, halves, quarters, months, weeks, days, seasons, counted rounds."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable

from govmetrics.core.labels import CJK, clean

Span = tuple[dt.datetime, dt.datetime]
NO_YEAR = 4
"""Parts of a year that is not named lie in a leap year that nobody means."""

_DIGITS = {mark: place for place, marks in enumerate(("〇零", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
           for mark in marks}  # fmt: skip
_NUMERALS = re.compile(f"[{''.join(_DIGITS)}十百]+")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WORDS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
          "ninth": "9", "tenth": "10", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "i": "1", "ii": "2",
          "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10"}  # fmt: skip
_PARTS: tuple[tuple[str, str], ...] = (
    (
        "quarter",
        r"(?:q|quarter|qtr)[ .\-]?(?P<n>[1-4])|(?P<n2>[1-4]) ?q|第?(?P<n3>[1-4])季度?|(?P<n4>[1-4]) ?(?:quarter|qtr)",
    ),
    ("half", r"(?:h|half)[ .\-]?(?P<n>[12])|(?P<n2>[12]) ?(?:h|half)|(?P<zh>[上下])(?:半(?:年度?)?)?"),
    ("ten", r"(?P<n>1[0-2]|0?[1-9])月(?P<zh>[上中下])旬"),
    ("month", rf"第?(?P<n>1[0-2]|0?[1-9])月份?|m(?P<n2>1[0-2]|0?[1-9])|{_MONTH}"),
    ("season", r"(?P<zh>[春夏秋冬])[季天]?|(?P<en>spring|summer|autumn|fall|winter)"),
)
_FROM = _MONTH.replace("?P<name>", "?P<from>")
_TO = r"(?:月?(?:份)? ?(?:-|–|—|~|至|到|to|through) ?)"
_RANGES: tuple[tuple[str, str], ...] = (
    ("months", rf"(?P<a>1[0-2]|0?[1-9]){_TO}(?P<b>1[0-2]|0?[1-9])月份?|{_FROM}{_TO}{_MONTH}"),
    (
        "quarters",
        rf"前(?P<n>[234])个?季度?|(?:q|第)?1(?:季度?)?{_TO}(?:第?(?P<n2>[234])季度?|q(?P<n3>[234]))",
    ),
    ("first", r"(?P<n>[369]|12) ?m|前(?P<n2>1[0-2]|[2-9])个?月"),
    ("whole", r"全年度?|full year"),
    ("so far", r"(?P<part>.+?) ?(?:累计|ytd)|ytd (?P<part2>.+)"),
)
"""Several months of one year, which other periods may count again: January to September."""
_AT_THE_END = re.compile(
    r"(?P<said>截至|截止到?|as of |until the end of |(?:at )?(?:the )?end of )?(?P<part>.+?)(?P<end>末|底)?"
)
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_YEAR = r"(?:fy|cy)? ?(?P<y>[12]\d{3})(?:年度|学年|年)?"
_SEMESTERS = {"上学期": "第1学期", "下学期": "第2学期"}
_PART_OF_TWO_SIGNS = r"(?:[hq][1-4]|[1-4][hq])"
_SHORT_YEARS = tuple(map(re.compile, (
    r"(?P<before>(?:.*[^a-z])?(?:fy|cy)) ?'?(?P<y>\d\d)(?P<after>|\D.*)",  # FY24, Q1FY25, FY23/24
    r"(?P<before>.*?)[ \-]?'(?P<y>\d\d)(?P<after>|\D.*)",  # '24, Q4'24, Dec '24
    r"(?P<before>)(?P<y>\d\d)(?P<after>年.+)",  # 24年9月
    rf"(?P<before>)(?P<y>\d\d)(?P<after>[ \-]?{_PART_OF_TWO_SIGNS})",  # 24Q4
    rf"(?P<before>{_PART_OF_TWO_SIGNS})[ \-/]?(?P<y>\d\d)(?P<after>)",  # Q4 24, 1H24
    rf"(?P<before>(?:\d{{1,2}}-)?{_MONTH}-)(?P<y>\d\d)(?P<after>)",  # Dec-24 and 1-Dec-24, as spreadsheets show it
)))  # fmt: skip
_CENTURY_ENDS = 70
"""Years of two digits from here on are of the last century."""
_COUNTING_DOWN = re.compile(r"^t ?-|前|后|倒|近|ago|before|after|until|left|last|past|recent")


def spelled(text: str) -> str:
    """Return a name with its numbers in digits: 第十轮, ２０２４年, second wave, Phase II.

    Examples
    --------
    >>> spelled("２０２４年第三季度"), spelled("第二十一轮"), spelled("Second wave"), spelled("二〇二五年")
    ('2024年第3季度', '第21轮', '2 wave', '2025年')
    """
    text = clean(unicodedata.normalize("NFKC", text)).casefold()
    text = re.sub(f" (?=[{CJK}])|(?<=[{CJK}]) ", "", text)
    text = _NUMERALS.sub(lambda found: _digits(found[0]), text)
    text = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", re.sub("[‘’ʼ`´]", "'", text))
    for word, numbered in _SEMESTERS.items():
        text = text.replace(word, numbered)
    if " " in text and not text.isdecimal():
        text = " ".join(_WORDS.get(word, word) for word in text.split(" "))
    return text


def _digits(numerals: str) -> str:
    """Return Chinese numerals as digits; those that are no number stay."""
    if not set(numerals) & set("十百"):
        return "".join(str(_DIGITS[mark]) for mark in numerals)
    found = re.fullmatch(r"(?:(.)百零?)?(?:(.?)十)?(.?)", numerals)
    if not found or any(part and part not in _DIGITS for part in found.groups()):
        return numerals
    hundreds, tens, ones = found.groups()
    ten = 0 if "十" not in numerals else _DIGITS[tens] if tens else 1
    return str(100 * (_DIGITS[hundreds] if hundreds else 0) + 10 * ten + (_DIGITS[ones] if ones else 0))


def dated(text: str) -> Span | None:
    """Return the beginning and the end of a period with a year, in a spelled name; None for other names.

    Examples
    --------
    >>> [str(dated(name)[0].date()) for name in ("2024q4", "q4'24", "dec-24", "24年9月", "2024下")]
    ['2024-10-01', '2024-10-01', '2024-12-01', '2024-09-01', '2024-07-01']
    """
    text = _with_whole_year(text)
    for reader in (_year, _day, _week, _two_years, _year_first, _year_last):
        try:
            span = reader(text)
        except ValueError:  # 2024-02-31
            return None
        if span:
            return span
    return None


def _with_whole_year(text: str) -> str:
    """Return a name with its year in four digits, where what stands beside two digits says that they are a year."""
    for pattern in _SHORT_YEARS:
        found = pattern.fullmatch(text)
        if found:
            year = int(found["y"]) + (1900 if int(found["y"]) >= _CENTURY_ENDS else 2000)
            return f"{found['before']} {year}{found['after']}".strip()
    return text


def within_a_year(text: str) -> Span | None:
    """Return where a part of a year without its year lies: 第三季度, 9月, 上半年, autumn."""
    bare = text in ("上", "下") or re.fullmatch(r"\d+ ?m", text)  # 6m may be months after something
    return None if bare else _part(text, NO_YEAR)


def at_the_end(text: str) -> tuple[str, dt.datetime] | None:
    """Return whether a moment has its year ("date") or not, and when it is: 2024年末, 截至9月, end of 2024Q3.

    Examples
    --------
    >>> [(kind, str(end.date())) for kind, end in map(at_the_end, ("2024年末", "截至2024年9月底", "as of dec-24"))]
    [('date', '2025-01-01'), ('date', '2024-10-01'), ('date', '2025-01-01')]
    """
    found = _AT_THE_END.fullmatch(text)
    if not found or not (found["said"] or found["end"]):
        return None
    for kind, reader in (("date", dated), ("part of a year", within_a_year)):
        span = reader(found["part"])
        if span:
            return kind, span[1]
    return None


def adds_up(text: str) -> bool:
    """Tell whether a spelled name says that it counts several months together: 前三季度, 1-9月, 全年, 9M 2024, YTD September.

    Examples
    --------
    >>> adds_up("2024年前3季度"), adds_up("jan-sep 2024"), adds_up("2024年3季度")
    (True, True, False)
    """
    year_first = re.match(rf"{_YEAR}[ \-_/.]*", text)
    year_last = re.search(rf"[ \-_/,.']*{_YEAR}$", text)
    rests = [
        text,
        text[year_first.end() :] if year_first else "",
        text[: year_last.start()] if year_last else "",
    ]
    return any(re.fullmatch(pattern, rest) for rest in rests for _, pattern in _RANGES)


def dotted_month(text: str) -> Span | None:
    """Read 2024.09 as a month: the reading of a series in which every month has two digits (2024.1 may be 2024.10)."""
    found = re.fullmatch(r"(?P<y>[12]\d{3})\.(?P<m>0[1-9]|1[0-2])", text)
    return _months(int(found["y"]), int(found["m"]), 1) if found else None


def counted(text: str) -> tuple[str, tuple[int, ...]] | None:
    """Return the words and the numbers of a counted name: 第9期, wave 9, 2024年第3期; None where they have no known order.

    One number counts; several do where the first is a year, and of two numbers the one that is a year comes first.

    Examples
    --------
    >>> counted("wave 9"), counted("wave 2 (2024)"), counted("version 1.9")
    (('wave #', (9,)), ('wave # (#)', (2024, 2)), None)
    """
    numbers = tuple(int(found) for found in re.findall(r"\d+", text))
    words = re.sub(r"\d+", "#", text)
    if not numbers or _COUNTING_DOWN.search(words) or re.search(r"[.,:]#|#[.,:/]", words):
        return None
    if len(numbers) == 1 or (words.startswith(("#年", "#-#学年")) and _is_year(numbers[0])):
        return words, numbers
    years = [1900 <= number <= 2100 for number in numbers]
    if len(numbers) == 2 and sum(years) == 1 and re.search(r"[^\W_]", words):
        return words, (max(numbers), min(numbers))
    return None


def _is_year(number: int) -> bool:
    return 1000 <= number <= 2999


def _months(year: int, month: int, count: int) -> Span:
    years, past = divmod(month - 1 + count, 12)
    return dt.datetime(year, month, 1), dt.datetime(year + years, past + 1, 1)


def _year(text: str) -> Span | None:
    found = re.fullmatch(_YEAR, text)
    return _months(int(found["y"]), 1, 12) if found else None


def _day(text: str) -> Span | None:
    found = (
        re.fullmatch(r"(?P<y>[12]\d{3})(?P<s>[-/.年] ?)(?P<m>\d{1,2})(?:(?P=s)|月 ?)(?P<d>\d{1,2})日?", text)
        or re.fullmatch(rf"(?P<d>\d{{1,2}})[ \-]{_MONTH}[ ,\-]*(?P<y>[12]\d{{3}})", text)
        or re.fullmatch(rf"{_MONTH} (?P<d>\d{{1,2}})[ ,]+(?P<y>[12]\d{{3}})", text)
    )
    if not found:
        return None
    groups = found.groupdict()
    month = int(groups["m"]) if groups.get("m") else 1 + _MONTHS.index(groups["name"][:3])
    first = dt.datetime(int(groups["y"]), month, int(groups["d"]))
    return first, first + dt.timedelta(days=1)


def _week(text: str) -> Span | None:
    found = re.fullmatch(r"(?P<y>[12]\d{3})年?[ \-]?(?:w|week ?|第)(?P<w>\d{1,2})周?", text)
    if not found or not ("w" in text or "周" in text):
        return None
    first = dt.datetime.fromisocalendar(int(found["y"]), int(found["w"]), 1)
    return first, first + dt.timedelta(days=7)


def _two_years(text: str) -> Span | None:
    """Read 2023-2024, 2023/24: what begins in the first year; 2011-12 alone is a month."""
    found = re.fullmatch(
        r"(?P<fiscal>(?:fy|cy) ?)?(?P<y>[12]\d{3})[-/–—~至](?P<z>\d{4}|\d\d)(?:学年|年度|年)?", text
    )
    if not found:
        return None
    first, second = int(found["y"]), found["z"]
    follows = int(second) == (first + 1) % (100 if len(second) == 2 else 10_000)
    plain = found["fiscal"] or len(second) == 4 or int(second) > 12
    return _months(first, 1, 12) if follows and plain else None


def as_two_years(text: str) -> Span | None:
    """Read 2011-12 as what begins in 2011: the reading of a series in which 2012-13 stands beside it."""
    found = re.fullmatch(r"(?P<y>[12]\d{3})[-/](?P<z>\d\d)", text)
    return (
        _months(int(found["y"]), 1, 12) if found and int(found["z"]) == (int(found["y"]) + 1) % 100 else None
    )


def _year_first(text: str) -> Span | None:
    found = re.match(rf"{_YEAR}(?P<sep>[ \-_/.]*)", text)
    if not found or found.end() == len(text):
        return None
    year, rest = int(found["y"]), text[found.end() :]
    if re.fullmatch(r"1[0-2]|0?[1-9]", rest) and found["sep"].strip() in ("-", "/"):
        return _months(year, int(rest), 1)
    return _part(rest, year)


def _year_last(text: str) -> Span | None:
    found = re.fullmatch(r"(?P<rest>.+?)(?P<sep>[ \-_/,.']*(?:of |fy ?|cy ?)?)(?P<y>[12]\d{3})年?", text)
    if not found:
        return None
    if re.fullmatch(r"1[0-2]|0?[1-9]", found["rest"]) and found["sep"] in ("-", "/", "."):
        return _months(int(found["y"]), int(found["rest"]), 1)
    return _part(found["rest"], int(found["y"]))


def _part(text: str, year: int) -> Span | None:
    for kind, pattern in (*_PARTS, *_RANGES):
        found = re.fullmatch(pattern, text)
        if found:
            return _SPANS[kind](year, {key: value for key, value in found.groupdict().items() if value})
    return None


def _number(groups: dict[str, str]) -> int:
    return int(next(value for key, value in groups.items() if key[0] == "n" and key != "name"))


def _quarter(year: int, groups: dict[str, str]) -> Span:
    return _months(year, 3 * _number(groups) - 2, 3)


def _half(year: int, groups: dict[str, str]) -> Span:
    half = "上下".index(groups["zh"]) if "zh" in groups else _number(groups) - 1
    return _months(year, 1 + 6 * half, 6)


def _month(year: int, groups: dict[str, str]) -> Span:
    return _months(year, 1 + _MONTHS.index(groups["name"][:3]) if "name" in groups else _number(groups), 1)


def _ten_days(year: int, groups: dict[str, str]) -> Span:
    first, end = _months(year, _number(groups), 1)
    third = "上中下".index(groups["zh"])
    return first + dt.timedelta(days=10 * third), first + dt.timedelta(
        days=10 * third + 10
    ) if third < 2 else end


def _season(year: int, groups: dict[str, str]) -> Span:
    name = groups["zh"] if "zh" in groups else _SEASONS[groups["en"]]
    return _months(year, 3 + 3 * "春夏秋冬".index(name), 3)


def _several_months(year: int, groups: dict[str, str]) -> Span | None:
    first, last = (
        [1 + _MONTHS.index(groups[key][:3]) for key in ("from", "name")]
        if "name" in groups
        else [int(groups[key]) for key in "ab"]
    )
    return _months(year, first, last - first + 1) if first < last else None


def _so_far(year: int, groups: dict[str, str]) -> Span | None:
    span = _part(groups.get("part") or groups["part2"], year)
    return (dt.datetime(year, 1, 1), span[1]) if span else None


_SPANS: dict[str, Callable[[int, dict[str, str]], Span | None]] = {
    "quarter": _quarter, "half": _half, "month": _month, "ten": _ten_days, "season": _season, "months": _several_months,
    "quarters": lambda year, groups: _months(year, 1, 3 * _number(groups)),
    "first": lambda year, groups: _months(year, 1, _number(groups)),
    "whole": lambda year, _: _months(year, 1, 12), "so far": _so_far,
}  # fmt: skip
