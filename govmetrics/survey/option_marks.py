"""Options as questionnaires print them: "1.满意", "(5) good", "①满意", "A、满意", "good (4)" are words and a number or letter."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, number

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_FRONT = [
    (True, rf"[(\[【]?\s*{_NUMBER}\s*分\s*[)\]】]?\s*[=:、.—–-]*\s*[(\[]?(?P<words>[^\s\d()].*?)[)\]]?"),  # 5分 good
    (True, rf"{_NUMBER}\s*[=—–-]+\s*(?P<words>[^\s\d].*)"),  # 5 = good
    (True, rf"{_NUMBER}\s*[(\[【]\s*(?P<words>[^\s\d].*?)\s*[)\]】]"),  # 5 (good)
    (False, rf"[(\[【]\s*{_NUMBER}\s*[)\]】]\s*[=:、.—–-]*\s*(?P<words>\S.*)"),  # (5) good
    (False, r"(?P<number>\d+)\s*[.、:)]\s*(?P<words>[^\s\d].*)"),  # 5. good
    (False, r"(?P<number>\d+)(?:\s+(?P<words>[^\s\d].*)|(?P<close>[\u4e00-\u9fff].*))"),  # 5 good, 5好
    (False, r"(?P<number>[一二三四五六七八九十])\s*[、.:)]\s*(?P<words>\S.*)"),  # 五、好
]  # fmt: skip
_BEHIND = [
    (True, rf"(?P<words>.*[^\s\d(=])\s*(?:[(\[【]\s*{_NUMBER}\s*分?\s*[)\]】]|=\s*{_NUMBER.replace('number', 'other')}\s*分?)"),
    (False, rf"(?P<words>.*[^\s\d.,—–-])\s*{_NUMBER}\s*分"),
]  # fmt: skip
_ALONE = re.compile(rf"\(?\s*{_NUMBER}\s*分?\s*\)?")
_LETTER = re.compile(
    r"^(?:[(\[【]\s*[A-Za-z]\d?\s*[)\]】]\s*[=、.:-]*|[A-Za-z]\d?\s*[、.:)=–—-]|[A-Za-z](?=\s*[\u4e00-\u9fff]))\s*(?=\S)"
)
_TENS = {mark: place for place, mark in enumerate("一二三四五六七八九十", 1)}


class Option(NamedTuple):
    """The words of an option ("" where a number stands alone), its number, and whether that can only be a code."""

    words: str
    number: float | None = None
    coded: bool = False


def option(cell: str, decimal: Decimal = ".") -> Option:
    """Return an option's words without the number or letter beside them.

    A number in front may be a code or only count the options ("1.满意"); "=", "分" and a number behind state a code.

    Examples
    --------
    >>> option("①非常满意"), option("A. good (4)")
    (Option(words='非常满意', number=1.0, coded=False), Option(words='good', number=4.0, coded=True))
    """
    text = _usual(cell)
    alone = _ALONE.fullmatch(text)
    if alone:
        return Option("", number(alone["number"], decimal), True)
    text = _LETTER.sub("", text, count=1)
    front = _matched(_FRONT, text, decimal)
    behind = _matched(_BEHIND, front.words if front else text, decimal)
    return behind or front or Option(text)


def without_mark(cell: str) -> str:
    """Return an option without its letter, or the number that may count it; the points behind stay."""
    text = _LETTER.sub("", _usual(cell), count=1)
    front = _matched(_FRONT, text, ".")
    return front.words if front else text


def _usual(cell: str) -> str:
    """Return a text with usual brackets, signs and digits."""
    text = str(clean(cell))
    if text and unicodedata.category(text[0]) == "No":  # ① is no 1 before its words, but (1)
        text = f"({unicodedata.numeric(text[0]):g}){text[1:]}"
    return str(clean(unicodedata.normalize("NFKC", text)))


def _matched(patterns: list[tuple[bool, str]], text: str, decimal: Decimal) -> Option | None:
    for coded, pattern in patterns:
        found = re.fullmatch(pattern, text)
        if found:
            given = {key: part for key, part in found.groupdict().items() if part is not None}
            digits = given.get("number") or given["other"]
            read = float(_TENS[digits]) if digits in _TENS else number(digits, decimal)
            return Option((given.get("words") or given["close"]).strip(), read, coded)
    return None
