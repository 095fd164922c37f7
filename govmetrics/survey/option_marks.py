"""Options as questionnaires print them: "1.满意", "(5) good", "①满意", "A、满意", "good (4)" are words and a number or letter."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from govmetrics.core.labels import clean
from govmetrics.core.numbers import Decimal, number

Sign = Literal["code", "place", "either"]
"""What a number beside words can be: a code, the option's place in a printed list, or either."""

_NUMBER = r"(?P<number>\d+(?:[.,]\d+)?)"
_FRONT: list[tuple[Sign, str]] = [
    ("code", rf"[(\[【]?\s*{_NUMBER}\s*分\s*[)\]】]?\s*[=:、.—–-]*\s*[(\[]?(?P<words>[^\s\d()].*?)[)\]]?"),  # 5分 good
    ("code", rf"{_NUMBER}\s*[=—–-]+\s*(?P<words>[^\s\d].*)"),  # 5 = good
    ("code", rf"{_NUMBER}\s*[(\[【]\s*(?P<words>[^\s\d].*?)\s*[)\]】]"),  # 5 (good)
    ("either", rf"[(\[【]\s*{_NUMBER}\s*[)\]】]\s*[=:、.—–-]*\s*(?P<words>\S.*)"),  # (5) good
    ("place", r"(?P<number>\d+)\s*[.,、)]+\s*(?P<words>[^\s\d].*)"),  # 5. good
    ("either", r"(?P<number>\d+)\s*:\s*(?P<words>[^\s\d].*)"),  # 5: good
    ("either", r"(?P<number>\d+)(?:\s+(?P<words>[^\s\d].*)|(?P<close>[\u4e00-\u9fff].*))"),  # 5 good, 5好
    ("place", r"[(]?(?P<number>[一二三四五六七八九十])\s*[、.,:)]\s*(?P<words>\S.*)"),  # 五、好
]  # fmt: skip
_BEHIND: list[tuple[Sign, str]] = [
    ("code", rf"(?P<words>.*[^\s\d(=])\s*(?:[(\[【]\s*{_NUMBER}\s*分?\s*[)\]】]|=\s*{_NUMBER.replace('number', 'other')}\s*分?)"),
    ("either", rf"(?P<words>.*[^\s\d.,—–-])\s*{_NUMBER}\s*分"),
]  # fmt: skip
_ALONE = re.compile(rf"\(?\s*{_NUMBER}\s*分?\s*\)?")
_LETTER = re.compile(
    r"^(?:[(\[【]\s*[A-Za-z]\d?\s*[)\]】]\s*[=、.:-]*|[A-Za-z]\d?\s*[、.:)=–—-]|[A-Za-z](?=\s*[\u4e00-\u9fff]))\s*(?=\S)"
)
_TENS = {mark: place for place, mark in enumerate("一二三四五六七八九十", 1)}


class Option(NamedTuple):
    """The words of an option ("" where a number stands alone), its number, and what that can be."""

    words: str
    number: float | None = None
    sign: Sign = "either"


def option(cell: str, decimal: Decimal = ".") -> Option:
    """Return an option's words without the number or letter beside them.

    "1.", "1、", "①" and "一、" in front count the options of a printed list; "=", "分" and a number behind state a code;
    "(1)" and a number alone in front may do either.

    Examples
    --------
    >>> option("①非常满意"), option("A. good (4)")
    (Option(words='非常满意', number=1.0, sign='place'), Option(words='good', number=4.0, sign='code'))
    """
    text = _usual(cell)
    alone = _ALONE.fullmatch(text)
    if alone:
        return Option("", number(alone["number"], decimal), "code")
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
    if text and unicodedata.category(text[0]) == "No":  # NFKC would make ① a 1 before its words
        text = (
            f"{unicodedata.numeric(text[0]):g}.{text[1:]}" if text[1:] else f"({unicodedata.numeric(text):g})"
        )
    return str(clean(unicodedata.normalize("NFKC", text)))


def _matched(patterns: list[tuple[Sign, str]], text: str, decimal: Decimal) -> Option | None:
    for sign, pattern in patterns:
        found = re.fullmatch(pattern, text)
        if found:
            given = {key: part for key, part in found.groupdict().items() if part is not None}
            digits = given.get("number") or given["other"]
            read = float(_TENS[digits]) if digits in _TENS else number(digits, decimal)
            return Option((given.get("words") or given["close"]).strip(), read, sign)
    return None
