"""What a spreadsheet's number format makes of a number: whether it is shown as a percentage."""

from __future__ import annotations

import re

_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]', re.DOTALL)
"""What a number format shows as it stands: quoted text, an escaped sign, a blank as wide as a sign, a condition."""
_UNSEEN = re.compile(r"[_*].|\[[^\]]*\]", re.DOTALL)
_SECTION = re.compile(rf"((?:{_LITERAL.pattern}|[^;])+)", re.DOTALL)
_PERCENT_SIGN = {"%", "％"}


def as_shown(value: float, number_format: str) -> int | float | str:
    """Return a number as its format shows it: 85% is text, whole numbers are such.

    Examples
    --------
    >>> as_shown(0.85, "0%"), as_shown(85.0, '0"%"'), as_shown(85.0, "0.00")
    ('85%', '85%', 85)
    """
    percent = _percent(number_format, value)
    if percent:
        return f"{value * percent:.15g}%"
    return int(value) if value == int(value) else value


def _percent(number_format: str, value: float) -> int:
    """Return by what a format multiplies a value that it shows as a percentage: 100, 1 for a literal sign, else 0."""
    sections = _SECTION.findall(number_format)
    if not sections:
        return 0
    place = 0 if value > 0 or len(sections) == 1 else 1 if value < 0 else min(2, len(sections) - 1)
    section = sections[0 if value == 0 and len(sections) < 3 else place]
    if "%" in _LITERAL.sub("", section):
        return 100
    return 1 if _PERCENT_SIGN & set(_UNSEEN.sub("", section)) else 0
