"""Sentences that travel as template and values, and become words of a language where they are shown."""

from __future__ import annotations

import datetime as dt
import math
import operator
import re
import string
from collections.abc import Iterable, KeysView, Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Self

import numpy as np
import pandas as pd

from govmetrics.core.words.state import Language, in_use
from govmetrics.core.words.visible import acts, visible

MOST = 20
"""Of a longer list of names so many are shown, and how many more there are."""
LONGEST = 200
"""A value that is shown is cut after so many characters."""
DEEPEST = 5
"""Lists within lists are shown so deep."""
_LONG_WORD = re.compile(rf"[^\s,，、。;；]{{{LONGEST + 1},}}")
_BETWEEN_CHINESE = re.compile("(?<=[\u3001-\u9fff\uff01-\uff5e]) (?=[\u3001-\u9fff\uff01-\uff5e])")
"""The blank that a template has for a Latin value, where the value is Chinese."""
_KEPT_BLANK = "\ue000"
"""Stands for a blank of a value itself, such as of a file's name: that one stays."""
_AND, _COMMA = {"en": " and {:,} more", "zh": "等{:,}项"}, {"en": ", ", "zh": "、"}
_NONE = {"en": "none", "zh": "无"}
_NUMBERS = frozenset({int, float, bool})  # by their very type: there may be a text for every row
_LISTS = (list, tuple, set, frozenset, Mapping, KeysView, pd.Index)


def beside_others(name: str) -> str:
    """Return a name as it may stand beside other text: `visible`, and no word longer than any page (200 characters).

    Examples
    --------
    >>> beside_others("East"), len(beside_others("x" * 10_000))
    ('East', 201)
    """
    name = visible(name)
    if len(name) > LONGEST:
        name = _LONG_WORD.sub(lambda found: found[0][:LONGEST] + "…", name)
    return name


class Text(str):
    """A sentence as template and named values. As a string it is the English; `say` gives it in a language.

    Parameters
    ----------
    template : str
        English, with ``{name}`` for values. ``{count:# unit has|# units have}`` chooses by number; a list of names
        is joined, and ``{names:5}`` shows the first five and how many more there are. Its Chinese stands in the
        catalogue.
    **values
        Numbers, names, other texts, or lists of them; everything else is kept as it prints.

    Examples
    --------
    >>> text = Text("{count:# unit has|# units have} no score: {names:2}", count=3, names=["A", "B", "C"])
    >>> print(text)
    3 units have no score: A, B and 1 more
    >>> text.values["count"]
    3
    """

    template: str
    values: dict[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Self:
        """Keep the template and its values; the string is the English."""
        plain = _PLAIN.issuperset(map(type, values.values()))
        kept = values if plain else {name: _kept(value) for name, value in values.items()}
        inner: Any = template  # a text given for a template keeps its values
        if isinstance(inner, Text):
            template, kept = inner.template, inner.values | kept
        self = str.__new__(cls, _fill(template, kept, "en"))
        self.template, self.values = template, kept
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:  # pickled as template and values
        return (self.template,), self.values

    def say(self, language: Language | None = None) -> str:
        """Return the sentence in a language, by default the one in use."""
        if (language or in_use()) == "en":
            return _fill(self.template, self.values, "en")
        filled = _fill(chinese().get(self.template, self.template), self.values, "zh")
        return _BETWEEN_CHINESE.sub("", filled).replace(_KEPT_BLANK, " ") if self.values else filled


class Note(Text):
    """Something that a reader of a result must know; it prints in the language in use.

    Parameters
    ----------
    template, **values
        As for `Text`.

    Examples
    --------
    >>> note = Note("there is no such file")
    >>> note.say("zh"), str(note)
    ('文件不存在', 'there is no such file')
    """

    def __str__(self) -> str:
        """Return the note in the language in use; it compares and serialises by its English."""
        return self.say()

    def __repr__(self) -> str:
        """Return the note as a list of notes shows it, in the language in use."""
        return repr(self.say())


class Label(Text):
    """A name in both languages, such as that of a node of the tree.

    Parameters
    ----------
    english, chinese_name : str
        The names; the English one where there is no Chinese.

    Examples
    --------
    >>> Label("Trust", "信任").say("zh"), str(Label("Trust"))
    ('信任', 'Trust')
    """

    chinese_name: str

    def __new__(cls, english: str, chinese_name: str = "", /) -> Self:
        """Keep both names; the string is the English one."""
        self = super().__new__(cls, "{name}", name=english)
        self.chinese_name = visible(chinese_name or english)
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, Any]]:  # type: ignore[override]
        return (str(self), self.chinese_name), {}

    def say(self, language: Language | None = None) -> str:
        """Return the name in a language."""
        return str(self) if (language or in_use()) == "en" else self.chinese_name


class NodeName(Label):
    """What a node of a tree is called: it heads columns of nodes, and none of ours whose key is spelled like its code.

    Parameters
    ----------
    english, chinese_name : str
        As for `Label`.

    Examples
    --------
    >>> NodeName("Outcomes", "治理结果").say("zh")
    '治理结果'
    """


# a note prints in the language in use, not in the one that is asked for
_PLAIN = _NUMBERS | {str, Text, Label, NodeName}


def say(text: Any, language: Language | None = None) -> str:
    """Return a text in a language; what is no `Text` is the same in all.

    Examples
    --------
    >>> say(Text("there is no such file"), "zh"), say("Nanshan", "zh")
    ('文件不存在', 'Nanshan')
    """
    return text.say(language) if isinstance(text, Text) else str(text)


@cache
def chinese() -> Mapping[str, str]:
    """Return the Chinese of every template, from all rooms' catalogues."""
    from govmetrics.core.words import chinese as catalogues

    every: dict[str, str] = {}
    for room in iter_modules(catalogues.__path__):
        every |= import_module(f"{catalogues.__name__}.{room.name}").WORDS
    return every


def label_text(label: Any) -> str:
    """Return a label as people read it: a day without its midnight.

    Examples
    --------
    >>> label_text(pd.Timestamp("2024-07-01")), label_text(2024)
    ('2024-07-01', '2024')
    """
    day = isinstance(label, dt.datetime) and label.tzinfo is None and label.time() == dt.time()
    try:
        return label.date().isoformat() if day else str(label)
    except (RecursionError, ValueError):  # lists within lists without end, numbers of thousands of digits
        return printed(label)


def printed(value: Any) -> str:
    """Return a value as Python prints it: its type, where that cannot be (lists within lists without end).

    Examples
    --------
    >>> deep = []
    >>> for _ in range(5000):
    ...     deep = [deep]
    >>> printed(deep), printed({"a": 1}), printed(10**400)
    ('list', "{'a': 1}", '10^400')
    """
    if is_large(value):
        return _power(value)
    try:
        return repr(value)
    except Exception:  # too deep, numbers of thousands of digits within, or an odd object's own
        return type(value).__name__


def is_large(value: Any) -> bool:
    """Tell whether a whole number is larger than what has a point can be: formats of such numbers fail."""
    return isinstance(value, int) and value.bit_length() > 1023


def _power(value: int) -> str:
    return f"{'-' * (value < 0)}10^{math.floor(math.log10(abs(value)))}"


def _kept(value: Any, deep: int = 0) -> Any:
    """Return what of a value is kept: a sentence must not hold on to data, nor change with them."""
    if isinstance(value, np.generic):
        return _kept(value.item()) if type(value.item()) is not type(value) else printed(value)
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, _LISTS):
        return tuple(_kept(part, deep + 1) for part in value) if deep < DEEPEST else "…"
    shown = label_text(value) if hasattr(value, "isoformat") else printed(value)
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + "…"


def _fill(template: str, values: Mapping[str, Any], language: Language) -> str:
    if not values:  # braces are braces then (examples of files have them), once however they were written
        return template.replace("{{", "{").replace("}}", "}") if "{{" in template else template
    if template == "{name}" and type(values["name"]) is str:  # a name by itself is data
        return visible(values["name"])
    plain = "#" not in template and "|" not in template and _PLAIN.issuperset(map(type, values.values()))
    if plain and language == "en":
        try:
            filled = template.format(**values)  # ten times faster, and there may be one for every row
        except (OverflowError, ValueError):  # a number of hundreds of digits
            filled = "\\"
        if (
            len(filled) <= LONGEST
            and "inf" not in filled
            and "-0" not in filled
            and filled.isprintable()
            and "\\" not in filled
        ):  # so no value is to be cut or made visible, and no zero has a sign
            return filled
    return _Filler(language).vformat(template, (), values)


_DIGITS = frozenset("123456789")


class _Filler(string.Formatter):
    """Puts values into a template, in the manner of a language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if isinstance(value, Note):
            value = value.say(self.language)
        if conversion == "r" and isinstance(value, str):
            value = value[:LONGEST] + "…" if len(value) > LONGEST else value
            if acts(value):  # its own number, not that of Python's
                return f"'{visible(value)}'"
        return printed(value) if conversion == "r" else super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, tuple):
            return self._listed(value, int(format_spec) if format_spec else MOST)
        if "|" in format_spec or "#" in format_spec:
            value = value.values["n"] if isinstance(value, Text) else value  # a text that counts: 4 cases are
            one, _, many = format_spec.partition("|")
            wanted = one if value == 1 or not many else many
            return wanted.replace("#", f"{value:,}")
        if is_large(value):
            return _power(value)
        if isinstance(value, float) and np.isinf(value):
            return "∞" if value > 0 else "-∞"
        if isinstance(value, Text):
            value = value.say(self.language)
        if isinstance(value, str) and len(value) > LONGEST * 10:
            value = value[: LONGEST * 10] + "…"
        if isinstance(value, str):
            value = beside_others(value)
        if isinstance(value, str) and self.language == "zh":
            return format(value, format_spec).replace(" ", _KEPT_BLANK)
        said = format(value, format_spec) if value is not None or not format_spec else str(value)
        none = isinstance(value, float) and said.startswith("-") and not _DIGITS.intersection(said)
        return said[1:] if none else said  # what rounds to nothing has no sign

    def _listed(self, parts: Sequence[Any], most: int) -> str:
        if not parts:
            return _NONE[self.language]
        shown = [self._part(part) for part in parts[:most]]
        if self.language == "zh" and any(map(_has_comma, parts[:most])):
            shown = [f"“{said}”" for said in shown]
        if len(parts) <= most:
            return _COMMA[self.language].join(shown)
        left = len(parts) - most if self.language == "en" else len(parts)
        return _COMMA[self.language].join(shown) + _AND[self.language].format(left)

    def _part(self, part: Any) -> str:
        """Return one name of a list; a row of a panel as its period and unit."""
        if isinstance(part, tuple):
            return " ".join(self._part(one) for one in part)
        said = beside_others(say(part, self.language))
        return said.replace(" ", _KEPT_BLANK) if self.language == "zh" else said


def _has_comma(part: Any) -> bool:
    """Tell whether a name in a Chinese list has the list's own comma in it, as questions of a survey have: 1、您的年龄."""
    if isinstance(part, tuple):
        return any(map(_has_comma, part))
    if isinstance(part, Text) and not isinstance(part, Label):
        return any(isinstance(value, str) and _has_comma(value) for value in part.values.values())
    return isinstance(part, str) and _COMMA["zh"] in say(part, "zh")


def p_words(p: float) -> str:
    """Return a p value as journals print it.

    Examples
    --------
    >>> p_words(0.0312), p_words(1e-9), p_words(float("nan"))
    ('p = 0.031', 'p < 0.001', 'p = –')
    """
    if p < 0.001:
        return "p < 0.001"
    return "p = –" if np.isnan(p) else f"p = {p:.3f}"


_ENDS = (".", "!", "?", ":")
"""What ends a sentence."""


def paragraph(texts: Iterable[Text]) -> Text:
    """Return sentences as one text, which is said in either language; lines without a full stop get their marks.

    Examples
    --------
    >>> print(paragraph([Text("yes"), Text("no")]))
    yes; no.
    """
    whole, *rest = [*texts] or [Text("")]
    for text in rest:
        between = "{sentence} {then}" if whole.endswith(_ENDS) else "{sentence}; {then}"
        whole = Text(between, sentence=whole, then=text)
    return whole if not whole or whole.endswith(_ENDS) else Text("{sentence}.", sentence=whole)


def renamed(text: Any, names: Mapping[Any, str]) -> Any:
    """Return a text in which the codes among the values bear their names; what is no text is named itself.

    Examples
    --------
    >>> print(renamed(Text("{names:5} and more", names=["t1", "t2"]), {"t1": Label("Trust", "信任")}))
    Trust, t2 and more
    """
    if isinstance(text, Label) or (isinstance(text, Text) and not text.values):
        return text
    if isinstance(text, Text):
        named = {key: renamed(value, names) for key, value in text.values.items()}
        # itself where nothing is named: there may be one in every cell
        changed = any(value is not text.values[key] for key, value in named.items())
        return type(text)(text.template, **named) if changed else text
    if isinstance(text, tuple | list):
        parts = tuple(renamed(part, names) for part in text)
        kept = type(text) is tuple and all(map(operator.is_, parts, text))
        return text if kept else parts
    return names.get(text, text) if isinstance(text, str) else text


def joined(texts: Iterable[Any], language: Language | None = None) -> str:
    """Return sentences one after the other, as a paragraph of a language."""
    chosen = language or in_use()
    return ("" if chosen == "zh" else " ").join(say(text, chosen) for text in texts)
