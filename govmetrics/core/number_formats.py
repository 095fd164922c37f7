"""What a spreadsheet's number format makes of a number: whether it is shown as a percentage."""

from __future__ import annotations

import re

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
"""What a number format shows as it stands: quoted text, an escaped sign, a blank as wide as a sign, a condition."""
_UNSEEN = re.compile(r"[_*].|\[[^\]]*\]", re.DOTALL)
_SECTION = re.compile(rf"((?:{_LITERAL.pattern}|[^;])+)", re.DOTALL)
_TIMES = re.compile("[十百千]?[万萬亿億]|[百千]|[‰‱]")
"""What a literal sign multiplies a number by, without the number in the cell knowing of it."""
_SCALED = re.compile(r"[0#?],+(?![0#?])|!\.")
_PERCENT_SIGN = {"%", "％"}


def as_shown(value: float, number_format: str) -> int | float | str:
    """Return a number as its format shows it: 85% is text, whole numbers are such.

    Examples
    --------
    >>> as_shown(0.85, "0%"), as_shown(85.0, '0"%"'), as_shown(85.0, "0.00"), as_shown(3.5, '0.0"万"')
    ('85%', '85%', 85, '3.5万')
    """
    section = _section(number_format, value)
    percent = _percent(section)
    if percent:
        return f"{value * percent:.15g}%"
    times = _TIMES.search(_UNSEEN.sub("", section))
    if times and not _SCALED.search(_LITERAL.sub("", section)):  # `0.0,"千"` shows 30000 as 30千, which it is
        return f"{value:.15g}{times[0]}"
    return int(value) if value == int(value) else value


def _section(number_format: str, value: float) -> str:
    """Return the part of a format that shows a value."""
    sections = _SECTION.findall(number_format)
    if not sections:
        return ""
    place = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else min(2, len(sections) - 1)
    return str(sections[0 if value == 0 and len(sections) < 3 else place])


def _percent(section: str) -> int:
    """Return by what a format multiplies a value that it shows as a percentage: 100, 1 for a literal sign, else 0."""
    if "%" in _LITERAL.sub("", section):
        return 100
    return 1 if _PERCENT_SIGN & set(_UNSEEN.sub("", section)) else 0
