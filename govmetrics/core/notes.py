"""The notes of results in Chinese.

Notes are written once, in English, where the thing is noticed; each stage has a table of patterns that gives each
kind its Chinese sentence, with the numbers and names of the note put in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Patterns = Sequence[tuple[str, str]]


def notes_in(notes: Iterable[str], language: str, patterns: Patterns) -> list[str]:
    """Return notes in a language; a note without a Chinese sentence stays as it is.

    Examples
    --------
    >>> notes_in(["a: is zero"], "zh", [("is zero", "为零")])
    ['a：为零']
    """
    return list(notes) if language == "en" else [_chinese(note, patterns) for note in notes]


def _chinese(note: str, patterns: Patterns) -> str:
    for pattern, sentence in patterns:
        found = re.fullmatch(pattern, note)
        if found:
            return found.expand(sentence)
    before, colon, rest = note.partition(": ")
    inner = _chinese(rest, patterns) if colon else note
    return f"{before}：{inner}" if colon and inner != rest else note
