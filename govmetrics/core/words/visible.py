r"""What leaves the house in words: nothing in it acts on the screen, the page or the file that shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_LINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
"""Ends of lines and paragraphs, whatever the system or the editor."""
_ACTS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_ACTING = re.compile(f"[{_ACTS}]")
"""Control characters (C0, DEL, C1: escape sequences begin with one), marks that turn the order of letters, halves of a
pair of surrogates, and what Unicode says is no character: terminals obey them, XML and UTF-8 cannot hold them."""
_NO_TEXTS = frozenset({float, int, bool, type(None)})


def visible(text: str) -> str:
    r"""Return a text as it leaves: what acts instead of being read stands as its number, line ends are new lines.

    The one rule of every writer and of every name that is read. Tabs and new lines stay; the rest becomes ``\u001b``, six
    signs that any font, file and terminal has, so that two names that differ still do.

    Examples
    --------
    >>> print(visible("\x1b[31mEast\x00"), visible("abc\u202egpj.exe"), visible("\ud800"), visible("甲社区"))
    \u001b[31mEast\u0000 abc\u202egpj.exe \ud800 甲社区
    """
    if text.isprintable():
        return text if type(text) is str else str.__str__(text)
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", _LINE.sub("\n", text))


def acts(text: str) -> bool:
    r"""Tell whether a text holds what `visible` writes as its number.

    Examples
    --------
    >>> acts("East"), acts("one\ntwo"), acts("East\x07")
    (False, False, True)
    """
    return not text.isprintable() and _ACTING.search(text) is not None


def all_visible(content: Any) -> Any:
    r"""Return plain JSON types of which every text, keys too, is `visible`.

    Examples
    --------
    >>> print(all_visible({"a\x1b": ["b\x00", 1, None]})["a\\u001b"][0])
    b\u0000
    """
    if isinstance(content, str):
        return visible(content)
    if isinstance(content, Mapping):
        return {all_visible(key): all_visible(value) for key, value in content.items()}
    if not isinstance(content, list | tuple):
        return content
    if _NO_TEXTS.issuperset(map(type, content)):  # most lists are long ones of numbers
        return list(content)
    return [all_visible(value) for value in content]
