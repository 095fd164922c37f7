"""Ways out that fit the door: what Python calls ``period="year"`` is ``period: year`` in the file of an evaluation."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from typing import Any, Self

from govmetrics.core.words.state import Language
from govmetrics.core.words.text import Text, say

_NAMED = re.compile(r"`?\b([a-z_]+)=(?=([\[({\"'])|(True|False|None)\b|(\.\.\.)|`)")
_PLAIN = re.compile(r"(?!(?i:true|false|yes|no|on|off|null|y|n)$)[^\W\d_]([\w ()（）/-]*[\w)）])?")
"""What YAML reads as text without quotes, in a list or mapping, too."""
NOTHING = object()
"""Stands for the value of an argument that is only named, as in ``name it with `unit=` ``."""


def with_arguments(text: str, told: Callable[[str, Any], str | None]) -> str:
    """Return a text whose arguments, as Python writes them, are said as `told` says name and value; None leaves one.

    Examples
    --------
    >>> with_arguments("say a=[1, 2], or `b=`", lambda name, value: None if value is NOTHING else f"{name} {value[0]}")
    'say a 1, or `b=`'
    """
    found, done = [], 0
    for match in _NAMED.finditer(text):
        value, end = _value(text, match.end(), match[2], match[3] or match[4])
        said = None if match.start() < done or end is None else told(match[1], value)
        if said is None or end is None:
            continue
        end += text[end : end + 1] == "`" and match[0].startswith("`")
        found += [text[done : match.start()], said]
        done = end
    return "".join([*found, text[done:]])


def _value(text: str, begin: int, opens: str | None, word: str | None) -> tuple[Any, int | None]:
    """Return the value that stands in a text, and where it ends; None where it is none of Python."""
    if word:
        return ast.literal_eval(word), begin + len(word)
    if not opens:
        return NOTHING, begin
    for end in range(begin + 2, len(text) + 1):
        if text[end - 1] in ")]}\"'":
            try:
                return ast.literal_eval(text[begin:end]), end
            except (SyntaxError, ValueError):
                continue
    return None, None


def as_keys(way_out: str) -> str:
    """Return a way out as the file of an evaluation says it.

    Examples
    --------
    >>> as_keys("name it with `unit=` or `period=`"), as_keys('say totals="drop"')
    ('name it with `unit:` or `period:`', 'say `totals: drop`')
    >>> as_keys("say missing_codes=(4,)"), as_keys("read with scale={'q (1)': (1, 4), 'default': ...}")
    ('say `missing_codes: [4]`', 'read with `scale: {q (1): [1, 4], default: ...}`')
    >>> as_keys("read with decimal=','"), as_keys("say which it is, text=...")
    ('read with `decimal: ","`', 'say which it is, `text: ...`')
    """
    return with_arguments(
        way_out, lambda name, value: f"`{name}:`" if value is NOTHING else f"`{name}: {_yaml(value)}`"
    )


def _yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_yaml(key)}: {_yaml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple | set):
        return f"[{', '.join(map(_yaml, value))}]"
    if value is Ellipsis:
        return "..."
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.isprintable():
        return value
    return json.dumps(value, ensure_ascii=not str(value).isprintable())


class Keyed(Text):
    """A text in which arguments are said as keys of an evaluation's file.

    Parameters
    ----------
    text : Text
        As a room says it, to callers from Python.

    Examples
    --------
    >>> from govmetrics.core.words import Text
    >>> print(Keyed(Text("name it with `unit=` or `period=`")))
    name it with `unit:` or `period:`
    """

    inner: Text

    def __new__(cls, text: Text, /) -> Self:
        """Keep the text; the string is its English."""
        self = super().__new__(cls, as_keys(say(text, "en")))
        self.inner = text
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Text], dict[str, Any]]:
        return (self.inner,), {}

    def say(self, language: Language | None = None) -> str:
        """Return the text in a language."""
        return as_keys(say(self.inner, language))


def keyed(text: Any) -> Any:
    """Return a text as the file of an evaluation says it; one without arguments as it is."""
    return Keyed(text) if isinstance(text, Text) and as_keys(english := say(text, "en")) != english else text
